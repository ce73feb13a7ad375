//! What the proxy can be told to do.

use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::line::Down;
use crate::listen::Form;
use crate::status::Status;

/// An order. Where it names no line, it is for all lines, the later ones not included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Order {
    /// Opens a line on any free port of this machine; the report says which. One there is, stays.
    Line {
        /// What it is called.
        name: String,
    },
    /// The distance: how long a round trip takes, connecting included.
    Latency {
        /// Which line's.
        #[serde(default)]
        line: Option<String>,
        /// Milliseconds.
        round_trip_ms: u64,
    },
    /// Puts a line down.
    Down {
        /// Which.
        #[serde(default)]
        line: Option<String>,
        /// How.
        how: Down,
    },
    /// A line that is down is up again.
    Up {
        /// Which.
        #[serde(default)]
        line: Option<String>,
    },
    /// Resets the connections there are.
    Cut {
        /// Whose.
        #[serde(default)]
        line: Option<String>,
    },
    /// From now on nothing gets through on the connections there are, not even what keeps them alive: they are half-open.
    Freeze {
        /// Whose.
        #[serde(default)]
        line: Option<String>,
    },
    /// Ends the Listen and Write streams there are.
    EndStreams {
        /// Whose.
        #[serde(default)]
        line: Option<String>,
        /// With what.
        status: Status,
    },
    /// Something is to happen to requests; what was ordered earlier comes first.
    Fault(Fault),
    /// Nothing happens to requests any more.
    ClearFaults,
    /// The tokens that were shown until now have run out: requests with them are refused, streams end.
    ExpireTokens {
        /// Only this person's.
        #[serde(default)]
        uid: Option<String>,
    },
    /// No resume token leads back any more: whoever resumes gets RESET and everything.
    ForgetResumeTokens,
    /// How the streams tell that are opened from now on.
    Form(Form),
    /// All counts begin anew.
    ResetCounts,
}
