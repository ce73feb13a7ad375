//! `import`, `export`, `backup`, `restore`, `diagnostics`.

use std::path::Path;

use app::App;
use model::ipc::{DiagnosticsAsk, Differing, ImportReport, ImportRow, Refused, Verdict, Written};
use model::text;
use serde::Serialize;

use super::lines;
use crate::args;
use crate::output::{Output, Stop, print};

/// What a restore answers.
#[derive(Serialize)]
struct Restored<'a> {
    #[serde(flatten)]
    report: &'a ImportReport,
    removed: u64,
    backup: &'a Written,
}

pub(super) fn import(app: &App, ask: &args::Import, output: Output) -> Result<(), Stop> {
    let differing = if ask.replace { Differing::Replace } else { Differing::Keep };
    let report = app.import_file(&ask.file, differing, ask.dry_run)?;
    output.answer(&report, || {
        let key = if ask.dry_run { "cli-would-import" } else { "cli-imported" };
        let kept = report.differing - report.replaced;
        let hint = if kept > 0 && !ask.replace { text::get("cli-hint-replace") } else { String::new() };
        lines([counts(key, &report), listed(&report, ask.dry_run), hint])
    })
}

pub(super) fn export(app: &App, ask: &args::Export, output: Output) -> Result<(), Stop> {
    if ask.file.as_os_str() == "-" {
        return print(&app.export_text(ask.kind.into())?);
    }
    let written = app.export_to(&ask.file, ask.kind.into())?;
    output.answer(&written, || saved("cli-exported", &written))
}

pub(super) fn backup(app: &App, file: Option<&Path>, output: Output) -> Result<(), Stop> {
    let written = match file {
        Some(file) => app.backup_to(file)?,
        None => app.backup_default()?,
    };
    output.answer(&written, || saved("cli-backed-up", &written))
}

pub(super) fn diagnostics(app: &App, file: &Path, training_data: bool, output: Output) -> Result<(), Stop> {
    let written = app.diagnostics_to(file, DiagnosticsAsk { training_data })?;
    output.answer(&written, || {
        let head = text::with("cli-diagnosed", &[("path", written.path.as_str().into())]);
        lines(std::iter::once(head).chain(written.files.iter().map(|file| format!("    {file}"))))
    })
}

pub(super) fn restore(app: &App, file: &Path, output: Output) -> Result<(), Stop> {
    let restored = app.restore_file(file)?;
    let (report, backup) = (&restored.report, &restored.before);
    output.answer(&Restored { report, removed: restored.removed, backup }, || {
        lines([
            counts("cli-restored", report),
            text::with("cli-removed", &[("n", restored.removed.into())]),
            text::with("cli-before", &[("path", backup.path.as_str().into())]),
        ])
    })
}

fn counts(key: &str, report: &ImportReport) -> String {
    let args = [
        ("new", report.new.into()),
        ("identical", report.identical.into()),
        ("differing", report.differing.into()),
        ("replaced", report.replaced.into()),
        ("refused", report.refused.len().into()),
    ];
    text::with(key, &args)
}

fn saved(key: &str, written: &Written) -> String {
    let args = [
        ("path", written.path.as_str().into()),
        ("workouts", text::with("count-workouts", &[("n", written.workouts.into())]).into()),
        ("programs", text::with("count-programs", &[("n", written.programs.into())]).into()),
    ];
    text::with(key, &args)
}

/// What is worth a line: all that is refused, differs or is flagged; in a dry run what is new as well.
fn listed(report: &ImportReport, dry_run: bool) -> String {
    let worth = |row: &&ImportRow| match row.verdict {
        Verdict::Identical => false,
        Verdict::Differing => true,
        Verdict::New => dry_run || !row.flags.is_empty(),
    };
    let mut all: Vec<(u64, String)> =
        report.rows.iter().filter(worth).map(|row| (row.line, entry(row))).collect();
    all.extend(report.refused.iter().map(|refused| (refused.line, wrong(refused))));
    all.sort();
    all.into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n")
}

fn entry(row: &ImportRow) -> String {
    let verdict = match row.verdict {
        Verdict::New => "cli-verdict-new",
        Verdict::Identical => "cli-verdict-identical",
        Verdict::Differing => "cli-verdict-differing",
    };
    let args = [
        ("line", row.line.into()),
        ("kind", text::get(&format!("kind-{}", row.kind)).into()),
        ("name", row.name.as_str().into()),
        ("verdict", text::get(verdict).into()),
    ];
    lines(
        std::iter::once(text::with("cli-row", &args))
            .chain(row.flags.iter().map(|flag| format!("    {flag}"))),
    )
}

fn wrong(refused: &Refused) -> String {
    let errors: Vec<_> = refused.errors.iter().map(|error| error.message.as_str()).collect();
    let args = [
        ("line", refused.line.into()),
        ("kind", text::get(&format!("kind-{}", refused.kind)).into()),
        ("name", refused.id.clone().unwrap_or_else(|| text::get("cli-no-id")).into()),
        ("verdict", errors.join(" ").into()),
    ];
    text::with("cli-row-refused", &args)
}
