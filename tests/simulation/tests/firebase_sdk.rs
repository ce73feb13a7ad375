//! What Firebase's own SDKs do when they write, are offline and recover, and what we do: at least as well.
//!
//! The scenarios are those of the SDKs' public spec tests (firebase-js-sdk, `packages/firestore/test/unit/specs`:
//! `write`, `offline`, `recovery`, `limbo`, `persistence`, `existence_filter`) and of their documentation
//! (<https://firebase.google.com/docs/firestore/manage-data/enable-offline>). Where we differ, it is on purpose:
//!
//! | what | the SDKs | Ghost Gym |
//! |---|---|---|
//! | edits of one document that wait | are sent one by one | are sent as one write: what was never sent needs no history in the cloud |
//! | a write that is refused | is dropped, and the local document falls back | stays here and in the queue, is shown with its reason, and the person decides |
//! | a refused write among others | holds up nothing; it was sent alone | is found by halving the batch; the others go on |
//! | both devices change a document | the write that arrives last wins as a whole | merged field by field; what loses is in history, and the person is told |
//! | an edit of a document that was deleted elsewhere | `update` is refused with `NOT_FOUND`, and dropped | the edit wins: it was somebody's work |
//! | a write whose answer was lost | is known by the stream's token, for as long as the stream's | is known by its name in the document, after a restart, too |
//! | how much waits | is not told, but for `hasPendingWrites` of a document | is counted, and part of the status |
//! | the queue of a user who signs out | stays, and is sent when they sign in again | the same, in a file of its own |

use model::SyncStatus;
use simulation::cloud::Form;
use simulation::{Act, Foreign, Scene, Trouble};

const MINUTE: i64 = 60_000;

fn name(body: Option<model::Body>) -> Option<String> {
    Some(body?.get("name")?.as_str()?.to_owned())
}

fn is_synced(scene: &Scene, device: usize) -> bool {
    matches!(scene.status(device), Some(SyncStatus::Synced { .. }))
}

/// Two devices that have the workout `ann-1`.
fn two_with_a_workout() -> Scene {
    let mut scene = Scene::of(2, Form::Changes);
    scene.create(0, "ann-1");
    scene.wait(10_000);
    assert!(scene.here(1, "ann-1").is_some());
    scene
}

#[test]
fn a_local_edit_is_seen_at_once() {
    let mut scene = two_with_a_workout();
    scene.cut_off(0, MINUTE);
    scene.set(0, "ann-1", "name", "Push");
    assert_eq!(name(scene.here(0, "ann-1")).as_deref(), Some("Push"));
    assert_ne!(name(scene.there("ann-1")).as_deref(), Some("Push"));
    scene.settle();
}

#[test]
fn it_never_says_synced_while_something_waits() {
    let mut scene = two_with_a_workout();
    assert!(is_synced(&scene, 0));
    scene.cut_off(0, MINUTE);
    scene.set(0, "ann-1", "name", "Push");
    assert!(!is_synced(&scene, 0));
    assert_eq!(scene.pending(0).pending, 1);
    scene.wait(5 * MINUTE);
    assert!(is_synced(&scene, 0));
    assert_eq!(scene.pending(0).pending, 0);
}

#[test]
fn the_queue_survives_a_restart() {
    let mut scene = two_with_a_workout();
    scene.cut_off(0, 2 * MINUTE);
    scene.set(0, "ann-1", "name", "Push");
    scene.create(0, "ann-2");
    scene.delete(0, "ann-1");
    scene.switch_off(0, MINUTE);
    scene.wait(2 * MINUTE);
    assert_eq!(scene.pending(0).pending, 2);
    scene.settle();
    assert_eq!(scene.there("ann-1"), None);
    assert!(scene.there("ann-2").is_some());
}

