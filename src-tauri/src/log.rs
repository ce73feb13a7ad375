//! What happened, for developers: a file a day in the data folder, and stderr where somebody is watching.
//! No line holds what a person wrote, or what proves who they are: of the libraries, which see passwords and tokens
//! pass, only what they find worth telling everybody is taken.

use std::path::Path;

use tracing::{Level, Metadata};
use tracing_appender::rolling::{InitError, RollingFileAppender, Rotation};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, fmt};

/// The variable that says what is logged, such as `debug` or `info,app=trace`.
const VARIABLE: &str = "GHOST_GYM_LOG";
/// What is logged unasked. To Firestore's client every request that fails is an error; what became of it we log.
const USUAL: &str = "info,gcloud_sdk=off,firestore=warn";
/// How many days are kept.
const DAYS: usize = 14;

/// Logs from here on. Where there can be no file the app works all the same: what keeps it from being written
/// will keep the library from being opened, and is told then.
pub(crate) fn start(data_dir: &Path) {
    let (filter, misunderstood) = filter(std::env::var(VARIABLE).ok().as_deref());
    let (file, unwritable) = match file(&data_dir.join("logs")) {
        Ok(file) => (Some(fmt::layer().with_ansi(false).with_writer(file)), None),
        Err(error) => (None, Some(error)),
    };
    let stderr = cfg!(debug_assertions).then(|| fmt::layer().with_writer(std::io::stderr));
    let discreet = filter_fn(is_discreet);
    tracing_subscriber::registry().with(filter).with(discreet).with(file).with(stderr).init();
    if let Some(error) = unwritable {
        tracing::warn!(%error, "there is no log file");
    }
    if let Some(error) = misunderstood {
        tracing::warn!(%error, "{VARIABLE} can't be understood");
    }
    tracing::info!(version = env!("CARGO_PKG_VERSION"), os = std::env::consts::OS, "started");
}

/// Our own crates.
const OURS: &[&str] = &["app", "firebase", "ghost_gym", "model", "store", "sync"];

/// Whether what is logged can't hold a secret: ours, or nothing for those who look for faults in a library.
fn is_discreet(line: &Metadata<'_>) -> bool {
    let krate = line.target().split("::").next().unwrap_or_default();
    *line.level() <= Level::INFO || OURS.contains(&krate)
}

/// Why there is no log file.
#[derive(Debug, thiserror::Error)]
enum Unwritable {
    #[error("the folder can't be made: {0}")]
    Folder(#[from] std::io::Error),
    #[error("the file can't be opened: {0}")]
    File(#[from] InitError),
}

fn file(folder: &Path) -> Result<RollingFileAppender, Unwritable> {
    // The appender looks for old files before it makes the folder, and complains on stderr.
    std::fs::create_dir_all(folder)?;
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("ghost-gym")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(folder)?;
    Ok(file)
}

fn filter(asked: Option<&str>) -> (EnvFilter, Option<tracing_subscriber::filter::ParseError>) {
    match EnvFilter::try_new(asked.unwrap_or(USUAL)) {
        Ok(filter) => (filter, None),
        Err(error) => (EnvFilter::new(USUAL), Some(error)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[test]
    fn a_filter_that_makes_no_sense_is_told_and_the_usual_one_holds() {
        let (usual, error) = filter(Some("app=loudly"));
        assert!(error.is_some());
        assert_eq!(usual.to_string(), EnvFilter::new(USUAL).to_string());
        let (asked, error) = filter(Some("app=debug"));
        assert!(error.is_none());
        assert_eq!(asked.to_string(), "app=debug");
    }

    #[test]
    fn libraries_are_not_asked_for_details() {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let (all, _) = filter(Some("trace"));
        let file = fmt::layer().with_ansi(false).with_writer(Lines(Arc::clone(&lines)));
        let subscriber = tracing_subscriber::registry().with(all).with(filter_fn(is_discreet)).with(file);
        tracing::subscriber::with_default(subscriber, || {
            tracing::debug!(target: "hyper_util::client", "secret header");
            tracing::trace!(target: "zbus::connection", "secret message");
            tracing::info!(target: "hyper_util::client", "known to all");
            tracing::trace!(target: "firebase::session", "our own");
            tracing::debug!(target: "ghost_gym::invoke", "done");
        });
        let text = String::from_utf8(lines.lock().unwrap().clone()).unwrap();
        assert!(!text.contains("secret"), "{text}");
        for line in ["known to all", "our own", "done"] {
            assert!(text.contains(line), "{text}");
        }
    }

    #[derive(Clone)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl<'a> fmt::MakeWriter<'a> for Lines {
        type Writer = Self;

        fn make_writer(&'a self) -> Self {
            self.clone()
        }
    }

    #[test]
    fn the_file_stands_in_the_folder_given() {
        let dir = tempfile::tempdir().unwrap();
        drop(file(dir.path()).unwrap());
        let names: Vec<_> = std::fs::read_dir(dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert_eq!(names.len(), 1);
        let date = names[0].strip_prefix("ghost-gym.").and_then(|rest| rest.strip_suffix(".log"));
        assert!(date.is_some_and(|date| date.parse::<jiff::civil::Date>().is_ok()), "{names:?}");
    }
}
