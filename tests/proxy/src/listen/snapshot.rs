//! Resume tokens, and what they lead back to.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use gcloud_sdk::prost_types::Timestamp;
use imbl::OrdMap;

/// What identifies a target whatever stream it is on: database and query.
pub(crate) type Key = Arc<[u8]>;

/// What a client has been told of a target's documents: their versions, by name; `None` for one that doesn't exist,
/// which is told only of those that were asked for by name.
pub(crate) type Told = OrdMap<Arc<str>, Option<Version>>;

/// A document's update time.
pub(crate) type Version = (i64, i32);

/// How many tokens are remembered, on all streams together: production forgets too.
const KEPT: usize = 1 << 16;

/// What clients had been told when they got a token.
///
/// It is kept by token, not by time: another client's stream may have been told of a change earlier, and whoever
/// resumes would never hear of it.
#[derive(Debug)]
pub(crate) struct Snapshots {
    /// Tells our tokens from those of an earlier proxy.
    epoch: u64,
    next: u64,
    kept: BTreeMap<u64, Vec<(Key, Told)>>,
}

impl Snapshots {
    pub(crate) fn new() -> Self {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // The nanoseconds of centuries.
        let epoch = u64::try_from(since_1970.as_nanos()).unwrap_or_default();
        Self { epoch, next: 0, kept: BTreeMap::new() }
    }

    /// Makes a token that leads back to this.
    pub(crate) fn take(&mut self, targets: Vec<(Key, Told)>) -> Vec<u8> {
        let number = self.next;
        self.next += 1;
        self.kept.insert(number, targets);
        if self.kept.len() > KEPT {
            self.kept.pop_first();
        }
        [self.epoch.to_be_bytes(), number.to_be_bytes()].concat()
    }

    /// What a client had been told of a target when it got a token, if that is not forgotten.
    pub(crate) fn find(&self, token: &[u8], key: &Key) -> Option<Told> {
        let (epoch, number) = token.split_at_checked(8)?;
        if epoch != self.epoch.to_be_bytes() {
            return None;
        }
        let targets = self.kept.get(&u64::from_be_bytes(number.try_into().ok()?))?;
        targets.iter().find(|(of, _)| of == key).map(|(_, told)| told.clone())
    }

    /// Forgets all tokens.
    pub(crate) fn forget(&mut self) {
        self.kept.clear();
    }
}

/// A time, so that it can be compared.
pub(crate) const fn version(time: &Timestamp) -> Version {
    (time.seconds, time.nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_leads_back_until_it_is_forgotten() {
        let mut snapshots = Snapshots::new();
        let (here, there): (Key, Key) = (Arc::new([1]), Arc::new([2]));
        let told = Told::unit("a".into(), Some((1, 2)));
        let token = snapshots.take(vec![(Arc::clone(&here), told.clone())]);
        assert_eq!(snapshots.find(&token, &here), Some(told));
        assert_eq!(snapshots.find(&token, &there), None);
        for other in [&b""[..], b"short", &token[..15], &[0; 16]] {
            assert_eq!(snapshots.find(other, &here), None, "{other:?}");
        }
        snapshots.forget();
        assert_eq!(snapshots.find(&token, &here), None);
    }
}
