//! The window that goes while the app stays, and comes back. The driver knows the first one only; of later ones it is
//! seen that they are there.

use crate::app::{NAME, program};
use crate::child::running;
use crate::{App, Desktop, Failure, Result, until};

/// What shows the page, as the system cuts its name.
const PAGE: &str = "WebKitWebProces";

impl App<'_> {
    /// Presses what closes the window.
    pub async fn ask_to_close(&self) -> Result {
        let window = self.window().await?;
        let keys = ["windowactivate", "--sync", &window, "key", "--clearmodifiers", "alt+F4"];
        self.desktop.call("xdotool", &keys).map(drop)
    }

    /// Waits until the window, and what shows its page, are gone, and the app is there still.
    pub async fn loses_its_window(&self) -> Result {
        let group = self.driver.group();
        let web = async || running(PAGE, group);
        until("the page's process to end", web, Vec::is_empty).await?;
        if self.desktop.window(&model::text::get("shell-title")).is_ok() {
            return Err(Failure::Unexpected("the window is there without its page".to_owned()));
        }
        match running(NAME, group)?.len() {
            1 => Ok(()),
            count => Err(Failure::Unexpected(format!("{count} apps are running instead of one"))),
        }
    }

    /// Waits until there is a window, with a page.
    pub async fn has_a_window(&self) -> Result {
        self.window().await?;
        match running(PAGE, self.driver.group())?.len() {
            0 => Err(Failure::Unexpected("a window without a page".to_owned())),
            _ => Ok(()),
        }
    }

    /// Waits until the app has ended by itself.
    pub async fn ends(mut self) -> Result {
        let group = self.driver.group();
        until("the app's end", async || running(NAME, group), Vec::is_empty).await?;
        self.end_session().await
    }
}

impl Desktop {
    /// Starts the app where it runs already, and waits until this start has ended.
    pub fn start_again(&self) -> Result {
        self.call(&program(NAME)?.to_string_lossy(), &[]).map(drop)
    }

    /// Presses `key` in the dialog called `title`, when it is there; its picture is called `name`.
    pub async fn answer(&self, title: &str, key: &str, name: &str) -> Result {
        let window = until("the dialog", async || self.window(title), |_| true).await?;
        self.call("xdotool", &["windowfocus", "--sync", &window])?;
        self.picture(name)?;
        self.call("xdotool", &["key", "--clearmodifiers", key]).map(drop)
    }
}
