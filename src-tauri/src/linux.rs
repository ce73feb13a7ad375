//! What Linux needs before the first window: a display, and a way around blank windows.

use std::ffi::OsStr;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use model::text;

/// `WebKitGTK` reads it when it starts: with it, frames go through shared memory.
const NO_DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
/// There while NVIDIA's own driver is loaded.
const NVIDIA: &str = "/proc/driver/nvidia/version";

/// There is no desktop to open a window on.
#[derive(Debug, thiserror::Error)]
#[error("{}", text::get("shell-no-display"))]
pub(crate) struct NoDisplay;

/// Makes sure that a window can be opened, and seen.
pub(crate) fn prepare() -> Result<(), NoDisplay> {
    if needs_workaround(std::env::var_os(NO_DMABUF).as_deref(), Path::new(NVIDIA)) {
        start_again();
    }
    gtk::init().map_err(|_| NoDisplay)
}

/// With NVIDIA's driver `WebKitGTK` can't share its buffers and shows a blank window. Whoever has set the
/// variable, to anything, knows better.
fn needs_workaround(set: Option<&OsStr>, driver: &Path) -> bool {
    set.is_none() && driver.exists()
}

/// Becomes the same program with the variable set: setting it in a running process is not sound while other
/// threads may read it.
fn start_again() {
    let error = match std::env::current_exe() {
        Ok(program) => Command::new(program).args(std::env::args_os().skip(1)).env(NO_DMABUF, "1").exec(),
        Err(error) => error,
    };
    // Logging has not begun, and most windows show all the same.
    eprintln!("{NO_DMABUF}: {error}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_nvidias_driver_needs_the_workaround_and_only_once() {
        let driver = tempfile::NamedTempFile::new().unwrap();
        assert!(needs_workaround(None, driver.path()));
        assert!(!needs_workaround(Some("1".as_ref()), driver.path()));
        assert!(!needs_workaround(Some("0".as_ref()), driver.path()));
        assert!(!needs_workaround(None, Path::new("/nowhere/nvidia")));
    }
}
