//! What the workout sheet holds while a person types: the document as rows and fields, with keys that stay the
//! same while ids arrive, so that focus and caret do too.
//!
//! Nothing is tidied here: a blank row, a trailing space, an empty card stay as typed. [`Form::settled_groups`]
//! and its like say what of it would be saved.

use std::collections::BTreeMap;

pub use super::dose::{Dose, DoseField};
use model::{Body, BonusExercise, ExerciseGroup, ExerciseId, GroupId, Workout, limits};

/// Names a card or row of the form for as long as the sheet is open.
pub type Key = u32;

/// Rows that a group offers: the letters a, b, c of a superset. More may come from elsewhere and are kept.
pub const ROWS: usize = 3;

/// A workout as a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    pub name: String,
    pub description: String,
    pub tags: Vec<String>,
    pub groups: Vec<GroupForm>,
    pub bonus: Vec<BonusForm>,
    last_key: Key,
}

/// A group as a card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupForm {
    pub key: Key,
    /// Empty until the core has given one.
    pub id: GroupId,
    pub rows: Vec<Row>,
    pub dose: Dose,
    /// Fields that this version doesn't know, for the case that the group is removed and comes back.
    pub extra: Body,
    /// A row was added, removed or blanked here: the letters are given anew when it is saved.
    reletter: bool,
}

/// An exercise of a group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub key: Key,
    letter: String,
    pub name: String,
}

/// A bonus exercise as a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BonusForm {
    pub key: Key,
    /// Empty until the core has given one.
    pub id: ExerciseId,
    pub name: String,
    pub dose: Dose,
    /// Fields that this version doesn't know.
    pub extra: Body,
}

impl GroupForm {
    /// No exercise in it: it isn't saved.
    pub fn is_blank(&self) -> bool {
        self.rows.iter().all(|row| row.name.trim().is_empty())
    }

    /// Exercise names by letter, as they would be saved.
    pub fn exercises(&self) -> BTreeMap<String, String> {
        let named = self.rows.iter().filter(|row| !row.name.trim().is_empty());
        let reletter =
            self.reletter || self.rows.iter().any(|row| row.letter.is_empty() || row.name.trim().is_empty());
        let mut exercises = BTreeMap::new();
        for (at, row) in named.enumerate() {
            let letter = if reletter { letter(at) } else { row.letter.clone() };
            exercises.insert(letter, row.name.trim().to_owned());
        }
        exercises
    }

    /// What it would be saved as; `extra` is left out, so that the core keeps what it has.
    pub fn settled(&self) -> ExerciseGroup {
        let Dose { sets, reps, rest } = self.dose.settled(&Dose::of_group());
        let (group_id, exercises) = (self.id.clone(), self.exercises());
        ExerciseGroup { group_id, exercises, sets, reps, rest, extra: Body::new() }
    }
}

impl BonusForm {
    /// No name: it isn't saved.
    pub fn is_blank(&self) -> bool {
        self.name.trim().is_empty()
    }

    /// What it would be saved as; `extra` is left out, so that the core keeps what it has.
    pub fn settled(&self) -> BonusExercise {
        let Dose { sets, reps, rest } = self.dose.settled(&Dose::of_bonus());
        let (exercise_id, name) = (self.id.clone(), self.name.trim().to_owned());
        BonusExercise { exercise_id, name, sets, reps, rest, extra: Body::new() }
    }
}

impl Form {
    /// A new workout: one empty group, ready to type into.
    pub fn blank() -> Self {
        let mut form = Self::default();
        form.add_group();
        form
    }

    /// A workout as it was read.
    pub fn of(workout: &Workout) -> Self {
        let mut form = Self {
            name: workout.name.clone(),
            description: workout.description.clone(),
            tags: workout.tags.clone(),
            ..Self::default()
        };
        for group in &workout.exercise_groups {
            let group = form.read_group(group);
            form.groups.push(group);
        }
        for bonus in &workout.bonus_exercises {
            let bonus = form.read_bonus(bonus);
            form.bonus.push(bonus);
        }
        form
    }

    pub fn read_group(&mut self, group: &ExerciseGroup) -> GroupForm {
        let mut rows: Vec<_> = group
            .exercises
            .iter()
            .map(|(letter, name)| Row { key: self.key(), letter: letter.clone(), name: name.clone() })
            .collect();
        if rows.is_empty() {
            rows.push(Row { key: self.key(), ..Row::default() });
        }
        GroupForm {
            key: self.key(),
            id: group.group_id.clone(),
            rows,
            dose: Dose { sets: group.sets.clone(), reps: group.reps.clone(), rest: group.rest.clone() },
            extra: group.extra.clone(),
            reletter: false,
        }
    }

    pub fn read_bonus(&mut self, bonus: &BonusExercise) -> BonusForm {
        BonusForm {
            key: self.key(),
            id: bonus.exercise_id.clone(),
            name: bonus.name.clone(),
            dose: Dose { sets: bonus.sets.clone(), reps: bonus.reps.clone(), rest: bonus.rest.clone() },
            extra: bonus.extra.clone(),
        }
    }

