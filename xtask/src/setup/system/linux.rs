//! Linux: what is needed, and who installs it.

use std::process::Command;

use super::super::Level;
use super::super::probe::Probe::{self, Font, Library, Program};
use crate::error::{Error, Result};
use crate::{process, progress};

/// One thing that has to be there.
struct Need {
    level: Level,
    probe: Probe,
    why: &'static str,
    /// The package in Debian, Ubuntu and what is made from them.
    apt: &'static str,
    /// The package in Arch and what is made from it.
    pacman: &'static str,
}

const fn need(
    level: Level,
    probe: Probe,
    why: &'static str,
    apt: &'static str,
    pacman: &'static str,
) -> Need {
    Need { level, probe, why, apt, pacman }
}

#[rustfmt::skip]
const NEEDS: &[Need] = &[
    need(Level::App, Program("cc"), "the linker, and the compiler for SQLite", "build-essential", "base-devel"),
    need(Level::App, Program("pkg-config"), "finds the libraries below", "pkg-config", "pkgconf"),
    need(Level::App, Library("webkit2gtk-4.1"), "shows the window's content", "libwebkit2gtk-4.1-dev", "webkit2gtk-4.1"),
    need(Level::App, Library("gtk+-3.0"), "the window and its file dialogs", "libgtk-3-dev", "gtk3"),
    need(Level::Test, Program("WebKitWebDriver"), "drives the window in the tests", "webkit2gtk-driver", "webkitgtk-6.0"),
    need(Level::Test, Program("Xvfb"), "the virtual display", "xvfb", "xorg-server-xvfb"),
    need(Level::Test, Program("xauth"), "gives access to the virtual display", "xauth", "xorg-xauth"),
    need(Level::Test, Program("dbus-run-session"), "a session bus of the tests' own", "dbus-daemon", "dbus"),
    need(Level::Test, Program("dbus-send"), "asks who is on that bus", "dbus", "dbus"),
    need(Level::Test, Program("gnome-keyring-daemon"), "a keyring of the tests' own", "gnome-keyring", "gnome-keyring"),
    need(Level::Test, Program("openbox"), "gives windows focus on the virtual display", "openbox", "openbox"),
    need(Level::Test, Program("xdotool"), "types into file dialogs", "xdotool", "xdotool"),
    need(Level::Test, Program("import"), "takes pictures of the virtual display", "imagemagick", "imagemagick"),
    need(Level::Test, Program("strace"), "counts the store's fsyncs", "strace", "strace"),
    need(Level::Test, Program("strip"), "makes the programs small that updates replace", "binutils", "binutils"),
    need(Level::Test, Program("gio"), "starts the installed app from its desktop entry", "libglib2.0-bin", "glib2"),
    need(Level::Test, Program("fc-list"), "lists fonts", "fontconfig", "fontconfig"),
    need(Level::Test, Font("DejaVu Sans"), "text in file dialogs", "fonts-dejavu-core", "ttf-dejavu"),
];

/// Who installs things here.
struct Manager {
    program: &'static str,
    /// Run first, for those who install nothing without it.
    refresh: Option<&'static [&'static str]>,
    install: &'static [&'static str],
    package: fn(&Need) -> String,
}

const MANAGERS: &[Manager] = &[
    Manager {
        program: "apt-get",
        refresh: Some(&["update", "--quiet"]),
        install: &["install", "--yes", "--quiet", "--no-install-recommends"],
        package: |need| need.apt.to_owned(),
    },
    Manager {
        program: "dnf",
        refresh: None,
        install: &["install", "--assumeyes"],
        package: |need| need.probe.rpm_capability(),
    },
    Manager {
        program: "zypper",
        refresh: None,
        install: &["--non-interactive", "install", "--capability"],
        package: |need| need.probe.rpm_capability(),
    },
    Manager {
        program: "pacman",
        refresh: None,
        install: &["--sync", "--needed", "--noconfirm"],
        package: |need| need.pacman.to_owned(),
    },
];

/// Installs what `level` needs and this machine lacks.
pub(in super::super) fn ensure(level: Level) -> Result {
    let missing = missing(level);
    if missing.is_empty() {
        return Ok(());
    }
    let list =
        missing.iter().map(|need| format!("{} ({})", need.apt, need.why)).collect::<Vec<_>>().join(", ");
    let Some(manager) = MANAGERS.iter().find(|manager| process::find(manager.program).is_some()) else {
        return Err(Error::Install {
            what: format!("(by their Debian names) {list}"),
            how: "install them with your system's package manager: apt, dnf, zypper and pacman are known here, \
                  and none was found"
                .to_owned(),
        });
    };
    progress::say(&format!("Installing with {}: {list}", manager.program));
    if let Some(refresh) = manager.refresh {
        process::run(as_root(manager.program).args(refresh))?;
    }
    process::run(
        as_root(manager.program)
            .args(manager.install)
            .args(missing.iter().map(|need| (manager.package)(need))),
    )?;
    match self::missing(level).as_slice() {
        [] => Ok(()),
        still => Err(Error::StillMissing {
            manager: manager.program,
            what: still.iter().map(|need| format!("{:?}", need.probe)).collect::<Vec<_>>().join(", "),
        }),
    }
}

fn missing(level: Level) -> Vec<&'static Need> {
    NEEDS.iter().filter(|need| need.level <= level && !need.probe.found()).collect()
}

/// `program` with the rights to install; sudo asks for a password only where there is a terminal to ask on.
fn as_root(program: &str) -> Command {
    let root = process::output(process::command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    let mut command = if root { process::command(program) } else { process::command("sudo") };
    if !root {
        if !std::io::IsTerminal::is_terminal(&std::io::stdin()) {
            command.arg("--non-interactive");
        }
        command.args(["env", "DEBIAN_FRONTEND=noninteractive", program]);
    }
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_includes_the_one_before() {
        let of = |level: Level| NEEDS.iter().filter(|need| need.level <= level).count();
        assert!(of(Level::Ui) < of(Level::App) && of(Level::App) < of(Level::Test));
        assert_eq!(of(Level::Test), NEEDS.len());
    }

    #[test]
    fn rpm_systems_are_asked_by_capability() {
        assert_eq!(Library("gtk+-3.0").rpm_capability(), "pkgconfig(gtk+-3.0)");
        assert_eq!(Program("Xvfb").rpm_capability(), "/usr/bin/Xvfb");
        assert_eq!(Font("DejaVu Sans").rpm_capability(), "font(dejavusans)");
    }
}
