//! The cloud: Firebase Auth, Google sign-in, the token vault, the profile document, and the Firestore gateway through
//! which sync goes.

pub mod auth;
pub mod config;
pub mod endpoints;
pub mod firestore;
pub mod google;
mod http;
pub mod profile;
pub mod secret;
pub mod session;
pub mod vault;

pub use auth::{Account, AuthClient, AuthError, SignedIn, Tokens};
pub use config::{GoogleClient, ProjectConfig, Settings};
pub use endpoints::Endpoints;
pub use firestore::{Counted, Gateway, Listed, ListenEvent, TokenSource};
pub use google::{GoogleError, GoogleSignIn};
pub use http::{Http, NetworkError, install_tls_provider};
pub use profile::{ProfileError, Profiles};
pub use session::{Session, SessionError, SessionState, Standing};
pub use vault::{Kept, Vault, VaultError};
