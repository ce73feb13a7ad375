//! What the command line answers: readable text, or one JSON document; errors on stderr in the same way.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use app::{AccountError, AppError};
use model::ipc::Salvage;
use model::{CommandError, ErrorCode, Event, text};
use serde::Serialize;

/// Exit code: it could not be done.
const FAILED: u8 = 1;
/// Exit code: there is no such command line.
const USAGE: u8 = 2;
/// Exit code: somebody has to sign in first.
const SIGN_IN: u8 = 3;
/// Exit code: the cloud can't be reached.
const OFFLINE: u8 = 4;

/// Why a command ended without its answer.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The core did not do it.
    App(AppError),
    /// The answer could not be written.
    Stdout(io::Error),
}

impl From<AppError> for Stop {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Stdout(error)
    }
}

/// How to answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether a program reads the answer.
    pub(crate) fn is_json(self) -> bool {
        self.json
    }

    /// Answers with one document, or with the text that says the same.
    pub(crate) fn answer(self, value: &impl Serialize, text: impl FnOnce() -> String) -> Result<(), Stop> {
        if !self.json {
            return print(&text());
        }
        let mut stdout = io::stdout().lock();
        serde_json::to_writer_pretty(&mut stdout, value).map_err(io::Error::from)?;
        stdout.write_all(b"\n")?;
        Ok(stdout.flush()?)
    }

    /// Answers with one of several lines.
    pub(crate) fn line(self, value: &impl Serialize, text: impl FnOnce() -> String) -> Result<(), Stop> {
        if !self.json {
            return print(&text());
        }
        print(&serde_json::to_string(value).map_err(io::Error::from)?)
    }

    /// What happens unasked while a command runs.
    pub(crate) fn hear(self, event: &Event) {
        match event {
            Event::Salvaged { report } => self.complain(ErrorCode::Damaged, &salvaged(report)),
            Event::Migration { run } if !self.json => {
                let line = format!("{}\n", run.summary);
                to_stderr(&line, &line);
            }
            _ => {}
        }
    }

    /// Says how it ended, to the person and to the calling program.
    pub(crate) fn finish(self, done: Result<(), Stop>) -> ExitCode {
        match done {
            Ok(()) => ExitCode::SUCCESS,
            // Whoever reads has had enough: `ghost-gym-cli workout list | head`.
            Err(Stop::Stdout(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(Stop::Stdout(error)) => {
                self.complain(
                    ErrorCode::Io,
                    &text::with("cli-stdout", &[("detail", error.to_string().into())]),
                );
                ExitCode::from(FAILED)
            }
            Err(Stop::App(error)) => {
                let hint = hint(&error);
                let error = CommandError::from(error);
                self.error(&error, hint);
                ExitCode::from(match error.code {
                    ErrorCode::NeedsSignIn => SIGN_IN,
                    ErrorCode::Offline => OFFLINE,
                    _ => FAILED,
                })
            }
        }
    }

    /// There is no such command line.
    pub(crate) fn usage(self, error: &clap::Error) -> ExitCode {
        if self.json {
            let message = error.to_string();
            let message = message.trim().strip_prefix("error: ").unwrap_or(message.trim());
            self.complain(ErrorCode::Usage, message);
        } else {
            to_stderr(&error.render().ansi().to_string(), &error.to_string());
        }
        ExitCode::from(USAGE)
    }

    /// Says what a person should know before it goes on; programs read it in the answer.
    pub(crate) fn warn(self, message: &str) {
        if !self.json {
            to_stderr(message, message);
        }
    }

    fn complain(self, code: ErrorCode, message: &str) {
        self.error(&CommandError::new(code, message), None);
    }

    fn error(self, error: &CommandError, hint: Option<&str>) {
        let line = if self.json {
            serde_json::to_string(error).unwrap_or_else(|_| error.message.clone())
        } else {
            error.message.clone()
        };
        let hint = hint.filter(|_| !self.json).map(text::get).unwrap_or_default();
        let text = format!("{line}\n{hint}");
        to_stderr(&text, &text);
    }
}

/// The text that says how to go on from here.
fn hint(error: &AppError) -> Option<&'static str> {
    match error {
        AppError::InUse { .. } => Some("cli-hint-in-use"),
        AppError::Account(AccountError::NotSetUp) => Some("cloud-how-to-set-up"),
        AppError::Account(AccountError::Unsent(_)) => Some("cli-hint-unsent"),
        _ => None,
    }
}

/// Answers with text just as it is, but for a line break at its end.
pub(crate) fn print(text: &str) -> Result<(), Stop> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{}", text.trim_end_matches('\n'))?;
    Ok(stdout.flush()?)
}

/// Writes to stderr, in colours if somebody looks.
fn to_stderr(coloured: &str, plain: &str) {
    let mut stderr = io::stderr().lock();
    let text = if io::IsTerminal::is_terminal(&stderr) { coloured } else { plain };
    // There is nowhere left to say that this failed.
    drop(writeln!(stderr, "{}", text.trim_end()));
}

/// A salvage in words.
pub(crate) fn salvaged(report: &Salvage) -> String {
    let mut text = text::with(
        "cli-salvaged",
        &[
            ("path", report.set_aside.as_str().into()),
            ("workouts", report.workouts.into()),
            ("programs", report.programs.into()),
        ],
    );
    for doubt in &report.doubts {
        text.push_str("\n  ");
        text.push_str(doubt);
    }
    text
}
