//! Every rule of the merge, under the name that the table in its docs gives it.

mod meetings;

use model::sync::{Outcome, Side, State};
use model::{Kind, RecordKey};
use serde_json::{Value, json};

use crate::support::{Case, NOW, a_workout, body, stamp};

const RULES: &[(&str, fn())] = &[
    ("one side changed a field", one_side_changed_a_field),
    ("both changed it alike", both_changed_it_alike),
    ("both changed a field", both_changed_a_field),
    ("emptied against changed", emptied_against_changed),
    ("a tie", a_tie),
    ("an unknown field", an_unknown_field),
    ("lists by key", lists_by_key),
    ("an item changed against removed", an_item_changed_against_removed),
    ("an item removed", an_item_removed),
    ("the order of a list", the_order_of_a_list),
    ("added items", added_items),
    ("items without keys", items_without_keys),
    ("exercises of a group", exercises_of_a_group),
    ("tags", tags),
    ("bookkeeping", bookkeeping),
    ("edited against deleted", meetings::edited_against_deleted),
    ("deleted on both sides", meetings::deleted_on_both_sides),
    ("the same id created twice", meetings::the_same_id_created_twice),
    ("entries without an id", meetings::entries_without_an_id),
    ("our write landed unheard", meetings::our_write_landed_unheard),
    ("our write landed, then deleted", meetings::our_write_landed_then_deleted),
    ("our deletion landed, then made anew", meetings::our_deletion_landed_then_made_anew),
    ("deleted, and our write unheard of", meetings::deleted_and_our_write_unheard_of),
    ("theirs can't be read", meetings::theirs_cannot_be_read),
    ("the base can't be read", meetings::the_base_cannot_be_read),
];

#[test]
fn the_table_in_the_docs_holds() {
    let docs = include_str!("../../src/merge.rs").lines().filter_map(|line| line.strip_prefix("//! | "));
    let documented: Vec<&str> = docs.filter_map(|row| row.split(" | ").next()).skip(1).collect();
    let tested: Vec<&str> = RULES.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(documented, tested);
    for (rule, holds) in RULES {
        println!("{rule}");
        holds();
    }
}

fn both(case: &Case) -> Value {
    match case.meet() {
        Outcome::Both { body, .. } => body.into(),
        outcome => panic!("{outcome:?}"),
    }
}

fn one_side_changed_a_field() {
    let case = Case::of(
        json!({"description": "a", "is_archived": false}),
        json!({"description": "b", "is_archived": false}),
        json!({"description": "a", "is_archived": true}),
    );
    let merged = json!({"description": "b", "is_archived": true});
    for case in [case.clone(), case.earlier()] {
        assert_eq!(case.merged(), (a_workout("w", merged.clone()), vec![]));
        assert!(matches!(case.meet(), Outcome::Both { .. }));
    }
    let ours_only =
        Case::of(json!({"description": "a"}), json!({"description": "b"}), json!({"description": "a"}));
    assert_eq!(ours_only.meet(), Outcome::Ours { lost: vec![] });
    let theirs_only =
        Case::of(json!({"description": "a"}), json!({"description": "a"}), json!({"description": "b"}));
    assert_eq!(theirs_only.meet(), Outcome::Theirs { lost: vec![] });
}

fn both_changed_it_alike() {
    let case =
        Case::of(json!({"description": "a"}), json!({"description": "b"}), json!({"description": "b"}));
    assert_eq!(case.meet(), Outcome::Theirs { lost: vec![] });
}

fn both_changed_a_field() {
    let case =
        Case::of(json!({"description": "a"}), json!({"description": "b"}), json!({"description": "c"}));
    let lost = |side, value: &str| vec![(side, "description".to_owned(), json!(value))];
    assert_eq!(case.merged(), (a_workout("w", json!({"description": "b"})), lost(Side::Theirs, "c")));
    assert!(matches!(case.meet(), Outcome::Ours { .. }));
    let case = case.earlier();
    assert_eq!(case.merged(), (a_workout("w", json!({"description": "c"})), lost(Side::Ours, "b")));
    assert!(matches!(case.meet(), Outcome::Theirs { .. }));
}

