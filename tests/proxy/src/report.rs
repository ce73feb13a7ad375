//! How the proxy is.

use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use crate::counts::Counts;
use crate::fault::Fault;
use crate::listen::Form;

/// How the proxy is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What happened.
    pub counts: Counts,
    /// How streams tell of changes.
    pub form: Form,
    /// The lines, the earliest first.
    pub lines: Vec<Line>,
    /// What is still to happen to requests.
    pub faults: Vec<Fault>,
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What it is called; the one that there is from the start is `main`.
    pub name: String,
    /// Where it is reached.
    pub address: SocketAddr,
    /// How many connections it has.
    pub connections: usize,
}
