//! Any sequence of operations leaves the library as it leaves a plain in-memory model, unknown fields included.

mod op;
mod plain;
mod programs;
mod workouts;

use model::ErrorCode;
use model::ipc::Differing;
use proptest::prelude::*;
use serde_json::Value;

use self::op::{Op, op};
use self::plain::{Plain, State, foreign};
use crate::bench::{Bench, code, said};

/// Does `op` to both; what it needs may not be there.
fn carry_out(bench: &mut Bench, plain: &mut Plain, op: Op) -> Option<()> {
    match op {
        Op::Import(at, name, replace) => import(bench, plain, &foreign(at, &name), replace),
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
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

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
