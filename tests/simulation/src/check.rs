//! The rules that hold at every moment.

use model::{Body, RecordKey, SyncStatus};

use crate::cloud::Path;
use crate::device::Person;
use crate::edit::Mark;
use crate::world::World;

impl World {
    /// The status never says synced while something is pending, refused or unheard.
    pub(crate) fn check_status(&mut self, device: usize) {
        let Some(app) = &self.devices[device].app else { return };
        if !matches!(app.status, SyncStatus::Synced { .. }) {
            return;
        }
        let run = app.run;
        let counts = self.devices[device].local().counts();
        if counts.pending > 0 || counts.refused > 0 {
            self.violate("the status says synced only when nothing waits", || {
                format!("device {device}: {counts:?}")
            });
        }
        let feeds = model::sync::Feed::all().len();
        let heard = self.channels.iter().filter(|(key, channel)| key.0 == run && channel.is_heard()).count();
        if heard < feeds {
            self.violate("the status says synced only when everything is heard", || {
                format!("device {device} listens to {heard} of {feeds} feeds")
            });
        }
    }

    /// Where two copies met, nothing of either is gone: it stands in the record or in history, on this device.
    pub(crate) fn check_met(&mut self, device: usize, met: &[(RecordKey, Vec<Mark>)]) {
        for (key, marks) in met {
            let local = self.devices[device].local();
            let known = local.known_marks(key);
            let lost: Vec<&Mark> = marks.iter().filter(|mark| !known.contains(mark)).collect();
            if !lost.is_empty() {
                self.violate("what loses is in history where it lost", || {
                    format!("device {device}, {key}: {lost:?}")
                });
            }
        }
    }

    /// What the cloud has taken is as it may be.
    pub(crate) fn check_ledger(&mut self) {
        if let Some(broken) = self.ledger.broken() {
            self.violate(broken.rule, || broken.detail);
        }
    }

    /// Whether everybody agreed on a record before it was changed on this device: the cloud had what this device
    /// had, and nobody else has a change that it doesn't know.
    pub(crate) fn is_agreed(&self, device: usize, key: &RecordKey, before: &Body) -> bool {
        let path = Path::new(Person::Ann.uid(), key.kind.collection(), &key.id);
        let others = self.devices.iter().filter(|other| other.number != device);
        self.devices[device].person == Person::Ann
            && self.cloud.get(&path).is_some_and(|document| document.fields == *before)
            && others.filter_map(|other| other.libraries.get(&Person::Ann)).all(|local| !local.is_unsent(key))
    }
}
