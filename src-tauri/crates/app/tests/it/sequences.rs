//! Any sequence of operations leaves the library as it leaves a plain in-memory model, unknown fields included.

mod op;
mod plain;
mod programs;
mod workouts;

use model::ipc::{Differing, VersionRef};
use model::{ErrorCode, Kind};
use proptest::prelude::*;
use serde_json::Value;

use self::op::{Op, op};
use self::plain::{Plain, State, foreign};
use crate::bench::{Bench, code, record, said};

/// Does `op` to both; what it needs may not be there.
fn carry_out(bench: &mut Bench, plain: &mut Plain, op: Op) -> Option<()> {
    match op {
        Op::Import(at, name, replace) => import(bench, plain, &foreign(at, &name), replace),
        Op::RestoreVersion(at, version) => return restore_version(bench, plain, at, version),
        Op::Backup => {
            bench.backup_to(&bench.dir().join("backup.json")).unwrap();
            plain.saved = Some(plain.now.clone());
        }
        Op::Restore => {
            let saved = plain.saved.clone()?;
            bench.restore_file(&bench.dir().join("backup.json")).unwrap();
            plain.step(|now| *now = saved);
        }
        Op::Undo => undo(bench, plain),
        Op::Redo => redo(bench, plain),
        Op::Reopen => bench.reopen(),
        Op::AddEntry(..) | Op::EditEntry(..) | Op::RemoveEntry(..) | Op::TurnEntries(..) => {
            return programs::edit_entries(bench, plain, op);
        }
        Op::CreateProgram(..) | Op::EditProgram(..) | Op::DeleteProgram(..) | Op::CopyProgram(..) => {
            return programs::carry_out(bench, plain, op);
        }
        op => return workouts::carry_out(bench, plain, op),
    }
    Some(())
}

fn import(bench: &Bench, plain: &mut Plain, document: &Value, replace: bool) {
    let path = bench.file("foreign.json", &document.to_string());
    let differing = if replace { Differing::Replace } else { Differing::Keep };
    bench.import_file(&path, differing, false).unwrap();
    let id = document["id"].as_str().unwrap();
    plain.step(|now| {
        if replace || !now.contains_key(id) {
            now.insert(id.to_owned(), document.clone());
        }
    });
}

/// Brings back a version that a workout once was, whether it is there now or not.
fn restore_version(bench: &Bench, plain: &mut Plain, at: usize, version: usize) -> Option<()> {
    let mut versions = match plain.workout(at) {
        Some(id) => bench.history_list(record(Kind::Workout, id.as_str())).unwrap(),
        None => bench.history_deleted().unwrap(),
    };
    versions.retain(|version| version.body.is_some());
    let version = versions.swap_remove(version.checked_rem(versions.len())?);
    bench.history_restore(VersionRef { history_id: version.history_id }).unwrap();
    // Fields without a value and bookkeeping are not compared, so they are no step either.
    let document = said(Value::Object(version.body?));
    plain.step(|now| {
        if now.get(&version.id).cloned().map(said).as_ref() != Some(&document) {
            now.insert(version.id, document);
        }
    });
    Some(())
}

fn undo(bench: &Bench, plain: &mut Plain) {
    match plain.done.pop() {
        Some(before) => {
            bench.undo().unwrap();
            plain.undone.push(std::mem::replace(&mut plain.now, before));
        }
        None => assert_eq!(code(bench.undo()), ErrorCode::NothingToDo),
    }
}

fn redo(bench: &Bench, plain: &mut Plain) {
    match plain.undone.pop() {
        Some(after) => {
            bench.redo().unwrap();
            plain.done.push(std::mem::replace(&mut plain.now, after));
        }
        None => assert_eq!(code(bench.redo()), ErrorCode::NothingToDo),
    }
}

fn same(bench: &Bench, plain: &Plain) -> Result<(), TestCaseError> {
    let expected: State =
        plain.now.iter().map(|(id, document)| (id.clone(), said(document.clone()))).collect();
    prop_assert_eq!(bench.content(), expected);
    Ok(())
}

proptest! {
    // Each case is some hundred transactions on a disk; PROPTEST_CASES asks for more, or fewer.
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 8, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_leaves_what_a_plain_model_has(ops in prop::collection::vec(op(), 1..30)) {
        let (mut bench, mut plain) = (Bench::new(), Plain::default());
        for op in ops {
            if carry_out(&mut bench, &mut plain, op).is_some() {
                same(&bench, &plain)?;
            }
        }
        // All the way back and all the way forth.
        let steps = plain.done.len();
        for _ in 0..steps {
            undo(&bench, &mut plain);
            same(&bench, &plain)?;
        }
        prop_assert_eq!(code(bench.undo()), ErrorCode::NothingToDo);
        for _ in 0..steps {
            redo(&bench, &mut plain);
            same(&bench, &plain)?;
        }
    }
}
