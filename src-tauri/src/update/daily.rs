//! Looking for a newer version unasked: at start and then once a day, if the person wants that.

use std::sync::Arc;
use std::time::Duration;

use model::Millis;
use tauri::{Runtime, async_runtime};

use super::Updates;

/// A day, in milliseconds.
const DAY: Millis = 24 * 60 * 60 * 1_000;
/// The start has more urgent things to do.
const AT_FIRST: Duration = Duration::from_secs(5);
/// How often it is asked whether a day is over: a machine that sleeps counts no hours.
const LOOK: Duration = Duration::from_hours(1);

/// Looks from now on.
pub(crate) fn look_daily<R: Runtime>(updates: Arc<Updates<R>>) {
    if !updates.source.is_set_up() {
        return;
    }
    async_runtime::spawn(async move {
        let mut last = None;
        tokio::time::sleep(AT_FIRST).await;
        loop {
            let now = now();
            if updates.settings().check && is_due(last, now) {
                last = Some(now);
                updates.check(false).await;
            }
            tokio::time::sleep(LOOK).await;
        }
    });
}

/// The time.
pub(super) fn now() -> Millis {
    jiff::Timestamp::now().as_millisecond()
}

fn is_due(last: Option<Millis>, now: Millis) -> bool {
    // A clock that was set back must not keep it from looking for years.
    last.is_none_or(|last| (now - last).abs() >= DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_looked_at_start_and_once_a_day() {
        assert!(is_due(None, 0));
        assert!(!is_due(Some(0), DAY - 1));
        assert!(is_due(Some(0), DAY));
        assert!(is_due(Some(10 * DAY), 0), "the clock was set back");
    }
}
