//! Moving into an account, in memory: what a person sees of it, without anything being moved.

use std::cell::RefCell;

use model::ipc::*;
use model::migration::{Fate, RecordCounts, Step, Verdict};
use model::{CommandError, ErrorCode, Event, Kind};

use super::library::{Library, Reply};
use super::tell;

/// The moment at which everything in memory was begun.
const BEGUN: i64 = 1_794_000_000_000;

/// How moving stands in memory.
#[derive(Debug, Default)]
pub struct Moving {
    /// What is on this machine without an account.
    pub local: RecordCounts,
    /// The last run.
    pub run: RefCell<Option<MigrationRun>>,
    /// It was put off.
    pub later: RefCell<bool>,
    /// The cloud refuses so many records.
    pub refused: u64,
    /// What the account has is not known.
    pub unheard: bool,
}

impl Moving {
    /// Something to move; `word` is what the address of the page asks for.
    pub fn of(word: &str) -> Self {
        let mut moving = Self::default();
        if !word.is_empty() {
            moving.local = RecordCounts { programs: 2, workouts: 34 };
        }
        moving.refused = u64::from(word == "attention");
        moving.unheard = word == "unheard";
        let step = match word {
            "going" | "waits" | "trouble" => Some(Step::Copied),
            "back" => Some(Step::RollingBack),
            "done" | "attention" => Some(Step::Finished),
            "taken" => Some(Step::RolledBack),
            _ => None,
        };
        if let Some(step) = step {
            let mut run = moving.state(step, if step.is_over() { 36 } else { 14 });
            run.waits = (word == "waits").then(|| "It goes on as soon as there is a connection.".into());
            run.trouble =
                (word == "trouble").then(|| "The disk is full. Make room; it goes on by itself.".into());
            moving.run.replace(Some(run));
        }
        moving
    }

    fn state(&self, step: Step, done: u64) -> MigrationRun {
        let total = self.local.total();
        let attention = if step == Step::Finished { self.refused } else { 0 };
        MigrationRun {
            run: "run-1".into(),
            step,
            started_at: BEGUN,
            changed_at: BEGUN + 9_000,
            summary: match step {
                Step::Finished if attention > 0 => format!("Finished, {attention} needs attention"),
                Step::Finished => "Finished".into(),
                Step::RolledBack => "Taken back".into(),
                Step::RollingBack => format!("Taking back: {done} of {total} done"),
                Step::Cancelled => "Cancelled before anything was moved".into(),
                _ => format!("{done} of {total} in the cloud"),
            },
            done,
            total,
            remaining: (!step.is_over()).then_some(4_000),
            waits: None,
            trouble: None,
            attention,
            local_storage_cleared: false,
            can_roll_back: step == Step::Finished,
            can_clear: step == Step::Finished,
        }
    }

    fn eligibility(&self) -> Eligibility {
        let eligible = !self.unheard && self.local.total() > 0;
        Eligibility {
            eligible,
            reason: "Ready for migration".into(),
            local_data: self.local,
            cloud_data: RecordCounts::default(),
            estimated_time: eligible.then(|| "10-30 seconds".into()),
        }
    }

    fn stand(&self, run: MigrationRun) -> MigrationRun {
        self.run.replace(Some(run.clone()));
        tell(&Event::Migration { run: run.clone() });
        run
    }

    fn known(&self) -> Reply<MigrationRun> {
        let none = || CommandError::new(ErrorCode::NotFound, "There is no such migration.");
        self.run.borrow().clone().ok_or_else(none)
    }
}

fn row(n: u64, verdict: Verdict, fate: Fate, why: Option<&str>) -> MigrationRow {
    MigrationRow {
        kind: if n % 9 == 8 { Kind::Program } else { Kind::Workout },
        id: format!("moved-{n}"),
        name: ["Push day", "Pull day", "Leg day", "Upper body A", "Intervals"]
            [usize::try_from(n % 5).unwrap_or_default()]
        .into(),
        verdict,
        fate,
        why: why.map(str::to_owned),
    }
}

