//! What a person can ask the dashboard for from anywhere: by a key, in the menu, in the command palette.

use model::ipc::{AccountState, PauseSync, ResumeSync, SyncNow, Theme};
use model::text;

use crate::actions::{self, update::Act};
use crate::components::icon::Icon;
use crate::dom;
use crate::overlays::{Mode, Overlay};
use crate::state::{Action, App, AppState};

/// Something that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// A new program, open and ready to be named.
    NewProgram,
    /// The workout sheet for a new workout.
    NewWorkout,
    /// The command palette.
    Palette,
    /// The search field of the workout library.
    SearchLibrary,
    /// Takes the last change back.
    Undo,
    /// Does it again.
    Redo,
    /// Chooses a file to import.
    Import,
    /// Chooses what to export.
    Export,
    /// Writes a backup.
    Backup,
    /// Chooses a backup to restore.
    Restore,
    /// Records that were deleted.
    Deleted,
    /// Figures about the library.
    Stats,
    /// Signing in.
    SignIn,
    /// Making an account.
    SignUp,
    /// The own account.
    Profile,
    /// How the cloud is set up.
    Cloud,
    /// Signing out.
    SignOut,
    /// Sends, fetches and compares everything now.
    SyncNow,
    /// Stops syncing.
    SyncPause,
    /// Goes on syncing.
    SyncResume,
    /// What is not in the cloud yet.
    Unsent,
    /// What merges decided.
    Conflicts,
    /// Moving what was planned without an account into it.
    Migrate,
    /// Dark, light, or as the desktop has it.
    Theme(Theme),
    /// Looks for a new version of the app.
    Update,
    /// What others made, and under which licences.
    Licences,
    /// The shortcut sheet.
    Shortcuts,
}

impl Intent {
    /// Everything that can be asked for, as menus and the palette list it.
    pub const ALL: &[Self] = &[
        Self::NewProgram,
        Self::NewWorkout,
        Self::SearchLibrary,
        Self::Undo,
        Self::Redo,
        Self::Import,
        Self::Export,
        Self::Backup,
        Self::Restore,
        Self::Deleted,
        Self::Stats,
        Self::SignIn,
        Self::SignUp,
        Self::Profile,
        Self::Cloud,
        Self::SignOut,
        Self::SyncNow,
        Self::SyncPause,
        Self::SyncResume,
        Self::Unsent,
        Self::Conflicts,
        Self::Migrate,
        Self::Theme(Theme::System),
        Self::Theme(Theme::Dark),
        Self::Theme(Theme::Light),
        Self::Update,
        Self::Licences,
        Self::Shortcuts,
        Self::Palette,
    ];

