//! Reading a file of workouts and programs, in any layout that the web app or we have written:
//!
//! - its stores and exports: an object with `workouts`, `programs` or both, and anything beside them;
//! - its backups, and ours: the same with `backup_timestamp`;
//! - what its browser keeps: a bare list of workouts, or of programs, told apart by their fields;
//! - a single workout or program.
//!
//! An entry that can't be taken is refused by name, with its line; the rest of the file stands.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use model::ipc::{Refused, RefusedField};
use model::{Body, FieldError, Kind, Problem, body, id, text};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use store::Past;

use super::backup::{Earlier, FORMAT};
use crate::AppError;
use crate::record::says_the_same;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 256 * 1024 * 1024;

/// A file that was read.
pub(crate) struct Source {
    /// The file's name.
    pub(crate) file: String,
    /// Entries that can be taken, workouts first.
    pub(crate) items: Vec<Item>,
    /// Entries that can't be taken.
    pub(crate) refused: Vec<Refused>,
    /// Entries that repeat an earlier one word for word.
    pub(crate) repeated: u64,
    /// It has both lists, as a backup does.
    pub(crate) complete: bool,
    /// Earlier versions of records; only our own backups have them.
    pub(crate) history: Vec<Past>,
}

/// An entry that can be taken.
pub(crate) struct Item {
    pub(crate) kind: Kind,
    pub(crate) id: String,
    /// The line where it begins, from 1.
    pub(crate) line: u64,
    pub(crate) body: Body,
}

/// What we look for at the top of a file.
#[derive(Deserialize)]
struct Top<'a> {
    #[serde(borrow, default)]
    workouts: Option<&'a RawValue>,
    #[serde(borrow, default)]
    programs: Option<&'a RawValue>,
    #[serde(borrow, default)]
    history: Option<&'a RawValue>,
    #[serde(default)]
    ghost_gym: Option<Value>,
    #[serde(default)]
    id: Option<Value>,
    #[serde(default)]
    name: Option<Value>,
}

impl Source {
    /// Reads a file.
    pub(crate) fn read(path: &Path) -> Result<Self, AppError> {
        let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        File::open(path)
            .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
            .map_err(|error| AppError::reading(path, error))?;
        Self::parse(&file, &bytes)
    }

    /// Reads what a file holds.
    pub(crate) fn parse(file: &str, bytes: &[u8]) -> Result<Self, AppError> {
        let bad = |reason: String| AppError::BadFile { file: file.to_owned(), reason };
        if bytes.len() as u64 > LARGEST {
            return Err(bad(text::with("file-too-large", &[("max", (LARGEST >> 20).into())])));
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let text = std::str::from_utf8(bytes).map_err(|_| bad(text::get("file-not-text")))?;
        if text.trim().is_empty() {
            return Err(bad(text::get("file-empty")));
        }
        let whole: &RawValue = serde_json::from_str(text).map_err(|error| bad(not_json(&error)))?;
        let mut reader = Reader::new(file, text);
        if whole.get().starts_with('[') {
            reader.list(None, whole)?;
        } else if whole.get().starts_with('{') {
            reader.object(whole)?;
        } else {
            return Err(bad(text::get("file-no-lists")));
        }
        Ok(reader.source)
    }
}

struct Reader<'a> {
    text: &'a str,
    /// Where each line ends.
    line_ends: Vec<usize>,
    /// Where in `source.items` each entry stands.
    seen: BTreeMap<(Kind, String), usize>,
    source: Source,
}

impl<'a> Reader<'a> {
    fn new(file: &str, text: &'a str) -> Self {
        let source = Source {
            file: file.to_owned(),
            items: Vec::new(),
            refused: Vec::new(),
            repeated: 0,
            complete: false,
            history: Vec::new(),
        };
        let line_ends =
            text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
        Self { text, line_ends, seen: BTreeMap::new(), source }
    }

    fn bad(&self, reason: String) -> AppError {
        AppError::BadFile { file: self.source.file.clone(), reason }
    }

