//! What merges decided: what gave way, where to look at it, and the way to have it back.

use model::ipc::Conflict;
use model::sync::Side;
use yew::prelude::*;

use crate::actions;
use crate::components::button::{Weight, button};
use crate::components::icon::{Icon, sign};
use crate::overlays::Overlay;
use crate::overlays::parts::dialog::Dialog;
use crate::overlays::parts::heading::heading;
use crate::overlays::parts::notice::empty;
use crate::overlays::parts::when::when;
use crate::state::{Action, App, use_app, use_selector};
use crate::text::t;

/// See [`Conflicts`].
#[derive(Properties, PartialEq)]
pub struct ConflictsProps {
    /// The way out.
    pub on_close: Callback<()>,
}

/// The list.
#[component]
pub fn Conflicts(props: &ConflictsProps) -> Html {
    let app = use_app();
    let (conflicts, stays) =
        use_selector(|state| (state.conflicts.clone(), state.overlay == Some(Overlay::Conflicts)));
    // While it leaves it goes on showing what it showed: what was seen is off the list by then.
    let shown = use_mut_ref(|| conflicts.clone());
    if stays {
        shown.borrow_mut().clone_from(&conflicts);
    }
    let conflicts = shown.borrow().clone();
    // However it is left, somebody has looked at it.
    let leave = {
        let (app, on_close) = (app.clone(), props.on_close.clone());
        Callback::from(move |()| {
            on_close.emit(());
            all_seen(&app);
        })
    };
    html! {
        <Dialog class="box" label={t!("intent-conflicts")} testid="conflicts" on_close={&leave}>
            { heading(&t!("intent-conflicts"), &t!("conflicts-about"), &leave) }
            if conflicts.is_empty() {
                { empty(Icon::Merge, &t!("conflicts-empty"), &t!("conflicts-empty-text")) }
            } else {
                <ul class="records scroll">{ for conflicts.iter().map(|conflict| row(&app, conflict)) }</ul>
                <footer class="box-foot">
                    { button(t!("conflicts-done"), Weight::Primary, None, "conflicts-done", &leave) }
                </footer>
            }
        </Dialog>
    }
}

fn row(app: &App, conflict: &Conflict) -> Html {
    let history = {
        let (app, kind) = (app.clone(), conflict.kind);
        let (id, name) = (conflict.id.clone(), conflict.name.clone());
        Callback::from(move |()| {
            let overlay = Overlay::History { kind, id: id.clone(), name: name.clone() };
            app.dispatch(Action::Overlay(Some(overlay)));
        })
    };
    let act = |label, icon, testid, onclick: &Callback<()>| {
        button(label, Weight::Quiet, Some(icon), testid, onclick)
    };
    html! {
        <li key={conflict.conflict_id} class="record unsent-record" data-testid="conflict-row" data-id={conflict.id.clone()}>
            { sign(Icon::of(conflict.kind)) }
            <div class="record-words">
                <span class="record-name">{ &conflict.name }</span>
                <span class="record-meta">{ when(conflict.at) }</span>
                <ul class="conflict-lines">{ for conflict.lines.iter().map(|line| html! { <li>{ line }</li> }) }</ul>
                <div class="record-acts">
                    { for ways(app, conflict).iter().map(|way| act(way.label.clone(), way.icon, way.testid, &way.run)) }
                    { act(t!("conflicts-history"), Icon::Clock, "conflict-history", &history) }
                </div>
            </div>
        </li>
    }
}

/// A way to have back what gave way.
pub struct Way {
    /// What it is called.
    pub label: String,
    /// Its sign.
    pub icon: Icon,
    /// For tests.
    pub testid: &'static str,
    /// Does it.
    pub run: Callback<()>,
}

/// The ways to have back what gave way. Of a deletion, that is to delete after all.
pub fn ways(app: &App, conflict: &Conflict) -> Vec<Way> {
    if conflict.sides.is_empty() {
        let (app, conflict) = (app.clone(), conflict.clone());
        let run =
            Callback::from(move |()| actions::spawn(actions::sync::delete(app.clone(), conflict.clone())));
        return vec![Way {
            label: t!("conflicts-delete"),
            icon: Icon::Trash,
            testid: "conflict-delete",
            run,
        }];
    }
    let both = conflict.sides.len() > 1;
    let way = |side: &Side| {
        let (app, conflict, side) = (app.clone(), conflict.clone(), *side);
        let (label, testid) = match side {
            Side::Ours => (t!("conflicts-ours"), "restore-ours"),
            Side::Theirs => (t!("conflicts-theirs"), "restore-theirs"),
        };
        let run = Callback::from(move |()| {
            actions::spawn(actions::sync::restore(app.clone(), conflict.clone(), side));
        });
        Way { label: if both { label } else { t!("conflicts-other") }, icon: Icon::Restore, testid, run }
    };
    conflict.sides.iter().map(way).collect()
}

/// Somebody has looked at all of them.
pub fn all_seen(app: &App) {
    let ids: Vec<i64> = app.state().conflicts.iter().map(|conflict| conflict.conflict_id).collect();
    if !ids.is_empty() {
        actions::spawn(actions::sync::seen(app.clone(), ids));
    }
}
