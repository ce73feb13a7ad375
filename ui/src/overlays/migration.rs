//! Moving what was planned without an account into it: what will happen, how far it is, what came of it.

use std::rc::Rc;

use model::CommandError;
use model::ipc::{
    CancelMigration, ClearMigration, Command, ExportMigration, GetMigration, ListMigrations,
    MigrationPreview, MigrationReport, MigrationRun, MigrationState, Nothing, PreviewMigration,
    ReportMigration, RollBackMigration, RunMigration, RunRef,
};
use yew::prelude::*;

use crate::overlays::parts::dialog::Dialog;
use crate::overlays::parts::heading::heading;
use crate::overlays::parts::notice::{loading, loading_failed};
use crate::state::{Action, App, use_app, use_selector};
use crate::text::t;
use crate::{actions, backend, dom};

mod going;
mod over;
mod plan;
mod rows;

pub use rows::counted;

/// What there is to see.
#[derive(Clone, Debug, PartialEq)]
enum Contents {
    /// It is asked for.
    Asked,
    /// It could not be had.
    Failed(CommandError),
    /// What a run would do, and those that there were.
    Plan(Rc<MigrationPreview>, Rc<[MigrationRun]>),
    /// A run is under way.
    Going(Rc<MigrationRun>),
    /// What a run has done, and those that there were.
    Over(Rc<MigrationReport>, Rc<[MigrationRun]>),
}

/// What a person does.
#[derive(Clone, Debug, PartialEq)]
enum Act {
    /// Begins a run.
    Begin,
    /// Puts it off for good.
    Later,
    /// Ends the run that is under way.
    Cancel,
    /// Looks at what a run has done.
    Look(String),
    /// Exports that.
    Export(String),
    /// Takes a run back.
    Back(String),
    /// Empties the anonymous library of what a run has moved.
    Clear(String),
    /// Asks again for what there is to see.
    Again,
}

/// See [`Migration`].
#[derive(Properties, PartialEq)]
pub struct MigrationProps {
    /// The way out.
    pub on_close: Callback<()>,
}

/// The dialog.
#[component]
pub fn Migration(props: &MigrationProps) -> Html {
    let app = use_app();
    let heard = use_selector(|state| state.migration.clone());
    let contents = use_state_eq(|| Contents::Asked);
    // The run whose report is to be seen: the one that was watched, or chosen.
    let wanted = use_state_eq(|| None::<String>);
    let tries = use_state_eq(|| 0_u32);
    let asked = use_state_eq(|| None);
    let is_over = heard.as_ref().is_none_or(|run| run.step.is_over());
    {
        let contents = contents.clone();
        use_effect_with(((*wanted).clone(), *tries, is_over), move |(wanted, _, _)| {
            let wanted = wanted.clone();
            actions::spawn(async move {
                contents.set(look(wanted).await.unwrap_or_else(Contents::Failed));
                dom::focus_soon("[data-testid='migration'] .box-foot .button-primary");
            });
        });
    }
    let act = {
        let (app, wanted, tries, close) =
            (app.clone(), wanted.clone(), tries.clone(), props.on_close.clone());
        Callback::from(move |act: Act| match act {
            Act::Look(run) => wanted.set(Some(run)),
            Act::Again => tries.set(*tries + 1),
            Act::Later => {
                close.emit(());
                actions::spawn(actions::migration::put_off(app.clone()));
            }
            act => {
                let (app, wanted, tries) = (app.clone(), wanted.clone(), tries.clone());
                actions::spawn(async move {
                    if let Some(run) = carry_out(&app, act).await {
                        wanted.set(Some(run));
                        tries.set(*tries + 1);
                    }
                });
            }
        })
    };
    let shown = match (&*contents, heard) {
        // What is heard is newer than what was asked for.
        (Contents::Going(run), Some(heard)) if heard.run == run.run => {
            going::view(&heard, &act, &props.on_close)
        }
        (Contents::Going(run), _) => going::view(run, &act, &props.on_close),
        (Contents::Asked, _) => loading(&t!("loading")),
        (Contents::Failed(error), _) => loading_failed(&error.message, &act.reform(|()| Act::Again)),
        (Contents::Plan(preview, runs), _) => plan::view(preview, runs, &act, &props.on_close),
        (Contents::Over(report, runs), _) => over::view(report, runs, &asked, &act, &props.on_close),
    };
    html! {
        <Dialog class="box wide tall migration" label={t!("intent-migrate")} testid="migration" decides=true on_close={&props.on_close}>
            { heading(&t!("intent-migrate"), &t!("migrate-about"), &props.on_close) }
            { shown }
        </Dialog>
    }
}

/// Asks for what there is to see.
async fn look(wanted: Option<String>) -> Result<Contents, CommandError> {
    let status = backend::call::<GetMigration>(Nothing {}).await?;
    if let Some(run) = status.run.as_ref().filter(|run| !run.step.is_over()) {
        return Ok(Contents::Going(Rc::new(run.clone())));
    }
    let is_done = matches!(status.status, MigrationState::Completed | MigrationState::NoData);
    let last = status.run.as_ref().map(|run| run.run.clone()).filter(|_| is_done);
    let runs = backend::call::<ListMigrations>(Nothing {}).await?.into();
    if let Some(run) = wanted.or(last) {
        return Ok(Contents::Over(Rc::new(backend::call::<ReportMigration>(RunRef { run }).await?), runs));
    }
    Ok(Contents::Plan(Rc::new(backend::call::<PreviewMigration>(Nothing {}).await?), runs))
}

/// Has something done. The run that it was done with, if it was; why not is told.
async fn carry_out(app: &App, act: Act) -> Option<String> {
    async fn order<C: Command<Reply = MigrationRun>>(app: &App, args: C::Args) -> Option<String> {
        match backend::call::<C>(args).await {
            Ok(run) => {
                app.dispatch(Action::Migration(run.clone()));
                Some(run.run)
            }
            Err(error) => {
                actions::report(app, &error);
                None
            }
        }
    }
    match act {
        Act::Begin => order::<RunMigration>(app, Nothing {}).await,
        Act::Cancel => order::<CancelMigration>(app, Nothing {}).await,
        Act::Back(run) => order::<RollBackMigration>(app, RunRef { run }).await,
        Act::Clear(run) => order::<ClearMigration>(app, RunRef { run }).await,
        Act::Export(run) => {
            match backend::call::<ExportMigration>(RunRef { run }).await {
                Ok(Some(written)) => actions::done(app, t!("migrate-exported", path = written.path), false),
                Ok(None) => {}
                Err(error) => actions::report(app, &error),
            }
            None
        }
        Act::Later | Act::Look(_) | Act::Again => None,
    }
}

#[cfg(test)]
mod tests;