impl Library {
    pub(super) fn moving_status(&self) -> MigrationStatus {
        let moving = &self.moving;
        let run = moving.run.borrow().clone();
        let is_moved = run.as_ref().is_some_and(|run| run.step == Step::Finished);
        let status = match moving.local.total() {
            0 => MigrationState::NoData,
            _ if is_moved => MigrationState::Completed,
            _ => MigrationState::Pending,
        };
        MigrationStatus {
            status,
            local_data: moving.local,
            eligibility: moving.eligibility(),
            offered: run.is_none() && status == MigrationState::Pending && !*moving.later.borrow(),
            run,
            ..MigrationStatus::default()
        }
    }

    pub(super) fn moving_preview(&self) -> MigrationPreview {
        let local = self.moving.local;
        let differing =
            "Your account has another version: both are merged, and what gives way is kept in its history.";
        let sample = (0..local.total()).map(|n| match n {
            0 | 1 => row(n, Verdict::Differing, Fate::Moving, Some(differing)),
            _ => row(n, Verdict::New, Fate::Moving, None),
        });
        MigrationPreview {
            eligibility: self.moving.eligibility(),
            new: RecordCounts { programs: local.programs, workouts: local.workouts.saturating_sub(2) },
            differing: RecordCounts { programs: 0, workouts: local.workouts.min(2) },
            sample: sample.collect(),
            namesakes: vec![row(
                5,
                Verdict::New,
                Fate::Moving,
                Some("Your account has another one called “Push day”. Both are kept."),
            )],
            namesake_count: 1,
            backup_folder: "/home/you/.local/share/ghost-gym/backups".into(),
            ..MigrationPreview::default()
        }
    }

    pub(super) fn moving_begin(&self) -> Reply<MigrationRun> {
        if self.moving.local.total() == 0 {
            return Err(CommandError::new(
                ErrorCode::NothingToDo,
                "There is nothing on this machine to move.",
            ));
        }
        self.moving.stand(self.moving.state(Step::Copied, 0));
        Ok(self.moving.stand(self.moving.state(Step::Finished, self.moving.local.total())))
    }

    pub(super) fn moving_back(&self) -> Reply<MigrationRun> {
        self.moving.known()?;
        Ok(self.moving.stand(self.moving.state(Step::RolledBack, self.moving.local.total())))
    }

    pub(super) fn moving_clear(&self) -> Reply<MigrationRun> {
        let run = MigrationRun { local_storage_cleared: true, can_clear: false, ..self.moving.known()? };
        Ok(self.moving.stand(run))
    }

    pub(super) fn moving_report(&self) -> Reply<MigrationReport> {
        let run = self.moving.known()?;
        let taken = run.step == Step::RolledBack;
        let fate = if taken { Fate::TakenBack } else { Fate::Verified };
        let refused = "The cloud's rules don't allow it. It stays on this machine. Change it and it is sent again, or try again once the rules are different.";
        let errors: Vec<_> =
            (0..run.attention).map(|n| row(n, Verdict::New, Fate::Refused, Some(refused))).collect();
        let kept = if taken {
            vec![row(
                3,
                Verdict::New,
                Fate::KeptChanged,
                Some("It was changed since, so it stays in your account."),
            )]
        } else {
            Vec::new()
        };
        let moved = if taken { RecordCounts::default() } else { self.moving.local };
        Ok(MigrationReport {
            success: run.step == Step::Finished && errors.is_empty(),
            migrated_programs: moved.programs,
            migrated_workouts: moved.workouts.saturating_sub(run.attention),
            skipped: 0,
            merged: 2,
            rows: (run.attention..run.total).map(|n| row(n, Verdict::New, fate, None)).collect(),
            errors,
            kept,
            namesakes: self.moving_preview().namesakes,
            migration_duration: 9.0,
            migration_timestamp: "2026-11-06T19:20:00Z".into(),
            backup: Some(Written {
                path: "/home/you/.local/share/ghost-gym/backups/before-migration-20261106-192000.json".into(),
                workouts: self.moving.local.workouts,
                programs: self.moving.local.programs,
            }),
            run: run.run,
            step: run.step,
            summary: run.summary,
            attention: run.attention,
            local_storage_cleared: run.local_storage_cleared,
            can_roll_back: run.can_roll_back,
            can_clear: run.can_clear,
        })
    }
}
