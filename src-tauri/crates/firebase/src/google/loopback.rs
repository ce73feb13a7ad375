//! The listener on 127.0.0.1 that the browser comes back to.
//!
//! Browsers open connections they never use, and anything on the machine may knock: each connection is read on its
//! own, for a short time, and only a request with this attempt's state counts.

use std::net::Ipv4Addr;
use std::time::Duration;

use oauth2::AuthorizationCode;
use oauth2::url::Url;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use zeroize::Zeroizing;

use super::error::GoogleError;
use super::page::Page;

/// More than any browser sends in a request that Google redirected.
const LARGEST: usize = 32 << 10;
/// How long a connection may take to say what it wants.
const SLOWEST: Duration = Duration::from_secs(10);

pub(super) struct Loopback {
    listener: TcpListener,
    address: String,
}

/// What the browser brought back, and the browser, which waits for a page.
pub(super) struct Answer {
    pub(super) code: Result<AuthorizationCode, GoogleError>,
    pub(super) browser: Browser,
}

/// A browser that waits for an answer.
pub(super) struct Browser {
    stream: TcpStream,
}

struct Request {
    target: Zeroizing<String>,
    browser: Browser,
}

impl Loopback {
    /// Listens on a port that is free.
    pub(super) async fn open() -> Result<Self, GoogleError> {
        let no_port = |error: std::io::Error| GoogleError::NoPort { detail: error.to_string() };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(no_port)?;
        let address = format!("http://{}/", listener.local_addr().map_err(no_port)?);
        Ok(Self { listener, address })
    }

    /// Where the browser is to come back to.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Waits for the browser to come back with `state`; everybody else is shown that nothing waits for them.
    pub(super) async fn answer(&self, state: &str) -> Result<Answer, GoogleError> {
        let mut requests = JoinSet::new();
        loop {
            tokio::select! {
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, _)) => { requests.spawn(read(stream)); }
                    Err(error) => return Err(GoogleError::NoPort { detail: error.to_string() }),
                },
                Some(request) = requests.join_next() => {
                    let Ok(Some(Request { target, browser })) = request else { continue };
                    match self.judge(&target, state) {
                        Some(code) => return Ok(Answer { code, browser }),
                        None => browser.show(Page::Stray).await,
                    }
                }
            }
        }
    }

    /// What the browser brings, if it is the one that is waited for.
    fn judge(&self, target: &str, state: &str) -> Option<Result<AuthorizationCode, GoogleError>> {
        let url = Url::parse(&self.address).ok()?.join(target).ok()?;
        let parameter =
            |name| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        if url.path() != "/" || parameter("state").as_deref() != Some(state) {
            return None;
        }
        Some(match (parameter("code"), parameter("error")) {
            (_, Some(error)) if error == "access_denied" => Err(GoogleError::Denied),
            (_, Some(error)) => Err(GoogleError::Refused { detail: error.chars().take(120).collect() }),
            (Some(code), None) => Ok(AuthorizationCode::new(code)),
            (None, None) => Err(GoogleError::Refused { detail: "no code".to_owned() }),
        })
    }
}

/// Reads what a connection wants, if it says so in time and wants to get something.
async fn read(mut stream: TcpStream) -> Option<Request> {
    let mut head = Zeroizing::new(Vec::with_capacity(LARGEST));
    let reading = async {
        while !head.windows(4).any(|four| four == b"\r\n\r\n") {
            if head.len() >= LARGEST || stream.read_buf(&mut *head).await.ok()? == 0 {
                return None;
            }
        }
        Some(())
    };
    tokio::time::timeout(SLOWEST, reading).await.ok()??;
    let line = head.split(|byte| *byte == b'\r').next().and_then(|line| std::str::from_utf8(line).ok())?;
    let target = line.strip_prefix("GET ")?.split(' ').next().filter(|target| target.starts_with('/'))?;
    Some(Request { target: Zeroizing::new(target.to_owned()), browser: Browser { stream } })
}

impl Browser {
    /// Shows `page`. A browser that was closed meanwhile has seen enough.
    pub(super) async fn show(mut self, page: Page) {
        let shown = async {
            self.stream.write_all(page.response().as_bytes()).await?;
            self.stream.shutdown().await
        };
        match tokio::time::timeout(SLOWEST, shown).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::debug!(%error, "the browser did not wait for its page"),
            Err(_) => tracing::debug!("the browser did not take its page"),
        }
    }
}
