//! `history`, `undo`, `redo`.

use app::App;
use model::ipc::{Page, RecordRef, Reverted, Version};
use model::text;

use super::{lines, when};
use crate::output::{Output, Stop};

/// Earlier versions of the record with this id, of whichever kind it is.
pub(super) fn history(app: &App, id: &str, output: Output) -> Result<(), Stop> {
    let kind = app.kind_of(id)?;
    let items = app.history_list(RecordRef { kind, id: id.to_owned() })?;
    let page = Page { total: items.len() as u64, items, next: None };
    output.answer(&page, || {
        if page.items.is_empty() {
            text::get("cli-no-history")
        } else {
            page.items.iter().map(version).collect::<Vec<_>>().join("\n")
        }
    })
}

fn version(version: &Version) -> String {
    let head = format!("{}  {}", when(version.at), version.why);
    lines(std::iter::once(head).chain(version.changes.iter().map(|change| format!("    {change}"))))
}

pub(super) fn undo(app: &App, output: Output) -> Result<(), Stop> {
    reverted(output, "cli-undone", &app.undo()?)
}

pub(super) fn redo(app: &App, output: Output) -> Result<(), Stop> {
    reverted(output, "cli-redone", &app.redo()?)
}

fn reverted(output: Output, key: &str, done: &Reverted) -> Result<(), Stop> {
    output.answer(done, || text::with(key, &[("change", done.label.as_str().into())]))
}
