//! Tokens that only emulators take.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// An ID token of the user `uid`, as Firestore's emulator takes it: nobody has signed it.
#[must_use]
pub fn unsigned_token(project: &str, uid: &str) -> String {
    let part = |value: Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let header = part(json!({ "alg": "none", "typ": "JWT" }));
    let claims = part(json!({
        "iss": format!("https://securetoken.google.com/{project}"),
        "aud": project,
        "sub": uid,
        "user_id": uid,
        "firebase": { "sign_in_provider": "password", "identities": {} },
    }));
    format!("{header}.{claims}.")
}
