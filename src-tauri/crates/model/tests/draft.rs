//! What a person enters: what is taken, what it becomes, what is refused and under which field's name.

use model::draft::{self, ProgramDraft, WorkoutDraft};
use model::{Body, FieldError, Kind, Problem};
use serde_json::{Value, json};
use uuid::Uuid;

fn body(value: Value) -> Body {
    match value {
        Value::Object(body) => body,
        other => panic!("{other} is no object"),
    }
}

fn counter() -> impl FnMut() -> Uuid {
    let mut last = 0;
    move || {
        last += 1;
        Uuid::from_u128(last)
    }
}

fn create(kind: Kind, changes: Value) -> Result<Body, Vec<FieldError>> {
    draft::create(kind, "id-1", body(changes), &mut counter())
}

fn update(kind: Kind, before: &Body, changes: Value) -> Result<Body, Vec<FieldError>> {
    draft::update(kind, before, body(changes), &mut counter())
}

fn group(name: &str) -> Value {
    json!({"exercises": {"a": name}})
}

fn repeat(value: &Value, times: usize) -> Value {
    Value::Array(vec![value.clone(); times])
}

fn numbered(word: &str, times: usize) -> Vec<String> {
    (0..times).map(|n| format!("{word}{n}")).collect()
}

#[test]
fn what_is_within_the_limits_is_taken() {
    let (workout, program) = (Kind::Workout, Kind::Program);
    for (kind, changes) in [
        (workout, json!({"name": "é".repeat(100)})),
        (workout, json!({"name": format!("  {}  ", "x".repeat(100))})),
        (workout, json!({"name": "x", "description": "x".repeat(500)})),
        (program, json!({"name": "x", "description": "x".repeat(1000)})),
        (workout, json!({"name": "x", "tags": numbered("tag", 10)})),
        (workout, json!({"name": "x", "exercise_groups": repeat(&group("Squat"), 6)})),
        (workout, json!({"name": "x", "bonus_exercises": repeat(&json!({"name": "Dip"}), 2)})),
        (program, json!({"name": "x", "duration_weeks": 1})),
        (program, json!({"name": "x", "duration_weeks": 52})),
        (program, json!({"name": "x", "duration_weeks": null})),
        (program, json!({"name": "x", "difficulty_level": "advanced"})),
        (program, json!({"name": "x", "workouts": [{"workout_id": "w", "custom_date": "2024-02-29"}]})),
    ] {
        assert!(
            create(kind, changes.clone()).is_ok(),
            "{kind} {changes}: {:?}",
            create(kind, changes.clone())
        );
    }
}