    /// Nothing was typed: closing the sheet leaves nothing behind.
    pub fn is_blank(&self) -> bool {
        self.name.trim().is_empty()
            && self.description.trim().is_empty()
            && self.tags.is_empty()
            && self.groups.iter().all(GroupForm::is_blank)
            && self.bonus.iter().all(BonusForm::is_blank)
    }

    /// The groups as they would be saved, empty cards left out.
    pub fn settled_groups(&self) -> Vec<ExerciseGroup> {
        self.groups.iter().filter(|group| !group.is_blank()).map(GroupForm::settled).collect()
    }

    /// The bonus exercises as they would be saved, empty rows left out.
    pub fn settled_bonus(&self) -> Vec<BonusExercise> {
        self.bonus.iter().filter(|bonus| !bonus.is_blank()).map(BonusForm::settled).collect()
    }

    /// The group shown under `key`.
    pub fn group_mut(&mut self, key: Key) -> Option<&mut GroupForm> {
        self.groups.iter_mut().find(|group| group.key == key)
    }

    /// The bonus exercise shown under `key`.
    pub fn bonus_mut(&mut self, key: Key) -> Option<&mut BonusForm> {
        self.bonus.iter_mut().find(|bonus| bonus.key == key)
    }

    /// Whether the limits leave room for another group.
    pub fn has_room_for_group(&self) -> bool {
        self.groups.len() < limits::GROUPS
    }

    /// Whether the limits leave room for another bonus exercise.
    pub fn has_room_for_bonus(&self) -> bool {
        self.bonus.len() < limits::BONUS
    }

    /// A new, empty group at the end; its first row's key.
    pub fn add_group(&mut self) -> Key {
        let row = Row { key: self.key(), ..Row::default() };
        let first = row.key;
        let group =
            GroupForm { key: self.key(), rows: vec![row], dose: Dose::of_group(), ..GroupForm::default() };
        self.groups.push(group);
        first
    }

    /// A new, empty bonus exercise at the end; its key.
    pub fn add_bonus(&mut self) -> Key {
        let bonus = BonusForm { key: self.key(), dose: Dose::of_bonus(), ..BonusForm::default() };
        let key = bonus.key;
        self.bonus.push(bonus);
        key
    }

    /// A new row after the one at `row`, unless the group is full; its key.
    pub fn add_row(&mut self, group: Key, row: Key) -> Option<Key> {
        let key = self.key();
        let group = self.group_mut(group).filter(|group| group.rows.len() < ROWS)?;
        let at = group.rows.iter().position(|found| found.key == row).map_or(group.rows.len(), |at| at + 1);
        group.rows.insert(at, Row { key, ..Row::default() });
        group.reletter = true;
        Some(key)
    }

    /// Takes a row away; of a group's last row, the text. Where to go on typing: the row before it, or after.
    pub fn remove_row(&mut self, group: Key, row: Key) -> Option<Key> {
        let group = self.group_mut(group)?;
        let at = group.rows.iter().position(|found| found.key == row)?;
        group.reletter = true;
        if group.rows.len() == 1 {
            group.rows[0].name.clear();
            return Some(row);
        }
        group.rows.remove(at);
        group.rows.get(at.saturating_sub(1)).map(|row| row.key)
    }

    /// What Enter in the last field of a group leads to: the next group, else a new one. `None` at the very end.
    pub fn advance_group(&mut self, group: Key) -> Option<Key> {
        let at = self.groups.iter().position(|found| found.key == group)?;
        match self.groups.get(at + 1).and_then(|group| group.rows.first()) {
            Some(next) => Some(next.key),
            None => self.has_room_for_group().then(|| self.add_group()),
        }
    }

    /// What Enter in a row leads to: the next row of the group, else a new one, else the next group, else a new
    /// one. In an empty row of a superset, the row goes and the next group comes. `None` at the very end.
    pub fn advance(&mut self, group: Key, row: Key) -> Option<Key> {
        let at = self.groups.iter().position(|found| found.key == group)?;
        let rows = &self.groups[at].rows;
        let row_at = rows.iter().position(|found| found.key == row)?;
        if let Some(next) = rows.get(row_at + 1) {
            return Some(next.key);
        }
        if rows[row_at].name.trim().is_empty() {
            if rows.len() == 1 {
                return None;
            }
            self.remove_row(group, row);
        } else if let Some(key) = self.add_row(group, row) {
            return Some(key);
        }
        self.advance_group(group)
    }

    /// Moves the group at `from` to stand at `to`.
    pub fn move_group(&mut self, from: usize, to: usize) {
        if from < self.groups.len() && to < self.groups.len() && from != to {
            let group = self.groups.remove(from);
            self.groups.insert(to, group);
        }
    }

    /// A key that nothing has had yet.
    pub fn key(&mut self) -> Key {
        self.last_key += 1;
        self.last_key
    }
}

/// The letter of the row at `at`: a, b, c.
pub fn letter(at: usize) -> String {
    let at = u8::try_from(at).unwrap_or(u8::MAX).min(25);
    char::from(b'a' + at).to_string()
}

#[cfg(test)]
mod tests;
