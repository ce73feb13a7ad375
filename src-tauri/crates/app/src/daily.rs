//! Backups that are made unasked, on each day on which something changed, and the list of all that there are.
//!
//! They are told from others by their names, `daily-…`: only these are thinned out.

mod list;
mod thinning;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use model::Millis;
use model::ipc::Written;

use self::thinning::superfluous;
use crate::app::lock;
use crate::complaint::Complaint;
use crate::transfer::{backup_name, says_the_same_as, write_backup};
use crate::turn::Turn;
use crate::{App, AppError};

/// What their names begin with.
const NAME: &str = "daily";
/// How a name goes on: when it was made, by the person's clock.
const STAMP: &str = "%Y%m%d-%H%M%S";
/// The file that whoever makes one holds.
const LOCK: &str = "backup.lock";
/// After how long what failed is tried again.
const AGAIN: Millis = 10 * 60_000;
/// How long it is waited after a change: more follow, as a rule.
const PAUSE: Millis = 60_000;

/// When the next is due.
#[derive(Default)]
pub(crate) struct Daily {
    due: Mutex<Due>,
    complaint: Mutex<Complaint>,
    /// Why there is none of today, ready to show.
    trouble: Mutex<Option<String>>,
}

struct Due {
    /// Something may have changed since it was looked.
    changed: bool,
    /// It is not looked before that.
    not_before: Millis,
    working: bool,
}

impl Default for Due {
    fn default() -> Self {
        Self { changed: true, not_before: 0, working: false }
    }
}

impl Daily {
    /// The library is another one, by a change or by its owner.
    pub(crate) fn note(&self) {
        lock(&self.due).changed = true;
    }

    /// Whether it is to be looked now; whoever is told so looks.
    fn take(&self, now: Millis) -> bool {
        let mut due = lock(&self.due);
        let takes = due.changed && !due.working && now >= due.not_before;
        due.working |= takes;
        // What changes from now on is seen next time.
        due.changed &= !takes;
        takes
    }

    fn done(&self, not_before: Millis, again: bool) {
        let mut due = lock(&self.due);
        *due = Due { changed: due.changed || again, not_before, working: false };
    }
}

impl App {
    /// Makes a backup if none was made unasked today and the library isn't what the last one says; then those that
    /// are too many go. `None`: there was no need.
    pub fn backup_daily(&self) -> Result<Option<Written>, AppError> {
        let _one_library = self.settle();
        let owner = self.owner();
        let folder = self.places.backups(&owner);
        fs::create_dir_all(&folder).map_err(|error| AppError::writing(&folder, error))?;
        let turn = Turn::take(&self.places.of(&owner), LOCK);
        let Some(_turn) = turn.map_err(|error| AppError::writing(&folder, error))? else { return Ok(None) };
        let now = self.now();
        let today = by_the_clock(now);
        let made = unasked(&folder)?;
        if made.iter().any(|(at, _)| at.date() == today.date()) {
            return Ok(None);
        }
        let last = made.iter().max().map(|(_, path)| path.as_path());
        let written = self.read(|view| {
            if says_the_same_as(view, last)? {
                return Ok(None);
            }
            write_backup(view, &backup_name(&folder, NAME, now), now).map(Some)
        })?;
        if written.is_some() {
            thin_out(&folder, today)?;
        }
        Ok(written)
    }

    /// Has that done beside everything else, if it is time for it and the person wants it.
    pub(crate) fn attend_backups(self: &Arc<Self>) {
        let now = self.now();
        if !self.settings().backups.daily || !self.daily.take(now) {
            return;
        }
        let app = Arc::clone(self);
        thread::spawn(move || {
            let made = app.backup_daily();
            if let Some(trouble) = lock(&app.daily.complaint).news(&made) {
                tracing::warn!(trouble, "no backup was made today");
            }
            *lock(&app.daily.trouble) = made.as_ref().err().map(ToString::to_string);
            match made {
                Ok(Some(_)) => {
                    tracing::info!("backed up");
                    app.daily.done(now + PAUSE, false);
                }
                // There is one of today, or nothing to back up. What changes is seen tomorrow, or when it has.
                Ok(None) => app.daily.done(now + PAUSE, app.has_daily_of_today()),
                Err(_) => app.daily.done(now + AGAIN, true),
            }
        });
    }
}

