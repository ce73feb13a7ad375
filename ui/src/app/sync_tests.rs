//! Another device at work while this page is open, and the cloud that comes and goes.

use model::draft::{ProgramDraft, WorkoutDraft};
use model::ipc::{
    Command as _, Commands as _, GetProgram, GetStatus, GetSync, OnSignOut, PauseSync, ProgramRef,
    ResumeSync, Standing, SyncNow,
};
use model::{Body, Kind, ProgramId, SyncStatus, WorkoutId};
use serde_json::json;

use super::tests::{count, opened, render};
use crate::actions::{account, programs, start, sync};
use crate::backend;
use crate::backend::fake::{self, data, sync::Sync};
use crate::intent::Intent;
use crate::state::{Action, App, Open};

/// A page over a library in which the first program is open, and that stands so with the cloud.
async fn page(status: SyncStatus) -> App {
    let mut library = opened(data::named("some"), "program-0");
    library.sync = Sync::of(status);
    fake::install(library);
    let app = App::default();
    start::load(app.clone()).await;
    app
}

fn program() -> ProgramId {
    ProgramId::parse("program-0").unwrap()
}

/// Another device changes a field of the open program.
fn elsewhere(field: &str, value: &str) {
    let changes = Body::from_iter([(field.to_owned(), json!(value))]);
    fake::with(|library| library.hear_of(Kind::Program, "program-0", changes));
}

async fn saved() -> model::Program {
    backend::call::<GetProgram>(ProgramRef { id: program() }).await.unwrap().program
}

#[tokio::test]
async fn a_program_that_another_device_changes_says_so_until_that_is_read() {
    let app = page(SyncStatus::Synced { at: 0 }).await;
    elsewhere("description", "From the tablet");
    sync::follow(app.clone()).await;
    let page = render(app.clone()).await;
    assert!(page.contains("From the tablet") && count(&page, "program-news") == 1);
    assert!(page.contains("This program has just been changed elsewhere."));
    app.dispatch(Action::News(false));
    assert_eq!(count(&render(app).await, "program-news"), 0);
}

#[tokio::test]
async fn another_program_has_no_part_in_that() {
    let app = page(SyncStatus::Synced { at: 0 }).await;
    elsewhere("description", "From the tablet");
    sync::follow(app.clone()).await;
    programs::open(app.clone(), ProgramId::parse("program-1").unwrap()).await;
    assert_eq!(count(&render(app).await, "program-news"), 0);
}

#[tokio::test]
async fn what_was_changed_here_is_no_news() {
    let app = page(SyncStatus::Synced { at: 0 }).await;
    let draft = ProgramDraft { description: Some("From here".into()), ..ProgramDraft::default() };
    programs::update(app.clone(), program(), draft).await;
    sync::follow(app.clone()).await;
    assert!(!app.state().news);
    // It is on its way, and what it becomes is not known here yet.
    app.dispatch(Action::EntryMoved(0, 1));
    elsewhere("name", "From the tablet");
    sync::follow(app.clone()).await;
    assert!(!app.state().news);
    assert_eq!(app.state().open.program().unwrap().program.name, "From the tablet");
}

#[tokio::test]
async fn what_both_change_is_merged_when_it_is_saved() {
    let app = page(SyncStatus::Synced { at: 0 }).await;
    // The page has not heard of it when it saves.
    elsewhere("description", "From the tablet");
    let draft = ProgramDraft {
        name: Some("From here".into()),
        description: Some(saved_before(&app)),
        ..ProgramDraft::default()
    };
    programs::update(app.clone(), program(), draft).await;
    let both = saved().await;
    assert_eq!((both.name.as_str(), both.description.as_str()), ("From here", "From the tablet"));

    elsewhere("name", "From the tablet");
    let draft = ProgramDraft { name: Some("Typed here".into()), ..ProgramDraft::default() };
    programs::update(app, program(), draft).await;
    assert_eq!(saved().await.name, "Typed here", "what is typed stays");
}

/// The description as the page shows it.
fn saved_before(app: &App) -> String {
    app.state().open.program().unwrap().program.description.clone()
}

#[tokio::test]
async fn a_program_that_another_device_deletes_is_said_to_be_gone() {
    let app = page(SyncStatus::Synced { at: 0 }).await;
    fake::with(|library| drop(library.program_delete(ProgramRef { id: program() })));
    sync::follow(app.clone()).await;
    let page = render(app).await;
    assert!(page.contains("“Autumn strength block” was deleted elsewhere."));
    assert_eq!(count(&page, "program"), 0);
}

#[tokio::test]
async fn a_program_that_is_deleted_here_while_the_page_follows_is_not_said_to_be() {
    let app = page(SyncStatus::Synced { at: 0 }).await;
    let here = app.clone();
    // As whoever deletes it does: first it is closed, then the library deletes it.
    fake::meanwhile(GetStatus::NAME, move || {
        programs::close(&here);
        fake::with(|library| drop(library.program_delete(ProgramRef { id: program() })));
    });
    sync::follow(app.clone()).await;
    assert_eq!((app.state().open.clone(), app.state().toasts.len()), (Open::Nothing, 0));
}

