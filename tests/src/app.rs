//! The app in its window, and the driver that moves it.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::child::{Background, kill, running};
use crate::desktop::workspace;
use crate::{Desktop, Failure, Result, until};

/// The app's name as the system shows it.
pub(crate) const NAME: &str = "ghost-gym";
/// How often opening the window is tried: a port may be taken between finding it free and using it.
const TRIES: u32 = 3;

/// The open app. What can be done to its page is in `page`, `keys` and `pointer`; native dialogs are in `dialog`.
#[derive(Debug)]
pub struct App<'desktop> {
    pub(crate) desktop: &'desktop Desktop,
    pub(crate) client: Client,
    pub(crate) driver: Background,
    /// The ids of its processes when it was opened.
    pub(crate) processes: Vec<u32>,
    /// Whether the test has ended it; if not, the test failed.
    ended: bool,
}

impl<'desktop> App<'desktop> {
    /// Opens the app on `desktop` and waits until its page is there.
    pub async fn open(desktop: &'desktop Desktop) -> Result<Self> {
        let mut tried = 1;
        let app = loop {
            match Self::try_open(desktop).await {
                Ok(app) => break app,
                Err(failure) if tried == TRIES => return Err(failure),
                Err(failure) => eprintln!("opening the app again: {failure}"),
            }
            tried += 1;
        };
        app.see("[data-testid=footer]").await?;
        // Keys of the window manager, and pictures of the display, need the window to be there as well.
        app.window().await?;
        app.record().await?;
        Ok(app)
    }

    async fn try_open(desktop: &'desktop Desktop) -> Result<Self> {
        let port = free_port()?;
        let driver = Background::start("WebKitWebDriver", &desktop.artefacts().join("app.log"), |command| {
            desktop.join(command);
            command
                .arg(format!("--port={port}"))
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .stdout(Stdio::null());
        })?;
        let client = until("the app's window", async || Self::connect(desktop, port).await, |_| true).await?;
        let processes = running(NAME, driver.group())?;
        Ok(Self { desktop, client, driver, processes, ended: false })
    }

    async fn connect(desktop: &Desktop, port: u16) -> Result<Client> {
        let binary = desktop.app()?;
        let capabilities = Capabilities::from_iter([(
            "webkitgtk:browserOptions".to_owned(),
            json!({ "binary": binary, "args": [] }),
        )]);
        let mut connector = HttpConnector::new();
        connector.set_connect_timeout(Some(Duration::from_secs(2)));
        ClientBuilder::new(connector)
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .map_err(Failure::driver(format!("opening {}", binary.display())))
    }

    /// Closes the window as a person does, and waits until the app has ended.
    pub async fn close(mut self) -> Result {
        self.keep_traffic().await?;
        let title = model::text::get("shell-title");
        self.window().await?;
        let group = self.driver.group();
        let close = async || {
            // Keys that come while the window manager is at work on the window are lost, and pressed again. That no
            // window is found may be a moment's affair, too: only the end of the app is one.
            if let Ok(window) = self.desktop.window(&title) {
                let keys = ["windowactivate", "--sync", &window, "key", "--clearmodifiers", "alt+F4"];
                self.desktop.call("xdotool", &keys)?;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
            running(NAME, group)
        };
        until("the app's end", close, Vec::is_empty).await?;
        self.end_session().await
    }

    /// Ends the app with no time to tidy up, as a crash or a power cut does.
    pub async fn kill(mut self) -> Result {
        self.keep_traffic().await?;
        for id in running(NAME, self.driver.group())? {
            kill(id)?;
        }
        self.end_session().await
    }

    /// Waits for the window to be shown, and answers its id.
    pub(crate) async fn window(&self) -> Result<String> {
        let title = model::text::get("shell-title");
        until("the window to be shown", async || self.desktop.window(&title), |_| true).await
    }

    pub(crate) async fn end_session(&mut self) -> Result {
        self.ended = true;
        // The driver notices by itself that the app is gone, and may have ended the session already.
        drop(self.client.clone().close().await);
        Ok(())
    }
}

impl Drop for App<'_> {
    fn drop(&mut self) {
        // Whatever went wrong, this is what it looked like.
        if !self.ended
            && let Err(error) = self.desktop.picture("failed")
        {
            eprintln!("no picture of the failure: {error}");
        }
    }
}

/// The program `name` as it was built last.
pub(crate) fn program(name: &str) -> Result<PathBuf> {
    // Tests are built without optimisation, benchmarks as released; so is what they start.
    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    let path = workspace().join("target").join(profile).join(name);
    if path.is_file() {
        Ok(path)
    } else {
        let cause = "is not built: `cargo xtask test` and `cargo xtask bench` do that".to_owned();
        Err(Failure::Program { program: path.display().to_string(), cause })
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(Failure::file("a free port"))?;
    listener.local_addr().map(|address| address.port()).map_err(Failure::file("a free port"))
}
