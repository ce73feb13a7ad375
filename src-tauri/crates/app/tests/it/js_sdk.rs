//! A web app beside ours, made of npm `firebase` in Node.js. What it can do is in `js_sdk.mjs`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use emulators::PROJECT;
use model::body;
use serde_json::{Value, json};

use crate::cloud::{Machine, PASSWORD};
use crate::devices::PATIENCE;

/// The web app, signed in; it ends when this is dropped.
pub(crate) struct WebApp {
    node: Child,
    commands: RefCell<ChildStdin>,
    answers: Receiver<String>,
}

impl WebApp {
    /// Signs in as the person with this address. It reaches Firestore at `firestore`, and Auth where `machine` does.
    /// Nothing if the SDK isn't installed.
    pub(crate) fn start(machine: &Machine, firestore: &str, email: &str) -> Option<Self> {
        let sdk = emulators::js_sdk()?;
        let mut node = Command::new("node")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/js_sdk.mjs"))
            .env("SDK", sdk)
            .env("PROJECT", PROJECT)
            .env("AUTH", machine.auth.address())
            .env("FIRESTORE", firestore)
            .env("EMAIL", email)
            .env("PASSWORD", PASSWORD)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let commands = RefCell::new(node.stdin.take().unwrap());
        let said = BufReader::new(node.stdout.take().unwrap());
        let (hear, answers) = mpsc::channel();
        thread::spawn(move || {
            // It ends with the process, or when nobody listens any more.
            said.lines().map_while(Result::ok).try_for_each(|line| hear.send(line))
        });
        let app = Self { node, commands, answers };
        app.answer("signing in");
        Some(app)
    }

    /// Writes in one batch, and waits until the server has it: `["set", "workouts/{id}", {…}]` puts a whole document
    /// there, whatever there was, `["update", place, {…}]` changes some fields, `["delete", place]` leaves nothing.
    #[track_caller]
    pub(crate) fn write(&self, writes: &Value) {
        self.ask(&json!({ "write": writes }));
    }

    /// A document, as its listeners know it; null if there is none.
    #[track_caller]
    pub(crate) fn document(&self, place: &str) -> Value {
        self.ask(&json!({ "heard": null }))[place].clone()
    }

    /// What everything is called, by its place, as its listeners know it; `None` if they may not know everything.
    #[track_caller]
    pub(crate) fn named(&self) -> Option<BTreeMap<String, String>> {
        let heard = self.ask(&json!({ "heard": null }));
        let named = |(place, document): (&String, &Value)| {
            Some((place.clone(), body::text(document.as_object()?, "name").to_owned()))
        };
        heard.as_object()?.iter().map(named).collect()
    }

    #[track_caller]
    fn ask(&self, command: &Value) -> Value {
        writeln!(self.commands.borrow_mut(), "{command}").unwrap();
        self.answer(&command.to_string())
    }

    #[track_caller]
    fn answer(&self, asked: &str) -> Value {
        let said = match self.answers.recv_timeout(PATIENCE) {
            Ok(line) => serde_json::from_str::<Value>(&line).unwrap(),
            Err(error) => panic!("no answer to {asked}: {error}"),
        };
        assert!(said.get("error").is_none(), "{asked}: {said}");
        said["answer"].clone()
    }
}

impl Drop for WebApp {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.node.kill());
        drop(self.node.wait());
    }
}
