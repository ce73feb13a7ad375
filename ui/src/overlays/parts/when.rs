//! Moments as people say them: "5 minutes ago", and the exact time beside it.

use model::{Millis, text};
use yew::prelude::*;

use crate::overlays::parts::dom;
use crate::text::t;

const SECOND: Millis = 1_000;
const MINUTE: Millis = 60 * SECOND;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/// How long ago `at` was at `now`, in words. A moment to come (another machine's clock) is "just now".
pub fn relative(at: Millis, now: Millis) -> String {
    let ago = now.saturating_sub(at);
    let (key, n) = match ago {
        ..MINUTE => return t!("when-now"),
        MINUTE..HOUR => ("when-minutes", ago / MINUTE),
        HOUR..DAY => ("when-hours", ago / HOUR),
        _ if ago < 14 * DAY => ("when-days", ago / DAY),
        _ if ago < 60 * DAY => ("when-weeks", ago / (7 * DAY)),
        _ if ago < 730 * DAY => ("when-months", ago / (30 * DAY)),
        _ => ("when-years", ago / (365 * DAY)),
    };
    text::with(key, &[("n", n.into())])
}

/// The exact moment on a clock that is `ahead` minutes ahead of UTC: "22 Nov 2026, 17:03".
pub fn absolute(at: Millis, ahead: i32) -> String {
    let local = at.saturating_add(Millis::from(ahead) * MINUTE);
    // `format` writes 2026-11-22T17:03:00.123Z.
    let written = model::time::format(local);
    let part = |range: std::ops::Range<usize>| written.get(range).unwrap_or_default();
    let month = text::get(&format!("month-{}", part(5..7)));
    let day = part(8..10).trim_start_matches('0');
    text::with(
        "when-exact",
        &[
            ("day", day.into()),
            ("month", month.into()),
            ("year", part(0..4).into()),
            ("time", part(11..16).into()),
        ],
    )
}

/// See [`When`].
#[derive(Properties, PartialEq)]
pub struct WhenProps {
    /// The moment.
    pub at: Millis,
}

/// A moment, both ways.
#[component]
pub fn When(props: &WhenProps) -> Html {
    let (now, ahead) = dom::clock();
    let exact = absolute(props.at, ahead);
    html! {
        <time class="when" datetime={model::time::format(props.at)} title={exact.clone()}>
            <span class="when-relative">{ relative(props.at, now) }</span>
            <span class="when-exact">{ exact }</span>
        </time>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_fits_the_distance() {
        let now = 1_000 * DAY;
        for (ago, said) in [
            (0, "just now"),
            (-HOUR, "just now"),
            (59 * SECOND, "just now"),
            (MINUTE, "1 minute ago"),
            (59 * MINUTE, "59 minutes ago"),
            (HOUR, "1 hour ago"),
            (DAY, "yesterday"),
            (13 * DAY, "13 days ago"),
            (14 * DAY, "2 weeks ago"),
            (90 * DAY, "3 months ago"),
            (800 * DAY, "2 years ago"),
        ] {
            assert_eq!(relative(now - ago, now), said, "{ago}");
        }
    }

    #[test]
    fn the_exact_time_is_the_persons_own() {
        let at = model::time::parse("2026-11-22T23:30:00Z").unwrap();
        assert_eq!(absolute(at, 0), "22 Nov 2026, 23:30");
        assert_eq!(absolute(at, 60), "23 Nov 2026, 00:30");
        assert_eq!(absolute(model::time::parse("2026-03-02T04:05:00Z").unwrap(), -300), "1 Mar 2026, 23:05");
    }
}
