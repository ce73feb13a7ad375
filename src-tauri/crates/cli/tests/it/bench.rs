//! Runs the binary on a folder of its own. Every call is a process of its own.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The web app's own store as it stood in 2026.
pub(crate) const WEB_APP: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../app/tests/fixtures/web-app-workouts.json");

pub(crate) struct Bench {
    dir: TempDir,
}

/// What a call came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn file(&self, name: &str, contents: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, contents).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ghost-gym-cli"));
        command.arg("--data-dir").arg(self.path("data")).args(args);
        command
    }

    pub(crate) fn run_with(&self, stdin: &str, args: &[&str]) -> Ran {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.run_with("", args)
    }

    /// The one JSON document that a call answers with.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        self.json_with("", args)
    }

    pub(crate) fn json_with(&self, stdin: &str, args: &[&str]) -> Value {
        let ran = self.run_with(stdin, &[&["--json"], args].concat());
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{args:?}");
        serde_json::from_str(&ran.stdout).unwrap()
    }

    /// The one JSON error that a call ends with: nothing on stdout, exit code 1.
    pub(crate) fn error(&self, args: &[&str]) -> Value {
        self.error_with("", args)
    }

    pub(crate) fn error_with(&self, stdin: &str, args: &[&str]) -> Value {
        let ran = self.run_with(stdin, &[&["--json"], args].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{args:?}");
        let error: Value = serde_json::from_str(&ran.stderr).unwrap();
        let fields: Vec<_> = error.as_object().unwrap().keys().cloned().collect();
        assert_eq!(fields, ["code", "field", "message"]);
        error
    }

    pub(crate) fn create(&self, noun: &str, document: &Value) -> String {
        let made = self.json_with(&document.to_string(), &[noun, "create", "-"]);
        made["id"].as_str().unwrap().to_owned()
    }
}
