//! Noticing that a source file changed.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::error::{Error, Result};
use crate::paths;

/// What is watched.
const SOURCES: [&str; 3] = ["src-tauri", "ui", "icons"];
/// An editor writes a file in several steps, and a branch switch many files: the build waits until this long nothing
/// more has happened.
const SETTLED: Duration = Duration::from_millis(250);

/// Changes to source files, as they happen.
pub(super) struct Changes {
    events: Receiver<notify::Result<Event>>,
    /// Watches for as long as it lives.
    _watcher: RecommendedWatcher,
}

impl Changes {
    /// Begins to watch.
    pub(super) fn watch() -> Result<Self> {
        let (sender, events) = channel();
        let mut watcher = notify::recommended_watcher(sender).map_err(Error::Watch)?;
        for folder in SOURCES {
            watcher.watch(&paths::root().join(folder), RecursiveMode::Recursive).map_err(Error::Watch)?;
        }
        Ok(Self { events, _watcher: watcher })
    }

    /// Waits for a change and until it has settled; answers the first file of it.
    pub(super) fn next(&self) -> Result<PathBuf> {
        let first = loop {
            // The sender lives in the watcher, as long as we do.
            let event = self.events.recv().map_err(|_| Error::WatchEnded)?.map_err(Error::Watch)?;
            if let Some(path) = source(event) {
                break path;
            }
        };
        loop {
            match self.events.recv_timeout(SETTLED) {
                Ok(event) => drop(event.map_err(Error::Watch)?),
                Err(RecvTimeoutError::Timeout) => return Ok(first),
                Err(RecvTimeoutError::Disconnected) => return Err(Error::WatchEnded),
            }
        }
    }
}

/// The source file that `event` changed, if it did.
fn source(event: Event) -> Option<PathBuf> {
    if matches!(event.kind, EventKind::Access(_)) {
        return None;
    }
    event.paths.into_iter().find(|path| is_source(path))
}

/// Whether `path` is neither an editor's scratch file nor something a build writes.
fn is_source(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let scratch = name.starts_with('.') || name.ends_with('~') || name.ends_with(".swp") || name == "4913";
    // tauri-build writes its schemas beside the sources.
    let generated = path.components().any(|part| part.as_os_str() == "gen");
    !scratch && !generated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scratch_and_generated_files_are_no_sources() {
        assert!(is_source(Path::new("ui/src/main.rs")));
        for path in ["ui/src/.main.rs.swp", "ui/src/main.rs~", "ui/src/4913", "src-tauri/gen/schemas/a.json"]
        {
            assert!(!is_source(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn reading_a_file_is_no_change() {
        let path = PathBuf::from("ui/src/main.rs");
        let read = Event::new(EventKind::Access(notify::event::AccessKind::Any)).add_path(path.clone());
        let write = Event::new(EventKind::Any).add_path(path.clone());
        assert_eq!(source(read), None);
        assert_eq!(source(write), Some(path));
    }
}
