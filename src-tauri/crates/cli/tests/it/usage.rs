//! Exit codes, help, and what goes wrong before there is a command.

use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::bench::Bench;

#[test]
fn a_command_line_that_does_not_exist_is_exit_code_2() {
    let bench = Bench::new();
    for args in [
        &["dance"][..],
        &["workout"],
        &["workout", "show"],
        &["workout", "list", "--limit", "many"],
        &["workout", "list", "--limit", "0"],
        &["workout", "delete", "w", "--keep-entries", "--remove-entries"],
        &["export", "f", "--kind", "dreams"],
        &["program", "reorder", "p"],
        &["undo", "twice"],
        &[],
    ] {
        let ran = bench.run(args);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
        assert!(ran.stderr.contains("--help"), "{args:?}: {}", ran.stderr);

        let ran = bench.run(&[args, &["--json"]].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
        let error: Value = serde_json::from_str(&ran.stderr).unwrap();
        assert_eq!(error["code"], "usage");
        assert!(error["field"].is_null() && !error["message"].as_str().unwrap().is_empty());
    }
    assert!(!bench.path("data").exists(), "nothing was begun");
}

#[test]
fn help_explains_every_command_in_its_own_words() {
    let bench = Bench::new();
    let help = bench.run(&["--help"]);
    assert_eq!(help.code, 0);
    for word in
        ["status", "workout", "program", "import", "export", "backup", "restore", "history", "undo", "redo"]
    {
        assert!(help.stdout.contains(&format!("\n  {word} ")), "{word}: {}", help.stdout);
    }
    let help = bench.run(&["program", "add-workout", "--help"]).stdout;
    assert!(help.contains("The place, from 0; else the end"), "{help}");
    assert!(help.contains("Put a workout into a program"), "{help}");
    let help = bench.run(&["workout", "create", "--help"]).stdout;
    assert!(help.contains("  echo '{\"name\": \"Push day\""), "{help}");
    assert_eq!(bench.run(&["--version"]).stdout, concat!("ghost-gym-cli ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn the_flags_may_stand_anywhere() {
    let bench = Bench::new();
    let ran = bench.run(&["workout", "list", "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&ran.stdout).unwrap()["total"], 0);
}

#[test]
fn whoever_stops_reading_is_no_failure() {
    let bench = Bench::new();
    let mut child = bench
        .command(&["workout", "create", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It answers only after it has read, so by then nobody listens.
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(b"{\"name\": \"Push\"}").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    assert_eq!(bench.json(&["status"])["workouts"], 1);
}

#[test]
fn a_library_that_cannot_be_opened_is_an_error_with_its_code() {
    let bench = Bench::new();
    std::fs::create_dir(bench.path("data")).unwrap();
    let path = bench.path("data").join("anonymous.db");
    std::fs::write(&path, "notes of another program\n".repeat(500)).unwrap();
    assert_eq!(bench.error(&["status"])["code"], "not_ours");
    let ran = bench.run(&["status"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("It was not touched"), "{}", ran.stderr);
}
