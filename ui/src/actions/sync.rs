//! Sync, as far as a person has to do with it: how it stands, what merges decided, changes of other devices.

use model::ipc::{
    Command, Conflict, ConflictRestore, ConflictsSeen, ExportQueue, GetSync, ListConflicts, Nothing,
    QueueExport, RecordRef, RestoreConflict, SeeConflicts, SyncDetail,
};
use model::sync::Side;
use model::{Kind, ProgramId, WorkoutId};

use crate::actions::{change, done, programs, refresh_and_tell, report, workouts};
use crate::backend;
use crate::overlays::Overlay;
use crate::state::{Action, App, Open};
use crate::text::t;

/// Asks for the first time how it stands, and what merges have decided.
pub async fn ask_first(app: &App) {
    order::<GetSync>(app.clone()).await;
    if app.state().sync.conflicts > 0 {
        conflicts(app.clone()).await;
    }
}

/// Carries out a command that answers how sync stands then.
pub async fn order<C: Command<Args = Nothing, Reply = SyncDetail>>(app: App) {
    match backend::call::<C>(Nothing {}).await {
        Ok(detail) => app.dispatch(Action::Detail(detail)),
        Err(error) => report(&app, &error),
    }
}

/// Asks again how it stands, for somebody who looks. That it can't be asked was told when they began.
pub async fn look(app: App) {
    if let Ok(detail) = backend::call::<GetSync>(Nothing {}).await {
        app.dispatch(Action::Detail(detail));
    }
}

/// Asks for what merges decided.
pub async fn conflicts(app: App) {
    match backend::call::<ListConflicts>(Nothing {}).await {
        Ok(conflicts) => app.dispatch(Action::Conflicts(conflicts)),
        Err(error) => report(&app, &error),
    }
}

/// Somebody has looked at these: they are not told of any more. There may be others, for only so many are told at once.
pub async fn seen(app: App, conflict_ids: Vec<i64>) {
    put_away(&app, &conflict_ids);
    match backend::call::<SeeConflicts>(ConflictsSeen { conflict_ids }).await {
        Ok(_) => conflicts(app).await,
        Err(error) => report(&app, &error),
    }
}

/// Shows conflicts no more.
fn put_away(app: &App, conflict_ids: &[i64]) {
    let mut others = (*app.state().conflicts).clone();
    others.retain(|known| !conflict_ids.contains(&known.conflict_id));
    app.dispatch(Action::Conflicts(others));
}

/// Puts back what gave way of one side. Whoever asks for it twice means it once; if it can't be, it is told again.
pub async fn restore(app: App, conflict: Conflict, side: Side) {
    let Conflict { conflict_id, name, .. } = conflict;
    put_away(&app, &[conflict_id]);
    if change::<RestoreConflict>(&app, ConflictRestore { conflict_id, side }).await.is_some() {
        // An answer from before may have brought it again.
        put_away(&app, &[conflict_id]);
        done(&app, t!("conflicts-restored", name = name), true);
    } else {
        conflicts(app).await;
    }
}

/// Deletes the record after all, where it was a deletion that gave way.
pub async fn delete(app: App, conflict: Conflict) {
    let Conflict { conflict_id, kind, id, name, .. } = conflict;
    seen(app.clone(), vec![conflict_id]).await;
    match kind {
        Kind::Workout => {
            if let Ok(id) = WorkoutId::parse(id) {
                workouts::delete(app, id, name, None).await;
            }
        }
        Kind::Program => {
            if let Ok(id) = ProgramId::parse(id) {
                programs::delete(app, id, name).await;
            }
        }
    }
}

/// Lets the person choose where to, and writes refused changes: that of one record, or all.
pub async fn export(app: App, only: Option<RecordRef>) {
    match backend::call::<ExportQueue>(QueueExport { only }).await {
        Ok(Some(written)) => done(&app, t!("exported-to", path = written.path), false),
        Ok(None) => {}
        Err(error) => report(&app, &error),
    }
}

/// Opens a record to be edited.
pub async fn edit(app: App, record: RecordRef) {
    app.dispatch(Action::Overlay(None));
    match record.kind {
        Kind::Workout => {
            if let Ok(id) = WorkoutId::parse(record.id) {
                app.dispatch(Action::Overlay(Some(Overlay::Workout { id: Some(id) })));
            }
        }
        Kind::Program => {
            if let Ok(id) = ProgramId::parse(record.id) {
                programs::open(app, id).await;
            }
        }
    }
}

/// Somebody else has changed the library: everything shown is asked for again. If the open program is another one
/// then, or gone, the person is told.
pub async fn follow(app: App) {
    // While a change made here is on its way, what is shown says nothing about who has changed it.
    let before =
        Some(app.state()).filter(|state| state.is_settled()).and_then(|state| state.open.program().cloned());
    app.dispatch(Action::Changed);
    let revision = app.state().revision;
    let gone = refresh_and_tell(&app).await;
    let state = app.state();
    let Some(before) = before.filter(|_| state.revision == revision) else { return };
    match &state.open {
        Open::Program(now)
            if now.program.id == before.program.id && !says_the_same(&before.program, &now.program) =>
        {
            app.dispatch(Action::News(true));
        }
        // Whoever closed or deleted it here knows.
        _ if gone => done(&app, t!("program-gone", name = before.program.name.as_str()), false),
        _ => {}
    }
}

/// Whether two programs say the same; when and how often they were saved is not said.
fn says_the_same(a: &model::Program, b: &model::Program) -> bool {
    a.name == b.name
        && a.description == b.description
        && a.duration_weeks == b.duration_weeks
        && a.difficulty_level == b.difficulty_level
        && a.tags == b.tags
        && a.workouts == b.workouts
}
