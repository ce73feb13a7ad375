//! The command line: what there is to say. What each word means is in the catalogue, under its own path.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum, value_parser};
use model::ipc::ExportKind;
use model::text;

/// A command line that was understood.
#[derive(Debug, Parser)]
#[command(name = "ghost-gym-cli", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What became of the arguments.
pub(crate) enum Parsed {
    /// A command to carry out.
    Command(Cli),
    /// Help or the version was asked for.
    Shown(String),
    /// No such command line.
    Wrong {
        /// Whoever called wants JSON.
        json: bool,
        /// What is wrong.
        error: clap::Error,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Status,
    #[command(subcommand)]
    Workout(WorkoutVerb),
    #[command(subcommand)]
    Program(ProgramVerb),
    Import(Import),
    Export(Export),
    Backup {
        file: Option<PathBuf>,
    },
    Restore {
        file: PathBuf,
    },
    Diagnostics {
        file: PathBuf,
        #[arg(long)]
        training_data: bool,
    },
    History {
        id: String,
    },
    Undo,
    Redo,
    SignUp(SignUp),
    SignIn(SignIn),
    SignOut(SignOut),
    ResetPassword {
        #[arg(long)]
        email: String,
    },
    Account {
        #[command(subcommand)]
        verb: Option<AccountVerb>,
    },
    Sync(Sync),
    #[command(subcommand)]
    Queue(QueueVerb),
    #[command(subcommand)]
    Migrate(MigrateVerb),
    #[command(subcommand)]
    Settings(SettingsVerb),
}

#[derive(Debug, Subcommand)]
pub(crate) enum SettingsVerb {
    List,
    Get { key: String },
    Set { key: String, value: String },
}

#[derive(Debug, Args)]
pub(crate) struct Sync {
    #[arg(long, conflicts_with = "watch")]
    pub(crate) once: bool,
    #[arg(long)]
    pub(crate) watch: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum QueueVerb {
    List {
        #[arg(long)]
        refused: bool,
        #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..))]
        limit: Option<u32>,
    },
    Retry {
        id: String,
    },
    Discard {
        id: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum MigrateVerb {
    Status,
    List,
    Preview,
    Run {
        #[arg(long)]
        clear_local: bool,
    },
    Rollback {
        run: String,
    },
    Report {
        run: String,
    },
}

/// What becomes of unsent changes and of the library: one of these at most.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(crate) struct SignOut {
    #[arg(long)]
    pub(crate) sync: bool,
    #[arg(long)]
    pub(crate) keep: bool,
    #[arg(long)]
    pub(crate) discard: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SignUp {
    #[arg(long)]
    pub(crate) email: String,
    #[arg(long, required = true)]
    pub(crate) password_stdin: bool,
    #[arg(long)]
    pub(crate) name: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct SignIn {
    #[arg(long, required_unless_present = "google", requires = "password_stdin")]
    pub(crate) email: Option<String>,
    #[arg(long, requires = "email")]
    pub(crate) password_stdin: bool,
    #[arg(long, conflicts_with = "email")]
    pub(crate) google: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AccountVerb {
    Delete {
        #[arg(long, value_name = "WORD")]
        confirm: String,
        #[arg(long)]
        password_stdin: bool,
        #[arg(long)]
        discard: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum WorkoutVerb {
    List(List),
    Show {
        id: String,
    },
    Create {
        file: PathBuf,
    },
    Update {
        id: String,
        file: PathBuf,
    },
    Delete {
        id: String,
        #[arg(long, conflicts_with = "remove_entries")]
        keep_entries: bool,
        #[arg(long)]
        remove_entries: bool,
    },
    Duplicate {
        id: String,
        #[arg(long)]
        name: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProgramVerb {
    List(List),
    Show {
        id: String,
    },
    Create {
        file: PathBuf,
    },
    Update {
        id: String,
        file: PathBuf,
    },
    Delete {
        id: String,
    },
    Duplicate {
        id: String,
        #[arg(long)]
        name: Option<String>,
    },
    AddWorkout {
        id: String,
        workout_id: String,
        #[arg(long, value_name = "N")]
        at: Option<u32>,
        #[arg(long = "name")]
        custom_name: Option<String>,
        #[arg(long = "date")]
        custom_date: Option<String>,
    },
    RemoveEntry {
        id: String,
        entry_id: String,
    },
    Reorder {
        id: String,
        #[arg(required = true, value_name = "ENTRY_ID")]
        entry_ids: Vec<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[arg(long, value_name = "TEXT")]
    pub(crate) search: Option<String>,
    #[arg(long = "tag", value_name = "T")]
    pub(crate) tags: Vec<String>,
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..))]
    pub(crate) limit: Option<u32>,
    #[arg(long, value_name = "CURSOR")]
    pub(crate) after: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    pub(crate) file: PathBuf,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long)]
    pub(crate) replace: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    pub(crate) file: PathBuf,
    #[arg(long, value_enum, default_value_t)]
    pub(crate) kind: What,
}

/// What is exported, as it is written on the command line.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum What {
    #[default]
    Complete,
    Workouts,
    Programs,
}

impl From<What> for ExportKind {
    fn from(what: What) -> Self {
        match what {
            What::Complete => Self::Complete,
            What::Workouts => Self::Workouts,
            What::Programs => Self::Programs,
        }
    }
}

impl Cli {
    /// Reads the arguments, the program's name first.
    pub(crate) fn read(args: impl Iterator<Item = OsString>) -> Parsed {
        let args: Vec<_> = args.collect();
        // Of a command line that isn't understood, this is all that is sure.
        let json = args.iter().skip(1).any(|arg| arg == "--json");
        let command = explained(Self::command(), "cli");
        match command.try_get_matches_from(args).and_then(|matches| Self::from_arg_matches(&matches)) {
            Ok(cli) => Parsed::Command(cli),
            Err(shown) if matches!(shown.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
                Parsed::Shown(shown.to_string())
            }
            Err(error) => Parsed::Wrong { json, error },
        }
    }
}

/// The command with its explanations from the catalogue: `cli-workout-list` for `workout list`, an example if
/// there is one, and for an argument the key that `argument_key` gives.
fn explained(command: Command, path: &str) -> Command {
    let mut command = command.about(text::get(path)).disable_help_subcommand(true);
    let example = format!("{path}-example");
    if text::has(&example) {
        command = command.after_help(text::get(&example));
    }
    let command = command.mut_args(|arg| {
        let key = argument_key(path, arg.get_id().as_str());
        if text::has(&key) { arg.help(text::get(&key)) } else { arg }
    });
    command.mut_subcommands(|sub| {
        let path = format!("{path}-{}", sub.get_name());
        explained(sub, &path)
    })
}

/// An argument is explained for its command if it means something else there, or else once for all.
fn argument_key(path: &str, id: &str) -> String {
    let id = id.replace('_', "-");
    let own = format!("{path}-arg-{id}");
    if text::has(&own) { own } else { format!("cli-arg-{id}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(command: &Command, path: &str, see: &mut impl FnMut(&Command, &str)) {
        see(command, path);
        for sub in command.get_subcommands() {
            each(sub, &format!("{path}-{}", sub.get_name()), see);
        }
    }

    #[test]
    fn every_command_and_argument_is_explained() {
        each(&Cli::command(), "cli", &mut |command, path| {
            assert!(text::has(path), "{path}");
            for arg in command.get_arguments() {
                let key = argument_key(path, arg.get_id().as_str());
                assert!(text::has(&key), "{key}");
            }
        });
    }

    #[test]
    fn the_definition_is_sound() {
        explained(Cli::command(), "cli").debug_assert();
    }
}
