//! The app where a person has installed it, and may update it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::app::{NAME, program};
use crate::child::{Background, running};
use crate::{App, Desktop, Failure, Result, until};

/// The same app as a later version.
const NEXT: &str = "ghost-gym-next";

impl Desktop {
    /// Installs the app into `folder`, and starts that one from now on. Answers where it is.
    pub fn install(&mut self, folder: &Path) -> Result<PathBuf> {
        fs::create_dir_all(folder).map_err(Failure::file("the folder of programs"))?;
        let installed = folder.join(NAME);
        self.slim(&program(NAME)?, &installed)?;
        self.start_instead(&installed);
        Ok(installed)
    }

    /// The program of the later version.
    pub fn next_version(&self) -> Result<Vec<u8>> {
        let slim = self.home().join(NEXT);
        self.slim(&program(NEXT)?, &slim)?;
        fs::read(&slim).map_err(Failure::file("the next version"))
    }

    /// Starts the app `program` as a click on its desktop entry `entry` does, waits for its window, and closes it.
    pub async fn start_from(&self, entry: &Path, program: &Path) -> Result {
        let log = self.artefacts().join("entry.log");
        let launched = Background::start("gio", &log, |command| {
            self.join(command);
            command.arg("launch").arg(entry);
        })?;
        let title = model::text::get("shell-title");
        until("the window", async || self.window(&title), |_| true).await?;
        self.picture("started-from-entry")?;
        self.close_window(async || processes_of(program)).await?;
        drop(launched);
        Ok(())
    }

    /// Closes the app's window as a person does, until nothing is `left` running of it.
    async fn close_window(&self, mut left: impl AsyncFnMut() -> Result<Vec<u32>>) -> Result {
        let title = model::text::get("shell-title");
        let close = async || {
            if let Ok(window) = self.window(&title) {
                let keys = ["windowactivate", "--sync", &window, "key", "--clearmodifiers", "alt+F4"];
                self.call("xdotool", &keys)?;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
            left().await
        };
        until("the app's end", close, Vec::is_empty).await.map(drop)
    }

    /// Copies a program without what debuggers want to know.
    fn slim(&self, from: &Path, to: &Path) -> Result {
        self.call("strip", &["-o", &to.to_string_lossy(), &from.to_string_lossy()]).map(drop)
    }
}

impl App<'_> {
    /// Waits until another process of the app has a window, because this one has started it, and closes that.
    pub async fn restarts(mut self) -> Result {
        let before = self.processes.clone();
        let group = self.driver.group();
        let others = async || {
            let now = running(NAME, group)?;
            Ok(!now.is_empty() && now.iter().all(|id| !before.contains(id)))
        };
        until("the app to start again", others, |is_another| *is_another).await?;
        let title = model::text::get("shell-title");
        until("the new window", async || self.desktop.window(&title), |_| true).await?;
        self.desktop.close_window(async || running(NAME, group)).await?;
        self.end_session().await
    }
}

/// The ids of the processes that run `program`.
fn processes_of(program: &Path) -> Result<Vec<u32>> {
    let entries = fs::read_dir("/proc").map_err(Failure::file("/proc"))?;
    // Those that have ended since, or are nobody's business, have no program to read.
    let runs = |entry: &fs::DirEntry| fs::read_link(entry.path().join("exe")).is_ok_and(|exe| exe == program);
    let ids = entries.flatten().filter(runs).map(|entry| entry.file_name().to_string_lossy().parse());
    Ok(ids.flatten().collect())
}
