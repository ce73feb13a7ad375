//! What a person sets: kept in a file of theirs, which others may change, and which may be wrong.

use std::path::PathBuf;

use model::ipc::{Preferences, SettingChange, Theme};
use model::settings::{Settings, TextSize};
use model::{ErrorCode, Event};
use serde_json::json;

use crate::bench::{Bench, refused};

fn file(bench: &Bench) -> PathBuf {
    bench.data_dir().join("settings.toml")
}

fn written(bench: &Bench) -> String {
    std::fs::read_to_string(file(bench)).unwrap()
}

fn set(key: &str, value: serde_json::Value) -> SettingChange {
    SettingChange { key: key.into(), value }
}

#[test]
fn what_is_set_lasts_and_only_what_differs_is_written() {
    let mut bench = Bench::new();
    assert_eq!(bench.settings(), Settings::default());
    bench.settings_change(|_| ()).unwrap();
    assert!(!file(&bench).exists());
    let set = bench.settings_change(|settings| settings.backups.daily = false).unwrap();
    assert_eq!(bench.heard(), [Event::SettingsChanged]);
    assert_eq!(written(&bench), "[backups]\ndaily = false\n");
    bench.reopen();
    assert_eq!(bench.settings(), set);
}

#[test]
fn what_another_process_sets_is_noticed_once() {
    let bench = Bench::new();
    let other = bench.open().unwrap();
    other.settings_set(set("appearance.theme", json!("dark"))).unwrap();
    bench.heard();
    bench.poll().unwrap();
    assert_eq!(bench.heard(), [Event::SettingsChanged]);
    assert_eq!(bench.settings().appearance.theme, Theme::Dark);
    bench.poll().unwrap();
    assert_eq!(bench.heard(), []);
    std::fs::remove_file(file(&bench)).unwrap();
    bench.poll().unwrap();
    assert_eq!(bench.heard(), [Event::SettingsChanged]);
    assert_eq!(bench.settings(), Settings::default());
}

#[test]
fn two_that_set_different_things_at_once_lose_nothing() {
    let bench = Bench::new();
    let other = bench.open().unwrap();
    std::thread::scope(|scope| {
        let sizes = ["small", "large", "larger"].into_iter().cycle().take(40);
        scope.spawn(|| {
            sizes
                .for_each(|size| drop(other.settings_set(set("appearance.text_size", json!(size))).unwrap()));
        });
        for n in 1..=40 {
            bench.settings_change(|settings| settings.updates.skipped = Some(n.to_string())).unwrap();
        }
    });
    let settings = bench.settings();
    assert_eq!(settings.updates.skipped.as_deref(), Some("40"));
    assert_eq!(settings.appearance.text_size, TextSize::Small);
    assert_eq!(other.settings(), settings);
}

#[test]
fn a_broken_file_is_set_aside_whole_and_the_person_is_told() {
    let mut bench = Bench::new();
    let broken = "[appearance]\ntheme = \"dark\ntext_size = \"large\"\n";
    bench.quit();
    std::fs::write(bench.dir().join("data/settings.toml"), broken).unwrap();
    bench.reopen();
    assert_eq!(bench.settings(), Settings::default());
    let troubles = bench.settings_get().unwrap().troubles;
    assert_eq!(troubles.len(), 1);
    let aside: Vec<_> = std::fs::read_dir(bench.data_dir())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_str().unwrap().contains("settings.toml.broken-"))
        .collect();
    assert_eq!(aside.len(), 1);
    assert_eq!(std::fs::read_to_string(&aside[0]).unwrap(), broken);
    assert!(
        troubles[0].contains("line 2") && troubles[0].contains(aside[0].to_str().unwrap()),
        "{troubles:?}"
    );
    bench.settings_set(set("appearance.theme", json!("light"))).unwrap();
    assert_eq!(bench.settings_get().unwrap().troubles, [""; 0]);
    assert_eq!(written(&bench), "[appearance]\ntheme = \"light\"\n");
}

#[test]
fn a_wrong_value_is_told_and_can_be_set_right() {
    let bench = Bench::new();
    std::fs::write(file(&bench), "[appearance]\ntheme = 'blue' # ?\nglow = 1\n[backups]\ndaily = false\n")
        .unwrap();
    let state = bench.settings_get().unwrap();
    assert_eq!(
        (&state.values["appearance.theme"], &state.values["backups.daily"]),
        (&json!("system"), &json!(false))
    );
    assert!(
        state.troubles[0].contains("appearance.theme") && state.troubles[0].contains("line 2"),
        "{state:?}"
    );
    let state = bench.settings_set(set("appearance.theme", json!("system"))).unwrap();
    assert_eq!(state.troubles, [""; 0]);
    assert_eq!(written(&bench), "[appearance]\ntheme = \"system\" # ?\nglow = 1\n[backups]\ndaily = false\n");
}

#[test]
fn what_cannot_be_set_changes_nothing() {
    let bench = Bench::new();
    let error = refused(bench.settings_set(set("appearance.theme", json!("blue"))));
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Invalid, Some("appearance.theme")));
    let error = refused(bench.settings_set(set("appearance.colour", json!("blue"))));
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::NotFound, Some("appearance.colour")));
    std::fs::create_dir(file(&bench)).unwrap();
    assert_eq!(bench.settings(), Settings::default());
    assert_eq!(refused(bench.settings_set(set("appearance.theme", json!("dark")))).code, ErrorCode::Io);
    assert!(file(&bench).is_dir());
}

#[test]
fn the_theme_of_before_is_taken_over_once() {
    let mut bench = Bench::new();
    bench.quit();
    let preferences = bench.dir().join("data/preferences.json");
    std::fs::write(&preferences, r#"{"theme": "dark", "library_width": 400}"#).unwrap();
    bench.reopen();
    assert_eq!(bench.settings().appearance.theme, Theme::Dark);
    let kept = bench.preferences_get().unwrap();
    assert_eq!(kept, Preferences { library_width: 400, ..Preferences::default() });
    std::fs::remove_file(file(&bench)).unwrap();
    bench.reopen();
    assert_eq!(bench.settings(), Settings::default());

    bench.settings_set(set("appearance.theme", json!("light"))).unwrap();
    std::fs::write(&preferences, r#"{"theme": "dark"}"#).unwrap();
    bench.reopen();
    assert_eq!(bench.settings().appearance.theme, Theme::Light);
}