#[test]
fn changes_of_a_document_go_first_come_first_served() {
    let mut scene = two_with_a_workout();
    for text in ["One", "Two", "Three"] {
        scene.set(0, "ann-1", "name", text);
        scene.wait(2_000);
    }
    let names: Vec<_> = scene.commits("ann-1").into_iter().filter_map(name).skip(1).collect();
    assert_eq!(names, ["One", "Two", "Three"]);
    scene.settle();
}

#[test]
fn changes_of_a_document_that_wait_are_one_write() {
    let mut scene = two_with_a_workout();
    let before = scene.commits("ann-1").len();
    scene.cut_off(0, MINUTE);
    for text in ["One", "Two", "Three"] {
        scene.set(0, "ann-1", "name", text);
        scene.wait(2_000);
    }
    scene.settle();
    assert_eq!(scene.commits("ann-1").len(), before + 1);
    assert_eq!(name(scene.there("ann-1")).as_deref(), Some("Three"));
}

#[test]
fn an_edit_while_its_predecessor_is_in_flight_is_not_lost() {
    let mut scene = two_with_a_workout();
    scene.set(0, "ann-1", "name", "One");
    scene.wait(8);
    assert_eq!(scene.pending(0).pending, 1, "the first is not acknowledged yet");
    scene.set(0, "ann-1", "name", "Two");
    scene.settle();
    assert_eq!(name(scene.there("ann-1")).as_deref(), Some("Two"));
    assert_eq!(name(scene.here(1, "ann-1")).as_deref(), Some("Two"));
}

#[test]
fn a_write_whose_answer_is_lost_is_not_made_twice() {
    let mut scene = two_with_a_workout();
    let before = scene.commits("ann-1").len();
    // Nor is it heard on the stream.
    scene.trouble(0, Trouble::HalfOpen);
    scene.trouble(0, Trouble::LoseAnswer);
    scene.set(0, "ann-1", "name", "Push");
    scene.wait(1_000);
    assert_eq!((scene.commits("ann-1").len(), scene.pending(0).pending), (before + 1, 1));
    scene.switch_off(0, 3_000);
    scene.settle();
    assert_eq!(scene.commits("ann-1").len(), before + 1);
    assert_eq!(name(scene.there("ann-1")).as_deref(), Some("Push"));
}

#[test]
fn a_first_write_whose_answer_is_lost_is_not_made_twice_whatever_becomes_of_the_document() {
    let mut scene = Scene::of(2, Form::Changes);
    scene.trouble(0, Trouble::HalfOpen);
    scene.trouble(0, Trouble::LoseAnswer);
    scene.create(0, "ann-1");
    scene.wait(1_000);
    assert_eq!(scene.pending(0).pending, 1);
    scene.switch_off(0, 10 * MINUTE);
    // Meanwhile it is deleted elsewhere, made anew and deleted again: only the first tombstone was made upon it.
    scene.delete(1, "ann-1");
    scene.wait(MINUTE);
    scene.act(1, Act::Undo);
    scene.wait(MINUTE);
    assert_eq!(scene.commits("ann-1").len(), 3);
    scene.delete(1, "ann-1");
    scene.wait(MINUTE);
    scene.settle();
    assert_eq!((scene.commits("ann-1").len(), scene.here(0, "ann-1")), (4, None));
}

#[test]
fn a_rejected_write_is_kept_and_holds_up_nothing() {
    let mut scene = two_with_a_workout();
    let long = "x".repeat(2_000);
    scene.cut_off(0, 20_000);
    scene.set(0, "ann-1", "name", &long);
    scene.create(0, "ann-2");
    scene.create(0, "ann-3");
    scene.wait(5 * MINUTE);
    assert_eq!((scene.pending(0).pending, scene.pending(0).refused), (0, 1));
    assert!(matches!(scene.status(0), Some(SyncStatus::NeedsAttention { refused: 1, .. })));
    assert_eq!(name(scene.here(0, "ann-1")).as_deref(), Some(long.as_str()));
    assert!(scene.there("ann-2").is_some() && scene.there("ann-3").is_some());
    scene.set(0, "ann-1", "name", "Short");
    scene.wait(MINUTE);
    assert!(is_synced(&scene, 0));
    assert_eq!(name(scene.here(1, "ann-1")).as_deref(), Some("Short"));
    scene.settle();
}

