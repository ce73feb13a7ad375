//! What a run is doing and has done, for people and programs.

use model::ipc::{MigrationReport, MigrationRow, MigrationRun};
use model::migration::{Fate, Journal, Migrated, Step, Verdict};
use model::{Kind, RecordKey, body, text, time};
use store::View;

use super::digest::digest;
use super::journal::{Detail, find};
use crate::app::lock;
use crate::label::Verb;
use crate::{App, AppError};

/// How many entries of the journal are held at once.
const PAGE: usize = 500;

impl App {
    /// How a run stands.
    pub(super) fn migration_state(&self, run: &str) -> Result<MigrationRun, AppError> {
        self.read(|view| self.state_of(view, &find(view, run)?))
    }

    pub(super) fn state_of(&self, view: &View, journal: &Journal) -> Result<MigrationRun, AppError> {
        let detail = Detail::of(journal)?;
        let counts = Counts::of(view, &journal.run)?;
        let unsent = view.unsent_of_run(&journal.run)?;
        let sent = counts.written.saturating_sub(unsent.pending);
        let (done, total) = match journal.step {
            Step::Begun | Step::BackedUp | Step::Cancelled => (0, 0),
            Step::Uploaded => (counts.settled, counts.written),
            Step::RollingBack if detail.taken_back_at.is_none() => (0, counts.written),
            Step::Copied | Step::RollingBack => (sent, counts.written),
            Step::Finished | Step::RolledBack => (counts.written, counts.written),
        };
        let is_under_way = !journal.step.is_over();
        let (done, remaining) = if is_under_way {
            self.migrating.pace(&journal.run, journal.step, done, total)
        } else {
            (done, None)
        };
        let said =
            |held: &std::sync::Mutex<Option<String>>| is_under_way.then(|| lock(held).clone()).flatten();
        let attention = if journal.step == Step::Copied { unsent.refused } else { counts.attention };
        let args = [("n", attention.into()), ("done", done.into()), ("total", total.into())];
        let can_roll_back =
            matches!(journal.step, Step::Copied | Step::Uploaded | Step::Finished) && counts.written > 0;
        Ok(MigrationRun {
            run: journal.run.clone(),
            step: journal.step,
            started_at: journal.started_at,
            changed_at: journal.changed_at,
            summary: text::with(&format!("migration-summary-{}", journal.step.as_str()), &args),
            done,
            total,
            remaining,
            waits: said(&self.migrating.waits),
            trouble: said(&self.migrating.trouble),
            attention,
            local_storage_cleared: detail.cleared_at.is_some() && journal.step == Step::Finished,
            can_roll_back,
            can_clear: journal.step == Step::Finished && detail.cleared_at.is_none(),
        })
    }

    /// What a run has done.
    pub(super) fn report_of(&self, run: &str) -> Result<MigrationReport, AppError> {
        self.look_again(run)?;
        self.read(|view| {
            let journal = find(view, run)?;
            let (state, detail) = (self.state_of(view, &journal)?, Detail::of(&journal)?);
            let mut report = MigrationReport {
                success: state.step == Step::Finished && state.attention == 0,
                migrated_programs: 0,
                migrated_workouts: 0,
                skipped: 0,
                merged: 0,
                errors: Vec::new(),
                kept: Vec::new(),
                namesakes: detail.namesakes,
                rows: Vec::new(),
                migration_duration: seconds(
                    detail.finished_at.unwrap_or_else(|| self.now()) - journal.started_at,
                ),
                migration_timestamp: time::format(journal.started_at),
                backup: detail.backup,
                run: state.run,
                step: state.step,
                summary: state.summary,
                attention: state.attention,
                local_storage_cleared: state.local_storage_cleared,
                can_roll_back: state.can_roll_back,
                can_clear: state.can_clear,
            };
            each(view, run, |item| {
                add(&mut report, row(view, &item)?);
                Ok(())
            })?;
            Ok(report)
        })
    }

    /// What needed attention may be settled by now: the person has changed it, or sent it again.
    fn look_again(&self, run: &str) -> Result<(), AppError> {
        let settled = self.read(|view| {
            let mut settled = Vec::new();
            each(view, run, |item| {
                if matches!(item.fate, Fate::Refused | Fate::Mismatched)
                    && let Some(fate) = settled_fate(view, &item)?
                {
                    settled.push((item.key, fate));
                }
                Ok(())
            })?;
            Ok(settled)
        })?;
        if settled.is_empty() {
            return Ok(());
        }
        self.change(Verb::Migrate, "", |tx| {
            for (key, fate) in &settled {
                tx.set_fate(run, key, *fate)?;
            }
            Ok(())
        })
    }
}

