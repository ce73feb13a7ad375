//! Another device of the same person: the command line tool with a data folder of its own. It reaches the cloud
//! whatever becomes of the window's network.

use serde_json::Value;

use crate::{Cloud, Desktop, Failure, Person, Result, expect};

/// Another device.
#[derive(Debug)]
pub struct Device<'desktop> {
    desktop: &'desktop Desktop,
    name: String,
    hosts: [(&'static str, String); 2],
}

impl Desktop {
    /// Another device called `name`, connected to `cloud`. Nobody is signed in on it.
    #[must_use]
    pub fn device(&self, name: &str, cloud: &Cloud) -> Device<'_> {
        Device { desktop: self, name: name.to_owned(), hosts: cloud.hosts() }
    }
}

impl Device<'_> {
    /// Signs `person` in, and fetches what they have.
    pub fn sign_in(&self, person: &Person) -> Result {
        self.run(&["sign-in", "--email", &person.email, "--password-stdin"], &person.password)?;
        self.sync()
    }

    /// Sends and fetches everything.
    pub fn sync(&self) -> Result {
        expect("the other device", &self.run(&["sync", "--once"], "")?["state"], "synced")
    }

    /// The workout `id` as this device has it.
    pub fn workout(&self, id: &str) -> Result<Value> {
        self.run(&["workout", "show", id], "")
    }

    /// The program `id` as this device has it.
    pub fn program(&self, id: &str) -> Result<Value> {
        self.run(&["program", "show", id], "")
    }

    /// Changes these fields of a record, and sends that; `kind` is `workout` or `program`.
    pub fn change(&self, kind: &str, id: &str, changes: &Value) -> Result {
        let file = self.desktop.home().join(format!("{}-changes.json", self.name));
        std::fs::write(&file, changes.to_string()).map_err(Failure::file("the changes"))?;
        self.run(&[kind, "update", id, &file.to_string_lossy()], "")?;
        self.sync()
    }

    /// Deletes the workout `id`, and sends that.
    pub fn delete_workout(&self, id: &str) -> Result {
        self.run(&["workout", "delete", id], "")?;
        self.sync()
    }

    fn run(&self, arguments: &[&str], input: &str) -> Result<Value> {
        let folder = self.desktop.home().join(&self.name);
        let folder = folder.to_string_lossy();
        let arguments = [&["--data-dir", &*folder][..], arguments].concat();
        self.desktop.cli_with(&arguments, input, |command| {
            command.envs(self.hosts.iter().map(|(name, value)| (name, value)));
        })
    }
}
