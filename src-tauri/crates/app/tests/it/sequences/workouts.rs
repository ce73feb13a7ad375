//! Operations on workouts, done to both.

use model::ipc::{EntryFate, WorkoutDelete, WorkoutDuplicate, WorkoutUpdate};
use model::{ErrorCode, WorkoutId};
use serde_json::{Value, json};

use super::op::Op;
use super::plain::{Plain, entries, groups, renumber};
use crate::bench::{Bench, body, code};

pub(super) fn carry_out(bench: &Bench, plain: &mut Plain, op: Op) -> Option<()> {
    match op {
        Op::CreateWorkout(name) => {
            let id = bench.named_workout(&name);
            let blank = json!({"id": id, "name": name, "description": "", "exercise_groups": [],
                               "bonus_exercises": [], "is_template": true, "tags": []});
            plain.step(|now| drop(now.insert(id.into(), blank)));
        }
        Op::RenameWorkout(at, name) => {
            let id = plain.workout(at)?;
            update(bench, &id, json!({"name": name}));
            plain.step(|now| now.get_mut(id.as_str()).unwrap()["name"] = json!(name));
        }
        Op::RetagWorkout(at, mut tags) => {
            let id = plain.workout(at)?;
            update(bench, &id, json!({"tags": tags}));
            let mut seen = std::collections::BTreeSet::new();
            tags.retain(|tag| seen.insert(tag.clone()));
            plain.step(|now| now.get_mut(id.as_str()).unwrap()["tags"] = json!(tags));
        }
        Op::AddGroup(at, name) => {
            let id = plain.workout(at)?;
            let mut all = groups(&mut plain.now.get(id.as_str())?.clone()).clone();
            if all.len() >= model::limits::GROUPS {
                return None;
            }
            all.push(json!({"exercises": {"a": name}}));
            let detail = update(bench, &id, json!({"exercise_groups": all}));
            let made = detail.exercise_groups.last()?.group_id.clone();
            let group = json!({"group_id": made, "exercises": {"a": name}, "sets": "3", "reps": "8-12",
                               "rest": "60s"});
            plain.step(|now| groups(now.get_mut(id.as_str()).unwrap()).push(group));
        }
        Op::TurnGroups(at) => {
            let id = plain.workout(at)?;
            let all = groups(&mut plain.now.get(id.as_str())?.clone()).clone();
            let keys: Vec<_> = all.iter().rev().map(|group| json!({"group_id": group["group_id"]})).collect();
            update(bench, &id, json!({"exercise_groups": keys}));
            plain.step(|now| groups(now.get_mut(id.as_str()).unwrap()).reverse());
        }
        Op::DeleteWorkout(at, remove) => {
            let id = plain.workout(at)?;
            delete(bench, plain, &id, remove);
        }
        Op::CopyWorkout(at, name) => {
            let id = plain.workout(at)?;
            let ask = WorkoutDuplicate { id: id.clone(), name: Some(name.clone()) };
            let copy = bench.workout_duplicate(ask).unwrap().workout;
            plain.step(|now| {
                let mut document = now[id.as_str()].clone();
                document["id"] = json!(copy.id);
                document["name"] = json!(name);
                for (group, made) in groups(&mut document).iter_mut().zip(&copy.exercise_groups) {
                    assert_ne!(group["group_id"], json!(made.group_id));
                    group["group_id"] = json!(made.group_id);
                }
                let bonus = document["bonus_exercises"].as_array_mut().unwrap();
                for (bonus, made) in bonus.iter_mut().zip(&copy.bonus_exercises) {
                    bonus["exercise_id"] = json!(made.exercise_id);
                }
                now.insert(copy.id.into(), document);
            });
        }
        other => panic!("{other:?} is no operation on workouts"),
    }
    Some(())
}

fn update(bench: &Bench, id: &WorkoutId, changes: Value) -> model::Workout {
    bench
        .workout_update(WorkoutUpdate { before: None, id: id.clone(), changes: body(changes) })
        .unwrap()
        .workout
}

fn delete(bench: &Bench, plain: &mut Plain, id: &WorkoutId, remove: bool) {
    let names = |entry: &Value| entry["workout_id"] == id.as_str();
    let used = plain.now.values().any(|document| {
        document.get("workouts").and_then(Value::as_array).is_some_and(|all| all.iter().any(names))
    });
    if used {
        let ask = WorkoutDelete { id: id.clone(), entries: None };
        assert_eq!(code(bench.workout_delete(ask)), ErrorCode::InUse);
    }
    let fate = if remove { EntryFate::Remove } else { EntryFate::Keep };
    bench.workout_delete(WorkoutDelete { id: id.clone(), entries: Some(fate) }).unwrap();
    plain.step(|now| {
        now.remove(id.as_str());
        for document in now.values_mut().filter(|document| remove && document.get("workouts").is_some()) {
            entries(document).retain(|entry| !names(entry));
            renumber(document);
        }
    });
}
