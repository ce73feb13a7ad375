//! Nothing of one owner is ever visible to another.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, mpsc};
use std::time::Duration;

use app::{App, AppError, Options};
use model::ErrorCode;
use model::ipc::{Create, ExportKind, ListQuery, OnSignOut, Preferences, PreviewRef};
use serde_json::{Value, json};

use crate::cloud::{code, create, email, files_with, machine, names, sign_in, sign_out, sign_up};

const ADAS: &str = "Ada's workout";

fn search(app: &app::App, text: &str) -> u64 {
    let query = ListQuery { search: Some(text.to_owned()), ..ListQuery::default() };
    app.workout_list(query).unwrap().total
}

#[test]
fn nothing_of_an_owner_is_seen_after_the_switch() {
    let Some(machine) = machine() else { return };
    let app = machine.open();
    let (ada, bob) = (email(), email());
    sign_up(&app, &ada).unwrap();
    create(&app, ADAS);
    let Value::Object(changes) = json!({ "name": "Ada's program" }) else { unreachable!() };
    let program = app.program_create(Create { changes }).unwrap().program.id;
    let preferences = Preferences { open_program: Some(program), ..app.preferences_get().unwrap() };
    app.preferences_set(preferences).unwrap();
    let backup = app.backup_default().unwrap();
    let preview = app.restore_preview(backup.path.as_ref()).unwrap().token;
    let exported = machine.dir.path().join("elsewhere.json");
    app.export_to(&exported, ExportKind::Complete).unwrap();
    std::fs::remove_file(&exported).unwrap();

    let others: [fn(&app::App, &str); 2] = [
        |app, _| assert_eq!(names(app), [""; 0]),
        |app, bob| {
            sign_up(app, bob).unwrap();
            assert_eq!(names(app), [""; 0]);
        },
    ];
    sign_out(&app, Some(OnSignOut::Keep)).unwrap();
    for other in others {
        other(&app, &bob);
        assert_eq!(search(&app, "Ada"), 0);
        assert!(app.history_deleted().unwrap().is_empty());
        assert!(app.workout_tags().unwrap().is_empty());
        assert!(app.exercise_names(model::ipc::Prefix { prefix: String::new() }).unwrap().is_empty());
        let status = app.status().unwrap();
        assert_eq!((status.undo, status.redo, status.salvaged), (None, None, None));
        assert!(matches!(app.undo(), Err(AppError::NothingToUndo)));
        assert_eq!(app.preferences_get().unwrap().open_program, None);
        let gone = app.restore_apply(PreviewRef { token: preview }).unwrap_err();
        assert_eq!(code(gone), ErrorCode::NotFound, "what she previewed is hers");
        assert_eq!(app.stats().unwrap().workouts, 0);
    }
    sign_out(&app, None).unwrap();

    // All there is of her is in her folder, which is named by nothing of hers.
    let found = files_with(machine.dir.path(), ADAS);
    assert!(!found.is_empty() && found.iter().all(|file| file.contains("accounts")), "{found:?}");
    assert!(found.iter().all(|file| !file.contains(&ada)));
    for trace in ["Ada's program", ada.as_str()] {
        let found = files_with(machine.dir.path(), trace);
        assert!(found.iter().all(|file| file.contains("accounts")), "{trace}: {found:?}");
    }
    sign_in(&app, &ada).unwrap();
    assert_eq!(names(&app), [ADAS]);
    sign_out(&app, Some(OnSignOut::Discard)).unwrap();
    assert_eq!(files_with(machine.dir.path(), ADAS), [""; 0], "her backups are gone too");
}

#[test]
fn a_restore_under_way_goes_into_no_other_library() {
    let Some(machine) = machine() else { return };
    let (open, armed) = (Arc::new(OnceLock::<Arc<App>>::new()), Arc::new(AtomicBool::new(false)));
    let clock = {
        let (open, armed) = (Arc::clone(&open), Arc::clone(&armed));
        // The restore looks at the clock between its steps: in that moment somebody else's sign-out is noticed.
        move || {
            if armed.swap(false, Ordering::SeqCst) {
                let (app, (noticed, notice)) = (Arc::clone(open.get().unwrap()), mpsc::channel());
                std::thread::spawn(move || noticed.send(app.poll().unwrap()));
                // Either it is noticed, or it has to wait for the restore.
                let _noticed = notice.recv_timeout(Duration::from_millis(500));
            }
            jiff::Timestamp::now().as_millisecond()
        }
    };
    let window = open.get_or_init(|| {
        Arc::new(App::open(Options { clock: Arc::new(clock), ..machine.options(machine.env()) }).unwrap())
    });
    sign_up(window, &email()).unwrap();
    create(window, ADAS);
    let backup = window.backup_default().unwrap();
    let preview = window.restore_preview(backup.path.as_ref()).unwrap();
    let cli = machine.open();
    sign_out(&cli, Some(OnSignOut::Keep)).unwrap();
    armed.store(true, Ordering::SeqCst);
    window.restore_apply(PreviewRef { token: preview.token }).unwrap();
    while window.account().account.is_some() {
        window.poll().unwrap();
    }
    assert_eq!(names(window), [""; 0]);
    let found = files_with(machine.dir.path(), ADAS);
    assert!(found.iter().all(|file| file.contains("accounts")), "{found:?}");
    let anew = window.restore_preview(window.backup_default().unwrap().path.as_ref()).unwrap();
    assert_ne!(anew.token, preview.token, "a token names one file for good");
}
