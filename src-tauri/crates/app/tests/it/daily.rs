//! Backups that are made unasked, with a clock that moves.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use app::{App, Options};
use model::ipc::{BackupKind, BackupRef, Create, ListQuery, PreviewRef, WorkoutUpdate};
use model::{ErrorCode, Millis};
use serde_json::json;
use tempfile::TempDir;

use crate::bench::{body, code};

const DAY: Millis = 86_400_000;

struct Days {
    app: App,
    dir: TempDir,
    clock: Arc<AtomicI64>,
}

impl Days {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(1_800_000_000_000));
        let at = Arc::clone(&clock);
        let app = App::open(Options {
            data_dir: Some(dir.path().to_owned()),
            clock: Arc::new(move || at.load(Ordering::SeqCst)),
            ..Options::default()
        });
        Self { app: app.unwrap(), dir, clock }
    }

    fn sleep(&self, time: Millis) {
        self.clock.fetch_add(time, Ordering::SeqCst);
    }

    fn workout(&self, name: &str) {
        self.app.workout_create(Create { changes: body(json!({"name": name})) }).unwrap();
    }

    fn folder(&self) -> PathBuf {
        self.dir.path().join("backups")
    }

    fn files(&self) -> Vec<String> {
        let mut names: Vec<_> = std::fs::read_dir(self.folder())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

#[test]
fn one_is_made_on_each_day_on_which_something_changed() {
    let days = Days::new();
    assert!(days.app.backup_daily().unwrap().is_none(), "an empty library needs none");
    days.workout("One");
    let written = days.app.backup_daily().unwrap().unwrap();
    assert_eq!((written.workouts, written.programs), (1, 0));
    days.workout("Two");
    assert!(days.app.backup_daily().unwrap().is_none(), "there is one of today");
    days.sleep(DAY);
    assert_eq!(days.app.backup_daily().unwrap().unwrap().workouts, 2);
    days.sleep(DAY);
    assert!(days.app.backup_daily().unwrap().is_none(), "nothing changed");
    days.sleep(DAY);
    days.workout("Three");
    assert_eq!(days.app.backup_daily().unwrap().unwrap().workouts, 3);
    assert_eq!(days.files().len(), 3);
}

#[test]
fn over_a_year_only_those_made_unasked_are_thinned_out() {
    let days = Days::new();
    let own = [
        "mine.json",
        "daily.json",
        "ghost-gym-backup-20200101-000000.json",
        "before-migration-20200101-000000.json",
    ];
    days.workout("Push");
    let id = days.app.workout_list(ListQuery::default()).unwrap().items.remove(0).id;
    for day in 0..400 {
        let changes = body(json!({"name": format!("Day {day}")}));
        days.app.workout_update(WorkoutUpdate { before: None, id: id.clone(), changes }).unwrap();
        days.app.backup_daily().unwrap().unwrap();
        if day == 0 {
            days.app.backup_default().unwrap();
            for name in own {
                std::fs::write(days.folder().join(name), "{}").unwrap();
            }
        }
        days.sleep(DAY);
    }
    let files = days.files();
    let unasked = files.iter().filter(|name| name.starts_with("daily-")).count();
    assert!((7 + 7 + 9..=7 + 9 + 13).contains(&unasked), "{files:?}");
    assert_eq!(files.len() - unasked, own.len() + 1);
    for name in own {
        assert!(files.iter().any(|file| file == name), "{name}");
    }
}

#[test]
fn the_list_says_what_there_is_and_each_can_be_restored() {
    let days = Days::new();
    days.workout("One");
    days.app.backup_daily().unwrap().unwrap();
    days.sleep(DAY);
    days.workout("Two");
    days.app.backup_default().unwrap();
    std::fs::write(days.folder().join("before-restore-20200101-000000.json"), "broken").unwrap();
    std::fs::write(days.folder().join("notes.txt"), "").unwrap();
    let list = days.app.backup_list().unwrap();
    assert_eq!(Path::new(&list.folder), days.folder());
    let seen: Vec<_> = list.items.iter().map(|row| (row.kind, row.workouts, row.programs)).collect();
    assert_eq!(
        seen,
        [
            (BackupKind::Own, Some(2), Some(0)),
            (BackupKind::Daily, Some(1), Some(0)),
            (BackupKind::BeforeRestore, None, None),
        ]
    );
    let daily = &list.items[1];
    assert_eq!(daily.at, 1_800_000_000_000);
    assert_eq!(daily.size, std::fs::metadata(days.folder().join(&daily.name)).unwrap().len());

    let preview = days.app.backup_preview(BackupRef { name: daily.name.clone() }).unwrap();
    assert_eq!((preview.report.identical, preview.missing), (1, 1));
    days.app.restore_apply(PreviewRef { token: preview.token }).unwrap();
    assert_eq!(days.app.status().unwrap().workouts, 1);

    let broken = BackupRef { name: "before-restore-20200101-000000.json".into() };
    assert_eq!(code(days.app.backup_preview(broken)), ErrorCode::BadFile);
    for name in ["../account.json", "nothing-20200101-000000.json", "/etc/passwd", "..", ""] {
        assert_eq!(
            code(days.app.backup_preview(BackupRef { name: name.into() })),
            ErrorCode::NotFound,
            "{name}"
        );
    }
}

#[test]
fn what_cannot_be_written_is_an_error_and_nothing_is_thinned_out() {
    let days = Days::new();
    days.workout("One");
    std::fs::write(days.folder(), "in the way").unwrap();
    assert!(days.app.backup_daily().is_err());
    std::fs::remove_file(days.folder()).unwrap();
    assert!(days.app.backup_daily().unwrap().is_some());
}

#[test]
fn a_running_app_makes_them_by_itself_unless_that_is_turned_off() {
    let days = Days::new();
    days.workout("One");
    let Days { app, dir, .. } = days;
    app.settings_change(|settings| settings.backups.daily = false).unwrap();
    let app = Arc::new(app);
    let there = || dir.path().join("backups").is_dir() && !app.backup_list().unwrap().items.is_empty();
    let watch = app.watch();
    // Two looks.
    std::thread::sleep(std::time::Duration::from_millis(2_500));
    assert!(!there());
    app.settings_change(|settings| settings.backups.daily = true).unwrap();
    while !there() {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    drop(watch);
    assert_eq!(app.backup_list().unwrap().items[0].kind, BackupKind::Daily);
}
