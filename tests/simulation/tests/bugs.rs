//! Ten mistakes that sync engines are known for: each, put in on purpose, breaks a rule within 10,000 schedules. The
//! same schedule without it breaks none.

use simulation::{Bug, Libraries, Plan, Trace, run};

const SCHEDULES: u64 = 10_000;

/// Plays until the mistake shows, and says which rule it broke.
fn rule_broken_by(bug: Bug) -> &'static str {
    let mut libraries = Libraries::default();
    for seed in 0..SCHEDULES {
        let plan = Plan::draw(seed);
        if let Some(violation) = run(&plan, Some(bug), &mut libraries, Trace::default()).violation {
            let without = run(&plan, None, &mut libraries, Trace::default()).violation;
            assert_eq!(without, None, "seed {seed} breaks a rule without the mistake, too");
            return violation.rule;
        }
    }
    panic!("{bug:?} was not found in {SCHEDULES} schedules");
}

fn assert_breaks(bug: Bug, rules: &[&str]) {
    let rule = rule_broken_by(bug);
    assert!(rules.contains(&rule), "{bug:?} broke another rule: {rule}");
}

const SAME_BYTES: &str = "every device has the same bytes";
const IN_TIME: &str = "after the faults everybody agrees in bounded time";
const REQUESTS: &str = "agreement costs a bounded number of requests";
const STANDS: &str = "a change that nobody contradicted stands";
const ONCE: &str = "no edit is applied twice";
const STATUS: &str = "the status says synced only when nothing waits";
const USERS: &str = "no user sees another's data";

#[test]
fn an_acknowledgement_that_clears_a_newer_edit() {
    assert_breaks(Bug::AcknowledgedTooMuch, &[SAME_BYTES, STANDS]);
}

#[test]
fn a_retry_that_is_applied_twice() {
    assert_breaks(Bug::RetryAppliedTwice, &[ONCE]);
}

#[test]
fn a_token_that_moves_before_the_documents() {
    assert_breaks(Bug::TokenBeforeDocuments, &[SAME_BYTES]);
}

#[test]
fn a_tombstone_that_is_ignored() {
    assert_breaks(Bug::TombstoneIgnored, &[SAME_BYTES, STANDS, IN_TIME, REQUESTS]);
}

#[test]
fn a_refused_write_that_is_dropped() {
    assert_breaks(Bug::RefusedDropped, &[SAME_BYTES, STANDS]);
}

#[test]
fn a_write_that_blocks_those_behind_it() {
    assert_breaks(Bug::HeadOfLine, &[IN_TIME, REQUESTS]);
}

#[test]
fn a_back_off_that_never_resumes() {
    assert_breaks(Bug::BackoffNeverResumes, &[IN_TIME]);
}

#[test]
fn a_status_that_is_green_while_something_waits() {
    assert_breaks(Bug::StatusGreen, &[STATUS]);
}

#[test]
fn another_users_queue() {
    assert_breaks(Bug::WrongUsersQueue, &[USERS]);
}

#[test]
fn a_merge_that_depends_on_the_order() {
    assert_breaks(Bug::MergeOrder, &[SAME_BYTES]);
}
