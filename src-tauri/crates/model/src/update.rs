//! How a new version of the app stands: one value for the dashboard, the tray and whoever notifies.

use serde::{Deserialize, Serialize};

use crate::Millis;

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpdateStep {
    /// Nobody said where new versions are, or whose signature to believe.
    NotSetUp,
    /// Nobody has looked yet.
    #[default]
    Unknown,
    /// It is being looked for.
    Checking,
    /// There is no newer one.
    UpToDate,
    /// There is one.
    Available,
    /// It is being fetched.
    Downloading,
    /// It is here, and its signature is right.
    Ready,
    /// It takes the place of the one that runs.
    Installing,
}

/// How a new version stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateStatus {
    /// How far it is.
    pub step: UpdateStep,
    /// The version that runs.
    pub current: String,
    /// The newer version, if there is one.
    pub version: Option<String>,
    /// What is new in it, as its makers wrote it: plain text, never markup.
    pub notes: Option<String>,
    /// Bytes fetched.
    pub done: u64,
    /// Bytes in all, once that is known.
    pub total: Option<u64>,
    /// When it was last looked for with success.
    pub checked_at: Option<Millis>,
    /// It will be installed when the app ends.
    pub on_quit: bool,
    /// The person doesn't want this one.
    pub skipped: bool,
    /// What was tried last and failed, and why: ready to show. The version that runs is as it was.
    pub failed: Option<String>,
}

impl UpdateStatus {
    /// Whether there is one that the person may want.
    #[must_use]
    pub fn is_offered(&self) -> bool {
        !self.skipped && matches!(self.step, UpdateStep::Available | UpdateStep::Ready)
    }
}

/// When to install.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateInstall {
    /// When the app ends, rather than now.
    pub on_quit: bool,
}

/// What the app is made of that others have made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licences {
    /// Who made what, and under which licence: plain text.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_skipped_or_is_not_there_is_not_offered() {
        let at = |step, skipped| UpdateStatus { step, skipped, ..UpdateStatus::default() }.is_offered();
        assert!(at(UpdateStep::Available, false) && at(UpdateStep::Ready, false));
        assert!(!at(UpdateStep::Available, true) && !at(UpdateStep::Ready, true));
        assert!(!at(UpdateStep::UpToDate, false) && !at(UpdateStep::NotSetUp, false));
    }
}
