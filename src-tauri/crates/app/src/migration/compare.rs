//! How the records of the anonymous library compare with the account's.

use std::collections::HashSet;

use model::ipc::{MigrationPreview, MigrationRow};
use model::migration::{Fate, Verdict};
use model::{Kind, RecordKey, body, text};
use store::{Record, View};

use super::digest::digest;
use super::source::Source;
use crate::AppError;
use crate::record::says_the_same;

/// How many records a preview shows, and names of the same kind.
const SAMPLE: usize = 50;

/// A record of the anonymous library, compared.
pub(super) struct Compared {
    pub(super) verdict: Verdict,
    /// The digest of what the anonymous library has.
    pub(super) source: String,
    /// What the account has.
    pub(super) there: Option<Record>,
}

/// Compares a record with the account's library.
pub(super) fn compare(account: &View, key: &RecordKey, record: &Record) -> Result<Compared, AppError> {
    let source = digest(key.kind, &record.body)?;
    let there = account.get(key.kind, &key.id)?;
    let verdict = match &there {
        Some(there) if says_the_same(key.kind, &there.body, &record.body) => Verdict::Identical,
        _ if account.moved_before(key, &source)? => Verdict::MovedBefore,
        None => Verdict::New,
        Some(_) => Verdict::Differing,
    };
    Ok(Compared { verdict, source, there })
}

/// The names that an account's records have before a run.
#[derive(Default)]
pub(super) struct Names(HashSet<(Kind, String)>);

impl Names {
    pub(super) fn of(account: &View) -> Result<Self, AppError> {
        let mut names = HashSet::new();
        for kind in Kind::ALL {
            account.all(kind, |record| {
                names.insert((kind, folded(&record)));
                Ok::<_, AppError>(())
            })?;
        }
        Ok(Self(names))
    }

    /// Whether the account has another record of this name. Of a record that is new to it, any is another.
    pub(super) fn has(&self, verdict: Verdict, record: &Record) -> bool {
        verdict == Verdict::New && self.0.contains(&(record.kind, folded(record)))
    }
}

fn folded(record: &Record) -> String {
    body::text(&record.body, "name").trim().to_lowercase()
}

/// A row about a record, as it is before the run.
pub(super) fn row(record: &Record, verdict: Verdict, why: Option<String>) -> MigrationRow {
    MigrationRow {
        kind: record.kind,
        id: record.id.clone(),
        name: body::text(&record.body, "name").to_owned(),
        verdict,
        fate: if verdict.is_written() { Fate::Moving } else { Fate::Skipped },
        why,
    }
}

/// Why a record is passed over, or what happens to it beyond moving.
pub(super) fn why(verdict: Verdict) -> Option<String> {
    (verdict != Verdict::New).then(|| text::get(&format!("migration-verdict-{}", verdict.as_str())))
}

/// That the account has another record of this name.
pub(super) fn namesake(record: &Record) -> MigrationRow {
    let name = body::text(&record.body, "name");
    row(record, Verdict::New, Some(text::with("migration-namesake", &[("name", name.into())])))
}

/// Compares everything that the anonymous library has. Names that the account knows already are pointed out.
pub(super) fn compare_all(
    account: &View,
    source: &Source,
    names: &Names,
) -> Result<MigrationPreview, AppError> {
    let mut preview = MigrationPreview::default();
    source.each(|key, record| {
        let verdict = compare(account, key, &record)?.verdict;
        count(&mut preview, names, &record, verdict);
        Ok(())
    })?;
    Ok(preview)
}

/// Adds a record to a preview.
fn count(preview: &mut MigrationPreview, names: &Names, record: &Record, verdict: Verdict) {
    let counts = match verdict {
        Verdict::New => &mut preview.new,
        Verdict::Identical => &mut preview.identical,
        Verdict::Differing => &mut preview.differing,
        Verdict::MovedBefore => &mut preview.moved_before,
    };
    counts.add(record.kind);
    if names.has(verdict, record) {
        preview.namesake_count += 1;
        if preview.namesakes.len() < SAMPLE {
            preview.namesakes.push(namesake(record));
        }
    }
    let place = rank(verdict);
    let at = preview.sample.partition_point(|shown| rank(shown.verdict) <= place);
    if at < SAMPLE {
        preview.sample.insert(at, row(record, verdict, why(verdict)));
        preview.sample.truncate(SAMPLE);
    }
}

/// What a person should look at first.
fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Differing => 0,
        Verdict::New => 1,
        Verdict::MovedBefore => 2,
        Verdict::Identical => 3,
    }
}
