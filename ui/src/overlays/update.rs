//! New versions of the app: what is new, how far one is, when to install it. What its makers wrote is text, and only
//! ever shown as such.

use model::text;
use model::update::{UpdateStatus, UpdateStep};
use yew::prelude::*;

use crate::actions::{self, update::Act};
use crate::components::button::{Weight, button};
use crate::components::icon::Icon;
use crate::overlays::Overlay;
use crate::overlays::parts::dialog::Dialog;
use crate::overlays::parts::heading::heading;
use crate::overlays::parts::notice::{loading, notice};
use crate::state::{Action, App, AppState};
use crate::text::t;

/// The dialog.
pub fn update(app: &App, state: &AppState) -> Html {
    let on_close = {
        let app = app.clone();
        Callback::from(move |()| app.dispatch(Action::Overlay(None)))
    };
    let title = t!("update-title");
    let about = t!("update-current", version = state.update.current.as_str());
    html! {
        <Dialog key="update" class="box update" label={title.clone()} testid="update" decides=true on_close={&on_close}>
            { heading(&title, &about, &on_close) }
            { contents(&state.update) }
            <footer class="box-foot">
                { button(t!("close"), Weight::Quiet, None, "update-close", &on_close) }
                { acts(app, &state.update) }
            </footer>
        </Dialog>
    }
}

/// How it stands; for the settings, too.
pub fn contents(update: &UpdateStatus) -> Html {
    let version = || update.version.clone().unwrap_or_default();
    let says = |key| text::with(key, &[("version", version().into())]);
    let stands = match update.step {
        UpdateStep::NotSetUp => notice("waiting", Icon::Info, &t!("update-not-set-up"), &[], "update-none"),
        // What failed says it all.
        UpdateStep::Unknown if update.failed.is_some() => Html::default(),
        UpdateStep::Unknown => notice("waiting", Icon::Info, &t!("update-unknown"), &[], "update-unknown"),
        UpdateStep::Checking => loading(&t!("update-checking")),
        UpdateStep::UpToDate => notice("synced", Icon::Check, &t!("update-up-to-date"), &[], "update-latest"),
        UpdateStep::Available if update.skipped => {
            notice("waiting", Icon::Info, &t!("update-skipped"), &[], "update-skipped")
        }
        UpdateStep::Available => {
            notice("busy", Icon::Import, &says("update-available"), &[], "update-available")
        }
        UpdateStep::Downloading => bar(update, says("update-downloading")),
        UpdateStep::Ready if update.on_quit => {
            notice("synced", Icon::Check, &says("update-on-quit"), &[], "update-on-quit-set")
        }
        UpdateStep::Ready => notice("synced", Icon::Check, &says("update-ready"), &[], "update-ready"),
        UpdateStep::Installing => loading(&says("update-installing")),
    };
    let notes =
        update.version.as_ref().map(|_| update.notes.clone().unwrap_or_else(|| t!("update-no-notes")));
    html! {
        <div class="update-body">
            if let Some(failed) = &update.failed { { notice("attention", Icon::Warning, failed, &[], "update-failed") } }
            { stands }
            if let Some(notes) = notes {
                <h3>{ t!("update-notes") }</h3>
                <pre class="scroll plain" tabindex="0" data-testid="update-notes">{ notes }</pre>
            }
        </div>
    }
}

fn bar(update: &UpdateStatus, label: String) -> Html {
    // Rounded up: what is being fetched is never said to be nothing.
    let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
    let done = megabytes(update.done);
    let (value, max) = (update.total.map(|_| update.done.to_string()), update.total.unwrap_or(1));
    let far = match update.total {
        Some(total) => t!("update-megabytes", done = done, total = megabytes(total)),
        None => t!("update-megabytes-so-far", done = done),
    };
    html! {
        <div class="working" data-testid="update-progress">
            <p>{ &label }{ " \u{b7} " }<span class="numbers">{ far }</span></p>
            <progress {value} max={max.to_string()} aria-label={label}></progress>
        </div>
    }
}

/// What can be done with it; for the settings, too.
pub fn acts(app: &App, update: &UpdateStatus) -> Html {
    let act = |key: &'static str, weight, what: Act| {
        let app = app.clone();
        let does = Callback::from(move |()| actions::spawn(actions::update::order(app.clone(), what)));
        button(text::get(key), weight, None, key, &does)
    };
    let now = || act("update-install", Weight::Primary, Act::Install(false));
    let download = || act("update-download", Weight::Primary, Act::Download);
    let acts = match update.step {
        UpdateStep::Unknown | UpdateStep::UpToDate => vec![act("update-check", Weight::Primary, Act::Check)],
        UpdateStep::Available if update.skipped => vec![download()],
        UpdateStep::Available => vec![act("update-skip", Weight::Secondary, Act::Skip), download()],
        UpdateStep::Downloading => vec![act("update-cancel", Weight::Secondary, Act::Cancel)],
        UpdateStep::Ready if update.on_quit => {
            vec![act("update-not-on-quit", Weight::Secondary, Act::Cancel), now()]
        }
        UpdateStep::Ready => {
            vec![act("update-install-on-quit", Weight::Secondary, Act::Install(true)), now()]
        }
        UpdateStep::NotSetUp | UpdateStep::Checking | UpdateStep::Installing => Vec::new(),
    };
    html! { <>{ for acts }</> }
}

/// What others made, and under which licences.
pub fn licences(text: &str, on_close: &Callback<()>) -> Html {
    html! {
        <Dialog key="licences" class="box wide tall" label={t!("licences-title")} testid="licences" {on_close}>
            { heading(&t!("licences-title"), &t!("licences-about"), on_close) }
            <pre class="scroll plain" tabindex="0">{ text }</pre>
        </Dialog>
    }
}

/// The line in the footer while there is something to know: a new version, or why there is none. Nothing pops up.
pub fn line(app: &App, update: &UpdateStatus) -> Html {
    let key = match update.step {
        _ if update.failed.is_some() => "update-failed-line",
        UpdateStep::Ready => "update-ready-line",
        UpdateStep::Downloading => "update-downloading",
        _ if update.is_offered() => "update-offered",
        _ => return Html::default(),
    };
    let version = update.version.clone().unwrap_or_default();
    let app = app.clone();
    let see = Callback::from(move |()| app.dispatch(Action::Overlay(Some(Overlay::Update))));
    button(
        text::with(key, &[("version", version.into())]),
        Weight::Quiet,
        Some(Icon::Import),
        "update-line",
        &see,
    )
}

#[cfg(test)]
mod tests;
