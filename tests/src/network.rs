//! The network between the window and Firestore: the proxy of `tests/proxy`, in a process of its own, so that it goes
//! on while a test waits for a program. It fails when it is told to.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::app::program;
use crate::child::Background;
use crate::cloud::Exchange;
use crate::{Cloud, Desktop, Failure, Result};

const PROGRAM: &str = "proxy";
/// Any port that is free.
const ANY: &str = "127.0.0.1:0";

/// How the programs of a desktop reach Firestore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The emulator itself.
    Bare,
    /// Through the proxy, which speaks as production does.
    Proxied,
}

/// A network that fails when it is told to. It ends when this is dropped.
#[derive(Debug)]
pub struct Network {
    control: String,
    _proxy: Background,
}

impl Way {
    /// Each of them.
    pub const BOTH: [Self; 2] = [Self::Bare, Self::Proxied];

    /// The name of `test` on this way.
    #[must_use]
    pub fn called(self, test: &str) -> String {
        match self {
            Self::Bare => format!("{test}-bare"),
            Self::Proxied => format!("{test}-proxied"),
        }
    }

    /// Has every program of `desktop` from now on take this way. The network, if there is one, has to be kept.
    pub fn lead(self, desktop: &mut Desktop, cloud: &Cloud) -> Result<Option<Network>> {
        match self {
            Self::Bare => Ok(None),
            Self::Proxied => Network::start(desktop, cloud).map(Some),
        }
    }
}

impl Network {
    /// Leads every program of `desktop` from now on through this network to `cloud`.
    pub fn start(desktop: &mut Desktop, cloud: &Cloud) -> Result<Self> {
        let path = program(PROGRAM)?;
        let log = desktop.artefacts().join("network.log");
        let mut proxy = Background::start(&path.to_string_lossy(), &log, |command| {
            command.args(["--cloud", cloud.firestore_address(), "--address", ANY, "--control", ANY]);
            command.stdout(Stdio::piped());
        })?;
        let mut lines = BufReader::new(proxy.output()?).lines();
        let mut told = |before: &str| {
            let line = lines.next().transpose().map_err(Failure::file("what the network says"))?;
            let told = line.as_deref().and_then(|line| line.strip_prefix(before)).map(str::to_owned);
            told.ok_or_else(|| odd(format!("said {line:?} instead of {before}")))
        };
        let address = told("FIRESTORE_EMULATOR_HOST=")?;
        let control = told("orders: http://")?;
        desktop.set("FIRESTORE_EMULATOR_HOST", &address);
        Ok(Self { control, _proxy: proxy })
    }

    /// Connections break, and none can be made.
    pub fn break_down(&self) -> Result {
        self.obey(&json!({ "down": { "how": "refusing" } }))
    }

    /// Nothing gets through, and nobody says so.
    pub fn fall_silent(&self) -> Result {
        self.obey(&json!({ "down": { "how": "silent" } }))
    }

    /// All is well again.
    pub fn recover(&self) -> Result {
        self.obey(&json!(["clear_faults", { "up": {} }]))
    }

    /// The connections that there are break.
    pub fn cut(&self) -> Result {
        self.obey(&json!({ "cut": {} }))
    }

    /// Lets one commit through; nothing is ever heard of the next.
    pub fn lose_the_second_commit(&self) -> Result {
        self.obey(
            &json!({ "fault": { "methods": ["Commit"], "after": 1, "effect": { "lose_request": "silence" } } }),
        )
    }

    /// The server finds whatever is written to the document `id` invalid, until [`Network::recover`].
    pub fn find_invalid(&self, id: &str) -> Result {
        let refusal = json!({ "code": "INVALID_ARGUMENT", "message": "A document cannot be written so." });
        self.obey(&json!({
            "fault": { "methods": ["Commit"], "mentions": id, "times": null, "effect": { "refuse": refusal } },
        }))
    }

    fn obey(&self, order: &Value) -> Result {
        let request = Exchange {
            head: format!("POST / HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json", self.control),
            body: order.to_string(),
        };
        match request.forward(&self.control).map_err(Failure::file("an order to the network"))? {
            Some(answer) if answer.target() == "200" => Ok(()),
            answer => Err(odd(format!("{order}: {answer:?}"))),
        }
    }
}

fn odd(cause: String) -> Failure {
    Failure::Program { program: PROGRAM.to_owned(), cause }
}
