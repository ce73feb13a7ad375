//! `status`: the state of the library as a whole.

use app::App;
use model::{SyncStatus, text};

use super::{lines, when};
use crate::output::{Output, Stop, salvaged};

pub(super) fn status(app: &App, output: Output) -> Result<(), Stop> {
    let status = app.status()?;
    output.answer(&status, || {
        let line = |key: &str, value: String| text::with(key, &[("value", value.into())]);
        let change = |label: &Option<String>| label.clone().unwrap_or_else(|| text::get("cli-nothing"));
        lines([
            line("cli-status-version", status.version.clone()),
            line("cli-status-folder", status.data_dir.clone()),
            text::with(
                "cli-status-library",
                &[
                    ("workouts", text::with("count-workouts", &[("n", status.workouts.into())]).into()),
                    ("programs", text::with("count-programs", &[("n", status.programs.into())]).into()),
                ],
            ),
            line("cli-status-sync", sync(&status.sync)),
            line("cli-status-undo", change(&status.undo)),
            line("cli-status-redo", change(&status.redo)),
            status.salvaged.as_ref().map(salvaged).unwrap_or_default(),
        ])
    })
}

fn sync(status: &SyncStatus) -> String {
    let waiting = |key: &str, pending: u64| text::with(key, &[("n", pending.into())]);
    match status {
        SyncStatus::LocalOnly => text::get("cli-sync-local-only"),
        SyncStatus::Offline { pending } => waiting("cli-sync-offline", *pending),
        SyncStatus::Connecting { pending } => waiting("cli-sync-connecting", *pending),
        SyncStatus::Syncing { done, total } => {
            text::with("cli-sync-syncing", &[("done", (*done).into()), ("total", (*total).into())])
        }
        SyncStatus::Synced { at } => text::with("cli-sync-synced", &[("at", when(*at).into())]),
        SyncStatus::Paused { pending } => waiting("cli-sync-paused", *pending),
        SyncStatus::NeedsSignIn { pending } => waiting("cli-sync-needs-sign-in", *pending),
        SyncStatus::NeedsAttention { refused, .. } => waiting("cli-sync-needs-attention", *refused),
    }
}
