//! The devices' processes: started, told to rest, killed, and listened to.

use std::fs::OpenOptions;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::device;
use crate::error::{Error, Result};
use crate::said::{REST, Said};
use crate::scene::Scene;

/// The end of a device's log that is shown when it ends by itself, in lines.
const SHOWN: usize = 30;

/// A device, and its process if it has one.
pub(crate) struct Device {
    pub(crate) number: u8,
    pub(crate) folder: PathBuf,
    process: Option<Process>,
    /// Of the processes that have ended.
    edits: u64,
    sign_ins: u64,
}

struct Process {
    child: Child,
    /// It ends when this is closed.
    orders: Option<ChildStdin>,
    said: Arc<Mutex<Said>>,
}

impl Drop for Process {
    fn drop(&mut self) {
        // It fails only for a child that has ended.
        let _killed = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// What is the same for every process.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work {
    pub(crate) seed: u64,
    /// Milliseconds between two edits, on average.
    pub(crate) think: u64,
}

impl Device {
    /// The device of this number, from 1, with its folder in that of the run.
    pub(crate) fn new(run: &Path, number: u8) -> Result<Self> {
        let folder = device::folder(run, number)?;
        Ok(Self { number, folder, process: None, edits: 0, sign_ins: 0 })
    }

    /// Whether its process runs, as far as we have ended it or not.
    pub(crate) const fn is_up(&self) -> bool {
        self.process.is_some()
    }

    /// Starts its process.
    pub(crate) fn start(&mut self, scene: &Scene, work: Work) -> Result {
        let log = self.folder.join("log.txt");
        let file = OpenOptions::new().create(true).append(true).open(&log).map_err(Error::file(&log))?;
        let program = std::env::current_exe().map_err(Error::file(Path::new("this program")))?;
        let hosts = scene.hosts(self.number);
        let mut command = Command::new(&program);
        command.arg("device").arg("--folder").arg(&self.folder);
        for (name, value) in [
            ("--device", self.number.to_string()),
            ("--auth", hosts.auth),
            ("--firestore", hosts.firestore),
            ("--email", scene.account.email.clone()),
            ("--password", scene.account.password.clone()),
            ("--seed", work.seed.to_string()),
            ("--think", work.think.to_string()),
        ] {
            command.args([name, &value]);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(file);
        let mut child = command.spawn().map_err(Error::file(&program))?;
        let (Some(orders), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(self.wrong("it has no pipes"));
        };
        let said = Arc::new(Mutex::default());
        let hears = Arc::clone(&said);
        thread::spawn(move || hear(output, &hears));
        self.process = Some(Process { child, orders: Some(orders), said });
        Ok(())
    }

    /// Kills its process, without a warning.
    pub(crate) fn kill(&mut self) {
        if let Some(process) = self.process.take() {
            self.count(&said(&process));
        }
    }

    /// Has the person rest.
    pub(crate) fn rest(&mut self) -> Result {
        let orders = self.process.as_mut().and_then(|process| process.orders.as_mut());
        let told = orders.map_or(Ok(()), |orders| writeln!(orders, "{REST}").and_then(|()| orders.flush()));
        told.map_err(|error| self.wrong(&format!("it can't be told to rest: {error}")))
    }

    /// Fails if the process has ended by itself.
    pub(crate) fn check(&mut self) -> Result {
        let Some(process) = &mut self.process else { return Ok(()) };
        match process.child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(status)) => Err(self.ended(status)),
            Err(error) => Err(self.wrong(&format!("its process: {error}"))),
        }
    }

    /// Ends its process as a person would, and waits for it.
    pub(crate) fn leave(&mut self) -> Result {
        let Some(mut process) = self.process.take() else { return Ok(()) };
        self.count(&said(&process));
        // Its input ends.
        drop(process.orders.take());
        match process.child.wait() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(self.ended(status)),
            Err(error) => Err(self.wrong(&format!("its process: {error}"))),
        }
    }

    /// How it says that it stands.
    pub(crate) fn said(&self) -> Said {
        self.process.as_ref().map(said).unwrap_or_default()
    }

    /// How many edits were accepted on it, as far as it has said.
    pub(crate) fn edits(&self) -> u64 {
        self.edits + self.said().edits
    }

    /// How often somebody had to sign in anew.
    pub(crate) fn sign_ins(&self) -> u64 {
        self.sign_ins + self.said().sign_ins
    }

    fn count(&mut self, said: &Said) {
        self.edits += said.edits;
        self.sign_ins += said.sign_ins;
    }

    fn ended(&self, status: ExitStatus) -> Error {
        self.wrong(&format!("it ended with {status}; its log ends so:\n{}", self.log()))
    }

    fn wrong(&self, what: &str) -> Error {
        Error::Device { device: self.number, what: what.to_owned() }
    }

    fn log(&self) -> String {
        let log = std::fs::read_to_string(self.folder.join("log.txt")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(SHOWN)..].join("\n")
    }
}

/// Takes in what a process says, until it ends. A line that a kill has cut short is no news.
fn hear(output: ChildStdout, said: &Mutex<Said>) {
    for line in BufReader::new(output).lines() {
        let Ok(line) = line else { return };
        if let Ok(news) = serde_json::from_str(&line) {
            *said.lock().unwrap_or_else(PoisonError::into_inner) = news;
        }
    }
}

fn said(process: &Process) -> Said {
    process.said.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
