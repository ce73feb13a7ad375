//! Times as documents carry them, and as one number that sorts.

use jiff::{Timestamp, civil};

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;

/// Reads a time in any form a document may hold: RFC 3339 (ours, Firestore's), or the web app's naive
/// `2025-09-22 10:11:12.123456` and ISO variants of it, which carry no zone and are taken as UTC.
#[must_use]
pub fn parse(text: &str) -> Option<Millis> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at.as_millisecond());
    }
    let naive: civil::DateTime = text.parse().ok()?;
    let at = naive.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(at.timestamp().as_millisecond())
}

/// The form we write: RFC 3339 in UTC with milliseconds, `2026-11-22T17:03:00.123Z`.
#[must_use]
pub fn format(at: Millis) -> String {
    let at = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    format!("{at:.3}")
}

/// Whether `text` is a calendar date, `2025-01-15`.
#[must_use]
pub fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<civil::Date>().is_ok()
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
}
