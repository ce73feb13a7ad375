//! What a panic left behind, offered once at the next start.

use std::path::{Path, PathBuf};
use std::{fs, io};

use model::ipc::PanicReport;
use model::time;

use crate::error::path_text;
use crate::{App, AppError, file};

/// How a report's name begins, and what it ends in.
const REPORT: (&str, &str) = ("panic-", "txt");

impl App {
    /// The latest report that nobody has seen.
    pub fn panic_report(&self) -> Result<Option<PanicReport>, AppError> {
        let folder = self.places.reports();
        let latest = latest(&folder).map_err(|source| AppError::reading(&folder, source))?;
        let Some((name, path)) = latest.filter(|(name, _)| self.seen_report().as_ref() < Some(name)) else {
            return Ok(None);
        };
        let text = fs::read_to_string(&path).map_err(|source| AppError::reading(&path, source))?;
        let at = text.lines().find_map(|line| time::parse(line.strip_prefix("at ")?));
        tracing::info!(name, "a report that nobody has seen");
        Ok(Some(PanicReport { path: path_text(&path), at, text }))
    }

    /// Somebody has seen every report.
    pub fn panic_report_seen(&self) -> Result<(), AppError> {
        let folder = self.places.reports();
        let latest = latest(&folder).map_err(|source| AppError::reading(&folder, source))?;
        let Some((name, _)) = latest else { return Ok(()) };
        file::write(&self.places.reports_seen(), name.as_bytes())
    }

    /// The name of the last report that somebody has seen. If that can't be read, none was.
    fn seen_report(&self) -> Option<String> {
        fs::read_to_string(self.places.reports_seen()).ok()
    }
}

/// The report that was written last. Their names sort by time.
fn latest(folder: &Path) -> io::Result<Option<(String, PathBuf)>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut latest = None;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_report = name.starts_with(REPORT.0) && path.extension().is_some_and(|end| end == REPORT.1);
        if is_report {
            latest = latest.max(Some((name, path)));
        }
    }
    Ok(latest)
}
