//! How a session stands: over restarts, without a network, without a keyring, and when the account is revoked,
//! disabled or deleted while the app runs.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use app::{AccountError, App, AppError};
use firebase::{AuthError, Vault};
use keyring_core::{Error, mock};
use model::ipc::{OnSignOut, Standing};
use model::{ErrorCode, Event, SyncStatus};
use serde_json::json;

use crate::cloud::{
    Machine, PASSWORD, code, create, email, files_with, machine, names, sign_in, sign_out, sign_up,
};

const CUT_OFF: &str = "127.0.0.1:9";

/// A machine on which somebody is signed in, with one workout.
fn signed_in(machine: &Machine) -> (App, String, String) {
    let (app, email) = (machine.open(), email());
    let uid = sign_up(&app, &email).unwrap().account.unwrap().uid;
    create(&app, "Ada's workout");
    machine.heard();
    (app, email, uid)
}

#[test]
fn whoever_signed_in_is_still_there_after_a_restart_even_offline() {
    let Some(machine) = machine() else { return };
    let (app, ada, uid) = signed_in(&machine);
    drop(app);

    let offline = machine.open_with(CUT_OFF);
    assert_eq!(names(&offline), ["Ada's workout"]);
    assert_eq!(code(offline.account_check().unwrap_err()), ErrorCode::Offline);
    assert_eq!(offline.account().standing, Standing::Offline);
    assert_eq!(offline.status().unwrap().sync, SyncStatus::Offline { pending: 1 });
    assert!(machine.heard().contains(&Event::AccountChanged));
    drop(offline);

    let app = machine.open();
    assert_eq!(app.account().standing, Standing::SignedIn, "before anybody was asked");
    assert_eq!(app.account_check().unwrap().standing, Standing::SignedIn);
    assert_eq!(app.account().account.unwrap().email, ada);

    // No file says anything that proves who she is.
    for secret in [PASSWORD, "refresh", "eyJ"] {
        assert_eq!(files_with(machine.dir.path(), secret), [""; 0]);
    }
    drop(app);
    machine.vault.forget(&uid).unwrap();
    let app = machine.open();
    app.take_up_session().unwrap();
    let state = app.account();
    assert_eq!(state.standing, Standing::NeedsSignIn);
    assert!(state.notice.unwrap().contains("Sign in again"));
    assert_eq!(names(&app), ["Ada's workout"]);
    assert_eq!(sign_in(&app, &ada).unwrap().standing, Standing::SignedIn);
}

#[test]
fn an_account_that_is_disabled_while_the_app_runs_keeps_its_library_open() {
    let Some(machine) = machine() else { return };
    let (app, ada, uid) = signed_in(&machine);
    machine.administer(&uid, json!({ "disableUser": true }));
    assert_eq!(code(app.account_check().unwrap_err()), ErrorCode::NeedsSignIn);
    let told = machine.heard();
    assert_eq!(told[0], Event::AccountChanged);
    assert_eq!(told[1], Event::SyncStatus { status: SyncStatus::NeedsSignIn { pending: 1 } });
    let state = app.account();
    assert_eq!(state.standing, Standing::NeedsSignIn);
    assert!(state.notice.unwrap().contains("Ask them to enable it"));
    assert_eq!(names(&app), ["Ada's workout"]);
    create(&app, "Still works");
    assert_eq!(app.status().unwrap().sync, SyncStatus::NeedsSignIn { pending: 2 });
    assert!(matches!(
        sign_in(&app, &ada).unwrap_err(),
        AppError::Account(AccountError::Auth(AuthError::Disabled))
    ));
    machine.administer(&uid, json!({ "disableUser": false }));
    assert_eq!(sign_in(&app, &ada).unwrap().standing, Standing::SignedIn);
    assert_eq!(names(&app).len(), 2);
}

#[test]
fn tokens_that_are_revoked_while_the_app_runs_ask_to_sign_in_again() {
    let Some(machine) = machine() else { return };
    let (app, ada, uid) = signed_in(&machine);
    // The emulator revokes ID tokens only, and would give a new one for the refresh token: one that is older still.
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    machine.administer(&uid, json!({ "validSince": (now + 3600).to_string() }));
    assert_eq!(code(app.account_check().unwrap_err()), ErrorCode::NeedsSignIn);
    let state = app.account();
    assert_eq!(state.standing, Standing::NeedsSignIn);
    assert!(state.notice.unwrap().contains("Sign in again"));
    assert_eq!(state.account.unwrap().email, ada, "whose library is open");
    assert_eq!(names(&app), ["Ada's workout"]);
    assert!(machine.heard().contains(&Event::AccountChanged));
    machine.administer(&uid, json!({ "validSince": (now - 60).to_string() }));
    assert_eq!(sign_in(&app, &ada).unwrap().standing, Standing::SignedIn);
    assert_eq!(names(&app), ["Ada's workout"]);
}

