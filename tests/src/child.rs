//! A program that runs beside a test, and no longer than it.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use crate::{Failure, Result};

/// A running program, and all it started. They end when this is dropped, and when the test is killed.
#[derive(Debug)]
pub(crate) struct Background {
    program: String,
    child: Child,
}

impl Background {
    /// Starts `program`, prepared by `prepare`; what it says goes to the file at `log`.
    pub(crate) fn start(program: &str, log: &Path, prepare: impl FnOnce(&mut Command)) -> Result<Self> {
        let file = File::options()
            .create(true)
            .append(true)
            .open(log)
            .map_err(Failure::file(log.display().to_string()))?;
        // The kernel ends it with its parent, even if that has no time to.
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", "--", program]);
        // A group of its own, so that what it starts can be ended with it.
        command.process_group(0).stdin(Stdio::null()).stderr(file);
        prepare(&mut command);
        let child = command.spawn().map_err(Failure::program(program))?;
        Ok(Self { program: program.to_owned(), child })
    }

    /// The first line that it prints; its standard output has to be piped.
    pub(crate) fn first_line(&mut self) -> Result<String> {
        let mut line = String::new();
        BufReader::new(self.output()?).read_line(&mut line).map_err(Failure::program(&self.program))?;
        if line.trim().is_empty() { Err(self.silent()) } else { Ok(line.trim().to_owned()) }
    }

    /// Its standard output, which has to be piped and not taken yet.
    pub(crate) fn output(&mut self) -> Result<ChildStdout> {
        self.child.stdout.take().ok_or_else(|| self.silent())
    }

    fn silent(&self) -> Failure {
        Failure::Program { program: self.program.clone(), cause: "said nothing".to_owned() }
    }

    /// The process group of it and all it started.
    pub(crate) fn group(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        // All of them may have ended already, which is what is wanted.
        let _ended = kill_process_group(Pid::from_child(&self.child), Signal::KILL);
        let _reaped = self.child.wait();
    }
}

/// The ids of the running processes called `name` in the process group `group`.
pub(crate) fn running(name: &str, group: u32) -> Result<Vec<u32>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").map_err(Failure::file("/proc"))? {
        let entry = entry.map_err(Failure::file("/proc"))?;
        let Ok(id) = entry.file_name().to_string_lossy().parse::<u32>() else { continue };
        // It may have ended since it was listed.
        let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else { continue };
        if is_running(&stat, name, group) {
            found.push(id);
        }
    }
    Ok(found)
}

/// Ends the process `id` with no time to tidy up.
pub(crate) fn kill(id: u32) -> Result {
    let id = i32::try_from(id).ok().and_then(Pid::from_raw);
    let id = id.ok_or_else(|| Failure::Unexpected("not the id of a process".to_owned()))?;
    kill_process(id, Signal::KILL).map_err(Failure::program("killing the app"))
}

/// Whether `stat` (see proc(5): `id (name) state parent group …`) is of such a process.
fn is_running(stat: &str, name: &str, group: u32) -> bool {
    let Some((head, rest)) = stat.rsplit_once(')') else { return false };
    let Some((_, called)) = head.split_once('(') else { return false };
    let mut rest = rest.split_whitespace();
    let zombie = rest.next() == Some("Z");
    !zombie && called == name && rest.nth(1) == Some(group.to_string().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_known_by_name_and_group() {
        assert!(is_running("12 (ghost-gym) S 1 7 7 0", "ghost-gym", 7));
        assert!(!is_running("12 (ghost-gym) Z 1 7 7 0", "ghost-gym", 7));
        assert!(!is_running("12 (ghost-gym) S 7 8 7 0", "ghost-gym", 7));
        assert!(!is_running("12 (a) b) S 1 7 7 0", "b", 7));
    }
}
