//! Waiting for something to come about, no longer than it takes.

use std::fmt::Debug;
use std::time::{Duration, Instant};

use crate::{Failure, Result};

/// How long anything may take before the test gives up: far more than it should, so that a busy machine fails nothing.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
const STEP: Duration = Duration::from_millis(40);

/// Asks `look` until it answers something that `enough` accepts, and answers that. `what` is what is waited for.
pub async fn until<T: Debug>(
    what: &str,
    mut look: impl AsyncFnMut() -> Result<T>,
    enough: impl Fn(&T) -> bool,
) -> Result<T> {
    let begun = Instant::now();
    loop {
        let seen = look().await;
        match seen {
            Ok(seen) if enough(&seen) => return Ok(seen),
            seen if begun.elapsed() > PATIENCE => {
                let mut seen = format!("{seen:?}");
                seen.truncate(seen.floor_char_boundary(600));
                return Err(Failure::Waited { what: what.to_owned(), seconds: PATIENCE.as_secs(), seen });
            }
            _ => tokio::time::sleep(STEP).await,
        }
    }
}
