//! The dashboard as it is first painted, for every state a library can be in, rendered on the host.

use model::ipc::{Commands as _, Create, EntryAdd, ListQuery, Nothing, Order, Preferences};
use model::{CommandError, ErrorCode, ProgramId, SyncStatus, WorkoutId};
use yew::LocalServerRenderer;

use super::{Dashboard, DashboardProps};
use crate::actions::{self, library, start};
use crate::backend::fake::{self, Library, data};
use crate::state::{Action, App, Drag, DragSource, Toast, ToastKind, drag::Target};

/// The page over `library`, after it has asked for everything and `then` was done.
async fn page_after(library: Library, then: impl AsyncFnOnce(App)) -> String {
    fake::install(library);
    let app = App::default();
    start::load(app.clone()).await;
    then(app.clone()).await;
    render(app).await
}

async fn page(library: Library) -> String {
    page_after(library, async |_| {}).await
}

pub(super) async fn render(app: App) -> String {
    let tasks = tokio::task::LocalSet::new();
    tasks.run_until(LocalServerRenderer::<Dashboard>::with_props(DashboardProps { app }).render()).await
}

pub(super) fn opened(mut library: Library, id: &str) -> Library {
    library.preferences.get_mut().open_program = ProgramId::parse(id).ok();
    library
}

pub(super) fn count(page: &str, testid: &str) -> usize {
    page.matches(&format!("data-testid=\"{testid}\"")).count()
}

#[tokio::test]
async fn a_new_person_is_welcomed_and_can_begin_with_one_click() {
    let page = page(data::named("empty")).await;
    assert_eq!(count(&page, "welcome"), 1);
    assert_eq!(count(&page, "starter"), 4);
    assert!(page.contains("Plan your training"));
    assert!(page.contains("No programs yet") && page.contains("No workouts yet"));
    assert!(page.contains("0 programs · 0 workouts"));
}

#[tokio::test]
async fn a_library_shows_its_programs_and_workouts() {
    let page = page(data::named("some")).await;
    assert_eq!(count(&page, "program-row"), 5);
    assert_eq!(count(&page, "workout-row"), 16);
    assert_eq!(count(&page, "choose-program"), 1);
    assert!(page.contains("4 groups · 1 bonus · push, hypertrophy"));
    assert!(page.contains("5 programs · 16 workouts"));
}

#[tokio::test]
async fn of_ten_thousand_workouts_a_screenful_is_on_the_page() {
    let page = page(data::named("many")).await;
    assert!(page.contains("aria-rowcount=\"10000\""));
    assert!((10..60).contains(&count(&page, "workout-row")), "{}", count(&page, "workout-row"));
    assert!(page.contains("10,000 workouts"));
}

#[tokio::test]
async fn the_program_that_was_open_is_open_again() {
    let page = page(opened(data::named("some"), "program-0")).await;
    assert_eq!(count(&page, "entry-row"), 4);
    assert!(page.contains("Monday: upper, heavy"));
    assert!(page.contains("Upper strength · 4 groups"), "beside an own name stands the workout's");
    assert!(page.contains("4 workouts a week, 8 weeks"));
    assert!(page.contains("aria-current=\"true\""));
}

#[tokio::test]
async fn an_entry_whose_workout_is_gone_says_so() {
    let page = page(opened(data::named("some"), "program-3")).await;
    assert_eq!(count(&page, "entry-row"), 4);
    assert!(page.contains("Deleted workout"));
    assert!(page.contains("This workout is gone. Restore it from Recently deleted"));
}

#[tokio::test]
async fn a_workout_beyond_a_limit_is_shown_and_flagged() {
    let page = page(data::named("some")).await;
    assert!(page.contains("Came from elsewhere and goes beyond a limit"));
    assert!(page.contains("Shoulders and arms"));
}

#[tokio::test]
async fn a_library_that_cannot_be_read_says_what_happened_and_offers_to_try_again() {
    let page = page(data::named("error")).await;
    assert_eq!(count(&page, "trouble"), 1);
    assert!(page.contains("the disk gave no answer"));
    assert!(page.contains("Try again"));
    assert_eq!(count(&page, "workout-row") + count(&page, "welcome"), 0);
}

