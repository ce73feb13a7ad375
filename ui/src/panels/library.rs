//! The workout library, on the right; in a narrow window a drawer.

use std::ops::Range;

use model::ipc::{ListQuery, Order};
use yew::prelude::*;

use crate::actions;
use crate::components::button::{Button, IconButton};
use crate::components::drag;
use crate::components::icon::Icon;
use crate::components::virtual_list::VirtualList;
use crate::intent::Intent;
use crate::overlays::Overlay;
use crate::panels::notice::{Notice, Trouble, Waiting};
use crate::state::{Action, DragSource, List, use_app, use_selector};
use crate::testid;
use crate::text::t;

pub mod filters;
pub mod row;

use filters::{SearchField, SortMenu, TagFilter};
use row::{WorkoutRowView, WorkoutSkeleton};

/// Rows fetched ahead of the view.
const AHEAD: usize = 200;

/// The panel.
#[component]
pub fn Library() -> Html {
    let app = use_app();
    let list = use_selector(|state| state.workouts.clone());
    let edited = use_selector(|state| match &state.overlay {
        Some(Overlay::Workout { id }) => id.clone(),
        _ => None,
    });
    let lifted = use_selector(|state| match state.drag.as_ref().map(|drag| &drag.source) {
        Some(DragSource::Workout(row)) => Some(row.id.clone()),
        _ => None,
    });
    let tags = use_selector(|state| state.tags.clone());
    let failed = use_selector(crate::state::AppState::has_failed);
    // Another search, filter or order starts at the top.
    let epoch = use_mut_ref(|| (ListQuery::default(), 0_u64));
    {
        let mut epoch = epoch.borrow_mut();
        if epoch.0 != list.query {
            *epoch = (list.query.clone(), epoch.1 + 1);
        }
    }

    let query = {
        let app = app.clone();
        move |change: &dyn Fn(&mut ListQuery)| {
            let mut query = app.state().workouts.query.clone();
            change(&mut query);
            actions::spawn(actions::library::query_workouts(app.clone(), query));
        }
    };
    let onsearch = {
        let query = query.clone();
        Callback::from(move |search: String| query(&|query| query.search = Some(search.clone())))
    };
    let ontags = {
        let query = query.clone();
        Callback::from(move |tags: Vec<String>| query(&|query| query.tags.clone_from(&tags)))
    };
    let onsort = {
        let (app, query) = (app.clone(), query.clone());
        Callback::from(move |order: Order| {
            actions::preferences::choose(&app, |preferences| preferences.workout_order = order);
            query(&|query| query.order = order);
        })
    };
    let clear = Callback::from(move |()| {
        query(&|query| {
            query.search = None;
            query.tags.clear();
        });
    });
    let new = {
        let app = app.clone();
        Callback::from(move |_| Intent::NewWorkout.run(&app))
    };

    let rows = list.rows.clone();
    let row = {
        let (rows, app) = (rows.clone(), app.clone());
        Callback::from(move |(index, active): (usize, bool)| match rows.get(index) {
            Some(row) => html! { <WorkoutRowView app={app.clone()} row={row.clone()} {active} /> },
            None => html! { <WorkoutSkeleton /> },
        })
    };
    let row_key = {
        let rows = rows.clone();
        Callback::from(move |index: usize| {
            rows.get(index).map_or_else(|| format!("place {index}"), |row| row.id.to_string())
        })
    };
    let row_class = {
        let rows = rows.clone();
        Callback::from(move |index: usize| {
            let id = rows.get(index).map(|row| &row.id);
            classes!(
                (id.is_some() && edited.as_ref() == id).then_some("is-selected"),
                (id.is_some() && lifted.as_ref() == id).then_some("is-lifted"),
            )
        })
    };
    let onrowkey = {
        let (rows, app) = (rows.clone(), app.clone());
        Callback::from(move |(index, event): (usize, KeyboardEvent)| {
            let Some(row) = rows.get(index) else { return };
            match event.key().as_str() {
                "Enter" => {
                    app.dispatch(Action::Overlay(Some(Overlay::Workout { id: Some(row.id.clone()) })));
                }
                "Delete" => {
                    let (id, name) = (row.id.clone(), row.name.clone());
                    actions::spawn(actions::workouts::delete(app.clone(), id, name, None));
                }
                " " => drag::lift(&app, DragSource::Workout(row.clone())),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    let onrange = {
        let app = app.clone();
        Callback::from(move |range: Range<usize>| {
            actions::spawn(actions::library::more_workouts(app.clone(), range.end + AHEAD));
        })
    };
    let retry = {
        let app = app.clone();
        Callback::from(move |()| actions::spawn(actions::refresh(app.clone())))
    };
    let body = match state_of(&list) {
        Body::Waiting if failed => Html::default(),
        Body::Failed(message) => html! { <Trouble title={t!("list-failed")} text={message} {retry} /> },
        Body::Waiting => html! { <Waiting /> },
        Body::NotFound => html! {
            <Notice
                icon={Icon::Search}
                title={t!("nothing-found")}
                text={t!("nothing-found-text")}
                testid="library-not-found"
            >
                <Button label={t!("clear-filters")} onclick={clear} testid="clear-filters" />
            </Notice>
        },
        Body::Empty => html! {
            <Notice
                icon={Icon::Dumbbell}
                title={t!("library-empty")}
                text={t!("library-empty-text")}
                testid="library-empty"
            />
        },
        Body::Rows => html! {
            <VirtualList
                label={t!("workouts")}
                testid="library-list"
                count={usize::try_from(list.total).unwrap_or(usize::MAX)}
                height={56}
                {row}
                {row_key}
                {row_class}
                {onrowkey}
                {onrange}
                epoch={epoch.borrow().1}
            />
        },
    };
    html! {
        <aside class="panel panel-library" aria-label={t!("workouts")} data-testid={testid::LIBRARY}>
            <div class="panel-head">
                <h2>{ t!("workouts") }</h2>
                <span class="panel-count numbers">{ list.known.then(|| model::text::number(list.total)) }</span>
                <SortMenu order={list.query.order} onchange={onsort} testid={testid::SORT} />
                <TagFilter tags={tags} chosen={list.query.tags.clone()} onchange={ontags.clone()} />
                <IconButton label={t!("new-workout")} icon={Icon::Plus} onclick={new} testid={testid::NEW_WORKOUT} />
            </div>
            <SearchField
                label={t!("search-workouts")}
                value={list.query.search.clone().unwrap_or_default()}
                onchange={onsearch}
                testid={testid::LIBRARY_SEARCH}
            />
            <filters::ChosenTags chosen={list.query.tags.clone()} onchange={ontags} />
            { body }
        </aside>
    }
}

/// What the panel has to show.
enum Body {
    Failed(String),
    Waiting,
    NotFound,
    Empty,
    Rows,
}

fn state_of<R>(list: &List<R>) -> Body {
    match &list.error {
        Some(error) => Body::Failed(error.message.clone()),
        None if !list.known => Body::Waiting,
        None if list.total > 0 => Body::Rows,
        None if list.is_filtered() => Body::NotFound,
        None => Body::Empty,
    }
}