#[test]
fn what_goes_beyond_is_refused_under_its_name() {
    let (workout, program) = (Kind::Workout, Kind::Program);
    let long = "x".repeat(101);
    let text = Problem::WrongType { expected: "text" };
    for (kind, changes, field, problem) in [
        (workout, json!({}), "name", Problem::Missing),
        (workout, json!({"name": " \t "}), "name", Problem::Missing),
        (workout, json!({"name": null}), "name", Problem::Missing),
        (workout, json!({"name": 3}), "name", text.clone()),
        (workout, json!({"name": long}), "name", Problem::TooLong { max: 100, actual: 101 }),
        (
            workout,
            json!({"name": "x", "description": "x".repeat(501)}),
            "description",
            Problem::TooLong { max: 500, actual: 501 },
        ),
        (
            program,
            json!({"name": "x", "description": "x".repeat(1001)}),
            "description",
            Problem::TooLong { max: 1000, actual: 1001 },
        ),
        (
            workout,
            json!({"name": "x", "tags": numbered("tag", 11)}),
            "tags",
            Problem::TooMany { max: 10, actual: 11 },
        ),
        (workout, json!({"name": "x", "tags": ["a", 3]}), "tags[1]", text.clone()),
        (
            workout,
            json!({"name": "x", "exercise_groups": repeat(&group("Squat"), 7)}),
            "exercise_groups",
            Problem::TooMany { max: 6, actual: 7 },
        ),
        (
            workout,
            json!({"name": "x", "exercise_groups": [group("Squat"), group(&long)]}),
            "exercise_groups[1].exercises.a",
            Problem::TooLong { max: 100, actual: 101 },
        ),
        (
            workout,
            json!({"name": "x", "exercise_groups": [{"exercises": {"a": "Squat"}, "sets": 3}]}),
            "exercise_groups[0].sets",
            text.clone(),
        ),
        (
            workout,
            json!({"name": "x", "bonus_exercises": repeat(&json!({"name": "Dip"}), 3)}),
            "bonus_exercises",
            Problem::TooMany { max: 2, actual: 3 },
        ),
        (
            program,
            json!({"name": "x", "duration_weeks": 0}),
            "duration_weeks",
            Problem::OutOfRange { min: 1, max: 52, actual: 0 },
        ),
        (
            program,
            json!({"name": "x", "duration_weeks": 53}),
            "duration_weeks",
            Problem::OutOfRange { min: 1, max: 52, actual: 53 },
        ),
        (
            program,
            json!({"name": "x", "duration_weeks": -1}),
            "duration_weeks",
            Problem::WrongType { expected: "whole" },
        ),
        (
            program,
            json!({"name": "x", "difficulty_level": "hard"}),
            "difficulty_level",
            Problem::NotOneOf { choices: vec!["beginner", "intermediate", "advanced"] },
        ),
        (program, json!({"name": "x", "workouts": [{}]}), "workouts[0].workout_id", Problem::Missing),
        (
            program,
            json!({"name": "x", "workouts": [{"workout_id": "w", "custom_date": "2025-02-29"}]}),
            "workouts[0].custom_date",
            Problem::BadDate,
        ),
        (workout, json!({"name": "x", "id": "mine"}), "id", Problem::NotYours),
    ] {
        assert_eq!(
            create(kind, changes.clone()),
            Err(vec![FieldError::new(field, problem)]),
            "{kind} {changes}"
        );
    }
}

#[test]
fn every_error_is_named_not_only_the_first() {
    let changes = json!({"name": "x".repeat(101), "tags": numbered("t", 11), "description": "x".repeat(501)});
    let errors = create(Kind::Workout, changes).unwrap_err();
    let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["name", "description", "tags"]);
}

#[test]
fn text_is_trimmed_and_what_is_empty_is_dropped() {
    let workout = create(
        Kind::Workout,
        json!({
            "name": "  Push  ",
            "description": " a\nb ",
            "tags": [" strength ", "", "Strength", "push"],
            "exercise_groups": [
                {"exercises": {"a": " Bench press ", "b": "  ", "c": null}, "sets": " 5 ", "reps": "", "rest": " "},
                {"exercises": {"a": " "}, "sets": "4"},
                {"sets": "4"},
            ],
            "bonus_exercises": [{"name": " "}, {"name": " Dip "}],
        }),
    )
    .unwrap();
    assert_eq!(workout["name"], "Push");
    assert_eq!(workout["description"], "a\nb");
    assert_eq!(workout["tags"], json!(["strength", "push"]));
    assert_eq!(
        workout["exercise_groups"],
        json!([{
            "group_id": "group-00000000-0000-0000-0000-000000000002",
            "exercises": {"a": "Bench press"}, "sets": "5", "reps": "8-12", "rest": "60s",
        }])
    );
    assert_eq!(
        workout["bonus_exercises"],
        json!([{
            "exercise_id": "bonus-00000000-0000-0000-0000-000000000001",
            "name": "Dip", "sets": "2", "reps": "15", "rest": "30s",
        }])
    );
    assert_eq!(workout["is_template"], true);
}

