//! How the library stands with the cloud: in a word and a sign, and on demand with all that there is to know about it.

use std::mem::{Discriminant, discriminant};

use gloo_timers::callback::Interval;
use model::ipc::{GetSync, SyncDetail};
use model::{Millis, SyncStatus, text};
use yew::prelude::*;

use crate::actions;
use crate::components::icon::{Icon, sized};
use crate::components::menu::{Line, Menu};
use crate::intent::Intent;
use crate::overlays::{clock, when};
use crate::panels::account::possible;
use crate::state::{use_app, use_selector};
use crate::testid;
use crate::text::t;

/// How often the details are brought up to date while they are shown, in milliseconds.
const TICK: u32 = 1_000;

/// The pill's words, sign, colour, and the sentence that explains them.
struct Look {
    words: String,
    icon: Icon,
    tone: &'static str,
    why: String,
}

fn look(status: &SyncStatus) -> Look {
    let (key, icon, tone) = match status {
        SyncStatus::LocalOnly => ("sync-local", Icon::Device, "calm"),
        SyncStatus::Offline { .. } => ("sync-offline", Icon::CloudOff, "calm"),
        SyncStatus::Connecting { .. } => ("sync-connecting", Icon::Sync, "busy"),
        SyncStatus::Syncing { .. } => ("sync-syncing", Icon::Sync, "busy"),
        SyncStatus::Synced { .. } => ("sync-synced", Icon::Check, "synced"),
        SyncStatus::Paused { .. } => ("sync-paused", Icon::Pause, "waiting"),
        SyncStatus::NeedsSignIn { .. } => ("sync-sign-in", Icon::Key, "attention"),
        SyncStatus::NeedsAttention { .. } => ("sync-refused", Icon::Warning, "attention"),
    };
    let words = match status {
        SyncStatus::Syncing { done, total } => t!("sync-syncing", done = *done, total = *total),
        SyncStatus::NeedsAttention { refused, .. } => t!("sync-refused", n = *refused),
        _ => match status.pending() {
            0 => text::get(key),
            pending => t!("sync-with-pending", words = text::get(key), n = pending),
        },
    };
    Look { words, icon, tone, why: text::get(&format!("{key}-why")) }
}

/// The pill; pressed, it shows the details and what can be done.
#[component]
pub fn SyncPill() -> Html {
    let app = use_app();
    let status = use_selector(|state| state.status.as_ref().map(|status| status.sync.clone()));
    let heard = use_mut_ref(Heard::default);
    // What can be done depends on these.
    use_selector(|state| (state.sync.clone(), state.conflicts.clone(), state.account.clone()));
    let Some(status) = status else { return Html::default() };
    let Look { words, icon, tone, why } = look(&status);
    let account = [Intent::SignIn, Intent::SignUp];
    let sync = [Intent::SyncNow, Intent::SyncPause, Intent::SyncResume, Intent::Unsent, Intent::Conflicts];
    let needs_account = matches!(status, SyncStatus::LocalOnly | SyncStatus::NeedsSignIn { .. });
    let first: &[Intent] = if needs_account { &account } else { &sync[..1] };
    let lines = [
        vec![Line::Words(html! { <Details /> }), Line::Rule],
        possible(&app, &app.state(), "sync", first),
        possible(&app, &app.state(), "sync", &sync[1..]),
    ];
    let onopen = Callback::from(move |()| actions::spawn(actions::sync::order::<GetSync>(app.clone())));
    let said = heard.borrow_mut().say(&status, &words);
    html! {
        <>
            <span class="unseen" role="status">{ said }</span>
            <Menu label={format!("{words}. {why}")} testid={testid::SYNC_PILL}
                class={classes!("pill", format!("tone-{tone}"))} lines={lines.concat()} {onopen}>
                { sized(icon, 14) }
                <span class="numbers">{ words }</span>
            </Menu>
        </>
    }
}

/// What screen readers have heard. A new state is worth hearing of; that more waits in it, or that what was done here is
/// on its way and then is where everything was before, is not: else every edit would be followed by a word.
#[derive(Default)]
struct Heard {
    state: Option<Discriminant<SyncStatus>>,
    words: String,
}

impl Heard {
    /// What is to be heard, for as long as it is true; else nothing.
    fn say(&mut self, status: &SyncStatus, words: &str) -> String {
        let state = discriminant(status);
        let passing = matches!(status, SyncStatus::Connecting { .. } | SyncStatus::Syncing { .. });
        if !passing && self.state != Some(state) {
            *self = Self { state: Some(state), words: words.to_owned() };
        } else if self.words != words {
            self.words.clear();
        }
        self.words.clone()
    }
}

/// How sync stands in full; while it is shown, its times go on. When the next try is, nobody tells unasked.
#[component]
fn Details() -> Html {
    let app = use_app();
    let sync = use_selector(|state| state.sync.clone());
    let tick = use_force_update();
    use_effect_with((), move |()| {
        let interval = Interval::new(TICK, move || {
            tick.force_update();
            actions::spawn(actions::sync::look(app.clone()));
        });
        move || drop(interval)
    });
    details(&sync, clock().0)
}

