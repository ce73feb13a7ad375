//! Typing into a form, row by row.

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