#[test]
fn a_document_that_vanished_during_a_long_absence_is_found_out() {
    for form in [Form::Changes, Form::Everything] {
        let mut scene = Scene::of(2, form);
        scene.create(0, "ann-1");
        scene.wait(10_000);
        scene.trouble(1, Trouble::Absence);
        // Without a tombstone: in limbo, as the SDKs call it.
        scene.web(Foreign::Delete);
        assert!(scene.here(1, "ann-1").is_some());
        scene.settle();
        assert_eq!(scene.here(1, "ann-1"), None);
        assert!(!scene.history(1, "ann-1").is_empty(), "it can be brought back");
    }
}

#[test]
fn what_others_wrote_during_an_absence_comes_with_the_return() {
    let mut scene = two_with_a_workout();
    scene.switch_off(1, 3 * MINUTE);
    scene.set(0, "ann-1", "name", "Push");
    scene.create(0, "ann-2");
    scene.wait(4 * MINUTE);
    assert_eq!(name(scene.here(1, "ann-1")).as_deref(), Some("Push"));
    assert!(scene.here(1, "ann-2").is_some());
}

#[test]
fn a_reset_of_the_stream_removes_nothing_that_is_still_there() {
    let mut scene = two_with_a_workout();
    let before = scene.all_here(1);
    scene.trouble(1, Trouble::ForgetTokens);
    for _ in 0..20 {
        scene.wait(200);
        assert_eq!(scene.all_here(1), before);
    }
    scene.settle();
}

#[test]
fn each_user_has_a_queue_of_their_own() {
    let mut scene = two_with_a_workout();
    scene.cut_off(0, MINUTE);
    scene.set(0, "ann-1", "name", "Push");
    scene.hand_over(0, true);
    assert!(scene.all_here(0).is_empty(), "the other user has another library");
    scene.wait(3 * MINUTE);
    assert_ne!(name(scene.there("ann-1")).as_deref(), Some("Push"), "nobody sends it meanwhile");
    scene.hand_over(0, false);
    assert_eq!(scene.pending(0).pending, 1);
    scene.wait(MINUTE);
    assert_eq!(name(scene.there("ann-1")).as_deref(), Some("Push"));
    scene.settle();
}

#[test]
fn a_token_that_runs_out_is_renewed_without_a_word() {
    let mut scene = two_with_a_workout();
    scene.trouble(0, Trouble::ExpireToken);
    scene.set(0, "ann-1", "name", "Push");
    scene.wait(MINUTE);
    assert!(is_synced(&scene, 0));
    assert_eq!(name(scene.here(1, "ann-1")).as_deref(), Some("Push"));
}

#[test]
fn a_session_that_was_ended_keeps_the_queue_until_somebody_signs_in() {
    let mut scene = two_with_a_workout();
    scene.trouble(0, Trouble::RevokeToken);
    scene.set(0, "ann-1", "name", "Push");
    scene.wait(900);
    assert_eq!(scene.pending(0).pending, 1);
    scene.wait(5 * MINUTE);
    assert_eq!(name(scene.there("ann-1")).as_deref(), Some("Push"));
    scene.settle();
}

#[test]
fn an_exhausted_quota_is_waited_out() {
    let mut scene = two_with_a_workout();
    scene.trouble(0, Trouble::Quota);
    scene.set(0, "ann-1", "name", "Push");
    scene.create(1, "ann-2");
    scene.wait(10 * MINUTE);
    assert!(is_synced(&scene, 0) && is_synced(&scene, 1));
    assert_eq!(name(scene.here(1, "ann-1")).as_deref(), Some("Push"));
}

