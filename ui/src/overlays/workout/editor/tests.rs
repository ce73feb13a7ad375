//! The editor against a core that is a document and the model's own rules.

use model::ExerciseGroup;
use model::ipc::WorkoutDetail;
use serde_json::json;

use super::*;
use crate::overlays::workout::change::Change;

/// A core with one workout.
#[derive(Default)]
struct Core {
    body: Body,
    ids: u128,
}

impl Core {
    fn answer(&mut self, request: &Request) -> WorkoutDetail {
        let ids = &mut self.ids;
        let mut new_id = || {
            *ids += 1;
            Uuid::from_u128(*ids)
        };
        self.body = match request.clone() {
            Request::Create(changes) => {
                draft::create(Kind::Workout, "workout-1", changes, &mut new_id).unwrap()
            }
            Request::Update(_, changes, _) => {
                draft::update(Kind::Workout, &self.body, changes, &mut new_id).unwrap()
            }
        };
        self.detail()
    }

    fn detail(&self) -> WorkoutDetail {
        let workout = Workout::from_body(&self.body).unwrap();
        WorkoutDetail { workout, used_by: Vec::new(), flags: Vec::new() }
    }

    fn save(&mut self, editor: &mut Editor) -> bool {
        let request = editor.request().unwrap();
        let detail = self.answer(&request);
        editor.saved(&detail)
    }
}

fn object(value: serde_json::Value) -> Body {
    serde_json::from_value(value).unwrap()
}

/// A saved workout and the editor that shows it.
fn opened(body: serde_json::Value) -> (Core, Editor) {
    let core = Core { body: object(body), ids: 0 };
    let editor = Editor::of(&core.detail().workout);
    (core, editor)
}

fn push_day() -> serde_json::Value {
    json!({
        "id": "workout-1", "name": "Push", "exercise_groups": [
            {"group_id": "g1", "exercises": {"a": "Bench"}, "sets": "3", "reps": "8", "rest": "60s", "default_weight": "80"},
        ],
    })
}

#[test]
fn a_new_workout_is_saved_once_it_has_a_name() {
    let (mut core, mut editor) = (Core::default(), Editor::blank());
    assert_eq!(editor.saving(), Saving::Untouched);
    let row = editor.form.groups[0].rows[0].key;
    let group = editor.form.groups[0].key;
    Change::Row { group, row, text: "Squat".into() }.apply(&mut editor.form);
    assert_eq!((editor.saving(), editor.request()), (Saving::Nameless, None));
    editor.form.name = "Legs".into();
    assert_eq!(editor.saving(), Saving::Waiting);
    core.save(&mut editor);
    assert_eq!(editor.saving(), Saving::Saved);
    assert_eq!(editor.id().unwrap().as_str(), "workout-1");
    assert_eq!(editor.form.groups[0].key, group, "the card being typed in stays the same");
    assert!(!editor.form.groups[0].id.as_str().is_empty());
}

#[test]
fn closing_names_what_was_left_without_a_name_but_not_nothing() {
    let mut editor = Editor::blank();
    editor.name_if_needed();
    assert_eq!((editor.request(), editor.has_unsaved()), (None, false));
    editor.form.description = "Easy".into();
    editor.name_if_needed();
    assert!(matches!(editor.request(), Some(Request::Create(_))));
}

#[test]
fn only_what_was_changed_is_sent() {
    let (_, mut editor) = opened(push_day());
    assert_eq!(editor.request(), None, "opening changes nothing");
    editor.form.name = " Push day ".into();
    let Some(Request::Update(_, changes, before)) = editor.request() else { panic!("an update") };
    assert_eq!(changes, object(json!({"name": "Push day"})));
    assert_eq!(before, Some(object(json!({"name": "Push"}))), "what it is merged upon");
    assert_eq!(editor.request(), None, "one call at a time");
}

#[test]
fn typing_while_a_save_is_on_its_way_is_saved_next() {
    let (mut core, mut editor) = opened(push_day());
    editor.form.name = "Push d".into();
    let request = editor.request().unwrap();
    editor.form.name = "Push day".into();
    let detail = core.answer(&request);
    assert!(!editor.saved(&detail), "nothing came that was not typed here");
    assert_eq!((editor.form.name.as_str(), editor.saving()), ("Push day", Saving::Waiting));
    core.save(&mut editor);
    assert_eq!(core.body["name"], "Push day");
}

