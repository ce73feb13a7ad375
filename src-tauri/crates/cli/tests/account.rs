//! The account from the command line: each command a process of its own, the session kept in a real keyring, in a
//! D-Bus session of the test's own, against both official emulators.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that unwraps fails with a message and a line")]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use emulators::{Auth, Firestore, PROJECT};
use serde_json::Value;

const PASSWORD: &str = "hunter22 is not it";
const EMAIL: &str = "GHOST_GYM_TEST_EMAIL";
const UNLOCK: &str = "printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null";

fn cli(args: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ghost-gym-cli"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
    assert!(!said.contains(PASSWORD) && !said.contains("eyJ"), "{args:?}: {said}");
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn json(args: &[&str], stdin: &str) -> Value {
    let args: Vec<_> = args.iter().copied().chain(["--json"]).collect();
    let output = cli(&args, stdin);
    assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn exit(args: &[&str], stdin: &str) -> Option<i32> {
    cli(args, stdin).status.code()
}

fn installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Runs `scene` in a session of its own, with a home that is empty.
fn play(home: &Path, before: &str, scene: &str, auth: &str, firestore: &str) {
    let script = format!("{before}\nexec \"$0\" --exact {scene} --ignored --nocapture");
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos();
    let played = Command::new("dbus-run-session")
        .args(["--", "sh", "-ec", &script])
        .arg(std::env::current_exe().unwrap())
        .env("HOME", home)
        .env("XDG_RUNTIME_DIR", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env("FIREBASE_AUTH_EMULATOR_HOST", auth)
        .env("FIRESTORE_EMULATOR_HOST", firestore)
        .env("GHOST_GYM_FIREBASE_PROJECT_ID", PROJECT)
        .env("GHOST_GYM_FIREBASE_API_KEY", "key")
        .env(EMAIL, format!("cli{nanos}@example.com"))
        .output()
        .unwrap();
    let said = text(&played.stdout) + &text(&played.stderr);
    assert!(played.status.success() && said.contains("1 passed"), "{scene}: {said}");
}

#[test]
fn an_account_is_used_from_process_to_process() {
    let (Some(auth), Some(firestore)) = (Auth::shared(), Firestore::shared()) else { return };
    for program in ["dbus-run-session", "gnome-keyring-daemon"] {
        if !installed(program) {
            assert!(std::env::var_os(emulators::REQUIRED).is_none(), "{program} is not installed");
            // Not with `eprintln`, which is shown only for a test that fails.
            let mut stderr = std::io::stderr();
            writeln!(stderr, "skipped: {program} is not installed").unwrap();
            return;
        }
    }
    let home = tempfile::tempdir().unwrap();
    play(home.path(), UNLOCK, "with_a_keyring", auth.address(), firestore.address());
    let home = tempfile::tempdir().unwrap();
    let no_bus = "export DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere/at/all";
    play(home.path(), no_bus, "without_a_keyring", auth.address(), firestore.address());
}

#[test]
#[ignore = "played by an_account_is_used_from_process_to_process, in a session of its own"]
fn with_a_keyring() {
    let email = std::env::var(EMAIL).unwrap();
    let with_email = |verb: &'static str| [verb, "--email", email.as_str(), "--password-stdin"];
    assert_eq!(exit(&["sign-out"], ""), Some(3), "nobody is signed in");
    assert_eq!(exit(&["sign-in", "--email", "a@b"], ""), Some(2), "no password");
    assert_eq!(exit(&["sign-in", "--google", "--email", "a@b", "--password-stdin"], ""), Some(2));
    assert_eq!(exit(&["sign-in", "--google"], ""), Some(1), "no Google client is set up");
    assert_eq!(exit(&with_email("sign-in"), PASSWORD), Some(1), "no such account");

    let made = json(&with_email("sign-up"), &format!("{PASSWORD}\n"));
    assert_eq!((&made["standing"], &made["notice"]), (&Value::from("signed_in"), &Value::Null));
    assert_eq!(json(&["account"], "")["account"]["email"], email);
    let workout = r#"{"name": "Ada's workout"}"#;
    json(&["workout", "create", "-"], workout);
    assert_eq!(json(&["status"], "")["sync"]["pending"], 1);

    let unsent = cli(&["sign-out"], "");
    assert_eq!(unsent.status.code(), Some(1), "a change is not sent");
    assert!(text(&unsent.stderr).contains("--sync, --keep or --discard"), "{}", text(&unsent.stderr));
    assert_eq!(
        exit(&["sign-up", "--email", "b@example.com", "--password-stdin"], PASSWORD),
        Some(1),
        "one at a time"
    );
    syncs();
    json(&["workout", "create", "-"], workout);
    json(&["sign-out", "--keep"], "");
    assert_eq!(json(&["reset-password", "--email", &email], "")["mail_sent"], true);
    assert_eq!(exit(&["reset-password", "--email", "no address"], ""), Some(1));
    assert_eq!(exit(&["reset-password"], ""), Some(2));
    assert_eq!(json(&["status"], "")["workouts"], 0);
    assert_eq!(exit(&with_email("sign-in"), "wrong\n"), Some(1));
    json(&with_email("sign-in"), &format!("{PASSWORD}\r\n"));
    assert_eq!(json(&["workout", "list"], "")["items"][0]["name"], "Ada's workout");
    json(&["sign-out", "--sync"], "");
    json(&with_email("sign-in"), PASSWORD);
    assert_eq!(json(&["queue", "list"], "")["total"], 0, "everything was sent first");

    migrates(&email);

    assert_eq!(exit(&["account", "delete", "--confirm", "no"], ""), Some(1));
    json(&["account", "delete", "--confirm", "delete", "--password-stdin", "--discard"], PASSWORD);
    assert_eq!(json(&["account"], "")["standing"], "signed_out");
    assert_eq!(exit(&with_email("sign-in"), PASSWORD), Some(1), "deleted");
    assert_eq!(
        exit(&["account", "delete", "--confirm", "delete"], ""),
        Some(3),
        "nobody is signed in any more"
    );
}

/// One change waits. Offline it stays; then it is sent, and nothing waits any more.
fn syncs() {
    let queue = json(&["queue", "list"], "");
    assert_eq!(
        (&queue["total"], &queue["items"][0]["name"]),
        (&Value::from(1), &Value::from("Ada's workout"))
    );
    let id = queue["items"][0]["id"].as_str().unwrap();
    json(&["queue", "retry", id], "");
    let offline = Command::new(env!("CARGO_BIN_EXE_ghost-gym-cli"))
        .arg("sync")
        .env("FIRESTORE_EMULATOR_HOST", "127.0.0.1:9")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(offline.status.code(), Some(4), "{}", text(&offline.stderr));
    assert_eq!(json(&["status"], "")["sync"]["pending"], 1);

    assert_eq!(json(&["sync", "--once"], "")["state"], "synced");
    assert_eq!(exit(&["sync", "--once", "--watch"], ""), Some(2));
    assert_eq!(json(&["queue", "list", "--refused"], "")["items"], Value::Array(Vec::new()));
    let status = json(&["status"], "");
    assert_eq!(
        (&status["sync"]["state"], &status["sync_detail"]["pending"]),
        (&Value::from("synced"), &Value::from(0))
    );
    assert_eq!(exit(&["queue", "discard", id], ""), Some(1), "nothing of it waits");
    assert_eq!(exit(&["queue", "retry", "nobody"], ""), Some(1));
}

/// What is planned without the account moves into it, is cleared here, and is taken back.
fn migrates(email: &str) {
    json(&["sign-out"], "");
    assert_eq!(exit(&["migrate", "run"], ""), Some(3), "nobody is signed in");
    assert_eq!(json(&["migrate", "status"], "")["status"], "not_authenticated");
    json(&["workout", "create", "-"], r#"{"name": "Nobody's workout"}"#);
    json(&["sign-in", "--email", email, "--password-stdin"], PASSWORD);
    json(&["sync", "--once"], "");
    assert_eq!(json(&["migrate", "status"], "")["status"], "pending");
    assert_eq!(json(&["migrate", "list"], ""), Value::Array(Vec::new()));
    let preview = json(&["migrate", "preview"], "");
    assert_eq!(
        (&preview["new"]["workouts"], &preview["sample"][0]["name"]),
        (&1.into(), &"Nobody's workout".into())
    );

    let report = json(&["migrate", "run", "--clear-local"], "");
    assert_eq!(
        (&report["success"], &report["local_storage_cleared"]),
        (&true.into(), &true.into()),
        "{report}"
    );
    let run = report["run"].as_str().unwrap();
    assert_eq!(json(&["migrate", "report", run], "")["migrated_workouts"], 1);
    let said = text(&cli(&["migrate", "report", run], "").stdout);
    assert!(said.contains("Finished") && said.contains("migrate rollback"), "{said}");
    assert_eq!(exit(&["migrate", "run"], ""), Some(1), "nothing is left to move");

    assert_eq!(json(&["migrate", "rollback", run], "")["step"], "rolled_back");
    assert_eq!(exit(&["migrate", "rollback", run], ""), Some(1), "it is taken back already");
    let said = text(&cli(&["migrate", "list"], "").stdout);
    assert!(said.contains(run) && said.contains("Taken back"), "{said}");
    assert_eq!(exit(&["migrate", "report", "nonsense"], ""), Some(1));
    json(&["sign-out"], "");
    assert_eq!(json(&["workout", "list"], "")["items"][0]["name"], "Nobody's workout");
    json(&["sign-in", "--email", email, "--password-stdin"], PASSWORD);
}

#[test]
#[ignore = "played by an_account_is_used_from_process_to_process, without a bus"]
fn without_a_keyring() {
    let email = std::env::var(EMAIL).unwrap();
    let made = json(&["sign-up", "--email", &email, "--password-stdin"], PASSWORD);
    assert!(made["notice"].as_str().unwrap().contains("no keyring"), "{made}");
    let next = json(&["account"], "");
    assert_eq!(next["standing"], "needs_sign_in", "the session was kept in the memory of the other process");
    let offline = Command::new(env!("CARGO_BIN_EXE_ghost-gym-cli"))
        .args(["sign-in", "--email", "a@b", "--password-stdin"])
        .env("FIREBASE_AUTH_EMULATOR_HOST", "127.0.0.1:9")
        .stdin(Stdio::null())
        .status();
    assert_eq!(offline.unwrap().code(), Some(1), "no password at all");
    for offline in [
        "printf 'x\\n' | \"$0\" sign-in --email a@b --password-stdin",
        "printf 'x\\n' | \"$0\" sign-up --email a@b --password-stdin",
        "\"$0\" reset-password --email a@b",
    ] {
        assert_eq!(exit_offline(offline), Some(4), "{offline}");
    }
}

fn exit_offline(script: &str) -> Option<i32> {
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_ghost-gym-cli")]);
    command.env("FIREBASE_AUTH_EMULATOR_HOST", "127.0.0.1:9").status().unwrap().code()
}
