//! Operations on programs and their entries, done to both.

use model::ipc::{EntryAdd, EntryRemove, EntryUpdate, ProgramDuplicate, ProgramRef, ProgramUpdate, Reorder};
use model::{EntryId, ProgramId};
use serde_json::{Value, json};

use super::op::Op;
use super::plain::{Plain, entries, renumber};
use crate::bench::{Bench, body};

/// What becomes of a program's entries.
type Change = Box<dyn FnOnce(&mut Vec<Value>)>;

pub(super) fn carry_out(bench: &Bench, plain: &mut Plain, op: Op) -> Option<()> {
    match op {
        Op::CreateProgram(name) => {
            let id = bench.program(json!({"name": name})).program.id;
            let blank = json!({"id": id, "name": name, "description": "", "workouts": [],
                               "difficulty_level": "intermediate", "tags": []});
            plain.step(|now| drop(now.insert(id.into(), blank)));
        }
        Op::EditProgram(at, name, weeks) => {
            let id = plain.program(at)?;
            let changes = body(json!({"name": name, "duration_weeks": weeks}));
            bench.program_update(ProgramUpdate { before: None, id: id.clone(), changes }).unwrap();
            plain.step(|now| {
                let document = now.get_mut(id.as_str()).unwrap();
                document["name"] = json!(name);
                document["duration_weeks"] = json!(weeks);
            });
        }
        Op::DeleteProgram(at) => {
            let id = plain.program(at)?;
            bench.program_delete(ProgramRef { id: id.clone() }).unwrap();
            plain.step(|now| drop(now.remove(id.as_str())));
        }
        Op::CopyProgram(at, name) => {
            let id = plain.program(at)?;
            let ask = ProgramDuplicate { id: id.clone(), name: Some(name.clone()) };
            let copy = bench.program_duplicate(ask).unwrap().program;
            plain.step(|now| {
                let mut document = now[id.as_str()].clone();
                document["id"] = json!(copy.id);
                document["name"] = json!(name);
                for (entry, made) in entries(&mut document).iter_mut().zip(&copy.workouts) {
                    entry["entry_id"] = json!(made.entry_id);
                }
                now.insert(copy.id.into(), document);
            });
        }
        other => panic!("{other:?} is no operation on programs"),
    }
    Some(())
}

pub(super) fn edit_entries(bench: &Bench, plain: &mut Plain, op: Op) -> Option<()> {
    let entry_ids = |plain: &Plain, id: &ProgramId| -> Vec<EntryId> {
        let all = plain.now[id.as_str()]["workouts"].as_array().unwrap();
        all.iter().map(|entry| EntryId::parse(entry["entry_id"].as_str().unwrap()).unwrap()).collect()
    };
    let (id, change): (ProgramId, Change) = match op {
        Op::AddEntry(program, workout, at) => {
            let (id, workout_id) = (plain.program(program)?, plain.workout(workout)?);
            let ask = EntryAdd {
                id: id.clone(),
                workout_id: workout_id.clone(),
                at: Some(u32::try_from(at).unwrap()),
                custom_name: None,
                custom_date: None,
            };
            let reply = bench.entry_add(ask).unwrap().program;
            let place = at.min(reply.workouts.len() - 1);
            let entry = json!({"entry_id": reply.workouts[place].entry_id, "workout_id": workout_id});
            (id, Box::new(move |all| all.insert(place, entry)))
        }
        Op::EditEntry(program, at, name) => {
            let id = plain.program(program)?;
            let ids = entry_ids(plain, &id);
            let at = at.checked_rem(ids.len())?;
            let (entry_id, custom_name) = (ids[at].clone(), Some(name.clone()));
            bench
                .entry_update(EntryUpdate { id: id.clone(), entry_id, custom_name, custom_date: None })
                .unwrap();
            (id, Box::new(move |all| all[at]["custom_name"] = json!(name)))
        }
        Op::RemoveEntry(program, at) => {
            let id = plain.program(program)?;
            let ids = entry_ids(plain, &id);
            let at = at.checked_rem(ids.len())?;
            bench.entry_remove(EntryRemove { id: id.clone(), entry_id: ids[at].clone() }).unwrap();
            (id, Box::new(move |all| drop(all.remove(at))))
        }
        Op::TurnEntries(program, by) => {
            let id = plain.program(program)?;
            let mut ids = entry_ids(plain, &id);
            let by = by.checked_rem(ids.len())?;
            ids.rotate_left(by);
            bench.entry_reorder(Reorder { id: id.clone(), entry_ids: ids }).unwrap();
            (id, Box::new(move |all| all.rotate_left(by)))
        }
        other => panic!("{other:?} is no edit of entries"),
    };
    plain.step(|now| {
        let document = now.get_mut(id.as_str()).unwrap();
        change(entries(document));
        renumber(document);
    });
    Some(())
}
