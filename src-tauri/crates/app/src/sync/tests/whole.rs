//! The app as a whole, with a session taken up from the keyring and no service to ask about it: what a person does,
//! and what they are told.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use firebase::Vault;
use firebase::secret::RefreshToken;
use keyring_core::mock;
use model::ipc::{
    Create, ImportApply, ListQuery, OnSignOut, QueueExport, QueueQuery, RecordRef, SignOut, Standing, Unsent,
    WorkoutUpdate,
};
use model::sync::Refusal;
use model::{Body, CommandError, ErrorCode, Event, Kind, SyncStatus, WorkoutId};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::fake::{Fake, Line};
use crate::sync::Server;
use crate::{App, AppError, CloudOptions, Options};

/// A machine on which Ada is signed in.
pub(super) struct Machine {
    dir: TempDir,
    vault: Arc<Vault>,
    pub(super) server: Fake,
    heard: Arc<Mutex<Vec<Event>>>,
}

impl Machine {
    pub(super) fn new() -> Self {
        let store = mock::Store::new().unwrap();
        let vault = Arc::new(Vault::with_store("test", Arc::new(move || Ok(store.clone()))));
        vault.save("ada", &RefreshToken::new("token"));
        let dir = tempfile::tempdir().unwrap();
        let account = json!({"uid": "ada", "email": "ada@example.com", "sign_in": "first", "noted": true});
        std::fs::write(dir.path().join("account.json"), account.to_string()).unwrap();
        Self { dir, vault, server: Fake::default(), heard: Arc::default() }
    }

    /// The app in a process that ends with its command.
    fn open(&self) -> App {
        let (server, heard) = (self.server.clone(), Arc::clone(&self.heard));
        let env = |name: &str| match name {
            "GHOST_GYM_FIREBASE_PROJECT_ID" => Some("demo-sync".to_owned()),
            "GHOST_GYM_FIREBASE_API_KEY" => Some("key".to_owned()),
            "FIREBASE_AUTH_EMULATOR_HOST" | "FIRESTORE_EMULATOR_HOST" => Some("127.0.0.1:9".to_owned()),
            _ => None,
        };
        let cloud = CloudOptions {
            config_dir: Some(self.dir.path().join("config")),
            env: Arc::new(env),
            vault: Arc::clone(&self.vault),
            server: Some(Arc::new(move |_| Ok(Arc::new(server.clone()) as Arc<dyn Server>))),
        };
        App::open(Options {
            data_dir: Some(self.dir.path().to_owned()),
            events: Arc::new(move |event| heard.lock().unwrap().push(event)),
            cloud,
            ..Options::default()
        })
        .unwrap()
    }

    /// The app in a process that stays.
    pub(super) fn stay(&self) -> App {
        let app = self.open();
        app.stay_signed_in().unwrap();
        app
    }

    fn count(&self) -> usize {
        self.server.count(Kind::Workout)
    }
}

