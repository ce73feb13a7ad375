//! Records in memory, one shelf of them for each owner, and how they are changed.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use model::ipc::*;
use model::settings::Settings;
use model::{Body, CommandError, ErrorCode, Kind, ProgramId, WorkoutId, body, draft};
use serde_json::{Value, json};

use super::account::Cloud;
use super::data;
use super::migration::Moving;
use super::records::{Records, Step, Ticks, program_row, workout_row};
use super::sync::Sync;
use super::update::Updates;

/// A library in memory.
#[derive(Debug, Default)]
pub struct Library {
    /// How long an answer takes, in milliseconds.
    pub delay: u32,
    /// What every command answers, if nothing works.
    pub failing: Option<CommandError>,
    /// How it stands with the cloud.
    pub sync: Sync,
    /// The programs that come with it.
    pub starters: Vec<(Starter, Vec<Body>)>,
    /// What is set.
    pub settings: RefCell<Settings>,
    /// The choices that are remembered.
    pub preferences: RefCell<Preferences>,
    /// Who can sign in, and to what.
    pub cloud: Cloud,
    /// How moving into an account stands.
    pub moving: Moving,
    /// How a new version of the app stands.
    pub updates: Updates,
    pub(super) records: RefCell<Records>,
    pub(super) versions: RefCell<Vec<Version>>,
    pub(super) undo: RefCell<Vec<Step>>,
    pub(super) redo: RefCell<Vec<Step>>,
    /// What belongs to those whose library is not open, by uid; nobody's is the anonymous one.
    shelves: RefCell<BTreeMap<String, Shelf>>,
    pub(super) ticks: Ticks,
    tokens: Cell<u64>,
}

/// What one owner has.
#[derive(Debug, Default)]
struct Shelf {
    records: Records,
    versions: Vec<Version>,
    undo: Vec<Step>,
    redo: Vec<Step>,
}

/// What a command answers.
pub(super) type Reply<T> = Result<T, CommandError>;

impl Library {
    /// A library that holds these documents, the last changed first.
    pub fn holding(documents: Vec<Body>) -> Self {
        let library = Self::default();
        library.records.replace(Records(documents.into_iter().map(Into::into).collect()));
        library
    }

    /// Puts what is open on the shelf of its owner `from`, and opens what `to` has.
    pub(super) fn switch(&self, from: &str, to: &str) {
        let mut shelves = self.shelves.borrow_mut();
        let opened = shelves.remove(to).unwrap_or_default();
        let left = Shelf {
            records: self.records.replace(opened.records),
            versions: self.versions.replace(opened.versions),
            undo: self.undo.replace(opened.undo),
            redo: self.redo.replace(opened.redo),
        };
        shelves.insert(from.to_owned(), left);
    }

    /// Throws away what `owner`, whose library is not open, has.
    pub(super) fn discard(&self, owner: &str) {
        self.shelves.borrow_mut().remove(owner);
    }

    fn id(&self, kind: Kind) -> String {
        match kind {
            Kind::Workout => WorkoutId::from_uuid(self.ticks.uuid()).into(),
            Kind::Program => ProgramId::from_uuid(self.ticks.uuid()).into(),
        }
    }

    /// Changes records as one step that can be undone.
    pub(super) fn transact(
        &self,
        label: String,
        kind: Kind,
        id: &str,
        change: impl FnOnce(&mut Records, i64),
    ) {
        let before = self.records.borrow().clone();
        let versions = self.versions.borrow().clone();
        let record = RecordRef { kind, id: id.into() };
        let now = self.ticks.now();
        let old = before.get(kind, id).ok();
        change(&mut self.records.borrow_mut(), now);
        let name = old.as_ref().map_or_else(String::new, |old| body::text(old, "name").into());
        self.versions.borrow_mut().insert(
            0,
            Version {
                history_id: now,
                kind,
                id: id.into(),
                name,
                why: label.clone(),
                at: now,
                body: old.as_ref().map(|old| (**old).clone()),
                changes: vec![label.clone()],
            },
        );
        let changed = self.records.borrow().get(kind, id).ok().or(old);
        let name = changed.map_or_else(String::new, |changed| body::text(&changed, "name").into());
        self.sync.edited(kind, id, &name, self.records.borrow().get(kind, id).is_err());
        self.undo.borrow_mut().push(Step { label, record, before, versions });
        self.redo.borrow_mut().clear();
    }

