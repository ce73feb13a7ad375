//! `migrate`: from the anonymous library into the account, and back.

use app::App;
use model::ipc::{MigrationPreview, MigrationReport, MigrationRow, MigrationRun, MigrationStatus, RunRef};
use model::migration::RecordCounts;
use model::text;

use super::{lines, when};
use crate::args::MigrateVerb;
use crate::output::{Output, Stop};

pub(super) fn run(app: &App, verb: MigrateVerb, output: Output) -> Result<(), Stop> {
    match verb {
        MigrateVerb::Status => {
            let status = app.migration()?;
            output.answer(&status, || in_words(&status))
        }
        MigrateVerb::List => {
            let runs = app.migration_list()?;
            output.answer(&runs, || listed(&runs))
        }
        MigrateVerb::Preview => {
            let preview = app.migration_preview()?;
            output.answer(&preview, || previewed(&preview))
        }
        MigrateVerb::Run { clear_local } => {
            let mut report = app.migrate()?;
            if clear_local {
                let ask = RunRef { run: report.run };
                app.migration_clear(ask.clone())?;
                report = app.migration_report(ask)?;
            }
            output.answer(&report, || reported(&report))
        }
        MigrateVerb::Rollback { run } => {
            let report = app.roll_back_migration(RunRef { run })?;
            output.answer(&report, || reported(&report))
        }
        MigrateVerb::Report { run } => {
            let report = app.migration_report(RunRef { run })?;
            output.answer(&report, || reported(&report))
        }
    }
}

fn in_words(status: &MigrationStatus) -> String {
    let there = &status.firestore_data;
    let in_cloud = RecordCounts { programs: there.programs, workouts: there.workouts };
    lines([
        text::with("cli-migrate-local", &[("value", counted(status.local_data).into())]),
        text::with("cli-migrate-cloud", &[("value", counted(in_cloud).into())]),
        status.recommendations.join(" "),
        match &status.run {
            Some(run) => text::with(
                "cli-migrate-last",
                &[("run", run.run.as_str().into()), ("step", run.summary.as_str().into())],
            ),
            None => String::new(),
        },
        status.run.as_ref().and_then(|run| run.waits.clone()).unwrap_or_default(),
        status.run.as_ref().and_then(|run| run.trouble.clone()).unwrap_or_default(),
    ])
}

fn listed(runs: &[MigrationRun]) -> String {
    if runs.is_empty() {
        return text::get("cli-migrate-none");
    }
    lines(runs.iter().map(|run| format!("{}  {}  {}", run.run, when(run.started_at), run.summary)))
}

fn previewed(preview: &MigrationPreview) -> String {
    let line = |key: &str, counts: RecordCounts| match counts.total() {
        0 => String::new(),
        _ => text::with(key, &[("value", counted(counts).into())]),
    };
    lines([
        line("cli-migrate-new", preview.new),
        line("cli-migrate-differing", preview.differing),
        line("cli-migrate-identical", preview.identical),
        line("cli-migrate-moved-before", preview.moved_before),
        rows(&preview.sample),
        match preview.namesake_count {
            0 => String::new(),
            n => text::with("cli-migrate-namesakes", &[("n", n.into())]),
        },
        rows(&preview.namesakes),
    ])
}

fn reported(report: &MigrationReport) -> String {
    let moved = RecordCounts { programs: report.migrated_programs, workouts: report.migrated_workouts };
    lines([
        report.summary.clone(),
        text::with("cli-migrate-moved", &[("value", counted(moved).into())]),
        match report.skipped {
            0 => String::new(),
            n => text::with("cli-migrate-skipped", &[("n", n.into())]),
        },
        rows(&report.errors),
        rows(&report.kept),
        rows(&report.namesakes),
        match &report.backup {
            Some(backup) => text::with("cli-migrate-backup", &[("path", backup.path.as_str().into())]),
            None => String::new(),
        },
        if report.local_storage_cleared { text::get("cli-migrate-cleared") } else { String::new() },
        if report.can_roll_back {
            text::with("cli-migrate-hint-rollback", &[("run", report.run.as_str().into())])
        } else {
            String::new()
        },
    ])
}

fn rows(rows: &[MigrationRow]) -> String {
    lines(rows.iter().map(|row| {
        let args = [
            ("kind", text::get(&format!("kind-{}", row.kind)).into()),
            ("name", row.name.as_str().into()),
            ("why", row.why.clone().unwrap_or_else(|| text::get("cli-verdict-new")).into()),
        ];
        text::with("cli-migrate-row", &args)
    }))
}

fn counted(counts: RecordCounts) -> String {
    let args = [
        ("workouts", text::with("count-workouts", &[("n", counts.workouts.into())]).into()),
        ("programs", text::with("count-programs", &[("n", counts.programs.into())]).into()),
    ];
    text::with("cli-migrate-counted", &args)
}
