//! macOS: the web view is part of it; the linker comes with Xcode's command line tools.

use std::process::Command;

use super::super::Level;
use crate::error::{Error, Result};

/// Says what is missing.
pub(in super::super) fn ensure(_: Level) -> Result {
    // Prints the tools' folder, or fails where there are none.
    if Command::new("xcode-select").arg("-p").output().is_ok_and(|output| output.status.success()) {
        Ok(())
    } else {
        Err(Error::Install {
            what: "the Xcode command line tools (compiler and linker)".to_owned(),
            how: "run `xcode-select --install`".to_owned(),
        })
    }
}
