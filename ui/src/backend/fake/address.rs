//! What the address of the page asks of the library in memory.

use gloo_timers::callback::Timeout;
use js_sys::Reflect;
use model::SyncStatus;
use serde_json::json;
use web_sys::UrlSearchParams;

use super::Library;
use super::account::Browser;
use super::data::{named, people};
use super::migration::Moving;
use super::sync::{self, Sync};
use super::update::Updates;

/// A library as the address of the page asks.
pub fn library() -> Library {
    let query = web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default();
    let query = UrlSearchParams::new_with_str(&query).ok();
    let get = |name: &str| query.as_ref().and_then(|query| query.get(name)).unwrap_or_default();
    let mut library = named(&get("fake"));
    library.sync = standing(&get("sync"));
    sync::decided(&library, get("conflicts").parse().unwrap_or(0));
    if let Ok(pause) = get("other").parse() {
        // By then the library is installed.
        Timeout::new(pause, || super::with(sync::another_device).unwrap_or_default()).forget();
    }
    library.delay = get("delay").parse().unwrap_or(0);
    people(&mut library, &get("account"));
    library.moving = Moving::of(&get("moving"));
    library.updates = Updates::of(&get("update"));
    if get("cloud") == "none" {
        library.cloud.settings.take();
    }
    library.cloud.from_environment = get("cloud") == "environment";
    if get("google") == "waits" {
        library.cloud.browser.set(Browser::Waiting);
    }
    let settings = library.settings.get_mut();
    for (name, key) in
        [("theme", "appearance.theme"), ("text", "appearance.text_size"), ("motion", "appearance.motion")]
    {
        // What isn't asked for, or can't be, stays as usual.
        settings.set(key, get(name).into()).unwrap_or_default();
    }
    let preferences = library.preferences.get_mut();
    if !get("open").is_empty() {
        preferences.open_program = serde_json::from_value(json!(get("open"))).ok();
    }
    library
}

/// Whether the page stands in the app's window.
pub fn core_is_there() -> bool {
    let core = web_sys::window().and_then(|window| Reflect::get(&window, &"__TAURI_INTERNALS__".into()).ok());
    core.is_some_and(|core| !core.is_undefined())
}

fn standing(word: &str) -> Sync {
    let mut sync = Sync::of(match word {
        "offline" | "trouble" => SyncStatus::Offline { pending: 3 },
        "connecting" => SyncStatus::Connecting { pending: 0 },
        "syncing" => SyncStatus::Syncing { done: 4, total: 12 },
        "synced" | "elsewhere" => SyncStatus::Synced { at: 1_794_000_000_000 },
        "paused" => SyncStatus::Paused { pending: 1 },
        "signin" => SyncStatus::NeedsSignIn { pending: 2 },
        "attention" => SyncStatus::NeedsAttention { refused: 3, pending: 2 },
        _ => SyncStatus::LocalOnly,
    });
    sync.elsewhere = word == "elsewhere";
    if word == "trouble" {
        let trouble = "The cloud has had enough for now: its daily limit is used up, or too much was asked at once. Nothing is lost; it goes on by itself.";
        sync.trouble = Some(trouble.into());
    }
    #[expect(clippy::cast_possible_truncation, reason = "a page's clock is far from the ends")]
    sync.next_try_at.set(sync.next_try_at.get().map(|_| js_sys::Date::now() as i64 + 42_000));
    sync
}
