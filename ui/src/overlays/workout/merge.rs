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
    /// as it was saved, `reply` the record that came of it.
    pub fn take_ids(&mut self, sent: &Self, reply: &Self) {
        let sent_groups = sent.groups.iter().filter(|group| !group.is_blank());
        for (sent, reply) in sent_groups.zip(&reply.groups) {
            if let Some(group) = self.group_mut(sent.key) {
                group.id = reply.id.clone();
            }
        }
        let sent_bonus = sent.bonus.iter().filter(|bonus| !bonus.is_blank());
        for (sent, reply) in sent_bonus.zip(&reply.bonus) {
            if let Some(bonus) = self.bonus_mut(sent.key) {
                bonus.id = reply.id.clone();
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
    fn is_blank(&self) -> bool;
    fn settled(&self) -> Self::Settled;
    fn adopt(&mut self, base: &Self, theirs: &Self, key: &mut dyn FnMut() -> Key) -> bool;
    fn rekey(&mut self, key: &mut dyn FnMut() -> Key);
}

impl Item for GroupForm {
    type Settled = model::ExerciseGroup;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn is_blank(&self) -> bool {
        self.is_blank()
    }

    fn settled(&self) -> Self::Settled {
        self.settled()
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

    fn is_blank(&self) -> bool {
        self.is_blank()
    }

    fn settled(&self) -> Self::Settled {
        self.settled()
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
    let shared: BTreeSet<String> = ours
        .iter()
        .map(|item| item.id().to_owned())
        .filter(|id| find(base, id).is_some() && find(theirs, id).is_some())
        .collect();
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
mod tests {
    use model::{ExerciseGroup, GroupId, Workout};

    use super::*;

    fn group(id: &str, name: &str) -> ExerciseGroup {
        ExerciseGroup {
            group_id: GroupId::parse(id).unwrap(),
            exercises: [("a".to_owned(), name.to_owned())].into(),
            ..ExerciseGroup::default()
        }
    }

    fn form(name: &str, tags: &[&str], groups: &[(&str, &str)]) -> Form {
        Form::of(&Workout {
            name: name.into(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            exercise_groups: groups.iter().map(|(id, name)| group(id, name)).collect(),
            ..Workout::default()
        })
    }

    fn shown(form: &Form) -> Vec<&str> {
        form.groups.iter().map(|group| group.rows[0].name.as_str()).collect()
    }

    #[test]
    fn what_is_typed_stays_and_the_rest_follows() {
        let base = form("Push", &["a"], &[("1", "Bench"), ("2", "Fly")]);
        let mut ours = base.clone();
        ours.groups[0].rows[0].name = "Bench press".into();
        let theirs = form("Push day", &["a", "b"], &[("1", "Bench"), ("2", "Cable fly")]);
        assert!(ours.adopt(&base, &theirs));
        assert_eq!((ours.name.as_str(), shown(&ours)), ("Push day", vec!["Bench press", "Cable fly"]));
        assert_eq!(ours.tags, ["a", "b"]);
    }

    #[test]
    fn a_field_that_both_changed_keeps_what_is_typed_here() {
        let base = form("Push", &[], &[("1", "Bench")]);
        let mut ours = form("Push it", &[], &[("1", "Bench press")]);
        let theirs = form("Pull", &[], &[("1", "Row")]);
        assert!(!ours.adopt(&base, &theirs));
        assert_eq!((ours.name.as_str(), shown(&ours)), ("Push it", vec!["Bench press"]));
    }

    #[test]
    fn spaces_being_typed_are_not_tidied_away_under_the_caret() {
        let base = form("Push ", &[], &[("1", "Bench ")]);
        let mut ours = base.clone();
        assert!(!ours.adopt(&base, &form("Push", &[], &[("1", "Bench")])));
        assert_eq!((ours.name.as_str(), shown(&ours)), ("Push ", vec!["Bench "]));
    }

    #[test]
    fn tags_of_both_sides_count() {
        let base = form("Push", &["a", "b"], &[]);
        let mut ours = form("Push", &["b", "mine"], &[]);
        ours.adopt(&base, &form("Push", &["a", "theirs"], &[]));
        assert_eq!(ours.tags, ["mine", "theirs"]);
    }

    #[test]
    fn groups_come_and_go_but_an_edited_one_survives() {
        let base = form("P", &[], &[("1", "Bench"), ("2", "Fly"), ("3", "Dips")]);
        let mut ours = base.clone();
        ours.groups[1].dose.sets = "5".into();
        let theirs = form("P", &[], &[("9", "Squat"), ("3", "Dips"), ("8", "Row")]);
        assert!(ours.adopt(&base, &theirs));
        assert_eq!(shown(&ours), ["Squat", "Fly", "Dips", "Row"], "Bench went, Fly was edited here");
    }

    #[test]
    fn a_group_removed_here_stays_away_unless_it_was_edited_there() {
        let base = form("P", &[], &[("1", "Bench"), ("2", "Fly")]);
        let mut ours = form("P", &[], &[]);
        ours.adopt(&base, &form("P", &[], &[("1", "Bench"), ("2", "Cable fly")]));
        assert_eq!(shown(&ours), ["Cable fly"]);
    }

    #[test]
    fn their_order_is_followed_unless_it_was_changed_here() {
        let base = form("P", &[], &[("1", "a"), ("2", "b"), ("3", "c")]);
        let theirs = form("P", &[], &[("3", "c"), ("1", "a"), ("2", "b")]);
        let mut ours = base.clone();
        ours.add_group();
        assert!(ours.adopt(&base, &theirs));
        assert_eq!(shown(&ours), ["c", "a", "b", ""]);
        let mut ours = base.clone();
        ours.move_group(0, 1);
        assert!(!ours.adopt(&base, &theirs));
        assert_eq!(shown(&ours), ["b", "a", "c"]);
    }

    #[test]
    fn new_groups_take_their_ids_by_their_place_and_keep_their_keys() {
        let mut sent = form("P", &[], &[("1", "Bench")]);
        let blank = sent.add_group();
        let typed = sent.add_group();
        sent.groups[2].rows[0].name = "Squat".into();
        let mut ours = sent.clone();
        ours.groups.swap(0, 2);
        ours.take_ids(&sent, &form("P", &[], &[("1", "Bench"), ("7", "Squat")]));
        assert_eq!(ours.groups[0].id.as_str(), "7");
        assert_eq!((ours.groups[0].rows[0].key, ours.groups[1].rows[0].key), (typed, blank));
        assert_eq!(ours.groups[1].id.as_str(), "", "an empty card was not saved");
    }

    #[test]
    fn keys_are_never_given_twice() {
        let base = form("P", &[], &[("1", "a")]);
        let mut ours = base.clone();
        ours.adopt(&base, &form("P", &[], &[("1", "a"), ("2", "b"), ("3", "c")]));
        let keys: Vec<_> = ours.groups.iter().flat_map(|group| [group.key, group.rows[0].key]).collect();
        let distinct: BTreeSet<_> = keys.iter().collect();
        assert_eq!(distinct.len(), keys.len());
    }
}
