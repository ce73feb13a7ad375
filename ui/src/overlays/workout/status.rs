//! How what is typed stands with what is saved, in a word and a sign; and what to do when it can't be saved.

use model::text;
use yew::prelude::*;

use super::editor::Saving;
use crate::components::icon::{Icon, sign, sized};
use crate::text::t;

/// The state of saving, in the head of the sheet.
pub fn saving_status(saving: &Saving) -> Html {
    let (key, icon, class) = match saving {
        Saving::Untouched => ("sheet-status-new", None, ""),
        Saving::Nameless => ("sheet-status-nameless", Some(Icon::Pencil), ""),
        Saving::Waiting | Saving::Sending => ("sheet-status-saving", Some(Icon::Sync), "busy"),
        Saving::Saved => ("sheet-status-saved", Some(Icon::Check), "synced"),
        Saving::HeldBack => ("sheet-status-held-back", Some(Icon::Warning), "waiting"),
        Saving::Failed(_) => ("sheet-status-failed", Some(Icon::Warning), "attention"),
        Saving::Gone => ("sheet-status-gone", Some(Icon::Warning), "attention"),
    };
    html! {
        <p class={classes!("saving", class)} role="status" data-testid="saving">
            if let Some(icon) = icon { { sized(icon, 14) } }
            { text::get(key) }
        </p>
    }
}

/// What keeps the sheet from being saved, and the ways on.
pub struct Trouble<'a> {
    /// How it stands.
    pub saving: &'a Saving,
    /// The person wants to leave although something isn't saved.
    pub leaving: bool,
    /// Saves again.
    pub on_retry: Callback<()>,
    /// Goes on as a new workout.
    pub on_anew: Callback<()>,
    /// Leaves without what isn't saved.
    pub on_abandon: Callback<()>,
    /// Stays.
    pub on_stay: Callback<()>,
}

impl Trouble<'_> {
    /// The notice; nothing, if there is no trouble.
    pub fn view(&self) -> Html {
        let button = |key: &str, testid: &'static str, on: &Callback<()>, class: &'static str| {
            let onclick = on.reform(|_: MouseEvent| ());
            html! {
                <button type="button" class={classes!("button", class)} data-testid={testid} {onclick}>
                    { text::get(key) }
                </button>
            }
        };
        let retry = button("sheet-retry", "sheet-retry", &self.on_retry, "button-primary");
        let abandon = button("sheet-abandon", "sheet-abandon", &self.on_abandon, "button-secondary");
        let (message, ways) = match self.saving {
            Saving::Failed(message) => (
                t!("sheet-failed", why = message.as_str()),
                html! { <>{ retry }if self.leaving { { abandon } }</> },
            ),
            Saving::Gone => (
                t!("sheet-gone"),
                html! {
                    <>
                        { button("sheet-anew", "sheet-anew", &self.on_anew, "button-primary") }
                        { abandon }
                    </>
                },
            ),
            Saving::HeldBack if self.leaving => (
                t!("sheet-held-back"),
                html! {
                    <>
                        { button("sheet-stay", "sheet-stay", &self.on_stay, "button-primary") }
                        { abandon }
                    </>
                },
            ),
            _ => return Html::default(),
        };
        html! {
            <div class="note attention" role="alert" data-testid="sheet-trouble">
                { sign(Icon::Warning) }
                <p>{ message }</p>
                <div class="note-actions">{ ways }</div>
            </div>
        }
    }
}
