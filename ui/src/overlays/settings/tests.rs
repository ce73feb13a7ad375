//! The settings as they are first painted, for every page, and what becomes of what is set.

use model::ipc::{Commands as _, Nothing};
use model::settings::{KEYS, Shape};
use model::{ErrorCode, text};
use serde_json::json;
use yew::prelude::*;

use super::rows::text_key;
use super::{PAGES, Row, Settings};
use crate::actions;
use crate::backend::fake::{self, Library, data};
use crate::overlays::tests::{app, count, painted};

fn library() -> Library {
    data::named("some")
}

async fn page(name: &'static str, library: Library) -> String {
    let app = app(library).await;
    actions::settings::ask(app.clone()).await;
    painted(app, html! { <Settings page={name} on_close={Callback::noop()} /> }).await
}

#[tokio::test]
async fn every_page_shows_what_is_set_and_all_pages_are_listed() {
    for (name, rows) in PAGES {
        let painted = page(name, library()).await;
        for (other, _) in PAGES {
            assert_eq!(count(&painted, &format!("settings-{other}")), 1, "{name}: {other}");
        }
        assert_eq!(painted.matches("aria-current=\"page\"").count(), 1);
        for row in *rows {
            if let Row::Setting(key) = row {
                assert!(painted.contains(&text_key(key)), "{name}: {key}");
            }
        }
    }
}

#[tokio::test]
async fn a_switch_and_a_choice_stand_as_they_are_set() {
    let library = library();
    library.settings.borrow_mut().set("backups.daily", json!(false)).unwrap();
    let data = page("data", library).await;
    let switch = data.split("<input").find(|input| input.contains("set-backups-daily\"")).unwrap();
    let switch = switch.split('>').next().unwrap();
    assert!(switch.contains("role=\"switch\"") && !switch.contains(" checked"), "{switch}");

    let library = super::tests::library();
    library.settings.borrow_mut().set("appearance.text_size", json!("large")).unwrap();
    let looks = page("appearance", library).await;
    let chosen = |word: &str| {
        let input = looks
            .split("<input")
            .find(|input| input.contains(&format!("set-appearance-text-size-{word}\"")))
            .unwrap();
        input.split('>').next().unwrap().contains(" checked")
    };
    assert!(chosen("large") && !chosen("normal"), "{looks}");
}

#[tokio::test]
async fn a_version_that_is_skipped_can_be_offered_again() {
    let skipped = library();
    skipped.settings.borrow_mut().set("updates.skipped", json!("2.0.0")).unwrap();
    let painted = page("updates", skipped).await;
    assert!(painted.contains("2.0.0") && count(&painted, "settings-offer") == 1, "{painted}");
    assert_eq!(count(&page("updates", library()).await, "settings-offer"), 0);
}

#[tokio::test]
async fn what_cannot_be_set_is_told_and_stays_as_it_was() {
    let app = app(library()).await;
    actions::settings::ask(app.clone()).await;
    let change = model::ipc::SettingChange { key: "units.weight".into(), value: json!("stones") };
    let refused = fake::with(|library| library.settings_set(change)).unwrap().unwrap_err();
    assert_eq!(refused.code, ErrorCode::Invalid);
    actions::settings::ask(app.clone()).await;
    assert_eq!(app.state().settings.values["units.weight"], json!("kilograms"));
}

#[test]
fn the_catalogue_has_every_word_of_every_setting() {
    let shown = PAGES.iter().flat_map(|(_, rows)| rows.iter()).filter_map(|row| match row {
        Row::Setting(key) => Some(*key),
        _ => None,
    });
    for key in shown {
        assert!(text::has(&text_key(key)), "{key}");
        let shape = KEYS.iter().find(|(own, _)| *own == key).map(|(_, shape)| *shape).unwrap();
        if let Shape::OneOf(words) = shape {
            for word in words {
                let text = format!("{}-{}", text_key(key), word.replace('_', "-"));
                assert!(text::has(&text), "{text}");
            }
        }
    }
    for (name, _) in PAGES {
        assert!(text::has(&format!("settings-{name}")), "{name}");
    }
}

#[tokio::test]
async fn backups_are_listed_by_the_core() {
    let library = library();
    assert_eq!(library.backup_list(Nothing {}).unwrap().items.len(), 3);
    let preview = library.backup_preview(model::ipc::BackupRef { name: "a.json".into() }).unwrap();
    assert_eq!(preview.file, "a.json");
}