#[test]
fn a_failed_save_loses_nothing_and_is_told_until_one_succeeds() {
    let (mut core, mut editor) = opened(push_day());
    editor.form.name = "Push day".into();
    editor.request().unwrap();
    editor.failed(CommandError::new(ErrorCode::DiskFull, "The disk is full."));
    assert_eq!(editor.saving(), Saving::Failed("The disk is full.".into()));
    assert!(editor.has_unsaved());
    let request = editor.request().unwrap();
    assert!(matches!(editor.saving(), Saving::Failed(_)));
    let detail = core.answer(&request);
    editor.saved(&detail);
    assert_eq!(editor.saving(), Saving::Saved);
}

#[test]
fn a_field_beyond_its_limit_waits_and_the_others_are_saved() {
    let (mut core, mut editor) = opened(push_day());
    let long = "x".repeat(600);
    editor.form.description.clone_from(&long);
    editor.form.name = "Push day".into();
    core.save(&mut editor);
    assert_eq!(core.body["name"], "Push day");
    assert_eq!(core.body.get("description"), None);
    assert_eq!((editor.form.description.clone(), editor.saving()), (long, Saving::HeldBack));
    assert!(matches!(editor.problems().as_slice(), [(Spot::Description, _)]));
    editor.form.description = "Short".into();
    core.save(&mut editor);
    assert_eq!(core.body["description"], "Short");
}

#[test]
fn a_problem_is_told_at_its_row() {
    let (_, mut editor) = opened(push_day());
    editor.form.groups.insert(0, GroupForm::default());
    let row = editor.form.groups[1].rows[0].key;
    editor.form.groups[1].rows[0].name = "x".repeat(101);
    assert!(matches!(editor.problems().as_slice(), [(Spot::Row(key), _)] if *key == row));
}

#[test]
fn a_blanked_name_stays_what_it_was_until_another_is_typed() {
    let (_, mut editor) = opened(push_day());
    editor.form.name = "  ".into();
    assert_eq!((editor.request(), editor.saving()), (None, Saving::HeldBack));
    assert!(matches!(editor.problems().as_slice(), [(Spot::Name, message)] if message.contains("Push")));
    assert!(!editor.has_unsaved(), "leaving loses nothing");
}

#[test]
fn a_group_that_is_put_back_brings_the_fields_we_do_not_know() {
    let (mut core, mut editor) = opened(push_day());
    let key = editor.form.groups[0].key;
    let removed = Change::RemoveGroup(key).apply(&mut editor.form).removed.unwrap();
    core.save(&mut editor);
    assert_eq!(core.body["exercise_groups"], json!([]));
    Change::PutBack(removed).apply(&mut editor.form);
    core.save(&mut editor);
    assert_eq!(core.body["exercise_groups"][0]["default_weight"], "80");
    assert_eq!(core.body["exercise_groups"][0]["group_id"], "g1");
}

#[test]
fn a_change_from_elsewhere_comes_in_beside_what_is_typed() {
    let (mut core, mut editor) = opened(push_day());
    editor.form.name = "Push day".into();
    core.body.insert("description".into(), json!("From elsewhere"));
    assert!(editor.changed_elsewhere(&core.detail().workout));
    assert_eq!(editor.form.description, "From elsewhere");
    core.save(&mut editor);
    assert_eq!(
        (&core.body["name"], &core.body["description"]),
        (&json!("Push day"), &json!("From elsewhere"))
    );
}

#[test]
fn a_workout_deleted_elsewhere_can_be_saved_anew() {
    let (mut core, mut editor) = opened(push_day());
    editor.form.name = "Push day".into();
    editor.request().unwrap();
    editor.failed(CommandError::new(ErrorCode::NotFound, "gone"));
    assert_eq!((editor.saving(), editor.request()), (Saving::Gone, None));
    editor.start_anew();
    let request = editor.request().unwrap();
    assert!(matches!(request, Request::Create(_)));
    core.answer(&request);
    assert_eq!(core.body["exercise_groups"][0]["default_weight"], "80");
}

