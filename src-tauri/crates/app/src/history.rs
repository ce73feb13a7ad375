//! Earlier versions of a record, and making one of them the current one again.

use model::ipc::{RecordRef, Version, VersionRef};
use model::{Body, Kind, body, text};
use store::{View, Why};

use crate::label::Verb;
use crate::record::{settled, write};
use crate::{App, AppError, diff, label};

/// How many deleted records are shown.
const DELETED: usize = 100;

impl App {
    /// Earlier versions of a record, the newest first.
    pub fn history_list(&self, ask: RecordRef) -> Result<Vec<Version>, AppError> {
        self.read(|view| {
            let now = view.get(ask.kind, &ask.id)?.map(|record| record.body);
            let versions = view.history(ask.kind, &ask.id)?;
            if now.is_none() && versions.is_empty() {
                return Err(AppError::no_record(ask.kind, ask.id));
            }
            let mut after = now;
            let mut shown = Vec::new();
            for version in versions {
                // What was taken back was never what came before: the line of versions passes it by.
                let body = (version.why != Why::Undone).then(|| version.body.clone());
                shown.push(shown_version(view, version, after.as_ref())?);
                if let Some(body) = body {
                    after = body;
                }
            }
            Ok(shown)
        })
    }

    /// Records that were deleted and could be restored, the newest first.
    pub fn history_deleted(&self) -> Result<Vec<Version>, AppError> {
        self.read(|view| {
            view.deleted(DELETED)?.into_iter().map(|version| shown_version(view, version, None)).collect()
        })
    }

    /// Makes an earlier version the current one. What was current goes to history.
    pub fn history_restore(&self, ask: VersionRef) -> Result<RecordRef, AppError> {
        let version = self.read(|view| view.version(ask.history_id)?.ok_or(AppError::NoVersion))?;
        let body = version.body.ok_or(AppError::NoVersion)?;
        let (kind, id) = (version.key.kind, version.key.id);
        self.change(Verb::RestoreVersion, body::text(&body, "name"), |tx| {
            let before = tx.get(kind, &id)?;
            write(tx, Why::Restored, kind, before.as_ref(), body.clone(), self.now())
        })?;
        Ok(RecordRef { kind, id })
    }
}

/// A version as it is shown; `after` is what the change after it made of it.
fn shown_version(view: &View, version: store::Version, after: Option<&Body>) -> Result<Version, AppError> {
    let kind = version.key.kind;
    let before = version.body.as_ref().map(|body| settled(kind, body));
    let after = after.map(|body| settled(kind, body));
    let changes = diff::lines(kind, before.as_ref(), after.as_ref(), &mut |workout| {
        Ok(last_body(view, workout)?.map(|body| body::text(&body, "name").to_owned()))
    })?;
    Ok(Version {
        history_id: version.history_id,
        kind,
        id: version.key.id,
        name: version.body.as_ref().map(|body| body::text(body, "name").to_owned()).unwrap_or_default(),
        why: why(version.why, &version.op),
        at: version.at,
        body: version.body,
        changes,
    })
}

/// A workout as it is, or as it was last.
fn last_body(view: &View, workout: &str) -> Result<Option<Body>, AppError> {
    if let Some(record) = view.get(Kind::Workout, workout)? {
        return Ok(Some(record.body));
    }
    Ok(view.history(Kind::Workout, workout)?.into_iter().find_map(|version| version.body))
}

/// Why a version is no longer the current one: the change as a whole, and if it was taken back, that.
fn why(why: Why, op: &str) -> String {
    let change = label::sentence(op);
    match why {
        Why::Undone => text::with("why-undone", &[("change", change.into())]),
        _ => change,
    }
}
