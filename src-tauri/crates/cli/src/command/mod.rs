//! What each command does: call the core and answer. One file per noun.

mod account;
mod history;
mod migrate;
mod program;
mod settings;
mod status;
mod sync;
mod transfer;
mod workout;

use app::{App, AppError, Options};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::ipc::{ListQuery, Order, Page};
use model::{Body, FieldError, Kind, Millis, Problem, body, text};
use serde::Serialize;
use serde_json::json;

use crate::args::{Cli, List, Verb};
use crate::output::{Output, Stop};

/// Carries a command out.
pub(crate) fn run(cli: Cli, output: Output) -> Result<(), Stop> {
    let events = std::sync::Arc::new(move |event| output.hear(&event));
    let app = App::open(Options { data_dir: cli.data_dir, events, ..Options::default() })?;
    match cli.verb {
        Verb::Status => status::status(&app, output),
        Verb::Workout(verb) => workout::run(&app, verb, output),
        Verb::Program(verb) => program::run(&app, verb, output),
        Verb::Import(ask) => transfer::import(&app, &ask, output),
        Verb::Export(ask) => transfer::export(&app, &ask, output),
        Verb::Backup { file } => transfer::backup(&app, file.as_deref(), output),
        Verb::Restore { file } => transfer::restore(&app, &file, output),
        Verb::Diagnostics { file, training_data } => {
            transfer::diagnostics(&app, &file, training_data, output)
        }
        Verb::History { id } => history::history(&app, &id, output),
        Verb::Undo => history::undo(&app, output),
        Verb::Redo => history::redo(&app, output),
        Verb::SignUp(ask) => account::sign_up(&app, &ask, output),
        Verb::SignIn(ask) => account::sign_in(&app, &ask, output),
        Verb::SignOut(ask) => account::sign_out(&app, &ask, output),
        Verb::ResetPassword { email } => account::reset_password(&app, email, output),
        Verb::Account { verb: None } => account::show(&app, output),
        Verb::Account { verb: Some(verb) } => account::run(&app, &verb, output),
        Verb::Sync(ask) => sync::sync(&app, &ask, output),
        Verb::Queue(verb) => sync::queue(&app, verb, output),
        Verb::Migrate(verb) => migrate::run(&app, verb, output),
        Verb::Settings(verb) => settings::run(&app, verb, output),
    }
}

/// The id that was given as `field`.
fn id<T>(field: &str, parsed: Result<T, Problem>) -> Result<T, AppError> {
    parsed.map_err(|problem| AppError::Invalid(vec![FieldError::new(field, problem)]))
}

fn query(ask: List) -> ListQuery {
    let order = if ask.search.is_some() { Order::Relevance } else { Order::Modified };
    ListQuery {
        search: ask.search,
        tags: ask.tags,
        order,
        limit: ask.limit.unwrap_or_default(),
        after: ask.after,
    }
}

/// Answers with the document itself, every field of it; in text with one line.
fn document(app: &App, output: Output, kind: Kind, id: &str, key: &str) -> Result<(), Stop> {
    let document: Body = app.document(kind, id)?;
    let name = body::text(&document, "name").to_owned();
    output.answer(&document, || text::with(key, &[("name", name.into()), ("id", id.into())]))
}

fn deleted(output: Output, id: &str) -> Result<(), Stop> {
    output.answer(&json!({"deleted": id}), || text::with("cli-deleted", &[("id", id.into())]))
}

/// A page of a list: whole documents for programs, a table and how to go on for people.
fn page<T: Serialize>(
    app: &App,
    output: Output,
    kind: Kind,
    ask: ListQuery,
    rows: impl FnOnce(ListQuery) -> Result<Page<T>, AppError>,
    table: impl FnOnce(&[T]) -> String,
) -> Result<(), Stop> {
    if output.is_json() {
        return output.answer(&app.documents(kind, &ask)?, String::new);
    }
    let page = rows(ask)?;
    output.answer(&page, || {
        if page.items.is_empty() {
            return text::get("cli-nothing-found");
        }
        let shown = [("shown", page.items.len().into()), ("total", page.total.into())];
        let mut text = table(&page.items);
        text.push('\n');
        text.push_str(&text::with("cli-shown", &shown));
        if let Some(next) = &page.next {
            text.push('\n');
            text.push_str(&text::with("cli-next", &[("cursor", next.as_str().into())]));
        }
        text
    })
}

/// A heading of a table.
fn heading(key: &str) -> String {
    text::get(&format!("cli-head-{key}"))
}

/// A time as a person reads it, by their own clock.
fn when(at: Millis) -> String {
    let at = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// Lines of text under one another, those that are empty left out.
fn lines(lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// A line for a value, none if it is empty.
fn labelled(key: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { text::with(key, &[("value", value.into())]) }
}
