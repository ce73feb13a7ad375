//! The command line tool, beside the open app or alone.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::app::program;
use crate::{Desktop, Failure, Person, Result};

const CLI: &str = "ghost-gym-cli";

impl Desktop {
    /// Runs `ghost-gym-cli --json` with `arguments` on this desktop's data, and answers what it printed.
    pub fn cli(&self, arguments: &[&str]) -> Result<Value> {
        succeeded(arguments, &self.run_cli(arguments, "")?)
    }

    /// Runs it with the password of `person` on its standard input.
    pub fn cli_as(&self, arguments: &[&str], person: &Person) -> Result<Value> {
        succeeded(arguments, &self.run_cli(arguments, &person.password)?)
    }

    /// Runs it with `input` on its standard input, and answers the code it ended with and what it said of the error.
    pub fn cli_in_vain(&self, arguments: &[&str], input: &str) -> Result<(Option<i32>, Value)> {
        let output = self.run_cli(arguments, input)?;
        let said = serde_json::from_slice(&output.stderr).unwrap_or_default();
        Ok((output.status.code(), said))
    }

    /// Runs it with `input` on its standard input, its process prepared by `prepare`.
    pub(crate) fn cli_with(
        &self,
        arguments: &[&str],
        input: &str,
        prepare: impl FnOnce(&mut Command),
    ) -> Result<Value> {
        succeeded(arguments, &self.run_prepared(arguments, input, prepare)?)
    }

    fn run_cli(&self, arguments: &[&str], input: &str) -> Result<Output> {
        self.run_prepared(arguments, input, |_| {})
    }

    fn run_prepared(
        &self,
        arguments: &[&str],
        input: &str,
        prepare: impl FnOnce(&mut Command),
    ) -> Result<Output> {
        let mut command = Command::new(program(CLI)?);
        self.join(&mut command);
        prepare(&mut command);
        command.arg("--json").args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(Failure::program(CLI))?;
        if let Some(mut stdin) = child.stdin.take() {
            // A command that asks for nothing may have ended before it is told anything.
            drop(stdin.write_all(input.as_bytes()));
        }
        child.wait_with_output().map_err(Failure::program(CLI))
    }
}

fn succeeded(arguments: &[&str], output: &Output) -> Result<Value> {
    if output.status.success() {
        return serde_json::from_slice(&output.stdout)
            .map_err(Failure::program("what ghost-gym-cli printed"));
    }
    let cause = format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    Err(Failure::Program { program: format!("{CLI} {}", arguments.join(" ")), cause })
}
