//! Where in the form something is wrong: from the path of a field error to the control that shows it.

use super::form::{DoseField, Form, Key};

/// A control of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// The workout's name.
    Name,
    /// Its description.
    Description,
    /// Its tags.
    Tags,
    /// The groups as a whole.
    Groups,
    /// The bonus exercises as a whole.
    Bonus,
    /// An exercise: the row under this key.
    Row(Key),
    /// Sets, reps or rest of the card or bonus row under this key.
    Dose(Key, DoseField),
}

/// The control for a path such as `exercise_groups[2].exercises.b`. Indexes count what is saved, so empty cards
/// are passed over.
pub fn spot(form: &Form, path: &str) -> Option<Spot> {
    let (list, index, inner) = match path.split_once('[') {
        None => (path, None, ""),
        Some((list, rest)) => {
            let (index, inner) = rest.split_once(']')?;
            (list, Some(index.parse::<usize>().ok()?), inner.trim_start_matches('.'))
        }
    };
    match (list, index) {
        ("name", _) => Some(Spot::Name),
        ("description", _) => Some(Spot::Description),
        ("tags", _) => Some(Spot::Tags),
        ("exercise_groups", None) => Some(Spot::Groups),
        ("bonus_exercises", None) => Some(Spot::Bonus),
        ("exercise_groups", Some(index)) => {
            let group = form.groups.iter().filter(|group| !group.is_blank()).nth(index)?;
            let Some(letter) = inner.strip_prefix("exercises.") else {
                return dose(group.key, inner);
            };
            let at = group.exercises().keys().position(|found| found == letter)?;
            let row = group.rows.iter().filter(|row| !row.name.trim().is_empty()).nth(at)?;
            Some(Spot::Row(row.key))
        }
        ("bonus_exercises", Some(index)) => {
            let bonus = form.bonus.iter().filter(|bonus| !bonus.is_blank()).nth(index)?;
            if inner == "name" { Some(Spot::Row(bonus.key)) } else { dose(bonus.key, inner) }
        }
        _ => None,
    }
}

fn dose(key: Key, inner: &str) -> Option<Spot> {
    DoseField::ALL.into_iter().find(|field| field.word() == inner).map(|field| Spot::Dose(key, field))
}
