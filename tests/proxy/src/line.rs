//! A line: an address at which a client, or a device, reaches the cloud, with a network of its own.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// How a line is down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Down {
    /// Its connections are reset, and so is every new one: a server that restarts.
    Refusing,
    /// Nothing gets through, and nobody says so; when it is up again, its connections go on: no network.
    Silent,
}

/// The state of a line's network.
#[derive(Clone, Debug, Default)]
pub(crate) struct Network {
    pub(crate) one_way: Duration,
    pub(crate) down: Option<Down>,
    /// The connections before this number are half-open: nothing gets through any more.
    frozen_before: u64,
    /// The connections before this number are cut.
    cut_before: u64,
}

impl Network {
    pub(crate) fn is_silent(&self, number: u64) -> bool {
        number < self.frozen_before || self.down == Some(Down::Silent)
    }

    fn is_cut(&self, number: u64) -> bool {
        number < self.cut_before || self.down == Some(Down::Refusing)
    }
}

/// A line, as its connections see it.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) address: SocketAddr,
    network: watch::Sender<Network>,
    /// The number of the next connection.
    next: AtomicU64,
    open: AtomicUsize,
}

impl Line {
    pub(crate) fn new(name: String, address: SocketAddr) -> Self {
        Self {
            name,
            address,
            network: watch::Sender::default(),
            next: AtomicU64::new(0),
            open: AtomicUsize::new(0),
        }
    }

    /// A new connection: its number, and a mark that it is open as long as it lives.
    pub(crate) fn connect(&self) -> (u64, Open<'_>) {
        self.open.fetch_add(1, Ordering::Relaxed);
        (self.next.fetch_add(1, Ordering::Relaxed), Open(self))
    }

    /// How many connections are open.
    pub(crate) fn connections(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }

    pub(crate) fn network(&self) -> watch::Receiver<Network> {
        self.network.subscribe()
    }

    /// Waits until a connection is cut.
    pub(crate) async fn cut_off(&self, number: u64) {
        // It can't fail: the sender is ours.
        self.network().wait_for(|network| network.is_cut(number)).await.ok();
    }

    /// Waits until a connection is half-open.
    pub(crate) async fn frozen(&self, number: u64) {
        // It can't fail: the sender is ours.
        self.network().wait_for(|network| number < network.frozen_before).await.ok();
    }

    /// How long a round trip takes.
    pub(crate) fn latency(&self, round_trip: Duration) {
        self.network.send_modify(|network| network.one_way = round_trip / 2);
    }

    /// Puts the line down, or up again.
    pub(crate) fn down(&self, down: Option<Down>) {
        self.network.send_modify(|network| network.down = down);
    }

    /// Resets all connections; answers how many.
    pub(crate) fn cut(&self) -> usize {
        let open = self.connections();
        self.network.send_modify(|network| network.cut_before = self.next.load(Ordering::Relaxed));
        open
    }

    /// From now on nothing gets through on the connections there are; answers how many.
    pub(crate) fn freeze(&self) -> usize {
        let open = self.connections();
        self.network.send_modify(|network| network.frozen_before = self.next.load(Ordering::Relaxed));
        open
    }
}

/// A connection that is open.
#[derive(Debug)]
pub(crate) struct Open<'a>(&'a Line);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}
