//! Taking in what the record has become, without losing what is typed: the answer to a save, or a change made
//! elsewhere while the sheet is open.
//!
//! Three copies meet: the form, what it last knew the record to be (`base`), and the record now (`theirs`).
//! Field by field: what the person didn't touch follows the record, what they did stays. Groups and bonus
//! exercises meet by id; an edited one survives being removed on the other side.

use std::collections::BTreeSet;

use super::form::{BonusForm, Dose, DoseField, Form, GroupForm, Key};

impl Form {
    /// Takes in `theirs`; whether anything to be seen has changed.
    pub fn adopt(&mut self, base: &Self, theirs: &Self) -> bool {
        let mut changed = adopt_text(&mut self.name, &base.name, &theirs.name);
        changed |= adopt_text(&mut self.description, &base.description, &theirs.description);
        changed |= adopt_tags(&mut self.tags, &base.tags, &theirs.tags);

        let mut groups = std::mem::take(&mut self.groups);
        changed |= adopt_items(&mut groups, &base.groups, &theirs.groups, &mut || self.key());
        self.groups = groups;

        let mut bonus = std::mem::take(&mut self.bonus);
        changed |= adopt_items(&mut bonus, &base.bonus, &theirs.bonus, &mut || self.key());
        self.bonus = bonus;
        changed
    }

    /// Gives the new groups and bonus exercises of this form the ids that the core gave them: `sent` is the form
    /// as it was saved, `reply` the record that came of it, in which those of another device may stand beside them.
    pub fn take_ids(&mut self, sent: &Self, reply: &Self) {
        for (key, made) in made(&sent.groups, &reply.groups) {
            if let Some(group) = self.group_mut(key) {
                group.id = made.id.clone();
            }
        }
        for (key, made) in made(&sent.bonus, &reply.bonus) {
            if let Some(bonus) = self.bonus_mut(key) {
                bonus.id = made.id.clone();
            }
        }
    }
}

fn adopt_text(ours: &mut String, base: &str, theirs: &str) -> bool {
    let untouched = ours.trim() == base.trim();
    let news = ours.trim() != theirs.trim();
    if untouched && news {
        theirs.clone_into(ours);
    }
    untouched && news
}

/// Tags are a set: additions and removals of both sides count.
fn adopt_tags(ours: &mut Vec<String>, base: &[String], theirs: &[String]) -> bool {
    let before = ours.len();
    ours.retain(|tag| theirs.contains(tag) || !base.contains(tag));
    let removed = before != ours.len();
    let added: Vec<_> =
        theirs.iter().filter(|tag| !base.contains(tag) && !ours.contains(tag)).cloned().collect();
    let changed = removed || !added.is_empty();
    ours.extend(added);
    changed
}

fn adopt_dose(ours: &mut Dose, base: &Dose, theirs: &Dose, default: &Dose) -> bool {
    let (settled, base, theirs) = (ours.settled(default), base.settled(default), theirs.settled(default));
    let mut changed = false;
    for field in DoseField::ALL {
        if settled.get(field) == base.get(field) && settled.get(field) != theirs.get(field) {
            theirs.get(field).clone_into(ours.get_mut(field));
            changed = true;
        }
    }
    changed
}

/// What groups and bonus exercises have in common.
trait Item: Clone {
    type Settled: PartialEq;
    /// Empty until the core has given one.
    fn id(&self) -> &str;
    fn key(&self) -> Key;
    fn is_blank(&self) -> bool;
    fn settled(&self) -> Self::Settled;
    /// As [`Item::settled`], whoever it is.
    fn says(&self) -> Self::Settled;
    fn adopt(&mut self, base: &Self, theirs: &Self, key: &mut dyn FnMut() -> Key) -> bool;
    fn rekey(&mut self, key: &mut dyn FnMut() -> Key);
}

impl Item for GroupForm {
    type Settled = model::ExerciseGroup;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn key(&self) -> Key {
        self.key
    }

    fn is_blank(&self) -> bool {
        self.is_blank()
    }

    fn settled(&self) -> Self::Settled {
        self.settled()
    }

    fn says(&self) -> Self::Settled {
        model::ExerciseGroup { group_id: model::GroupId::default(), ..self.settled() }
    }

    fn adopt(&mut self, base: &Self, theirs: &Self, key: &mut dyn FnMut() -> Key) -> bool {
        let mut changed = adopt_dose(&mut self.dose, &base.dose, &theirs.dose, &Dose::of_group());
        let ours = self.exercises();
        if ours == base.exercises() && ours != theirs.exercises() {
            let mut rows = theirs.rows.clone();
            for (at, row) in rows.iter_mut().enumerate() {
                row.key = self.rows.get(at).map_or_else(&mut *key, |row| row.key);
            }
            self.rows = rows;
            changed = true;
        }
        self.extra.clone_from(&theirs.extra);
        changed
    }

