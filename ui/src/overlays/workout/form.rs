//! What the workout sheet holds while a person types: the document as rows and fields, with keys that stay the
//! same while ids arrive, so that focus and caret do too.
//!
//! Nothing is tidied here: a blank row, a trailing space, an empty card stay as typed. [`Form::settled_groups`]
//! and its like say what of it would be saved.

use std::collections::BTreeMap;

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

/// How much of an exercise: sets x reps x rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dose {
    pub sets: String,
    pub reps: String,
    pub rest: String,
}

/// One of the three fields of a [`Dose`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DoseField {
    Sets,
    Reps,
    Rest,
}

impl DoseField {
    pub const ALL: [Self; 3] = [Self::Sets, Self::Reps, Self::Rest];

    /// The word for it in texts, paths and test ids.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sets => "sets",
            Self::Reps => "reps",
            Self::Rest => "rest",
        }
    }
}

impl Dose {
    /// What a group has when nothing is said.
    pub fn of_group() -> Self {
        let group = ExerciseGroup::default();
        Self { sets: group.sets, reps: group.reps, rest: group.rest }
    }

    /// What a bonus exercise has when nothing is said.
    pub fn of_bonus() -> Self {
        let bonus = BonusExercise::default();
        Self { sets: bonus.sets, reps: bonus.reps, rest: bonus.rest }
    }

    pub fn get(&self, field: DoseField) -> &str {
        match field {
            DoseField::Sets => &self.sets,
            DoseField::Reps => &self.reps,
            DoseField::Rest => &self.rest,
        }
    }

    pub fn get_mut(&mut self, field: DoseField) -> &mut String {
        match field {
            DoseField::Sets => &mut self.sets,
            DoseField::Reps => &mut self.reps,
            DoseField::Rest => &mut self.rest,
        }
    }

    /// Trimmed, blanks filled in, as the core saves it.
    pub fn settled(&self, default: &Self) -> Self {
        let mut settled = self.clone();
        for field in DoseField::ALL {
            let text = self.get(field).trim();
            let text = if text.is_empty() { default.get(field) } else { text };
            text.clone_into(settled.get_mut(field));
        }
        settled
    }
}

impl GroupForm {
    /// No exercise in it: it isn't saved.
    pub fn is_blank(&self) -> bool {
        self.rows.iter().all(|row| row.name.trim().is_empty())
    }

    /// Exercise names by letter, as they would be saved.
    pub fn exercises(&self) -> BTreeMap<String, String> {
        let named = self.rows.iter().filter(|row| !row.name.trim().is_empty());
        if self.reletter || self.rows.iter().any(|row| row.letter.is_empty() || row.name.trim().is_empty()) {
            named.enumerate().map(|(at, row)| (letter(at), row.name.trim().to_owned())).collect()
        } else {
            named.map(|row| (row.letter.clone(), row.name.trim().to_owned())).collect()
        }
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
mod tests {
    use super::*;

    fn names(form: &Form) -> Vec<Vec<&str>> {
        form.groups.iter().map(|group| group.rows.iter().map(|row| row.name.as_str()).collect()).collect()
    }

    /// A form with these groups typed into it.
    fn typed(groups: &[&[&str]]) -> Form {
        let mut form = Form::default();
        for names in groups {
            let mut row = form.add_group();
            let key = form.groups.last().unwrap().key;
            for (at, name) in names.iter().enumerate() {
                if at > 0 {
                    row = form.add_row(key, row).unwrap();
                }
                let rows = &mut form.group_mut(key).unwrap().rows;
                rows.iter_mut().find(|found| found.key == row).unwrap().name = (*name).into();
            }
        }
        form
    }

    #[test]
    fn enter_goes_through_a_superset_and_then_to_the_next_group() {
        let mut form = typed(&[&["Bench"]]);
        let (group, bench) = (form.groups[0].key, form.groups[0].rows[0].key);
        let second = form.advance(group, bench).unwrap();
        assert_eq!(names(&form), [vec!["Bench", ""]], "the next letter");
        let next = form.advance(group, second).unwrap();
        assert_eq!(names(&form), [vec!["Bench"], vec![""]], "an empty letter was not meant");
        assert_eq!(form.groups[1].rows[0].key, next);
        assert_eq!(form.advance(form.groups[1].key, next), None, "an empty group leads nowhere");
    }

    #[test]
    fn enter_makes_no_fourth_letter_and_no_seventh_group() {
        let mut form = typed(&[&["a", "b", "c"], &["d"], &["e"], &["f"], &["g"], &["h", "i", "j"]]);
        let (group, last) = (form.groups[0].key, form.groups[0].rows[2].key);
        assert_eq!(form.advance(group, last), Some(form.groups[1].rows[0].key));
        let (group, last) = (form.groups[5].key, form.groups[5].rows[2].key);
        assert_eq!(form.advance(group, last), None);
        assert_eq!(form.groups.len(), limits::GROUPS);
    }

    #[test]
    fn letters_follow_the_rows_that_are_left() {
        let mut form = typed(&[&["Bench", "Fly", "Dips"]]);
        let (group, fly) = (form.groups[0].key, form.groups[0].rows[1].key);
        assert_eq!(form.remove_row(group, fly), Some(form.groups[0].rows[0].key));
        let letters: Vec<_> = form.groups[0].exercises().into_iter().collect();
        assert_eq!(letters, [("a".to_owned(), "Bench".to_owned()), ("b".to_owned(), "Dips".to_owned())]);
    }

    #[test]
    fn letters_of_another_client_stay_until_the_rows_change() {
        let exercises = [("a", "Squat"), ("d", "Lunge")].map(|(letter, name)| (letter.into(), name.into()));
        let group = ExerciseGroup { exercises: exercises.into(), ..ExerciseGroup::default() };
        let workout = Workout { exercise_groups: vec![group], ..Workout::default() };
        let mut form = Form::of(&workout);
        form.groups[0].dose.sets = "5".into();
        assert_eq!(form.groups[0].exercises().into_keys().collect::<Vec<_>>(), ["a", "d"]);
        form.groups[0].rows[0].name = String::new();
        assert_eq!(form.groups[0].exercises().into_keys().collect::<Vec<_>>(), ["a"]);
    }

    #[test]
    fn what_is_blank_is_not_saved_and_blank_doses_mean_the_default() {
        let mut form = typed(&[&["  "], &[" Squat "]]);
        form.groups[1].dose = Dose { sets: " ".into(), reps: " 5".into(), rest: String::new() };
        form.add_bonus();
        let groups = form.settled_groups();
        assert_eq!(groups.len(), 1);
        assert_eq!(
            (groups[0].sets.as_str(), groups[0].reps.as_str(), groups[0].rest.as_str()),
            ("3", "5", "60s")
        );
        assert_eq!(groups[0].exercises["a"], "Squat");
        assert!(form.settled_bonus().is_empty());
    }
}
