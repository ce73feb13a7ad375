//! What happened in a run, line by line; kept only when somebody wants to read it.

use std::fmt::Display;

use model::Millis;

/// The lines of a run.
#[derive(Debug, Default)]
pub struct Trace {
    lines: Option<Vec<String>>,
}

impl Trace {
    /// A trace that keeps what it is told.
    #[must_use]
    pub fn kept() -> Self {
        Self { lines: Some(Vec::new()) }
    }

    /// Notes what happened at `at`, milliseconds from the beginning, to `who`.
    pub fn say(&mut self, at: Millis, who: impl Display, what: impl FnOnce() -> String) {
        if let Some(lines) = &mut self.lines {
            let (seconds, millis) = (at / 1000, at % 1000);
            lines.push(format!("{seconds:>7}.{millis:03}  {who:<8}  {}", what()));
        }
    }

    /// The lines.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        self.lines.as_deref().unwrap_or_default()
    }
}