fn emptied_against_changed() {
    let case =
        Case::of(json!({"description": "a"}), json!({"description": null}), json!({"description": "c"}));
    let (merged, lost) = case.merged();
    assert_eq!(merged.get("description"), Some(&Value::Null));
    assert_eq!(lost, vec![(Side::Theirs, "description".to_owned(), json!("c"))]);
    let (merged, lost) = case.earlier().merged();
    assert_eq!(merged["description"], "c");
    assert_eq!(lost, vec![(Side::Ours, "description".to_owned(), Value::Null)]);
    // A null against nothing is no difference.
    let case = Case::of(json!({}), json!({"description": null}), json!({}));
    assert_eq!(case.meet(), Outcome::Theirs { lost: vec![] });
}

fn a_tie() {
    let at = NOW - 30_000;
    let theirs = json!({"description": "c", "sync": stamp("x", "d2", at, 1, &json!({}))});
    let mut case = Case::of(json!({"description": "a"}), json!({"description": "b"}), theirs);
    case.at = crate::support::ago(0);
    assert_eq!(case.merged().0["description"], "c");
    case.edited_at += 1;
    assert_eq!(case.merged().0["description"], "b");
}

fn an_unknown_field() {
    let case = Case::of(
        json!({"meta": {"x": 1, "y": 1}, "colour": "red"}),
        json!({"meta": {"x": 2, "y": 1}, "colour": "red"}),
        json!({"meta": {"x": 1, "y": 2}, "colour": "blue"}),
    );
    let (merged, lost) = case.merged();
    assert_eq!((&merged["meta"], &merged["colour"]), (&json!({"x": 2, "y": 1}), &json!("blue")));
    assert_eq!(lost, vec![(Side::Theirs, "meta".to_owned(), json!({"x": 1, "y": 2}))]);
    // A list that we know nothing of is one value, too.
    let case = Case::of(json!({"notes": [1]}), json!({"notes": [1, 2]}), json!({"notes": [1, 3]}));
    assert_eq!(case.merged().0["notes"], json!([1, 2]));
}

fn group(id: &str, sets: &str, reps: &str) -> Value {
    json!({"group_id": id, "sets": sets, "reps": reps})
}

fn groups(list: &[Value]) -> Value {
    json!({"exercise_groups": list})
}

fn lists_by_key() {
    let case = Case::of(
        groups(&[group("g", "3", "8"), group("h", "3", "8")]),
        groups(&[group("g", "4", "8"), group("h", "5", "8")]),
        groups(&[group("g", "3", "9"), group("h", "6", "8")]),
    );
    let (merged, lost) = case.merged();
    assert_eq!(merged["exercise_groups"], json!([group("g", "4", "9"), group("h", "5", "8")]));
    assert_eq!(lost, vec![(Side::Theirs, "exercise_groups[h].sets".to_owned(), json!("6"))]);

    let bonus = |sets: &str, note: &str| json!({"bonus_exercises": [{"exercise_id": "x", "name": "Plank", "sets": sets, "note": note}]});
    let case = Case::of(bonus("1", "a"), bonus("2", "a"), bonus("1", "b"));
    assert_eq!(case.merged().0["bonus_exercises"], bonus("2", "b")["bonus_exercises"]);
}

fn an_item_changed_against_removed() {
    let removed = Case::of(groups(&[group("g", "3", "8")]), groups(&[group("g", "4", "8")]), groups(&[]));
    let kept_there = Case::of(groups(&[group("g", "3", "8")]), groups(&[]), groups(&[group("g", "4", "8")]));
    for (case, loser) in [(removed, Side::Theirs), (kept_there, Side::Ours)] {
        for case in [case.clone(), case.earlier()] {
            let (merged, lost) = case.merged();
            assert_eq!(merged["exercise_groups"], json!([group("g", "4", "8")]));
            assert_eq!(lost, vec![(loser, "exercise_groups[g]".to_owned(), Value::Null)]);
        }
    }
}

