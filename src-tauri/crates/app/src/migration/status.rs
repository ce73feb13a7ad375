//! How the anonymous library stands with the account, and what a run would do.

use model::ipc::{CloudCounts, Eligibility, MigrationPreview, MigrationRun, MigrationState, MigrationStatus};
use model::migration::{RecordCounts, SOURCE_FIELD};
use model::{Kind, text};
use store::{Owner, View};

use super::background::Hold;
use super::compare::{Names, compare_all};
use crate::error::path_text;
use crate::sync::has_heard;
use crate::{App, AppError};

/// Why a run could begin or not, in the web app's words.
const READY: &str = "Ready for migration";
const HAS_DATA: &str = "User already has data in cloud storage";
const NO_DATA: &str = "No local data to migrate";
const NO_SERVICE: &str = "Firestore service not available";
const NOBODY: &str = "User not authenticated";

impl App {
    /// How the anonymous library stands with the account.
    pub fn migration(&self) -> Result<MigrationStatus, AppError> {
        let _one_library = self.settle();
        if self.owner() == Owner::Anonymous {
            let local_data = self.read(counts)?;
            let eligibility = Eligibility { reason: NOBODY.to_owned(), local_data, ..Eligibility::default() };
            return Ok(MigrationStatus {
                local_data,
                eligibility,
                recommendations: recommendations(MigrationState::NotAuthenticated),
                ..MigrationStatus::default()
            });
        }
        let source = self.migration_source()?;
        let local_data = source.counts()?;
        self.read(|view| {
            let firestore_data = cloud_counts(view)?;
            let compared = compare_all(view, &source, &Names::default())?;
            let status = match (local_data.total(), compared.to_move()) {
                (0, _) if firestore_data.migrated_programs + firestore_data.migrated_workouts > 0 => {
                    MigrationState::Completed
                }
                (0, _) => MigrationState::NoData,
                (_, 0) => MigrationState::Completed,
                (all, _) if compared.new.total() == all => MigrationState::Pending,
                _ => MigrationState::PartialOrDuplicate,
            };
            let run = self.last_run(view)?;
            let eligibility = eligibility(view, local_data)?;
            let is_idle = run.as_ref().is_none_or(|run| run.step.is_over());
            let is_wanted = matches!(status, MigrationState::Pending | MigrationState::PartialOrDuplicate);
            Ok(MigrationStatus {
                status,
                local_data,
                firestore_data,
                recommendations: recommendations(status),
                offered: is_idle
                    && is_wanted
                    && eligibility.eligible
                    && !self.places.migration_later(&self.owner()).exists(),
                eligibility,
                run,
            })
        })
    }

    /// What a run would do. It changes nothing.
    pub fn migration_preview(&self) -> Result<MigrationPreview, AppError> {
        let _one_library = self.settle();
        self.must_have_account()?;
        let source = self.migration_source()?;
        let local_data = source.counts()?;
        let backups = self.places.backups(&Owner::Anonymous);
        self.read(|view| {
            Ok(MigrationPreview {
                eligibility: eligibility(view, local_data)?,
                backup_folder: path_text(&backups),
                ..compare_all(view, &source, &Names::of(view)?)?
            })
        })
    }

    /// The run that is under way, or else the last one.
    fn last_run(&self, view: &View) -> Result<Option<MigrationRun>, AppError> {
        let runs = view.runs()?;
        let last = runs.iter().find(|journal| !journal.step.is_over()).or(runs.first());
        let mut state = last.map(|journal| self.state_of(view, journal)).transpose()?;
        if let Some(state) = state.as_mut().filter(|state| !state.step.is_over() && state.waits.is_none())
            && !Hold::is_taken(self)?
        {
            state.waits = self.sending()?.says();
        }
        Ok(state)
    }
}

/// Whether a run could begin.
pub(super) fn eligibility(view: &View, local_data: RecordCounts) -> Result<Eligibility, AppError> {
    let cloud_data = counts(view)?;
    let (eligible, reason) = if !has_heard(view)? {
        (false, NO_SERVICE)
    } else if local_data.total() == 0 {
        (false, NO_DATA)
    } else if cloud_data.total() > 0 {
        (true, HAS_DATA)
    } else {
        (true, READY)
    };
    Ok(Eligibility {
        eligible,
        reason: reason.to_owned(),
        local_data,
        cloud_data,
        estimated_time: eligible.then(|| estimate(local_data.total()).to_owned()),
    })
}

/// How long a run of so many records takes, in the web app's words.
fn estimate(records: u64) -> &'static str {
    match records {
        0..=10 => "< 10 seconds",
        11..=50 => "10-30 seconds",
        51..=100 => "30-60 seconds",
        _ => "1-2 minutes",
    }
}

fn counts(view: &View) -> Result<RecordCounts, AppError> {
    Ok(RecordCounts { programs: view.count(Kind::Program)?, workouts: view.count(Kind::Workout)? })
}

fn cloud_counts(view: &View) -> Result<CloudCounts, AppError> {
    let (mut all, mut migrated) = (RecordCounts::default(), RecordCounts::default());
    for kind in Kind::ALL {
        view.all(kind, |record| {
            all.add(kind);
            if record.body.contains_key(SOURCE_FIELD) {
                migrated.add(kind);
            }
            Ok::<_, AppError>(())
        })?;
    }
    Ok(CloudCounts {
        programs: all.programs,
        workouts: all.workouts,
        migrated_programs: migrated.programs,
        migrated_workouts: migrated.workouts,
    })
}

/// What to do, in two sentences.
fn recommendations(state: MigrationState) -> Vec<String> {
    let word = match state {
        MigrationState::NotAuthenticated => "not-authenticated",
        MigrationState::NoData => "no-data",
        MigrationState::Pending => "pending",
        MigrationState::PartialOrDuplicate => "partial",
        MigrationState::Completed => "completed",
        MigrationState::Error => "error",
    };
    (1..=2).map(|n| text::get(&format!("migration-advice-{word}-{n}"))).collect()
}