#[test]
fn an_account_that_is_deleted_while_the_app_runs_leaves_its_library_here() {
    let Some(machine) = machine() else { return };
    let (app, ada, uid) = signed_in(&machine);
    machine.delete(&uid);
    assert_eq!(code(app.account_check().unwrap_err()), ErrorCode::NeedsSignIn);
    let state = app.account();
    assert_eq!(state.standing, Standing::NeedsSignIn);
    assert!(state.notice.unwrap().contains("export it"));
    assert_eq!(names(&app), ["Ada's workout"]);
    assert!(sign_in(&app, &ada).is_err());
    assert_eq!(names(&app), ["Ada's workout"]);
    let bob = email();
    assert_eq!(code(sign_up(&app, &bob).unwrap_err()), ErrorCode::Conflict, "her workout is nowhere else");
    assert_eq!(names(&app), ["Ada's workout"]);
    assert_eq!(code(sign_out(&app, None).unwrap_err()), ErrorCode::Unsent, "what is to become of it?");
    sign_out(&app, Some(OnSignOut::Keep)).unwrap();
    sign_up(&app, &bob).unwrap();
    assert_eq!(names(&app), [""; 0]);
}

#[test]
fn whose_session_is_over_is_in_nobodys_way() {
    let Some(machine) = machine() else { return };
    let (app, ada, uid) = signed_in(&machine);
    machine.administer(&uid, json!({ "disableUser": true }));
    assert_eq!(code(app.account_check().unwrap_err()), ErrorCode::NeedsSignIn);
    sign_up(&app, &email()).unwrap();
    assert_eq!(names(&app), [""; 0]);
    sign_out(&app, None).unwrap();
    machine.administer(&uid, json!({ "disableUser": false }));
    sign_in(&app, &ada).unwrap();
    assert_eq!((names(&app).len(), app.unsent().unwrap()), (1, 1), "it waits where it was");
}

#[test]
fn a_token_that_is_gone_is_noticed_at_the_next_start() {
    let Some(machine) = machine() else { return };
    let (app, _, uid) = signed_in(&machine);
    drop(app);
    machine.administer(&uid, json!({ "disableUser": true }));
    let app = machine.open();
    assert_eq!(names(&app), ["Ada's workout"]);
    app.stay_signed_in().unwrap();
    wait_until(|| {
        app.poll().unwrap();
        app.account().standing == Standing::NeedsSignIn
    });
    assert!(machine.heard().contains(&Event::AccountChanged));
}

#[test]
fn a_sign_in_that_the_profile_could_not_note_is_noted_at_the_next_start() {
    let Some(mut machine) = machine() else { return };
    let reachable = machine.firestore_address.clone();
    machine.firestore_address = CUT_OFF.to_owned();
    let (app, _, uid) = signed_in(&machine);
    assert_eq!(app.account().standing, Standing::SignedIn, "no reason not to be");
    assert_eq!(machine.profile(&uid), 404);
    drop(app);
    machine.firestore_address = reachable;
    let app = machine.open();
    app.stay_signed_in().unwrap();
    wait_until(|| machine.profile(&uid) == 200);
    wait_until(|| files_with(machine.dir.path(), "\"noted\": true").len() == 1);
    sign_out(&app, Some(OnSignOut::Keep)).unwrap();
    assert_eq!(files_with(machine.dir.path(), "\"noted\""), [""; 0]);
}

#[test]
fn without_a_keyring_somebody_is_signed_in_until_the_app_ends_and_told_so() {
    let Some(mut machine) = machine() else { return };
    for (error, word) in [(no_keyring as fn() -> Error, "no keyring"), (locked, "locked")] {
        machine.vault = Arc::new(Vault::with_store("test", Arc::new(move || Err(error()))));
        let app = machine.open();
        let ada = email();
        let state = sign_up(&app, &ada).unwrap();
        assert_eq!(state.standing, Standing::SignedIn);
        assert!(state.notice.unwrap().contains(word), "{word}");
        assert_eq!(app.account_check().unwrap().standing, Standing::SignedIn);
        create(&app, "Ada's workout");
        drop(app);

        machine.vault = Arc::new(Vault::with_store("test", Arc::new(move || Err(error()))));
        let app = machine.open();
        app.stay_signed_in().unwrap();
        let state = app.account();
        assert_eq!(state.standing, Standing::NeedsSignIn);
        assert!(state.notice.unwrap().to_lowercase().contains("sign in again"));
        assert_eq!(names(&app), ["Ada's workout"]);
        let farewell = sign_out(&app, Some(OnSignOut::Keep)).unwrap();
        assert!(farewell.notice.is_some(), "the keyring may have a token still");
        assert_eq!(app.account().standing, Standing::SignedOut);
    }
}

