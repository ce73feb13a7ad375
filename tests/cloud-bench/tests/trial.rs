//! A small run of the whole. That everything is measured is what counts here; how fast it is, is not, but what it costs.

use std::process::Command;

use emulators::{Auth, Firestore};

#[test]
fn everything_is_measured_and_costs_no_more_than_it_should() {
    let (Some(auth), Some(firestore)) = (Auth::shared(), Firestore::shared()) else { return };
    if emulators::js_sdk().is_none() {
        return;
    }
    let mut bench = Command::new(env!("CARGO_BIN_EXE_cloud-bench"));
    bench
        .args(["--documents", "600", "--rounds", "1", "--round-trips", "0,20", "--edits", "2", "--idle", "1"])
        .env("FIREBASE_AUTH_EMULATOR_HOST", auth.address())
        .env("FIRESTORE_EMULATOR_HOST", firestore.address());
    let output = bench.output().unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    let said = format!("{table}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    let line = |what: &str| {
        let line = table.lines().find(|line| line.starts_with(what));
        line.unwrap_or_else(|| panic!("no {what} in:\n{said}"))
    };
    for distance in [0, 20] {
        for what in ["draining a queue of 600", "first load of 600", "an edit visible on another device"] {
            let line = line(&format!("{what}, {distance} ms away "));
            assert!(line.ends_with("met") || line.ends_with("MISSED"), "{line}");
        }
    }
    for what in [
        "billed documents in 1 s of idling",
        "billed reads after a restart, 6 of 600 changed",
        "billed writes after that restart",
        "billed writes for an edit",
    ] {
        assert!(line(what).ends_with("  met"), "{said}");
    }
}
