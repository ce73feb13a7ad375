//! Libraries of every older schema are opened and brought to the newest, with all that is in them.
//!
//! `tests/fixtures/<schema>.sql` is a library as that schema's version wrote it, to the letter. When a schema is
//! added, so is its fixture; one that was released is never changed.

use std::fs;
use std::path::{Path, PathBuf};

use model::migration::{Fate, Step, Verdict};
use model::sync::{Cursor, Feed, Pending};
use model::{Kind, RecordKey, ServerTime, body::text};
use rusqlite::Connection;
use store::{Order, Owner, Query};

use crate::cloud::{account, take};
use crate::journal::run;
use crate::support::{Home, ids, name, next, open, put, workout};

fn fixtures() -> Vec<(u32, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut fixtures: Vec<(u32, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let schema = path.file_stem().unwrap().to_str().unwrap().parse().unwrap();
            (schema, fs::read_to_string(path).unwrap())
        })
        .collect();
    fixtures.sort();
    fixtures
}

/// Writes a library as a fixture has it.
fn write(folder: &Path, sql: &str) -> PathBuf {
    let path = folder.join("library.db");
    let connection = Connection::open(&path).unwrap();
    connection.execute_batch(sql).unwrap();
    path
}

/// What a database is made of, without the spaces.
fn schema(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let mut statement =
        connection.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").unwrap();
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    rows.map(|sql| sql.unwrap().split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn there_is_a_fixture_of_every_schema() {
    let home = Home::new();
    let connection = Connection::open(home.library.path()).unwrap();
    let newest: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    let schemas: Vec<u32> = fixtures().into_iter().map(|(schema, _)| schema).collect();
    assert_eq!(schemas, (1..=newest).collect::<Vec<_>>());
}

#[test]
fn a_library_of_any_schema_opens_with_all_that_is_in_it() {
    for (schema_before, sql) in fixtures() {
        let folder = tempfile::tempdir().unwrap();
        let path = write(folder.path(), &sql);
        let library = open(&path);
        library.check().unwrap();
        assert_eq!(
            ids(&library, Query::new(Kind::Workout)),
            ["workout-2", "workout-1"],
            "schema {schema_before}"
        );
        let by_name = Query { order: Order::Name, ..Query::new(Kind::Workout) };
        assert_eq!(ids(&library, by_name), ["workout-1", "workout-2"]);
        let search = Query { search: Some("übung squ".into()), ..Query::new(Kind::Workout) };
        assert_eq!(ids(&library, search), ["workout-1"]);
        let record = library.read(|view| view.get(Kind::Workout, "workout-1")).unwrap().unwrap();
        assert_eq!((text(&record.body, "unknown"), record.version), ("kept", 2));
        library
            .read(|view| {
                assert_eq!(view.tags(Kind::Workout)?, [("Beine".to_owned(), 1)]);
                assert_eq!(view.exercise_names("", 9)?, [("Squat".to_owned(), 1)]);
                assert_eq!(view.links_to(Kind::Workout, "workout-1")?.len(), 1);
                assert_eq!(view.history(Kind::Workout, "workout-1")?.len(), 2);
                assert_eq!(view.deleted(9)?.len(), 1);
                Ok::<_, store::StoreError>(())
            })
            .unwrap();
        // What was done before can be undone, and the rest is left as it was.
        assert_eq!(next(&library), [Some("workout.delete".to_owned()), None]);
        library.undo(9).unwrap();
        assert_eq!(name(&library, "workout-3").as_deref(), Some("Gone"));
        library.close();

        let home = Home::new();
        assert_eq!(
            schema(&path),
            schema(home.library.path()),
            "schema {schema_before} became another than a new one"
        );
    }
}

#[test]
fn a_library_that_was_never_opened_as_another_owners_stays_that_owners() {
    for (_, sql) in fixtures() {
        let folder = tempfile::tempdir().unwrap();
        let path = write(folder.path(), &sql);
        let owner = Owner::Account(store::Uid::new("u1").unwrap());
        assert!(store::Library::open(&path, &owner, 0).is_err());
        open(&path);
    }
}

#[test]
fn an_accounts_library_of_any_schema_keeps_what_is_unsent() {
    for (schema_before, sql) in fixtures() {
        let folder = tempfile::tempdir().unwrap();
        let path = write(folder.path(), &sql);
        let crc = crc32fast::hash(format!("ghost-gym\0{schema_before}\0u1\0").as_bytes());
        let connection = Connection::open(&path).unwrap();
        connection.execute("UPDATE identity SET owner = 'u1', crc = ?1", [crc]).unwrap();
        connection
            .execute_batch(
                "INSERT INTO mirror (kind, id, update_time, crc, body)
                 SELECT kind, id, '2026-01-02T03:04:05.678901Z', crc, body FROM record WHERE id = 'workout-1';
                 INSERT INTO queue (kind, id, op, generation, queued_at, attempts, not_before, refused_reason)
                 VALUES ('workout', 'workout-2', 'upsert', 3, 30, 1, 0, NULL),
                        ('workout', 'workout-1', 'upsert', 7, 20, 0, 0, NULL),
                        ('program', 'program-1', 'upsert', 1, 10, 0, 0, 'too-large');
                 INSERT INTO cursor (kind, applied_until) VALUES ('workout', '2026-01-02T03:04:05.678901Z');",
            )
            .unwrap();
        if schema_before > 1 {
            connection.execute("UPDATE tally SET generation = 7", []).unwrap();
        }
        drop(connection);
        let library = store::Library::open(&path, &account(), 0).unwrap().library;
        library.check().unwrap();
        assert_eq!(
            library.read(|view| view.pending()).unwrap(),
            Pending { pending: 2, refused: 1 },
            "{schema_before}"
        );
        let at = ServerTime::parse("2026-01-02T03:04:05.678901Z").unwrap();
        let cursor = Cursor { until: at, since: None, token: None, complete: false };
        assert_eq!(library.read(|view| view.cursor(Feed::Records(Kind::Workout))).unwrap(), Some(cursor));
        let [second, first] = take(&library).try_into().unwrap();
        assert_eq!((first.base.map(|base| base.at), first.edited_at), (Some(at), 20));
        assert_eq!((second.base, second.edited_at, second.attempts), (None, 30, 1));
        // No generation is given out twice.
        put(&library, workout("workout-2", "Anew", 9));
        let waiting = library.read(|view| view.waiting(Kind::Workout, "workout-2")).unwrap().unwrap();
        assert!(waiting.queued.generation > 7, "{waiting:?}");
    }
}

#[test]
fn the_journal_of_a_library_of_any_schema_is_kept() {
    for (schema_before, sql) in fixtures() {
        let folder = tempfile::tempdir().unwrap();
        let path = write(folder.path(), &sql);
        if schema_before < 5 {
            // No version wrote any, but if there were some they would have to have names.
            Connection::open(&path)
                .unwrap()
                .execute_batch(
                    "INSERT INTO migration (step, started_at, changed_at, detail)
                     VALUES ('finished', 10, 20, '{\"backup\":\"b.json\"}'), ('begun', 30, 40, '{}')",
                )
                .unwrap();
        }
        let library = open(&path);
        let runs = library.read(|view| view.runs()).unwrap();
        let names: Vec<&str> = runs.iter().map(|run| run.run.as_str()).collect();
        let expected: &[&str] = if schema_before < 5 { &["migration-2", "migration-1"] } else { &["run-1"] };
        assert_eq!(names, expected, "schema {schema_before}");
        let first = runs.last().unwrap();
        assert_eq!((first.step, first.started_at, first.changed_at), (Step::Finished, 10, 20));
        assert_eq!(text(&first.detail, "backup"), "b.json");
        if schema_before >= 5 {
            let migrated = library.read(|view| view.migrated("run-1", None, 9)).unwrap();
            let found: Vec<_> =
                migrated.iter().map(|one| (one.key.id.as_str(), one.verdict, one.fate)).collect();
            let expected = [
                ("workout-1", Verdict::Differing, Fate::Changed),
                ("workout-2", Verdict::New, Fate::Verified),
                ("program-1", Verdict::Identical, Fate::Skipped),
            ];
            assert_eq!(found, expected);
            assert_eq!(text(migrated[0].former.as_ref().unwrap(), "name"), "Vorher");
            let key = RecordKey::new(Kind::Workout, "workout-2");
            assert!(library.read(|view| view.moved_before(&key, "s2")).unwrap());
        }
        library.transact("migrate", 50, |tx| tx.begin_run(&run("another"))).unwrap();
        library.check().unwrap();
    }
}
