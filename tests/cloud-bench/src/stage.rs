//! What all sides are measured on: both emulators, the proxy before Firestore's, people, and documents.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use emulators::{Auth, Firestore, Method};
use model::Body;
use proxy::{Config, Counts, Order, Proxy};
use serde_json::{Value, json};
use tempfile::TempDir;
use tonic::Code;

use crate::documents;
use crate::error::{Error, Result};
use crate::order::{Account, Scene};
use crate::side::{Side, Who};
use crate::wire::{COMMITTED_AT_ONCE, Client};

/// What all sides are measured on.
pub(crate) struct Stage {
    auth: &'static Auth,
    firestore: &'static Firestore,
    /// One of its own: others may use these emulators, too, and this one is emptied now and then.
    project: String,
    sdk: &'static Path,
    proxy: Proxy,
    folder: TempDir,
    documents: Vec<Body>,
    /// How many people have signed up.
    people: AtomicU64,
}

impl Stage {
    /// Finds or starts the emulators, makes so many documents, and makes sure that the rules are on.
    pub(crate) async fn open(documents: u32) -> Result<Self> {
        let (Some(auth), Some(firestore)) = (Auth::shared(), Firestore::shared()) else {
            return Err(Error::Missing);
        };
        let sdk = emulators::js_sdk().ok_or(Error::Missing)?;
        let project = format!("demo-cloud-bench-{}", std::process::id());
        let folder = tempfile::tempdir()?;
        let documents: Vec<Body> =
            (0..documents).map(|number| documents::parse(&documents::json(number as usize, 1))).collect();
        std::fs::write(file(folder.path()), json!({ "workouts": documents }).to_string())?;
        let programs = programs(&documents);
        let planned = json!({ "workouts": documents, "programs": programs });
        std::fs::write(plan(folder.path()), planned.to_string())?;
        let proxy = Proxy::start(Config::new(firestore.address())).await?;
        let people = AtomicU64::default();
        let stage = Self { auth, firestore, project, sdk, proxy, folder, documents, people };
        stage.load_rules()?;
        stage.refuse_strangers().await?;
        Ok(stage)
    }

    /// All documents.
    pub(crate) fn documents(&self) -> &[Body] {
        &self.documents
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u64 {
        self.documents.len() as u64
    }

    /// Somebody who has just signed up.
    pub(crate) fn account(&self) -> Result<Account> {
        let (now, number) = (SystemTime::UNIX_EPOCH.elapsed(), self.people.fetch_add(1, Ordering::Relaxed));
        let email = format!("bench{}-{number}@example.com", now.unwrap_or_default().as_nanos());
        let password = format!("password {number}");
        let ask = json!({ "email": email, "password": password, "returnSecureToken": true });
        let path = "/identitytoolkit.googleapis.com/v1/accounts:signUp?key=key";
        let answer = self.auth.ask(&Method::POST, path, None, Some(&ask))?;
        let said = |name: &str| answer.body.get(name).and_then(Value::as_str).map(str::to_owned);
        match (said("localId"), said("idToken")) {
            (Some(uid), Some(token)) => Ok(Account { uid, email, password, token }),
            _ => Err(Error::SignUp(format!("{} {}", answer.status, answer.body))),
        }
    }

    /// A folder for a device, which is gone with it.
    pub(crate) fn device(&self) -> Result<TempDir> {
        Ok(tempfile::tempdir_in(self.folder.path())?)
    }

    /// Starts somebody's side on a device. It reaches Firestore through the proxy.
    pub(crate) async fn start(&self, who: Who, account: &Account, device: &TempDir) -> Result<Side> {
        let scene = Scene {
            firestore: self.proxy.address().to_string(),
            auth: self.auth.address().to_owned(),
            project: self.project.clone(),
            account: account.clone(),
            documents: file(self.folder.path()),
            plan: plan(self.folder.path()),
            folder: device.path().to_owned(),
            sdk: self.sdk.to_owned(),
        };
        Side::start(who, &scene).await
    }

    /// Sets how far away Firestore is, in milliseconds there and back.
    pub(crate) async fn distance(&self, round_trip_ms: u64) -> Result {
        Ok(self.proxy.obey(Order::Latency { line: None, round_trip_ms }).await?)
    }

    /// A client of somebody's, that goes round the proxy: it is near, and on no bill.
    pub(crate) fn near(&self, account: &Account) -> Result<Client> {
        Client::new(self.firestore.address(), &self.project, account)
    }

    /// Writes documents as somebody's other client.
    pub(crate) async fn seed(&self, account: &Account, documents: &[Body]) -> Result {
        let client = self.near(account)?;
        for bodies in documents.chunks(COMMITTED_AT_ONCE) {
            client.commit(bodies.iter().map(|body| client.put(body)).collect()).await?;
        }
        Ok(())
    }

    /// Removes every document of everybody, and what the emulator keeps of how the rules were met, which is more.
    pub(crate) fn clear(&self) -> Result {
        self.firestore.clear(&self.project)?;
        self.load_rules()
    }

    fn load_rules(&self) -> Result {
        let rules = std::fs::read_to_string(emulators::rules())?;
        Ok(self.firestore.load_rules(&self.project, &rules)?)
    }

    /// What happened since it was counted anew. It is an error if any of it was done as an administrator.
    pub(crate) fn counts(&self) -> Result<Counts> {
        let counts = self.proxy.report().counts;
        if counts.as_owner > 0 { Err(Error::Owner(counts.as_owner)) } else { Ok(counts) }
    }

    /// Counts anew.
    pub(crate) async fn count_anew(&self) -> Result {
        self.counts()?;
        Ok(self.proxy.obey(Order::ResetCounts).await?)
    }

    /// Makes sure that nobody may write what is another's.
    async fn refuse_strangers(&self) -> Result {
        let (ada, eve) = (self.account()?, self.account()?);
        let eve_at_adas = self.near(&Account { token: eve.token, ..ada })?;
        let write = eve_at_adas.put(&documents::parse(&documents::json(0, 1)));
        match eve_at_adas.commit(vec![write]).await {
            Err(Error::Firestore(status)) if status.code() == Code::PermissionDenied => Ok(()),
            Err(other) => Err(other),
            Ok(()) => Err(Error::RulesOff),
        }
    }
}

/// A program of each so many workouts, which are in it one after the other.
pub(crate) const IN_A_PROGRAM: usize = 20;

fn programs(workouts: &[Body]) -> Vec<Value> {
    let of = |(number, workouts): (usize, &[Body])| {
        let entry =
            |(at, workout): (usize, &Body)| json!({ "workout_id": workout.get("id"), "order_index": at });
        let entries: Vec<Value> = workouts.iter().enumerate().map(entry).collect();
        json!({ "id": format!("program-{number:08x}"), "name": format!("Program {number}"), "workouts": entries })
    };
    workouts.chunks(IN_A_PROGRAM).enumerate().map(of).collect()
}

/// The file of all documents and the programs.
fn plan(folder: &Path) -> PathBuf {
    folder.join("plan.json")
}

/// The file of all documents.
fn file(folder: &Path) -> PathBuf {
    folder.join("workouts.json")
}
