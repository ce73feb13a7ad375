//! New versions of the app, in memory: what a person sees of one, without anything being fetched.

use std::cell::RefCell;

use model::update::{UpdateInstall, UpdateStatus, UpdateStep};
use model::{CommandError, ErrorCode, Event};

use super::library::{Library, Reply};
use super::tell;

const NOTES: &str = "What is new in 0.2.0\n\n- Programs can be printed, a week on a page.\n- The library finds exercises by their <b>muscles</b>.\n- A lost connection is noticed sooner.\n\nThank you to everybody who wrote to us.";

/// How a new version stands in memory, and what becomes of looking for one.
#[derive(Debug, Default)]
pub struct Updates(pub RefCell<UpdateStatus>);

impl Updates {
    /// As the address of the page asks.
    pub fn of(word: &str) -> Self {
        let step = match word {
            "none" => UpdateStep::NotSetUp,
            "checking" => UpdateStep::Checking,
            "latest" => UpdateStep::UpToDate,
            "offer" | "skipped" | "failed" => UpdateStep::Available,
            "loading" => UpdateStep::Downloading,
            "ready" | "quit" => UpdateStep::Ready,
            "installing" => UpdateStep::Installing,
            _ => UpdateStep::Unknown,
        };
        let is_there = !matches!(word, "" | "none" | "checking" | "latest");
        let failed = "The download was cut off, so nothing was installed. The version you have goes on working. Try again when your connection is better.";
        Self(RefCell::new(UpdateStatus {
            step,
            current: "0.1.0".into(),
            version: is_there.then(|| "0.2.0".into()),
            notes: is_there.then(|| NOTES.into()),
            done: 7_400_000,
            total: Some(18_200_000),
            on_quit: word == "quit",
            skipped: word == "skipped",
            failed: (word == "failed").then(|| failed.into()),
            checked_at: None,
        }))
    }
}

impl Library {
    pub(super) fn update_now(&self) -> UpdateStatus {
        self.updates.0.borrow().clone()
    }

    fn becomes(&self, change: impl FnOnce(&mut UpdateStatus)) -> UpdateStatus {
        change(&mut self.updates.0.borrow_mut());
        let update = self.update_now();
        tell(&Event::Update { update: update.clone() });
        update
    }

    pub(super) fn update_looked(&self) -> UpdateStatus {
        self.becomes(|update| {
            if update.step == UpdateStep::Unknown {
                update.step = UpdateStep::UpToDate;
            }
            update.skipped = false;
        })
    }

    pub(super) fn update_fetched(&self) -> UpdateStatus {
        self.becomes(|update| (update.step, update.failed) = (UpdateStep::Ready, None))
    }

    pub(super) fn update_not(&self) -> UpdateStatus {
        self.becomes(|update| {
            update.on_quit = false;
            if update.step == UpdateStep::Downloading {
                update.step = UpdateStep::Available;
            }
        })
    }

    pub(super) fn update_skipped(&self) -> UpdateStatus {
        self.becomes(|update| update.skipped = true)
    }

    pub(super) fn update_put_in(&self, ask: UpdateInstall) -> Reply<UpdateStatus> {
        if self.update_now().step != UpdateStep::Ready {
            return Err(CommandError::new(ErrorCode::NotFound, "There is nothing to install."));
        }
        Ok(self.becomes(|update| {
            update.on_quit = ask.on_quit;
            if !ask.on_quit {
                update.step = UpdateStep::Installing;
            }
        }))
    }
}
