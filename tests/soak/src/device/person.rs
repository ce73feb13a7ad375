//! What a person does at a device: something at random, again and again. Everybody works on what was changed last, so
//! that they get in each other's way; each has a record of their own besides, which nobody else touches.

use app::{App, AppError};
use fastrand::Rng;
use model::ipc::{
    Create, EntryAdd, EntryFate, EntryRemove, EntryUpdate, ListQuery, Order, ProgramRef, ProgramUpdate,
    RecordRef, Reorder, VersionRef, WorkoutDelete, WorkoutUpdate,
};
use model::{Body, EntryId, ErrorCode, Kind, ProgramId, WorkoutId, body};
use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::ledger::{Act, Intent, Ledger};
use crate::mark::{self, Mark};

/// So many of the records of a kind are worked on.
const HOT: u32 = 12;
/// A record is left alone from this version on: its history keeps 100 versions, and every edit is to be found in it.
const WORN: u64 = 25;
/// What the tags of records that only one device edits begin with.
const OWN: &str = "own-";
const ENTRIES: usize = 6;

/// What is done once it is noted, and which records it changed.
type Deed<'a> = Box<dyn FnOnce(&App) -> std::result::Result<Vec<RecordRef>, AppError> + 'a>;
/// The same, of which the record is known before.
type Change = Box<dyn FnOnce(&App) -> std::result::Result<(), AppError>>;

/// A person at a device.
pub(super) struct Person<'a> {
    pub(super) app: &'a App,
    pub(super) ledger: &'a mut Ledger,
    pub(super) device: u8,
    pub(super) rng: &'a mut Rng,
}

