//! What a person asks of a migration: that it be done, ended, taken back, cleared up after, or told about.

use std::path::Path;
use std::{fs, io};

use model::ipc::{MigrationReport, MigrationRun, RunRef, Written};
use model::migration::{Journal, Step};
use model::{Body, Kind};

use super::MigrationError;
use super::compare::{Names, compare_all};
use super::journal::{find, under_way};
use super::status::eligibility;
use crate::error::path_text;
use crate::label::Verb;
use crate::sync::has_heard;
use crate::{App, AppError, file};

impl App {
    /// Begins a run, unless one is under way: then that goes on. Whoever stays calls [`App::go_on_migrating`] next.
    pub fn migration_begin(&self) -> Result<MigrationRun, AppError> {
        let _one_library = self.settle();
        self.must_have_account()?;
        if let Some(journal) = self.read(under_way)? {
            return self.migration_state(&journal.run);
        }
        let source = self.migration_source()?;
        let local_data = source.counts()?;
        if local_data.total() == 0 {
            return Err(MigrationError::Nothing.into());
        }
        if !self.read(|view| eligibility(view, local_data))?.eligible {
            return Err(MigrationError::Unheard.into());
        }
        if self.read(|view| compare_all(view, &source, &Names::default()))?.to_move() == 0 {
            return Err(MigrationError::Nothing.into());
        }
        let now = self.now();
        let journal = Journal {
            run: self.uuid().to_string(),
            step: Step::Begun,
            started_at: now,
            changed_at: now,
            detail: Body::new(),
        };
        self.change(Verb::Migrate, "", |tx| {
            if under_way(tx)?.is_some() {
                return Err(MigrationError::UnderWay.into());
            }
            Ok(tx.begin_run(&journal)?)
        })?;
        fault!("migration.begun");
        self.migration_state(&journal.run)
    }

    /// Moves what is in the anonymous library into the account and verifies it, or goes on with that; it returns when
    /// it is over. If it has to wait for something, the error says for what.
    pub fn migrate(&self) -> Result<MigrationReport, AppError> {
        if !self.read(has_heard)? {
            self.sync_once()?;
        }
        let run = self.migration_begin()?.run;
        self.finish_run(&run)?;
        self.report_of(&run)
    }

    /// Takes a run back; it returns when that is over.
    pub fn roll_back_migration(&self, ask: RunRef) -> Result<MigrationReport, AppError> {
        self.migration_roll_back(ask.clone())?;
        self.finish_run(&ask.run)?;
        self.report_of(&ask.run)
    }

    /// Begins to take a run back. Whoever stays calls [`App::go_on_migrating`] next.
    pub fn migration_roll_back(&self, ask: RunRef) -> Result<MigrationRun, AppError> {
        let _one_library = self.settle();
        self.must_have_account()?;
        self.begin_rollback(&ask.run)?;
        self.migration_told(&ask.run)
    }

    /// Ends the run that is under way: before anything was written, it is over; else what it wrote is taken back.
    pub fn migration_cancel(&self) -> Result<MigrationRun, AppError> {
        let _one_library = self.settle();
        self.must_have_account()?;
        let Some(journal) = self.read(under_way)? else { return Err(MigrationError::Over.into()) };
        let cancelled = self.change(Verb::Migrate, "", |tx| {
            let journal = find(tx, &journal.run)?;
            let is_early = matches!(journal.step, Step::Begun | Step::BackedUp);
            if is_early {
                tx.set_run(&journal.run, Step::Cancelled, &journal.detail)?;
            }
            Ok::<_, AppError>(is_early)
        })?;
        if !cancelled {
            self.begin_rollback(&journal.run)?;
        }
        self.migration_told(&journal.run)
    }

    /// What a run has done.
    pub fn migration_report(&self, ask: RunRef) -> Result<MigrationReport, AppError> {
        let _one_library = self.settle();
        self.must_have_account()?;
        self.report_of(&ask.run)
    }

    /// Every run of this account on this machine, the newest first: the audit trail.
    pub fn migration_list(&self) -> Result<Vec<MigrationRun>, AppError> {
        let _one_library = self.settle();
        self.must_have_account()?;
        self.read(|view| view.runs()?.iter().map(|journal| self.state_of(view, journal)).collect())
    }

    /// Writes the report of a run to a file.
    pub fn migration_export_to(&self, ask: RunRef, path: &Path) -> Result<Written, AppError> {
        let report = self.migration_report(ask)?;
        let text = serde_json::to_vec_pretty(&report)
            .map_err(|error| AppError::Internal(format!("report: {error}")))?;
        file::write(path, &text)?;
        let of = |kind| report.rows.iter().filter(|row| row.kind == kind).count() as u64;
        Ok(Written { path: path_text(path), workouts: of(Kind::Workout), programs: of(Kind::Program) })
    }

    /// Empties the anonymous library of what a finished run has moved.
    pub fn migration_clear(&self, ask: RunRef) -> Result<MigrationRun, AppError> {
        self.must_have_account()?;
        self.clear_source(&ask.run)?;
        let _one_library = self.settle();
        self.migration_told(&ask.run)
    }

    /// It isn't offered unasked any more to whoever is signed in.
    pub fn migration_later(&self) -> Result<(), AppError> {
        self.must_have_account()?;
        let mark = self.places.migration_later(&self.owner());
        match fs::File::create_new(&mark) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                Err(AppError::writing(&mark, error))
            }
            _ => Ok(()),
        }
    }

    fn migration_told(&self, run: &str) -> Result<MigrationRun, AppError> {
        self.migration_tell(run);
        self.migration_state(run)
    }
}
