//! What the tray shows: icon, tooltip and menu, as a pure function of how the app stands. Whoever has a tray compares
//! two of them and sends what is different.

use crate::{SyncStatus, text};

/// The sign that the icon bears, one for each thing worth telling apart at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Everything is on this machine only.
    Local,
    /// Everything is in the cloud.
    Synced,
    /// Sending, fetching, or reaching the cloud.
    Syncing,
    /// The cloud is out of reach.
    Offline,
    /// The person paused it.
    Paused,
    /// The cloud refused something.
    Attention,
    /// The session ended.
    SignIn,
}

/// What the icon stands on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// A dark panel: a light icon.
    #[default]
    Dark,
    /// A light panel: a dark icon.
    Light,
}

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icon {
    /// Its sign.
    pub sign: Sign,
    /// What it stands on.
    pub panel: Panel,
}

/// What a line of the menu does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Opens the window, or raises it.
    Open,
    /// Sends and fetches everything now.
    SyncNow,
    /// Stops syncing.
    Pause,
    /// Goes on syncing.
    Resume,
    /// Looks for a new version of the app.
    CheckForUpdates,
    /// Shows the new version that is ready, to be installed.
    InstallUpdate,
    /// Ends the app.
    Quit,
}

impl Action {
    /// Each of them.
    pub const ALL: [Self; 7] = [
        Self::Open,
        Self::SyncNow,
        Self::Pause,
        Self::Resume,
        Self::CheckForUpdates,
        Self::InstallUpdate,
        Self::Quit,
    ];

    /// What it is called where menus are told apart, and in the catalogue.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "tray-open",
            Self::SyncNow => "tray-sync-now",
            Self::Pause => "tray-pause",
            Self::Resume => "tray-resume",
            Self::CheckForUpdates => "tray-check",
            Self::InstallUpdate => "tray-install",
            Self::Quit => "tray-quit",
        }
    }

    /// The action that is called `key`.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.key() == key)
    }
}

/// A line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// How the app stands; nothing to choose.
    Status(String),
    /// Something to choose.
    Choice {
        /// What it does.
        action: Action,
        /// What it says.
        words: String,
        /// Whether it can be chosen now.
        enabled: bool,
    },
    /// A line between others.
    Gap,
}

/// What there is of new versions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Updates {
    /// Nothing here looks for them.
    #[default]
    None,
    /// It can be looked for them.
    Checkable,
    /// One is ready to be installed.
    Ready,
}

/// Everything that the tray shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tray {
    /// The icon.
    pub icon: Icon,
    /// What is said when the icon is pointed at.
    pub tooltip: String,
    /// The menu, from above.
    pub menu: Vec<Line>,
}

/// What the tray shows while the library stands with the cloud as `status` says.
#[must_use]
pub fn tray(status: &SyncStatus, panel: Panel, updates: Updates) -> Tray {
    let words = words(status);
    let update = match updates {
        Updates::None => None,
        Updates::Checkable => Some(Action::CheckForUpdates),
        Updates::Ready => Some(Action::InstallUpdate),
    };
    let mut menu = vec![Line::Status(words.clone()), Line::Gap, choice(Action::Open, true)];
    menu.extend(of_sync(status));
    menu.push(Line::Gap);
    menu.extend(update.map(|action| choice(action, true)));
    menu.push(choice(Action::Quit, true));
    Tray {
        icon: Icon { sign: sign(status), panel },
        tooltip: text::with("tray-tooltip", &[("status", words.into())]),
        menu,
    }
}

fn choice(action: Action, enabled: bool) -> Line {
    Line::Choice { action, words: text::get(action.key()), enabled }
}

/// What can be done about sync: nothing without an account, and nothing is sent now by who isn't let in or has paused.
fn of_sync(status: &SyncStatus) -> Vec<Line> {
    match status {
        SyncStatus::LocalOnly => Vec::new(),
        SyncStatus::Paused { .. } => vec![choice(Action::SyncNow, false), choice(Action::Resume, true)],
        SyncStatus::NeedsSignIn { .. } => vec![choice(Action::SyncNow, false), choice(Action::Pause, false)],
        SyncStatus::Offline { .. }
        | SyncStatus::Connecting { .. }
        | SyncStatus::Syncing { .. }
        | SyncStatus::Synced { .. }
        | SyncStatus::NeedsAttention { .. } => {
            vec![choice(Action::SyncNow, true), choice(Action::Pause, true)]
        }
    }
}

