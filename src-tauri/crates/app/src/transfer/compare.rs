//! How the entries of a file compare with the library.

use std::collections::BTreeSet;

use model::ipc::{ImportReport, ImportRow, Verdict};
use model::{Kind, body, text};
use store::View;

use super::source::{Item, Source};
use crate::AppError;
use crate::record::{flags, says_the_same};

/// Compares every entry; the rows are in the order of `source.items`.
pub(crate) fn compare(view: &View, source: &Source) -> Result<ImportReport, AppError> {
    let workouts: BTreeSet<&str> =
        source.items.iter().filter(|item| item.kind == Kind::Workout).map(|item| item.id.as_str()).collect();
    let mut report = ImportReport {
        refused: source.refused.clone(),
        identical: source.repeated,
        ..ImportReport::default()
    };
    for item in &source.items {
        let verdict = match view.get(item.kind, &item.id)? {
            None => Verdict::New,
            Some(here) if says_the_same(item.kind, &here.body, &item.body) => Verdict::Identical,
            Some(_) => Verdict::Differing,
        };
        match verdict {
            Verdict::New => report.new += 1,
            Verdict::Identical => report.identical += 1,
            Verdict::Differing => report.differing += 1,
        }
        let mut flags = flags(item.kind, &item.body);
        flags.extend(dangling(view, item, &workouts)?);
        report.rows.push(ImportRow {
            kind: item.kind,
            id: item.id.clone(),
            name: body::text(&item.body, "name").to_owned(),
            line: item.line,
            verdict,
            flags,
        });
    }
    Ok(report)
}

/// A word about the entries of a program whose workouts are neither in the file nor here.
fn dangling(view: &View, item: &Item, in_file: &BTreeSet<&str>) -> Result<Option<String>, AppError> {
    let mut missing = 0;
    for (kind, id) in item.kind.index(&item.body).links {
        if !in_file.contains(id.as_str()) && view.get(kind, &id)?.is_none() {
            missing += 1;
        }
    }
    Ok((missing > 0).then(|| text::with("flag-workouts-missing", &[("n", missing.into())])))
}

/// The records here that the file doesn't have.
pub(crate) fn missing(view: &View, source: &Source) -> Result<Vec<(Kind, String)>, AppError> {
    let in_file: BTreeSet<(Kind, &str)> =
        source.items.iter().map(|item| (item.kind, item.id.as_str())).collect();
    let mut missing = Vec::new();
    for kind in Kind::ALL {
        let here = view.keys(kind)?;
        missing.extend(here.into_iter().filter(|id| !in_file.contains(&(kind, id))).map(|id| (kind, id)));
    }
    Ok(missing)
}
