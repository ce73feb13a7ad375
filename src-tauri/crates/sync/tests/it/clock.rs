use model::ServerTime;
use sync::Clock;
use sync::clock::Offset;

use crate::support::NOW;

fn server(millis: i64) -> ServerTime {
    ServerTime(millis * 1_000 + 999)
}

#[test]
fn without_a_word_of_the_server_the_device_is_right() {
    assert_eq!(Offset::default().clock(NOW), Clock { now: NOW, offset: 0 });
    assert_eq!(Clock { now: NOW, offset: 0 }.corrected(NOW - 5), NOW - 5);
}

#[test]
fn an_answer_counts_as_it_is_and_what_comes_unasked_only_raises() {
    let mut offset = Offset::default();
    offset.told(server(NOW + 5_000), NOW);
    assert_eq!(offset.clock(NOW).offset, 5_000);
    offset.told(server(NOW + 4_000), NOW);
    assert_eq!(offset.clock(NOW).offset, 5_000);
    offset.told(server(NOW + 6_000), NOW);
    assert_eq!(offset.clock(NOW).offset, 6_000);
    offset.answered(server(NOW - 3_600_000), NOW);
    assert_eq!(offset.clock(NOW).offset, -3_600_000);
}

#[test]
fn a_time_in_seconds_takes_nothing_from_one_that_is_known_better() {
    let second = |seconds: i64| ServerTime((NOW + seconds * 1_000) * 1_000);
    let mut offset = Offset::default();
    offset.answered_to_the_second(second(5), NOW);
    assert_eq!(offset.clock(NOW).offset, 5_000);
    for known in [5_000, 5_300, 5_999] {
        offset.answered(server(NOW + known), NOW);
        offset.answered_to_the_second(second(5), NOW);
        assert_eq!(offset.clock(NOW).offset, known);
    }
    // A clock was set.
    for known in [4_999, 6_000] {
        offset.answered(server(NOW + known), NOW);
        offset.answered_to_the_second(second(5), NOW);
        assert_eq!(offset.clock(NOW).offset, 5_000, "{known}");
    }
}

#[test]
fn an_edit_is_put_where_it_was_by_the_servers_clock_and_never_into_the_future() {
    let clock = Clock { now: NOW, offset: 7_000 };
    assert_eq!(clock.corrected(NOW - 1_000), NOW + 6_000);
    assert_eq!(clock.corrected(NOW + 1_000), NOW + 7_000);
    assert_eq!(clock.server_now(), ServerTime((NOW + 7_000) * 1_000));
}
