//! Signing in in the browser, from a terminal.

use std::io::{self, Write as _};

use model::text;

/// Says where to go, for terminals without a browser, and opens the browser if there is one.
pub(crate) fn open(url: &str) -> io::Result<()> {
    let mut stderr = io::stderr().lock();
    writeln!(stderr, "{}\n{url}", text::get("cli-browser"))?;
    // Whoever reads the address can open it where there is a browser.
    if let Err(error) = app::open_in_browser(url) {
        writeln!(stderr, "{error}")?;
    }
    Ok(())
}
