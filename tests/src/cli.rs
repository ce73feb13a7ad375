//! The command line tool, beside the open app or alone.

use std::process::Command;

use serde_json::Value;

use crate::app::program;
use crate::{Desktop, Failure, Result};

impl Desktop {
    /// Runs `ghost-gym-cli --json` with `arguments` on this desktop's data, and answers what it printed.
    pub fn cli(&self, arguments: &[&str]) -> Result<Value> {
        let mut command = Command::new(program("ghost-gym-cli")?);
        self.join(&mut command);
        let output =
            command.arg("--json").args(arguments).output().map_err(Failure::program("ghost-gym-cli"))?;
        if !output.status.success() {
            let cause = format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr));
            return Err(Failure::Program {
                program: format!("ghost-gym-cli {}", arguments.join(" ")),
                cause,
            });
        }
        serde_json::from_slice(&output.stdout).map_err(Failure::program("what ghost-gym-cli printed"))
    }
}
