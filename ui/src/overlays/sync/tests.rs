//! What sync asks of people, as it is first painted, and what becomes of what they answer.

use model::ipc::{
    Commands as _, ConflictsSeen, GetWorkout, ListConflicts, ListWorkouts, Nothing, Queue, QueueQuery,
    RecordRef, Unsent, WorkoutRef,
};
use model::sync::Side;
use model::{Kind, SyncStatus};
use yew::prelude::*;

use super::{conflicts, unsent};
use crate::actions::sync;
use crate::backend;
use crate::backend::fake::sync::{Sync, decided};
use crate::backend::fake::{self, Library, data};
use crate::components::toasts::Toasts;
use crate::overlays::tests::{app, count, painted};
use crate::overlays::{Overlay, Overlays};
use crate::state::{Action, App, ToastKind};

/// A library that stands so with the cloud.
fn library_that(status: SyncStatus) -> Library {
    let mut library = data::named("some");
    library.sync = Sync::of(status);
    library
}

/// A library of which the cloud has refused three changes and two wait.
fn library() -> Library {
    library_that(SyncStatus::NeedsAttention { refused: 3, pending: 2 })
}

fn queues(library: &Library) -> (Queue, Queue) {
    let ask = |refused| library.queue_list(QueueQuery { refused, limit: 0 }).unwrap();
    (ask(true), ask(false))
}

/// What of a workout isn't in the cloud, as the list says it.
async fn unsent_of(id: &str) -> Option<Unsent> {
    let page = backend::call::<ListWorkouts>(model::ipc::ListQuery::default()).await.unwrap();
    page.items.into_iter().find(|row| row.id.as_str() == id).unwrap().unsent
}

fn record(id: &str) -> RecordRef {
    RecordRef { kind: Kind::Workout, id: id.into() }
}

#[tokio::test]
async fn a_refused_change_says_why_and_offers_every_way_on() {
    let library = library();
    let (refused, all) = queues(&library);
    let app = app(library).await;
    let page = painted(app.clone(), unsent::list(&app, &refused, &all)).await;
    assert_eq!(count(&page, "unsent-row"), 5);
    assert!(page.contains("Shoulders and arms") && page.contains("rules don't allow it"));
    assert!(page.contains("larger than the cloud takes"), "each has its own reason");
    assert_eq!((count(&page, "unsent-retry"), count(&page, "unsent-discard")), (3, 3));
    let ways = (count(&page, "unsent-edit"), count(&page, "unsent-export"));
    assert_eq!(ways, (2, 2), "what was deleted here can neither be edited nor exported");
    assert_eq!(count(&page, "unsent-export-all"), 1);
    assert!(page.find("Refused by the cloud").unwrap() < page.find("Waits to be sent").unwrap());
    assert!(page.contains("Deleted here") && page.contains("tried once"));
}

#[tokio::test]
async fn a_long_queue_says_how_much_more_there_is() {
    let library = library_that(SyncStatus::Offline { pending: 60 });
    let (refused, all) = queues(&library);
    let app = app(library).await;
    let page = painted(app.clone(), unsent::list(&app, &refused, &all)).await;
    assert!(count(&page, "unsent-row") == 50 && page.contains("and 10 more"));
    assert_eq!(
        (count(&page, "unsent-retry"), count(&page, "unsent-export-all")),
        (0, 0),
        "nothing to decide"
    );
}

#[tokio::test]
async fn an_empty_queue_says_that_all_is_well() {
    let app = app(data::named("some")).await;
    let page = painted(app.clone(), unsent::list(&app, &Queue::default(), &Queue::default())).await;
    assert!(page.contains("Everything is in the cloud"));
}

#[tokio::test]
async fn what_is_tried_again_waits_and_what_is_given_up_can_be_undone() {
    let app = app(library()).await;
    assert_eq!(unsent_of("workout-15").await, Some(Unsent::Refused));
    unsent::retry(app.clone(), record("workout-15"), "Shoulders and arms".into()).await;
    assert_eq!(unsent_of("workout-15").await, Some(Unsent::Waiting));

    unsent::discard(app.clone(), record("workout-14"), "Rowing intervals".into()).await;
    assert_eq!(unsent_of("workout-14").await, None);
    let toast = app.state().toasts.last().unwrap().clone();
    assert!(toast.undo && toast.text.contains("“Rowing intervals” is as in the cloud again"));

    unsent::discard(app.clone(), record("workout-9"), "Nobody".into()).await;
    assert!(app.state().toasts.last().unwrap().text.contains("Nothing of workout-9 waits"));
}

#[tokio::test]
async fn editing_a_refused_record_opens_it() {
    let app = app(library()).await;
    sync::edit(app.clone(), record("workout-15")).await;
    let Some(Overlay::Workout { id: Some(id) }) = app.state().overlay.clone() else { panic!("the sheet") };
    assert_eq!(id.as_str(), "workout-15");
    let program = RecordRef { kind: Kind::Program, id: "program-1".into() };
    sync::edit(app.clone(), program).await;
    assert_eq!(app.state().overlay, None);
    assert_eq!(app.state().open.id().unwrap().as_str(), "program-1");
}

/// An app that has heard of `conflicts` merges.
async fn merged(conflicts: i64) -> App {
    let library = data::named("some");
    decided(&library, conflicts);
    app(library).await
}

async fn notice(app: &App) -> String {
    painted(app.clone(), html! { <Toasts /> }).await
}