#[tokio::test]
async fn before_the_first_answer_the_page_waits() {
    let page = render(App::default()).await;
    assert!(count(&page, "waiting") >= 2);
    assert_eq!(count(&page, "welcome") + count(&page, "trouble"), 0);
}

#[tokio::test]
async fn the_pill_tells_every_sync_state_in_words() {
    let states = [
        (SyncStatus::LocalOnly, "On this device"),
        (SyncStatus::Offline { pending: 0 }, "Offline"),
        (SyncStatus::Offline { pending: 1 }, "Offline · 1 change waits"),
        (SyncStatus::Connecting { pending: 2 }, "Connecting · 2 changes wait"),
        (SyncStatus::Syncing { done: 4, total: 12 }, "Syncing 4 of 12"),
        (SyncStatus::Synced { at: 0 }, "Synced"),
        (SyncStatus::Paused { pending: 3 }, "Paused · 3 changes wait"),
        (SyncStatus::NeedsSignIn { pending: 0 }, "Sign in again"),
        (SyncStatus::NeedsAttention { refused: 1, pending: 0 }, "1 change refused"),
    ];
    for (sync, words) in states {
        let library = data::named("some");
        library.sync.status.replace(sync.clone());
        let page = page(library).await;
        let pill = page.split("data-testid=\"sync-pill\"").nth(1).unwrap().split("</button>").next().unwrap();
        let explained = pill.contains(&format!("aria-label=\"{words}. "));
        assert!(pill.contains(&format!(">{words}<")) && explained, "{sync:?}: {pill}");
    }
}

#[tokio::test]
async fn a_search_narrows_the_library_and_says_when_nothing_is_found() {
    let search = |words: &'static str| async move {
        page_after(data::named("some"), async move |app: App| {
            let query = ListQuery { search: Some(words.into()), ..ListQuery::default() };
            library::query_workouts(app, query).await;
        })
        .await
    };
    let found = search("deadl").await;
    assert_eq!(count(&found, "workout-row"), 4);
    let nothing = search("swimming").await;
    assert_eq!(count(&nothing, "library-not-found"), 1);
    assert_eq!(count(&nothing, "clear-filters"), 1);
}

#[tokio::test]
async fn tags_narrow_the_library_and_stand_below_the_search() {
    let page = page_after(data::named("some"), async |app: App| {
        let query = ListQuery { tags: vec!["core".into(), "home".into()], ..ListQuery::default() };
        library::query_workouts(app, query).await;
    })
    .await;
    assert_eq!(count(&page, "workout-row"), 3);
    assert!(page.contains("Stop filtering by core"));
}

#[tokio::test]
async fn lists_come_in_the_order_that_was_chosen() {
    let mut library = data::named("some");
    *library.preferences.get_mut() = Preferences { workout_order: Order::Name, ..Preferences::default() };
    let page = page(library).await;
    let place = |name: &str| page.find(&format!("row-name\">{name}<")).unwrap();
    assert!(place("5x5 A") < place("Core finisher") && place("Core finisher") < place("Upper volume"));
}

#[tokio::test]
async fn a_list_that_fails_later_keeps_the_rest_and_can_be_tried_again() {
    let page = page_after(data::named("some"), async |app: App| {
        app.dispatch(Action::QueryWorkouts(ListQuery::default(), 77));
        app.dispatch(Action::ListFailed(CommandError::new(ErrorCode::Busy, "Another program holds it."), 77));
    })
    .await;
    assert!(page.contains("Another program holds it."));
    assert_eq!(count(&page, "program-row"), 5);
}

#[tokio::test]
async fn pages_are_fetched_until_what_is_in_view_is_there() {
    fake::install(data::named("many"));
    let app = App::default();
    start::load(app.clone()).await;
    assert_eq!(app.state().workouts.rows.len(), 200);
    library::more_workouts(app.clone(), 950).await;
    assert_eq!(app.state().workouts.rows.len(), 1_000);
    assert_eq!(app.state().workouts.total, 10_000);
    library::more_workouts(app.clone(), 10).await;
    assert_eq!(app.state().workouts.rows.len(), 1_000, "what is there isn't fetched again");
    actions::refresh(app.clone()).await;
    assert_eq!(app.state().workouts.rows.len(), 1_000, "a change keeps the place in the list");
}