/// The backups in a folder that were made unasked, and when.
fn unasked(folder: &Path) -> Result<Vec<(DateTime, PathBuf)>, AppError> {
    let reading = |error| AppError::reading(folder, error);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(reading)? {
        let path = entry.map_err(reading)?.path();
        if let Some((name, at)) = path.file_name().and_then(|name| name.to_str()).and_then(named)
            && name == NAME
        {
            found.push((at, path));
        }
    }
    Ok(found)
}

/// Those that are too many go.
fn thin_out(folder: &Path, today: DateTime) -> Result<(), AppError> {
    let made = unasked(folder)?;
    let times: Vec<_> = made.iter().map(|(at, _)| *at).collect();
    for index in superfluous(&times, today.date()) {
        let Some((_, path)) = made.get(index) else { continue };
        fs::remove_file(path).map_err(|error| AppError::writing(path, error))?;
    }
    Ok(())
}

/// What kind of backup a file is by its name, and when it was made; `None`: nothing that we have named.
fn named(file: &str) -> Option<(&str, DateTime)> {
    let stem = file.strip_suffix(".json")?;
    // `daily-20261124-090000`, and `-2` if there was one already.
    let stamped = |stem: &'_ str| -> Option<usize> {
        let at = stem.len().checked_sub(15)?;
        DateTime::strptime(STAMP, stem.get(at..)?).ok().map(|_| at)
    };
    let whole = match stamped(stem) {
        Some(_) => stem,
        None => stem.rsplit_once('-')?.0,
    };
    let at = stamped(whole)?;
    let made = DateTime::strptime(STAMP, whole.get(at..)?).ok()?;
    Some((whole.get(..at)?.strip_suffix('-')?, made))
}

/// A time by the person's own clock.
fn by_the_clock(at: Millis) -> DateTime {
    let at = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(TimeZone::system()).datetime()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_it_is_and_when_it_was_made() {
        let at = |text: &str| text.parse::<DateTime>().unwrap();
        let table = [
            ("daily-20261124-090000.json", Some(("daily", at("2026-11-24T09:00")))),
            ("daily-20261124-090000-2.json", Some(("daily", at("2026-11-24T09:00")))),
            ("before-restore-20270101-235959.json", Some(("before-restore", at("2027-01-01T23:59:59")))),
            ("ghost-gym-backup-20261124-090000-12.json", Some(("ghost-gym-backup", at("2026-11-24T09:00")))),
            ("daily-20261324-090000.json", None),
            ("daily-.json", None),
            ("20261124-090000.json", None),
            ("notes.json", None),
            ("daily-20261124-090000.json.bak", None),
            ("täglich.json", None),
        ];
        for (file, expected) in table {
            assert_eq!(named(file), expected, "{file}");
        }
    }

    #[test]
    fn it_is_looked_once_for_many_changes_and_again_after_trouble() {
        let daily = Daily::default();
        assert!(daily.take(0), "at the start");
        assert!(!daily.take(0), "while somebody looks");
        daily.note();
        daily.done(PAUSE, false);
        assert!(!daily.take(PAUSE - 1));
        assert!(daily.take(PAUSE), "what changed meanwhile is not forgotten");
        daily.done(PAUSE, false);
        assert!(!daily.take(Millis::MAX), "nothing changed");
        daily.note();
        assert!(daily.take(PAUSE));
        daily.done(AGAIN, true);
        assert!(!daily.take(AGAIN - 1) && daily.take(AGAIN));
    }
}