#[test]
fn disabled_sync_sends_and_hears_nothing() {
    let mut scene = two_with_a_workout();
    scene.act(0, Act::Pause);
    scene.set(0, "ann-1", "name", "Push");
    scene.set(1, "ann-1", "description", "Heavy");
    scene.wait(2 * MINUTE);
    assert!(matches!(scene.status(0), Some(SyncStatus::Paused { pending: 1 })));
    assert_ne!(name(scene.there("ann-1")).as_deref(), Some("Push"));
    scene.act(0, Act::Resume);
    scene.wait(MINUTE);
    for body in [scene.here(0, "ann-1"), scene.here(1, "ann-1")].map(Option::unwrap) {
        assert_eq!((body["name"].as_str(), body["description"].as_str()), (Some("Push"), Some("Heavy")));
    }
}

#[test]
fn a_database_that_fails_for_a_while_loses_nothing() {
    let mut scene = two_with_a_workout();
    scene.set(1, "ann-1", "name", "Push");
    scene.trouble(0, Trouble::DatabaseBusy);
    scene.trouble(0, Trouble::DatabaseFull);
    scene.wait(5 * MINUTE);
    assert_eq!(name(scene.here(0, "ann-1")).as_deref(), Some("Push"));
    assert!(is_synced(&scene, 0));
}

#[test]
fn the_time_of_a_change_becomes_the_servers() {
    let mut scene = two_with_a_workout();
    scene.set(0, "ann-1", "name", "Push");
    let estimate = scene.here(0, "ann-1").unwrap()["modified_date"].clone();
    scene.wait(MINUTE);
    let settled = scene.here(0, "ann-1").unwrap()["modified_date"].clone();
    assert_ne!(settled, estimate);
    assert_eq!(settled, scene.there("ann-1").unwrap()["modified_date"]);
}

#[test]
fn edits_of_different_fields_are_both_kept() {
    let mut scene = two_with_a_workout();
    scene.cut_off(0, MINUTE);
    scene.cut_off(1, MINUTE);
    scene.set(0, "ann-1", "name", "Push");
    scene.set(1, "ann-1", "description", "Heavy");
    scene.settle();
    let body = scene.there("ann-1").unwrap();
    assert_eq!((body["name"].as_str(), body["description"].as_str()), (Some("Push"), Some("Heavy")));
}

#[test]
fn of_two_edits_of_a_field_the_later_wins_and_the_other_is_in_history() {
    let mut scene = two_with_a_workout();
    scene.cut_off(0, 2 * MINUTE);
    scene.set(0, "ann-1", "name", "Earlier");
    scene.wait(30_000);
    scene.set(1, "ann-1", "name", "Later");
    scene.settle();
    assert_eq!(name(scene.there("ann-1")).as_deref(), Some("Later"), "though it was sent first");
    assert!(scene.history(0, "ann-1").into_iter().any(|body| body["name"] == "Earlier"));
}

#[test]
fn an_edit_of_a_document_that_was_deleted_elsewhere_wins() {
    let mut scene = two_with_a_workout();
    scene.cut_off(0, MINUTE);
    scene.set(0, "ann-1", "name", "Push");
    scene.delete(1, "ann-1");
    scene.wait(30_000);
    assert_eq!(scene.there("ann-1"), None);
    scene.settle();
    assert_eq!(name(scene.there("ann-1")).as_deref(), Some("Push"));
    assert_eq!(name(scene.here(1, "ann-1")).as_deref(), Some("Push"));
}

#[test]
fn the_same_id_made_twice_becomes_one_document() {
    let mut scene = Scene::of(2, Form::Changes);
    scene.cut_off(0, MINUTE);
    scene.cut_off(1, MINUTE);
    scene.create(0, "ann-1");
    scene.create(1, "ann-1");
    scene.settle();
    assert_eq!(scene.here(0, "ann-1"), scene.here(1, "ann-1"));
}
