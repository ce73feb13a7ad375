//! cargo-deny: licences, sources, versions, and known security holes where their list can be had.

use super::{Context, Counts};
use crate::error::Result;
use crate::{process, progress, setup};

/// Checks what deny.toml asks for.
pub(super) fn check(_: &mut Context) -> Result<Counts> {
    let deny = setup::cargo_deny()?;
    process::run(process::command(&deny).args(["--workspace", "check", "licenses", "bans", "sources"]))?;
    let mut counts = Counts::PASSED;
    // The list of known holes lives in a git repository of its own, which not every machine can reach.
    let fetched = process::run(process::command(&deny).args(["--workspace", "fetch", "db"]));
    if let Err(error) = fetched {
        progress::say(&format!(
            "Known security holes were not looked up: their list can't be fetched here ({error})"
        ));
        counts += Counts::SKIPPED;
    } else {
        process::run(process::command(&deny).args(["--workspace", "check", "advisories"]))?;
        counts += Counts::PASSED;
    }
    Ok(counts)
}
