//! The form meets a record that has changed.

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
fn ids_are_not_mixed_up_with_those_that_another_device_put_in_between() {
    let mut sent = form("P", &[], &[("1", "Bench"), ("2", "Fly")]);
    sent.add_group();
    sent.groups[2].rows[0].name = "Squat".into();
    let mut ours = sent.clone();
    let reply = [("8", "Row"), ("1", "Bench"), ("2", "Fly"), ("9", "Dip"), ("7", "Squat")];
    ours.take_ids(&sent, &form("P", &[], &reply));
    let ids: Vec<_> = ours.groups.iter().map(|group| group.id.as_str()).collect();
    assert_eq!(ids, ["1", "2", "7"]);
}

#[test]
fn new_groups_take_their_ids_and_keep_their_keys() {
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
