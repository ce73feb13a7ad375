//! `cargo xtask cloud` as a person starts it, and every way it ends.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that unwraps fails with a message and a line")]

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// More than anything here takes.
const PATIENCE: Duration = Duration::from_mins(1);
const EMULATORS: [&str; 2] = ["FIREBASE_AUTH_EMULATOR_HOST", "FIRESTORE_EMULATOR_HOST"];

/// A running `cargo xtask cloud`.
struct Cloud {
    process: Child,
    environment: HashMap<String, String>,
}

impl Cloud {
    /// What it said, if it ended before it was ready.
    fn start(folder: &Path, arguments: &[&str]) -> Result<Self, String> {
        let mut process = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["cloud", "--apart"])
            .arg(folder)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let variables = lines
            .map_while(Result::ok)
            .filter_map(|line| line.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())));
        let environment: HashMap<_, _> = variables.take(5).collect();
        if environment.len() == 5 {
            return Ok(Self { process, environment });
        }
        let mut said = String::new();
        process.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(!process.wait().unwrap().success());
        Err(said)
    }

    fn address(&self, emulator: &str) -> String {
        self.environment[emulator].clone()
    }

    fn end(&mut self, signal: &str) -> ExitStatus {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args([&format!("-{signal}"), &id]).status().unwrap().success());
        self.process.wait().unwrap()
    }
}

fn answers(address: &str) -> bool {
    TcpStream::connect(address).is_ok()
}

/// One test, because there is one cloud per folder.
#[test]
fn the_cloud_ends_with_whoever_started_it() {
    let folder = tempfile::tempdir().unwrap();
    let start = |arguments: &[&str]| Cloud::start(folder.path(), arguments);
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut cloud = match start(&["--firestore-port", &free.port().to_string()]) {
        Ok(cloud) => cloud,
        Err(said)
            if said.contains("this machine lacks") && std::env::var_os(emulators::REQUIRED).is_none() =>
        {
            writeln!(std::io::stderr(), "skipped: {said}").unwrap();
            return;
        }
        Err(said) => panic!("{said}"),
    };
    assert_eq!(cloud.address("FIRESTORE_EMULATOR_HOST"), free.to_string());

    let said = start(&[]).err().expect("a second cloud");
    assert!(said.contains("a cloud runs already"), "{said}");

    for signal in ["INT", "TERM", "KILL"] {
        let addresses = EMULATORS.map(|emulator| cloud.address(emulator));
        assert!(addresses.iter().all(|address| answers(address)), "{addresses:?}");
        let status = cloud.end(signal);
        assert_eq!(status.success(), signal != "KILL", "{signal}: {status}");
        // After a kill the emulators notice it themselves.
        let begun = Instant::now();
        while addresses.iter().any(|address| answers(address)) {
            assert!(signal == "KILL" && begun.elapsed() < PATIENCE, "{signal}: an emulator still answers");
            std::thread::sleep(Duration::from_millis(50));
        }
        if signal != "KILL" {
            cloud = start(&[]).unwrap_or_else(|said| panic!("{said}"));
        }
    }

    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let said = start(&["--auth-port", &port]).err().expect("a cloud on a taken port");
    assert!(said.contains(&format!("port {port} is in use")), "{said}");
}