#[tokio::test]
async fn a_change_is_shown_everywhere_and_undo_takes_it_back() {
    fake::install(opened(data::named("some"), "program-0"));
    let app = App::default();
    start::load(app.clone()).await;
    let (program, workout) = (ProgramId::parse("program-0").unwrap(), WorkoutId::parse("workout-2").unwrap());
    actions::entries::add(app.clone(), program, workout, "Leg day".into(), Some(1)).await;
    let page = render(app.clone()).await;
    assert_eq!(count(&page, "entry-row"), 5);
    assert!(page.contains("5 workouts · 8 weeks"), "the list of programs counts it");
    assert!(page.contains("Added “Leg day” to Autumn strength block"));
    assert_eq!(count(&page, "toast-undo"), 1);

    actions::undo::undo(app.clone()).await;
    let page = render(app).await;
    assert_eq!(count(&page, "entry-row"), 4);
    assert_eq!(count(&page, "toast-undo"), 0, "what was undone can't be undone again from the toast");
}

#[tokio::test]
async fn nothing_to_undo_is_said_calmly() {
    let page = page_after(data::named("empty"), async |app: App| actions::undo::undo(app).await).await;
    assert!(page.contains("There is nothing to undo."));
    assert!(!page.contains("toast-problem"));
}

#[tokio::test]
async fn a_refused_change_says_why_and_stays_on_the_page() {
    let page = page_after(data::named("some"), async |app: App| {
        let (id, workout_id) = (ProgramId::parse("program-0").unwrap(), WorkoutId::parse("nobody").unwrap());
        let add = EntryAdd { id, workout_id, at: None, custom_name: None, custom_date: None };
        assert!(actions::change::<model::ipc::AddEntry>(&app, add).await.is_none());
    })
    .await;
    assert!(page.contains("toast-problem") && page.contains("There is no nobody."));
}

#[tokio::test]
async fn a_starter_brings_its_workouts() {
    fake::install(data::named("empty"));
    let app = App::default();
    start::load(app.clone()).await;
    let key = model::ipc::StarterRef { key: "five-by-five".into() };
    assert!(actions::change::<model::ipc::AddStarter>(&app, key).await.is_some());
    let page = render(app).await;
    assert_eq!((count(&page, "program-row"), count(&page, "workout-row")), (1, 2));
    assert_eq!(count(&page, "welcome"), 0);
}

#[tokio::test]
async fn a_row_moved_by_keyboard_stands_in_its_gap() {
    let page = page_after(opened(data::named("some"), "program-0"), async |app: App| {
        let source = DragSource::Workout(app.state().workouts.rows[0].clone());
        app.dispatch(Action::Drag(Some(Drag { source, target: Target::Slot(1), keyboard: true })));
    })
    .await;
    assert!(page.contains("</span>Push day</div>"));
    assert_eq!(page.matches("shift-down").count(), 3, "the rows below the gap make room");
    assert_eq!(count(&page, "drag-ghost"), 0);
}

#[tokio::test]
async fn undo_and_redo_say_what_they_would_do() {
    let library = data::named("empty");
    let changes =
        model::draft::WorkoutDraft { name: Some("Arms".into()), ..Default::default() }.into_changes();
    library.workout_create(Create { changes }).unwrap();
    fake::install(library);
    let app = App::default();
    start::load(app.clone()).await;
    let label = |intent: crate::intent::Intent, app: &App| intent.label(&app.state());
    assert_eq!(label(crate::intent::Intent::Undo, &app), "Undo: Created “Arms”");
    assert!(!crate::intent::Intent::Redo.is_possible(&app.state()));
    crate::backend::call::<model::ipc::Undo>(Nothing {}).await.unwrap();
    actions::status(&app).await;
    assert_eq!(label(crate::intent::Intent::Redo, &app), "Redo: Created “Arms”");
}

#[tokio::test]
async fn a_problem_stays_until_it_is_closed_and_is_read_at_once() {
    let page = page_after(data::named("some"), async |app: App| {
        let toast = Toast { id: 1, kind: ToastKind::Problem, text: "The disk is full.".into(), undo: false };
        app.dispatch(Action::Toast(toast));
    })
    .await;
    assert!(page.contains("role=\"alert\""));
    assert_eq!((count(&page, "toast"), count(&page, "toast-close")), (1, 1));
}
