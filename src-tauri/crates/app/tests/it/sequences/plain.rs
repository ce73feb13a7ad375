//! The library as plain JSON in memory, with every state that it was in.

use std::collections::BTreeMap;

use model::{ProgramId, WorkoutId};
use serde_json::{Value, json};

pub(super) type State = BTreeMap<String, Value>;

/// Documents as plain JSON, and what they were at every step.
#[derive(Default)]
pub(super) struct Plain {
    pub(super) now: State,
    pub(super) undone: Vec<State>,
    pub(super) done: Vec<State>,
}

impl Plain {
    fn ids(&self, list: &str) -> Vec<String> {
        let is = |document: &Value| document.get(list).is_some();
        self.now.iter().filter(|(_, document)| is(document)).map(|(id, _)| id.clone()).collect()
    }

    fn pick(&self, list: &str, at: usize) -> Option<String> {
        let ids = self.ids(list);
        (!ids.is_empty()).then(|| ids[at % ids.len()].clone())
    }

    pub(super) fn workout(&self, at: usize) -> Option<WorkoutId> {
        self.pick("exercise_groups", at).map(|id| WorkoutId::parse(id).unwrap())
    }

    pub(super) fn program(&self, at: usize) -> Option<ProgramId> {
        self.pick("workouts", at).map(|id| ProgramId::parse(id).unwrap())
    }

    /// A step; one that changes nothing is none.
    pub(super) fn step(&mut self, change: impl FnOnce(&mut State)) {
        let before = self.now.clone();
        change(&mut self.now);
        if self.now != before {
            self.done.push(before);
            self.undone.clear();
        }
    }
}

pub(super) fn entries(document: &mut Value) -> &mut Vec<Value> {
    document["workouts"].as_array_mut().unwrap()
}

pub(super) fn groups(document: &mut Value) -> &mut Vec<Value> {
    document["exercise_groups"].as_array_mut().unwrap()
}

pub(super) fn renumber(document: &mut Value) {
    for (index, entry) in entries(document).iter_mut().enumerate() {
        entry["order_index"] = json!(index);
    }
}

/// What another client wrote: fields that no version of ours knows, at every level.
pub(super) fn foreign(at: usize, name: &str) -> Value {
    let id = format!("foreign-{at}");
    if at == 2 {
        json!({"id": id, "name": name, "zz_top": {"deep": [1.5, null]}, "workouts": [
            {"entry_id": "e-0", "workout_id": "foreign-0", "order_index": 0, "zz_entry": name},
            {"entry_id": "e-1", "workout_id": "nowhere", "order_index": 1, "zz_entry": {"x": 1}},
        ]})
    } else {
        json!({"id": id, "name": name, "zz_top": at, "exercise_groups": [
            {"group_id": "g-0", "exercises": {"a": name}, "sets": "3", "reps": "8", "rest": "1", "zz_group": [at]},
        ], "bonus_exercises": [
            {"exercise_id": "b-0", "name": "Dip", "sets": "1", "reps": "1", "rest": "1", "zz_bonus": {}},
        ]})
    }
}
