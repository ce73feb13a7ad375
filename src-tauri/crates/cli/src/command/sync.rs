//! `sync` and `queue`: what is to go to the cloud, and how it goes.

use std::ops::ControlFlow;

use app::App;
use model::ipc::{Queue, QueueQuery, QueuedChange, RecordRef};
use model::text;
use serde_json::json;

use super::status::in_words;
use super::{heading, when};
use crate::args::{QueueVerb, Sync};
use crate::output::{Output, Stop};
use crate::table::{cut, table};

/// Syncs, once unless it is to be watched; a watch ends with the process.
pub(super) fn sync(app: &App, ask: &Sync, output: Output) -> Result<(), Stop> {
    if !ask.watch {
        let status = app.sync_once()?;
        return output.answer(&status, || in_words(&status));
    }
    let mut said = Ok(());
    app.sync_watch(|status| {
        said = output.line(status, || in_words(status));
        if said.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    said
}

pub(super) fn queue(app: &App, verb: QueueVerb, output: Output) -> Result<(), Stop> {
    match verb {
        QueueVerb::List { refused, limit } => {
            let queue = app.queue_list(QueueQuery { refused, limit: limit.unwrap_or_default() })?;
            output.answer(&queue, || listed(&queue))
        }
        QueueVerb::Retry { id } => {
            app.queue_retry(record(app, &id)?)?;
            output
                .answer(&json!({"retried": id}), || text::with("cli-retried", &[("id", id.as_str().into())]))
        }
        QueueVerb::Discard { id } => {
            app.queue_discard(record(app, &id)?)?;
            output.answer(&json!({"discarded": id}), || {
                text::with("cli-discarded", &[("id", id.as_str().into())])
            })
        }
    }
}

fn record(app: &App, id: &str) -> Result<RecordRef, Stop> {
    Ok(RecordRef { kind: app.kind_of(id)?, id: id.to_owned() })
}

fn listed(queue: &Queue) -> String {
    if queue.items.is_empty() {
        return text::get("cli-queue-empty");
    }
    let head = ["id", "name", "changed", "state"].map(heading);
    let rows = queue
        .items
        .iter()
        .map(|change| [change.id.clone(), cut(&change.name), when(change.edited_at), state(change)]);
    let mut text = table(head, rows.collect());
    text.push_str(&text::with(
        "cli-shown",
        &[("shown", queue.items.len().into()), ("total", queue.total.into())],
    ));
    for change in &queue.items {
        if let Some(refused) = &change.refused {
            let args = [("id", change.id.as_str().into()), ("why", refused.why.as_str().into())];
            text.push('\n');
            text.push_str(&text::with("cli-queue-why", &args));
        }
    }
    text
}

/// What a change waits for.
fn state(change: &QueuedChange) -> String {
    match (&change.refused, change.next_try_at) {
        (Some(_), _) => text::get("cli-queue-refused"),
        (None, Some(at)) => text::with("cli-queue-later", &[("at", when(at).into())]),
        (None, None) => text::get("cli-queue-waits"),
    }
}
