//! What really happened, as nobody in the world knows it: the edits that were accepted and the writes that the cloud
//! took. The rules are checked against it.

use std::collections::{BTreeMap, BTreeSet};

use model::RecordKey;
use model::sync::Op;
use sync::Batch;

use crate::device::Person;
use crate::edit::Mark;
use crate::task::Run;
use crate::world::Violation;

/// What really happened.
#[derive(Debug)]
pub(crate) struct Ledger {
    /// Requests to the cloud, streams included.
    pub(crate) requests: u64,
    /// Marks that were put into documents: on which device, by whom, into which.
    pub(crate) marks: BTreeMap<Mark, Made>,
    /// The last thing that anybody did to a record.
    pub(crate) last: BTreeMap<(Person, RecordKey), Last>,
    /// What the web app did.
    pub(crate) foreign: u64,
    /// The web app did something to a document that no stream needs to tell of.
    pub(crate) untold: bool,
    last_mark: Mark,
    /// Records that were changed, by device.
    edits: Vec<u64>,
    /// Writes that took effect, by device.
    writes: Vec<u64>,
    committed: BTreeSet<Op>,
    /// The number of the last op of a device that took effect on a record.
    order: BTreeMap<(usize, RecordKey), u64>,
    broken: Option<Violation>,
}

/// Where a mark was made.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) device: usize,
    pub(crate) person: Person,
    pub(crate) key: RecordKey,
}

/// The last thing that was done to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Last {
    /// A change that nobody can have contradicted: everybody agreed before it.
    Changed(Mark),
    /// A deletion of the same kind.
    Deleted,
    /// Something whose result depends on what else was under way.
    Contended,
}

impl Ledger {
    pub(crate) fn new(devices: usize) -> Self {
        Self {
            requests: 0,
            marks: BTreeMap::new(),
            last: BTreeMap::new(),
            foreign: 0,
            untold: false,
            last_mark: 0,
            edits: vec![0; devices],
            writes: vec![0; devices],
            committed: BTreeSet::new(),
            order: BTreeMap::new(),
            broken: None,
        }
    }

    /// A mark that nobody has used.
    pub(crate) fn mark(&mut self) -> Mark {
        self.last_mark += 1;
        self.last_mark
    }

    /// A record was changed.
    pub(crate) fn edited(&mut self, device: usize) {
        self.edits[device] += 1;
    }

    /// The cloud took a batch.
    pub(crate) fn committed(&mut self, run: Run, uid: &str, batch: &Batch) {
        for write in &batch.writes {
            self.writes[run.device] += 1;
            if !write.key.id.contains(uid) {
                self.breaks("no user sees another's data", format!("{uid} has {}", write.key));
            }
            if !self.committed.insert(write.op.clone()) {
                self.breaks("no edit is applied twice", format!("{} by {:?}", write.key, write.op.0));
            }
            let number = number(&write.op);
            let last = self.order.entry((run.device, write.key.clone())).or_default();
            if number < *last {
                let detail = format!("{}: {:?} after number {last}", write.key, write.op.0);
                self.breaks("a record's changes keep their order", detail);
            } else {
                *last = number;
            }
        }
    }

    /// All records that were changed.
    pub(crate) fn edits(&self) -> u64 {
        self.edits.iter().sum()
    }

    /// All writes that took effect.
    pub(crate) fn writes(&self) -> u64 {
        self.writes.iter().sum()
    }

    /// Edits and writes of a device.
    pub(crate) fn of(&self, device: usize) -> (u64, u64) {
        (self.edits[device], self.writes[device])
    }

    /// The first rule that was found broken while writes were noted.
    pub(crate) fn broken(&mut self) -> Option<Violation> {
        self.broken.take()
    }

    fn breaks(&mut self, rule: &'static str, detail: String) {
        self.broken.get_or_insert(Violation { rule, detail });
    }
}

/// Which change of its library an op is: the store names them `<device>-<generation>-<time>`, in hex.
fn number(op: &Op) -> u64 {
    let generation = op.0.split('-').nth(1);
    generation.and_then(|generation| u64::from_str_radix(generation, 16).ok()).unwrap_or_default()
}
