//! The step that moves: everything into the account's library, in one transaction, the journal's rows among it.

use model::migration::{
    Fate, Journal, MIGRATED_AT_FIELD, Migrated, RUN_FIELD, SOURCE, SOURCE_FIELD, Step, Verdict,
};
use model::sync::{Meeting, Op, Outcome, State, Unsent};
use model::{Body, Event, Millis, RecordKey, ServerTime, time};
use store::{Past, Record, Tx, Why};
use sync::Clock;

use super::compare::{Compared, Names, compare, namesake};
use super::digest::digest;
use super::journal::{Detail, find};
use super::machine::Came;
use crate::label::Verb;
use crate::record::write;
use crate::{App, AppError};

/// How many namesakes the report names.
const NAMESAKES: usize = 100;

impl App {
    /// Copies what the account doesn't have, and merges what it has otherwise.
    pub(super) fn migration_copy(&self, journal: &Journal) -> Result<Came, AppError> {
        let _one_library = self.settle();
        let source = self.migration_source()?;
        let now = self.now();
        self.change(Verb::Migrate, "", |tx| {
            let journal = find(tx, &journal.run)?;
            // It was cancelled meanwhile, or another process has done it.
            if journal.step != Step::BackedUp {
                return Ok(());
            }
            tx.not_undoable();
            let mut detail = Detail::of(&journal)?;
            let names = Names::of(tx)?;
            let mut mover = Mover { tx, run: &journal.run, op: Verb::Migrate.op(""), now };
            source.each(|key, record| {
                let compared = compare(mover.tx, key, &record)?;
                if names.has(compared.verdict, &record) && detail.namesakes.len() < NAMESAKES {
                    detail.namesakes.push(namesake(&record));
                }
                mover.take(key, record, compared)
            })?;
            fault!("migration.copying");
            tx.set_run(&journal.run, Step::Copied, &detail.body()?)?;
            Ok::<_, AppError>(())
        })?;
        fault!("migration.copied");
        self.tell(Event::LibraryChanged);
        Ok(Came::On)
    }
}

struct Mover<'a, 'b> {
    tx: &'a mut Tx<'b>,
    run: &'a str,
    op: String,
    now: Millis,
}

impl Mover<'_, '_> {
    /// Takes a record in, and notes what was done with it.
    fn take(&mut self, key: &RecordKey, record: Record, compared: Compared) -> Result<(), AppError> {
        let Compared { verdict, source, there } = compared;
        let mut entry =
            Migrated { key: key.clone(), verdict, fate: Fate::Skipped, source, written: None, former: None };
        // Its place among the others by date is what it was.
        let edited_at = if record.modified_at > 0 { record.modified_at } else { self.now };
        let document = match (verdict, &there) {
            (Verdict::New, _) => Some(self.marked(record.body)),
            (Verdict::Differing, Some(there)) => self.merged(key, record, there)?,
            _ => None,
        };
        if let Some(document) = document {
            entry.written = Some(digest(key.kind, &document)?);
            entry.fate = Fate::Moving;
            match there {
                None => drop(self.tx.put_as_of(edited_at, Why::Created, key.kind, &key.id, document)?),
                Some(there) => {
                    write(self.tx, Why::Merged, key.kind, Some(&there), document, self.now)?;
                    entry.former = Some(there.body);
                }
            }
        }
        Ok(self.tx.put_migrated(self.run, &entry)?)
    }

    /// Where it comes from stands in a document that moves: the audit trail.
    fn marked(&self, mut body: Body) -> Body {
        body.insert(SOURCE_FIELD.into(), SOURCE.into());
        body.insert(MIGRATED_AT_FIELD.into(), time::format(self.now).into());
        body.insert(RUN_FIELD.into(), self.run.into());
        body
    }

    /// What both say, by the rules by which two devices' records become one that were made under the same id. What is
    /// overwritten goes to history; so does what we have where that gave way. `None`: the account's stands.
    fn merged(&mut self, key: &RecordKey, ours: Record, theirs: &Record) -> Result<Option<Body>, AppError> {
        let edited_at = ours.modified_at;
        let outcome = sync::merge::meet(
            &Meeting {
                key,
                base: None,
                ours: Some(&ours.body),
                unsent: &Unsent { op: Op::new(SOURCE, 0, edited_at), edited_at },
                sent: &[],
                theirs: &State::Document(theirs.body.clone()),
                at: ServerTime(theirs.modified_at.saturating_mul(1_000)),
            },
            Clock { now: self.now, offset: 0 },
        );
        let body = match outcome {
            Outcome::Ours { .. } => Some(ours.body.clone()),
            Outcome::Both { body, .. } => Some(body),
            Outcome::Theirs { .. } | Outcome::Unreadable | Outcome::Ask => None,
        };
        self.tx.recall(&[Past {
            key: key.clone(),
            why: Why::Merged,
            op: self.op.clone(),
            at: edited_at,
            body: Some(ours.body),
        }])?;
        Ok(body.map(|body| self.marked(body)))
    }
}