fn an_item_removed() {
    let two = [group("g", "3", "8"), group("h", "3", "8")];
    let removed = [group("h", "3", "8")];
    let changed = [group("g", "3", "8"), group("h", "9", "8")];
    for (ours, theirs) in [(&removed[..], &changed[..]), (&changed[..], &removed[..])] {
        let (merged, lost) = Case::of(groups(&two), groups(ours), groups(theirs)).merged();
        assert_eq!(merged["exercise_groups"], json!([group("h", "9", "8")]));
        assert_eq!(lost, vec![]);
    }
    // Gone on both sides is gone, and a list that is gone is an empty one.
    let other = json!({"description": "x"});
    let (merged, _) = Case::of(groups(&two), groups(&changed[1..]), other).merged();
    assert_eq!(merged["exercise_groups"], json!([group("h", "9", "8")]));
    // Moved is not changed, and neither is a field that is null now.
    let entry = |id: &str, place: usize| json!({"entry_id": id, "workout_id": "w", "order_index": place});
    let program = |entries: Value| body(json!({"id": "p", "name": "P", "workouts": entries}));
    let base = program(json!([entry("e", 0), entry("f", 1)]));
    let moved = program(json!([entry("f", 0), entry("e", 1)]));
    let mut case = Case::new(Some(base), Some(moved), State::Document(program(json!([entry("f", 0)]))));
    case.key = RecordKey::new(Kind::Program, "p");
    let (merged, lost) = case.merged();
    assert_eq!((&merged["workouts"], lost), (&json!([entry("f", 0)]), vec![]));
    let mut nulled = two.clone();
    nulled[0]["note"] = Value::Null;
    let (merged, lost) = Case::of(groups(&two), groups(&nulled), groups(&removed)).merged();
    assert_eq!((ids(&merged.into()), lost), (vec!["h"], vec![]));
}

fn ids(merged: &Value) -> Vec<&str> {
    let items = merged["exercise_groups"].as_array().expect("a list");
    items.iter().map(|item| item["group_id"].as_str().expect("an id")).collect()
}

fn listed(ids: &str) -> Value {
    groups(&ids.chars().map(|id| group(&id.to_string(), "3", "8")).collect::<Vec<_>>())
}

fn the_order_of_a_list() {
    // Only one side moved items: its order, whoever was later.
    for case in [
        Case::of(listed("abc"), listed("cab"), listed("abcd")),
        Case::of(listed("abc"), listed("abcd"), listed("cab")),
    ] {
        for case in [case.clone(), case.earlier()] {
            let (merged, lost) = case.merged();
            assert_eq!(ids(&merged.into()), ["c", "d", "a", "b"]);
            assert_eq!(lost, vec![]);
        }
    }
    // Both did.
    let case = Case::of(listed("abc"), listed("cab"), listed("bac"));
    let (merged, lost) = case.merged();
    assert_eq!(ids(&merged.into()), ["c", "a", "b"]);
    assert_eq!(lost, vec![(Side::Theirs, "exercise_groups".to_owned(), json!(["b", "a", "c"]))]);
    let (merged, lost) = case.earlier().merged();
    assert_eq!(ids(&merged.into()), ["b", "a", "c"]);
    assert_eq!(lost, vec![(Side::Ours, "exercise_groups".to_owned(), json!(["c", "a", "b"]))]);
    // Both did alike.
    let (_, lost) = Case::of(listed("abc"), listed("cabx"), listed("caby")).merged();
    assert_eq!(lost, vec![]);
}

fn added_items() {
    let merged = both(&Case::of(listed("abc"), listed("axbc"), listed("abyzc")));
    assert_eq!(ids(&merged), ["a", "x", "b", "y", "z", "c"]);
    let merged = both(&Case::of(listed("ab"), listed("xab"), listed("yab")));
    assert_eq!(ids(&merged), ["y", "x", "a", "b"]);
    let merged = both(&Case::of(listed("ab"), listed("abx"), listed("aby")));
    assert_eq!(ids(&merged), ["a", "b", "y", "x"]);
    // The one before it is gone: after the one before that.
    let merged = both(&Case::of(listed("abc"), listed("ac"), listed("abxc")));
    assert_eq!(ids(&merged), ["a", "x", "c"]);
}