    fn rekey(&mut self, key: &mut dyn FnMut() -> Key) {
        self.key = key();
        for row in &mut self.rows {
            row.key = key();
        }
    }
}

impl Item for BonusForm {
    type Settled = model::BonusExercise;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn key(&self) -> Key {
        self.key
    }

    fn is_blank(&self) -> bool {
        self.is_blank()
    }

    fn settled(&self) -> Self::Settled {
        self.settled()
    }

    fn says(&self) -> Self::Settled {
        model::BonusExercise { exercise_id: model::ExerciseId::default(), ..self.settled() }
    }

    fn adopt(&mut self, base: &Self, theirs: &Self, _key: &mut dyn FnMut() -> Key) -> bool {
        let mut changed = adopt_dose(&mut self.dose, &base.dose, &theirs.dose, &Dose::of_bonus());
        changed |= adopt_text(&mut self.name, &base.name, &theirs.name);
        self.extra.clone_from(&theirs.extra);
        changed
    }

    fn rekey(&mut self, key: &mut dyn FnMut() -> Key) {
        self.key = key();
    }
}

fn find<'a, T: Item>(items: &'a [T], id: &str) -> Option<&'a T> {
    items.iter().find(|item| !id.is_empty() && item.id() == id)
}

/// What the core made of the new items of `sent`, by their keys: of the items in `reply` that were not sent with an id,
/// the first that says the same, or else the first.
fn made<'a, T: Item>(sent: &[T], reply: &'a [T]) -> Vec<(Key, &'a T)> {
    let mut unknown: Vec<&T> = reply.iter().filter(|item| find(sent, item.id()).is_none()).collect();
    let mut made = Vec::new();
    for item in sent.iter().filter(|item| item.id().is_empty() && !item.is_blank()) {
        let place = unknown.iter().position(|made| made.says() == item.says()).unwrap_or_default();
        if place < unknown.len() {
            made.push((item.key(), unknown.remove(place)));
        }
    }
    made
}

fn adopt_items<T: Item>(ours: &mut Vec<T>, base: &[T], theirs: &[T], key: &mut dyn FnMut() -> Key) -> bool {
    let mut changed = false;
    for item in ours.iter_mut() {
        if let Some(now) = find(theirs, item.id()) {
            // One that came into being on both sides (a save whose answer was lost) has no base: ours stays.
            changed |= find(base, item.id()).is_some_and(|base| item.adopt(base, now, key));
        }
    }
    let count = ours.len();
    ours.retain(|item| {
        let untouched = find(base, item.id()).filter(|base| !base.is_blank());
        untouched.is_none_or(|base| find(theirs, item.id()).is_some() || item.settled() != base.settled())
    });
    changed |= count != ours.len();
    changed |= follow_order(ours, base, theirs);
    changed | insert_news(ours, base, theirs, key)
}

/// Puts the items that both sides have in their order, unless the order was changed here.
fn follow_order<T: Item>(ours: &mut [T], base: &[T], theirs: &[T]) -> bool {
    // Collected, they would be sorted first: more code than two handfuls of items are worth.
    let mut shared = BTreeSet::new();
    shared.extend(
        ours.iter()
            .map(|item| item.id().to_owned())
            .filter(|id| find(base, id).is_some() && find(theirs, id).is_some()),
    );
    let order = |items: &[T]| -> Vec<String> {
        items.iter().map(|item| item.id().to_owned()).filter(|id| shared.contains(id)).collect()
    };
    let target = order(theirs);
    if order(ours) != order(base) || order(ours) == target {
        return false;
    }
    let slots: Vec<usize> = (0..ours.len()).filter(|&at| shared.contains(ours[at].id())).collect();
    let sorted: Vec<T> = target.iter().filter_map(|id| find(ours, id).cloned()).collect();
    for (slot, item) in slots.into_iter().zip(sorted) {
        ours[slot] = item;
    }
    true
}

/// Adds what is new there, and what was removed here but changed there, each after what it follows there.
fn insert_news<T: Item>(ours: &mut Vec<T>, base: &[T], theirs: &[T], key: &mut dyn FnMut() -> Key) -> bool {
    let mut changed = false;
    for (at, item) in theirs.iter().enumerate() {
        let removed_here = find(base, item.id()).is_some_and(|base| base.settled() == item.settled());
        if removed_here || find(ours, item.id()).is_some() {
            continue;
        }
        let before = theirs[..at].iter().rev().find_map(|before| {
            ours.iter().position(|found| !before.id().is_empty() && found.id() == before.id())
        });
        let mut item = item.clone();
        item.rekey(key);
        ours.insert(before.map_or(0, |at| at + 1), item);
        changed = true;
    }
    changed
}

#[cfg(test)]
mod tests;
