//! Writing the library in the web app's layout. Every document is written just as it is stored.

use std::path::Path;

use model::ipc::{ExportKind, Written};
use model::{Body, Kind, Millis, time};
use serde::Serialize;
use store::View;

use crate::error::path_text;
use crate::{App, AppError, file};

/// What the web app writes as the version of its exports.
const WEB_APP_VERSION: &str = "v3";

#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the web app's names")]
struct Export {
    export_type: ExportKind,
    export_date: String,
    version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    programs: Option<Vec<Body>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    workouts: Option<Vec<Body>>,
}

impl App {
    /// Exports to a file, which is there whole or not at all.
    pub fn export_to(&self, path: &Path, kind: ExportKind) -> Result<Written, AppError> {
        write(path, &self.export(kind)?)
    }

    /// What [`App::export_to`] writes.
    pub fn export_text(&self, kind: ExportKind) -> Result<String, AppError> {
        json(&self.export(kind)?)
    }

    fn export(&self, kind: ExportKind) -> Result<Export, AppError> {
        let (workouts, programs) = match kind {
            ExportKind::Complete => (true, true),
            ExportKind::Workouts => (true, false),
            ExportKind::Programs => (false, true),
        };
        let (programs, workouts) = self.read(|view| {
            let list = |wanted: bool, kind| wanted.then(|| documents(view, kind)).transpose();
            Ok((list(programs, Kind::Program)?, list(workouts, Kind::Workout)?))
        })?;
        let export_date = time::format(self.now());
        Ok(Export { export_type: kind, export_date, version: WEB_APP_VERSION, programs, workouts })
    }
}

/// Exports these documents to a file, which is there whole or not at all.
pub(crate) fn write_documents(
    path: &Path,
    now: Millis,
    programs: Vec<Body>,
    workouts: Vec<Body>,
) -> Result<Written, AppError> {
    write(
        path,
        &Export {
            export_type: ExportKind::Complete,
            export_date: time::format(now),
            version: WEB_APP_VERSION,
            programs: Some(programs),
            workouts: Some(workouts),
        },
    )
}

fn write(path: &Path, export: &Export) -> Result<Written, AppError> {
    file::write(path, json(export)?.as_bytes())?;
    let count = |documents: &Option<Vec<Body>>| documents.as_ref().map_or(0, Vec::len) as u64;
    Ok(Written {
        path: path_text(path),
        workouts: count(&export.workouts),
        programs: count(&export.programs),
    })
}

/// Every document of a kind.
pub(crate) fn documents(view: &View, kind: Kind) -> Result<Vec<Body>, AppError> {
    let mut documents = Vec::new();
    view.all(kind, |record| {
        documents.push(record.body);
        Ok::<_, AppError>(())
    })?;
    Ok(documents)
}

/// A file's text: indented as the web app does, with a line break at its end.
pub(crate) fn json(contents: &impl Serialize) -> Result<String, AppError> {
    let mut text = serde_json::to_string_pretty(contents)
        .map_err(|error| AppError::Internal(format!("export: {error}")))?;
    text.push('\n');
    Ok(text)
}
