//! Each rule notices what breaks it, and nothing else does.

use model::ipc::{Create, WorkoutRef, WorkoutUpdate};
use model::{Body, WorkoutId};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::ledger::Intent;

const FIRST: Mark = Mark { device: 1, number: 1 };
const SECOND: Mark = Mark { device: 1, number: 2 };

/// A device on which a workout was made and edited, as the ledger says, and the cloud that has the same.
struct Scene {
    _folder: TempDir,
    left: Left,
    cloud: BTreeMap<RecordKey, Body>,
    counts: Counts,
}

fn fields(value: Value) -> Body {
    let Value::Object(fields) = value else { unreachable!() };
    fields
}

fn edit(mark: Mark, act: Act, id: &WorkoutId, own: bool) -> Edit {
    let record = RecordRef { kind: Kind::Workout, id: id.as_str().to_owned() };
    let intent = Intent { act, record: Some(record.clone()), mark: Some(mark), own };
    Edit { number: mark.number, intent, outcome: Outcome::Done(vec![record]) }
}

impl Scene {
    fn new(own: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = library::open(folder.path(), None).unwrap();
        let made = Create { changes: fields(json!({ "name": format!("New {FIRST}") })) };
        let id = app.workout_create(made).unwrap().workout.id;
        let changes = fields(json!({ "name": format!("Name {SECOND}") }));
        app.workout_update(WorkoutUpdate { id: id.clone(), changes, before: None }).unwrap();
        assert!(app.workout_get(WorkoutRef { id: id.clone() }).is_ok());
        let records = library::records(&app).unwrap();
        let edits = vec![edit(FIRST, Act::Create, &id, own), edit(SECOND, Act::Edit, &id, own)];
        let cloud = records.clone();
        let counts = Counts { writes: 2, ..Counts::default() };
        Self { _folder: folder, left: Left { number: 1, edits, app, records }, cloud, counts }
    }

    /// Changes the workout in the library's copy and in the cloud.
    fn change(&mut self, change: impl Fn(&mut Body)) {
        self.cloud.values_mut().chain(self.left.records.values_mut()).for_each(change);
    }

    /// The rule that is broken, if one is.
    fn broken(self) -> Option<&'static str> {
        match judge(&[self.left], &self.cloud, &self.counts) {
            Ok(()) => None,
            Err(Error::Broken { rule, evidence }) => {
                assert!(!evidence.is_empty());
                Some(rule)
            }
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn an_edit_that_gave_way_is_found_in_history() {
    assert_eq!(Scene::new(false).broken(), None);
    assert_eq!(Scene::new(true).broken(), None);
}

#[test]
fn a_device_that_differs_is_noticed() {
    let mut scene = Scene::new(false);
    scene.cloud.values_mut().for_each(|body| drop(body.insert("version".into(), json!(9))));
    assert_eq!(scene.broken(), Some("every device has the cloud's documents, to the byte"));
}

#[test]
fn an_accepted_edit_that_is_nowhere_is_noticed() {
    let mut scene = Scene::new(false);
    scene.left.edits[1].intent.mark = Some(Mark { device: 1, number: 3 });
    assert_eq!(
        scene.broken(),
        Some("every accepted edit is in the final state, or in history where it was made")
    );
}

#[test]
fn an_edit_that_may_not_have_happened_need_not_be_there() {
    let mut scene = Scene::new(false);
    scene.left.edits[1].intent.mark = Some(Mark { device: 1, number: 3 });
    scene.left.edits[1].outcome = Outcome::Open;
    assert_eq!(scene.broken(), None);
}

#[test]
fn an_edit_that_stands_twice_is_noticed() {
    let mut scene = Scene::new(false);
    scene.change(|body| drop(body.insert("description".into(), json!(format!("Again {SECOND}")))));
    assert_eq!(scene.broken(), Some("no edit is doubled"));
}

#[test]
fn a_record_that_nobody_made_is_noticed() {
    let mut scene = Scene::new(false);
    scene.left.edits.clear();
    scene.counts.writes = 0;
    assert_eq!(scene.broken(), Some("every record was made by somebody"));
}

#[test]
fn an_own_edit_that_was_taken_back_by_nobody_is_noticed() {
    let taken_back = |own| {
        let mut scene = Scene::new(own);
        scene.change(|body| drop(body.insert("name".into(), json!(format!("New {FIRST}")))));
        // In history, the edit would be found.
        scene.left.app.undo().unwrap();
        scene
    };
    assert_eq!(taken_back(true).broken(), Some("a change that nobody contradicted stands"));
    assert_eq!(taken_back(false).broken(), None, "somebody else may have won");
    let mut undone = taken_back(true);
    let mut undo = undone.left.edits[1].clone();
    undo.intent = Intent { act: Act::Undo, record: None, mark: None, own: false };
    undone.left.edits.push(undo);
    assert_eq!(undone.broken(), None, "the person took it back");
}

#[test]
fn more_writes_than_edits_are_noticed_and_so_is_whoever_goes_past_the_rules() {
    let rule = "no more is written than was edited, and all of it under the rules";
    for counts in [
        Counts { writes: 3, ..Counts::default() },
        Counts { deletes: 3, ..Counts::default() },
        Counts { as_owner: 1, ..Counts::default() },
    ] {
        let scene = Scene { counts, ..Scene::new(false) };
        assert_eq!(scene.broken(), Some(rule));
    }
}
