//! A ZIP file for those who look for a fault: logs, reports, settings, how sync stands and how the database is made.
//! Nothing in it says who somebody is or what they train, unless they say so.
//!
//! Whatever can't be gathered is named in the file in place of what it would have said: where something is wrong, the
//! rest is worth all the more.

mod parts;
mod redact;
mod reports;

use std::io::{Cursor, Write as _};
use std::path::Path;

use model::ipc::{DiagnosticsAsk, DiagnosticsWritten};
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use crate::error::path_text;
use crate::{App, AppError, file};
use redact::Redactor;

/// A file to be.
struct Part {
    name: String,
    text: String,
    /// The person wants it as it is.
    as_it_is: bool,
}

impl App {
    /// Writes a ZIP file with what helps to find a fault.
    pub fn diagnostics_to(&self, path: &Path, ask: DiagnosticsAsk) -> Result<DiagnosticsWritten, AppError> {
        let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_string_lossy().into_owned());
        let redactor = Redactor::new(home.as_deref())?;
        let parts = self.diagnostics_parts(ask);
        let zip = pack(&parts, &redactor).map_err(|error| AppError::Internal(error.to_string()))?;
        file::write(path, &zip)?;
        tracing::info!(training_data = ask.training_data, "diagnostics written");
        Ok(DiagnosticsWritten {
            path: path_text(path),
            files: parts.into_iter().map(|part| part.name).collect(),
        })
    }
}

fn pack(parts: &[Part], redactor: &Redactor) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for part in parts {
        zip.start_file(part.name.as_str(), SimpleFileOptions::default())?;
        if part.as_it_is {
            zip.write_all(part.text.as_bytes())?;
        } else {
            zip.write_all(redactor.redact(&part.text).as_bytes())?;
        }
    }
    Ok(zip.finish()?.into_inner())
}
