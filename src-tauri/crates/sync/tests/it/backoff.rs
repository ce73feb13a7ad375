use sync::backoff::{Backoff, LONGEST, LONGEST_HINT};
use sync::pause::{Pause, Pauses};

#[test]
fn the_ceiling_grows_by_half_from_a_second_to_a_minute() {
    let mut backoff = Backoff::default();
    let ceilings: Vec<u64> = (0..13)
        .map(|_| {
            let longest = backoff.clone().wait(longest(&backoff), None);
            backoff.wait(0, None);
            longest
        })
        .collect();
    let expected =
        [1_000, 1_500, 2_250, 3_375, 5_062, 7_593, 11_389, 17_083, 25_624, 38_436, 57_654, LONGEST, LONGEST];
    assert_eq!(ceilings, expected);
    backoff.reset();
    assert_eq!(backoff, Backoff::default());
}

/// The random number that makes for the longest wait.
fn longest(backoff: &Backoff) -> u64 {
    (0..=LONGEST).rev().find(|random| backoff.clone().wait(*random, None) == *random).expect("some wait")
}

#[test]
fn any_wait_up_to_the_ceiling_can_come() {
    let waits: Vec<u64> =
        [0, 1, 500, 1_000, 1_001, u64::MAX].map(|random| Backoff::default().wait(random, None)).into();
    assert_eq!(waits, [0, 1, 500, 1_000, 0, u64::MAX % 1_001]);
}

#[test]
fn the_servers_hint_is_obeyed_within_reason() {
    assert_eq!(Backoff::default().wait(3, Some(90_000)), 90_000);
    assert_eq!(Backoff::default().wait(900, Some(20)), 900);
    assert_eq!(Backoff::default().wait(3, Some(u64::MAX)), LONGEST_HINT);
}

#[test]
fn sync_runs_while_there_is_no_reason_not_to() {
    let mut pauses = Pauses::default();
    assert!(pauses.is_empty());
    for reason in [Pause::User, Pause::Metered, Pause::User] {
        pauses.add(reason);
    }
    assert!(pauses.has(Pause::User) && !pauses.has(Pause::SignedOut) && !pauses.is_empty());
    assert!(!pauses.remove(Pause::User));
    assert!(!pauses.remove(Pause::User));
    assert!(pauses.remove(Pause::Metered));
    assert!(pauses.is_empty());
    assert!(!pauses.remove(Pause::Metered));
}