fn sign(status: &SyncStatus) -> Sign {
    match status {
        SyncStatus::LocalOnly => Sign::Local,
        SyncStatus::Offline { .. } => Sign::Offline,
        SyncStatus::Connecting { .. } | SyncStatus::Syncing { .. } => Sign::Syncing,
        SyncStatus::Synced { .. } => Sign::Synced,
        SyncStatus::Paused { .. } => Sign::Paused,
        SyncStatus::NeedsSignIn { .. } => Sign::SignIn,
        SyncStatus::NeedsAttention { .. } => Sign::Attention,
    }
}

/// The words of the dashboard's pill.
fn words(status: &SyncStatus) -> String {
    let key = match *status {
        SyncStatus::Syncing { done, total } => {
            return text::with("sync-syncing", &[("done", done.into()), ("total", total.into())]);
        }
        SyncStatus::NeedsAttention { refused, pending } => {
            return waiting(text::with("sync-refused", &[("n", refused.into())]), pending);
        }
        SyncStatus::LocalOnly => "sync-local",
        SyncStatus::Offline { .. } => "sync-offline",
        SyncStatus::Connecting { .. } => "sync-connecting",
        SyncStatus::Synced { .. } => "sync-synced",
        SyncStatus::Paused { .. } => "sync-paused",
        SyncStatus::NeedsSignIn { .. } => "sync-sign-in",
    };
    waiting(text::get(key), status.pending())
}

fn waiting(words: String, pending: u64) -> String {
    if pending == 0 {
        return words;
    }
    text::with("sync-with-pending", &[("words", words.into()), ("n", pending.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How the library stands, the sign for it, the words, and what can be chosen of sync (`-` what can't be now).
    const STATES: &[(SyncStatus, Sign, &str, &[&str])] = &[
        (SyncStatus::LocalOnly, Sign::Local, "On this device", &[]),
        (SyncStatus::Offline { pending: 0 }, Sign::Offline, "Offline", &["Sync now", "Pause sync"]),
        (
            SyncStatus::Offline { pending: 3 },
            Sign::Offline,
            "Offline · 3 changes wait",
            &["Sync now", "Pause sync"],
        ),
        (SyncStatus::Connecting { pending: 0 }, Sign::Syncing, "Connecting", &["Sync now", "Pause sync"]),
        (
            SyncStatus::Syncing { done: 1_500, total: 2_000 },
            Sign::Syncing,
            "Syncing 1,500 of 2,000",
            &["Sync now", "Pause sync"],
        ),
        (SyncStatus::Synced { at: 5 }, Sign::Synced, "Synced", &["Sync now", "Pause sync"]),
        (
            SyncStatus::Paused { pending: 1 },
            Sign::Paused,
            "Paused · 1 change waits",
            &["-Sync now", "Resume sync"],
        ),
        (
            SyncStatus::NeedsSignIn { pending: 0 },
            Sign::SignIn,
            "Sign in again",
            &["-Sync now", "-Pause sync"],
        ),
        (
            SyncStatus::NeedsAttention { refused: 1, pending: 2 },
            Sign::Attention,
            "1 change refused · 2 changes wait",
            &["Sync now", "Pause sync"],
        ),
    ];

    fn said(menu: &[Line]) -> Vec<String> {
        let say = |line: &Line| match line {
            Line::Status(words) => format!("({words})"),
            Line::Gap => "=".to_owned(),
            Line::Choice { words, enabled, .. } => format!("{}{words}", if *enabled { "" } else { "-" }),
        };
        menu.iter().map(say).collect()
    }

    #[test]
    fn every_state_has_its_sign_its_words_and_what_can_be_done() {
        for (status, sign, words, of_sync) in STATES {
            let shown = tray(status, Panel::Light, Updates::None);
            assert_eq!(shown.icon, Icon { sign: *sign, panel: Panel::Light }, "{status:?}");
            assert_eq!(shown.tooltip, format!("Ghost Gym: {words}"));
            let status = format!("({words})");
            let menu = [&[&status, "=", "Open Ghost Gym"], *of_sync, &["=", "Quit"]].concat();
            assert_eq!(said(&shown.menu), menu);
        }
    }

    #[test]
    fn of_updates_there_is_what_there_is() {
        let last = |updates| {
            let menu = said(&tray(&SyncStatus::LocalOnly, Panel::Dark, updates).menu);
            menu[3..].to_vec()
        };
        assert_eq!(last(Updates::None), ["=", "Quit"]);
        assert_eq!(last(Updates::Checkable), ["=", "Check for updates", "Quit"]);
        assert_eq!(last(Updates::Ready), ["=", "Install the new version", "Quit"]);
    }

    #[test]
    fn an_action_is_found_by_its_key() {
        for action in Action::ALL {
            assert_eq!(Action::of(action.key()), Some(action));
            assert!(text::has(action.key()), "{action:?}");
        }
        assert_eq!(Action::of("tray-dance"), None);
    }
}
