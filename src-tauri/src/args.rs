//! What the app can be started with.

use std::path::PathBuf;

use clap::builder::ValueParser;
use clap::{Arg, ArgAction, Command};
use model::text;

const DATA_DIR: &str = "data-dir";
/// How the desktop starts the app at login.
pub(crate) const HIDDEN: &str = "hidden";

/// What the app was started with.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Args {
    /// The folder that holds the library, if it is not the platform's.
    pub(crate) data_dir: Option<PathBuf>,
    /// Whether it begins without a window.
    pub(crate) hidden: bool,
}

/// Reads the command line. `--help`, `--version` and what can't be understood are answered on the spot, and
/// end the process.
pub(crate) fn parse() -> Args {
    read(command().get_matches())
}

fn command() -> Command {
    Command::new("ghost-gym")
        .version(env!("CARGO_PKG_VERSION"))
        .about(text::get("shell-about"))
        .arg(
            Arg::new(DATA_DIR)
                .long(DATA_DIR)
                .value_name("DIR")
                .value_parser(ValueParser::path_buf())
                .help(text::get("shell-help-data-dir")),
        )
        .arg(Arg::new(HIDDEN).long(HIDDEN).action(ArgAction::SetTrue).help(text::get("shell-help-hidden")))
}

fn read(mut matches: clap::ArgMatches) -> Args {
    Args { hidden: matches.get_flag(HIDDEN), data_dir: matches.remove_one(DATA_DIR) }
}

#[cfg(test)]
mod tests {
    use clap::error::ErrorKind;

    use super::*;

    fn parse(words: &[&str]) -> Result<Args, ErrorKind> {
        command().try_get_matches_from(words).map(read).map_err(|error| error.kind())
    }

    #[test]
    fn the_data_folder_can_be_chosen() {
        assert_eq!(parse(&["ghost-gym"]), Ok(Args::default()));
        let chosen = Ok(Args { data_dir: Some("/somewhere else".into()), hidden: false });
        assert_eq!(parse(&["ghost-gym", "--data-dir", "/somewhere else"]), chosen);
        assert_eq!(parse(&["ghost-gym", "--data-dir=/somewhere else"]), chosen);
    }

    #[test]
    fn it_can_begin_without_a_window() {
        assert_eq!(parse(&["ghost-gym", "--hidden"]), Ok(Args { data_dir: None, hidden: true }));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert_eq!(parse(&["ghost-gym", "--data-dir"]), Err(ErrorKind::InvalidValue));
        assert_eq!(parse(&["ghost-gym", "--frobnicate"]), Err(ErrorKind::UnknownArgument));
        assert_eq!(parse(&["ghost-gym", "--version"]), Err(ErrorKind::DisplayVersion));
    }

    #[test]
    fn the_definition_holds() {
        command().debug_assert();
    }
}
