//! The cloud's time: it alone orders what happened to a document on the server.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::time;

/// When the server committed something or looked: Firestore's `updateTime`, `commitTime` and `readTime`, in
/// microseconds since 1970-01-01 UTC, which is as fine as Firestore tells. Of one document, the later state counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ServerTime(pub i64);

impl ServerTime {
    /// Reads RFC 3339; digits finer than a microsecond are cut off.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let millis = time::parse(text)?;
        let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
        let fraction = &fraction[..fraction.bytes().take_while(u8::is_ascii_digit).count()];
        let micros: i64 = format!("{fraction:0<6}")[3..6].parse().ok()?;
        Some(Self(millis.checked_mul(1_000)?.checked_add(micros)?))
    }

    /// The millisecond it lies in.
    #[must_use]
    pub const fn millis(self) -> time::Millis {
        self.0.div_euclid(1_000)
    }
}

/// RFC 3339 in UTC with microseconds, `2026-11-22T17:03:00.123456Z`. From year 0 to year 9999 later times sort after
/// earlier ones as text, too.
impl fmt::Display for ServerTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = time::format(self.millis());
        write!(f, "{}{:03}Z", millis.trim_end_matches('Z'), self.0.rem_euclid(1_000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_says_is_read_to_the_microsecond() {
        let at = ServerTime(1_771_432_559_813_204);
        for text in [
            "2026-02-18T16:35:59.813204Z",
            "2026-02-18T16:35:59.813204999Z",
            "2026-02-18T18:35:59.813204+02:00",
        ] {
            assert_eq!(ServerTime::parse(text), Some(at), "{text}");
        }
        assert_eq!(ServerTime::parse("2026-02-18T16:35:59Z"), Some(ServerTime(1_771_432_559_000_000)));
        assert_eq!(ServerTime::parse("2026-02-18T16:35:59.5Z"), Some(ServerTime(1_771_432_559_500_000)));
        assert_eq!(ServerTime::parse("soon"), None);
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back_and_sorts(
            a in -62_167_219_200_000_000..253_402_300_800_000_000_i64,
            b in -62_167_219_200_000_000..253_402_300_800_000_000_i64,
        ) {
            let (a, b) = (ServerTime(a), ServerTime(b));
            proptest::prop_assert_eq!(ServerTime::parse(&a.to_string()), Some(a));
            proptest::prop_assert_eq!(a.to_string().cmp(&b.to_string()), a.cmp(&b));
        }
    }
}
