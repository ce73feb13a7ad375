//! What importing a chosen file would do, the choice about what differs, and what came of it.

use std::rc::Rc;

use model::ipc::{ApplyImport, Differing, DropPreview, ImportApply, ImportReport, Preview, PreviewRef};
use model::{CommandError, text};
use yew::prelude::*;

use super::report::{Busy, Report};
use crate::components::icon::{Icon, Sign};
use crate::overlays::parts::dialog::Dialog;
use crate::overlays::parts::heading::Heading;
use crate::overlays::parts::notice::Notice;
use crate::state::{Action, App, use_app};
use crate::text::t;
use crate::{actions, backend, dom};

/// How far it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// To be decided.
    Preview,
    /// Under way.
    Working,
    /// It could not be done; nothing was changed.
    Failed(CommandError),
    /// Done.
    Done(Rc<ImportReport>),
}

/// See [`Import`].
#[derive(Properties, PartialEq)]
pub struct ImportProps {
    /// The file and what would happen.
    pub preview: Preview,
    /// The way out.
    pub on_close: Callback<()>,
}

/// The preview of an import.
#[component]
pub fn Import(props: &ImportProps) -> Html {
    let app = use_app();
    let step = use_state_eq(|| Step::Preview);
    let differing = use_state_eq(Differing::default);
    let report = use_memo(props.preview.clone(), |preview| preview.report.clone());
    let on_close = {
        let (token, on_close, step) = (props.preview.token, props.on_close.clone(), step.clone());
        let app = app.clone();
        Callback::from(move |()| match *step {
            // It can't be stopped half-way: it is one transaction.
            Step::Working => {}
            Step::Done(_) => on_close.emit(()),
            Step::Preview | Step::Failed(_) => {
                on_close.emit(());
                actions::spawn(drop_preview(app.clone(), token));
            }
        })
    };
    let import = {
        let (app, step, token, differing) = (app.clone(), step.clone(), props.preview.token, *differing);
        Callback::from(move |_: MouseEvent| {
            let (app, step) = (app.clone(), step.clone());
            step.set(Step::Working);
            actions::spawn(async move {
                let answer = backend::call::<ApplyImport>(ImportApply { token, differing }).await;
                step.set(settle(&app, answer).await);
            });
        })
    };
    let taken = report.new + if *differing == Differing::Replace { report.differing } else { 0 };
    let foot = match &*step {
        Step::Working => html! { <Busy label={t!("import-working")} /> },
        Step::Done(done) => html! { <Outcome report={done.clone()} on_close={&on_close} /> },
        Step::Preview | Step::Failed(_) => html! {
            <footer class="box-foot">
                <button type="button" class="button button-secondary" data-testid="cancel"
                    onclick={on_close.reform(|_: MouseEvent| ())}>
                    { text::get(if taken == 0 { "close" } else { "cancel" }) }
                </button>
                if taken > 0 {
                    <button type="button" class="button button-primary" data-testid="import-apply" autofocus=true
                        onclick={import}>
                        <Sign icon={Icon::Import} />{ t!("import-apply", n = taken) }
                    </button>
                }
            </footer>
        },
    };
    let shown = match &*step {
        Step::Done(report) => report.clone(),
        _ => report.clone(),
    };
    html! {
        <Dialog class="box wide tall" label={t!("import-title")} testid="import" decides=true
            on_close={&on_close}>
            <Heading title={t!("import-title")} about={props.preview.file.clone()} on_close={&on_close} />
            if let Step::Failed(error) = &*step {
                <Notice kind="attention" icon={Icon::Warning} text={error.message.clone()} testid="import-failed" />
            }
            if taken == 0 && report.differing == 0 && !matches!(&*step, Step::Done(_)) {
                <Notice kind="synced" icon={Icon::Check} text={t!("import-nothing")} testid="import-nothing" />
            }
            <Report report={shown} />
            if report.differing > 0 && matches!(&*step, Step::Preview | Step::Failed(_)) {
                <Choice differing={*differing} count={report.differing}
                    on_choose={Callback::from(move |choice| differing.set(choice))} />
            }
            { foot }
        </Dialog>
    }
}

/// What an apply has led to; the page is brought up to date.
pub(super) async fn settle(app: &App, answer: Result<ImportReport, CommandError>) -> Step {
    app.dispatch(Action::Progress(None));
    match answer {
        Ok(report) => {
            app.dispatch(Action::Changed);
            actions::refresh(app.clone()).await;
            Step::Done(Rc::new(report))
        }
        Err(error) => Step::Failed(error),
    }
}

/// The file isn't wanted after all.
pub(super) async fn drop_preview(app: App, token: u64) {
    if let Err(error) = backend::call::<DropPreview>(PreviewRef { token }).await {
        actions::report(&app, &error);
    }
}

#[derive(Properties, PartialEq)]
struct ChoiceProps {
    differing: Differing,
    count: u64,
    on_choose: Callback<Differing>,
}

/// What to do with entries that differ.
#[component]
fn Choice(props: &ChoiceProps) -> Html {
    let option = |choice: Differing, key: &str, testid: &'static str| {
        let onchange = props.on_choose.reform(move |_: Event| choice);
        html! {
            <label class="option">
                <input type="radio" name="differing" checked={props.differing == choice} data-testid={testid}
                    {onchange} />
                <span class="choice-words">
                    <span class="choice-title">{ text::get(key) }</span>
                    <span class="choice-text">{ text::get(&format!("{key}-text")) }</span>
                </span>
            </label>
        }
    };
    html! {
        <fieldset class="options pair">
            <legend>{ t!("import-differing", n = props.count) }</legend>
            { option(Differing::Keep, "import-keep", "differing-keep") }
            { option(Differing::Replace, "import-replace", "differing-replace") }
        </fieldset>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct OutcomeProps {
    pub(super) report: Rc<ImportReport>,
    pub(super) on_close: Callback<()>,
}

/// What came of it, and the way back.
#[component]
pub(super) fn Outcome(props: &OutcomeProps) -> Html {
    let app = use_app();
    let report = &props.report;
    let said = t!("import-done", new = report.new, replaced = report.replaced);
    let undo = {
        let on_close = props.on_close.clone();
        Callback::from(move |_: MouseEvent| {
            on_close.emit(());
            actions::spawn(actions::undo::undo(app.clone()));
        })
    };
    // The button that had the focus is gone; `autofocus` counts only when a dialog opens.
    use_effect_with((), |()| dom::focus_soon("[data-testid='import-close']"));
    html! {
        <footer class="box-foot">
            <p class="done" role="status" data-testid="import-done"><Sign icon={Icon::Check} />{ said }</p>
            <button type="button" class="button button-secondary" data-testid="import-undo" onclick={undo}>
                <Sign icon={Icon::Undo} />{ t!("undo") }
            </button>
            <button type="button" class="button button-primary" data-testid="import-close"
                onclick={props.on_close.reform(|_: MouseEvent| ())}>{ t!("close") }</button>
        </footer>
    }
}
