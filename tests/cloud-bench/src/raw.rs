//! The side of raw calls: nothing but the protocol, and nothing kept.

use std::time::{Duration, Instant};

use gcloud_sdk::google::firestore::v1 as pb;
use model::Body;
use serde::Deserialize;
use tokio::runtime::Runtime;

use crate::error::{Error, Result};
use crate::order::{Obey, Order, Scene};
use crate::wire::{COMMITTED_AT_ONCE, Client};

/// Raw calls.
pub(crate) struct Raw {
    runtime: Runtime,
    scene: Scene,
    /// What is to be sent, a commit each.
    queued: Vec<Vec<pb::Write>>,
}

/// The file of the documents.
#[derive(Deserialize)]
struct Documents {
    workouts: Vec<Body>,
}

impl Raw {
    /// Connects to nothing yet.
    pub(crate) fn open(scene: Scene) -> Result<Self> {
        Ok(Self { runtime: Runtime::new()?, scene, queued: Vec::new() })
    }

    /// A client, which connects when it is used.
    fn client(&self) -> Result<Client> {
        let _within = self.runtime.enter();
        Client::new(&self.scene.firestore, &self.scene.project, &self.scene.account)
    }

    fn queue(&mut self) -> Result {
        let Documents { workouts } = serde_json::from_str(&std::fs::read_to_string(&self.scene.documents)?)?;
        let client = self.client()?;
        let commits = workouts.chunks(COMMITTED_AT_ONCE);
        self.queued = commits.map(|bodies| bodies.iter().map(|body| client.put(body)).collect()).collect();
        Ok(())
    }

    fn drain(&mut self) -> Result {
        let client = self.client()?;
        for writes in std::mem::take(&mut self.queued) {
            self.runtime.block_on(client.commit(writes))?;
        }
        Ok(())
    }

    fn load(&self, documents: u64) -> Result {
        let there = self.runtime.block_on(self.client()?.load())?;
        if there == documents { Ok(()) } else { Err(Error::Incomplete { there, documents }) }
    }
}

impl Obey for Raw {
    fn obey(&mut self, order: Order) -> Result<Duration> {
        let begun = Instant::now();
        match order {
            Order::Queue { batches: _ } => self.queue()?,
            Order::Drain => self.drain()?,
            Order::Load { documents } => self.load(documents)?,
            Order::Plan { .. } | Order::Move | Order::Settle | Order::Edit { .. } | Order::See { .. } => {
                return Err(Error::NotHere);
            }
        }
        Ok(begun.elapsed())
    }
}
