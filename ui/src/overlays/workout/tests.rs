//! The sheet's form as it is painted, rendered on the host.

use std::rc::Rc;

use model::ipc::ProgramUse;
use model::{BonusExercise, ExerciseGroup, GroupId, ProgramId, Workout, limits};
use yew::LocalServerRenderer;
use yew::prelude::*;

use super::body::{Body, BodyProps};
use super::editor::Saving;
use super::form::Form;
use super::spot::Spot;
use super::status::{Trouble, TroubleProps};

async fn form(workout: &Workout, problems: &[(Spot, &str)]) -> String {
    let props = BodyProps {
        form: Form::of(workout),
        new: false,
        problems: problems.iter().map(|(spot, message)| (*spot, (*message).to_owned())).collect(),
        used_tags: Rc::default(),
        used_by: vec![ProgramUse {
            id: ProgramId::parse("p").unwrap(),
            name: "Autumn block".into(),
            entries: 2,
        }],
        on: Callback::noop(),
        on_program: Callback::noop(),
    };
    let tasks = tokio::task::LocalSet::new();
    tasks.run_until(LocalServerRenderer::<Body>::with_props(props).render()).await
}

async fn trouble(saving: Saving, leaving: bool) -> String {
    let on_retry = Callback::noop();
    let (on_anew, on_abandon, on_stay) = (on_retry.clone(), on_retry.clone(), on_retry.clone());
    let props = TroubleProps { saving, leaving, on_retry, on_anew, on_abandon, on_stay };
    let tasks = tokio::task::LocalSet::new();
    tasks.run_until(LocalServerRenderer::<Trouble>::with_props(props).render()).await
}

fn group(id: usize, names: &[&str]) -> ExerciseGroup {
    let letters = ["a", "b", "c"].into_iter().map(String::from);
    ExerciseGroup {
        group_id: GroupId::parse(format!("g{id}")).unwrap(),
        exercises: letters.zip(names.iter().map(|name| (*name).to_owned())).collect(),
        ..ExerciseGroup::default()
    }
}

fn count(page: &str, testid: &str) -> usize {
    page.matches(&format!("data-testid=\"{testid}\"")).count()
}

#[tokio::test]
async fn a_superset_is_one_card_with_a_row_for_each_letter() {
    let workout = Workout {
        exercise_groups: vec![group(1, &["Bench", "Fly", "Dips"]), group(2, &["Squat"])],
        bonus_exercises: vec![BonusExercise { name: "Plank".into(), ..BonusExercise::default() }],
        ..Workout::default()
    };
    let page = form(&workout, &[]).await;
    assert_eq!(
        (count(&page, "group-card"), count(&page, "exercise-row"), count(&page, "bonus-row")),
        (2, 4, 1)
    );
    assert_eq!(count(&page, "sets"), 3, "a dose for each card and bonus exercise");
    assert!(
        page.contains("aria-label=\"Exercise B of group 1\"")
            && page.contains("aria-label=\"Reps of group 2\"")
    );
    assert!(page.contains("A superset holds three exercises."));
    assert_eq!(count(&page, "add-row"), 1, "a full superset offers no further row");
    assert!(page.contains("Autumn block") && page.contains("2 times"));
}

#[tokio::test]
async fn a_limit_is_explained_where_the_button_was() {
    let workout = Workout {
        exercise_groups: (0..limits::GROUPS).map(|id| group(id, &["Squat"])).collect(),
        bonus_exercises: vec![BonusExercise::default(); limits::BONUS],
        tags: (0..limits::TAGS).map(|tag| tag.to_string()).collect(),
        ..Workout::default()
    };
    let page = form(&workout, &[]).await;
    for (gone, there) in [
        ("add-group", "add-group-full"),
        ("add-bonus", "add-bonus-full"),
        ("sheet-tag-input", "sheet-tags-full"),
    ] {
        assert_eq!((count(&page, gone), count(&page, there)), (0, 1), "{gone}");
    }
    assert!(page.contains("A workout holds 6 groups."));
}

#[tokio::test]
async fn an_error_stands_at_its_field_and_the_field_names_it() {
    let workout = Workout { exercise_groups: vec![group(1, &["Bench"])], ..Workout::default() };
    let row = Form::of(&workout).groups[0].rows[0].key;
    let page = form(&workout, &[(Spot::Row(row), "Too long."), (Spot::Name, "A name is needed.")]).await;
    assert!(page.contains(&format!("aria-describedby=\"sheet-row-{row}-error\"")));
    assert!(page.contains(&format!("id=\"sheet-row-{row}-error\"")) && page.contains("Too long."));
    assert!(page.contains("A name is needed."));
    assert_eq!(page.matches("aria-invalid=\"true\"").count(), 2);
}

#[tokio::test]
async fn what_can_not_be_saved_offers_a_way_on_and_never_the_loss_first() {
    let failed = trouble(Saving::Failed("The disk is full.".into()), false).await;
    assert!(failed.contains("The disk is full.") && failed.contains("What you typed is still here."));
    assert_eq!((count(&failed, "sheet-retry"), count(&failed, "sheet-abandon")), (1, 0));
    let leaving = trouble(Saving::Failed("The disk is full.".into()), true).await;
    assert_eq!((count(&leaving, "sheet-retry"), count(&leaving, "sheet-abandon")), (1, 1));
    let gone = trouble(Saving::Gone, false).await;
    assert_eq!((count(&gone, "sheet-anew"), count(&gone, "sheet-abandon")), (1, 1));
    assert!(!trouble(Saving::Saved, true).await.contains("sheet-trouble"));
}
