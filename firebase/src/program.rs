//! A running emulator: started, waited for, ended.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::net::TcpListener;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::error::{Error, Result};
use crate::rest;

/// How Node.js comes to a machine.
pub(crate) const NODE: &str = "install Node.js 20 or later, https://nodejs.org";
/// How long an emulator may take until it answers: far more than it should, for busy machines.
const PATIENCE: Duration = Duration::from_secs(90);
const STEP: Duration = Duration::from_millis(50);
/// How much of what a program said is shown with an error, in bytes.
const SHOWN: i64 = 2000;

/// Where what an emulator says goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Output {
    /// Nowhere, unless starting it fails.
    #[default]
    Kept,
    /// To this process's standard output.
    Shown,
}

/// A program that serves HTTP on a port of 127.0.0.1. It ends when this is dropped, or this process ends.
#[derive(Debug)]
pub(crate) struct Program {
    name: &'static str,
    address: String,
    /// Its standard input is a pipe that nothing is written to: it ends itself when that closes.
    child: Child,
    /// What it said. The file has no name, so it is gone with the last process that has it open.
    said: File,
}

impl Program {
    /// Starts node on `script` with `arguments`, and doesn't wait for it to answer on `port`.
    pub(crate) fn start(
        name: &'static str,
        port: u16,
        script: &str,
        arguments: &[String],
        output: Output,
    ) -> Result<Self> {
        let error = |source| Error::Run { program: name.to_owned(), source };
        let said = tempfile::tempfile().map_err(error)?;
        let stdout = match output {
            Output::Kept => Stdio::from(said.try_clone().map_err(error)?),
            Output::Shown => Stdio::inherit(),
        };
        let mut command = Command::new("node");
        command.args(["-e", script, "--"]).args(arguments);
        command.stdin(Stdio::piped()).stdout(stdout).stderr(said.try_clone().map_err(error)?);
        apart(&mut command);
        let child = command.spawn().map_err(Error::start("Node.js", NODE))?;
        Ok(Self { name, address: local(port), child, said })
    }

    /// Waits until it answers.
    pub(crate) fn ready(mut self) -> Result<Self> {
        let begun = Instant::now();
        while !rest::answers(&self.address) {
            self.check()?;
            if begun.elapsed() > PATIENCE {
                let said = self.said();
                return Err(Error::Silent {
                    program: self.name.to_owned(),
                    seconds: PATIENCE.as_secs(),
                    said,
                });
            }
            std::thread::sleep(STEP);
        }
        // What answered may have taken the port first.
        self.check()?;
        Ok(self)
    }

    /// Where it answers: `127.0.0.1:8080`.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Fails if it has ended by itself.
    pub(crate) fn check(&mut self) -> Result {
        let status = self.child.try_wait();
        match status.map_err(|source| Error::Run { program: self.name.to_owned(), source })? {
            None => Ok(()),
            Some(status) => Err(self.ended(status)),
        }
    }

    fn ended(&mut self, status: ExitStatus) -> Error {
        Error::Ended { program: self.name.to_owned(), status, said: self.said() }
    }

    fn said(&mut self) -> String {
        tail(&mut self.said).unwrap_or_else(|error| format!("(what it said can't be read: {error})"))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        // It fails only for a child that was waited for already.
        let _ended = self.child.wait();
    }
}

/// The last lines of `file`.
fn tail(file: &mut File) -> std::io::Result<String> {
    let length = i64::try_from(file.metadata()?.len()).unwrap_or(i64::MAX);
    file.seek(SeekFrom::End(-length.min(SHOWN)))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}

/// `port` of this machine, as a client is told.
fn local(port: u16) -> String {
    format!("127.0.0.1:{port}")
}

/// Keeps `command` from getting the terminal's Ctrl+C with us: who uses the emulator ends first.
fn apart(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(windows)]
    {
        const CREATE_NEW_PROCESS_GROUP: u32 = 0x200;
        std::os::windows::process::CommandExt::creation_flags(command, CREATE_NEW_PROCESS_GROUP);
    }
}

/// `wanted` if nothing listens there, else any port where nothing does.
pub(crate) fn free_port(wanted: Option<u16>) -> Result<u16> {
    let port = wanted.unwrap_or(0);
    TcpListener::bind(("127.0.0.1", port))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|source| Error::Port { port, source })
}
