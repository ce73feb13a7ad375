//! GTK's file dialogs, which are no part of the page: they are driven through the X server.

use crate::{App, Failure, Result, until};

impl App<'_> {
    /// Answers the file dialog called `title` with the file at `path`, as a person who types it does.
    pub async fn choose_file(&self, title: &str, path: &str) -> Result {
        let window = until("the file dialog", async || self.dialog(title), |_| true).await?;
        self.desktop.call("xdotool", &["windowfocus", "--sync", &window])?;
        self.desktop.picture(&format!("dialog-{}", title.to_lowercase().replace(' ', "-")))?;
        // Ctrl+L opens the field for a path in a dialog that opens files; in one that saves, its name field is it.
        self.desktop.call("xdotool", &["key", "--clearmodifiers", "ctrl+l"])?;
        self.desktop.call("xdotool", &["key", "--clearmodifiers", "ctrl+a"])?;
        self.desktop.call("xdotool", &["type", "--clearmodifiers", "--delay", "8", path])?;
        self.desktop.call("xdotool", &["key", "--clearmodifiers", "Return"])?;
        let gone = async || Ok(self.dialog(title).is_err());
        until("the file dialog to close", gone, |gone| *gone).await.map(drop)
    }

    /// The id of the visible window called `title`.
    fn dialog(&self, title: &str) -> Result<String> {
        let exactly = format!("^{title}$");
        let found = self.desktop.call("xdotool", &["search", "--onlyvisible", "--name", &exactly])?;
        let first = found.lines().next().map(str::to_owned);
        first.ok_or_else(|| Failure::Unexpected(format!("no window is called {title:?}")))
    }
}
