//! The programs, on the left.

use model::ipc::{ListQuery, Order, ProgramRow};
use std::rc::Rc;
use yew::prelude::*;

use crate::actions;
use crate::components::button::{icon_button, row_button};
use crate::components::icon::Icon;
use crate::components::virtual_list::VirtualList;
use crate::intent::Intent;
use crate::panels::library::filters::{SearchField, sort_menu};
use crate::panels::library::row::{badge, beyond_limits};
use crate::panels::local_only::{self, local_only};
use crate::panels::move_offer::move_offer;
use crate::panels::notice::{notice, trouble, waiting};
use crate::state::drag::Target;
use crate::state::{App, AppState, use_app, use_selector};
use crate::testid;
use crate::text::t;

/// The panel.
#[component]
pub fn Programs() -> Html {
    let app = use_app();
    let list = use_selector(|state| state.programs.clone());
    let open = use_selector(|state| state.open.id().cloned());
    let failed = use_selector(AppState::has_failed);
    let hint = use_selector(local_only::is_due);
    let offer = use_selector(|state| state.offer);
    let target = use_selector(|state| match state.drag.as_ref().map(|drag| &drag.target) {
        Some(Target::Program(id)) => Some(id.clone()),
        _ => None,
    });

    let query = {
        let app = app.clone();
        move |change: &dyn Fn(&mut ListQuery)| {
            let mut query = app.state().programs.query.clone();
            change(&mut query);
            actions::spawn(actions::library::query_programs(app.clone(), query));
        }
    };
    let onsearch = {
        let query = query.clone();
        Callback::from(move |search: String| query(&|query| query.search = Some(search.clone())))
    };
    let onsort = {
        let app = app.clone();
        Callback::from(move |order: Order| {
            actions::preferences::choose(&app, |preferences| preferences.program_order = order);
            query(&|query| query.order = order);
        })
    };
    let new = {
        let app = app.clone();
        Callback::from(move |_| Intent::NewProgram.run(&app))
    };

    let rows = list.rows.clone();
    let row = {
        let (rows, app, open) = (rows.clone(), app.clone(), open.clone());
        Callback::from(move |(index, active): (usize, bool)| {
            let row = rows[index].clone();
            let open = open.as_ref() == Some(&row.id);
            program_row(&app, &row, open, active)
        })
    };
    let row_class = {
        let rows = rows.clone();
        Callback::from(move |index: usize| {
            let id = &rows[index].id;
            classes!(
                (open.as_ref() == Some(id)).then_some("is-selected"),
                (target.as_ref() == Some(id)).then_some("is-target"),
            )
        })
    };
    let row_key = {
        let rows = rows.clone();
        Callback::from(move |index: usize| rows[index].id.to_string())
    };
    let onrowkey = {
        let (rows, app) = (rows.clone(), app.clone());
        Callback::from(move |(index, event): (usize, KeyboardEvent)| {
            let row = &rows[index];
            match event.key().as_str() {
                "Enter" | " " => actions::spawn(actions::programs::open(app.clone(), row.id.clone())),
                "Delete" => {
                    let (id, name) = (row.id.clone(), row.name.clone());
                    actions::spawn(actions::programs::delete(app.clone(), id, name));
                }
                _ => return,
            }
            event.prevent_default();
        })
    };
    let searching = list.is_filtered();
    let retry = {
        let app = app.clone();
        Callback::from(move |()| actions::spawn(actions::refresh(app.clone())))
    };
    let body = if let Some(error) = &list.error {
        trouble(t!("list-failed"), error.message.clone(), &retry)
    } else if failed {
        Html::default()
    } else if !list.known {
        waiting()
    } else if rows.is_empty() && searching {
        notice(Icon::Search, t!("nothing-found"), String::new(), "programs-not-found", Html::default())
    } else if rows.is_empty() {
        let (title, text) = (t!("programs-empty"), t!("programs-empty-text"));
        notice(Icon::Calendar, title, text, "programs-empty", Html::default())
    } else {
        html! {
            <VirtualList
                label={t!("programs")}
                testid="programs-list"
                count={rows.len()}
                height={56}
                {row}
                {row_key}
                {row_class}
                {onrowkey}
            />
        }
    };
    html! {
        <nav class="panel panel-programs" aria-label={t!("programs")}>
            <div class="panel-head">
                <h2>{ t!("programs") }</h2>
                <span class="panel-count numbers">{ list.known.then(|| model::text::number(list.total)) }</span>
                { sort_menu(list.query.order, &onsort, "program-sort") }
                { icon_button(t!("new-program"), Icon::Plus, testid::NEW_PROGRAM, new) }
            </div>
            if searching || rows.len() > 7 {
                <SearchField
                    label={t!("search-programs")}
                    value={list.query.search.clone().unwrap_or_default()}
                    onchange={onsearch}
                    testid={testid::PROGRAM_SEARCH}
                />
            }
            { body }
            if hint { { local_only(&app) } }
            if let Some(counts) = offer { { move_offer(&app, counts) } }
        </nav>
    }
}

fn program_row(app: &App, row: &Rc<ProgramRow>, open: bool, active: bool) -> Html {
    let act = |action: fn(App, &ProgramRow)| {
        let (app, row) = (app.clone(), row.clone());
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            action(app.clone(), &row);
        })
    };
    let onclick = act(|app, row| actions::spawn(actions::programs::open(app, row.id.clone())));
    let duplicate = act(|app, row| actions::spawn(actions::programs::duplicate(app, row.id.clone())));
    let delete = act(|app, row| {
        actions::spawn(actions::programs::delete(app, row.id.clone(), row.name.clone()));
    });
    let (id, name) = (row.id.to_string(), row.name.as_str());
    html! {
        <div class="row" data-testid={testid::PROGRAM_ROW} data-id={id.clone()} data-program={id} {onclick}>
            <div class="row-words" role="gridcell" aria-current={open.then_some("true")}>
                <span class="row-name">{ name }</span>
                <span class="row-meta numbers">
                    if row.beyond_limits {
                        { beyond_limits() }
                    }
                    { meta(row) }
                </span>
            </div>
            { badge(row.unsent) }
            <div class="row-actions" role="gridcell">
                { row_button(t!("duplicate-what", name = name), Icon::Copy, testid::ROW_DUPLICATE, active, duplicate) }
                { row_button(t!("delete-what", name = name), Icon::Trash, testid::ROW_DELETE, active, delete) }
            </div>
        </div>
    }
}

fn meta(row: &ProgramRow) -> String {
    let weeks = row.duration_weeks.map(|weeks| t!("count-weeks", n = weeks));
    let difficulty = difficulty_word(&row.difficulty_level);
    let parts = [Some(t!("count-workouts", n = row.workouts)), weeks, Some(difficulty)];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A difficulty in the person's language; a word of another client's as it is.
pub fn difficulty_word(level: &str) -> String {
    let key = format!("difficulty-{level}");
    if model::text::has(&key) { model::text::get(&key) } else { level.to_owned() }
}