fn details(sync: &SyncDetail, now: Millis) -> Html {
    let Look { words, icon, tone, why } = look(&sync.status);
    let fact = |name: String, value: Html| html! { <><dt>{ name }</dt><dd>{ value }</dd></> };
    let next = sync.next_try_at.filter(|_| !sync.paused).and_then(|at| until(at, now));
    html! {
        <div class="account-menu sync-details" data-testid={testid::SYNC_DETAILS}>
            <p class={format!("strong tone-{tone}")}>{ sized(icon, 14) }{ words }</p>
            <p class="about">{ sync.trouble.clone().unwrap_or(why) }</p>
            if sync.elsewhere { <p class="about">{ t!("sync-elsewhere") }</p> }
            <dl class="numbers">
                if sync.pending > 0 { { fact(t!("sync-fact-pending"), text::number(sync.pending).into()) } }
                if sync.refused > 0 { { fact(t!("sync-fact-refused"), text::number(sync.refused).into()) } }
                if let Some(at) = sync.synced_at { { fact(t!("sync-fact-synced"), when(at)) } }
                if let Some(next) = next { { fact(t!("sync-fact-next"), next.into()) } }
            </dl>
        </div>
    }
}

/// How long it is until `at`, if that is to come: seconds when they are few.
fn until(at: Millis, now: Millis) -> Option<String> {
    let seconds = at.checked_sub(now).filter(|left| *left > 0)?.unsigned_abs().div_ceil(1_000);
    Some(match seconds {
        ..=90 => t!("sync-in-seconds", n = seconds),
        _ => t!("sync-in-minutes", n = seconds.div_ceil(60)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The details of a detail, at the moment 0 of its next try.
    async fn shown(sync: SyncDetail) -> String {
        #[derive(Properties, PartialEq)]
        struct Props {
            html: Html,
        }
        #[component]
        fn Stage(props: &Props) -> Html {
            props.html.clone()
        }
        let props = Props { html: details(&sync, 0) };
        let tasks = tokio::task::LocalSet::new();
        tasks.run_until(yew::LocalServerRenderer::<Stage>::with_props(props).render()).await
    }

    #[tokio::test]
    async fn the_details_say_what_there_is_to_know() {
        let sync = SyncDetail {
            status: SyncStatus::Offline { pending: 1_200 },
            pending: 1_200,
            refused: 2,
            synced_at: Some(clock().0 - 300_000),
            next_try_at: Some(42_000),
            ..SyncDetail::default()
        };
        let page = shown(sync.clone()).await;
        for (fact, value) in [
            ("Waiting to be sent", "1,200"),
            ("Refused", "2"),
            ("Last synced", "5 minutes ago"),
            ("Next try", "in 42 s"),
        ] {
            let told =
                page.split(&format!("<dt>{fact}</dt>")).nth(1).and_then(|rest| rest.split("</dd>").next());
            assert!(told.is_some_and(|told| told.contains(value)), "{fact}: {told:?}");
        }
        assert!(page.contains("Your changes are safe here and will be sent when"));

        let trouble = Some("The cloud has trouble of its own.".to_owned());
        let page = shown(SyncDetail { trouble, paused: true, elsewhere: true, ..sync }).await;
        assert!(page.contains("trouble of its own") && !page.contains("will be sent when"));
        assert!(page.contains("Another Ghost Gym on this machine") && !page.contains("Next try"));
    }

    #[tokio::test]
    async fn without_an_account_there_is_nothing_to_tell() {
        let page = shown(SyncDetail::default()).await;
        assert!(page.contains("Nothing leaves it.") && !page.contains("<dt>"));
    }

    #[test]
    fn a_screen_reader_hears_a_new_state_once_and_not_what_waits_in_it() {
        let mut heard = Heard::default();
        for (status, said) in [
            (SyncStatus::Synced { at: 1 }, "Synced"),
            (SyncStatus::Syncing { done: 0, total: 1 }, ""),
            (SyncStatus::Synced { at: 2 }, ""),
            (SyncStatus::Offline { pending: 0 }, "Offline"),
            (SyncStatus::Offline { pending: 0 }, "Offline"),
            (SyncStatus::Offline { pending: 1 }, ""),
            (SyncStatus::Offline { pending: 2 }, ""),
            (SyncStatus::Connecting { pending: 2 }, ""),
            (SyncStatus::Offline { pending: 2 }, ""),
            (SyncStatus::Syncing { done: 1, total: 2 }, ""),
            (SyncStatus::NeedsAttention { refused: 1, pending: 0 }, "1 change refused"),
            (SyncStatus::NeedsAttention { refused: 2, pending: 0 }, ""),
            (SyncStatus::Synced { at: 3 }, "Synced"),
        ] {
            assert_eq!(heard.say(&status, &look(&status).words), said, "{status:?}");
        }
    }

    #[test]
    fn the_next_try_is_told_in_seconds_then_in_minutes() {
        for (left, said) in [
            (1, "in 1 s"),
            (1_001, "in 2 s"),
            (90_000, "in 90 s"),
            (90_001, "in 2 min"),
            (600_000, "in 10 min"),
        ] {
            assert_eq!(until(5_000 + left, 5_000).as_deref(), Some(said), "{left}");
        }
        assert_eq!(until(5_000, 5_000), None);
        assert_eq!(until(4_000, 5_000), None);
    }
}
