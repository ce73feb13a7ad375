//! What to write to a file: everything, workouts, programs, or a backup.

use model::ipc::{ExportAsk, ExportKind, Nothing, PickBackup, PickExport, Written};
use model::{CommandError, ErrorCode, text};
use yew::prelude::*;

use crate::components::icon::{Icon, sign};
use crate::overlays::parts::dialog::Dialog;
use crate::overlays::parts::heading::heading;
use crate::overlays::parts::notice::notice;
use crate::state::use_selector;
use crate::text::t;
use crate::{actions, backend};

/// What can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Export(ExportKind),
    Backup,
}

impl What {
    const ALL: [Self; 4] = [
        Self::Export(ExportKind::Complete),
        Self::Export(ExportKind::Workouts),
        Self::Export(ExportKind::Programs),
        Self::Backup,
    ];

    /// The word for it in texts and test ids.
    const fn word(self) -> &'static str {
        match self {
            Self::Export(ExportKind::Complete) => "complete",
            Self::Export(ExportKind::Workouts) => "workouts",
            Self::Export(ExportKind::Programs) => "programs",
            Self::Backup => "backup",
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Export(ExportKind::Complete) => Icon::Library,
            Self::Export(ExportKind::Workouts) => Icon::Dumbbell,
            Self::Export(ExportKind::Programs) => Icon::Calendar,
            Self::Backup => Icon::Archive,
        }
    }

    async fn write(self) -> Result<Option<Written>, CommandError> {
        match self {
            Self::Export(kind) => backend::call::<PickExport>(ExportAsk { kind }).await,
            Self::Backup => backend::call::<PickBackup>(Nothing {}).await,
        }
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
enum Outcome {
    Nothing,
    Asking,
    Written(Written),
    Failed(CommandError),
}

/// See [`Export`].
#[derive(Properties, PartialEq)]
pub struct ExportProps {
    /// The way out.
    pub on_close: Callback<()>,
}

/// The export dialog.
#[component]
pub fn Export(props: &ExportProps) -> Html {
    let what = use_state_eq(|| What::ALL[0]);
    let outcome = use_state_eq(|| Outcome::Nothing);
    let counts = use_selector(|state| {
        state.status.as_ref().map_or((0, 0), |status| (status.workouts, status.programs))
    });
    let write = {
        let (what, outcome) = (*what, outcome.clone());
        Callback::from(move |_: MouseEvent| {
            let outcome = outcome.clone();
            outcome.set(Outcome::Asking);
            actions::spawn(async move {
                outcome.set(match what.write().await {
                    Ok(Some(written)) => Outcome::Written(written),
                    Ok(None) => Outcome::Nothing,
                    Err(error) if error.code == ErrorCode::Cancelled => Outcome::Nothing,
                    Err(error) => Outcome::Failed(error),
                });
            });
        })
    };
    let option = |choice: What| {
        let chosen = *what == choice;
        let (what, outcome) = (what.clone(), outcome.clone());
        let onchange = Callback::from(move |_: Event| {
            what.set(choice);
            outcome.set(Outcome::Nothing);
        });
        let key = format!("export-{}", choice.word());
        let args = [("workouts", counts.0.into()), ("programs", counts.1.into())];
        html! {
            <label class="option">
                <input type="radio" name="export" checked={chosen} autofocus={choice == What::ALL[0]}
                    data-testid={key.clone()} {onchange} />
                { sign(choice.icon()) }
                <span class="choice-words">
                    <span class="choice-title">{ text::get(&key) }</span>
                    <span class="choice-text">{ text::with(&format!("{key}-text"), &args) }</span>
                </span>
            </label>
        }
    };
    let said = match &*outcome {
        Outcome::Nothing | Outcome::Asking => Html::default(),
        Outcome::Written(written) => {
            let lines = [written.path.clone()];
            notice("synced", Icon::Check, &written_text(written), &lines, "export-written")
        }
        Outcome::Failed(error) => notice("attention", Icon::Warning, &error.message, &[], "export-failed"),
    };
    let written = matches!(&*outcome, Outcome::Written(_));
    html! {
        <Dialog class="box narrow" label={t!("export-title")} testid="export" on_close={&props.on_close}>
            { heading(&t!("export-title"), "", &props.on_close) }
            <fieldset class="options">
                <legend class="unseen">{ t!("export-title") }</legend>
                { for What::ALL.into_iter().map(option) }
            </fieldset>
            { said }
            <footer class="box-foot">
                <button type="button" class="button button-secondary" data-testid="cancel"
                    onclick={props.on_close.reform(|_: MouseEvent| ())}>
                    { text::get(if written { "close" } else { "cancel" }) }
                </button>
                <button type="button" class="button button-primary" data-testid="export-apply" onclick={write}
                    disabled={*outcome == Outcome::Asking}>
                    { sign(Icon::Export) }
                    { text::get(if *what == What::Backup { "export-backup-apply" } else { "export-apply" }) }
                </button>
            </footer>
        </Dialog>
    }
}

fn written_text(written: &Written) -> String {
    let workouts = t!("count-workouts", n = written.workouts);
    let programs = t!("count-programs", n = written.programs);
    t!("export-written", workouts = workouts, programs = programs)
}
