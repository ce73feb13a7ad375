//! Google, as far as signing in needs it: the browser that a person is sent to, and the endpoint that gives tokens for
//! what the browser brought back.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;

use crate::cloud::{Exchange, serve};
use crate::secrets::Secrets;
use crate::{Desktop, Failure, Person, Result, until};

/// Google, for one test.
#[derive(Debug)]
pub struct Google {
    address: SocketAddr,
    seen: Arc<Mutex<Secrets>>,
}

impl Google {
    /// Google knows `person` only.
    pub fn start(person: &Person) -> Result<Self> {
        let word = json!({ "sub": person.email, "email": person.email, "email_verified": true, "name": person.name });
        let answer = json!({
            "access_token": format!("ya29.{}", person.password),
            "token_type": "Bearer",
            "expires_in": 3599,
            "id_token": word.to_string(),
        });
        let seen = Arc::new(Mutex::new(Secrets::default()));
        let of_server = Arc::clone(&seen);
        let address = serve(move |request| {
            let mut seen = of_server.lock().unwrap_or_else(PoisonError::into_inner);
            seen.learn(&request.body);
            seen.learn(&answer.to_string());
            let expected =
                request.target() == "/token" && request.body.contains("grant_type=authorization_code");
            Some(Exchange::json(if expected { 200 } else { 400 }, &answer))
        })?;
        Ok(Self { address, seen })
    }

    /// What has crossed the wire between the app and Google.
    #[must_use]
    pub fn secrets(&self) -> Secrets {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Desktop {
    /// Has every program from now on take `google` for Google, and open a browser in which a person can be played.
    pub fn connect_google(&mut self, google: &Google) -> Result {
        self.set("GHOST_GYM_GOOGLE_EMULATOR_HOST", &google.address.to_string());
        self.set("GHOST_GYM_GOOGLE_CLIENT_ID", "1234-e2e.apps.googleusercontent.com");
        self.set("GHOST_GYM_GOOGLE_CLIENT_SECRET", "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pp");
        let programs = self.home().join("programs");
        fs::create_dir_all(&programs).map_err(Failure::file("the folder of programs"))?;
        let browser = programs.join("xdg-open");
        // Whole or not there: it is looked for while it is written.
        let script = format!("#!/bin/sh\nprintf %s \"$1\" > {0}.new && mv {0}.new {0}\n", self.address_bar());
        fs::write(&browser, script).map_err(Failure::file("the browser"))?;
        fs::set_permissions(&browser, fs::Permissions::from_mode(0o755))
            .map_err(Failure::file("the browser"))?;
        let path = std::env::var("PATH").unwrap_or_default();
        self.set("PATH", &format!("{}:{path}", programs.display()));
        Ok(())
    }

    /// Waits for the browser to be opened, and answers where the person is sent.
    pub async fn browser_opened(&self) -> Result<String> {
        let file = self.address_bar();
        let url = async || fs::read_to_string(&file).map_err(Failure::file("the browser's address"));
        let url = until("the browser to be opened", url, |_| true).await?;
        fs::remove_file(&file).map_err(Failure::file("the browser's address"))?;
        Ok(url)
    }

    /// Plays the person who has said yes to Google at `url`, and answers the page they come back to.
    pub fn say_yes(&self, url: &str) -> Result<String> {
        let part = |name: &str| {
            let query = url.split_once('?').map(|(_, query)| query).unwrap_or_default();
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let found = pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned());
            found.ok_or_else(|| Failure::Unexpected(format!("{name} is not in {url}")))
        };
        let back = part("redirect_uri")?.replace("%3A", ":").replace("%2F", "/");
        let address = back.trim_start_matches("http://").trim_end_matches('/');
        let doing = || Failure::file(format!("the browser at {address}"));
        let mut stream = TcpStream::connect(address).map_err(doing())?;
        let request =
            format!("GET /?state={}&code=4%2F0e2e-code HTTP/1.1\r\nHost: {address}\r\n\r\n", part("state")?);
        stream.write_all(request.as_bytes()).map_err(doing())?;
        let mut page = String::new();
        stream.read_to_string(&mut page).map_err(doing())?;
        Ok(page)
    }

    fn address_bar(&self) -> String {
        self.home().join("browser-was-sent-to").display().to_string()
    }
}
