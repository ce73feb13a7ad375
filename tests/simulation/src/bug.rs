//! Ten mistakes that sync engines are known for, each put into the driver on demand. The simulation must find every
//! one: that is how we know that it would.

use model::sync::{Acknowledged, Limits, Op, Remote, State};
use model::{Body, Millis, RecordKey, SyncStatus};
use serde_json::Value;
use store::StoreError;
use sync::{Effect, Timer};

use crate::cloud::{Precondition, Write};
use crate::library::Local;

/// A known mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// An acknowledgement takes an edit off the queue that was made while its predecessor was under way.
    AcknowledgedTooMuch,
    /// What may have landed is sent again without a precondition.
    RetryAppliedTwice,
    /// The cursor moves before the documents are stored.
    TokenBeforeDocuments,
    /// Deletions of others are passed over.
    TombstoneIgnored,
    /// A write that the cloud refuses is taken off the queue.
    RefusedDropped,
    /// What can't be sent holds up everything behind it.
    HeadOfLine,
    /// A back-off that nothing ends.
    BackoffNeverResumes,
    /// The status is green while something waits.
    StatusGreen,
    /// What one person changed is sent as another.
    WrongUsersQueue,
    /// What a document becomes depends on what was here before it came.
    MergeOrder,
}

impl Bug {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::AcknowledgedTooMuch,
        Self::RetryAppliedTwice,
        Self::TokenBeforeDocuments,
        Self::TombstoneIgnored,
        Self::RefusedDropped,
        Self::HeadOfLine,
        Self::BackoffNeverResumes,
        Self::StatusGreen,
        Self::WrongUsersQueue,
        Self::MergeOrder,
    ];

    /// The mistake of this name, as `Debug` writes it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bug| format!("{bug:?}") == name)
    }

    /// What the engine wants done, with the mistake.
    pub(crate) fn spoil_effects(self, effects: &mut Vec<Effect>) {
        match self {
            Self::BackoffNeverResumes => {
                effects.retain(|effect| !matches!(effect, Effect::SetTimer(Timer::Work, _)));
            }
            Self::StatusGreen => {
                for effect in effects {
                    if let Effect::Publish(status @ SyncStatus::Syncing { .. }) = effect {
                        *status = SyncStatus::Synced { at: 0 };
                    }
                }
            }
            Self::HeadOfLine => {
                for effect in effects {
                    if let Effect::Take(_, limits) = effect {
                        *limits = Limits { rows: 1, ..*limits };
                    }
                }
            }
            _ => {}
        }
    }

    /// What came from the server, with the mistake.
    pub(crate) fn spoil_remotes(self, local: &Local, remotes: &mut Vec<Remote>) {
        match self {
            Self::TombstoneIgnored => {
                remotes.retain(|remote| !matches!(remote.state, State::Deleted { .. }));
            }
            Self::MergeOrder => {
                for remote in remotes {
                    if let (State::Document(theirs), Some(ours)) =
                        (&mut remote.state, local.record(&remote.key))
                    {
                        tags_in_our_order(theirs, &ours);
                    }
                }
            }
            _ => {}
        }
    }

    /// What goes to the server, with the mistake.
    pub(crate) fn spoil_writes(self, writes: &mut [Write]) {
        if self == Self::RetryAppliedTwice {
            for write in writes {
                write.precondition = Precondition::None;
            }
        }
    }

    /// What the server has, with the mistake.
    pub(crate) fn spoil_acknowledged(self, local: &Local, now: Millis, all: &mut [Acknowledged]) {
        if self == Self::AcknowledgedTooMuch {
            for one in all {
                if let Some(op) = local.queued_op(now, &one.key) {
                    one.op = op;
                }
            }
        }
    }
}

impl Local {
    /// The name of the change that is queued for a record now, whatever was taken before.
    fn queued_op(&self, now: Millis, key: &RecordKey) -> Option<Op> {
        let limits = Limits { rows: 500, bytes: 3 << 20 };
        let due = self.take(now, limits).ok()?.due;
        due.into_iter().find(|taken| taken.key == *key).map(|taken| taken.op)
    }

    /// Takes a change off the queue as if the server had it.
    pub(crate) fn drop_change(&self, now: Millis, key: &RecordKey, op: &Op) -> Result<(), StoreError> {
        let state = self.record(key).map_or(State::Deleted { after: None }, State::Document);
        self.acknowledge(now, vec![Acknowledged { key: key.clone(), op: op.clone(), at: None, state }])
    }
}

/// Theirs with its tags in the order of ours.
fn tags_in_our_order(theirs: &mut Body, ours: &Body) {
    let (Some(Value::Array(theirs)), Some(Value::Array(ours))) = (theirs.get_mut("tags"), ours.get("tags"))
    else {
        return;
    };
    theirs.sort_by_key(|tag| ours.iter().position(|ours| ours == tag).unwrap_or(usize::MAX));
}
