//! What stands on the pages.

use model::settings::{KEYS, Shape};
use model::text;
use serde_json::Value;
use yew::prelude::*;

use super::value;
use crate::actions;
use crate::components::button::{Weight, button};
use crate::components::icon::Icon;
use crate::components::mark::mark;
use crate::state::{App, AppState};
use crate::text::t;

/// A setting: a switch, or the words to choose from. Its texts are `set-…`, `set-…-about` and `set-…-<word>`.
pub fn setting(app: &App, state: &AppState, key: &'static str) -> Html {
    let name = text_key(key);
    let is = value(state, key);
    let change = |to: Value| {
        let app = app.clone();
        Callback::from(move |_: Event| actions::settings::set(&app, key, to.clone()))
    };
    let words = words(&text::get(&name), &format!("{name}-about"));
    let shape = KEYS.iter().find(|(own, _)| *own == key).map(|(_, shape)| *shape);
    if let Some(Shape::OneOf(choices)) = shape {
        let choice = |choice: &&'static str| {
            let testid = format!("{name}-{}", choice.replace('_', "-"));
            html! {
                <label class="segment">
                    <input type="radio" name={key} checked={is == choice} onchange={change((*choice).into())} data-testid={testid.clone()} />
                    <span>{ text::get(&testid) }</span>
                </label>
            }
        };
        return html! {
            <div class="setting" role="radiogroup" aria-label={text::get(&name)}>
                { words }
                <span class="segments">{ for choices.iter().map(choice) }</span>
            </div>
        };
    }
    let on = is.as_bool().unwrap_or_default();
    html! {
        <label class="setting">
            { words }
            <input type="checkbox" role="switch" class="switch" checked={on} onchange={change((!on).into())} data-testid={name.clone()} />
        </label>
    }
}

/// How a setting is named in the catalogue.
pub fn text_key(key: &str) -> String {
    format!("set-{}", key.replace(['.', '_'], "-"))
}

fn words(title: &str, about: &str) -> Html {
    html! {
        <span class="setting-words">
            <span>{ title }</span>
            if text::has(about) { <span class="hint">{ text::get(about) }</span> }
        </span>
    }
}

/// A line with something to do about it.
fn line(title: &str, about: &str, does: Html) -> Html {
    html! {
        <div class="setting">
            <span class="setting-words"><span>{ title }</span><span class="hint setting-path">{ about }</span></span>
            { does }
        </div>
    }
}

/// Who is signed in.
pub fn account(_: &App, state: &AppState) -> Html {
    let account = state.account.as_ref().and_then(|state| state.account.as_ref());
    let (title, about) = match account {
        Some(account) => (account.name.clone().unwrap_or_else(|| t!("account")), account.email.clone()),
        None => (t!("account-none-title"), t!("settings-no-account")),
    };
    line(&title, &about, Html::default())
}

/// Where everything is.
pub fn folder(app: &App, state: &AppState) -> Html {
    let path = state.status.as_ref().map(|status| status.data_dir.clone()).unwrap_or_default();
    line(&t!("settings-folder"), &path, show(app))
}

/// Where what happened is written down.
pub fn logs(app: &App, _: &AppState) -> Html {
    line(&t!("settings-logs"), &t!("settings-logs-about"), show(app))
}

fn show(app: &App) -> Html {
    let app = app.clone();
    let show = Callback::from(move |()| actions::spawn(actions::settings::show_folder(app.clone())));
    button(t!("settings-show"), Weight::Secondary, None, "settings-show", &show)
}

/// The version that is not offered any more.
pub fn skipped(app: &App, state: &AppState) -> Html {
    let Some(version) = value(state, "updates.skipped").as_str() else { return Html::default() };
    let app = app.clone();
    let offer = Callback::from(move |()| actions::settings::set(&app, "updates.skipped", Value::Null));
    let offer =
        button(t!("settings-offer"), Weight::Secondary, Some(Icon::Restore), "settings-offer", &offer);
    line(&t!("settings-skipped", version = version), &t!("settings-skipped-about"), offer)
}

/// What this is.
pub fn about(_: &App, state: &AppState) -> Html {
    let version = state.status.as_ref().map(|status| status.version.clone()).unwrap_or_default();
    html! {
        <div class="settings-about">
            { mark(48) }
            <p class="strong">{ t!("app-name") }</p>
            <p data-testid="settings-version">{ t!("settings-version", version = version) }</p>
            <p class="hint">{ t!("settings-licence") }</p>
        </div>
    }
}
