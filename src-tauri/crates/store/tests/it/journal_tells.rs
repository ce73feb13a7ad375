//! What the journal of account migrations tells the next run, and a run that waits for the cloud.

use model::Kind;
use model::migration::{Fate, Step, Verdict};
use model::sync::{Pending, Refusal};
use store::Library;

use crate::cloud::{acknowledge, key, library, take};
use crate::journal::{changed, moved, run, set_fate, set_step, skipped, write};
use crate::support::{Home, put, workout};

fn moved_before(library: &Library, id: &str) -> bool {
    library.read(|view| view.moved_before(&key(id), &format!("source of {id}"))).unwrap()
}

#[test]
fn what_was_moved_before_is_what_a_run_that_stands_has_taken_care_of() {
    let home = Home::new();
    let noted = [
        moved("new"),
        changed("differing", workout("differing", "Before", 1)),
        skipped("identical", Verdict::Identical),
        moved("kept"),
        moved("used"),
    ];
    write(&home.library, &run("one"), &noted);
    let ids = ["new", "differing", "identical", "kept", "used"];
    let found = || ids.map(|id| moved_before(&home.library, id));
    for step in Step::ALL {
        set_step(&home.library, "one", *step);
        let stands = matches!(step, Step::Copied | Step::Uploaded | Step::Finished);
        assert_eq!(found(), [stands; 5], "{step:?}");
    }
    let other = home.library.read(|view| view.moved_before(&key("new"), "another source")).unwrap();
    assert!(!other, "another content is another matter");
    set_step(&home.library, "one", Step::Finished);
    // What became of it in the account since, stands.
    for fate in [Fate::Verified, Fate::Changed, Fate::Deleted, Fate::Refused, Fate::Mismatched] {
        set_fate(&home.library, "one", "new", fate);
        assert!(moved_before(&home.library, "new"), "{fate:?}");
    }
    set_fate(&home.library, "one", "new", Fate::TakenBack);
    set_fate(&home.library, "one", "differing", Fate::TakenBack);
    set_fate(&home.library, "one", "kept", Fate::KeptChanged);
    set_fate(&home.library, "one", "used", Fate::KeptUsed);
    for step in [Step::RollingBack, Step::RolledBack] {
        set_step(&home.library, "one", step);
        assert_eq!(found(), [false, false, false, true, true], "{step:?}");
    }
}

#[test]
fn a_record_that_was_taken_back_is_moved_again_though_a_run_between_had_passed_it_over() {
    let home = Home::new();
    write(&home.library, &run("one"), &[moved("w")]);
    set_step(&home.library, "one", Step::Finished);
    write(&home.library, &run("two"), &[skipped("w", Verdict::MovedBefore)]);
    set_step(&home.library, "two", Step::Finished);
    assert!(moved_before(&home.library, "w"));
    set_fate(&home.library, "one", "w", Fate::TakenBack);
    set_step(&home.library, "one", Step::RolledBack);
    assert!(!moved_before(&home.library, "w"));
    write(&home.library, &run("three"), &[moved("w")]);
    set_step(&home.library, "three", Step::Copied);
    assert!(moved_before(&home.library, "w"));
}

#[test]
fn what_of_a_run_is_unsent_is_told_by_the_queue() {
    let (_folder, library) = library();
    let unsent = |run| library.read(|view| view.unsent_of_run(run)).unwrap();
    let pending = |pending, refused| Pending { pending, refused };
    put(&library, workout("not of the run", "One", 1));
    put(&library, workout("identical", "One", 1));
    let all = [moved("a"), moved("b"), moved("c"), skipped("identical", Verdict::Identical)];
    write(&library, &run("one"), &all);
    write(&library, &run("another"), &[moved("identical")]);
    assert_eq!(
        (unsent("one"), unsent("another"), unsent("none")),
        (pending(0, 0), pending(1, 0), pending(0, 0))
    );
    for id in ["a", "b", "c"] {
        put(&library, workout(id, "One", 1));
    }
    assert_eq!(unsent("one"), pending(3, 0));
    for taken in take(&library) {
        match taken.key.id.as_str() {
            "a" => acknowledge(&library, &taken, 10),
            "b" => {
                let refused = library.sync(50, |tx| tx.refuse(&taken.key, &taken.op, Refusal::TooLarge));
                assert!(refused.unwrap());
            }
            _ => {}
        }
    }
    assert_eq!(unsent("one"), pending(1, 1));
    // What a person changes is to be sent again, whether it was sent or refused.
    put(&library, workout("a", "Two", 2));
    library.transact("retry", 60, |tx| tx.retry(Kind::Workout, "b")).unwrap();
    assert_eq!(unsent("one"), pending(3, 0));
    for taken in take(&library) {
        acknowledge(&library, &taken, 20);
    }
    assert_eq!(unsent("one"), pending(0, 0));
}
