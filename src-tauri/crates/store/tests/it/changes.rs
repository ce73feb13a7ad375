//! Changes drawn from a seed, so that two processes know what each is, and what comes of them.

use std::collections::BTreeMap;

use store::{Owner, Uid};

use crate::support::workout;

/// What a change is, by its number: which records it writes (`Some` is the version) or deletes.
pub(crate) fn change(seed: u64, number: u64) -> Vec<(String, Option<u64>)> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(number);
    let mut random = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    (0..=random(3)).map(|_| (format!("w{}", random(12)), (random(4) > 0).then_some(number + 1))).collect()
}

/// Every fifth change is an undo instead.
pub(crate) const fn is_undo(number: u64) -> bool {
    number % 5 == 4
}

pub(crate) fn document(id: &str, version: u64) -> model::Body {
    let mut body = workout(id, &format!("Name {version}"), version);
    // Some reach over several pages.
    body.insert("notes".into(), "x".repeat(usize::try_from(version % 7).unwrap() * 1_500).into());
    body
}

pub(crate) fn owner() -> Owner {
    Owner::Account(Uid::new("u1").unwrap())
}

/// The contents of a library, version by id; an undo gives a document the name that it had.
pub(crate) type Contents = BTreeMap<String, String>;

/// The contents after each change, as far as it can be told without a database.
#[derive(Clone, Default)]
pub(crate) struct Expected {
    pub(crate) contents: Contents,
    /// What undo would bring back, one after the other.
    pub(crate) stack: Vec<Contents>,
}

impl Expected {
    pub(crate) fn apply(&mut self, seed: u64, number: u64) {
        if is_undo(number) {
            if let Some(before) = self.stack.pop() {
                self.contents = before;
            }
            return;
        }
        let before = self.contents.clone();
        for (id, version) in change(seed, number) {
            match version {
                Some(version) => drop(self.contents.insert(id, format!("Name {version}"))),
                None => drop(self.contents.remove(&id)),
            }
        }
        // Every document that is written is new by its version; what deletes nothing changes nothing.
        let wrote = change(seed, number).iter().any(|(_, version)| version.is_some());
        if wrote || before != self.contents {
            self.stack.push(before);
        }
    }
}

/// Whether each of the first changes of a seed changes anything: some only delete what isn't there.
pub(crate) fn changes_something(seed: u64, count: usize) -> Vec<bool> {
    let mut expected = Expected::default();
    (0..)
        .take(count)
        .map(|number| {
            let before = expected.stack.len();
            expected.apply(seed, number);
            expected.stack.len() != before
        })
        .collect()
}
