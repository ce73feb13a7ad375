//! The settings: a list of pages, and one of them beside it. Everything saves itself at once.

use model::text;
use serde_json::Value;
use yew::prelude::*;

use self::rows::{about, account, folder, logs, setting, skipped};
use super::parts::dialog::Dialog;
use super::parts::heading::heading;
use super::parts::roving;
use crate::components::button::{Weight, button};
use crate::components::part::View;
use crate::intent::Intent;
use crate::overlays::Overlay;
use crate::state::{Action, App, AppState, use_app, use_selector};
use crate::text::t;

mod backups;
mod rows;

/// The page that is shown first.
pub const FIRST: &str = "account";

/// What stands on a page.
#[derive(Clone, Copy)]
enum Row {
    /// A setting of this key, as its shape has it.
    Setting(&'static str),
    /// Something that can be asked for, if it is possible now.
    Does(Intent),
    /// What is made of the state.
    Shows(View),
    /// The backups in the data folder.
    Backups,
}

use Row::{Backups, Does, Setting, Shows};

/// Every page, named in the catalogue by `settings-…`, with what stands on it.
const PAGES: &[(&str, &[Row])] = &[
    (
        FIRST,
        &[
            Shows(account),
            Does(Intent::SignIn),
            Does(Intent::SignUp),
            Does(Intent::Profile),
            Does(Intent::Cloud),
            Does(Intent::Migrate),
            Does(Intent::SignOut),
        ],
    ),
    (
        "sync",
        &[
            Setting("sync.pause_on_metered"),
            Setting("window.start_at_login"),
            Setting("window.close_to_tray"),
            Does(Intent::SyncNow),
            Does(Intent::SyncPause),
            Does(Intent::SyncResume),
            Does(Intent::Unsent),
        ],
    ),
    (
        "appearance",
        &[Setting("appearance.theme"), Setting("appearance.text_size"), Setting("appearance.motion")],
    ),
    ("units", &[Setting("units.weight")]),
    (
        "data",
        &[
            Shows(folder),
            Setting("backups.daily"),
            Backups,
            Does(Intent::Import),
            Does(Intent::Export),
            Does(Intent::Backup),
            Does(Intent::Restore),
        ],
    ),
    ("updates", &[Setting("updates.check"), Shows(skipped)]),
    (
        "notifications",
        &[
            Setting("notifications.refused"),
            Setting("notifications.merged"),
            Setting("notifications.migrated"),
            Setting("notifications.updates"),
        ],
    ),
    ("diagnostics", &[Shows(logs)]),
    ("about", &[Shows(about)]),
];

/// See [`Settings`].
#[derive(Properties, PartialEq)]
pub struct SettingsProps {
    /// The page.
    pub page: &'static str,
    /// The way out.
    pub on_close: Callback<()>,
}

/// The dialog.
#[component]
pub fn Settings(props: &SettingsProps) -> Html {
    let app = use_app();
    // What any of the pages shows.
    use_selector(|state| {
        (state.settings.clone(), state.account.clone(), state.status.clone(), state.sync.clone())
    });
    let state = app.state();
    let page = PAGES.iter().find(|(name, _)| *name == props.page).copied();
    let (name, rows) = page.unwrap_or(("", &[]));
    let title = |name: &str| text::get(&format!("settings-{name}"));
    let link = |(name, _): &(&'static str, &[Row])| {
        let (app, name) = (app.clone(), *name);
        let current = name == props.page;
        let onclick = Callback::from(move |_: MouseEvent| {
            app.dispatch(Action::Overlay(Some(Overlay::Settings(name))));
        });
        html! {
            <li>
                <button type="button" class="settings-link" data-testid={format!("settings-{name}")} autofocus={current}
                    aria-current={current.then_some("page")} {onclick}>{ title(name) }</button>
            </li>
        }
    };
    let view = |row: &Row| match *row {
        Setting(key) => setting(&app, &state, key),
        Does(intent) if intent.is_possible(&state) => does(&app, &state, intent),
        Does(_) => Html::default(),
        Shows(view) => view(&app, &state),
        Backups => html! { <backups::Backups /> },
    };
    html! {
        <Dialog class="box wide tall settings" label={t!("intent-settings")} testid="settings" on_close={&props.on_close}>
            { heading(&t!("intent-settings"), "", &props.on_close) }
            <div class="settings-body">
                <nav aria-label={t!("intent-settings")}>
                    <ul onkeydown={Callback::from(|event: KeyboardEvent| roving::on_key(&event))}>{ for PAGES.iter().map(link) }</ul>
                </nav>
                <section key={name} class="settings-page scroll" aria-label={title(name)} data-testid="settings-page" data-id={name}>
                    <h3>{ title(name) }</h3>
                    { for state.settings.troubles.iter().map(|trouble| html! { <p class="settings-trouble">{ trouble }</p> }) }
                    { for rows.iter().map(view) }
                </section>
            </div>
        </Dialog>
    }
}

fn does(app: &App, state: &AppState, intent: Intent) -> Html {
    let app = app.clone();
    let run = Callback::from(move |()| intent.run(&app));
    button(intent.label(state), Weight::Secondary, Some(intent.icon()), intent.key(), &run)
}

/// What is set under this key.
pub fn value<'a>(state: &'a AppState, key: &str) -> &'a Value {
    state.settings.values.get(key).unwrap_or(&Value::Null)
}

#[cfg(test)]
mod tests;
