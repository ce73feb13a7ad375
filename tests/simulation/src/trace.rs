//! What happened in a run, line by line; kept only when somebody wants to read it.

use std::fmt::Display;

use model::sync::State;
use model::{Body, Millis, body};
use sync::{Effect, Event, Heard};

/// The lines of a run.
#[derive(Debug, Default)]
pub struct Trace {
    lines: Option<Vec<String>>,
}

impl Trace {
    /// A trace that keeps what it is told.
    #[must_use]
    pub fn kept() -> Self {
        Self { lines: Some(Vec::new()) }
    }

    /// Notes what happened at `at`, milliseconds from the beginning, to `who`.
    pub fn say(&mut self, at: Millis, who: impl Display, what: impl FnOnce() -> String) {
        if let Some(lines) = &mut self.lines {
            let (seconds, millis) = (at / 1000, at % 1000);
            lines.push(format!("{seconds:>7}.{millis:03}  {who:<8}  {}", what()));
        }
    }

    /// Whether the lines are kept.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.lines.is_some()
    }

    /// The lines.
    #[must_use]
    pub fn into_lines(self) -> Vec<String> {
        self.lines.unwrap_or_default()
    }
}

/// A document in a few words: its version and its marks.
pub(crate) fn short(body: &Body) -> String {
    let marks: Vec<String> = crate::edit::marks(body).iter().map(|mark| format!("#{mark}")).collect();
    let version = body.get("version").map(ToString::to_string).unwrap_or_default();
    format!("v{version} {:?} {{{}}}", body::text(body, "name"), marks.join(" "))
}

/// An event in a line.
pub(crate) fn event(event: &Event) -> String {
    match event {
        Event::Heard { stream, changes, mark } => {
            let changes = changes.iter().map(|change| match change {
                Heard::State(state) => {
                    let body = state.body.as_ref().map_or_else(|| "gone".to_owned(), short);
                    format!("{} at {} {body}", state.id, state.at)
                }
                Heard::Unmatched { id } => format!("{id} unmatched"),
            });
            let mark = mark.as_ref().map(|mark| format!("until {} current {}", mark.read_time, mark.current));
            format!(
                "heard {}: [{}] {}",
                stream.0,
                changes.collect::<Vec<_>>().join(", "),
                mark.unwrap_or_default()
            )
        }
        Event::Fetched { request, found, .. } => format!("fetched {}: [{}]", request.0, remotes(found)),
        Event::Taken(request, taken) => {
            let due = taken.due.iter().map(|taken| {
                let body = taken.body.as_ref().map_or_else(|| "delete".to_owned(), short);
                let base = taken.base.as_ref().map(|base| base.at.to_string());
                format!(
                    "{} {:?} {body} on {base:?} unresolved {}",
                    taken.key.id, taken.op.0, taken.unresolved
                )
            });
            let due: Vec<String> = due.collect();
            format!("taken {}: [{}] next {:?} {:?}", request.0, due.join(", "), taken.next_in, taken.counts)
        }
        other => format!("{other:?}"),
    }
}

/// An effect in a line.
pub(crate) fn effect(effect: &Effect) -> String {
    match effect {
        Effect::Commit(request, batch) => format!("Commit {} of {} writes", request.0, batch.writes.len()),
        Effect::Apply { request, remotes: states, cursor, .. } => {
            let cursor = cursor.as_ref().map(|(feed, cursor)| {
                format!(
                    "{} until {} since {:?} complete {}",
                    feed.as_str(),
                    cursor.until,
                    cursor.since,
                    cursor.complete
                )
            });
            format!("Apply {}: [{}] {}", request.0, remotes(states), cursor.unwrap_or_default())
        }
        Effect::Acknowledge(request, all) => {
            let all = all.iter().map(|one| format!("{} {:?} at {:?}", one.key.id, one.op.0, one.at));
            format!("Acknowledge {}: [{}]", request.0, all.collect::<Vec<_>>().join(", "))
        }
        other => format!("{other:?}"),
    }
}

/// Server states in a line.
pub(crate) fn remotes(remotes: &[model::sync::Remote]) -> String {
    let words = remotes.iter().map(|remote| {
        let state = match &remote.state {
            State::Document(body) => short(body),
            State::Deleted { .. } => "gone".to_owned(),
        };
        format!("{} at {} {state}", remote.key.id, remote.at)
    });
    words.collect::<Vec<_>>().join(", ")
}
