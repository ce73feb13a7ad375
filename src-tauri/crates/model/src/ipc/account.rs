//! The account: who is signed in, and how the app stands with the cloud.

use serde::{Deserialize, Serialize};

use crate::Secret;

/// An account, as far as anybody needs to see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Account {
    /// Its id.
    pub uid: String,
    /// Its address; empty if it has none.
    pub email: String,
    /// Whether the address is known to be the person's own.
    pub email_verified: bool,
    /// The name that is shown, if one is set.
    pub name: Option<String>,
    /// Whether it has a password, which then can be changed.
    pub has_password: bool,
}

/// How the app stands with the cloud.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountState {
    /// How the session stands.
    pub standing: Standing,
    /// Whose library is open; nobody's if there is none.
    pub account: Option<Account>,
    /// The Firebase project, if the cloud is set up.
    pub project_id: Option<String>,
    /// Whether signing in with Google is set up.
    pub google: bool,
    /// The cloud is an emulator: nothing of it is real.
    pub emulated: bool,
    /// What the person should know, ready to show: why they must sign in again, why they won't stay signed in.
    pub notice: Option<String>,
}

impl AccountState {
    /// Whether there is a cloud to sign in to, and nobody is signed in to it.
    #[must_use]
    pub fn can_sign_in(&self) -> bool {
        self.project_id.is_some() && matches!(self.standing, Standing::SignedOut | Standing::NeedsSignIn)
    }
}

/// How the session stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nobody is signed in; everything works, on this machine.
    #[default]
    SignedOut,
    /// Signed in.
    SignedIn,
    /// Signed in, without a connection.
    Offline,
    /// The session is over; the account's library is open still.
    NeedsSignIn,
}

/// What becomes of the account's library on this machine when its owner signs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnSignOut {
    /// Unsent changes are sent first; then it stays. If they can't be sent, nobody is signed out.
    Sync,
    /// It stays, unsent changes included, and is there again when they sign in again.
    Keep,
    /// It is deleted, unsent changes included.
    Discard,
}

/// Who wants an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignUp {
    /// The address.
    pub email: String,
    /// The password.
    pub password: Secret,
    /// The name to show, if one is wanted.
    pub name: Option<String>,
}

/// Who wants to sign in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignIn {
    /// The address.
    pub email: String,
    /// The password.
    pub password: Secret,
}

/// Whose password is to be reset.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PasswordReset {
    /// The address that the mail goes to.
    pub email: String,
}

/// Another name to show.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccountRename {
    /// The name.
    pub name: String,
}

/// Another password.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PasswordChange {
    /// The one until now, which proves once more who they are.
    pub current: Secret,
    /// The new one.
    pub password: Secret,
}

/// Signing out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignOut {
    /// What becomes of the account's library here; with unsent changes it has to be said.
    pub then: Option<OnSignOut>,
}

/// Deleting the account for good.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccountDelete {
    /// The word that the person had to type.
    pub confirm: String,
    /// The password, for an account that has one: it proves once more who they are.
    pub password: Option<Secret>,
    /// Whether the library on this machine goes too.
    pub discard: bool,
}

/// Somebody has left.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Farewell {
    /// What the person should know, ready to show: the keyring would not forget the token.
    pub notice: Option<String>,
}