#[test]
fn the_last_call_waits_for_the_one_on_its_way_and_is_merged_upon_its_answer() {
    let (mut core, mut editor) = opened(push_day());
    editor.form.name = "Push d".into();
    let request = editor.request().unwrap();
    editor.form.tags.push("from here".into());
    assert_eq!(editor.last_request(), None, "what it makes of the workout is not known yet");
    core.answer(&request);
    core.body.insert("tags".into(), json!(["from the tablet"]));
    let rest = editor.rest(Ok(core.detail()));
    let Some(Request::Update(_, changes, before)) = rest else { panic!("an update") };
    assert_eq!(changes, object(json!({"tags": ["from here", "from the tablet"]})));
    assert_eq!(before, Some(object(json!({"tags": ["from the tablet"]}))));
}

#[test]
fn what_could_not_be_saved_on_the_way_out_is_said_once_more() {
    let (_, mut editor) = opened(push_day());
    editor.form.name = "Push day".into();
    editor.request().unwrap();
    let rest = editor.rest(Err(CommandError::new(ErrorCode::Busy, "Another program holds it.")));
    let Some(Request::Update(_, changes, before)) = rest else { panic!("an update") };
    assert_eq!(changes, object(json!({"name": "Push day"})));
    assert_eq!(before, Some(object(json!({"name": "Push"}))));
}

#[test]
fn the_last_call_is_merged_when_it_is_the_only_one() {
    let (mut core, mut editor) = opened(push_day());
    core.body.insert("tags".into(), json!(["from the tablet"]));
    assert!(editor.changed_elsewhere(&core.detail().workout));
    editor.form.tags.push("from here".into());
    let Some(Request::Update(_, changes, before)) = editor.last_request() else { panic!("an update") };
    assert_eq!(changes, object(json!({"tags": ["from the tablet", "from here"]})));
    assert_eq!(before, Some(object(json!({"tags": ["from the tablet"]}))));
}

#[test]
fn what_is_typed_while_a_new_workout_is_being_made_is_said_once_it_is_there() {
    let (mut core, mut editor) = (Core::default(), Editor::blank());
    editor.form.name = "Legs".into();
    let request = editor.request().unwrap();
    editor.form.name = "Leg day".into();
    editor.form.description = "Heavy".into();
    assert_eq!(editor.last_request(), None, "it has no id yet to say it to");
    let detail = core.answer(&request);
    let Some(Request::Update(_, changes, _)) = editor.rest(Ok(detail)) else { panic!("an update") };
    assert_eq!(changes, object(json!({"name": "Leg day", "description": "Heavy"})));
}

#[test]
fn a_new_workout_that_could_not_be_made_is_tried_once_more_with_everything() {
    let mut editor = Editor::blank();
    editor.form.name = "Legs".into();
    editor.request().unwrap();
    editor.form.description = "Heavy".into();
    let rest = editor.rest(Err(CommandError::new(ErrorCode::Busy, "Another program holds it.")));
    assert!(matches!(rest, Some(Request::Create(changes)) if changes["description"] == "Heavy"));
}

#[test]
fn nothing_typed_since_leaves_nothing_to_say() {
    let (mut core, mut editor) = (Core::default(), Editor::blank());
    editor.form.name = "Legs".into();
    let request = editor.request().unwrap();
    let detail = core.answer(&request);
    assert_eq!(editor.rest(Ok(detail)), None);
}

#[test]
fn a_workout_beyond_the_limits_can_be_edited_but_not_made_worse() {
    let groups: Vec<_> = (0..8)
        .map(|n| json!({"group_id": format!("g{n}"), "exercises": {"a": "Squat"}, "sets": "3", "reps": "5", "rest": "60s"}))
        .collect();
    let (mut core, mut editor) =
        opened(json!({"id": "workout-1", "name": "Long", "exercise_groups": groups}));
    editor.form.groups[7].dose.sets = "5".into();
    core.save(&mut editor);
    assert_eq!(core.body["exercise_groups"][7]["sets"], "5");
    let mut ninth = ExerciseGroup::default();
    ninth.exercises.insert("a".into(), "Row".into());
    let ninth = editor.form.read_group(&ninth);
    editor.form.groups.push(ninth);
    assert_eq!((editor.request(), editor.saving()), (None, Saving::HeldBack));
    assert!(matches!(editor.problems().as_slice(), [(Spot::Groups, _)]));
}
