//! Which of the backups that were made unasked stay: all of the last days, one a week of the last weeks, one a month
//! of the last year.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};

/// The days of which all stay.
const DAYS: i32 = 7;
/// The days of which one a week stays.
const WEEKS: i32 = 62;
/// The days of which one a month stays.
const YEAR: i32 = 366;

/// Which of the backups made at these times are to go. In a week or a month the last stays; so does the last of all,
/// and whatever a clock that went wrong has dated after today.
pub(super) fn superfluous(made: &[DateTime], today: Date) -> Vec<usize> {
    let mut newest_first: Vec<usize> = (0..made.len()).collect();
    newest_first.sort_by_key(|index| std::cmp::Reverse((made.get(*index), *index)));
    let mut taken = BTreeSet::new();
    let goes = |(rank, index): (usize, usize)| {
        let at = made.get(index)?.date();
        let age = days(today) - days(at);
        let stays = rank == 0
            || age < DAYS
            || (age < WEEKS && taken.insert(Span::Week(week(at))))
            || ((WEEKS..YEAR).contains(&age) && taken.insert(Span::Month(at.year(), at.month())));
        (!stays).then_some(index)
    };
    newest_first.into_iter().enumerate().filter_map(goes).collect()
}

/// What has one backup at most.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Span {
    Week(i32),
    Month(i16, i8),
}

/// The days since a day long ago.
fn days(date: Date) -> i32 {
    date.since(Date::constant(2000, 1, 3)).map_or(0, |span| span.get_days())
}

/// The weeks since then, which was a Monday.
fn week(date: Date) -> i32 {
    days(date).div_euclid(7)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;

    use super::*;

    fn at(text: &str) -> DateTime {
        text.parse().unwrap()
    }

    /// What is left of them on that day.
    fn left(made: &[&str], today: &str) -> Vec<String> {
        let times: Vec<_> = made.iter().map(|text| at(&format!("{text}T12:00"))).collect();
        let gone = superfluous(&times, today.parse().unwrap());
        let stays = |(index, text): (usize, &&str)| (!gone.contains(&index)).then(|| (*text).to_owned());
        made.iter().enumerate().filter_map(stays).collect()
    }

    #[test]
    fn what_stays_of_what() {
        // 2026-11-23 is a Monday.
        let table: &[(&str, &[&str], &str, &[&str])] = &[
            ("nothing", &[], "2026-11-24", &[]),
            (
                "a week of days",
                &["2026-11-18", "2026-11-19", "2026-11-23", "2026-11-24"],
                "2026-11-24",
                &["2026-11-18", "2026-11-19", "2026-11-23", "2026-11-24"],
            ),
            (
                "the last of a week",
                &["2026-11-09", "2026-11-12", "2026-11-15", "2026-11-16", "2026-11-24"],
                "2026-11-24",
                &["2026-11-15", "2026-11-16", "2026-11-24"],
            ),
            (
                "the last of a month",
                &["2026-07-01", "2026-07-31", "2026-08-01", "2026-11-24"],
                "2026-11-24",
                &["2026-07-31", "2026-08-01", "2026-11-24"],
            ),
            (
                "nothing older than a year",
                &["2025-11-20", "2025-12-24", "2026-11-24"],
                "2026-11-24",
                &["2025-12-24", "2026-11-24"],
            ),
            ("the last of all, however old", &["2019-01-01", "2019-02-01"], "2026-11-24", &["2019-02-01"]),
            (
                "what is dated after today",
                &["2026-11-24", "2027-01-01", "2031-05-05"],
                "2026-11-24",
                &["2026-11-24", "2027-01-01", "2031-05-05"],
            ),
            (
                "over the turn of a year",
                &["2026-12-28", "2026-12-31", "2027-01-03", "2027-01-20"],
                "2027-01-20",
                &["2027-01-03", "2027-01-20"],
            ),
        ];
        for (what, made, today, expected) in table {
            assert_eq!(left(made, today), *expected, "{what}");
        }
    }

    #[test]
    fn two_of_one_day_both_stay_at_first_and_then_the_later() {
        let made = [at("2026-11-01T08:00"), at("2026-11-01T20:00"), at("2026-11-24T08:00")];
        assert_eq!(superfluous(&made, "2026-11-02".parse().unwrap()), [0_usize; 0]);
        assert_eq!(superfluous(&made, "2026-11-24".parse().unwrap()), [0]);
    }

    /// Thinned every day for three years, there is always what was promised.
    #[test]
    fn day_after_day_there_are_never_gaps_and_never_many() {
        let first: Date = "2026-01-01".parse().unwrap();
        let mut kept: Vec<DateTime> = Vec::new();
        for day in 0..3 * 365 {
            let today = first.checked_add(day.days()).unwrap();
            kept.push(today.at(9, 0, 0, 0));
            let gone = superfluous(&kept, today);
            kept = kept.iter().enumerate().filter(|(i, _)| !gone.contains(i)).map(|(_, at)| *at).collect();
            assert!(kept.len() <= 7 + 9 + 13, "{today}: {}", kept.len());
            let ages: Vec<i32> = kept.iter().map(|at| days(today) - days(at.date())).collect();
            for age in 0..7.min(day + 1) {
                assert!(ages.contains(&age), "{today}: the day {age} days ago");
            }
            let mut before = 0;
            for age in ages.iter().rev().copied() {
                let gap = if age < 7 {
                    1
                } else if age < WEEKS {
                    7
                } else {
                    31 + 7
                };
                assert!(age - before <= gap, "{today}: nothing between {before} and {age} days ago");
                before = age;
            }
        }
        assert!(kept.len() > 20);
    }
}
