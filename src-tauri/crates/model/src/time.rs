//! Times as documents carry them, and as one number that sorts.
//!
//! Written out here because the dashboard has this code, too: a calendar library is a twentieth of its size.

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;

const DAY: Millis = 86_400_000;
const MINUTE: Millis = 60_000;

/// Reads a time in any form a document may hold: RFC 3339 (ours, Firestore's), or the web app's naive
/// `2025-09-22 10:11:12.123456` and ISO variants of it, which carry no zone and are taken as UTC.
#[must_use]
pub fn parse(text: &str) -> Option<Millis> {
    let text = text.trim();
    let day = days(text.get(..10)?)? * DAY;
    let rest = &text[10..];
    if rest.is_empty() {
        return Some(day);
    }
    let clock = rest.strip_prefix(['T', 't', ' '])?;
    let zone = clock.find(['Z', 'z', '+', '-']).unwrap_or(clock.len());
    Some(day + time_of_day(&clock[..zone])? - offset(&clock[zone..])?)
}

/// The form we write: RFC 3339 in UTC with milliseconds, `2026-11-22T17:03:00.123Z`.
#[must_use]
pub fn format(at: Millis) -> String {
    let (year, month, day) = date(at.div_euclid(DAY));
    let time = at.rem_euclid(DAY);
    let (hours, minutes) = (time / (60 * MINUTE), time / MINUTE % 60);
    let (seconds, millis) = (time / 1000 % 60, time % 1000);
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}.{millis:03}Z")
}

/// Whether `text` is a calendar date, `2025-01-15`.
#[must_use]
pub fn is_date(text: &str) -> bool {
    days(text).is_some()
}

/// `12:34`, `12:34:56` or `12:34:56.789…` in milliseconds; finer fractions are cut off.
fn time_of_day(text: &str) -> Option<Millis> {
    let (clock, fraction) = text.split_once(['.', ',']).unwrap_or((text, "000"));
    let mut parts = clock.split(':');
    let (hours, minutes) = (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let seconds = parts.next().map_or(Some(0), |seconds| digits(seconds, 2))?;
    if parts.next().is_some() || hours > 23 || minutes > 59 || seconds > 60 || fraction.is_empty() {
        return None;
    }
    // A leap second is taken for the second before it, as most clocks do.
    let seconds = seconds.min(59);
    digits(fraction, fraction.len().min(9))?;
    let millis = digits(&format!("{fraction:0<3}")[..3], 3)?;
    Some((hours * 60 + minutes) * MINUTE + seconds * 1000 + millis)
}

/// `Z`, nothing, or how far the clock is ahead of UTC, `+01:00` or `-0730`, in milliseconds.
fn offset(text: &str) -> Option<Millis> {
    let Some(sign) = text.chars().next().filter(|sign| "+-".contains(*sign)) else {
        return (text.is_empty() || text.eq_ignore_ascii_case("z")).then_some(0);
    };
    let clock = text[1..].replacen(':', "", 1);
    let (hours, minutes) = match clock.len() {
        2 => (digits(&clock, 2)?, 0),
        4 => (digits(clock.get(..2)?, 2)?, digits(clock.get(2..)?, 2)?),
        _ => return None,
    };
    let ahead = (hours * 60 + minutes) * MINUTE;
    (hours < 24 && minutes < 60).then_some(if sign == '-' { -ahead } else { ahead })
}

/// A number of exactly `count` decimal digits, no sign.
fn digits(text: &str, count: usize) -> Option<i64> {
    let is_number = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// The days from 1970-01-01 to a calendar date such as `2025-01-15`.
fn days(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4)?;
    let (month, day) = (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    if parts.next().is_some() || !(1..=12).contains(&month) {
        return None;
    }
    // Years that begin in March end with the leap day, so that a month's length does not depend on the year:
    // Howard Hinnant, "chrono-compatible low-level date algorithms".
    let (march_year, march_month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, year_of_era) = (march_year.div_euclid(400), march_year.rem_euclid(400));
    let day_of_year = (153 * march_month + 2) / 5 + day - 1;
    let days =
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468;
    // A day that the month doesn't have comes out as one of another month.
    (date(days) == (year, month, day)).then_some(days)
}

/// The calendar date that many days after 1970-01-01: year, month, day.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_same_moment_is_the_same_number() {
        for text in [
            "2026-02-18T16:35:59.813Z",
            "2026-02-18 16:35:59.813",
            "2026-02-18 16:35:59.813000",
            "2026-02-18T16:35:59.813",
            "2026-02-18T17:35:59.813+01:00",
        ] {
            assert_eq!(parse(text), Some(1_771_432_559_813), "{text}");
        }
        assert_eq!(parse("yesterday"), None);
    }

    #[test]
    fn what_is_written_reads_back() {
        assert_eq!(format(1_771_432_559_813), "2026-02-18T16:35:59.813Z");
        assert_eq!(parse(&format(0)), Some(0));
    }

    #[test]
    fn dates_are_calendar_dates() {
        assert!(is_date("2025-01-15") && is_date("2024-02-29"));
        for text in ["2025-02-29", "15.01.2025", "2025-1-5", "", "2025-01-15T10:00"] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_not_read() {
        for text in [
            "2026-02-18T24:00",
            "2026-02-18 16:60",
            "2026-02-18 16",
            "2026-13-01",
            "2026-02-18T16:35+1",
            "é026-02-18",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse("2026-02-18"), parse("2026-02-18T00:00Z"));
        assert_eq!(parse("2026-02-18 09:05:59-0730"), parse("2026-02-18T16:35:59Z"));
    }

    proptest::proptest! {
        /// From year 0 to year 9999, a calendar library says the same.
        #[test]
        fn agrees_with_a_calendar_library(at in -62_167_219_200_000..253_402_300_800_000_i64) {
            let theirs = format!("{:.3}", jiff::Timestamp::from_millisecond(at).unwrap());
            proptest::prop_assert_eq!(&format(at), &theirs);
            proptest::prop_assert_eq!(parse(&theirs), Some(at));
        }
    }
}
