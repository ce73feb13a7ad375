//! What a person can do in the workout sheet, and what each does to the form and to the focus.

use model::text;

use super::form::{BonusForm, Dose, DoseField, Form, GroupForm, Key};
use crate::text::t;

/// Something done in the sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The name was typed.
    Name(String),
    /// The description was typed.
    Description(String),
    /// Tags were added or taken away.
    Tags(Vec<String>),
    /// An exercise was typed.
    Row { group: Key, row: Key, text: String },
    /// Enter in a row.
    Advance { group: Key, row: Key },
    /// Enter in the last field of a group.
    AdvanceGroup(Key),
    /// Backspace in an empty row, or its remove button.
    RemoveRow { group: Key, row: Key },
    /// Another exercise for the superset.
    AddRow { group: Key },
    /// Another group.
    AddGroup,
    /// A group goes.
    RemoveGroup(Key),
    /// A group moves to another place.
    MoveGroup { from: usize, to: usize },
    /// A bonus exercise was typed.
    BonusName { key: Key, text: String },
    /// Another bonus exercise.
    AddBonus,
    /// A bonus exercise goes.
    RemoveBonus(Key),
    /// Sets, reps or rest of a group or bonus exercise were typed.
    Dose { key: Key, field: DoseField, text: String },
    /// Sets, reps and rest were left: what is blank shows what it means.
    SettleDose(Key),
    /// What was removed last comes back.
    PutBack(Removed),
}

/// Something that was removed, and where it stood.
#[derive(Clone, Debug, PartialEq)]
pub enum Removed {
    /// A group.
    Group(usize, GroupForm),
    /// A bonus exercise.
    Bonus(usize, BonusForm),
}

impl Removed {
    /// What was removed, in words.
    pub fn label(&self) -> String {
        let names: Vec<&str> = match self {
            Self::Group(_, group) => group.rows.iter().map(|row| row.name.trim()).collect(),
            Self::Bonus(_, bonus) => vec![bonus.name.trim()],
        };
        let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
        t!("sheet-removed", what = names.join(" + "))
    }
}

/// What a change leads to beyond the form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The row to go on typing in.
    pub focus: Option<Key>,
    /// What was removed and could come back.
    pub removed: Option<Removed>,
    /// What screen readers are told.
    pub say: Option<String>,
}

impl Outcome {
    fn focus(key: Option<Key>) -> Self {
        Self { focus: key, ..Self::default() }
    }
}

impl Change {
    /// Does it.
    pub fn apply(self, form: &mut Form) -> Outcome {
        match self {
            Self::Name(text) => form.name = text,
            Self::Description(text) => form.description = text,
            Self::Tags(tags) => form.tags = tags,
            Self::Row { group, row, text } => {
                let rows = form.group_mut(group).map(|group| &mut group.rows);
                if let Some(row) = rows.and_then(|rows| rows.iter_mut().find(|found| found.key == row)) {
                    row.name = text;
                }
            }
            Self::Advance { group, row } => return Outcome::focus(form.advance(group, row)),
            Self::AdvanceGroup(group) => return Outcome::focus(form.advance_group(group)),
            Self::RemoveRow { group, row } => return Outcome::focus(form.remove_row(group, row)),
            Self::AddRow { group } => {
                let last = form.group_mut(group).and_then(|group| group.rows.last().map(|row| row.key));
                return Outcome::focus(last.and_then(|last| form.add_row(group, last)));
            }
            Self::AddGroup if form.has_room_for_group() => return Outcome::focus(Some(form.add_group())),
            Self::AddBonus if form.has_room_for_bonus() => return Outcome::focus(Some(form.add_bonus())),
            // The button that would do it is disabled and says why.
            Self::AddGroup | Self::AddBonus => {}
            Self::RemoveGroup(key) => return remove_group(form, key),
            Self::RemoveBonus(key) => return remove_bonus(form, key),
            Self::MoveGroup { from, to } => return move_group(form, from, to),
            Self::BonusName { key, text } => {
                if let Some(bonus) = form.bonus_mut(key) {
                    bonus.name = text;
                }
            }
            Self::Dose { key, field, text } => {
                if let Some((dose, _)) = dose_mut(form, key) {
                    *dose.get_mut(field) = text;
                }
            }
            Self::SettleDose(key) => {
                if let Some((dose, default)) = dose_mut(form, key) {
                    *dose = dose.settled(&default);
                }
            }
            Self::PutBack(removed) => return put_back(form, removed),
        }
        Outcome::default()
    }
}

/// The dose under `key`, and what it is when nothing is said.
fn dose_mut(form: &mut Form, key: Key) -> Option<(&mut Dose, Dose)> {
    let group = form.groups.iter_mut().find(|group| group.key == key);
    if let Some(group) = group {
        return Some((&mut group.dose, Dose::of_group()));
    }
    form.bonus.iter_mut().find(|bonus| bonus.key == key).map(|bonus| (&mut bonus.dose, Dose::of_bonus()))
}

fn remove_group(form: &mut Form, key: Key) -> Outcome {
    let Some(at) = form.groups.iter().position(|group| group.key == key) else { return Outcome::default() };
    let group = form.groups.remove(at);
    let near = form.groups.get(at).or(form.groups.last());
    let focus = near.and_then(|group| group.rows.first()).map(|row| row.key);
    let removed = (!group.is_blank()).then_some(Removed::Group(at, group));
    Outcome { focus, say: removed.as_ref().map(Removed::label), removed }
}

fn remove_bonus(form: &mut Form, key: Key) -> Outcome {
    let Some(at) = form.bonus.iter().position(|bonus| bonus.key == key) else { return Outcome::default() };
    let bonus = form.bonus.remove(at);
    let focus = form.bonus.get(at).or(form.bonus.last()).map(|bonus| bonus.key);
    let removed = (!bonus.is_blank()).then_some(Removed::Bonus(at, bonus));
    Outcome { focus, say: removed.as_ref().map(Removed::label), removed }
}

fn move_group(form: &mut Form, from: usize, to: usize) -> Outcome {
    let total = form.groups.len();
    if from >= total || to >= total || from == to {
        return Outcome::default();
    }
    form.move_group(from, to);
    let args = [("from", (from + 1).into()), ("to", (to + 1).into()), ("total", total.into())];
    Outcome { say: Some(text::with("sheet-moved", &args)), ..Outcome::default() }
}

fn put_back(form: &mut Form, removed: Removed) -> Outcome {
    match removed {
        Removed::Group(at, group) => {
            let focus = group.rows.first().map(|row| row.key);
            form.groups.insert(at.min(form.groups.len()), group);
            Outcome::focus(focus)
        }
        Removed::Bonus(at, bonus) => {
            let focus = Some(bonus.key);
            form.bonus.insert(at.min(form.bonus.len()), bonus);
            Outcome::focus(focus)
        }
    }
}
