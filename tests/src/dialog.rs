//! GTK's file dialogs, which are no part of the page: they are driven through the X server.

use std::time::{Duration, Instant};

use crate::app::{NAME, program};
use crate::child::{Background, running};
use crate::wait::PATIENCE;
use crate::{App, Desktop, Failure, Result, until};

/// How long a dialog has to close once Enter was pressed.
const CLOSING: Duration = Duration::from_millis(1500);

impl App<'_> {
    /// Answers the file dialog called `title` with the file at `path`, as a person who types it does. `path` has only
    /// characters of a US keyboard.
    pub async fn choose_file(&self, title: &str, path: &str) -> Result {
        let window = until("the file dialog", async || self.dialog(title), |_| true).await?;
        self.desktop.call("xdotool", &["windowfocus", "--sync", &window])?;
        // Ctrl+L opens the field for a path in a dialog that opens files; in one that saves, its name field is it.
        self.desktop.call("xdotool", &["key", "--clearmodifiers", "ctrl+l"])?;
        self.desktop.call("xdotool", &["key", "--clearmodifiers", "ctrl+a"])?;
        self.desktop.call("xdotool", &["type", "--clearmodifiers", "--delay", "8", path])?;
        self.desktop.picture(&format!("dialog-{}", title.to_lowercase().replace(' ', "-")))?;
        let begun = Instant::now();
        while !self.accept(title).await? {
            if begun.elapsed() > PATIENCE {
                return Err(Failure::Unexpected(format!(
                    "the dialog “{title}” stays open; it was given {path}"
                )));
            }
        }
        Ok(())
    }

    /// Presses Enter in the dialog; answers whether that closed it. The first Enter may only close the list of files
    /// that the dialog proposes while one types.
    async fn accept(&self, title: &str) -> Result<bool> {
        self.desktop.call("xdotool", &["key", "--clearmodifiers", "Return"])?;
        let pressed = Instant::now();
        while pressed.elapsed() < CLOSING {
            if self.dialog(title).is_err() {
                return Ok(true);
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        Ok(false)
    }

    fn dialog(&self, title: &str) -> Result<String> {
        self.desktop.window(title)
    }
}

impl Desktop {
    /// Starts the app where it can't open its window, and answers the dialog called `title` in which it says why; the
    /// app ends then. The dialog's picture is called `refused`.
    pub async fn open_in_vain(&self, title: &str) -> Result {
        let path = program(NAME)?;
        let app = Background::start(&path.to_string_lossy(), &self.artefacts().join("app.log"), |command| {
            self.join(command);
        })?;
        let window = until("the dialog that says why", async || self.window(title), |_| true).await?;
        self.call("xdotool", &["windowfocus", "--sync", &window])?;
        self.picture("refused")?;
        self.call("xdotool", &["key", "--clearmodifiers", "Return"])?;
        until("the app's end", async || running(NAME, app.group()), Vec::is_empty).await.map(drop)
    }

    /// The id of the visible window called `title`.
    pub(crate) fn window(&self, title: &str) -> Result<String> {
        let exactly = format!("^{title}$");
        let found = self.call("xdotool", &["search", "--onlyvisible", "--name", &exactly])?;
        let first = found.lines().next().map(str::to_owned);
        first.ok_or_else(|| Failure::Unexpected(format!("no window is called {title:?}")))
    }
}
