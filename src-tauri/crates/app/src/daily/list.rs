//! The backups that there are, whoever made them, and the way back to one.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::ipc::{BackupKind, BackupList, BackupRef, BackupRow, Preview};

use super::{NAME, by_the_clock, named, unasked};
use crate::app::lock;
use crate::error::path_text;
use crate::transfer::counted;
use crate::{App, AppError};

impl App {
    /// The backups in the data folder, the newest first.
    pub fn backup_list(&self) -> Result<BackupList, AppError> {
        let folder = self.places.backups(&self.owner());
        let reading = |error| AppError::reading(&folder, error);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries.collect::<Result<Vec<_>, _>>().map_err(reading)?,
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(reading(error)),
        };
        let mut items: Vec<_> = entries.iter().filter_map(|entry| row(&entry.path())).collect();
        items.sort_by(|one, other| (other.at, &other.name).cmp(&(one.at, &one.name)));
        Ok(BackupList { folder: path_text(&folder), items, trouble: lock(&self.daily.trouble).clone() })
    }

    /// Says what restoring one of them would do.
    pub fn backup_preview(&self, ask: BackupRef) -> Result<Preview, AppError> {
        // A name, never a way out of the folder.
        let is_name = Path::new(&ask.name).file_name().is_some_and(|name| name == ask.name.as_str());
        if !is_name || named(&ask.name).is_none() {
            return Err(AppError::NoBackup(ask.name));
        }
        let path = self.places.backups(&self.owner()).join(&ask.name);
        if !path.is_file() {
            return Err(AppError::NoBackup(ask.name));
        }
        self.restore_preview(&path)
    }

    /// Whether one was made unasked today.
    pub(super) fn has_daily_of_today(&self) -> bool {
        let today = by_the_clock(self.now()).date();
        let made = unasked(&self.places.backups(&self.owner()));
        made.is_ok_and(|made| made.iter().any(|(at, _)| at.date() == today))
    }
}

/// A file as the list has it; `None`: it is none of our backups.
fn row(path: &Path) -> Option<BackupRow> {
    let name = path.file_name()?.to_str()?;
    let (word, made) = named(name)?;
    let kind = match word {
        NAME => BackupKind::Daily,
        "before-restore" => BackupKind::BeforeRestore,
        "before-migration" => BackupKind::BeforeMigration,
        _ => BackupKind::Own,
    };
    let at = made.to_zoned(TimeZone::system()).map_or(Timestamp::UNIX_EPOCH, |at| at.timestamp());
    let size = fs::metadata(path).ok().filter(fs::Metadata::is_file)?.len();
    // One that can't be read is in the list all the same: restoring it says why.
    let (workouts, programs) = counted(path).unzip();
    Some(BackupRow { name: name.to_owned(), at: at.as_millisecond(), size, workouts, programs, kind })
}
