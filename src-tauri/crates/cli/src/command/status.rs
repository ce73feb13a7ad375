//! `status`: the state of the library as a whole.

use app::App;
use model::ipc::{Status, SyncDetail};
use model::{SyncStatus, text};
use serde::Serialize;

use super::{lines, when};
use crate::output::{Output, Stop, salvaged};

pub(super) fn status(app: &App, output: Output) -> Result<(), Stop> {
    let full = Full { status: app.status()?, sync_detail: app.sync()? };
    let Full { status, sync_detail: sync } = &full;
    output.answer(&full, || {
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
            line("cli-status-sync", in_words(&sync.status)),
            match sync.refused {
                0 => String::new(),
                n => text::with("cli-status-refused", &[("n", n.into())]),
            },
            match (sync.synced_at, &sync.status) {
                (Some(at), status) if !matches!(status, SyncStatus::Synced { .. }) => {
                    line("cli-status-heard", when(at))
                }
                _ => String::new(),
            },
            sync.trouble.clone().unwrap_or_default(),
            line("cli-status-undo", change(&status.undo)),
            line("cli-status-redo", change(&status.redo)),
            status.salvaged.as_ref().map(salvaged).unwrap_or_default(),
        ])
    })
}

/// The state of the app, and with it all that there is to know of sync.
#[derive(Serialize)]
struct Full {
    #[serde(flatten)]
    status: Status,
    sync_detail: SyncDetail,
}

/// How sync stands, in words.
pub(super) fn in_words(status: &SyncStatus) -> String {
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
