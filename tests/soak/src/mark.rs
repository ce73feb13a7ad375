//! What each edit puts into a document, `#3-17`, and no other edit puts anywhere: by its mark an edit is found again,
//! wherever it went.

use std::fmt;

use model::Body;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// The device on which it was made.
    pub(crate) device: u8,
    /// Its number in that device's ledger.
    pub(crate) number: u64,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}-{}", self.device, self.number)
    }
}

/// All marks in a document, each as often as it stands there.
pub(crate) fn marks(body: &Body) -> Vec<Mark> {
    let mut marks = Vec::new();
    body.values().for_each(|value| collect(value, &mut marks));
    marks
}

fn collect(value: &Value, marks: &mut Vec<Mark>) {
    match value {
        Value::String(text) => marks.extend(of_text(text)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, marks)),
        Value::Object(fields) => fields.values().for_each(|value| collect(value, marks)),
        _ => {}
    }
}

/// The marks in a text.
pub(crate) fn of_text(text: &str) -> impl Iterator<Item = Mark> {
    text.split('#').skip(1).filter_map(read)
}

fn read(text: &str) -> Option<Mark> {
    let (device, rest) = text.split_once('-')?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    Some(Mark { device: device.parse().ok()?, number: rest.get(..end)?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_mark_is_found_wherever_it_stands_and_as_often() {
        let mark = Mark { device: 3, number: 17 };
        let document = json!({
            "name": format!("Name {mark}"),
            "tags": ["#1-2", "no # mark", "#x-1", "#4-"],
            "groups": [{"sets": format!("{mark}.")}],
            "version": 5,
        });
        let Value::Object(body) = document else { unreachable!() };
        let mut found = marks(&body);
        found.sort();
        assert_eq!(found, [Mark { device: 1, number: 2 }, mark, mark]);
    }
}
