//! Opening the system's browser.

use std::io::{self, Write as _};
use std::process::{Command, Stdio};

use model::text;

/// Says where to go, for terminals without a browser, and opens the browser if there is one.
pub(crate) fn open(url: &str) -> io::Result<()> {
    writeln!(io::stderr().lock(), "{}\n{url}", text::get("cli-browser"))?;
    let mut command = opener(url);
    // Whoever reads the address can open it where there is a browser.
    if let Err(error) = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn() {
        writeln!(io::stderr().lock(), "{error}")?;
    }
    Ok(())
}

#[cfg(target_os = "macos")]
fn opener(url: &str) -> Command {
    let mut command = Command::new("open");
    command.arg(url);
    command
}

#[cfg(windows)]
fn opener(url: &str) -> Command {
    let mut command = Command::new("rundll32");
    command.args(["url.dll,FileProtocolHandler", url]);
    command
}

#[cfg(all(unix, not(target_os = "macos")))]
fn opener(url: &str) -> Command {
    let mut command = Command::new("xdg-open");
    command.arg(url);
    command
}