    /// Names it in the catalogue (`intent-…`) and for tests.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NewProgram => "new-program",
            Self::NewWorkout => "new-workout",
            Self::Palette => "palette",
            Self::SearchLibrary => "search-library",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::Import => "import",
            Self::Export => "export",
            Self::Backup => "backup",
            Self::Restore => "restore",
            Self::Deleted => "deleted",
            Self::Stats => "stats",
            Self::SignIn => "sign-in",
            Self::SignUp => "sign-up",
            Self::Profile => "profile",
            Self::Cloud => "cloud",
            Self::SignOut => "sign-out",
            Self::SyncNow => "sync-now",
            Self::SyncPause => "sync-pause",
            Self::SyncResume => "sync-resume",
            Self::Unsent => "unsent",
            Self::Conflicts => "conflicts",
            Self::Migrate => "migrate",
            Self::Theme(Theme::System) => "theme-system",
            Self::Theme(Theme::Dark) => "theme-dark",
            Self::Theme(Theme::Light) => "theme-light",
            Self::Update => "update",
            Self::Licences => "licences",
            Self::Shortcuts => "shortcuts",
        }
    }

    /// What it is called; undo and redo say what they would do.
    pub fn label(self, state: &AppState) -> String {
        let status = state.status.as_ref();
        let what = match self {
            Self::Undo => status.and_then(|status| status.undo.as_ref()),
            Self::Redo => status.and_then(|status| status.redo.as_ref()),
            _ => None,
        };
        match what {
            Some(what) => {
                text::with(&format!("intent-{}-what", self.key()), &[("what", what.as_str().into())])
            }
            None => text::get(&format!("intent-{}", self.key())),
        }
    }

    /// Its sign.
    pub const fn icon(self) -> Icon {
        match self {
            Self::NewProgram | Self::NewWorkout => Icon::Plus,
            Self::Palette => Icon::Command,
            Self::SearchLibrary => Icon::Search,
            Self::Undo => Icon::Undo,
            Self::Redo => Icon::Redo,
            Self::Import | Self::Update => Icon::Import,
            Self::Export => Icon::Export,
            Self::Backup => Icon::Archive,
            Self::Restore => Icon::Restore,
            Self::Deleted => Icon::Trash,
            Self::Stats => Icon::Chart,
            Self::SignIn => Icon::Key,
            Self::SignUp | Self::Profile => Icon::Person,
            Self::Cloud => Icon::Cloud,
            Self::SignOut => Icon::Leave,
            Self::SyncNow => Icon::Sync,
            Self::SyncResume => Icon::Play,
            Self::SyncPause => Icon::Pause,
            Self::Unsent => Icon::Unsent,
            Self::Conflicts => Icon::Merge,
            Self::Migrate => Icon::Device,
            Self::Theme(Theme::System) => Icon::Monitor,
            Self::Theme(Theme::Dark) => Icon::Moon,
            Self::Theme(Theme::Light) => Icon::Sun,
            Self::Licences => Icon::Info,
            Self::Shortcuts => Icon::Keyboard,
        }
    }

    /// Whether it would do anything now.
    pub fn is_possible(self, state: &AppState) -> bool {
        let status = state.status.as_ref();
        let account = state.account.as_deref();
        match self {
            Self::Undo => status.is_some_and(|status| status.undo.is_some()),
            Self::Redo => status.is_some_and(|status| status.redo.is_some()),
            Self::SignIn => account.is_some_and(AccountState::can_sign_in),
            Self::SignUp => account.is_some_and(|state| state.can_sign_in() && state.account.is_none()),
            Self::Profile | Self::Migrate | Self::SignOut => {
                account.is_some_and(|state| state.account.is_some())
            }
            Self::SyncNow => state.syncs() && !state.sync.elsewhere,
            Self::SyncPause => state.syncs(),
            Self::SyncResume => state.sync.paused,
            Self::Unsent => state.sync.pending + state.sync.refused > 0,
            Self::Conflicts => !state.conflicts.is_empty(),
            _ => true,
        }
    }

    /// Does it.
    pub fn run(self, app: &App) {
        match self {
            Self::NewProgram => {
                app.dispatch(Action::Overlay(None));
                actions::spawn(actions::programs::create(app.clone()));
            }
            Self::NewWorkout => show(app, Overlay::Workout { id: None }),
            Self::Palette => show(app, Overlay::Palette),
            Self::SearchLibrary => {
                app.dispatch(Action::Overlay(None));
                app.dispatch(Action::Drawer(true));
                dom::focus_soon(&format!("[data-testid='{}']", crate::testid::LIBRARY_SEARCH));
            }
            Self::Undo => actions::spawn(actions::undo::undo(app.clone())),
            Self::Redo => actions::spawn(actions::undo::redo(app.clone())),
            Self::Import => actions::spawn(actions::transfer::pick_import(app.clone())),
            Self::Export => show(app, Overlay::Export),
            Self::Backup => actions::spawn(actions::transfer::backup(app.clone())),
            Self::Restore => actions::spawn(actions::transfer::pick_restore(app.clone())),
            Self::Deleted => show(app, Overlay::Deleted),
            Self::Stats => show(app, Overlay::Stats),
            Self::SignIn => show(app, Overlay::Entrance(Mode::In)),
            Self::SignUp => show(app, Overlay::Entrance(Mode::Up)),
            Self::Profile => show(app, Overlay::Profile),
            Self::Cloud => show(app, Overlay::Cloud),
            Self::SignOut => actions::spawn(actions::account::sign_out(app.clone(), None)),
            Self::SyncNow => actions::spawn(actions::sync::order::<SyncNow>(app.clone())),
            Self::SyncPause => actions::spawn(actions::sync::order::<PauseSync>(app.clone())),
            Self::SyncResume => actions::spawn(actions::sync::order::<ResumeSync>(app.clone())),
            Self::Unsent => show(app, Overlay::Unsent),
            Self::Conflicts => show(app, Overlay::Conflicts),
            Self::Migrate => show(app, Overlay::Migration),
            Self::Theme(_) => {
                let theme = self.key().trim_start_matches("theme-");
                actions::settings::set(app, "appearance.theme", theme.into());
            }
            Self::Update => {
                show(app, Overlay::Update);
                actions::spawn(actions::update::order(app.clone(), Act::Check));
            }
            Self::Licences => actions::spawn(actions::update::licences(app.clone())),
            Self::Shortcuts => show(app, Overlay::Shortcuts),
        }
    }
}

fn show(app: &App, overlay: Overlay) {
    app.dispatch(Action::Overlay(Some(overlay)));
}
