//! What importing a chosen file, or restoring a chosen backup, would do; the decision; and what came of it.

use std::rc::Rc;

use model::ipc::{
    ApplyImport, ApplyRestore, Differing, DropPreview, ImportApply, ImportReport, Preview, PreviewRef,
};
use model::{CommandError, text};
use yew::prelude::*;

use super::entries::Entries;
use crate::components::icon::{Icon, sign};
use crate::overlays::parts::dialog::Dialog;
use crate::overlays::parts::heading::heading;
use crate::overlays::parts::notice::notice;
use crate::state::{Action, App, Progress, use_app, use_selector};
use crate::text::t;
use crate::{actions, backend, dom};

/// What the file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Its entries are added to the library.
    Import,
    /// The library becomes what it says.
    Restore,
}

impl Way {
    /// The word for it in texts and test ids.
    const fn word(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Restore => "restore",
        }
    }

    fn text(self, what: &str) -> String {
        text::get(&format!("{}-{what}", self.word()))
    }

    async fn apply(self, token: u64, differing: Differing) -> Result<ImportReport, CommandError> {
        match self {
            Self::Import => backend::call::<ApplyImport>(ImportApply { token, differing }).await,
            Self::Restore => backend::call::<ApplyRestore>(PreviewRef { token }).await,
        }
    }
}

/// How far it is.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    /// To be decided.
    Preview,
    /// Under way.
    Working,
    /// It could not be done; nothing was changed.
    Failed(CommandError),
    /// Done.
    Done(Rc<ImportReport>),
}

/// See [`FromFile`].
#[derive(Properties, PartialEq)]
pub struct FileProps {
    /// What the file is for.
    pub way: Way,
    /// The file and what would happen.
    pub preview: Preview,
    /// The way out.
    pub on_close: Callback<()>,
}

