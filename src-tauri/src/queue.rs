//! The order of commands. The dashboard sends some without waiting for the answer to those before, and a person's
//! last word must be the last one written: so each begins when the one before is done. Only what waits for a
//! person, for the network or for the keyring is not waited for, and has a thread of its own once it has begun.

use std::sync::mpsc::{self, Sender};
use std::thread;

/// A command, ready to be carried out.
type Job = Box<dyn FnOnce() + Send>;

/// The commands that wait for somebody else than the disk.
const WAITING: &[&str] = &[
    "import_pick",
    "export_pick",
    "queue_export_pick",
    "backup_pick",
    "restore_pick",
    "sync_now",
    "account_check",
    "sign_up",
    "sign_in",
    "google_sign_in",
    "sign_out",
    "password_reset",
    "verification_send",
    "account_rename",
    "password_change",
    "account_delete",
    // While somebody signs in.
    "cloud_set",
    "cloud_test",
    "update_check",
];

/// The commands that have come in, carried out one after the other.
#[derive(Clone)]
pub(crate) struct Queue(Sender<Job>);

impl Queue {
    /// An empty queue, and the thread that works on it until all handles are dropped.
    pub(crate) fn start() -> std::io::Result<Self> {
        let (jobs, queued) = mpsc::channel::<Job>();
        thread::Builder::new()
            .name("commands".to_owned())
            .spawn(move || queued.into_iter().for_each(|job| job()))?;
        Ok(Self(jobs))
    }

    /// Has the command called `name` carried out when its turn comes. `work` must not panic.
    pub(crate) fn push(&self, name: &str, work: impl FnOnce() + Send + 'static) {
        let job: Job = if WAITING.contains(&name) {
            Box::new(move || drop(tauri::async_runtime::spawn_blocking(work)))
        } else {
            Box::new(work)
        };
        if self.0.send(job).is_err() {
            tracing::error!(name, "the thread for commands is gone");
        }
    }
}

#[cfg(test)]
mod tests {
    use model::ipc::COMMANDS;

    use super::*;

    #[test]
    fn what_waits_is_a_command() {
        for name in WAITING {
            assert!(COMMANDS.contains(name), "{name}");
        }
    }

    #[test]
    fn what_waits_for_a_person_keeps_nobody_waiting_but_begins_after_those_before() {
        let queue = Queue::start().unwrap();
        let (said, hear) = mpsc::channel();
        let (answer, answered) = mpsc::channel::<()>();
        let say = |word: &'static str| {
            let said = said.clone();
            move || said.send(word).unwrap()
        };
        queue.push("workout_update", say("edited"));
        let dialog = say("chosen");
        queue.push("import_pick", move || {
            answered.recv().unwrap();
            dialog();
        });
        queue.push("workout_list", say("listed"));
        assert_eq!([hear.recv().unwrap(), hear.recv().unwrap()], ["edited", "listed"]);
        answer.send(()).unwrap();
        assert_eq!(hear.recv().unwrap(), "chosen");
    }
}
