//! New versions of the app: what the person has done with one.

use model::CommandError;
use model::ipc::{
    CancelUpdate, CheckUpdate, DownloadUpdate, GetLicences, GetUpdate, InstallUpdate, Nothing, SkipUpdate,
};
use model::update::{UpdateInstall, UpdateStatus};

use crate::actions::report;
use crate::backend;
use crate::overlays::Overlay;
use crate::state::{Action, App};

/// What can be done with a new version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Asking how it stands.
    Ask,
    /// Looking for one.
    Check,
    /// Fetching it.
    Download,
    /// Not fetching it, or not installing it at the end.
    Cancel,
    /// Not wanting it.
    Skip,
    /// Installing it: at the end, or now.
    Install(bool),
}

/// Has something done with it, and shows how it stands then.
pub async fn order(app: App, act: Act) {
    match carry_out(act).await {
        Ok(update) => app.dispatch(Action::Update(update)),
        Err(error) => report(&app, &error),
    }
}

async fn carry_out(act: Act) -> Result<UpdateStatus, CommandError> {
    match act {
        Act::Ask => backend::call::<GetUpdate>(Nothing {}).await,
        Act::Check => backend::call::<CheckUpdate>(Nothing {}).await,
        Act::Download => backend::call::<DownloadUpdate>(Nothing {}).await,
        Act::Cancel => backend::call::<CancelUpdate>(Nothing {}).await,
        Act::Skip => backend::call::<SkipUpdate>(Nothing {}).await,
        Act::Install(on_quit) => backend::call::<InstallUpdate>(UpdateInstall { on_quit }).await,
    }
}

/// Shows what others made, and under which licences.
pub async fn licences(app: App) {
    match backend::call::<GetLicences>(Nothing {}).await {
        Ok(licences) => app.dispatch(Action::Overlay(Some(Overlay::Licences(licences.text)))),
        Err(error) => report(&app, &error),
    }
}
