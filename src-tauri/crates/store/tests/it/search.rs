//! Search, order and pages.

use model::{Kind, ipc::Order};
use serde_json::json;
use store::{Query, StoreError};

use crate::support::{Home, delete, ids, list, object, put, workout};

fn found(home: &Home, text: &str) -> Vec<String> {
    let search = Some(text.to_owned());
    ids(&home.library, Query { search, order: Order::Name, ..Query::new(Kind::Workout) })
}

#[test]
fn every_word_is_the_beginning_of_a_word_somewhere() {
    let home = Home::new();
    put(
        &home.library,
        object(json!({
            "id": "w",
            "name": "Heavy Monday",
            "description": "for a strong (really strong) back",
            "tags": ["pull-day", "5x5"],
            "exercise_groups": [{"exercises": {"a": "Barbell Row", "b": "Face-Pull"}}],
            "bonus_exercises": [{"name": "Dead hang"}],
        })),
    );
    for text in [
        "h",
        "mon hea",
        "strong back",
        "PULL",
        "5x",
        "row bar",
        "face-pull",
        "hang",
        "really) \"strong",
        "day*",
    ] {
        assert_eq!(found(&home, text), ["w"], "{text}");
    }
    for text in ["eavy", "heavy tuesday", "rows", "name:heavy NOT", "heavy OR tuesday", "pull day w"] {
        assert_eq!(found(&home, text), [""; 0], "{text}");
    }
}

#[test]
fn text_without_a_word_is_as_good_as_none() {
    let home = Home::new();
    put(&home.library, workout("w", "Legs", 1));
    for text in ["", "  ", "\"", "()*^-:{}", "\u{1f4aa}", "NEAR(", "' OR 1=1 --"] {
        let expected: &[&str] = if text.contains(char::is_alphabetic) { &[] } else { &["w"] };
        assert_eq!(found(&home, text), expected, "{text}");
    }
}

#[test]
fn case_accents_and_foreign_letters_are_folded_alike_in_text_and_query() {
    let home = Home::new();
    let names = [
        "Übung für Łukasz",
        "Straße zum Glück",
        "Smørrebrød",
        "Ἀθῆναι ΣΊΣΥΦΟΣ",
        "Ёлка",
        "ｗｉｄｅ",
        "İstanbul",
        "한국어 운동",
    ];
    for (number, name) in names.iter().enumerate() {
        put(&home.library, workout(&number.to_string(), name, 1));
    }
    for (text, number) in [
        ("ubung fur luka", "0"),
        ("ÜBUNG", "0"),
        ("u\u{308}bung", "0"),
        ("STRASSE", "1"),
        ("straß", "1"),
        ("smorre", "2"),
        ("SMØRREBRØD", "2"),
        ("αθηναι", "3"),
        ("σίσυφος", "3"),
        ("елка", "4"),
        ("wide", "5"),
        ("istan", "6"),
        ("한국", "7"),
    ] {
        assert_eq!(found(&home, text), [number], "{text}");
    }
}

#[test]
fn names_are_ordered_without_regard_to_case_and_accents() {
    let home = Home::new();
    for name in ["zebra", "Öl", "apple", "Zack", "Äpfel", "ole"] {
        put(&home.library, workout(name, name, 1));
    }
    let query = Query { order: Order::Name, limit: 2, ..Query::new(Kind::Workout) };
    assert_eq!(ids(&home.library, query), ["Äpfel", "apple", "Öl", "ole", "Zack", "zebra"]);
}

#[test]
fn the_best_matches_come_first() {
    let home = Home::new();
    let with = |id: &str, field: &str, value: serde_json::Value| {
        let mut body = workout(id, "Other", 1);
        body.insert(field.into(), value);
        put(&home.library, body);
    };
    with("description", "description", "press a lot".into());
    with("exercise", "exercise_groups", json!([{"exercises": {"a": "Leg press"}}]));
    with("tag", "tags", json!(["press"]));
    with("name", "name", "Press day".into());
    let search = Some("pres".to_owned());
    let query = Query { search, order: Order::Relevance, limit: 1, ..Query::new(Kind::Workout) };
    assert_eq!(ids(&home.library, query), ["name", "tag", "exercise", "description"]);
}

#[test]
fn pages_meet_every_unchanged_record_once_while_others_come_go_and_change() {
    for order in [Order::Modified, Order::Created, Order::Name, Order::Relevance] {
        let home = Home::new();
        for number in 0..60 {
            put(&home.library, workout(&format!("w{number:02}"), &format!("Legs {number:02}"), 1 + number));
        }
        let search = Some("leg".to_owned());
        let mut query = Query { order, search, limit: 7, ..Query::new(Kind::Workout) };
        let mut met = Vec::new();
        for round in 0.. {
            let page = list(&home.library, &query);
            met.extend(page.records.into_iter().map(|record| record.id));
            let Some(next) = page.next else { break };
            query.after = Some(next);
            // One record goes, one comes, one changes its place; the last one met may be among them.
            let last = met.last().unwrap().clone();
            delete(&home.library, if round % 2 == 0 { &last } else { "w13" });
            put(&home.library, workout(&format!("new{round}"), &format!("Legs {round}"), 100 + round));
            put(&home.library, workout("w29", &format!("Legs {}", 90 - round), 200 + round));
        }
        let unchanged = (0..60).map(|number| format!("w{number:02}")).filter(|id| id != "w13" && id != "w29");
        for id in unchanged {
            assert_eq!(met.iter().filter(|met| **met == id).count(), 1, "{id} by {order:?}");
        }
    }
}

#[test]
fn a_cursor_of_another_query_is_refused() {
    let home = Home::new();
    for number in 0..3 {
        put(&home.library, workout(&number.to_string(), "Legs", 1));
    }
    let query = Query { limit: 1, ..Query::new(Kind::Workout) };
    let after = list(&home.library, &query).next;
    assert!(after.is_some());
    for other in [
        Query { order: Order::Name, after: after.clone(), ..query.clone() },
        Query { order: Order::Relevance, search: Some("leg".into()), after: after.clone(), ..query.clone() },
        Query { search: Some("leg".into()), after: after.clone(), ..query.clone() },
        Query { tags: vec!["leg".into()], after: after.clone(), ..query.clone() },
        Query { kind: Kind::Program, after: after.clone(), ..query.clone() },
    ] {
        let listed = home.library.read(|view| view.list(&other));
        assert!(matches!(listed, Err(StoreError::BadCursor)), "{other:?}: {listed:?}");
    }
    let more = Query { limit: 2, after, ..query };
    assert_eq!(list(&home.library, &more).records.len(), 2, "the limit may change from page to page");
}

#[test]
fn exercise_names_are_completed_from_the_beginning_of_any_word() {
    let home = Home::new();
    for (id, names) in
        [("1", ["Bench press", "Press-up"]), ("2", ["Leg Press", "bench press"]), ("3", ["Press-up", "Row"])]
    {
        let mut body = workout(id, "Name", 1);
        body.insert("exercise_groups".into(), json!([{"exercises": {"a": names[0], "b": names[1]}}]));
        put(&home.library, body);
    }
    let complete = |prefix, limit| home.library.read(|view| view.exercise_names(prefix, limit)).unwrap();
    assert_eq!(
        complete("PRÉ", 9),
        [("Press-up".into(), 2), ("Bench press".into(), 2), ("Leg Press".into(), 1)]
    );
    assert_eq!(complete("pre", 2), [("Press-up".into(), 2), ("Bench press".into(), 2)]);
    assert_eq!(complete("", 1), [("Bench press".into(), 2)]);
    assert_eq!(complete("%", 9), []);
}
