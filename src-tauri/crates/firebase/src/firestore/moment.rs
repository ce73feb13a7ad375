//! Points in time: Firestore's timestamps, and what a document holds for one in JSON.
//!
//! A timestamp is text that [`model::time::parse`] reads, in one form of two:
//!
//! - in the fields [`TIMES`] of a document, which this app and the web app write as timestamps, one of whole
//!   milliseconds is as [`model::time::format`] has it: `2026-11-22T17:03:00.123Z`;
//! - any other, and elsewhere any, has nine digits after the point: `2026-11-22T17:03:00.123456000Z`. Nobody writes
//!   text like that: what is text in the cloud stays text.
//!
//! Text that looks exactly so and is none all the same, an ISO date in `created_date` by another client for instance,
//! is given one space at its end, which reading a time passes over, and loses it again when it is written; text that
//! ends with more spaces likewise.

use firestore::gcloud_sdk::prost_types::Timestamp;
use model::{ServerTime, time};

/// The fields in which this app's own text for a time is a timestamp on the server.
const TIMES: [&str; 3] = ["created_date", model::sync::MODIFIED, "migrated_at"];

/// The first and the last second of Firestore's time, 0001-01-01 and 9999-12-31.
const SECONDS: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In one of [`TIMES`].
    Time,
    /// Anywhere else.
    Inside,
}

impl Place {
    /// Of a document's field.
    pub(super) fn of_field(name: &str) -> Self {
        if TIMES.contains(&name) { Self::Time } else { Self::Inside }
    }
}

/// The text for a timestamp; `None` if it is out of Firestore's range.
pub(super) fn read(at: &Timestamp, place: Place) -> Option<String> {
    let nanos = u32::try_from(at.nanos).ok().filter(|nanos| *nanos < 1_000_000_000)?;
    let seconds = Some(at.seconds).filter(|seconds| SECONDS.contains(seconds))?;
    let text = time::format(seconds * 1_000 + i64::from(nanos / 1_000_000));
    if place == Place::Time && nanos.is_multiple_of(1_000_000) {
        return Some(text);
    }
    Some(format!("{}{:06}Z", text.strip_suffix('Z')?, nanos % 1_000_000))
}

/// The timestamp that has this text.
pub(super) fn write(text: &str, place: Place) -> Option<Timestamp> {
    let fraction = text.get(20..)?.strip_suffix('Z')?;
    let nanos = match (fraction.len(), place) {
        (3, Place::Time) => fraction.parse::<i32>().ok()? * 1_000_000,
        (9, _) => fraction.parse().ok()?,
        _ => return None,
    };
    let at = Timestamp { seconds: time::parse(text)?.div_euclid(1_000), nanos };
    // Whatever else can be read as a time has another form.
    (read(&at, place).as_deref() == Some(text)).then_some(at)
}

/// The JSON for a text of Firestore's.
pub(super) fn marked(mut text: String, place: Place) -> String {
    if looks_like_time(&text, place) {
        text.push(' ');
    }
    text
}

/// The text of Firestore's for this JSON, which is not the text of a timestamp.
pub(super) fn unmarked(text: &str, place: Place) -> &str {
    text.strip_suffix(' ').filter(|text| looks_like_time(text, place)).unwrap_or(text)
}

fn looks_like_time(text: &str, place: Place) -> bool {
    write(text.trim_end_matches(' '), place).is_some()
}

/// A time that the server sets, as sync knows it: Firestore has no finer ones.
pub(super) fn server_time(at: &Timestamp) -> ServerTime {
    ServerTime(at.seconds.saturating_mul(1_000_000).saturating_add(i64::from(at.nanos / 1_000)))
}

/// The other way round.
pub(super) fn timestamp(at: ServerTime) -> Timestamp {
    let micros = i32::try_from(at.0.rem_euclid(1_000_000)).unwrap_or_default();
    Timestamp { seconds: at.0.div_euclid(1_000_000), nanos: micros * 1_000 }
}
