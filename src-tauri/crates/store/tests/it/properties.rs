//! Any sequence of operations through the store equals the same through [`Reference`].

use model::body::same_content;
use model::{Body, Kind, ipc::Order, time};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use store::{Cursor, Library, Query, RecordKey, StoreError};

use crate::reference::{Key, Reference, Step};
use crate::support::{Home, OnPurpose, ids, object, open};

#[derive(Clone, Debug)]
enum Op {
    Transact {
        steps: Vec<Step>,
        undoable: bool,
    },
    /// A transaction that fails when it has done everything.
    Fail(Vec<Step>),
    Undo,
    Redo,
    Reopen,
}

const WORDS: [&str; 8] = ["Bench", "bend", "Squat", "press", "leg", "LEGS", "row", "5x5"];

fn words(most: usize) -> impl Strategy<Value = String> {
    vec(select(&WORDS[..]), 0..=most).prop_map(|words| words.join(" "))
}

/// Any JSON, for fields that nobody knows.
fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("JSON has finite numbers only", |number| number.is_finite())
            .prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(".{0,6}", inner, 0..4).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = Key> {
    (select(&Kind::ALL[..]), select(&["a", "b", "c", "d", "ü/%_'\""][..]))
        .prop_map(|(kind, id)| (kind, id.to_owned()))
}

prop_compose! {
    fn document(key: Key)(
        name in words(3),
        description in words(2),
        tags in vec(select(&WORDS[..]), 0..4),
        exercise in words(2),
        links in vec(select(&["a", "b"][..]), 0..3),
        version in 0..4_u64,
        dates in (option::of(0..5_i64), option::of(0..5_i64)),
        unknown in btree_map("x_.{0,4}", json_value(), 0..3),
    ) -> Step {
        let date = |seconds: Option<i64>| seconds.map(|seconds| time::format(1_000 * seconds));
        let entries: Vec<Value> = links.iter().map(|id| json!({"workout_id": id})).collect();
        let mut body = object(json!({
            "id": key.1,
            "name": name,
            "description": description,
            "tags": tags,
            "exercise_groups": [{"exercises": {"a": exercise}}],
            "workouts": entries,
            "version": version,
            "created_date": date(dates.0),
            "modified_date": date(dates.1),
        }));
        body.extend(unknown);
        (key.clone(), Some(body))
    }
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => key().prop_flat_map(document),
        1 => key().prop_map(|key| (key, None)),
    ]
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        6 => (vec(step(), 0..4), prop::bool::weighted(0.85))
            .prop_map(|(steps, undoable)| Op::Transact { steps, undoable }),
        1 => vec(step(), 1..4).prop_map(Op::Fail),
        4 => Just(Op::Undo),
        2 => Just(Op::Redo),
        1 => Just(Op::Reopen),
    ]
}

fn run(library: &Library, steps: &[Step], undoable: bool, fails: bool) -> Result<(), OnPurpose> {
    library.transact("test.steps", 7_000, |tx| {
        if !undoable {
            tx.not_undoable();
        }
        for ((kind, id), body) in steps {
            if let Some(body) = body {
                let record = tx.put(*kind, id, body.clone())?;
                assert_eq!(record.body, *body);
                assert_eq!(tx.get(*kind, id)?, Some(record));
            } else {
                let existed = tx.get(*kind, id)?.is_some();
                assert_eq!(tx.delete(*kind, id)?, existed);
            }
        }
        if fails { Err(OnPurpose) } else { Ok(()) }
    })
}

/// Whatever the store answered to undo or redo, the reference must have said.
fn compare_reverted(
    store: Result<Option<store::Reverted>, StoreError>,
    reference: Option<Result<Vec<Key>, Vec<Key>>>,
) {
    let sorted = |keys: Vec<RecordKey>| {
        let mut keys: Vec<Key> = keys.into_iter().map(|key| (key.kind, key.id)).collect();
        keys.sort_by(|a, b| (a.0.as_str(), &a.1).cmp(&(b.0.as_str(), &b.1)));
        keys
    };
    let by_word = |mut keys: Vec<Key>| {
        keys.sort_by(|a, b| (a.0.as_str(), &a.1).cmp(&(b.0.as_str(), &b.1)));
        keys
    };
    match store {
        Ok(None) => assert!(reference.is_none()),
        Ok(Some(reverted)) => {
            assert_eq!(Some(Ok(sorted(reverted.keys))), reference.map(|keys| keys.map(by_word)));
        }
        Err(StoreError::Conflict { keys, .. }) => {
            assert_eq!(Some(Err(sorted(keys))), reference.map(|keys| keys.map_err(by_word)));
        }
        Err(error) => panic!("{error:?}"),
    }
}

