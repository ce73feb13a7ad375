//! Windows: the web view is a part of Windows 11 and may be missing before; whoever has cargo has the linker.

use std::process::Command;

use super::super::Level;
use crate::error::{Error, Result};

/// Where the runtime's installer, and Windows 11, write its version: by product id, for the machine or the user.
const WEBVIEW2: [&str; 2] = [
    r"HKLM\SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}",
    r"HKCU\Software\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}",
];

/// Says what is missing.
pub(in super::super) fn ensure(_: Level) -> Result {
    let found = WEBVIEW2.iter().any(|key| {
        let query = Command::new("reg").args(["query", key, "/v", "pv"]).output();
        query.is_ok_and(|output| output.status.success())
    });
    if found {
        Ok(())
    } else {
        Err(Error::Install {
            what: "the WebView2 runtime, which shows the window's content".to_owned(),
            how: "install Microsoft's “Evergreen Bootstrapper” for WebView2; should linking fail later, install the \
                  Visual Studio Build Tools with “Desktop development with C++”"
                .to_owned(),
        })
    }
}