impl Person<'_> {
    /// Does something; whether anything was changed.
    pub(super) fn act(&mut self) -> Result<bool> {
        match self.rng.u8(..100) {
            0..12 => self.create(Kind::Workout, false),
            12..18 => self.create(Kind::Program, false),
            18..48 => self.edit(Kind::Workout),
            48..72 => self.edit(Kind::Program),
            72..77 => self.delete(),
            77..82 => self.revert(Act::Undo),
            82..84 => self.revert(Act::Redo),
            84..87 => self.restore(),
            87..98 => self.edit_own(),
            _ => {
                match self.app.sync_now() {
                    Ok(_) => {}
                    // No session just now, or none that can be reached.
                    Err(error) if is_of_the_session(&error) => {}
                    Err(error) => return Err(error.into()),
                }
                Ok(false)
            }
        }
    }

    /// Notes it, does it, and notes what came of it.
    fn note(&mut self, intent: Intent, deed: Deed<'_>) -> Result<bool> {
        let number = self.ledger.begin(intent)?;
        match deed(self.app) {
            Ok(records) => {
                self.ledger.done(number, records)?;
                Ok(true)
            }
            Err(error) if is_usual(&error) => {
                self.ledger.failed(number, format!("{:?}: {error}", error.code()))?;
                Ok(false)
            }
            Err(error) => Err(Error::Device {
                device: self.device,
                what: format!("edit {number} failed with {:?}: {error}", error.code()),
            }),
        }
    }

    fn create(&mut self, kind: Kind, own: bool) -> Result<bool> {
        let mark = self.ledger.next_mark();
        let mut changes = json!({ "name": format!("New {mark}") });
        if own {
            changes["tags"] = json!([self.own_tag()]);
        }
        let changes = fields(changes);
        let intent = Intent { act: Act::Create, record: None, mark: Some(mark), own };
        self.note(
            intent,
            Box::new(move |app| {
                let id = match kind {
                    Kind::Workout => app.workout_create(Create { changes })?.workout.id.as_str().to_owned(),
                    Kind::Program => app.program_create(Create { changes })?.program.id.as_str().to_owned(),
                };
                Ok(vec![RecordRef { kind, id }])
            }),
        )
    }

    /// Edits the record that is this device's own, or makes one.
    fn edit_own(&mut self) -> Result<bool> {
        let newest =
            ListQuery { tags: vec![self.own_tag()], order: Order::Created, limit: 1, ..ListQuery::default() };
        let own = self.app.documents(Kind::Workout, &newest)?.items.pop();
        let Some(own) = own.filter(|own| !is_worn(own)) else { return self.create(Kind::Workout, true) };
        let mark = self.ledger.next_mark();
        self.update(Kind::Workout, &own, Some(mark), true, json!({ "description": format!("Own {mark}") }))
    }

    fn edit(&mut self, kind: Kind) -> Result<bool> {
        let Some(document) = self.any(kind)? else { return self.create(kind, false) };
        let mark = self.ledger.next_mark();
        let changes = match self.rng.u8(..10) {
            0 | 1 => json!({ "name": format!("Name {mark}") }),
            2 => json!({ "description": format!("What for {mark}") }),
            3 => json!({ "tags": tags(&document, mark) }),
            _ => match kind {
                Kind::Workout => self.groups(&document, mark),
                Kind::Program => return self.edit_entries(&document, mark),
            },
        };
        self.update(kind, &document, Some(mark), false, changes)
    }

    fn update(
        &mut self,
        kind: Kind,
        document: &Body,
        mark: Option<Mark>,
        own: bool,
        changes: Value,
    ) -> Result<bool> {
        let record = RecordRef { kind, id: body::text(document, "id").to_owned() };
        let intent = Intent { act: Act::Edit, record: Some(record.clone()), mark, own };
        let (changes, before) = (fields(changes), Some(document.clone()));
        self.note(
            intent,
            Box::new(move |app| {
                match kind {
                    Kind::Workout => {
                        app.workout_update(WorkoutUpdate { id: workout_id(&record.id)?, changes, before })?;
                    }
                    Kind::Program => {
                        app.program_update(ProgramUpdate { id: program_id(&record.id)?, changes, before })?;
                    }
                }
                Ok(vec![record])
            }),
        )
    }

    /// Adds, changes, moves or removes a group of a workout.
    fn groups(&mut self, document: &Body, mark: Mark) -> Value {
        let mut groups = list(document, "exercise_groups");
        let ours = |group: &Value| marks(group).any(|mark| mark.device == self.device);
        // One of each device at most: a workout may have six.
        if groups.is_empty() || (!groups.iter().any(ours) && groups.len() < 5 && self.rng.bool()) {
            groups.insert(
                self.rng.usize(..=groups.len()),
                json!({ "group_id": "", "exercises": { "a": format!("Squat {mark}") }, "sets": "3", "reps": "8", "rest": "60s" }),
            );
            return json!({ "exercise_groups": groups });
        }
        let chosen = self.rng.usize(..groups.len());
        match self.rng.u8(..4) {
            0 if groups.len() > 1 => {
                groups.remove(chosen);
                json!({ "exercise_groups": groups, "description": format!("Shorter {mark}") })
            }
            1 if groups.len() > 1 => {
                let group = groups.remove(chosen);
                groups.insert(self.rng.usize(..=groups.len()), group);
                json!({ "exercise_groups": groups, "description": format!("Sorted {mark}") })
            }
            _ => {
                let field = ["sets", "reps", "rest"][self.rng.usize(..3)];
                groups[chosen][field] = mark.to_string().into();
                json!({ "exercise_groups": groups })
            }
        }
    }

    /// Adds, renames, moves or removes an entry of a program.
    fn edit_entries(&mut self, document: &Body, mark: Mark) -> Result<bool> {
        let record = RecordRef { kind: Kind::Program, id: body::text(document, "id").to_owned() };
        let entries = list(document, "workouts");
        let id = program_id(&record.id)?;
        let choice = self.rng.u8(..8);
        if entries.len() < 2 || (choice < 2 && entries.len() < ENTRIES) {
            let Some(workout) = self.any(Kind::Workout)? else { return self.create(Kind::Workout, false) };
            let workout_id = workout_id(body::text(&workout, "id"))?;
            let at = self.rng.u32(..=u32::try_from(entries.len()).unwrap_or_default());
            let (at, custom_name) = (Some(at), Some(format!("Day {mark}")));
            let ask = EntryAdd { id, workout_id, at, custom_name, custom_date: None };
            return self.entry(record, Some(mark), Box::new(move |app| app.entry_add(ask).map(drop)));
        }
        let chosen = self.rng.usize(..entries.len());
        let entry_ids = entries.iter().map(entry_id).collect::<std::result::Result<Vec<_>, _>>()?;
        match choice {
            0..4 => {
                let (entry_id, custom_name) = (entry_ids[chosen].clone(), Some(format!("Day {mark}")));
                let ask = EntryUpdate { id, entry_id, custom_name, custom_date: None };
                self.entry(record, Some(mark), Box::new(move |app| app.entry_update(ask).map(drop)))
            }
            4 => {
                let ask = EntryRemove { id, entry_id: entry_ids[chosen].clone() };
                self.entry(record, None, Box::new(move |app| app.entry_remove(ask).map(drop)))
            }
            5 => {
                let mut shuffled = entry_ids.clone();
                self.rng.shuffle(&mut shuffled);
                // To order them as they are is no edit.
                if shuffled == entry_ids {
                    shuffled.rotate_left(1);
                }
                let ask = Reorder { id, entry_ids: shuffled };
                self.entry(record, None, Box::new(move |app| app.entry_reorder(ask).map(drop)))
            }
            _ => {
                let mut entries = entries;
                entries.rotate_left(1);
                let changes = json!({ "workouts": entries, "description": format!("In order {mark}") });
                self.update(Kind::Program, document, Some(mark), false, changes)
            }
        }
    }

    fn entry(&mut self, record: RecordRef, mark: Option<Mark>, change: Change) -> Result<bool> {
        let intent = Intent { act: Act::Edit, record: Some(record.clone()), mark, own: false };
        self.note(intent, Box::new(move |app| change(app).map(|()| vec![record])))
    }

    fn delete(&mut self) -> Result<bool> {
        let kind = if self.rng.bool() { Kind::Workout } else { Kind::Program };
        let Some(document) = self.any(kind)? else { return Ok(false) };
        let record = RecordRef { kind, id: body::text(&document, "id").to_owned() };
        let intent = Intent { act: Act::Delete, record: Some(record.clone()), mark: None, own: false };
        self.note(
            intent,
            Box::new(move |app| {
                match kind {
                    Kind::Workout => {
                        let entries = Some(EntryFate::Keep);
                        app.workout_delete(WorkoutDelete { id: workout_id(&record.id)?, entries })?;
                    }
                    Kind::Program => app.program_delete(ProgramRef { id: program_id(&record.id)? })?,
                }
                Ok(vec![record])
            }),
        )
    }

    fn revert(&mut self, act: Act) -> Result<bool> {
        let intent = Intent { act, record: None, mark: None, own: false };
        self.note(
            intent,
            Box::new(move |app| Ok(if act == Act::Undo { app.undo() } else { app.redo() }?.records)),
        )
    }

    /// Brings something back that was deleted.
    fn restore(&mut self) -> Result<bool> {
        let deleted = self.app.history_deleted()?.into_iter().take(5);
        let common = deleted.filter(|version| version.body.as_ref().is_some_and(|body| !is_owned(body)));
        let Some(version) = self.rng.choice(common.collect::<Vec<_>>()) else { return Ok(false) };
        let record = RecordRef { kind: version.kind, id: version.id };
        let intent = Intent { act: Act::Restore, record: Some(record), mark: None, own: false };
        let history_id = version.history_id;
        self.note(
            intent,
            Box::new(move |app| app.history_restore(VersionRef { history_id }).map(|record| vec![record])),
        )
    }

    /// One of the records that were changed last, nobody's own and not worn out.
    fn any(&mut self, kind: Kind) -> Result<Option<Body>> {
        let hot = ListQuery { limit: HOT, ..ListQuery::default() };
        let documents = self.app.documents(kind, &hot)?.items.into_iter();
        let free: Vec<Body> =
            documents.filter(|document| !is_owned(document) && !is_worn(document)).collect();
        Ok(self.rng.choice(free))
    }

    fn own_tag(&self) -> String {
        format!("{OWN}{}", self.device)
    }
}