    pub(super) fn create(&self, kind: Kind, changes: Body) -> Reply<String> {
        let id = self.id(kind);
        let document = draft::create(kind, &id, changes, &mut || self.ticks.uuid())?;
        let label = format!("Created “{}”", body::text(&document, "name"));
        self.transact(label, kind, &id, |records, now| records.put(document, now));
        Ok(id)
    }

    /// Changes the fields given. One that somebody else has changed since `begun` stays as it is, unless it was
    /// changed here, too. (The core looks into the items of lists as well.)
    pub(super) fn update(
        &self,
        kind: Kind,
        id: &str,
        mut changes: Body,
        begun: Option<&Body>,
        word: &str,
    ) -> Reply<()> {
        let before = self.records.borrow().get(kind, id)?;
        if let Some(begun) = begun {
            changes.retain(|field, value| begun.get(field) != Some(value));
        }
        let after = draft::update(kind, &before, changes, &mut || self.ticks.uuid())?;
        if !body::same_content(&before, &after) {
            let label = format!("{word} “{}”", body::text(&after, "name"));
            self.transact(label, kind, id, |records, now| records.put(after, now));
        }
        Ok(())
    }

    /// A workout's row, with what of it isn't in the cloud.
    pub(super) fn workout_row(&self, document: &Body) -> WorkoutRow {
        WorkoutRow { unsent: self.sync.unsent(body::text(document, "id")), ..workout_row(document) }
    }

    /// A program's row, with what of it isn't in the cloud.
    pub(super) fn program_row(&self, document: &Body) -> ProgramRow {
        ProgramRow { unsent: self.sync.unsent(body::text(document, "id")), ..program_row(document) }
    }

    pub(super) fn duplicate(&self, kind: Kind, id: &str, name: Option<String>) -> Reply<String> {
        let mut copy = (*self.records.borrow().get(kind, id)?).clone();
        let new = self.id(kind);
        let name = name.unwrap_or_else(|| format!("{} (Copy)", body::text(&copy, "name")));
        copy.insert("id".into(), json!(new));
        copy.insert("name".into(), json!(name));
        self.transact(format!("Duplicated “{name}”"), kind, &new, |records, now| records.put(copy, now));
        Ok(new)
    }

    /// Changes the list of entries of a program.
    pub(super) fn entries(
        &self,
        id: &ProgramId,
        change: impl FnOnce(&mut Vec<Value>) -> Reply<()>,
    ) -> Reply<ProgramDetail> {
        let document = self.records.borrow().program(id.as_str())?.program;
        let mut entries: Vec<Value> = document.workouts.iter().map(|entry| json!(entry)).collect();
        change(&mut entries)?;
        let mut changes = Body::new();
        changes.insert("workouts".into(), Value::Array(entries));
        self.update(Kind::Program, id.as_str(), changes, None, "Changed")?;
        self.records.borrow().program(id.as_str())
    }

    pub(super) fn step(&self, from: &RefCell<Vec<Step>>, to: &RefCell<Vec<Step>>) -> Reply<Reverted> {
        let step = from.borrow_mut().pop();
        let Some(step) = step else {
            return Err(CommandError::new(ErrorCode::NothingToDo, "There is nothing to undo."));
        };
        let before = self.records.replace(step.before);
        let versions = self.versions.replace(step.versions);
        let back = Step { label: step.label.clone(), record: step.record.clone(), before, versions };
        to.borrow_mut().push(back);
        Ok(Reverted { label: step.label, records: vec![step.record] })
    }

    pub(super) fn count(&self, kind: Kind) -> u64 {
        self.records.borrow().of(kind).count() as u64
    }

    pub(super) fn preview(&self) -> Preview {
        self.tokens.set(self.tokens.get() + 1);
        Preview { token: self.tokens.get(), file: "workouts.json".into(), report: data::report(), missing: 0 }
    }
}
