//! A panic leaves a report: a file of its own, whole or not there, with what a developer needs and nothing a
//! person wrote. The app goes on; the command that panicked answers with where the report is.

use std::any::Any;
use std::backtrace::Backtrace;
use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::Write as _;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io, thread};

use model::{CommandError, ErrorCode, text};

/// A panic that comes again and again must not fill the disk.
const MOST: usize = 20;

thread_local! {
    /// The report of the last panic on this thread.
    static LAST: RefCell<Option<PathBuf>> = const { RefCell::new(None) };
}

/// From here on a panic leaves a report in `folder`.
pub(crate) fn install(folder: PathBuf) {
    let written = AtomicUsize::new(0);
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let number = written.fetch_add(1, Ordering::Relaxed);
        if number < MOST {
            match write(&folder, number, &compose(panic, &place)) {
                Ok(path) => {
                    tracing::error!(place, report = %path.display(), "panicked");
                    LAST.set(Some(path));
                }
                Err(error) => tracing::error!(place, %error, "panicked, and no report could be written"),
            }
        } else {
            tracing::error!(place, "panicked again");
        }
        usual(panic);
    }));
}

/// Does `work`; a panic in it becomes an error that says where its report is.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, CommandError>) -> Result<T, CommandError> {
    LAST.set(None);
    // What `work` may have left half done is its own: the library is changed in transactions, and locks that
    // a panic poisoned are the app's to judge.
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(panicked(LAST.take().as_deref())))
}

fn panicked(report: Option<&Path>) -> CommandError {
    let message = match report {
        Some(path) => text::with("shell-panicked", &[("path", path.display().to_string().into())]),
        None => text::get("shell-panicked-unreported"),
    };
    CommandError::new(ErrorCode::Internal, message)
}

fn compose(panic: &PanicHookInfo, place: &str) -> String {
    let mut report = String::new();
    let thread = thread::current();
    let lines = [
        format!(
            "Ghost Gym {} on {} {}",
            env!("CARGO_PKG_VERSION"),
            std::env::consts::OS,
            std::env::consts::ARCH
        ),
        format!("at      {}", jiff::Timestamp::now()),
        format!("thread  {}", thread.name().unwrap_or("without a name")),
        format!("place   {place}"),
        format!("message {}", redact(&message(panic.payload()))),
        String::new(),
        Backtrace::force_capture().to_string(),
    ];
    for line in lines {
        // Writing to a String can't fail.
        let _ = writeln!(report, "{line}");
    }
    report
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "not a text".to_owned())
}

/// Takes out what stands in quotes: Rust's own messages quote the value at fault, which may be a person's words.
fn redact(message: &str) -> String {
    let mut kept = String::with_capacity(message.len());
    let mut quote = None;
    for char in message.chars() {
        match quote {
            Some(open) if char == open => {
                kept.push('…');
                kept.push(char);
                quote = None;
            }
            Some(_) => {}
            None => {
                kept.push(char);
                quote = matches!(char, '"' | '`').then_some(char);
            }
        }
    }
    kept
}

/// Writes under another name first: a report is whole or not there.
fn write(folder: &Path, number: usize, report: &str) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let name = format!("panic-{}-{number}", jiff::Timestamp::now().strftime("%Y%m%dT%H%M%S"));
    let half = folder.join(format!("{name}.part"));
    let whole = folder.join(format!("{name}.txt"));
    let mut file = fs::File::create(&half)?;
    file.write_all(report.as_bytes())?;
    file.sync_all()?;
    fs::rename(&half, &whole)?;
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_left_out() {
        let message =
            r#"byte index 1 is not a char boundary; it is inside 'é' of `énorme squats`: Err("my name")"#;
        assert_eq!(
            redact(message),
            r#"byte index 1 is not a char boundary; it is inside 'é' of `…`: Err("…")"#
        );
        assert_eq!(redact("an \"open quote hides the rest"), "an \"");
        assert_eq!(redact("index out of bounds: the len is 3"), "index out of bounds: the len is 3");
    }

    #[test]
    fn a_report_is_whole_and_leaves_no_half_behind() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("reports");
        let path = write(&folder, 0, "all of it").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "all of it");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }

    #[test]
    fn a_panic_becomes_an_error_that_names_its_report_and_the_thread_goes_on() {
        let dir = tempfile::tempdir().unwrap();
        install(dir.path().to_owned());
        let error = guarded::<()>(|| panic!("of purpose, in \"Leg day\"")).unwrap_err();
        assert_eq!(error.code, ErrorCode::Internal);
        let named = |path: &PathBuf| error.message.contains(&path.display().to_string());
        let mut reports = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().path());
        let report = fs::read_to_string(reports.find(named).expect("the message names a report")).unwrap();
        assert!(report.contains("message of purpose, in \"…\"\n"), "{report}");
        assert!(report.contains("report.rs") && report.contains("a_panic_becomes_an_error"), "{report}");
        assert!(!report.contains("Leg day"), "{report}");
        assert_eq!(guarded(|| Ok(7)).unwrap(), 7);
    }
}
