//! Whether the cases leave anything of the rules untried.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::project::Project;
use crate::{access, profile, programs, tombstones, workouts};

/// The cases of a file, and the project they run in: the emulator can't answer for all of them at once.
type Part = (&'static str, fn(&Project));

const PARTS: [Part; 5] = [
    ("coverage-access", access::cases),
    ("coverage-workouts", workouts::cases),
    ("coverage-programs", programs::cases),
    ("coverage-tombstones", tombstones::cases),
    ("coverage-profile", profile::cases),
];

/// What an expression of the rules came to.
#[derive(Debug, Default)]
struct Seen {
    yes: bool,
    no: bool,
    /// Anything that is no verdict: what a document holds, or no value because of a wrong type.
    other: bool,
}

/// By the first and last position in the rules.
type Expressions = BTreeMap<(usize, usize), Seen>;

#[test]
fn every_condition_has_been_true_and_false() {
    let mut expressions = Expressions::new();
    for (name, cases) in PARTS {
        let Some(project) = Project::new(name) else { return };
        cases(&project);
        for expression in project.coverage()["report"].as_array().unwrap() {
            collect(expression, &mut expressions);
        }
    }
    let conditions = expressions.values().filter(|seen| seen.yes && seen.no).count();
    assert!(conditions > 100, "only {conditions} conditions were found");

    let rules = std::fs::read_to_string(emulators::rules()).unwrap();
    let gaps: Vec<String> =
        expressions.iter().filter_map(|(place, seen)| gap(&rules, *place, seen)).collect();
    println!("{conditions} conditions of {} expressions were true and false", expressions.len());
    assert!(gaps.is_empty(), "{} of {} expressions:\n{}", gaps.len(), expressions.len(), gaps.join("\n"));
}

fn collect(expression: &Value, expressions: &mut Expressions) {
    let at = |name: &str| {
        usize::try_from(expression["sourcePosition"][name].as_u64().unwrap_or_default()).unwrap()
    };
    let seen = expressions.entry((at("currentOffset"), at("endOffset"))).or_default();
    for value in expression["values"].as_array().into_iter().flatten() {
        match value["value"]["boolValue"].as_bool() {
            Some(true) => seen.yes = true,
            Some(false) => seen.no = true,
            None => seen.other = true,
        }
    }
    for child in expression["children"].as_array().into_iter().flatten() {
        collect(child, expressions);
    }
}

/// What is left to try of the expression at `place`.
fn gap(rules: &str, (first, last): (usize, usize), seen: &Seen) -> Option<String> {
    let what = match (seen.yes, seen.no, seen.other) {
        (false, false, false) => "never looked at",
        (true, false, false) => "always true",
        (false, true, false) => "always false",
        _ => return None,
    };
    let line = rules.get(..first)?.lines().count();
    Some(format!("line {line}: {what}: {}", rules.get(first..=last)?))
}
