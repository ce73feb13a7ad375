//! One owner after the other on the same page: nothing of one is ever seen by another.

use model::ipc::{
    AddStarter, Commands as _, Create, EnterAccount, ListQuery, Nothing, OnSignOut, SignIn, Standing,
    StarterRef,
};
use model::{CommandError, ErrorCode, ProgramId, Secret};

use super::tests::{count, opened, render};
use crate::actions::{self, account, library, start};
use crate::backend::{self, fake, fake::data};
use crate::overlays::Overlay;
use crate::state::{Action, App, Open, Toast, ToastKind};

/// A page over a library with a cloud, in which Ada stands as `word` says.
async fn page(word: &str) -> App {
    let mut library = opened(data::named("some"), "program-0");
    data::people(&mut library, word);
    fake::install(library);
    let app = App::default();
    start::load(app.clone()).await;
    app
}

async fn sign_in(app: &App) {
    let leaves_work = account::leaves_work(app);
    let args = SignIn { email: "ada@example.com".into(), password: Secret::new("analytical") };
    let state = backend::call_for_anyone::<EnterAccount>(args).await.unwrap();
    account::welcome(app, state, leaves_work).await;
}

#[tokio::test]
async fn whoever_signs_in_sees_nothing_of_what_was_here_before() {
    let app = page("").await;
    let search = ListQuery { search: Some("push".into()), tags: vec!["push".into()], ..ListQuery::default() };
    library::query_workouts(app.clone(), search).await;
    actions::done(&app, "Deleted “Push day”", true);
    actions::announce(&app, "drag-cancelled", &[("name", "Push day".into())]);
    app.dispatch(Action::Overlay(Some(Overlay::History {
        kind: model::Kind::Program,
        id: "program-0".into(),
        name: "Autumn strength block".into(),
    })));
    sign_in(&app).await;
    let state = app.state();
    assert_eq!((state.workouts.total, state.programs.total, state.tags.len()), (0, 0, 0));
    assert_eq!((state.open.clone(), state.overlay.clone()), (Open::Nothing, None));
    assert!(!state.workouts.is_filtered());
    let page = render(app).await;
    for trace in ["Push day", "push", "Autumn strength block"] {
        // The programs that come with the app are everybody's.
        let own = page.split("starters").next().unwrap();
        assert!(!own.contains(trace), "{trace}");
    }
    assert!(page.contains("Signed in as ada@example.com. Your work without account is kept here"));
    assert_eq!(count(&page, "toast-undo"), 0);
}

#[tokio::test]
async fn what_was_here_is_here_again_after_signing_out() {
    let app = page("").await;
    sign_in(&app).await;
    let key = StarterRef { key: "five-by-five".into() };
    assert!(actions::change::<AddStarter>(&app, key).await.is_some());
    assert_eq!(app.state().programs.total, 1);
    account::sign_out(app.clone(), None).await;
    let page = render(app).await;
    assert_eq!((count(&page, "program-row"), count(&page, "workout-row")), (5, 16));
    assert!(page.contains("You have signed out"));
}

#[tokio::test]
async fn an_answer_for_the_owner_before_comes_too_late() {
    let app = page("").await;
    let query = ListQuery::default();
    let page = model::ipc::Page { items: Vec::new(), next: None, total: 99 };
    app.dispatch(Action::QueryWorkouts(query, 77));
    let detail = backend::call::<model::ipc::GetProgram>(model::ipc::ProgramRef {
        id: ProgramId::parse("program-0").unwrap(),
    });
    let detail = detail.await.unwrap();
    sign_in(&app).await;
    app.dispatch(Action::WorkoutPage(page, 77));
    app.dispatch(Action::Shown(detail, 0));
    assert_eq!((app.state().workouts.total, app.state().open.clone()), (0, Open::Nothing));
}

#[tokio::test]
async fn the_same_account_again_leaves_everything_where_it_is() {
    let app = page("in").await;
    actions::done(&app, "Deleted “Push day”", true);
    let owner = app.state().owner;
    account::check(app.clone()).await;
    assert_eq!((app.state().owner, app.state().toasts.len()), (owner, 1));
    assert!(app.state().open.program().is_some());
}

#[tokio::test]
async fn signing_out_with_unsent_changes_asks_first() {
    let app = page("unsent").await;
    account::sign_out(app.clone(), None).await;
    assert_eq!(app.state().overlay, Some(Overlay::SignOut));
    assert!(app.state().account.as_ref().unwrap().account.is_some());
    account::sign_out(app.clone(), Some(OnSignOut::Keep)).await;
    assert_eq!(app.state().account.as_ref().unwrap().standing, Standing::SignedOut);
}

#[tokio::test]
async fn what_else_stands_in_the_way_of_signing_out_is_told() {
    let mut library = data::named("some");
    data::people(&mut library, "unsent");
    library.cloud.other = Some("bob@example.com");
    fake::install(library);
    let app = App::default();
    start::load(app.clone()).await;
    account::sign_out(app.clone(), None).await;
    assert_eq!(app.state().overlay, None, "nothing is asked: that is no question of unsent changes");
    let toast = app.state().toasts.last().unwrap().clone();
    assert!(toast.kind == ToastKind::Problem && toast.text.contains("bob@example.com is signed in"));
}

#[tokio::test]
async fn the_header_says_who_is_signed_in() {
    let out = render(page("").await).await;
    assert!(out.contains("aria-label=\"Account\"") && count(&out, "account-button") == 1);
    let signed_in = render(page("in").await).await;
    assert!(signed_in.contains("Account of Ada Lovelace") && signed_in.contains(">AL<"));
    assert!(!signed_in.contains("account-dot"));
    let over = render(page("over").await).await;
    assert!(over.contains("account-dot"), "something waits for the person");
}

#[tokio::test]
async fn the_hint_that_work_is_only_here_comes_late_and_goes_for_good() {
    let hints = async |app: &App| count(&render(app.clone()).await, "local-only-hint");
    let app = page("").await;
    assert_eq!(hints(&app).await, 1);
    let mut preferences = (*app.state().preferences).clone();
    preferences.local_only_hidden = true;
    app.dispatch(Action::Preferences(preferences));
    assert_eq!(hints(&app).await, 0);

    assert_eq!(hints(&page("in").await).await, 0, "an account is more than this machine");
    fake::install(data::named("some"));
    let app = App::default();
    start::load(app.clone()).await;
    assert_eq!(hints(&app).await, 0, "without a cloud there is nowhere else");

    let mut library = data::named("empty");
    data::people(&mut library, "");
    let changes =
        model::draft::WorkoutDraft { name: Some("Arms".into()), ..Default::default() }.into_changes();
    library.workout_create(Create { changes }).unwrap();
    fake::install(library);
    let app = App::default();
    start::load(app.clone()).await;
    assert_eq!(hints(&app).await, 0, "there is little to lose yet");
}

#[tokio::test]
async fn a_problem_of_the_account_is_told_when_somebody_leaves() {
    let app = page("in").await;
    let notice = Some("The keyring would not forget.".to_owned());
    account::left(&app, model::ipc::Farewell { notice }, "Gone".into()).await;
    let told = |toast: &Toast| toast.kind == ToastKind::Problem && toast.text.contains("would not forget");
    assert!(app.state().toasts.iter().any(told));
}

#[tokio::test]
async fn a_call_that_is_cancelled_is_not_a_problem() {
    let app = page("").await;
    actions::report(&app, &CommandError::new(ErrorCode::Cancelled, ""));
    assert!(app.state().toasts.is_empty());
    assert!(backend::call::<model::ipc::GetStatus>(Nothing {}).await.is_ok());
}
