//! Tokens that run out.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use emulators::Method;
use proxy::Order;
use serde_json::json;
use tonic::Code;

use crate::common::{ADA, Scene, scene};

impl Scene {
    /// A token of Ada's that runs out in so many seconds.
    pub(crate) fn token(&self, seconds: i64) -> String {
        let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap();
        let claims = json!({
            "iss": format!("https://securetoken.google.com/{}", self.project),
            "aud": self.project,
            "sub": ADA,
            "user_id": ADA,
            "exp": now + seconds,
        });
        let header = BASE64_URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
        format!("{header}.{}.", BASE64_URL_SAFE_NO_PAD.encode(claims.to_string()))
    }
}

#[tokio::test]
async fn they_are_refused_once_they_have() {
    let Some(scene) = scene("expired").await else { return };
    let expired = scene.ada().with_token(&scene.token(-1));
    let status = expired.try_commit(vec![expired.put("a", 1)]).await.unwrap_err();
    assert_eq!(status.code(), Code::Unauthenticated);
    let nonsense = scene.ada().with_token("nonsense");
    let status = nonsense.try_commit(vec![nonsense.put("a", 1)]).await.unwrap_err();
    assert_eq!(status.code(), Code::Unauthenticated);
    let valid = scene.ada().with_token(&scene.token(3600));
    valid.commit(vec![valid.put("a", 1)]).await;
    assert_eq!(scene.report().counts.unauthenticated, 2);
}

#[tokio::test]
async fn a_stream_ends_when_its_token_does() {
    let Some(scene) = scene("stream-expires").await else { return };
    let short = scene.ada().with_token(&scene.token(2));
    let mut stream = short.listen(vec![short.query(2, None)]).await;
    assert_eq!(stream.end().await.code(), Code::Unauthenticated);
}

#[tokio::test]
async fn they_run_out_by_order_and_a_new_one_helps() {
    let Some(scene) = scene("by-order").await else { return };
    let (old, new) = (scene.ada().with_token(&scene.token(3600)), scene.ada().with_token(&scene.token(3601)));
    let mut stream = old.listen(vec![old.query(2, None)]).await;
    stream.snapshot().await;
    scene.obey(Order::ExpireTokens { uid: Some("somebody else".to_owned()) }).await;
    old.commit(vec![old.put("a", 1)]).await;
    scene.obey(Order::ExpireTokens { uid: Some(ADA.to_owned()) }).await;
    assert_eq!(stream.end().await.code(), Code::Unauthenticated);
    old.try_commit(vec![old.put("a", 1)]).await.unwrap_err();
    new.commit(vec![new.put("a", 1)]).await;
}

#[tokio::test]
async fn the_rest_api_passes_and_its_tokens_run_out_too() {
    let Some(scene) = scene("rest").await else { return };
    let address = scene.proxy.address();
    let path = format!("/v1/projects/{}/databases/(default)/documents/users/{ADA}", scene.project);
    let (valid, expired) = (scene.token(3600), scene.token(-1));
    let answers = tokio::task::spawn_blocking(move || {
        let ask = |token: Option<&str>, method, body| {
            let url = format!("http://{address}{path}");
            let mut request = ureq::http::Request::builder().method(method).uri(url);
            if let Some(token) = token {
                request = request.header("authorization", format!("Bearer {token}"));
            }
            let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
            let mut answer = agent.run(request.body(body).unwrap()).unwrap();
            (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
        };
        let profile = r#"{"fields": {"uid": {"stringValue": "ada"}}}"#;
        [
            ask(Some(&valid), Method::PATCH, profile),
            ask(Some(&valid), Method::GET, ""),
            ask(Some(&expired), Method::GET, ""),
            ask(Some("owner"), Method::GET, ""),
            ask(None, Method::GET, ""),
        ]
    });
    let answers = answers.await.unwrap();
    assert_eq!(answers.each_ref().map(|(status, _)| *status), [200, 200, 401, 200, 403], "{answers:?}");
    assert!(answers[1].1.contains("stringValue"), "{answers:?}");
    assert!(answers[2].1.contains("UNAUTHENTICATED"), "{answers:?}");
    let counts = scene.report().counts;
    assert_eq!((counts.as_owner, counts.unauthenticated, counts.requests["REST"]), (1, 1, 5));
}