fn contents(library: &Library) -> Vec<(Key, Body)> {
    let mut contents = Vec::new();
    for kind in Kind::ALL {
        let collect = |record: store::Record| {
            contents.push(((kind, record.id), record.body));
            Ok::<_, StoreError>(())
        };
        library.read(|view| view.all(kind, collect)).unwrap();
    }
    contents
}

/// Everything that can be asked of the store, compared with the reference. Undo gives documents new versions and
/// times, which are then taken over, so that all else can be compared to the letter.
fn compare(library: &Library, reference: &mut Reference) {
    let contents = contents(library);
    assert_eq!(contents.len(), reference.records.len());
    for (key, body) in contents {
        let expected = reference.records.get_mut(&key).unwrap();
        assert!(same_content(&body, expected), "{body:?} is not {expected:?}");
        *expected = body;
    }
    for kind in Kind::ALL {
        let keys: Vec<&str> = reference.of(kind).map(|(id, _)| id).collect();
        assert_eq!(library.read(|view| view.keys(kind)).unwrap(), keys);
        assert_eq!(library.read(|view| view.count(kind)).unwrap(), keys.len() as u64);
        let tags = library.read(|view| view.tags(kind)).unwrap();
        let tags: Vec<(String, u64)> = tags.into_iter().map(|(tag, n)| (tag.to_lowercase(), n)).collect();
        assert_eq!(tags, reference.tags(kind).into_iter().collect::<Vec<_>>());
        for id in ["a", "b"] {
            let links = library.read(|view| view.links_to(kind, id)).unwrap();
            let links: std::collections::BTreeSet<Key> =
                links.into_iter().map(|key| (key.kind, key.id)).collect();
            assert_eq!(links, reference.links_to(kind, id));
        }
        for order in [Order::Modified, Order::Name, Order::Created, Order::Relevance] {
            for search in ["", "be", "ben leg", "5", "press squat"] {
                for tags in [vec![], vec!["leg".to_owned(), "Row".to_owned()]] {
                    let expected = reference.list(kind, search, &tags, order);
                    let search = Some(search.to_owned());
                    let query = Query { search, tags, order, limit: 2, ..Query::new(kind) };
                    assert_eq!(ids(library, query.clone()), expected, "{query:?}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_operations_equals_the_reference(ops in vec(op(), 1..24)) {
        let Home { folder, mut library } = Home::new();
        let mut reference = Reference::default();
        for op in ops {
            match op {
                Op::Transact { steps, undoable } => {
                    run(&library, &steps, undoable, false).unwrap();
                    reference.transact(&steps, undoable);
                }
                Op::Fail(steps) => {
                    prop_assert!(matches!(run(&library, &steps, true, true), Err(OnPurpose)));
                }
                Op::Undo => compare_reverted(library.undo(9_000), reference.undo()),
                Op::Redo => compare_reverted(library.redo(9_500), reference.redo()),
                Op::Reopen => {
                    library.close();
                    library = open(&folder.path().join("library.db"));
                }
            }
            compare(&library, &mut reference);
        }
        library.check().unwrap();
    }

    #[test]
    fn undo_then_redo_is_the_identity(transactions in vec(vec(step(), 1..4), 1..6)) {
        let Home { folder: _folder, library } = Home::new();
        for steps in &transactions {
            run(&library, steps, true, false).unwrap();
        }
        let before = contents(&library);
        while library.undo(9_000).unwrap().is_some() {}
        prop_assert_eq!(contents(&library), vec![]);
        while library.redo(9_500).unwrap().is_some() {}
        let after = contents(&library);
        prop_assert_eq!(before.len(), after.len());
        for ((key, body), (key_after, body_after)) in before.iter().zip(&after) {
            prop_assert_eq!(key, key_after);
            prop_assert!(same_content(body, body_after), "{:?} is not {:?}", body, body_after);
        }
    }

    #[test]
    fn no_text_breaks_a_search(text in ".{0,40}") {
        let Home { folder: _folder, library } = Home::new();
        let body = object(json!({"id": "a", "name": text}));
        library.transact("test", 1, |tx| tx.put(Kind::Workout, "a", body)).unwrap();
        for order in [Order::Modified, Order::Relevance] {
            let query = Query { search: Some(text.clone()), order, ..Query::new(Kind::Workout) };
            // Text is found by itself, or has no word in it and finds everything.
            prop_assert_eq!(ids(&library, query), vec!["a"]);
        }
    }

    #[test]
    fn no_text_is_taken_for_a_cursor(text in ".{0,40}") {
        let Home { folder: _folder, library } = Home::new();
        let query = Query { after: Some(Cursor::new(text)), ..Query::new(Kind::Workout) };
        let listed = library.read(|view| view.list(&query));
        prop_assert!(matches!(listed, Err(StoreError::BadCursor)));
    }
}
