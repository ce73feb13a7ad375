//! What happened, in numbers.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

/// What happened since the proxy began, or since [`Order::ResetCounts`](crate::Order::ResetCounts).
///
/// Billed is what production's price list says: a read for each document that a query finds (at least one), that
/// is asked for by name, or that a listener hears of; one for each 1,000 that are counted; nothing for
/// what a listener hears of a delete, nor for what the rules read. The same document for two targets of a
/// stream is billed once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Billed reads.
    pub reads: u64,
    /// Billed writes.
    pub writes: u64,
    /// Billed deletes.
    pub deletes: u64,
    /// Requests that came, by the method's name; `REST` for all of REST. A stream is one.
    pub requests: BTreeMap<String, u64>,
    /// Requests by the emulator's administrator, for whom the rules don't count: an app must have none.
    pub as_owner: u64,
    /// Requests and streams refused because of their token.
    pub unauthenticated: u64,
    /// Connections that were opened.
    pub connections: u64,
    /// Faults that happened, by the name of the effect or order.
    pub faults: BTreeMap<String, u64>,
}

impl Counts {
    /// Counts a fault.
    pub(crate) fn fault(&mut self, name: &str, times: usize) {
        if times > 0 {
            self.faults.entry(name.to_owned()).or_default().add_assign(times as u64);
        }
    }

    /// Counts a request.
    pub(crate) fn request(&mut self, method: &str) {
        self.requests.entry(method.to_owned()).or_default().add_assign(1);
    }
}
