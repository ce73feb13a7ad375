//! The programs, on the left.

use model::ipc::{ListQuery, Order, ProgramRow};
use std::rc::Rc;
use yew::prelude::*;

use crate::actions;
use crate::components::button::IconButton;
use crate::components::icon::{Icon, Sign};
use crate::components::virtual_list::VirtualList;
use crate::intent::Intent;
use crate::panels::library::filters::{SearchField, SortMenu};
use crate::panels::notice::{Notice, Trouble, Waiting};
use crate::state::drag::Target;
use crate::state::{App, use_app, use_selector};
use crate::testid;
use crate::text::t;

/// The panel.
#[component]
pub fn Programs() -> Html {
    let app = use_app();
    let list = use_selector(|state| state.programs.clone());
    let open = use_selector(|state| state.open.id().cloned());
    let failed = use_selector(crate::state::AppState::has_failed);
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
            html! { <Row app={app.clone()} {row} {open} {active} /> }
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
        html! { <Trouble title={t!("list-failed")} text={error.message.clone()} {retry} /> }
    } else if failed {
        Html::default()
    } else if !list.known {
        html! { <Waiting /> }
    } else if rows.is_empty() && searching {
        html! { <Notice icon={Icon::Search} title={t!("nothing-found")} testid="programs-not-found" /> }
    } else if rows.is_empty() {
        html! {
            <Notice
                icon={Icon::Calendar}
                title={t!("programs-empty")}
                text={t!("programs-empty-text")}
                testid="programs-empty"
            />
        }
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
                <SortMenu order={list.query.order} onchange={onsort} testid="program-sort" />
                <IconButton label={t!("new-program")} icon={Icon::Plus} onclick={new} testid={testid::NEW_PROGRAM} />
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
        </nav>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    app: App,
    row: Rc<ProgramRow>,
    open: bool,
    active: bool,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let row = &props.row;
    let act = |action: fn(App, &ProgramRow)| {
        let (app, row) = (props.app.clone(), row.clone());
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            action(app.clone(), &row);
        })
    };
    let open = act(|app, row| actions::spawn(actions::programs::open(app, row.id.clone())));
    let duplicate = act(|app, row| actions::spawn(actions::programs::duplicate(app, row.id.clone())));
    let delete = act(|app, row| {
        actions::spawn(actions::programs::delete(app, row.id.clone(), row.name.clone()));
    });
    html! {
        <div
            class="row"
            data-testid={testid::PROGRAM_ROW}
            data-id={row.id.to_string()}
            data-program={row.id.to_string()}
            onclick={open}
        >
            <div class="row-words" role="gridcell" aria-current={props.open.then_some("true")}>
                <span class="row-name">{ row.name.clone() }</span>
                <span class="row-meta numbers">
                    if row.beyond_limits {
                        <Sign icon={Icon::Warning} size={12} />
                    }
                    { meta(row) }
                </span>
            </div>
            <div class="row-actions" role="gridcell">
                <IconButton
                    label={t!("duplicate-what", name = row.name.as_str())}
                    icon={Icon::Copy}
                    onclick={duplicate}
                    testid={testid::ROW_DUPLICATE}
                    tab_stop={props.active}
                />
                <IconButton
                    label={t!("delete-what", name = row.name.as_str())}
                    icon={Icon::Trash}
                    onclick={delete}
                    testid={testid::ROW_DELETE}
                    tab_stop={props.active}
                />
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
