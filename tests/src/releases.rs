//! A place where new versions of the app are, on this machine, and keys to sign them with that nobody else has.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minisign::KeyPair;
use serde_json::json;

use crate::{Failure, Result};

/// Bytes that are sent at once.
const PIECE: usize = 256 * 1024;

/// A pair of keys, made for one test.
pub struct Keys(KeyPair);

impl Keys {
    /// New ones.
    pub fn make() -> Result<Self> {
        KeyPair::generate_unencrypted_keypair().map(Self).map_err(Failure::program("making keys"))
    }

    /// The public one, as the app is told it.
    pub fn public(&self) -> Result<String> {
        let public = self.0.pk.to_box().map_err(Failure::program("the public key"))?;
        Ok(STANDARD.encode(public.into_string()))
    }

    /// Signs `package` as that of `version`, as Tauri's command line does.
    pub fn sign(&self, package: &[u8], version: &str) -> Result<String> {
        let comment = format!("timestamp:1794000000\tfile:ghost-gym\tversion:{version}");
        let signed = minisign::sign(Some(&self.0.pk), &self.0.sk, package, Some(&comment), None);
        Ok(STANDARD.encode(signed.map_err(Failure::program("signing"))?.into_string()))
    }
}

/// What is offered.
#[derive(Clone, Debug, Default)]
pub struct Release {
    /// The version that is announced.
    pub version: String,
    /// What is new in it.
    pub notes: String,
    /// The package.
    pub package: Vec<u8>,
    /// Its signature.
    pub signature: String,
    /// The connection ends after so many bytes of it.
    pub cut_at: Option<usize>,
    /// After half of it nothing more comes.
    pub stalls: bool,
}

/// The place: an HTTP server. Until something is offered it hangs up on everybody.
#[derive(Clone, Debug)]
pub struct Releases {
    address: String,
    offered: Arc<Mutex<Option<Release>>>,
}

impl Releases {
    /// Opens the place; it is there until the test's process ends.
    pub fn open() -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(Failure::file("a free port"))?;
        let address = listener.local_addr().map_err(Failure::file("a free port"))?.to_string();
        let releases = Self { address, offered: Arc::default() };
        let ours = releases.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let ours = ours.clone();
                // Whoever hangs up, as a cancelled download does, has what it wanted.
                thread::spawn(move || drop(ours.answer(stream)));
            }
        });
        Ok(releases)
    }

    /// Where the newest version is told.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}/latest.json", self.address)
    }

    /// Offers `release` from now on; nothing answers without one.
    pub fn offer(&self, release: Option<Release>) {
        *self.offered() = release;
    }

    fn offered(&self) -> MutexGuard<'_, Option<Release>> {
        self.offered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        let asked = lines.next().transpose()?.unwrap_or_default();
        while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
        let Some(release) = self.offered().clone() else { return Ok(()) };
        if asked.starts_with("GET /latest.json ") {
            let told = self.manifest(&release);
            return write!(stream, "{}{told}", head(told.len()));
        }
        write!(stream, "{}", head(release.package.len()))?;
        let end = release.cut_at.unwrap_or(release.package.len());
        let mut sent = 0;
        for piece in release.package.get(..end).unwrap_or_default().chunks(PIECE) {
            if release.stalls && sent * 2 > release.package.len() {
                // Until whoever waits hangs up.
                let mut nothing = String::new();
                return BufReader::new(&stream).read_line(&mut nothing).map(drop);
            }
            stream.write_all(piece)?;
            sent += piece.len();
        }
        stream.flush()
    }

    fn manifest(&self, release: &Release) -> String {
        let target = format!("linux-{}", std::env::consts::ARCH);
        let package = json!({
            "url": format!("http://{}/ghost-gym", self.address),
            "signature": release.signature,
        });
        json!({
            "version": release.version,
            "notes": release.notes,
            "pub_date": "2026-11-20T12:00:00Z",
            "platforms": { target: package },
        })
        .to_string()
    }
}

fn head(length: usize) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n")
}