/// Waits, looking as the watch of a window does, until it is so.
#[track_caller]
pub(super) fn until(app: &App, is: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is() {
        assert!(begun.elapsed() < Duration::from_secs(30), "it stays {:?}", app.sync());
        app.poll().unwrap();
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[track_caller]
pub(super) fn until_synced(app: &App) {
    until(app, || {
        let detail = app.sync().unwrap();
        matches!(detail.status, SyncStatus::Synced { .. }) && detail.pending == 0
    });
}

pub(super) fn fields(value: Value) -> Body {
    let Value::Object(fields) = value else { panic!("not an object") };
    fields
}

pub(super) fn create(app: &App, name: &str) -> WorkoutId {
    app.workout_create(Create { changes: fields(json!({ "name": name })) }).unwrap().workout.id
}

fn of(id: &WorkoutId) -> RecordRef {
    RecordRef { kind: Kind::Workout, id: id.as_str().to_owned() }
}

fn rows(app: &App) -> Vec<(String, Option<Unsent>)> {
    let page = app.workout_list(ListQuery::default()).unwrap();
    page.items.into_iter().map(|row| (row.name, row.unsent)).collect()
}

pub(super) fn code(error: AppError) -> ErrorCode {
    CommandError::from(error).code
}

#[test]
fn what_is_written_goes_out_and_what_others_write_comes_in_and_both_are_told() {
    let machine = Machine::new();
    let app = machine.stay();
    until_synced(&app);
    create(&app, "Push");
    until_synced(&app);
    assert_eq!((machine.count(), rows(&app)), (1, vec![("Push".to_owned(), None)]));
    machine.heard.lock().unwrap().clear();
    machine.server.write(Kind::Workout, "theirs", fields(json!({"id": "theirs", "name": "Pull"})));
    until(&app, || rows(&app).len() == 2);
    until(&app, || machine.heard.lock().unwrap().contains(&Event::LibraryChanged));
    machine.server.go_down();
    create(&app, "Legs");
    until(&app, || app.sync().unwrap().status == SyncStatus::Offline { pending: 1 });
    assert!(rows(&app).contains(&("Legs".to_owned(), Some(Unsent::Waiting))));
    let offline = Event::SyncStatus { status: SyncStatus::Offline { pending: 1 } };
    assert!(machine.heard.lock().unwrap().contains(&offline));
    let detail = app.sync().unwrap();
    assert!(detail.synced_at.is_some() && detail.next_try_at.is_some(), "{detail:?}");
    machine.server.come_back();
    app.sync_now().unwrap();
    until_synced(&app);
    assert_eq!(machine.count(), 3);
}

#[test]
fn a_pause_lasts_over_a_restart() {
    let machine = Machine::new();
    let app = machine.stay();
    until_synced(&app);
    assert!(app.sync_pause().unwrap().paused);
    create(&app, "Push");
    until(&app, || app.sync().unwrap().status == SyncStatus::Paused { pending: 1 });
    drop(app);
    let app = machine.stay();
    until(&app, || app.sync().unwrap().status == SyncStatus::Paused { pending: 1 });
    app.sync_now().unwrap();
    assert_eq!(machine.count(), 0);
    assert!(!app.sync_resume().unwrap().paused);
    until_synced(&app);
    assert_eq!(machine.count(), 1);
}

#[test]
fn whoever_syncs_is_paused_and_resumed_by_another_process_too() {
    let machine = Machine::new();
    let app = machine.stay();
    until_synced(&app);
    let passer_by = machine.open();
    assert!(passer_by.sync_pause().unwrap().paused);
    until(&app, || matches!(app.sync().unwrap().status, SyncStatus::Paused { .. }));
    create(&passer_by, "Push");
    until(&app, || app.sync().unwrap().status == SyncStatus::Paused { pending: 1 });
    assert_eq!(machine.count(), 0);
    passer_by.sync_resume().unwrap();
    until_synced(&app);
    assert_eq!(machine.count(), 1);
}

#[test]
fn one_process_at_a_time_syncs_and_the_other_knows_how_it_goes() {
    let machine = Machine::new();
    let one = machine.stay();
    until_synced(&one);
    let other = machine.stay();
    until(&other, || {
        let detail = other.sync().unwrap();
        detail.elsewhere && matches!(detail.status, SyncStatus::Synced { .. })
    });
    let passer_by = machine.open();
    assert!(passer_by.sync().unwrap().elsewhere);
    assert!(matches!(passer_by.status().unwrap().sync, SyncStatus::Synced { .. }));
    create(&other, "Push");
    until(&one, || machine.count() == 1);
    drop(one);
    until(&other, || !other.sync().unwrap().elsewhere);
    create(&passer_by, "Pull");
    until(&other, || machine.count() == 2);
}

#[test]
fn a_panic_is_survived_and_counted_and_loses_nothing() {
    let machine = Machine::new();
    let app = machine.stay();
    until_synced(&app);
    machine.server.world().panics = 2;
    create(&app, "Push");
    until(&app, || machine.server.world().panics == 0);
    until(&app, || app.sync().unwrap().trouble.is_some_and(|trouble| trouble.contains("defect")));
    until_synced(&app);
    assert_eq!(machine.count(), 1);
    let report = app.sync_report().unwrap();
    assert_eq!((report.restarts, report.trouble), (2, None));
}

#[test]
fn a_command_is_done_when_the_task_has_begun_again() {
    let machine = Machine::new();
    let app = machine.stay();
    until_synced(&app);
    // By what the command asks of the server.
    machine.server.world().panics = 1;
    assert!(matches!(app.sync_once().unwrap(), SyncStatus::Synced { .. }));
    assert_eq!(app.sync_report().unwrap().restarts, 1);
}

#[test]
fn a_library_that_is_opened_anew_is_synced_on() {
    let machine = Machine::new();
    let app = machine.stay();
    until_synced(&app);
    app.library().0.close();
    assert!(app.workout_list(ListQuery::default()).is_err());
    create(&app, "Push");
    until(&app, || machine.count() == 1);
    until_synced(&app);
}

#[test]
fn signing_out_stops_it() {
    let machine = Machine::new();
    let app = machine.stay();
    until_synced(&app);
    machine.server.world().line = Line::Silent;
    create(&app, "Push");
    let error = app.sign_out(SignOut { then: None }).unwrap_err();
    assert_eq!(code(error), ErrorCode::Unsent, "one change is not sent");
    app.sign_out(SignOut { then: Some(OnSignOut::Keep) }).unwrap();
    assert_eq!(app.sync().unwrap().status, SyncStatus::LocalOnly);
    machine.server.world().line = Line::Up;
    create(&app, "Nobody's");
    app.poll().unwrap();
    assert_eq!((machine.count(), code(app.sync_now().unwrap_err())), (0, ErrorCode::NeedsSignIn));
    let places = std::fs::read_dir(machine.dir.path().join("accounts")).unwrap();
    for place in places {
        assert!(!place.unwrap().path().join("sync.json").exists(), "nobody says anything any more");
    }
}

#[test]
fn sync_first_signs_out_only_if_everything_is_sent() {
    let machine = Machine::new();
    let app = machine.stay();
    until_synced(&app);
    machine.server.go_down();
    create(&app, "Push");
    let ask = || SignOut { then: Some(OnSignOut::Sync) };
    assert_eq!(code(app.sign_out(ask()).unwrap_err()), ErrorCode::Offline);
    assert_ne!(app.account().standing, Standing::SignedOut);
    machine.server.come_back();
    app.sign_out(ask()).unwrap();
    assert_eq!((machine.count(), app.account().standing), (1, Standing::SignedOut));
}

#[test]
fn a_command_syncs_once_and_says_what_it_could_not() {
    let machine = Machine::new();
    let app = machine.open();
    create(&app, "Push");
    assert_eq!(app.status().unwrap().sync, SyncStatus::Offline { pending: 1 }, "nobody has begun");
    machine.server.go_down();
    assert_eq!(code(app.sync_once().unwrap_err()), ErrorCode::Offline);
    machine.server.come_back();
    assert!(matches!(app.sync_once().unwrap(), SyncStatus::Synced { .. }));
    // What syncs it may be there still, and quick.
    machine.server.go_down();
    let bad = create(&app, "Bad");
    machine.server.world().denied.insert(bad.as_str().to_owned());
    machine.server.come_back();
    assert_eq!(app.sync_once().unwrap(), SyncStatus::NeedsAttention { refused: 1, pending: 0 });
    assert_eq!(machine.count(), 1);
    drop(app);
    let status = machine.open().status().unwrap().sync;
    assert_eq!(status, SyncStatus::NeedsAttention { refused: 1, pending: 0 }, "to whoever comes later");
    machine.server.world().revoked = true;
    machine.server.world().expired = true;
    assert_eq!(code(machine.open().sync_once().unwrap_err()), ErrorCode::NeedsSignIn);
}

#[test]
fn the_server_may_end_what_the_session_takes_for_good() {
    let machine = Machine::new();
    let app = machine.stay();
    until_synced(&app);
    machine.heard.lock().unwrap().clear();
    {
        let mut world = machine.server.world();
        (world.expired, world.revoked) = (true, true);
    }
    create(&app, "Push");
    until(&app, || app.account().standing == Standing::NeedsSignIn);
    assert!(machine.heard.lock().unwrap().contains(&Event::AccountChanged));
    assert!(app.account().can_sign_in());
}

#[test]
fn a_refused_change_is_shown_and_retried_exported_or_given_up() {
    let machine = Machine::new();
    let app = machine.stay();
    until_synced(&app);
    let bad = create(&app, "Bad");
    machine.server.world().denied.insert(bad.as_str().to_owned());
    until(&app, || app.sync().unwrap().refused == 1 || machine.count() == 1);
    if machine.count() == 1 {
        // It was faster than the rules.
        let change =
            WorkoutUpdate { before: None, id: bad.clone(), changes: fields(json!({"name": "Worse"})) };
        app.workout_update(change).unwrap();
        until(&app, || app.sync().unwrap().refused == 1);
    }
    assert_eq!(rows(&app)[0].1, Some(Unsent::Refused));
    let queue = app.queue_list(QueueQuery { refused: true, limit: 0 }).unwrap();
    assert_eq!(queue.total, 1);
    let refused = queue.items[0].refused.as_ref().unwrap();
    assert_eq!((queue.items[0].id.as_str(), refused.reason), (bad.as_str(), Refusal::Denied));
    assert!(refused.why.len() > 40, "{}", refused.why);

    let path = machine.dir.path().join("refused.json");
    let written = app.queue_export_to(&path, &QueueExport { only: Some(of(&bad)) }).unwrap().unwrap();
    assert_eq!((written.workouts, written.programs), (1, 0));
    let nobody = RecordRef { kind: Kind::Program, id: "nobody".into() };
    assert_eq!(app.queue_export_to(&path, &QueueExport { only: Some(nobody) }).unwrap(), None);
    assert_eq!(imported(&path), 1);

    app.queue_retry(of(&bad)).unwrap();
    until(&app, || app.sync().unwrap().refused == 1);
    machine.server.world().denied.clear();
    app.queue_retry(of(&bad)).unwrap();
    until_synced(&app);
    assert_eq!(code(app.queue_retry(of(&bad)).unwrap_err()), ErrorCode::NotFound);
    assert_eq!(code(app.queue_discard(of(&bad)).unwrap_err()), ErrorCode::NotFound);
}

#[test]
fn a_change_that_is_given_up_can_be_taken_up_again() {
    let machine = Machine::new();
    let app = machine.stay();
    let id = create(&app, "Push");
    until_synced(&app);
    app.sync_pause().unwrap();
    let change = WorkoutUpdate { before: None, id: id.clone(), changes: fields(json!({"name": "Pull"})) };
    app.workout_update(change).unwrap();
    assert_eq!(app.queue_list(QueueQuery::default()).unwrap().total, 1);
    app.queue_discard(of(&id)).unwrap();
    assert_eq!(rows(&app), [("Push".to_owned(), None)]);
    assert_eq!(app.undo().unwrap().label, "Gave up your change of “Pull”");
    assert_eq!(rows(&app), [("Pull".to_owned(), Some(Unsent::Waiting))]);
}

#[test]
fn an_edit_upon_what_others_changed_meanwhile_is_merged() {
    let machine = Machine::new();
    let app = machine.open();
    let group = |id: &str, sets: &str| json!({"group_id": id, "exercises": {"a": id}, "sets": sets});
    let begun = fields(json!({
        "name": "Push", "tags": ["a"], "exercise_groups": [group("1", "3"), group("2", "3")]
    }));
    let id = app.workout_create(Create { changes: begun }).unwrap().workout.id;
    let begun = app.document(Kind::Workout, id.as_str()).unwrap();
    let update = |before, changes| {
        app.workout_update(WorkoutUpdate { before, id: id.clone(), changes: fields(changes) })
            .unwrap()
            .workout
    };
    // Another device.
    update(
        None,
        json!({"name": "Pull", "tags": ["a", "b"], "exercise_groups": [group("1", "5"), group("2", "3")]}),
    );
    let saved = update(
        Some(begun),
        json!({"tags": ["c"], "exercise_groups": [group("1", "3"), group("2", "4"), group("3", "1")]}),
    );
    assert_eq!(saved.name, "Pull", "not given, not changed");
    assert_eq!(saved.tags, ["c", "b"]);
    let sets: Vec<_> = saved.exercise_groups.iter().map(|group| group.sets.as_str()).collect();
    assert_eq!(sets, ["5", "4", "1"]);
}

/// How many workouts an import of this file takes.
fn imported(path: &Path) -> u64 {
    let dir = tempfile::tempdir().unwrap();
    let options = Options { data_dir: Some(dir.path().to_owned()), ..Options::default() };
    let app = App::open(options).unwrap();
    let token = app.import_preview(path).unwrap().token;
    app.import_apply(ImportApply { token, differing: model::ipc::Differing::Keep }).unwrap().new
}
