//! The proxy as a whole.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::{AbortHandle, JoinSet};

use crate::connection;
use crate::control;
use crate::line::{Down, Line};
use crate::listen::Form;
use crate::order::Order;
use crate::report::{self, Report};
use crate::shared::{End, Shared, lock};

/// The name of the line that there is from the start.
pub(crate) const MAIN: &str = "main";
/// Any free port of this machine.
const ANY: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// How a proxy begins.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the emulator is: `127.0.0.1:8080`. It need not be up.
    pub cloud: String,
    /// Where the main line is reached, and where orders are taken; port 0 is any that is free.
    pub address: SocketAddr,
    /// Where orders are taken, likewise.
    pub control: SocketAddr,
    /// How streams tell of changes.
    pub form: Form,
}

impl Config {
    /// Before the emulator at this address, on free ports, in production's form.
    #[must_use]
    pub fn new(cloud: impl Into<String>) -> Self {
        Self { cloud: cloud.into(), address: ANY, control: ANY, form: Form::Changes }
    }
}

/// Why the proxy can't begin, or obey.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An address can't be listened on.
    #[error("{address}: {source}")]
    Address {
        /// Which.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// There is no such line.
    #[error("there is no line {0}")]
    NoLine(String),
}

/// A proxy. It ends, and its connections with it, when this is dropped.
#[derive(Debug)]
pub struct Proxy {
    desk: Arc<Desk>,
    control: SocketAddr,
    tasks: JoinSet<()>,
}

impl Proxy {
    /// Begins, within a tokio runtime.
    pub async fn start(config: Config) -> Result<Self, Error> {
        let desk = Arc::new(Desk {
            shared: Arc::new(Shared::new(config.cloud, config.form)),
            lines: Mutex::default(),
            opening: tokio::sync::Mutex::new(()),
        });
        desk.open(MAIN, config.address).await?;
        let (listener, control) = listen(config.control).await?;
        let mut tasks = JoinSet::new();
        tasks.spawn(control::serve(listener, Arc::clone(&desk)));
        Ok(Self { desk, control, tasks })
    }

    /// Where the main line is reached: the value of `FIRESTORE_EMULATOR_HOST`.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        // The main line is the first, and lines stay.
        lock(&self.desk.lines).first().map_or(ANY, |open| open.line.address)
    }

    /// Where orders are taken over HTTP: POST of an order or a list of them in JSON, GET of the report.
    #[must_use]
    pub const fn control(&self) -> SocketAddr {
        self.control
    }

    /// Opens a line, and answers where it is reached.
    pub async fn line(&self, name: &str) -> Result<SocketAddr, Error> {
        self.desk.open(name, ANY).await
    }

    /// Obeys an order.
    pub async fn obey(&self, order: Order) -> Result<(), Error> {
        self.desk.obey(order).await
    }

    /// How it is.
    #[must_use]
    pub fn report(&self) -> Report {
        self.desk.report()
    }

    /// Waits as long as it takes orders: for ever, unless its task fails.
    pub async fn wait(&mut self) {
        self.tasks.join_next().await;
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        lock(&self.desk.lines).clear();
    }
}

/// Where orders are taken.
#[derive(Debug)]
pub(crate) struct Desk {
    shared: Arc<Shared>,
    lines: Mutex<Vec<OpenLine>>,
    /// Of one name there is one line: they are opened one by one.
    opening: tokio::sync::Mutex<()>,
}

/// A line, and the task that takes its connections; it ends, and they with it, when this is dropped.
#[derive(Debug)]
struct OpenLine {
    line: Arc<Line>,
    task: AbortHandle,
}

