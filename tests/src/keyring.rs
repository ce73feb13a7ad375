//! The keyring of a desktop: GNOME's, on the desktop's own session bus, with its files in the desktop's home folder.

use std::fs::File;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::child::Background;
use crate::wait::PATIENCE;
use crate::{Desktop, Failure, Result};

const DAEMON: &str = "gnome-keyring-daemon";
/// What unlocks it: nothing in it is anybody's.
const PASSWORD: &str = "the desktop's own";
/// What it is called on the session bus.
const NAME: &str = "org.freedesktop.secrets";

/// How a keyring is when the desktop's session begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyring {
    /// As after somebody has logged in.
    Unlocked,
    /// Nobody has typed its password yet, and there is nothing that would ask for it.
    Locked,
}

impl Desktop {
    /// Starts the keyring, in place of the one that runs.
    pub fn start_keyring(&mut self, keyring: Keyring) -> Result {
        self.keyring = None;
        let file = self.home().join("run/keyring-password");
        std::fs::write(&file, PASSWORD).map_err(Failure::file("the keyring's password"))?;
        let password = File::open(&file).map_err(Failure::file("the keyring's password"))?;
        let daemon = Background::start(DAEMON, &self.artefacts().join("keyring.log"), |command| {
            self.join(command);
            command.args(["--foreground", "--components=secrets"]).stdout(Stdio::null());
            if keyring == Keyring::Unlocked {
                command.arg("--unlock").stdin(password);
            }
        })?;
        self.keyring = Some(daemon);
        let begun = Instant::now();
        while !self.has_keyring()? {
            if begun.elapsed() > PATIENCE {
                let cause = format!("did not become {NAME} on the session bus");
                return Err(Failure::Program { program: DAEMON.to_owned(), cause });
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    fn has_keyring(&self) -> Result<bool> {
        let bus = ["--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/"];
        let question = ["org.freedesktop.DBus.NameHasOwner".to_owned(), format!("string:{NAME}")];
        let question = bus.into_iter().chain(question.iter().map(String::as_str));
        Ok(self.call("dbus-send", &question.collect::<Vec<_>>())?.contains("true"))
    }
}
