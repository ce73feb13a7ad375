//! A desktop that only one test uses: display, window manager, session bus, home folder.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::app::{NAME, program};
use crate::child::Background;
use crate::evidence::Processes;
use crate::wait::PATIENCE;
use crate::{Cloud, Failure, Keyring, Result};

/// Larger than the app's first window, with room for its frame.
const SCREEN: &str = "1400x1000x24";

/// A session bus on which nothing is started on demand: what a desktop's services would answer, and how soon, differs
/// from machine to machine.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;
const BUS_FILE: &str = "bus.conf";

/// The desktop of one test. It ends when it is dropped.
#[derive(Debug)]
pub struct Desktop {
    home: TempDir,
    artefacts: PathBuf,
    display: String,
    bus: String,
    /// What else its programs have in their environment.
    environment: Vec<(String, String)>,
    /// What runs on it; dropped from the last to the first, so that the display outlives what it shows.
    programs: Vec<Background>,
    /// The app that is started on it, if it is not the one that was built last.
    installed: Option<PathBuf>,
    pub(crate) keyring: Option<Background>,
    processes: Processes,
}

impl Desktop {
    /// Starts a desktop for the test called `test`; its pictures and logs go to `target/e2e/<test>`, emptied first.
    pub fn start(test: &str) -> Result<Self> {
        let artefacts = workspace().join("target/e2e").join(test);
        if artefacts.exists() {
            fs::remove_dir_all(&artefacts).map_err(Failure::file("emptying the artefacts"))?;
        }
        fs::create_dir_all(&artefacts).map_err(Failure::file("making the artefacts' folder"))?;
        let home =
            tempfile::Builder::new().prefix("ghost-gym-e2e-").tempdir().map_err(Failure::file("a home"))?;
        lay_out(home.path())?;
        let mut screen = Background::start("Xvfb", &artefacts.join("display.log"), |command| {
            // It chooses a free display and says which.
            command.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]);
            command.stdout(Stdio::piped());
        })?;
        let display = format!(":{}", screen.first_line()?);
        let mut daemon = Background::start("dbus-daemon", &artefacts.join("bus.log"), |command| {
            command.args(["--nofork", "--nopidfile", "--print-address=1"]);
            command.arg(format!("--config-file={}", home.path().join("run").join(BUS_FILE).display()));
            command.env("HOME", home.path()).env("DISPLAY", &display).stdout(Stdio::piped());
        })?;
        let bus = daemon.first_line()?;
        let mut desktop = Self {
            processes: Processes::watch(home.path()),
            home,
            artefacts,
            display,
            bus,
            environment: Vec::new(),
            programs: vec![screen, daemon],
            installed: None,
            keyring: None,
        };
        let windows = desktop.start_window_manager()?;
        desktop.programs.push(windows);
        Ok(desktop)
    }

    /// Starts a desktop as [`Desktop::start`] does, of somebody who has logged in, connected to `cloud`.
    pub fn start_with(test: &str, cloud: &Cloud) -> Result<Self> {
        let mut desktop = Self::start(test)?;
        desktop.connect(cloud);
        desktop.start_keyring(Keyring::Unlocked)?;
        Ok(desktop)
    }

    /// The home folder.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The folder the app keeps its data in.
    #[must_use]
    pub fn data_dir(&self) -> PathBuf {
        self.home.path().join(".local/share/ghost-gym")
    }

    /// Where this test's pictures and logs go.
    #[must_use]
    pub fn artefacts(&self) -> &Path {
        &self.artefacts
    }

    /// Has every program from now on find `cloud`, which is set up as the environment can do it, and say all it can
    /// say in its log.
    pub fn connect(&mut self, cloud: &Cloud) {
        self.reach(cloud);
        for (name, value) in cloud.project() {
            self.set(name, &value);
        }
    }

    /// Has every program from now on reach `cloud`, but know no project there.
    pub fn reach(&mut self, cloud: &Cloud) {
        for (name, value) in cloud.hosts() {
            self.set(name, &value);
        }
        self.set("GHOST_GYM_LOG", "trace");
    }

    /// Adds to the environment of every program from now on.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// Starts the app at `program` from now on.
    pub(crate) fn start_instead(&mut self, program: &Path) {
        self.installed = Some(program.to_owned());
    }

    /// The app that is started.
    pub(crate) fn app(&self) -> Result<PathBuf> {
        self.installed.clone().map_or_else(|| program(NAME), Ok)
    }

    /// Where the session bus is.
    pub(crate) fn bus(&self) -> &str {
        &self.bus
    }

    /// Takes a picture of the whole display.
    pub fn picture(&self, name: &str) -> Result {
        let file = self.artefacts.join(name).with_extension("png");
        self.call("import", &["-window", "root", &file.to_string_lossy()]).map(drop)
    }

    /// Runs `program` on this desktop to its end, and answers what it printed.
    pub fn call(&self, program: &str, arguments: &[&str]) -> Result<String> {
        let mut command = Command::new(program);
        self.join(&mut command);
        let output = command.args(arguments).output().map_err(Failure::program(program))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(Failure::Program {
            program: format!("{program} {}", arguments.join(" ")),
            cause: format!("{}: {said}", output.status),
        })
    }

    /// Makes `command` one of this desktop's programs.
    pub(crate) fn join(&self, command: &mut Command) {
        let home = self.home.path();
        command
            .current_dir(home)
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            // GTK's own dialogs rather than those of a desktop that isn't there, and no accessibility bus.
            .env("GTK_USE_PORTAL", "0")
            .env("GDK_BACKEND", "x11")
            .env("NO_AT_BRIDGE", "1")
            .env("GSETTINGS_BACKEND", "memory");
        for person in
            ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "WAYLAND_DISPLAY"]
        {
            command.env_remove(person);
        }
        // What the person who runs the tests has set up is not for them.
        let ours = std::env::vars_os().map(|(name, _)| name);
        for name in ours.filter(|name| is_of_cloud(&name.to_string_lossy())) {
            command.env_remove(name);
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
    }

    /// Ends everything that runs.
    pub(crate) fn stop(&mut self) {
        self.keyring = None;
        while let Some(program) = self.programs.pop() {
            drop(program);
        }
    }

    /// The command lines and environments of all that has run.
    pub(crate) fn processes(&self) -> String {
        self.processes.seen()
    }

    fn start_window_manager(&self) -> Result<Background> {
        let ready = self.home.path().join("run/windows-are-managed");
        let touch = format!("touch {}", ready.display());
        let windows = Background::start("openbox", &self.artefacts.join("windows.log"), |command| {
            self.join(command);
            command.args(["--sm-disable", "--startup", &touch]).stdout(Stdio::null());
        })?;
        let begun = Instant::now();
        while !ready.exists() {
            if begun.elapsed() > PATIENCE {
                let cause = "did not begin to manage windows".to_owned();
                return Err(Failure::Program { program: "openbox".to_owned(), cause });
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(windows)
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Whether the variable `name` says something about the cloud, or is one of the app's own.
fn is_of_cloud(name: &str) -> bool {
    ["GHOST_GYM_", "FIREBASE_", "FIRESTORE_"].iter().any(|start| name.starts_with(start))
}

/// The folders a desktop's session makes for a person.
fn lay_out(home: &Path) -> Result {
    for folder in ["run", "Documents", ".config"] {
        fs::create_dir_all(home.join(folder)).map_err(Failure::file(format!("making {folder}")))?;
    }
    fs::write(home.join("run").join(BUS_FILE), BUS).map_err(Failure::file("the bus's settings"))?;
    // What lives there is for its owner only; some refuse to use it otherwise.
    fs::set_permissions(home.join("run"), fs::Permissions::from_mode(0o700)).map_err(Failure::file("run"))
}

/// The workspace's folder.
pub(crate) fn workspace() -> &'static Path {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests)
}
