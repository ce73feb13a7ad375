//! What a person on a device did, on disk before and after it is done: a line of JSON each.
//!
//! An edit with a line after it was accepted. One with a line before it only may have happened: the device was killed in
//! between.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use model::ipc::RecordRef;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::mark::Mark;

/// What somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Act {
    Create,
    Edit,
    Delete,
    Undo,
    Redo,
    Restore,
}

/// What somebody is about to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Intent {
    /// What.
    pub(crate) act: Act,
    /// To which record, if that is known before.
    pub(crate) record: Option<RecordRef>,
    /// What it puts into the record; not everything can carry a mark.
    pub(crate) mark: Option<Mark>,
    /// The record is one that only this device edits.
    pub(crate) own: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// A process began.
    Started,
    /// Something is about to be done.
    Begun { number: u64, intent: Intent },
    /// It was accepted, and changed these records.
    Done { number: u64, records: Vec<RecordRef> },
    /// The app would not.
    Failed { number: u64, why: String },
}

/// What became of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was accepted, and changed these records.
    Done(Vec<RecordRef>),
    /// The app would not: usually because another device had been there first. It may have changed a record
    /// and failed to show it.
    Failed(String),
    /// Nobody knows: the process was killed.
    Open,
}

/// An edit, as the ledger has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    pub(crate) number: u64,
    pub(crate) intent: Intent,
    pub(crate) outcome: Outcome,
}

impl Edit {
    /// The records that it changed, or may have.
    pub(crate) fn records(&self) -> impl Iterator<Item = &RecordRef> {
        let done = match &self.outcome {
            Outcome::Done(records) => records.as_slice(),
            Outcome::Failed(_) | Outcome::Open => &[],
        };
        done.iter().chain(&self.intent.record)
    }
}

/// A device's ledger, open for more.
pub(crate) struct Ledger {
    path: PathBuf,
    file: File,
    device: u8,
    next: u64,
    processes: u64,
}

impl Ledger {
    /// The device's ledger in `folder`; a process begins with it.
    pub(crate) fn open(folder: &Path, device: u8) -> Result<Self> {
        let path = path(folder);
        let file = OpenOptions::new().create(true).append(true).open(&path).map_err(Error::file(&path))?;
        let lines = lines(&path)?;
        let last = lines.iter().filter_map(|line| match line {
            Line::Begun { number, .. } => Some(*number),
            _ => None,
        });
        let next = last.max().unwrap_or(0) + 1;
        let processes = lines.iter().filter(|line| **line == Line::Started).count() as u64;
        let mut ledger = Self { path, file, device, next, processes };
        // A line that a kill has cut short ends here.
        ledger.file.write_all(b"\n").map_err(Error::file(&ledger.path))?;
        ledger.write(&Line::Started)?;
        Ok(ledger)
    }

    /// How many processes there were before this one.
    pub(crate) const fn processes(&self) -> u64 {
        self.processes
    }

    /// The mark of what is noted next.
    pub(crate) const fn next_mark(&self) -> Mark {
        Mark { device: self.device, number: self.next }
    }

    /// Notes what is about to be done, under the number that comes back.
    pub(crate) fn begin(&mut self, intent: Intent) -> Result<u64> {
        let number = self.next;
        self.next += 1;
        self.write(&Line::Begun { number, intent })?;
        Ok(number)
    }

    /// Notes that it was accepted.
    pub(crate) fn done(&mut self, number: u64, records: Vec<RecordRef>) -> Result {
        self.write(&Line::Done { number, records })
    }

    /// Notes that it was not.
    pub(crate) fn failed(&mut self, number: u64, why: String) -> Result {
        self.write(&Line::Failed { number, why })
    }

    fn write(&mut self, line: &Line) -> Result {
        let written = serde_json::to_string(line).map_err(std::io::Error::from).and_then(|text| {
            self.file.write_all(format!("{text}\n").as_bytes())?;
            self.file.sync_data()
        });
        written.map_err(Error::file(&self.path))
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join("ledger.jsonl")
}

/// The edits that the ledger in `folder` tells of, in their order.
pub(crate) fn edits(folder: &Path) -> Result<Vec<Edit>> {
    let mut edits: Vec<Edit> = Vec::new();
    for line in lines(&path(folder))? {
        let (number, outcome) = match line {
            Line::Started => continue,
            Line::Begun { number, intent } => {
                edits.push(Edit { number, intent, outcome: Outcome::Open });
                continue;
            }
            Line::Done { number, records } => (number, Outcome::Done(records)),
            Line::Failed { number, why } => (number, Outcome::Failed(why)),
        };
        // One at a time: it is the last.
        if let Some(edit) = edits.last_mut().filter(|edit| edit.number == number) {
            edit.outcome = outcome;
        }
    }
    Ok(edits)
}

/// The lines of a ledger. Only the last of a process can have been cut short by a kill: what it was about was not begun,
/// or may have happened.
fn lines(path: &Path) -> Result<Vec<Line>> {
    let text = std::fs::read_to_string(path).map_err(Error::file(path))?;
    let mut lines = Vec::new();
    let mut torn = None;
    for line in text.lines().filter(|line| !line.is_empty()) {
        match serde_json::from_str::<Line>(line) {
            Ok(line) if torn.is_none() || line == Line::Started => {
                torn = None;
                lines.push(line);
            }
            Err(_) if torn.is_none() => torn = Some(line),
            _ => break,
        }
    }
    match torn {
        Some(line) if !text.trim_end().ends_with(line) => {
            let source = std::io::Error::new(std::io::ErrorKind::InvalidData, format!("not a line: {line}"));
            Err(Error::File { path: path.to_owned(), source })
        }
        _ => Ok(lines),
    }
}

#[cfg(test)]
mod tests {
    use model::Kind;

    use super::*;

    fn intent(mark: Mark) -> Intent {
        Intent { act: Act::Edit, record: None, mark: Some(mark), own: false }
    }

    #[test]
    fn what_was_accepted_is_known_after_a_kill_and_what_was_under_way_is_open() {
        let folder = tempfile::tempdir().unwrap();
        let record = RecordRef { kind: Kind::Workout, id: "w1".into() };
        let mut ledger = Ledger::open(folder.path(), 2).unwrap();
        let first = ledger.begin(intent(ledger.next_mark())).unwrap();
        ledger.done(first, vec![record.clone()]).unwrap();
        ledger.begin(intent(ledger.next_mark())).unwrap();
        // A line that the kill cut short.
        ledger.file.write_all(br#"{"done":{"numb"#).unwrap();
        drop(ledger);

        let mut ledger = Ledger::open(folder.path(), 2).unwrap();
        assert_eq!(ledger.processes(), 1);
        assert_eq!(ledger.next_mark(), Mark { device: 2, number: 3 });
        let third = ledger.begin(intent(ledger.next_mark())).unwrap();
        ledger.failed(third, "no".into()).unwrap();
        let outcomes: Vec<_> =
            edits(folder.path()).unwrap().into_iter().map(|edit| (edit.number, edit.outcome)).collect();
        let expected =
            [(1, Outcome::Done(vec![record])), (2, Outcome::Open), (3, Outcome::Failed("no".into()))];
        assert_eq!(outcomes, expected);
    }

    #[test]
    fn a_line_that_no_kill_can_have_torn_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let mut ledger = Ledger::open(folder.path(), 1).unwrap();
        ledger.file.write_all(b"nonsense\n").unwrap();
        ledger.begin(intent(ledger.next_mark())).unwrap();
        assert!(edits(folder.path()).is_err());
    }
}