    fn object(&mut self, whole: &'a RawValue) -> Result<(), AppError> {
        let top: Top = serde_json::from_str(whole.get()).map_err(|error| self.bad(not_json(&error)))?;
        if top.id.is_some() && top.name.is_some() {
            self.entry(None, 0, whole);
            return Ok(());
        }
        let format = top.ghost_gym.as_ref().and_then(|ours| ours.get("format")).and_then(Value::as_u64);
        if format.is_some_and(|format| format > FORMAT) {
            return Err(self.bad(text::get("file-newer")));
        }
        if top.workouts.is_none() && top.programs.is_none() {
            return Err(self.bad(text::get("file-no-lists")));
        }
        self.source.complete = top.workouts.is_some() && top.programs.is_some();
        for (kind, list) in [(Kind::Workout, top.workouts), (Kind::Program, top.programs)] {
            if let Some(list) = list {
                self.list(Some(kind), list)?;
            }
        }
        if let Some(history) = top.history {
            self.source.history = self.history(history)?;
        }
        Ok(())
    }

    /// The line of each version is that of its list: nobody has written it by hand.
    fn history(&self, list: &RawValue) -> Result<Vec<Past>, AppError> {
        let versions: Option<Vec<Earlier>> = serde_json::from_str(list.get()).ok();
        let past = versions.and_then(|all| all.into_iter().map(Earlier::into_past).collect());
        past.ok_or_else(|| self.bad(text::with("file-bad-history", &[("line", self.line(list).into())])))
    }

    fn list(&mut self, kind: Option<Kind>, list: &'a RawValue) -> Result<(), AppError> {
        let Ok(entries) = serde_json::from_str::<Vec<&RawValue>>(list.get()) else {
            let name = kind.map_or("", Kind::collection);
            return Err(self.bad(text::with("file-not-a-list", &[("list", name.into())])));
        };
        for (index, entry) in entries.into_iter().enumerate() {
            self.entry(kind, index, entry);
        }
        Ok(())
    }

    /// Takes an entry or refuses it.
    fn entry(&mut self, kind: Option<Kind>, index: usize, raw: &'a RawValue) {
        let line = self.line(raw);
        let value = serde_json::from_str(raw.get()).unwrap_or_default();
        let kind = kind.unwrap_or_else(|| kind_of(&value));
        let (body, mut errors) = match value {
            Value::Object(body) => {
                let errors = check(kind, &body);
                (body, errors)
            }
            _ => (Body::new(), vec![FieldError::new("", Problem::WrongType { expected: "object" })]),
        };
        let id = body::text(&body, "id").to_owned();
        if errors.is_empty() {
            match self.seen.entry((kind, id.clone())) {
                Entry::Vacant(place) => {
                    place.insert(self.source.items.len());
                    self.source.items.push(Item { kind, id, line, body });
                    return;
                }
                Entry::Occupied(place) => {
                    if says_the_same(kind, &self.source.items[*place.get()].body, &body) {
                        self.source.repeated += 1;
                        return;
                    }
                    errors.push(FieldError::new("id", Problem::Twice));
                }
            }
        }
        let errors = errors
            .into_iter()
            .map(|error| RefusedField { message: error.message(), field: error.field })
            .collect();
        let id = Some(id).filter(|id| !id.is_empty());
        self.source.refused.push(Refused { kind, index: index as u64, line, id, errors });
    }

    /// The line where a part of the text begins, from 1.
    fn line(&self, part: &RawValue) -> u64 {
        let offset = part.get().as_ptr() as usize - self.text.as_ptr() as usize;
        self.line_ends.partition_point(|end| *end < offset) as u64 + 1
    }
}

/// Everything that keeps an entry from being taken.
fn check(kind: Kind, body: &Body) -> Vec<FieldError> {
    let mut errors = kind.schema().check(body);
    let own = body::text(body, "id");
    if !own.trim().is_empty()
        && let Err(problem) = id::check(own)
    {
        errors.push(FieldError::new("id", problem));
    }
    errors
}

/// What an entry of a bare list is, by the fields that only the one or the other has, else by its id.
fn kind_of(value: &Value) -> Kind {
    let has = |fields: &[&str]| fields.iter().any(|field| value.get(field).is_some());
    let id = value.get("id").and_then(Value::as_str).unwrap_or_default();
    let group_fields = ["exercise_groups", "bonus_exercises", "sections", "is_template"];
    let program_fields = ["workouts", "duration_weeks", "difficulty_level"];
    if !has(&group_fields) && (has(&program_fields) || id.starts_with("program-")) {
        Kind::Program
    } else {
        Kind::Workout
    }
}

/// What is wrong with JSON, and where, ready to show.
#[must_use]
pub fn not_json(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    let detail = whole.split(" at line ").next().unwrap_or_default();
    let args = [("line", error.line().into()), ("column", error.column().into()), ("detail", detail.into())];
    text::with("file-not-json", &args)
}