#[test]
fn a_locked_keyring_is_asked_for_once_and_by_whoever_acts() {
    let Some(mut machine) = machine() else { return };
    let is_locked = Arc::new(AtomicBool::new(false));
    let asked = Arc::new(AtomicUsize::new(0));
    let store = mock::Store::new().unwrap();
    let vault = {
        let (is_locked, asked) = (Arc::clone(&is_locked), Arc::clone(&asked));
        move || {
            let (is_locked, asked, store) = (Arc::clone(&is_locked), Arc::clone(&asked), store.clone());
            Arc::new(Vault::with_store(
                "test",
                Arc::new(move || {
                    asked.fetch_add(1, Ordering::SeqCst);
                    if is_locked.load(Ordering::SeqCst) { Err(locked()) } else { Ok(store.clone()) }
                }),
            ))
        }
    };
    machine.vault = vault();
    let (app, ada, _) = signed_in(&machine);
    drop(app);

    is_locked.store(true, Ordering::SeqCst);
    machine.vault = vault();
    let before = asked.load(Ordering::SeqCst);
    let app = machine.open();
    app.stay_signed_in().unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), before + 1);
    for _ in 0..3 {
        let state = app.account_check().unwrap();
        assert_eq!(state.standing, Standing::NeedsSignIn);
        assert!(state.notice.unwrap().contains("Unlock it"));
        app.poll().unwrap();
    }
    assert_eq!(asked.load(Ordering::SeqCst), before + 1, "nobody is asked for a password again and again");

    assert_eq!(code(sign_up(&app, &email()).unwrap_err()), ErrorCode::Conflict, "she is signed in still");
    is_locked.store(false, Ordering::SeqCst);
    machine.heard();
    app.take_up_session().unwrap();
    assert_eq!(app.account().standing, Standing::SignedIn);
    assert!(machine.heard().contains(&Event::AccountChanged), "the keyring is back");
    assert_eq!(app.account_check().unwrap().account.unwrap().email, ada);
}

#[test]
fn whoever_is_asked_to_unlock_the_keyring_keeps_nobody_waiting() {
    let Some(mut machine) = machine() else { return };
    let (app, _, _) = signed_in(&machine);
    drop(app);
    let (asked, asks) = mpsc::channel();
    let (answer, answers) = mpsc::channel();
    let (asked, answers) = (Mutex::new(asked), Mutex::new(answers));
    let prompt = move || {
        asked.lock().unwrap().send(()).unwrap();
        answers.lock().unwrap().recv().unwrap();
        Err(locked())
    };
    machine.vault = Arc::new(Vault::with_store("test", Arc::new(prompt)));
    let app = machine.open();
    std::thread::scope(|scope| {
        let staying = scope.spawn(|| app.stay_signed_in().unwrap());
        asks.recv().unwrap();
        assert_eq!(app.account().standing, Standing::SignedIn, "as far as is known");
        assert_eq!(app.account_check().unwrap().standing, Standing::SignedIn);
        app.poll().unwrap();
        create(&app, "Typed meanwhile");
        assert_eq!(names(&app).len(), 2);
        answer.send(()).unwrap();
        staying.join().unwrap();
    });
    assert_eq!(app.account().standing, Standing::NeedsSignIn);
}

#[test]
fn edits_of_an_account_are_counted_as_they_are_made() {
    let Some(machine) = machine() else { return };
    let (app, _, _) = signed_in(&machine);
    create(&app, "Another");
    app.undo().unwrap();
    let pending: Vec<_> = machine.heard();
    assert_eq!(pending[0], Event::SyncStatus { status: SyncStatus::Offline { pending: 2 } });
    sign_out(&app, Some(OnSignOut::Keep)).unwrap();
    assert!(machine.heard().contains(&Event::SyncStatus { status: SyncStatus::LocalOnly }));
    create(&app, "Nobody's");
    assert_eq!(machine.heard(), [], "nothing waits where nobody is signed in");
}

fn no_keyring() -> Error {
    Error::NoDefaultStore
}

fn locked() -> Error {
    Error::NoStorageAccess("locked".into())
}

fn wait_until(done: impl Fn() -> bool) {
    let start = std::time::Instant::now();
    while !done() {
        assert!(start.elapsed() < std::time::Duration::from_mins(1), "it never came to that");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}
