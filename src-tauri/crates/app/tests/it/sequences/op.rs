//! What a person may do, in any order.

use proptest::prelude::*;

/// What a person may do. Numbers pick one of what there is.
#[derive(Clone, Debug)]
pub(super) enum Op {
    CreateWorkout(String),
    RenameWorkout(usize, String),
    RetagWorkout(usize, Vec<String>),
    AddGroup(usize, String),
    TurnGroups(usize),
    DeleteWorkout(usize, bool),
    CopyWorkout(usize, String),
    CreateProgram(String),
    EditProgram(usize, String, u64),
    DeleteProgram(usize),
    CopyProgram(usize, String),
    AddEntry(usize, usize, usize),
    EditEntry(usize, usize, String),
    RemoveEntry(usize, usize),
    TurnEntries(usize, usize),
    Import(usize, String, bool),
    Undo,
    Redo,
    Reopen,
}

fn name() -> impl Strategy<Value = String> {
    "[A-Za-zäß]{1,6}"
}

pub(super) fn op() -> impl Strategy<Value = Op> {
    let n = || 0..8_usize;
    prop_oneof![
        2 => name().prop_map(Op::CreateWorkout),
        2 => (n(), name()).prop_map(|(at, name)| Op::RenameWorkout(at, name)),
        1 => (n(), prop::collection::vec("[a-c]", 0..3)).prop_map(|(at, tags)| Op::RetagWorkout(at, tags)),
        2 => (n(), name()).prop_map(|(at, name)| Op::AddGroup(at, name)),
        1 => n().prop_map(Op::TurnGroups),
        2 => (n(), any::<bool>()).prop_map(|(at, remove)| Op::DeleteWorkout(at, remove)),
        1 => (n(), name()).prop_map(|(at, name)| Op::CopyWorkout(at, name)),
        2 => name().prop_map(Op::CreateProgram),
        1 => (n(), name(), 1..52_u64).prop_map(|(at, name, weeks)| Op::EditProgram(at, name, weeks)),
        1 => n().prop_map(Op::DeleteProgram),
        1 => (n(), name()).prop_map(|(at, name)| Op::CopyProgram(at, name)),
        4 => (n(), n(), n()).prop_map(|(program, workout, at)| Op::AddEntry(program, workout, at)),
        1 => (n(), n(), name()).prop_map(|(program, entry, name)| Op::EditEntry(program, entry, name)),
        1 => (n(), n()).prop_map(|(program, entry)| Op::RemoveEntry(program, entry)),
        2 => (n(), n()).prop_map(|(program, by)| Op::TurnEntries(program, by)),
        3 => (0..3_usize, name(), any::<bool>()).prop_map(|(at, name, replace)| Op::Import(at, name, replace)),
        4 => Just(Op::Undo),
        2 => Just(Op::Redo),
        1 => Just(Op::Reopen),
    ]
}
