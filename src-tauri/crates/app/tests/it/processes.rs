//! Two processes on one data folder: the command line signs in and out beside the open window.

use model::ipc::{AccountRename, OnSignOut, Standing};
use model::{ErrorCode, Event};
use serde_json::json;

use crate::cloud::{
    PASSWORD, code, create, delete, email, files_with, machine, names, sign_in, sign_out, sign_up,
};

#[test]
fn another_process_that_signs_in_or_out_is_followed() {
    let Some(machine) = machine() else { return };
    let (window, cli) = (machine.open(), machine.open());
    window.stay_signed_in().unwrap();
    create(&window, "Nobody's workout");
    let ada = email();
    sign_up(&cli, &ada).unwrap();
    create(&cli, "Ada's workout");
    machine.heard();
    assert!(window.poll().unwrap());
    let told = machine.heard();
    assert!(told.contains(&Event::LibraryChanged) && told.contains(&Event::AccountChanged), "{told:?}");
    assert_eq!(names(&window), ["Ada's workout"]);
    assert_eq!(window.account_check().unwrap().account.unwrap().email, ada);
    assert!(!window.poll().unwrap());

    cli.account_rename(AccountRename { name: "Ada".into() }).unwrap();
    machine.heard();
    window.poll().unwrap();
    assert_eq!(machine.heard(), [Event::AccountChanged]);
    assert_eq!(window.account().account.unwrap().name.as_deref(), Some("Ada"));

    sign_out(&window, Some(OnSignOut::Keep)).unwrap();
    assert!(cli.poll().unwrap());
    assert_eq!(names(&cli), ["Nobody's workout"]);
    assert_eq!(cli.account().standing, Standing::SignedOut);
}

#[test]
fn a_session_that_is_over_is_taken_up_when_another_process_signs_in_anew() {
    let Some(machine) = machine() else { return };
    let (window, cli) = (machine.open(), machine.open());
    window.stay_signed_in().unwrap();
    let ada = email();
    let uid = sign_up(&window, &ada).unwrap().account.unwrap().uid;
    machine.administer(&uid, json!({ "disableUser": true }));
    assert_eq!(code(window.account_check().unwrap_err()), ErrorCode::NeedsSignIn);
    machine.administer(&uid, json!({ "disableUser": false }));
    sign_in(&cli, &ada).unwrap();
    machine.heard();
    assert!(window.poll().unwrap());
    assert!(machine.heard().contains(&Event::AccountChanged));
    assert_eq!(window.account_check().unwrap().standing, Standing::SignedIn);
}

#[test]
fn nobody_signs_out_whom_they_did_not_see() {
    let Some(machine) = machine() else { return };
    let (window, cli) = (machine.open(), machine.open());
    let (ada, bob) = (email(), email());
    sign_up(&window, &ada).unwrap();
    assert!(cli.poll().unwrap());
    sign_out(&cli, None).unwrap();
    sign_up(&cli, &bob).unwrap();
    let error = sign_out(&window, Some(OnSignOut::Discard)).unwrap_err();
    assert!(error.to_string().contains(&bob), "{error}");
    assert_eq!(cli.account().standing, Standing::SignedIn);
    assert_eq!(window.account().account.unwrap().email, bob, "seen by now");
}

#[test]
fn a_library_is_discarded_once_a_watching_window_has_let_go_of_it() {
    let Some(machine) = machine() else { return };
    let (window, cli) = (std::sync::Arc::new(machine.open()), machine.open());
    let ada = email();
    sign_up(&cli, &ada).unwrap();
    create(&cli, "Ada's workout");
    window.poll().unwrap();
    assert_eq!(names(&window), ["Ada's workout"]);
    let _watch = window.watch();
    assert_eq!(sign_out(&cli, Some(OnSignOut::Discard)).unwrap().notice, None);
    assert_eq!(files_with(machine.dir.path(), "Ada's workout"), [""; 0]);
    sign_in(&cli, &ada).unwrap();
    assert_eq!(names(&cli), [""; 0]);
    create(&cli, "Ada's next workout");
}

#[test]
fn a_library_is_never_deleted_under_a_process_that_has_it_open() {
    let Some(machine) = machine() else { return };
    let (window, cli) = (machine.open(), machine.open());
    let ada = email();
    sign_up(&cli, &ada).unwrap();
    create(&cli, "Ada's workout");
    window.poll().unwrap();
    // Nobody polls for this window: it is busy, or hangs.
    let notice = sign_out(&cli, Some(OnSignOut::Discard)).unwrap().notice.unwrap();
    assert!(notice.contains("when Ghost Gym starts next"), "{notice}");
    assert_eq!(names(&window), ["Ada's workout"]);
    create(&window, "Written until the end");
    assert_eq!(
        code(sign_in(&cli, &ada).unwrap_err()),
        ErrorCode::Busy,
        "what is to be deleted is not opened"
    );
    assert_eq!(cli.account().standing, Standing::SignedOut);
    drop((window, cli));

    let app = machine.open();
    for text in ["Ada's workout", "Written until the end"] {
        assert_eq!(files_with(machine.dir.path(), text), [""; 0]);
    }
    sign_in(&app, &ada).unwrap();
    assert_eq!(names(&app), [""; 0]);
}

#[test]
fn deleting_the_account_waits_for_other_processes_too() {
    let Some(machine) = machine() else { return };
    let (window, cli) = (machine.open(), machine.open());
    sign_up(&cli, &email()).unwrap();
    create(&cli, "Ada's workout");
    window.poll().unwrap();
    let notice = delete(&cli, "delete", PASSWORD, true).unwrap().notice.unwrap();
    assert!(notice.contains("when Ghost Gym starts next"), "{notice}");
    assert_eq!(names(&window), ["Ada's workout"]);
    assert!(window.poll().unwrap());
    assert_eq!(names(&window), [""; 0]);
    drop((window, cli));
    drop(machine.open());
    assert_eq!(files_with(machine.dir.path(), "Ada's workout"), [""; 0]);
}
