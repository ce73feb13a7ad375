//! Starting with the desktop, unseen in the tray.

use std::path::PathBuf;

use model::text;
use tauri::{AppHandle, Runtime};

/// Why it stays as it was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LoginError {
    /// The file that the desktop reads could not be written.
    #[error("{}", text::with("error-start-at-login", &[("path", path.display().to_string().into()), ("detail", source.to_string().into())]))]
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "other systems keep no such file"))]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The system refused.
    #[error("{}", text::with("error-start-at-login-system", &[("detail", .0.clone().into())]))]
    System(String),
}

/// Has the desktop start the app at login, or not any more.
#[cfg(target_os = "linux")]
pub(crate) fn start_at_login<R: Runtime>(app: &AppHandle<R>, start: bool) -> Result<(), LoginError> {
    use tauri::Manager as _;

    let system = |error: &dyn std::fmt::Display| LoginError::System(error.to_string());
    let folder = app.path().config_dir().map_err(|error| system(&error))?.join("autostart");
    // An AppImage runs from a folder that is gone later; the file itself is in this variable.
    let program = match std::env::var_os("APPIMAGE") {
        Some(image) => PathBuf::from(image),
        None => std::env::current_exe().map_err(|error| system(&error))?,
    };
    linux::set(&folder, start.then_some(&*program))
}

/// Has the desktop start the app at login, or not any more.
#[cfg(not(target_os = "linux"))]
pub(crate) fn start_at_login<R: Runtime>(app: &AppHandle<R>, start: bool) -> Result<(), LoginError> {
    use tauri_plugin_autostart::ManagerExt as _;

    let login = app.autolaunch();
    // To take away what isn't there is an error to the plugin.
    if !start && !login.is_enabled().unwrap_or_default() {
        return Ok(());
    }
    if start { login.enable() } else { login.disable() }
        .map_err(|error| LoginError::System(error.to_string()))
}

/// The plugin that speaks to systems other than Linux.
#[cfg(not(target_os = "linux"))]
pub(crate) fn plugin<R: Runtime>() -> tauri::plugin::TauriPlugin<R> {
    use tauri_plugin_autostart::{MacosLauncher, init};

    init(MacosLauncher::LaunchAgent, Some(vec!["--hidden"]))
}

/// The file of the XDG autostart specification.
#[cfg(target_os = "linux")]
mod linux {
    use std::fs;
    use std::io::ErrorKind;
    use std::path::Path;

    use model::text;

    use super::LoginError;
    use crate::args;

    const FILE: &str = "ghost-gym.desktop";

    /// Writes the file that starts `program`, or removes it.
    pub(super) fn set(folder: &Path, program: Option<&Path>) -> Result<(), LoginError> {
        let path = folder.join(FILE);
        let done = match program {
            Some(program) => {
                fs::create_dir_all(folder).and_then(|()| fs::write(&path, entry(&program.to_string_lossy())))
            }
            None => match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            },
        };
        done.map_err(|source| LoginError::File { path, source })
    }

    fn entry(program: &str) -> String {
        let (title, comment) = (text::get("shell-title"), text::get("login-comment"));
        let (program, hidden) = (quoted(program), args::HIDDEN);
        format!(
            "[Desktop Entry]\nType=Application\nName={title}\nComment={comment}\nExec={program} --{hidden}\n\
             Icon=ghost-gym\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
        )
    }

    /// As the specification of desktop entries has it: quoted, then escaped as any text of such a file.
    fn quoted(program: &str) -> String {
        let mut quoted = String::from("\"");
        for letter in program.chars() {
            match letter {
                '"' | '`' | '$' => {
                    quoted.push_str("\\\\");
                    quoted.push(letter);
                }
                '\\' => quoted.push_str("\\\\\\\\"),
                '%' => quoted.push_str("%%"),
                _ => quoted.push(letter),
            }
        }
        quoted.push('"');
        quoted
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_file_comes_and_goes() {
            let folder = tempfile::tempdir().unwrap();
            let autostart = folder.path().join("autostart");
            set(&autostart, None).unwrap();
            set(&autostart, Some(Path::new("/opt/Ghost Gym/ghost-gym"))).unwrap();
            let written = fs::read_to_string(autostart.join(FILE)).unwrap();
            assert!(written.starts_with("[Desktop Entry]\n"), "{written}");
            assert!(written.contains("\nExec=\"/opt/Ghost Gym/ghost-gym\" --hidden\n"), "{written}");
            set(&autostart, None).unwrap();
            assert!(!autostart.join(FILE).exists());
        }

        #[test]
        fn what_desktops_would_read_otherwise_is_escaped() {
            assert_eq!(quoted(r#"/a$b"c%d\e"#), r#""/a\\$b\\"c%%d\\\\e""#);
        }

        #[test]
        fn where_no_file_can_be_it_is_said_which() {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("file");
            fs::write(&file, "").unwrap();
            let error = set(&file, Some(Path::new("/ghost-gym"))).unwrap_err();
            assert!(error.to_string().contains("ghost-gym.desktop"), "{error}");
        }
    }
}
