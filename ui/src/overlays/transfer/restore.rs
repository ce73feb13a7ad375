//! What restoring a chosen backup would do: the library becomes what the backup says.

use std::rc::Rc;

use model::ipc::{ApplyRestore, Preview, PreviewRef};
use model::text;
use yew::prelude::*;

use super::import::{Outcome, Step, drop_preview, settle};
use super::report::{Busy, Report};
use crate::components::icon::{Icon, Sign};
use crate::overlays::parts::dialog::Dialog;
use crate::overlays::parts::heading::Heading;
use crate::overlays::parts::notice::Notice;
use crate::state::use_app;
use crate::text::t;
use crate::{actions, backend};

/// See [`Restore`].
#[derive(Properties, PartialEq)]
pub struct RestoreProps {
    /// The backup and what would happen.
    pub preview: Preview,
    /// The way out.
    pub on_close: Callback<()>,
}

/// The preview of a restore.
#[component]
pub fn Restore(props: &RestoreProps) -> Html {
    let app = use_app();
    let step = use_state_eq(|| Step::Preview);
    let preview = &props.preview;
    let report = use_memo(preview.clone(), |preview| preview.report.clone());
    let on_close = {
        let (token, on_close, step) = (preview.token, props.on_close.clone(), step.clone());
        let app = app.clone();
        Callback::from(move |()| match *step {
            Step::Working => {}
            Step::Done(_) => on_close.emit(()),
            Step::Preview | Step::Failed(_) => {
                on_close.emit(());
                actions::spawn(drop_preview(app.clone(), token));
            }
        })
    };
    let restore = {
        let (app, step, token) = (app.clone(), step.clone(), preview.token);
        Callback::from(move |_: MouseEvent| {
            let (app, step) = (app.clone(), step.clone());
            step.set(Step::Working);
            actions::spawn(async move {
                let answer = backend::call::<ApplyRestore>(PreviewRef { token }).await;
                step.set(settle(&app, answer).await);
            });
        })
    };
    let nothing = report.new == 0 && report.differing == 0 && preview.missing == 0;
    let foot = match &*step {
        Step::Working => html! { <Busy label={t!("restore-working")} /> },
        Step::Done(done) => html! { <Outcome report={done.clone()} on_close={&on_close} /> },
        Step::Preview | Step::Failed(_) => html! {
            <footer class="box-foot">
                <button type="button" class="button button-secondary" data-testid="cancel" autofocus={!nothing}
                    onclick={on_close.reform(|_: MouseEvent| ())}>
                    { text::get(if nothing { "close" } else { "cancel" }) }
                </button>
                if !nothing {
                    <button type="button" class="button button-primary" data-testid="restore-apply" onclick={restore}>
                        <Sign icon={Icon::Restore} />{ t!("restore-apply") }
                    </button>
                }
            </footer>
        },
    };
    let shown = match &*step {
        Step::Done(report) => Rc::clone(report),
        _ => report.clone(),
    };
    let undecided = matches!(&*step, Step::Preview | Step::Failed(_));
    html! {
        <Dialog class="box wide tall" label={t!("restore-title")} testid="restore" decides=true
            on_close={&on_close}>
            <Heading title={t!("restore-title")} about={preview.file.clone()} on_close={&on_close} />
            if let Step::Failed(error) = &*step {
                <Notice kind="attention" icon={Icon::Warning} text={error.message.clone()} testid="restore-failed" />
            }
            if undecided && nothing {
                <Notice kind="synced" icon={Icon::Check} text={t!("restore-nothing")}
                    testid="restore-nothing" />
            } else if undecided {
                <Notice kind={if preview.missing > 0 { "waiting" } else { "busy" }} icon={Icon::Archive}
                    text={t!("restore-what", n = preview.missing)}
                    lines={vec![t!("restore-safe")]} testid="restore-what" />
            }
            <Report report={shown} />
            { foot }
        </Dialog>
    }
}
