//! An app on a folder of its own, with a clock that ticks a second a look and ids that count.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use app::{App, AppError, Options};
use model::body::BOOKKEEPING;
use model::ipc::{Create, ExportKind, ProgramDetail, ProgramRef, RecordRef, WorkoutDetail, WorkoutRef};
use model::{Body, CommandError, ErrorCode, Event, Kind, ProgramId, WorkoutId};
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;

/// The web app's own store as it stood in 2026.
pub(crate) const WEB_APP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/web-app-workouts.json");

pub(crate) struct Bench {
    app: Option<App>,
    dir: Arc<TempDir>,
    events: Arc<Mutex<Vec<Event>>>,
    clock: Arc<AtomicI64>,
    ids: Arc<AtomicU64>,
}

impl std::ops::Deref for Bench {
    type Target = App;

    fn deref(&self) -> &App {
        self.app.as_ref().unwrap()
    }
}

impl Bench {
    pub(crate) fn new() -> Self {
        let mut bench = Self {
            app: None,
            dir: Arc::new(tempfile::tempdir().unwrap()),
            events: Arc::default(),
            clock: Arc::new(AtomicI64::new(1_800_000_000_000)),
            ids: Arc::default(),
        };
        bench.app = Some(bench.open().unwrap());
        bench
    }

    /// Opens the app on the folder, perhaps a second time.
    pub(crate) fn open(&self) -> Result<App, AppError> {
        let (clock, ids, events) = (self.clock.clone(), self.ids.clone(), self.events.clone());
        App::open(Options {
            data_dir: Some(self.dir().join("data")),
            clock: Arc::new(move || clock.fetch_add(1_000, Ordering::Relaxed)),
            ids: Arc::new(move || Uuid::from_u128(0xA00 + u128::from(ids.fetch_add(1, Ordering::Relaxed)))),
            events: Arc::new(move |event| events.lock().unwrap().push(event)),
            ..Options::default()
        })
    }

    /// Quits the app and starts it again.
    pub(crate) fn reopen(&mut self) {
        self.quit();
        self.app = Some(self.open().unwrap());
    }

    pub(crate) fn quit(&mut self) {
        drop(self.app.take());
    }

    /// A folder for files, which has the data folder in it.
    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Writes a file to import.
    pub(crate) fn file(&self, name: &str, contents: &str) -> PathBuf {
        let path = self.dir().join(name);
        std::fs::write(&path, contents).unwrap();
        path
    }

    /// What was told since the last call.
    pub(crate) fn heard(&self) -> Vec<Event> {
        std::mem::take(&mut self.events.lock().unwrap())
    }

    pub(crate) fn workout(&self, changes: Value) -> WorkoutDetail {
        self.workout_create(Create { changes: body(changes) }).unwrap()
    }

    pub(crate) fn program(&self, changes: Value) -> ProgramDetail {
        self.program_create(Create { changes: body(changes) }).unwrap()
    }

    /// A workout with nothing but a name.
    pub(crate) fn named_workout(&self, name: &str) -> WorkoutId {
        self.workout(serde_json::json!({"name": name})).workout.id
    }

    pub(crate) fn get_workout(&self, id: &WorkoutId) -> WorkoutDetail {
        self.workout_get(WorkoutRef { id: id.clone() }).unwrap()
    }

    pub(crate) fn get_program(&self, id: &ProgramId) -> ProgramDetail {
        self.program_get(ProgramRef { id: id.clone() }).unwrap()
    }

    /// Every document as it is stored, bookkeeping included.
    pub(crate) fn documents(&self) -> BTreeMap<String, Body> {
        exported(&self.export_text(ExportKind::Complete).unwrap())
    }

    /// What every document says, bookkeeping and empty fields aside.
    pub(crate) fn content(&self) -> BTreeMap<String, Value> {
        self.documents().into_iter().map(|(id, body)| (id, said(Value::Object(body)))).collect()
    }
}

/// The documents of an export by their ids.
pub(crate) fn exported(text: &str) -> BTreeMap<String, Body> {
    let export: Value = serde_json::from_str(text).unwrap();
    let lists = ["workouts", "programs"].map(|list| export[list].as_array().cloned().unwrap_or_default());
    lists.into_iter().flatten().map(|item| (item["id"].as_str().unwrap().to_owned(), body(item))).collect()
}

/// A document without bookkeeping, and without fields that are null.
pub(crate) fn said(mut document: Value) -> Value {
    if let Some(fields) = document.as_object_mut() {
        fields.retain(|name, value| !BOOKKEEPING.contains(&name.as_str()) && !value.is_null());
        for list in ["workouts", "exercise_groups", "bonus_exercises"] {
            for item in fields.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
                item.as_object_mut().unwrap().retain(|_, value| !value.is_null());
            }
        }
    }
    document
}

pub(crate) fn body(value: Value) -> Body {
    match value {
        Value::Object(body) => body,
        other => panic!("{other} is no object"),
    }
}

pub(crate) fn record(kind: Kind, id: impl Into<String>) -> RecordRef {
    RecordRef { kind, id: id.into() }
}

/// How an error crosses to a front.
pub(crate) fn refused<T: std::fmt::Debug>(result: Result<T, AppError>) -> CommandError {
    CommandError::from(result.unwrap_err())
}

pub(crate) fn code<T: std::fmt::Debug>(result: Result<T, AppError>) -> ErrorCode {
    refused(result).code
}