#[test]
fn a_new_program_has_the_defaults_and_settled_entries() {
    let program = create(
        Kind::Program,
        json!({"name": "P", "workouts": [
            {"workout_id": "w2", "custom_name": " Monday ", "custom_date": ""},
            {"workout_id": "w1", "order_index": 0},
            {"workout_id": "w2"},
        ]}),
    )
    .unwrap();
    assert_eq!(program["difficulty_level"], "intermediate");
    let entries = program["workouts"].as_array().unwrap();
    let of = |field: &str| entries.iter().map(|entry| entry[field].clone()).collect::<Vec<_>>();
    assert_eq!(of("workout_id"), ["w2", "w1", "w2"], "the list is the order, not the numbers given with it");
    assert_eq!(of("order_index"), [0, 1, 2]);
    assert_eq!(entries[0]["custom_name"], "Monday");
    assert_eq!(entries[0]["custom_date"], Value::Null);
    let ids: std::collections::BTreeSet<_> =
        entries.iter().map(|entry| entry["entry_id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 3);
}

#[test]
fn only_what_is_given_changes() {
    let before = body(json!({
        "id": "w", "name": "Push", "description": "  kept as it is ", "tags": ["a", "a"], "version": 4,
        "is_favorite": true, "exercise_groups": [{"group_id": "g1", "exercises": {"a": "Squat"}}],
    }));
    let after = update(Kind::Workout, &before, json!({"name": "Pull"})).unwrap();
    let mut expected = before;
    expected.insert("name".into(), json!("Pull"));
    assert_eq!(after, expected);
}

#[test]
fn a_group_known_by_its_id_keeps_the_fields_that_are_not_given() {
    let before = body(json!({"id": "w", "name": "Push", "exercise_groups": [
        {"group_id": "g1", "exercises": {"a": "Squat"}, "sets": "5", "reps": "5", "rest": "3min",
         "default_weight": " 100 ", "cardio_config": {"x": [1.5]}},
        {"group_id": "g2", "exercises": {"a": "Row"}, "sets": "3", "reps": "8", "rest": "60s", "block_id": "b"},
    ]}));
    let changes = json!({"exercise_groups": [
        {"group_id": "g2", "sets": "4"},
        {"group_id": "", "exercises": {"a": "Dip"}},
        {"group_id": "g1", "exercises": {"a": "Front squat"}},
    ]});
    let after = update(Kind::Workout, &before, changes).unwrap();
    assert_eq!(
        after["exercise_groups"],
        json!([
            {"group_id": "g2", "exercises": {"a": "Row"}, "sets": "4", "reps": "8", "rest": "60s", "block_id": "b"},
            {"group_id": "group-00000000-0000-0000-0000-000000000001", "exercises": {"a": "Dip"},
             "sets": "3", "reps": "8-12", "rest": "60s"},
            {"group_id": "g1", "exercises": {"a": "Front squat"}, "sets": "5", "reps": "5", "rest": "3min",
             "default_weight": " 100 ", "cardio_config": {"x": [1.5]}},
        ])
    );
}

#[test]
fn two_groups_with_one_id_become_two() {
    let changes = json!({"name": "x", "exercise_groups": [
        {"group_id": "g", "exercises": {"a": "Squat"}},
        {"group_id": "g", "exercises": {"a": "Row"}},
    ]});
    let workout = create(Kind::Workout, changes).unwrap();
    let groups = workout["exercise_groups"].as_array().unwrap();
    assert_eq!(groups[0]["group_id"], "g");
    assert_ne!(groups[1]["group_id"], "g");
}

#[test]
fn a_group_that_another_client_left_without_exercises_stays() {
    let cardio = json!({"group_id": "g", "exercises": {}, "group_type": "cardio", "sets": "1", "reps": "1",
                        "rest": "1"});
    let before = body(json!({"id": "w", "name": "Run", "exercise_groups": [cardio]}));
    let groups = json!({"exercise_groups": [cardio, group("Squat")]});
    let after = update(Kind::Workout, &before, groups).unwrap();
    assert_eq!(after["exercise_groups"][0], cardio);
    assert_eq!(after["exercise_groups"].as_array().unwrap().len(), 2);
}

#[test]
fn a_reserved_field_that_comes_back_is_passed_over() {
    let before = body(json!({"id": "w", "name": "Push", "version": 4, "modified_date": "2025-01-01"}));
    let shown = json!({"id": "w", "name": "Pull", "version": 1, "modified_date": "x", "created_date": "y",
                       "sync": {}, "sync_status": "synced"});
    let after = update(Kind::Workout, &before, shown).unwrap();
    assert_eq!(after, body(json!({"id": "w", "name": "Pull", "version": 4, "modified_date": "2025-01-01"})));
    let other = update(Kind::Workout, &before, json!({"id": "other"}));
    assert_eq!(other, Err(vec![FieldError::new("id", Problem::NotYours)]));
}

/// A document from elsewhere that breaks every limit.
fn beyond(kind: Kind) -> Body {
    let long = "x".repeat(120);
    body(match kind {
        Kind::Workout => json!({
            "id": "w", "name": "Old", "description": "x".repeat(600), "tags": numbered("t", 12),
            "exercise_groups": (0..8).map(|n| json!({"group_id": format!("g{n}"), "exercises": {"a": long},
                "sets": "3", "reps": "8", "rest": "60s"})).collect::<Vec<_>>(),
        }),
        Kind::Program => json!({
            "id": "p", "name": "Old", "duration_weeks": 80, "difficulty_level": "expert", "workouts": [
                {"workout_id": "w0"},
                {"workout_id": "w1", "custom_name": long, "custom_date": "next week"},
            ],
        }),
    })
}

#[test]
fn what_came_beyond_the_limits_can_still_be_edited() {
    let group_without_text = |n: usize| json!({"group_id": format!("g{n}")});
    for (kind, changes) in [
        (Kind::Workout, json!({"name": "New"})),
        (Kind::Workout, json!({"tags": numbered("t", 11)})),
        (Kind::Workout, json!({"description": "x".repeat(599)})),
        // One group fewer, the rest in another order: each takes its fault along.
        (Kind::Workout, json!({"exercise_groups": (1..8).rev().map(group_without_text).collect::<Vec<_>>()})),
        (Kind::Program, json!({"name": "New"})),
        (Kind::Program, json!({"duration_weeks": 80, "difficulty_level": "expert"})),
        (Kind::Program, json!({"duration_weeks": 12, "difficulty_level": "beginner"})),
    ] {
        assert!(update(kind, &beyond(kind), changes.clone()).is_ok(), "{kind} {changes}");
    }
    let mut program = beyond(Kind::Program);
    model::program::settle_entries(&mut program);
    let second = program["workouts"][1].clone();
    assert!(
        update(Kind::Program, &program, json!({"workouts": [second]})).is_ok(),
        "its place is another now"
    );
}

#[test]
fn nothing_beyond_the_limits_gets_worse() {
    for (kind, changes, field) in [
        (Kind::Workout, json!({"tags": numbered("t", 13)}), "tags"),
        (Kind::Workout, json!({"name": "x".repeat(101)}), "name"),
        (
            Kind::Workout,
            json!({"exercise_groups": [{"group_id": "g0", "exercises": {"a": "x".repeat(121)}}]}),
            "exercise_groups[0].exercises.a",
        ),
        (
            Kind::Workout,
            json!({"exercise_groups": [{"exercises": {"a": "x".repeat(101)}}]}),
            "exercise_groups[0].exercises.a",
        ),
        (Kind::Program, json!({"duration_weeks": 0}), "duration_weeks"),
        (Kind::Program, json!({"duration_weeks": 79}), "duration_weeks"),
        (Kind::Program, json!({"difficulty_level": "hardest"}), "difficulty_level"),
    ] {
        let errors = update(kind, &beyond(kind), changes.clone()).unwrap_err();
        assert_eq!(errors.len(), 1, "{changes}: {errors:?}");
        assert_eq!(errors[0].field, field);
    }
}

#[test]
fn a_draft_gives_only_what_it_holds() {
    assert!(WorkoutDraft::default().into_changes().is_empty());
    assert!(ProgramDraft::default().into_changes().is_empty());
    let draft = ProgramDraft { duration_weeks: Some(None), ..ProgramDraft::default() };
    assert_eq!(draft.clone().into_changes(), body(json!({"duration_weeks": null})));
    assert_eq!(serde_json::from_value::<ProgramDraft>(json!({"duration_weeks": null})).unwrap(), draft);
}
