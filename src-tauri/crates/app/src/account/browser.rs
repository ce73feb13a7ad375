//! Opening the system's browser, for signing in with Google.

use std::io;

/// Opens the system's browser at `url`, and does not wait for it. Only an address on the web, or of an emulator on
/// this machine, is opened: the system would start any program for another.
pub fn open_in_browser(url: &str) -> io::Result<()> {
    if !is_web(url) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not an address on the web"));
    }
    open::that_detached(url)
}

fn is_web(url: &str) -> bool {
    ["https://", "http://127.0.0.1:", "http://localhost:"].iter().any(|start| url.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_opened() {
        assert!(
            is_web("https://accounts.google.com/o/oauth2/v2/auth?x=1") && is_web("http://127.0.0.1:9099/x")
        );
        for other in ["file:///etc/passwd", "http://example.com/", "javascript:alert(1)", "-e", "/bin/sh", ""]
        {
            assert!(!is_web(other), "{other}");
            assert_eq!(open_in_browser(other).unwrap_err().kind(), io::ErrorKind::InvalidInput);
        }
    }
}
