//! Looking for one thing on this machine, whoever installed it.

use std::process::{Command, Stdio};

use crate::process;

/// How to find out whether something is there.
#[derive(Clone, Copy, Debug)]
pub(super) enum Probe {
    /// A library and its headers, as pkg-config calls it.
    Library(&'static str),
    /// A program on the PATH.
    Program(&'static str),
    /// A font family, as fontconfig calls it.
    Font(&'static str),
}

impl Probe {
    /// Whether it is there.
    pub(super) fn found(self) -> bool {
        match self {
            Self::Library(name) => succeeds(Command::new("pkg-config").args(["--exists", name])),
            Self::Program(name) => process::find(name).is_some(),
            Self::Font(family) => prints(Command::new("fc-list").arg(family)),
        }
    }

    /// What rpm-based systems call whatever provides it.
    pub(super) fn rpm_capability(self) -> String {
        match self {
            Self::Library(name) => format!("pkgconfig({name})"),
            Self::Program(name) => format!("/usr/bin/{name}"),
            Self::Font(family) => format!("font({})", family.to_lowercase().replace(' ', "")),
        }
    }
}

fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn prints(command: &mut Command) -> bool {
    command.stderr(Stdio::null()).output().is_ok_and(|output| !output.stdout.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_is_there_from_what_is_not() {
        assert!(Probe::Program("cargo").found());
        assert!(!Probe::Program("no-such-program-anywhere").found());
        assert!(!Probe::Library("no-such-library-anywhere").found());
        assert!(!Probe::Font("No Such Font Anywhere").found());
    }
}