impl Drop for OpenLine {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Desk {
    async fn open(&self, name: &str, address: SocketAddr) -> Result<SocketAddr, Error> {
        let _one_by_one = self.opening.lock().await;
        if let Some(open) = lock(&self.lines).iter().find(|open| open.line.name == name) {
            return Ok(open.line.address);
        }
        let (listener, address) = listen(address).await?;
        let line = Arc::new(Line::new(name.to_owned(), address));
        let task = tokio::spawn(accept(listener, Arc::clone(&line), Arc::clone(&self.shared))).abort_handle();
        lock(&self.lines).push(OpenLine { line, task });
        Ok(address)
    }

    /// Obeys an order.
    pub(crate) async fn obey(&self, order: Order) -> Result<(), Error> {
        let shared = &self.shared;
        match order {
            Order::Line { name } => self.open(&name, ANY).await.map(drop)?,
            Order::Latency { line, round_trip_ms } => {
                let round_trip = Duration::from_millis(round_trip_ms);
                self.each(line.as_deref(), |line| line.latency(round_trip))?;
            }
            Order::Down { line, how } => {
                let name = match how {
                    Down::Refusing => "down_refusing",
                    Down::Silent => "down_silent",
                };
                self.each(line.as_deref(), |line| {
                    line.down(Some(how));
                    shared.count(|counts| counts.fault(name, 1));
                })?;
            }
            Order::Up { line } => self.each(line.as_deref(), |line| line.down(None))?,
            Order::Cut { line } => self.each(line.as_deref(), |line| {
                shared.count(|counts| counts.fault("cut", line.cut()));
            })?,
            Order::Freeze { line } => self.each(line.as_deref(), |line| {
                shared.count(|counts| counts.fault("freeze", line.freeze()));
            })?,
            Order::EndStreams { line, status } => {
                // There may be none.
                shared.ends.send(End { line, status }).ok();
            }
            Order::Fault(fault) => lock(&shared.faults).add(fault),
            Order::ClearFaults => lock(&shared.faults).clear(),
            Order::ExpireTokens { uid } => {
                shared.tokens.expire(uid.as_deref());
                shared.count(|counts| counts.fault("expire_tokens", 1));
            }
            Order::ForgetResumeTokens => {
                lock(&shared.snapshots).forget();
                shared.count(|counts| counts.fault("forget_resume_tokens", 1));
            }
            Order::Form(form) => shared.set_form(form),
            Order::ResetCounts => shared.count(|counts| *counts = crate::Counts::default()),
        }
        Ok(())
    }

    /// How the proxy is.
    pub(crate) fn report(&self) -> Report {
        let lines = lock(&self.lines);
        let line = |open: &OpenLine| report::Line {
            name: open.line.name.clone(),
            address: open.line.address,
            connections: open.line.connections(),
        };
        Report {
            counts: self.shared.counts(),
            form: self.shared.form(),
            lines: lines.iter().map(line).collect(),
            faults: lock(&self.shared.faults).all().to_vec(),
        }
    }

    /// Does something to a line, or to all.
    fn each(&self, name: Option<&str>, act: impl Fn(&Line)) -> Result<(), Error> {
        let lines = lock(&self.lines);
        let Some(name) = name else {
            lines.iter().for_each(|open| act(&open.line));
            return Ok(());
        };
        let open = lines.iter().find(|open| open.line.name == name);
        act(&open.ok_or_else(|| Error::NoLine(name.to_owned()))?.line);
        Ok(())
    }
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Error> {
    let error = |source| Error::Address { address, source };
    let listener = TcpListener::bind(address).await.map_err(error)?;
    let address = listener.local_addr().map_err(error)?;
    Ok((listener, address))
}

async fn accept(listener: TcpListener, line: Arc<Line>, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Ok((socket, _)) = listener.accept() => {
                connections.spawn(connection::run(socket, Arc::clone(&line), Arc::clone(&shared)));
            }
            // They are forgotten as they end.
            Some(_) = connections.join_next() => {}
            else => tokio::time::sleep(RETRY).await,
        }
    }
}

/// When a connection can't be taken, too many files may be open: that passes.
const RETRY: Duration = Duration::from_millis(50);
