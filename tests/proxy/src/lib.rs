//! A proxy before the official Firestore emulator: it speaks as production does, and fails when it is told to.
//!
//! The emulator applies the rules and stores documents as production does; it listens differently, takes expired tokens, never
//! fails and is near. [`Proxy`] stands before it, and makes of it:
//!
//! - **Production's Listen** ([`Form`]): changes, deletes and removes instead of everything anew, resume tokens that
//!   resume, existence filters with their bloom filters, read times that keep what they promise; RESET for a token that
//!   is forgotten. Or the emulator's, as it is.
//! - **Tokens that run out**: UNAUTHENTICATED, for requests and for open streams.
//! - **Faults by script** ([`Fault`]): a request is refused, lost, or carried out twice, its answer late or lost.
//! - **A network** ([`Line`]): an address of its own for every device, with the latency of a distance, cuts, half-open
//!   connections, partitions.
//! - **Storms** ([`Storm`]): all of these in turn, by a seed.
//! - **Bills** ([`Counts`]): what production would charge.
//!
//! All this is ordered by [`Order`]s, in this process or over HTTP ([`Proxy::control`]):
//!
//! ```text
//! proxy --cloud 127.0.0.1:8080 --address 127.0.0.1:8090 --control 127.0.0.1:8091
//! curl 127.0.0.1:8091                                                    # the report
//! curl 127.0.0.1:8091 -d '{"latency": {"round_trip_ms": 50}}'            # an order; answers with the report
//! curl 127.0.0.1:8091 -d '[{"line": {"name": "phone"}}, {"cut": {"line": "phone"}}]'
//! curl 127.0.0.1:8091 -d '{"fault": {"methods": ["Commit"], "times": 2,
//!   "effect": {"refuse": {"code": "UNAVAILABLE", "message": "try later", "retry_after_ms": 500}}}}'
//! ```
//!
//! gRPC of any client and the REST API go through the same port. Messages are passed on as they are, and only Listen's are
//! changed. REST has tokens that run out and the network, but no faults and no bills.

mod bearer;
mod bills;
mod cloud;
mod connection;
mod control;
mod counts;
mod fault;
mod framing;
mod line;
mod listen;
mod order;
mod proxy;
mod relay;
mod report;
mod serve;
mod shared;
mod status;
mod storm;
mod unary;
mod wire;

pub use counts::Counts;
pub use fault::{Effect, Fault, Loss};
pub use line::Down;
pub use listen::Form;
pub use order::Order;
pub use proxy::{Config, Error, Proxy};
pub use report::{Line, Report};
pub use status::{Code, Status};
pub use storm::Storm;
