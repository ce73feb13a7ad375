//! What a person sees while something takes its time. All of it goes to stderr.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use crate::error::Error;

/// Says what begins now.
pub(crate) fn say(what: &str) {
    eprintln!("{} {what}", paint("1;35", "Ghost Gym"));
}

/// Says what went wrong at the end.
pub(crate) fn failed(error: &Error) {
    eprintln!("{} {error}", paint("1;31", "Stopped"));
}

/// `word` as cargo sets the word a line begins with, in a colour where there is a person to see it.
fn paint(colour: &str, word: &str) -> String {
    if std::io::stderr().is_terminal() {
        format!("\x1b[{colour}m{word:>12}\x1b[0m")
    } else {
        format!("{word:>12}")
    }
}

/// A length of time as people read it: `0.4 s`, `12 s`, `3 min 05 s`.
pub(crate) fn elapsed(since: Instant) -> String {
    duration(since.elapsed())
}

/// As [`elapsed`].
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// A size as people read it, in kB of 1,000 bytes.
pub(crate) fn kilobytes(bytes: usize) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}