#[tokio::test]
async fn one_conflict_is_told_by_name_with_both_ways_on() {
    let app = merged(1).await;
    let page = notice(&app).await;
    assert!(page.contains("“Push day” was changed on two devices at once."));
    assert_eq!((count(&page, "conflict-see"), count(&page, "restore-ours")), (1, 1));
    assert!(page.contains("Restore the other") && count(&page, "restore-theirs") == 0);
}

#[tokio::test]
async fn many_conflicts_are_one_notice_and_a_list() {
    let app = merged(3).await;
    let page = notice(&app).await;
    assert_eq!((count(&page, "conflict-notice"), count(&page, "restore-ours")), (1, 0));
    assert!(page.contains("3 changes from two devices met"));

    app.dispatch(Action::Overlay(Some(Overlay::Conflicts)));
    assert_eq!(count(&notice(&app).await, "conflict-notice"), 0, "the list says it");
    let page = painted(app, html! { <Overlays /> }).await;
    assert_eq!((count(&page, "conflict-row"), count(&page, "conflict-history")), (3, 3));
    assert!(page.contains("“Push day, heavier”, from this device, gave way"));
    assert!(page.contains("Description: “Slowly”, from another device, gave way"));
    assert!(page.contains("Restore this device’s") && page.contains("Restore the other device’s"));
}

#[tokio::test]
async fn what_gave_way_comes_back_alone_and_the_conflict_is_told_no_more() {
    let app = merged(2).await;
    let conflict = app.state().conflicts.iter().find(|conflict| conflict.id == "workout-0").unwrap().clone();
    let since = model::Body::from_iter([("description".to_owned(), "Written since".into())]);
    fake::with(|library| library.hear_of(Kind::Workout, "workout-0", since));
    sync::restore(app.clone(), conflict, Side::Ours).await;
    let id = model::WorkoutId::parse("workout-0").unwrap();
    let workout = backend::call::<GetWorkout>(WorkoutRef { id }).await.unwrap().workout;
    assert_eq!((&*workout.name, &*workout.description), ("Push day, heavier", "Written since"));
    let names: Vec<_> = app.state().workouts.rows.iter().map(|row| row.name.clone()).collect();
    assert!(names.contains(&"Push day, heavier".to_owned()), "{names:?}");
    assert_eq!(app.state().conflicts.len(), 1);
    assert_eq!(backend::call::<ListConflicts>(Nothing {}).await.unwrap().len(), 1);
    let toast = app.state().toasts.last().unwrap().clone();
    assert!(toast.undo && toast.text == "What gave way in “Push day” is back", "{}", toast.text);
}

#[tokio::test]
async fn what_can_not_be_put_back_stays_told_unless_somebody_was_quicker() {
    let app = merged(1).await;
    let conflict = app.state().conflicts[0].clone();
    sync::restore(app.clone(), conflict.clone(), Side::Theirs).await;
    assert_eq!(app.state().conflicts.len(), 1);
    let toast = app.state().toasts.last().unwrap().clone();
    assert!(toast.kind == ToastKind::Problem && toast.text.contains("nothing of it to put back"));

    let conflict_ids = vec![conflict.conflict_id];
    fake::with(|library| library.conflict_seen(ConflictsSeen { conflict_ids })).unwrap().unwrap();
    sync::restore(app.clone(), conflict, Side::Ours).await;
    assert!(app.state().conflicts.is_empty());
}

#[tokio::test]
async fn where_a_deletion_gave_way_one_can_delete_after_all() {
    let app = merged(4).await;
    let conflict = app.state().conflicts.iter().find(|conflict| conflict.id == "workout-3").unwrap().clone();
    app.dispatch(Action::Conflicts(vec![conflict.clone()]));
    let page = notice(&app).await;
    assert!(page.contains("was deleted on one device and changed on another. It stays."));
    assert_eq!((count(&page, "conflict-delete"), count(&page, "restore-ours")), (1, 0));
    app.dispatch(Action::Overlay(Some(Overlay::Conflicts)));
    let page = painted(app.clone(), html! { <Overlays /> }).await;
    assert!(count(&page, "conflict-delete") == 1 && page.contains("Delete it after all"));
    sync::delete(app.clone(), conflict).await;
    assert_eq!(app.state().conflicts.len(), 3);
    // A program uses it: what becomes of its entry there is asked first, as ever.
    let overlay = app.state().overlay.clone();
    let asks = matches!(&overlay, Some(Overlay::DeleteWorkout { id, .. }) if id.as_str() == "workout-3");
    assert!(asks, "{overlay:?}");
}

#[tokio::test]
async fn once_those_that_are_told_are_looked_at_the_others_are_told() {
    let app = merged(3).await;
    let first = app.state().conflicts[0].clone();
    let id = first.conflict_id;
    app.dispatch(Action::Conflicts(vec![first]));
    sync::seen(app.clone(), vec![id]).await;
    let left: Vec<_> = app.state().conflicts.iter().map(|conflict| conflict.conflict_id).collect();
    assert!(left.len() == 2 && !left.contains(&id), "{left:?}");
}

#[tokio::test]
async fn what_was_looked_at_is_told_no_more() {
    let app = merged(2).await;
    sync::seen(app.clone(), vec![0, 1]).await;
    assert_eq!(count(&notice(&app).await, "conflict-notice"), 0);
    sync::conflicts(app.clone()).await;
    assert!(app.state().conflicts.is_empty());
    let page = painted(app.clone(), html! { <conflicts::Conflicts on_close={Callback::noop()} /> }).await;
    assert!(page.contains("Nothing to look at"));
}