/// The preview of an import or a restore.
#[component]
pub fn FromFile(props: &FileProps) -> Html {
    let app = use_app();
    let progress = use_selector(|state| state.progress.clone());
    let step = use_state_eq(|| Step::Preview);
    let differing = use_state_eq(Differing::default);
    let report = use_memo(props.preview.clone(), |preview| preview.report.clone());
    // The button that had the focus is gone; `autofocus` counts only when a dialog opens.
    use_effect_with(matches!(&*step, Step::Done(_)), |done| {
        if *done {
            dom::focus_soon("[data-testid='import-close']");
        }
    });
    let (way, preview) = (props.way, &props.preview);
    let token = preview.token;
    let on_close = {
        let (app, on_close, step) = (app.clone(), props.on_close.clone(), step.clone());
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
    let apply = {
        let (app, step, differing) = (app.clone(), step.clone(), *differing);
        Callback::from(move |_: MouseEvent| {
            let (app, step) = (app.clone(), step.clone());
            step.set(Step::Working);
            actions::spawn(async move {
                let answer = way.apply(token, differing).await;
                step.set(settle(&app, answer).await);
            });
        })
    };
    let undecided = matches!(&*step, Step::Preview | Step::Failed(_));
    let foot = match &*step {
        Step::Working => working(&way.text("working"), progress.as_ref()),
        Step::Done(done) => outcome(&app, done, &props.on_close),
        Step::Preview | Step::Failed(_) => decision(way, preview, *differing, &on_close, apply),
    };
    let shown = match &*step {
        Step::Done(report) => Rc::clone(report),
        _ => report.clone(),
    };
    let chosen = *differing;
    let choose = Callback::from(move |choice| differing.set(choice));
    html! {
        <Dialog class="box wide tall" label={way.text("title")} testid={way.word()} decides=true on_close={&on_close}>
            { heading(&way.text("title"), &preview.file, &on_close) }
            if let Step::Failed(error) = &*step {
                { notice("attention", Icon::Warning, &error.message, &[], "import-failed") }
            }
            if undecided { { consequence(way, preview) } }
            <Entries report={shown} />
            if undecided && way == Way::Import && report.differing > 0 {
                { choice(chosen, report.differing, &choose) }
            }
            { foot }
        </Dialog>
    }
}

/// What the file would do to the library beyond its entries: nothing at all, or what a restore means.
fn consequence(way: Way, preview: &Preview) -> Html {
    let report = &preview.report;
    let same = report.new == 0 && report.differing == 0;
    match way {
        Way::Import if same => notice("synced", Icon::Check, &t!("import-nothing"), &[], "import-nothing"),
        Way::Import => Html::default(),
        Way::Restore if same && preview.missing == 0 => {
            notice("synced", Icon::Check, &t!("restore-nothing"), &[], "restore-nothing")
        }
        Way::Restore => {
            let kind = if preview.missing > 0 { "waiting" } else { "busy" };
            let what = t!("restore-what", n = preview.missing);
            notice(kind, Icon::Archive, &what, &[t!("restore-safe")], "restore-what")
        }
    }
}

/// The buttons that do it or leave it.
fn decision(
    way: Way,
    preview: &Preview,
    differing: Differing,
    on_close: &Callback<()>,
    apply: Callback<MouseEvent>,
) -> Html {
    let report = &preview.report;
    let replaced = if differing == Differing::Replace { report.differing } else { 0 };
    let (any, label, icon) = match way {
        Way::Import => {
            let taken = report.new + replaced;
            (taken > 0, t!("import-apply", n = taken), Icon::Import)
        }
        Way::Restore => {
            (report.new + report.differing + preview.missing > 0, t!("restore-apply"), Icon::Restore)
        }
    };
    html! {
        <footer class="box-foot">
            // What removes something is not what Enter does by itself.
            <button type="button" class="button button-secondary" data-testid="cancel"
                autofocus={way == Way::Restore || !any} onclick={on_close.reform(|_: MouseEvent| ())}>
                { text::get(if any { "cancel" } else { "close" }) }
            </button>
            if any {
                <button type="button" class="button button-primary" data-testid={format!("{}-apply", way.word())}
                    autofocus={way == Way::Import} onclick={apply}>
                    { sign(icon) }{ label }
                </button>
            }
        </footer>
    }
}

/// What to do with entries that differ.
fn choice(chosen: Differing, count: u64, on_choose: &Callback<Differing>) -> Html {
    let option = |choice: Differing, key: &str, testid: &'static str| {
        let onchange = on_choose.reform(move |_: Event| choice);
        html! {
            <label class="option">
                <input type="radio" name="differing" checked={chosen == choice} data-testid={testid} {onchange} />
                <span class="choice-words">
                    <span class="choice-title">{ text::get(key) }</span>
                    <span class="choice-text">{ text::get(&format!("{key}-text")) }</span>
                </span>
            </label>
        }
    };
    html! {
        <fieldset class="options pair">
            <legend>{ t!("import-differing", n = count) }</legend>
            { option(Differing::Keep, "import-keep", "differing-keep") }
            { option(Differing::Replace, "import-replace", "differing-replace") }
        </fieldset>
    }
}

/// Long work under way, as far as the core tells.
fn working(label: &str, progress: Option<&Progress>) -> Html {
    let (label, done, total) = match progress {
        Some(progress) => (progress.label.as_str(), Some(progress.done.to_string()), progress.total),
        None => (label, None, 1),
    };
    html! {
        <div class="working" role="status" data-testid="import-progress">
            <p>{ label }</p>
            <progress value={done} max={total.max(1).to_string()}></progress>
        </div>
    }
}

/// What came of it, and the way back.
fn outcome(app: &App, report: &ImportReport, on_close: &Callback<()>) -> Html {
    let said = t!("import-done", new = report.new, replaced = report.replaced);
    let undo = {
        let (app, on_close) = (app.clone(), on_close.clone());
        Callback::from(move |_: MouseEvent| {
            on_close.emit(());
            actions::spawn(actions::undo::undo(app.clone()));
        })
    };
    html! {
        <footer class="box-foot">
            <p class="done" role="status" data-testid="import-done">{ sign(Icon::Check) }{ said }</p>
            <button type="button" class="button button-secondary" data-testid="import-undo" onclick={undo}>
                { sign(Icon::Undo) }{ t!("undo") }
            </button>
            <button type="button" class="button button-primary" data-testid="import-close"
                onclick={on_close.reform(|_: MouseEvent| ())}>{ t!("close") }</button>
        </footer>
    }
}

/// What an apply has led to; the page is brought up to date.
async fn settle(app: &App, answer: Result<ImportReport, CommandError>) -> Step {
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
async fn drop_preview(app: App, token: u64) {
    if let Err(error) = backend::call::<DropPreview>(PreviewRef { token }).await {
        actions::report(&app, &error);
    }
}