/// Passes every record that a run was about to `work`.
fn each(
    view: &View,
    run: &str,
    mut work: impl FnMut(Migrated) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let mut after = None;
    loop {
        let page = view.migrated(run, after.as_ref(), PAGE)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.key.clone());
        page.into_iter().try_for_each(&mut work)?;
    }
}

/// How many records a run is about.
struct Counts {
    /// Those that it wrote.
    written: u64,
    /// Of them, those of which it is known what has become of them.
    settled: u64,
    /// Of them, those that need attention.
    attention: u64,
}

impl Counts {
    fn of(view: &View, run: &str) -> Result<Self, AppError> {
        let mut counts = Self { written: 0, settled: 0, attention: 0 };
        for ((_, _, fate), count) in view.count_migrated(run)? {
            counts.written += if fate == Fate::Skipped { 0 } else { count };
            counts.settled += if matches!(fate, Fate::Skipped | Fate::Moving) { 0 } else { count };
            counts.attention += if matches!(fate, Fate::Refused | Fate::Mismatched) { count } else { 0 };
        }
        Ok(counts)
    }
}

/// What has become of a record that needed attention; `None`: it still does.
fn settled_fate(view: &View, item: &Migrated) -> Result<Option<Fate>, AppError> {
    let RecordKey { kind, id } = &item.key;
    if view.queued(*kind, id)?.is_some() {
        return Ok(None);
    }
    Ok(match (view.mirrored(*kind, id)?, view.get(*kind, id)?) {
        (_, None) => Some(Fate::Deleted),
        (Some(there), Some(_)) if Some(digest(*kind, &there.body)?) == item.written => Some(Fate::Verified),
        (Some(_), Some(here)) if Some(digest(*kind, &here.body)?) != item.written => Some(Fate::Changed),
        _ => None,
    })
}

fn add(report: &mut MigrationReport, row: MigrationRow) {
    if matches!(row.fate, Fate::Verified | Fate::Changed | Fate::Deleted) {
        match row.kind {
            Kind::Program => report.migrated_programs += 1,
            Kind::Workout => report.migrated_workouts += 1,
        }
    }
    report.skipped += u64::from(row.fate == Fate::Skipped);
    report.merged += u64::from(row.verdict == Verdict::Differing);
    match row.fate {
        Fate::Refused | Fate::Mismatched => report.errors.push(row.clone()),
        Fate::KeptChanged | Fate::KeptUsed => report.kept.push(row.clone()),
        _ => {}
    }
    report.rows.push(row);
}

fn row(view: &View, item: &Migrated) -> Result<MigrationRow, AppError> {
    let RecordKey { kind, id } = &item.key;
    let mut last = view.get(*kind, id)?.map(|record| record.body);
    if last.is_none() {
        last = view.history(*kind, id)?.into_iter().find_map(|version| version.body);
    }
    Ok(MigrationRow {
        kind: *kind,
        id: id.clone(),
        name: last.map_or_else(|| id.clone(), |last| body::text(&last, "name").to_owned()),
        verdict: item.verdict,
        fate: item.fate,
        why: why(view, item)?,
    })
}

/// What a person should know of a record.
fn why(view: &View, item: &Migrated) -> Result<Option<String>, AppError> {
    let RecordKey { kind, id } = &item.key;
    Ok(match item.fate {
        Fate::Skipped => super::compare::why(item.verdict),
        Fate::Moving | Fate::Verified | Fate::TakenBack => None,
        Fate::Refused => {
            let refused = view.queued(*kind, id)?.and_then(|queued| queued.refused);
            Some(match refused {
                Some(refusal) => text::get(&format!("refusal-{}", refusal.as_str())),
                None => text::get("migration-fate-refused"),
            })
        }
        fate => Some(text::get(&format!("migration-fate-{}", fate.as_str()))),
    })
}

/// Milliseconds as seconds.
#[expect(clippy::cast_precision_loss, reason = "a run takes less than the 285,000 years that are exact")]
fn seconds(millis: model::Millis) -> f64 {
    millis.max(0) as f64 / 1_000.0
}
