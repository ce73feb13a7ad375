//! Files in and out. The core asks for the file; what would happen is shown before anything does.

use model::ipc::{ExportAsk, ExportKind, Nothing, PickBackup, PickExport, PickImport, PickRestore};
use model::text;

use crate::actions::{done, report};
use crate::backend;
use crate::overlays::Overlay;
use crate::state::{Action, App};

/// Lets the person choose a file and shows what importing it would do.
pub async fn pick_import(app: App) {
    match backend::call::<PickImport>(Nothing {}).await {
        Ok(Some(preview)) => app.dispatch(Action::Overlay(Some(Overlay::Import(preview)))),
        Ok(None) => {}
        Err(error) => report(&app, &error),
    }
}

/// Lets the person choose a backup and shows what restoring it would do.
pub async fn pick_restore(app: App) {
    match backend::call::<PickRestore>(Nothing {}).await {
        Ok(Some(preview)) => app.dispatch(Action::Overlay(Some(Overlay::Restore(preview)))),
        Ok(None) => {}
        Err(error) => report(&app, &error),
    }
}

/// Lets the person choose where to, and writes everything; what is open stays open.
pub async fn export_all(app: App) {
    match backend::call::<PickExport>(ExportAsk { kind: ExportKind::Complete }).await {
        Ok(Some(written)) => done(&app, text::with("exported-to", &[("path", written.path.into())]), false),
        Ok(None) => {}
        Err(error) => report(&app, &error),
    }
}

/// Lets the person choose where to, and writes a backup.
pub async fn backup(app: App) {
    match backend::call::<PickBackup>(Nothing {}).await {
        Ok(Some(written)) => done(&app, text::with("backed-up", &[("path", written.path.into())]), false),
        Ok(None) => {}
        Err(error) => report(&app, &error),
    }
}