fn items_without_keys() {
    let nameless = json!([{"sets": "3"}]);
    let case = Case::of(groups(&[]), listed("a"), json!({"exercise_groups": nameless}));
    let (merged, lost) = case.merged();
    assert_eq!(merged["exercise_groups"], listed("a")["exercise_groups"]);
    assert_eq!(lost, vec![(Side::Theirs, "exercise_groups".to_owned(), nameless)]);
    // A key that stands twice names nothing.
    let (merged, lost) = Case::of(groups(&[]), listed("aa"), listed("b")).merged();
    assert_eq!((merged["exercise_groups"].clone(), lost.len()), (listed("aa")["exercise_groups"].clone(), 1));
}

fn exercises_of_a_group() {
    let with = |exercises: Value| json!({"exercise_groups": [{"group_id": "g", "exercises": exercises}]});
    let case = Case::of(
        with(json!({"a": "Squat", "b": "Lunge", "c": "Curl"})),
        with(json!({"a": "Front squat", "b": "Lunge"})),
        with(json!({"a": "Squat", "b": "Step-up", "c": "Curl"})),
    );
    let (merged, lost) = case.merged();
    assert_eq!(merged["exercise_groups"][0]["exercises"], json!({"a": "Front squat", "b": "Step-up"}));
    assert_eq!(lost, vec![]);
    let case = Case::of(with(json!({"a": "x"})), with(json!({"a": "y"})), with(json!({"a": "z"})));
    assert_eq!(
        case.merged().1,
        vec![(Side::Theirs, "exercise_groups[g].exercises.a".to_owned(), json!("z"))]
    );
    let case = Case::of(with(json!({"a": "x"})), with(json!("none")), with(json!({"a": "z"})));
    assert_eq!(
        case.merged().1,
        vec![(Side::Theirs, "exercise_groups[g].exercises".to_owned(), json!({"a": "z"}))]
    );
}

fn tags() {
    let tagged = |tags: &[&str]| json!({"tags": tags});
    let case = Case::of(tagged(&["a", "b", "c"]), tagged(&["x", "b", "c"]), tagged(&["a", "b", "y"]));
    let (merged, lost) = case.merged();
    assert_eq!((&merged["tags"], lost), (&json!(["x", "b", "y"]), vec![]));
    assert_eq!(case.earlier().merged().0["tags"], json!(["b", "y", "x"]));
    let case = Case::of(json!({}), tagged(&["a"]), tagged(&["b"]));
    assert_eq!(case.merged().0["tags"], json!(["a", "b"]));
    // What is no list of words is one value.
    let (merged, lost) = Case::of(json!({}), json!({"tags": ["a", 1]}), tagged(&["b"])).merged();
    assert_eq!((&merged["tags"], lost.len()), (&json!(["a", 1]), 1));
}

fn bookkeeping() {
    let with = |description: &str, version: u64, modified: &str| json!({"description": description, "version": version, "modified_date": modified, "created_date": "2026-01-01"});
    let theirs = with("a", 9, "2026-06-02");
    assert_eq!(
        Case::of(with("a", 1, "2026-01-01"), with("a", 5, "2026-06-01"), theirs.clone()).meet(),
        Outcome::Theirs { lost: vec![] }
    );
    let mut theirs = theirs;
    theirs["is_archived"] = json!(true);
    theirs["migrated_at"] = json!("2026-02-02");
    let (merged, lost) = Case::of(with("a", 1, "2026-01-01"), with("b", 5, "2026-06-01"), theirs).merged();
    assert_eq!(lost, vec![]);
    assert_eq!((&merged["version"], &merged["modified_date"]), (&json!(9), &json!("2026-06-01")));
    assert_eq!(
        (&merged["created_date"], &merged["migrated_at"]),
        (&json!("2026-01-01"), &json!("2026-02-02"))
    );
}
