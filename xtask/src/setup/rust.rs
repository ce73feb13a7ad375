//! What comes from rustup.

use std::path::Path;

use crate::error::{Error, Result};
use crate::{process, progress};

const WASM: &str = "wasm32-unknown-unknown";

/// Makes sure of the standard library for the dashboard's target.
pub(super) fn wasm_target() -> Result {
    let sysroot = process::output(process::command("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).join("lib").is_dir() {
        return Ok(());
    }
    rustup(&["target", "add", WASM], &format!("the Rust target {WASM}, which the dashboard is built for"))
}

/// Makes sure of rustfmt and clippy.
pub(super) fn components() -> Result {
    for (component, program, why) in
        [("rustfmt", "cargo-fmt", "checks the format"), ("clippy", "cargo-clippy", "finds common mistakes")]
    {
        if process::find(program).is_none() {
            rustup(&["component", "add", component], &format!("{component}, which {why}"))?;
        }
    }
    Ok(())
}

fn rustup(arguments: &[&str], what: &str) -> Result {
    let Some(rustup) = process::find("rustup") else {
        return Err(Error::Install {
            what: what.to_owned(),
            how: "install it the way Rust itself was installed here; with rustup it would be done for you"
                .to_owned(),
        });
    };
    progress::say(&format!("Installing with rustup: {what}"));
    process::run(process::command(rustup).args(arguments))
}