/// The tags with the mark in place of this device's last: there is one of each device at most.
fn tags(document: &Body, mark: Mark) -> Vec<String> {
    let others = body::texts(document, "tags")
        .filter(|tag| mark::of_text(tag).all(|other| other.device != mark.device))
        .map(str::to_owned);
    others.chain([mark.to_string()]).collect()
}

fn marks(value: &Value) -> impl Iterator<Item = Mark> {
    value.as_object().map(mark::marks).unwrap_or_default().into_iter()
}

fn is_owned(document: &Body) -> bool {
    body::texts(document, "tags").any(|tag| tag.starts_with(OWN))
}

fn is_worn(document: &Body) -> bool {
    document.get("version").and_then(Value::as_u64).is_none_or(|version| version >= WORN)
}

fn list(document: &Body, field: &str) -> Vec<Value> {
    document.get(field).and_then(Value::as_array).cloned().unwrap_or_default()
}

fn fields(value: Value) -> Body {
    match value {
        Value::Object(fields) => fields,
        _ => Body::new(),
    }
}

fn workout_id(id: &str) -> std::result::Result<WorkoutId, AppError> {
    WorkoutId::parse(id).map_err(|_| AppError::NoId(id.to_owned()))
}

fn program_id(id: &str) -> std::result::Result<ProgramId, AppError> {
    ProgramId::parse(id).map_err(|_| AppError::NoId(id.to_owned()))
}

fn entry_id(entry: &Value) -> std::result::Result<EntryId, AppError> {
    let id = entry.get("entry_id").and_then(Value::as_str).unwrap_or_default();
    EntryId::parse(id).map_err(|_| AppError::NoEntry(id.to_owned()))
}

/// What people meet when others were there first; anything else must not happen.
fn is_usual(error: &AppError) -> bool {
    matches!(
        error.code(),
        ErrorCode::NotFound | ErrorCode::Conflict | ErrorCode::NothingToDo | ErrorCode::Invalid
    )
}

fn is_of_the_session(error: &AppError) -> bool {
    matches!(error.code(), ErrorCode::NeedsSignIn | ErrorCode::Offline | ErrorCode::Refused)
}
