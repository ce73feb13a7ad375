//! Moving what was planned without an account into it: the offer, and what is heard of it.

use model::SyncStatus;
use model::ipc::{GetMigration, MigrationRun, Nothing, PutOffMigration};
use model::migration::Step;

use crate::actions::{done, report};
use crate::backend;
use crate::overlays::Overlay;
use crate::state::{Action, App};
use crate::text::t;

/// Offers it once to whoever is signed in, as soon as it is known what the account has, unless they have said
/// "not now".
pub async fn offer(app: App) {
    let state = app.state();
    let stands = state.status.as_ref().map(|status| &status.sync);
    let is_known = matches!(stands, Some(SyncStatus::Synced { .. } | SyncStatus::NeedsAttention { .. }));
    if !is_known || state.offered || state.account.as_ref().is_none_or(|state| state.account.is_none()) {
        return;
    }
    app.dispatch(Action::Offer(None));
    // That it can't be told now is no reason to disturb anybody: it stays in the account's menu.
    let Ok(status) = backend::call::<GetMigration>(Nothing {}).await else { return };
    match status.run.filter(|run| !run.step.is_over()) {
        Some(run) => app.dispatch(Action::Migration(run)),
        None => app.dispatch(Action::Offer(status.offered.then_some(status.local_data))),
    }
}

/// It is offered no more, and stays in the account's menu.
pub async fn put_off(app: App) {
    app.dispatch(Action::Offer(None));
    match backend::call::<PutOffMigration>(Nothing {}).await {
        Ok(_) => done(&app, t!("migrate-later-done"), false),
        Err(error) => report(&app, &error),
    }
}

/// A run stands otherwise. Whoever doesn't watch it is told when it is over.
pub fn hear(app: &App, run: MigrationRun) {
    let is_news = app.state().migration.as_ref().is_none_or(|known| known.step != run.step);
    let is_watched = app.state().overlay == Some(Overlay::Migration);
    if is_news && !is_watched && matches!(run.step, Step::Finished | Step::RolledBack) {
        done(app, t!("migrate-over", what = run.summary.as_str()), false);
    }
    app.dispatch(Action::Migration(run));
}