#[tokio::test]
async fn a_program_that_is_opened_while_the_page_follows_stays_open() {
    let app = page(SyncStatus::Synced { at: 0 }).await;
    fake::with(|library| drop(library.program_delete(ProgramRef { id: program() })));
    let (here, other) = (app.clone(), ProgramId::parse("program-1").unwrap());
    let opened = Open::Loading(other.clone());
    fake::meanwhile(GetProgram::NAME, move || here.dispatch(Action::Open(opened)));
    sync::follow(app.clone()).await;
    assert_eq!((app.state().open.id(), app.state().toasts.len()), (Some(&other), 0));
}

#[tokio::test]
async fn an_edit_without_a_connection_wears_a_badge_until_it_is_sent() {
    let app = page(SyncStatus::Offline { pending: 0 }).await;
    assert_eq!(count(&render(app.clone()).await, "unsent-badge"), 0);
    let (id, name) = (WorkoutId::parse("workout-3").unwrap(), Some("5x5 A, heavy".into()));
    let changes = WorkoutDraft { name, ..WorkoutDraft::default() }.into_changes();
    let update = model::ipc::WorkoutUpdate { id, changes, before: None };
    crate::actions::change::<model::ipc::UpdateWorkout>(&app, update).await.unwrap();
    let offline = render(app.clone()).await;
    assert_eq!(count(&offline, "unsent-badge"), 1);
    assert!(offline.contains("Waits to be sent") && offline.contains(">Offline · 1 change waits<"));

    fake::with(|library| library.sync.status.replace(SyncStatus::Connecting { pending: 1 }));
    sync::order::<SyncNow>(app.clone()).await;
    sync::follow(app.clone()).await;
    assert_eq!(count(&render(app).await, "unsent-badge"), 0);
}

#[tokio::test]
async fn a_refused_change_wears_another_badge() {
    let app = page(SyncStatus::NeedsAttention { refused: 1, pending: 0 }).await;
    let page = render(app).await;
    assert!(page.contains("row-refused") && page.contains("Refused by the cloud"));
}

#[tokio::test]
async fn what_can_be_done_depends_on_how_sync_stands() {
    let now = [Intent::SyncNow, Intent::SyncPause];
    let all = [Intent::SyncNow, Intent::SyncPause, Intent::SyncResume, Intent::Unsent];
    for (status, possible) in [
        (SyncStatus::LocalOnly, &[][..]),
        (SyncStatus::Synced { at: 0 }, &now),
        (SyncStatus::Offline { pending: 1 }, &[Intent::SyncNow, Intent::SyncPause, Intent::Unsent]),
        (SyncStatus::Paused { pending: 1 }, &[Intent::SyncResume, Intent::Unsent]),
        (SyncStatus::NeedsSignIn { pending: 0 }, &[]),
    ] {
        let app = page(status.clone()).await;
        let can: Vec<_> = all.into_iter().filter(|intent| intent.is_possible(&app.state())).collect();
        assert_eq!(can, possible, "{status:?}");
    }
}

#[tokio::test]
async fn pausing_and_resuming_show_at_once() {
    let app = page(SyncStatus::Synced { at: 0 }).await;
    sync::order::<PauseSync>(app.clone()).await;
    assert!(app.state().sync.paused && render(app.clone()).await.contains(">Paused<"));
    sync::order::<ResumeSync>(app.clone()).await;
    assert!(!app.state().sync.paused && render(app).await.contains(">Synced<"));
}

#[tokio::test]
async fn what_can_not_be_asked_is_told() {
    let app = page(SyncStatus::LocalOnly).await;
    sync::order::<SyncNow>(app.clone()).await;
    assert!(render(app.clone()).await.contains("Nobody is signed in."));
    sync::order::<GetSync>(app.clone()).await;
    assert_eq!(app.state().sync.status, SyncStatus::LocalOnly);
}

#[tokio::test]
async fn signing_out_sends_first_or_stays() {
    for (status, standing) in [
        (SyncStatus::Offline { pending: 2 }, Standing::SignedIn),
        (SyncStatus::Connecting { pending: 2 }, Standing::SignedOut),
    ] {
        let mut library = data::named("some");
        data::people(&mut library, "unsent");
        library.sync = Sync::of(status);
        fake::install(library);
        let app = App::default();
        start::load(app.clone()).await;
        let answer = account::try_sign_out(&app, Some(OnSignOut::Sync)).await;
        assert_eq!(answer.is_ok(), standing == Standing::SignedOut, "{answer:?}");
        assert_eq!(app.state().account.as_ref().unwrap().standing, standing);
    }
}

#[tokio::test]
async fn a_screen_reader_hears_a_new_state_but_not_every_step_of_progress() {
    let said = async |status| {
        let page = render(page(status).await).await;
        let status = page.split("role=\"status\" class=\"unseen\">").nth(1).unwrap().to_owned();
        status.split('<').next().unwrap().to_owned()
    };
    assert_eq!(said(SyncStatus::Offline { pending: 1 }).await, "Offline · 1 change waits");
    assert_eq!(said(SyncStatus::Syncing { done: 3, total: 9 }).await, "");
}
