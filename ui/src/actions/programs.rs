//! Programs: opening, making, changing, copying, deleting.

use model::draft::ProgramDraft;
use model::ipc::{
    Create, CreateProgram, DeleteProgram, DuplicateProgram, GetProgram, ProgramDuplicate, ProgramRef,
    ProgramUpdate, UpdateProgram,
};
use model::{ErrorCode, Program, ProgramId, text};

use crate::actions::{change, done, preferences, report};
use crate::state::{Action, App, Open};
use crate::{backend, dom, testid};

/// Opens a program in the middle, and remembers that it is open.
pub async fn open(app: App, id: ProgramId) {
    if app.state().open.id() != Some(&id) {
        app.dispatch(Action::Open(Open::Loading(id.clone())));
    }
    preferences::choose(&app, |preferences| preferences.open_program = Some(id));
    reload(&app).await;
}

/// Closes the open program.
pub fn close(app: &App) {
    app.dispatch(Action::Open(Open::Nothing));
    preferences::choose(app, |preferences| preferences.open_program = None);
}

/// Asks for the open program again. If it is gone, it is closed, and that is the answer.
pub async fn reload(app: &App) -> bool {
    let state = app.state();
    let Some(id) = state.open.id().cloned() else { return false };
    match backend::call::<GetProgram>(ProgramRef { id: id.clone() }).await {
        Ok(detail) => app.dispatch(Action::Shown(detail, state.revision)),
        Err(error) if error.code == ErrorCode::NotFound => {
            // Unless the person has left it meanwhile.
            let gone = app.state().open.id() == Some(&id);
            if gone {
                close(app);
            }
            return gone;
        }
        Err(error) => report(app, &error),
    }
    false
}

/// Makes a program, opens it and lets the person type its name.
pub async fn create(app: App) {
    let draft = ProgramDraft { name: Some(text::get("program-new-name")), ..ProgramDraft::default() };
    let Some(detail) = change::<CreateProgram>(&app, Create { changes: draft.into_changes() }).await else {
        return;
    };
    open(app, detail.program.id).await;
    dom::select_soon(&format!("[data-testid='{}']", testid::PROGRAM_NAME));
}

/// Changes fields of a program. What another device does to them meanwhile is merged.
pub async fn update(app: App, id: ProgramId, draft: ProgramDraft) {
    let state = app.state();
    let shown = state.open.program().filter(|detail| detail.program.id == id);
    let before = shown.map(|detail| held(&detail.program, &draft).into_changes());
    change::<UpdateProgram>(&app, ProgramUpdate { id, changes: draft.into_changes(), before }).await;
}

/// What a program holds in the fields that `draft` changes.
fn held(program: &Program, draft: &ProgramDraft) -> ProgramDraft {
    ProgramDraft {
        name: draft.name.as_ref().map(|_| program.name.clone()),
        description: draft.description.as_ref().map(|_| program.description.clone()),
        duration_weeks: draft.duration_weeks.map(|_| program.duration_weeks),
        difficulty_level: draft.difficulty_level.as_ref().map(|_| program.difficulty_level.clone()),
        tags: draft.tags.as_ref().map(|_| program.tags.clone()),
    }
}

/// Copies a program and opens the copy.
pub async fn duplicate(app: App, id: ProgramId) {
    if let Some(copy) = change::<DuplicateProgram>(&app, ProgramDuplicate { id, name: None }).await {
        done(&app, text::with("program-duplicated", &[("name", copy.program.name.clone().into())]), true);
        open(app, copy.program.id).await;
    }
}

/// Deletes a program; its workouts stay.
pub async fn delete(app: App, id: ProgramId, name: String) {
    if app.state().open.id() == Some(&id) {
        close(&app);
    }
    if change::<DeleteProgram>(&app, ProgramRef { id }).await.is_some() {
        done(&app, text::with("program-deleted", &[("name", name.into())]), true);
    }
}
