//! The account in the header: who is signed in and how that stands, and the menu with what can be done.

use model::ipc::{AccountState, Standing};
use yew::prelude::*;

use crate::actions;
use crate::components::icon::{Icon, sign, sized};
use crate::components::menu::{Item, Line, Menu};
use crate::intent::Intent;
use crate::state::{App, AppState};
use crate::testid;
use crate::text::t;

/// The button and its menu.
pub fn account_menu(app: &App, shown: &AppState) -> Html {
    let state = shown.account.clone().unwrap_or_default();
    let lines = lines(app, shown, &state);
    let onopen = {
        let app = app.clone();
        Callback::from(move |()| actions::spawn(actions::account::check(app.clone())))
    };
    let name = state.account.as_ref().map(|account| account.name.as_ref().unwrap_or(&account.email));
    let label = match name {
        Some(name) => t!("account-of", name = name.as_str()),
        None => t!("account"),
    };
    html! {
        <Menu {label} testid={testid::ACCOUNT_BUTTON} class="account-button icon-button" {lines} {onopen}>
            if let Some(name) = name {
                <span class="avatar" aria-hidden="true">{ initials(name) }</span>
            } else {
                { sign(Icon::Person) }
            }
            if state.notice.is_some() || state.standing == Standing::NeedsSignIn {
                <span class="account-dot" aria-hidden="true"></span>
            }
        </Menu>
    }
}

fn lines(app: &App, state: &AppState, account: &AccountState) -> Vec<Line> {
    [
        vec![Line::Words(head(account)), Line::Rule],
        possible(
            app,
            state,
            "account",
            &[
                Intent::SignIn,
                Intent::SignUp,
                Intent::Profile,
                Intent::Migrate,
                Intent::Cloud,
                Intent::SignOut,
            ],
        ),
    ]
    .concat()
}

/// Those of the intents that would do anything now, as items called `<menu>-<intent>`. "Sync now" stays in its place,
/// so that the focus does when sync is paused and resumed beside it.
pub fn possible(app: &App, state: &AppState, menu: &str, intents: &[Intent]) -> Vec<Line> {
    let item = |intent: &Intent| {
        let (app, intent) = (app.clone(), *intent);
        let choose = Callback::from(move |()| intent.run(&app));
        let (label, testid) = (intent.label(state), format!("{menu}-{}", intent.key()));
        // What is switched is watched from there.
        let stays = matches!(intent, Intent::SyncNow | Intent::SyncPause | Intent::SyncResume);
        let (icon, disabled) = (Some(intent.icon()), !intent.is_possible(state));
        Line::Item(Item { icon, disabled, stays, ..Item::new(label, testid, choose) })
    };
    let shown = |intent: &&Intent| **intent == Intent::SyncNow || intent.is_possible(state);
    intents.iter().filter(shown).map(item).collect()
}

/// Who is signed in, to what, and what they should know.
fn head(state: &AccountState) -> Html {
    let (title, text) = match (&state.account, &state.project_id) {
        (Some(account), _) => (account.name.clone().unwrap_or_else(|| t!("account")), account.email.clone()),
        (None, Some(_)) => (t!("account-none-title"), t!("account-none-text")),
        (None, None) => (t!("cloud-none"), t!("cloud-none-text")),
    };
    let standing = match state.standing {
        Standing::SignedOut | Standing::SignedIn => None,
        Standing::Offline => Some((Icon::CloudOff, t!("account-offline"))),
        Standing::NeedsSignIn => Some((Icon::Key, t!("sync-sign-in"))),
    };
    let unverified =
        state.account.as_ref().is_some_and(|account| !account.email_verified && !account.email.is_empty());
    html! {
        <div class="account-menu" data-testid={testid::ACCOUNT_MENU}>
            <p class="strong">{ title }</p>
            <p class="about">{ text }</p>
            if let Some((icon, words)) = standing {
                <p class="account-standing">{ sized(icon, 14) }{ words }</p>
            }
            if let Some(notice) = &state.notice { <p class="account-notice">{ notice }</p> }
            if unverified { <p class="account-standing">{ sized(Icon::Info, 14) }{ t!("account-unverified") }</p> }
            if let Some(project) = &state.project_id {
                <p class="account-project">
                    { sized(Icon::Cloud, 14) }
                    { project }
                    if state.emulated { <span class="account-badge">{ t!("account-emulated") }</span> }
                </p>
            }
        </div>
    }
}

/// The first letters of the first and the last word of a name.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_avatar_has_at_most_two_letters() {
        assert_eq!(initials("ada"), "A");
        assert_eq!(initials("Ada Augusta Lovelace"), "AL");
        assert_eq!(initials(" élan  vital "), "ÉV");
        assert_eq!(initials(""), "");
    }
}
