//! Reading everything back from the cloud, and comparing it with what was moved.

use std::collections::BTreeMap;
use std::time::Duration;

use model::RecordKey;
use model::migration::{Fate, Journal, Migrated, Step};
use model::sync::{Remote, State};
use store::View;
use sync::{Failure, Meaning};
use tokio::time::timeout;

use super::digest::digest;
use super::machine::{Came, Wait};
use crate::label::Verb;
use crate::sync::{NoToken, Server, late};
use crate::{App, AppError};

/// How many records are looked at in one go.
const PAGE: usize = 1_000;
/// How many documents are asked for by name at once.
const BY_NAME: usize = 300;

impl App {
    /// Verifies what isn't verified yet.
    pub(super) fn migration_verify(&self, journal: &Journal) -> Result<Came, AppError> {
        let mut open = false;
        let verified = self.migration_read_back(&journal.run, Fate::Moving, |view, item, remote| {
            let fate = fate(view, item, remote)?;
            open |= fate.is_none();
            Ok(fate)
        })?;
        if let Some(wait) = verified {
            return Ok(Came::Waits(wait));
        }
        if open {
            return Ok(Came::Waits(Wait::Sending));
        }
        let now = self.now();
        fault!("migration.verified");
        self.note_step(&journal.run, Step::Uploaded, Step::Finished, |detail| {
            detail.finished_at = Some(now);
        })?;
        Ok(Came::On)
    }

    /// Reads the records of a run with a fate back from the cloud, and has `judge` say what has become of each; `None`:
    /// that can't be told yet. Says why it could not go on, if it could not.
    pub(super) fn migration_read_back(
        &self,
        run: &str,
        of: Fate,
        mut judge: impl FnMut(&View, &Migrated, &Remote) -> Result<Option<Fate>, AppError>,
    ) -> Result<Option<Wait>, AppError> {
        let Some(session) = self.cloud.current().map(|(_, session)| session) else {
            return Ok(Some(Wait::SignIn));
        };
        let Some(server) = self.cloud.server(&session)? else { return Ok(Some(Wait::Offline)) };
        let mut after = None;
        loop {
            let items = self.read(|view| Ok(view.of_fate(run, of, after.as_ref(), PAGE)?))?;
            let Some(last) = items.last() else { return Ok(None) };
            after = Some(last.key.clone());
            let keys: Vec<RecordKey> = items.iter().map(|item| item.key.clone()).collect();
            let found = match self.migration_fetch(server.as_ref(), run, &keys)? {
                Ok(found) => found,
                Err(wait) => return Ok(Some(wait)),
            };
            fault!("migration.read-back");
            let _one_library = self.settle();
            self.change(Verb::Migrate, "", |tx| {
                for item in &items {
                    let Some(remote) = found.get(&item.key) else { continue };
                    if let Some(fate) = judge(tx, item, remote)? {
                        tx.set_fate(run, &item.key, fate)?;
                    }
                }
                Ok(())
            })?;
            self.migration_tell(run);
        }
    }

    /// What the cloud has under these keys, or why that can't be told now.
    fn migration_fetch(
        &self,
        server: &dyn Server,
        run: &str,
        keys: &[RecordKey],
    ) -> Result<Result<Found, Wait>, AppError> {
        self.cloud.wait(async {
            match fetch(server, run, keys).await {
                Ok(found) => Ok(found),
                Err(failure) if failure.meaning() == Meaning::Token => Err(match server.renew().await {
                    // The next try uses it.
                    Ok(()) => Wait::Sending,
                    Err(NoToken::Over) => Wait::SignIn,
                    Err(NoToken::Failed(failure)) => Wait::of(&failure),
                }),
                Err(failure) => Err(Wait::of(&failure)),
            }
        })
    }
}

/// What the cloud has, by key.
type Found = BTreeMap<RecordKey, Remote>;

/// What the cloud has under these keys, which are in order. What bears the run's mark is found by a query, which spares
/// the server a look at each document and its tombstone; the rest, which somebody has changed or deleted, by name.
async fn fetch(server: &dyn Server, run: &str, keys: &[RecordKey]) -> Result<Found, Failure> {
    let mut found = Found::new();
    for keys in keys.chunk_by(|one, other| one.kind == other.kind) {
        let (Some(first), Some(last)) = (keys.first(), keys.last()) else { continue };
        let moved = server.moved(first.kind, run.to_owned(), first.id.clone(), last.id.clone());
        found.extend(by_key(in_time(moved).await?));
    }
    let rest: Vec<RecordKey> = keys.iter().filter(|key| !found.contains_key(key)).cloned().collect();
    for keys in rest.chunks(BY_NAME) {
        let (_, named) = in_time(server.fetch(keys.to_vec())).await?;
        found.extend(by_key(named));
    }
    Ok(found)
}

fn by_key(remotes: Vec<Remote>) -> impl Iterator<Item = (RecordKey, Remote)> {
    remotes.into_iter().map(|remote| (remote.key.clone(), remote))
}

async fn in_time<T>(call: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    timeout(Duration::from_millis(sync::DEADLINE), call).await.unwrap_or_else(|_| Err(late()))
}

impl Wait {
    fn of(failure: &Failure) -> Self {
        match failure.meaning() {
            Meaning::Unreachable => Self::Offline,
            Meaning::Denied => Self::Denied,
            _ => Self::Trouble,
        }
    }
}

/// What has become of a record that the cloud has, or doesn't; `None`: that can't be told yet, since a change of it is on
/// its way.
fn fate(view: &View, item: &Migrated, remote: &Remote) -> Result<Option<Fate>, AppError> {
    let RecordKey { kind, id } = &item.key;
    let there = match &remote.state {
        State::Document(body) => Some(digest(*kind, body)?),
        State::Deleted { .. } => None,
    };
    if there.is_some() && there == item.written {
        return Ok(Some(Fate::Verified));
    }
    let queued = view.queued(*kind, id)?;
    if queued.as_ref().is_some_and(|queued| queued.refused.is_some()) {
        return Ok(Some(Fate::Refused));
    }
    if queued.is_some() {
        return Ok(None);
    }
    let here = view.get(*kind, id)?.map(|record| digest(*kind, &record.body)).transpose()?;
    Ok(Some(match (here, there) {
        // Here, or elsewhere, which wasn't heard here yet.
        (None, _) | (Some(_), None) => Fate::Deleted,
        (Some(here), Some(_)) if Some(&here) != item.written.as_ref() => Fate::Changed,
        (Some(_), Some(_)) => match view.mirrored(*kind, id)? {
            Some(known) if known.at >= remote.at => Fate::Mismatched,
            _ => Fate::Changed,
        },
    }))
}
