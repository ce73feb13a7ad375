//! Signing up, in and out, changing and deleting the account, and what is said of wrong inputs.

use app::{AccountError, AppError};
use firebase::AuthError;
use model::ipc::{AccountRename, OnSignOut, PasswordChange, PasswordReset, SignUp, Standing};
use model::{CommandError, ErrorCode, Secret, SyncStatus};

use crate::cloud::{
    PASSWORD, code, create, delete, email, machine, names, sign_in, sign_in_with, sign_out, sign_up,
};

#[test]
fn signing_in_opens_the_accounts_library_and_signing_out_the_anonymous_one() {
    let Some(machine) = machine() else { return };
    let app = machine.open();
    let ada = email();
    create(&app, "Nobody's workout");
    let ask = SignUp { email: ada.clone(), password: Secret::new(PASSWORD), name: Some("Ada".into()) };
    let state = app.sign_up(ask).unwrap();
    assert_eq!(state.standing, Standing::SignedIn);
    assert!(state.emulated && state.notice.is_none());
    let account = state.account.unwrap();
    assert_eq!((account.name.as_deref(), account.has_password), (Some("Ada"), true));
    assert_eq!(names(&app), [""; 0]);
    create(&app, "Ada's workout");
    assert_eq!(app.status().unwrap().sync, SyncStatus::Offline { pending: 1 });

    assert_eq!(code(sign_out(&app, None).unwrap_err()), ErrorCode::Unsent, "one change is not sent");
    assert_eq!(sign_out(&app, Some(OnSignOut::Keep)).unwrap().notice, None);
    assert_eq!(names(&app), ["Nobody's workout"]);
    assert_eq!(app.status().unwrap().sync, SyncStatus::LocalOnly);
    sign_in(&app, &ada).unwrap();
    assert_eq!(names(&app), ["Ada's workout"]);
}

#[test]
fn one_at_a_time_is_signed_in() {
    let Some(machine) = machine() else { return };
    let app = machine.open();
    let (ada, bob) = (email(), email());
    sign_up(&app, &bob).unwrap();
    sign_out(&app, None).unwrap();
    sign_up(&app, &ada).unwrap();
    let error = sign_in(&app, &bob).unwrap_err();
    assert!(error.to_string().contains(&ada), "{error}");
    assert_eq!(code(error), ErrorCode::Conflict);
    assert_eq!(code(sign_up(&app, &email()).unwrap_err()), ErrorCode::Conflict);
    assert_eq!(sign_in(&app, &ada).unwrap().standing, Standing::SignedIn, "herself again");
}

#[test]
fn wrong_inputs_change_nothing_and_name_their_field() {
    let Some(machine) = machine() else { return };
    let app = machine.open();
    let ada = email();
    sign_up(&app, &ada).unwrap();
    sign_out(&app, None).unwrap();
    let weak = SignUp { email: email(), password: Secret::new("abc"), name: None };
    let cases = [
        (sign_in_with(&app, &ada, "wrong"), "password"),
        (sign_in_with(&app, &ada, ""), "password"),
        (sign_in(&app, &email()), "email"),
        (sign_in(&app, "no address"), "email"),
        (sign_up(&app, &ada), "email"),
        (app.sign_up(weak), "password"),
    ];
    for (result, field) in cases {
        let error = CommandError::from(result.unwrap_err());
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some(field)));
        assert_eq!(app.account().standing, Standing::SignedOut);
    }
    assert_eq!(code(sign_out(&app, None).unwrap_err()), ErrorCode::NeedsSignIn);
    assert_eq!(code(app.account_check().unwrap_err()), ErrorCode::NeedsSignIn);
    assert_eq!(code(delete(&app, "delete", PASSWORD, false).unwrap_err()), ErrorCode::NeedsSignIn);
    app.password_reset(PasswordReset { email: ada }).unwrap();
    let error = CommandError::from(app.password_reset(PasswordReset { email: "x".into() }).unwrap_err());
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some("email")));
}

#[test]
fn a_new_password_needs_the_one_until_now_and_each_has_its_field() {
    let Some(machine) = machine() else { return };
    let app = machine.open();
    let ada = email();
    sign_up(&app, &ada).unwrap();
    let change = |current: &str, password: &str| {
        app.password_change(PasswordChange { current: Secret::new(current), password: Secret::new(password) })
    };
    for (current, password, field) in [
        ("wrong", "quite another", "current"),
        ("", "quite another", "current"),
        (PASSWORD, "abc", "password"),
    ] {
        let error = CommandError::from(change(current, password).unwrap_err());
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some(field)), "{current}");
    }
    assert_eq!(change(PASSWORD, "quite another").unwrap().standing, Standing::SignedIn);
    app.verification_send().unwrap();
    let renamed = app.account_rename(AccountRename { name: " Ada L. ".into() }).unwrap();
    assert_eq!(renamed.account.unwrap().name.as_deref(), Some("Ada L."));
    drop(app);

    let app = machine.open();
    assert_eq!(app.account().account.unwrap().name.as_deref(), Some("Ada L."), "remembered");
    assert_eq!(app.account_check().unwrap().standing, Standing::SignedIn, "with the new tokens");
    sign_out(&app, None).unwrap();
    assert!(matches!(
        sign_in(&app, &ada).unwrap_err(),
        AppError::Account(AccountError::Auth(AuthError::WrongPassword | AuthError::WrongCredentials))
    ));
    sign_in_with(&app, &ada, "quite another").unwrap();
}

#[test]
fn an_account_is_deleted_with_all_it_has_only_when_the_word_is_typed() {
    let Some(machine) = machine() else { return };
    let app = machine.open();
    let ada = email();
    let uid = sign_up(&app, &ada).unwrap().account.unwrap().uid;
    assert_eq!(machine.profile(&uid), 200, "made at the first sign-in");
    let error = CommandError::from(delete(&app, "yes", PASSWORD, true).unwrap_err());
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some("confirm")));
    let error = CommandError::from(delete(&app, "delete", "wrong", true).unwrap_err());
    assert_eq!(error.field.as_deref(), Some("password"));
    assert_eq!(machine.profile(&uid), 200);
    delete(&app, "Delete", PASSWORD, true).unwrap();
    assert_eq!(machine.profile(&uid), 404);
    assert_eq!(app.account().standing, Standing::SignedOut);
    assert!(sign_in(&app, &ada).is_err());
}

#[test]
fn what_a_deleted_account_leaves_in_the_cloud_is_told() {
    let Some(mut machine) = machine() else { return };
    machine.firestore_address = "127.0.0.1:9".to_owned();
    let app = machine.open();
    sign_up(&app, &email()).unwrap();
    let farewell = delete(&app, "delete", PASSWORD, true).unwrap();
    assert!(farewell.notice.unwrap().contains("not all it had in the cloud"));
    assert_eq!(app.account().standing, Standing::SignedOut);
}
