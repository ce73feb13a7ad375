//! `workout list` and `program list`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::bench::{Bench, WEB_APP};

fn names(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

#[test]
fn pages_follow_each_other_until_all_was_shown_once() {
    let bench = Bench::new();
    bench.json(&["import", WEB_APP]);
    let mut seen = BTreeSet::new();
    let mut after: Option<String> = None;
    loop {
        let mut args = vec!["workout", "list", "--limit", "50"];
        if let Some(cursor) = &after {
            args.extend(["--after", cursor.as_str()]);
        }
        let page = bench.json(&args);
        assert_eq!(page["total"], 133);
        for item in page["items"].as_array().unwrap() {
            assert!(seen.insert(item["id"].as_str().unwrap().to_owned()), "{item} came twice");
        }
        match page["next"].as_str() {
            Some(cursor) => after = Some(cursor.to_owned()),
            None => break,
        }
    }
    assert_eq!(seen.len(), 133);
    let error = bench.error(&["workout", "list", "--after", "nonsense"]);
    assert_eq!((&error["code"], &error["field"]), (&json!("invalid"), &json!("after")));
}

#[test]
fn search_and_tags_narrow_both_lists() {
    let bench = Bench::new();
    for (noun, name, tag) in [
        ("workout", "Ärmel", "arms"),
        ("workout", "Beine", "legs"),
        ("workout", "Beine schwer", "heavy"),
        ("program", "Beine, acht Wochen", "legs"),
        ("program", "Rücken", "back"),
    ] {
        bench.create(noun, &json!({"name": name, "tags": [tag]}));
    }
    assert_eq!(names(&bench.json(&["workout", "list", "--search", "arm"])), ["Ärmel"]);
    assert_eq!(names(&bench.json(&["workout", "list", "--search", "schw bei"])), ["Beine schwer"]);
    assert_eq!(
        names(&bench.json(&["workout", "list", "--tag", "arms", "--tag", "legs"])),
        ["Beine", "Ärmel"]
    );
    assert_eq!(names(&bench.json(&["program", "list", "--search", "RUCK"])), ["Rücken"]);
    assert_eq!(names(&bench.json(&["program", "list", "--tag", "legs"])), ["Beine, acht Wochen"]);
    let none = bench.json(&["program", "list", "--search", "x\"y*("]);
    assert_eq!(none, json!({"items": [], "next": null, "total": 0}));
}

#[test]
fn in_words_a_list_is_a_table() {
    let bench = Bench::new();
    assert_eq!(bench.run(&["workout", "list"]).stdout, "Nothing found.\n");
    for name in ["One", "Two", "Three"] {
        bench.create("workout", &json!({"name": name, "tags": ["a", "b"]}));
    }
    let text = bench.run(&["workout", "list", "--limit", "2"]).stdout;
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[0].starts_with("ID ") && lines[0].contains("NAME"), "{text}");
    assert!(lines[1].contains("Three  0       0      a, b"), "{text}");
    assert!(text.contains("\n2 of 3\nMore: --after "), "{text}");
}

#[test]
fn a_list_for_programs_holds_whole_documents() {
    let bench = Bench::new();
    let id = bench.create("workout", &json!({"name": "Legs", "from_elsewhere": {"kept": true}}));
    let listed = &bench.json(&["workout", "list"])["items"][0];
    assert_eq!(*listed, bench.json(&["workout", "show", &id]));
    assert_eq!(listed["from_elsewhere"]["kept"], true);
}

#[test]
fn history_of_an_id_that_never_was_says_so() {
    let error = Bench::new().error(&["history", "nothing-like-it"]);
    assert_eq!(error["code"], "not_found");
}
