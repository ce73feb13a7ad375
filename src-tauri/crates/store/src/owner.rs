//! Whose library a file is.

/// The id of an account, as Firebase Auth gives it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Uid(String);

impl Uid {
    /// An account's id; `None` if it is blank.
    #[must_use]
    pub fn new(uid: impl Into<String>) -> Option<Self> {
        Some(uid.into()).filter(|uid| !uid.trim().is_empty()).map(Self)
    }

    /// The id as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whose library a file is. Only an account's library has a queue of unsent changes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// Nobody who is signed in: the data stays on this machine.
    Anonymous,
    /// The account with this id.
    Account(Uid),
}

impl Owner {
    /// The word for it in the database; empty for [`Owner::Anonymous`].
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Anonymous => "",
            Self::Account(uid) => uid.as_str(),
        }
    }

    /// Whether changes are to be sent to the cloud.
    pub(crate) fn sends(&self) -> bool {
        matches!(self, Self::Account(_))
    }
}
