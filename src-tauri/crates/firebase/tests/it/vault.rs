//! The vault: on keyrings that fail in every way, and on the real one of Linux, a Secret Service in a D-Bus session
//! of its own.

use std::sync::Arc;

use firebase::secret::RefreshToken;
use firebase::{Kept, Vault, VaultError};
use keyring_core::{CredentialStore, Error, mock};

fn token(text: &str) -> RefreshToken {
    RefreshToken::new(text)
}

fn loaded(vault: &Vault, uid: &str) -> Option<String> {
    vault.load(uid).unwrap().map(|token| token.reveal().to_owned())
}

fn broken(error: Error) -> Vault {
    let error = std::sync::Mutex::new(Some(error));
    Vault::with_store(
        "test",
        Arc::new(move || Err(error.lock().unwrap().take().unwrap_or(Error::NoDefaultStore))),
    )
}

/// What a keyring does with tokens, whichever keyring it is.
fn keeps_tokens(vault: &Vault, other_start: &Vault) {
    vault.probe().unwrap();
    assert_eq!(loaded(vault, "ada"), None);
    assert_eq!(vault.save("ada", &token("a1")), Kept::InKeyring);
    assert_eq!(vault.save("bob", &token("b1")), Kept::InKeyring);
    assert_eq!(vault.save("ada", &token("a2")), Kept::InKeyring);
    assert_eq!(
        (loaded(other_start, "ada").as_deref(), loaded(other_start, "bob").as_deref()),
        (Some("a2"), Some("b1"))
    );
    vault.probe().unwrap();
    vault.forget("ada").unwrap();
    vault.forget("ada").unwrap();
    assert_eq!((loaded(other_start, "ada"), loaded(other_start, "bob").as_deref()), (None, Some("b1")));
    let long = "x".repeat(2500);
    assert_eq!(vault.save("bob", &token(&long)), Kept::InKeyring);
    assert_eq!(loaded(other_start, "bob").as_deref(), Some(long.as_str()));
    vault.forget("bob").unwrap();
}

#[test]
fn what_does_not_work_is_named_and_the_token_kept_in_memory() {
    let failure = |text: &str| -> Box<dyn std::error::Error + Send + Sync> { text.to_owned().into() };
    let cases = [
        (Error::PlatformFailure(failure("no bus")), VaultError::NoKeyring),
        (Error::NoDefaultStore, VaultError::NoKeyring),
        (Error::NotSupportedByStore("x".into()), VaultError::NoKeyring),
        (Error::NoStorageAccess(failure("locked")), VaultError::Locked),
    ];
    for (error, expected) in cases {
        let shown = error.to_string();
        let vault = broken(error);
        assert_eq!(vault.save("ada", &token("hush")), Kept::InMemory(expected.clone()), "{shown}");
        assert_eq!(loaded(&vault, "ada").as_deref(), Some("hush"), "{shown}");
        assert!(vault.load("bob").is_err() && vault.probe().is_err());
        assert!(!format!("{vault:?} {expected:?} {expected}").contains("hush"));
        assert!(vault.forget("ada").is_err(), "the keyring may have an older one still");
        assert!(vault.load("ada").is_err(), "forgotten in memory all the same");
    }
}

#[test]
fn a_keyring_that_comes_to_work_is_used_without_a_new_start() {
    let store: Arc<CredentialStore> = mock::Store::new().unwrap();
    let entry = store.build("test", "ada", None).unwrap();
    let mock: &mock::Cred = entry.as_any().downcast_ref().unwrap();
    let vault = Vault::with_store("test", Arc::new(move || Ok(Arc::clone(&store))));
    mock.set_error(Error::NoStorageAccess("locked".into()));
    assert_eq!(vault.save("ada", &token("a1")), Kept::InMemory(VaultError::Locked));
    assert_eq!(loaded(&vault, "ada").as_deref(), Some("a1"));
    assert_eq!(vault.save("ada", &token("a2")), Kept::InKeyring);
    mock.set_error(Error::BadEncoding(b"hush".to_vec()));
    let error = vault.load("ada").unwrap_err();
    assert!(matches!(&error, VaultError::Broken { .. }) && !format!("{error:?} {error}").contains("hush"));
    assert_eq!(loaded(&vault, "ada").as_deref(), Some("a2"));
}

#[cfg(target_os = "linux")]
mod secret_service {
    use std::io::Write as _;
    use std::path::Path;
    use std::process::{Command, Stdio};

    use super::{Kept, Vault, VaultError, keeps_tokens, loaded, token};

    /// Unlocks the login keyring, or makes it, with a password from standard input.
    const UNLOCK: &str = "printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null";
    /// Takes over from the daemon that is there, and unlocks.
    const UNLOCK_AGAIN: &str =
        "printf test | gnome-keyring-daemon --replace --unlock --components=secrets >/dev/null";
    /// Starts the daemon without anybody having typed a password.
    const LOCKED: &str = "gnome-keyring-daemon --start --components=secrets >/dev/null";

    fn found(program: &str) -> bool {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    }

    /// Runs `scene`, a test below, in a D-Bus session of its own, after `before`. False if this machine has no
    /// Secret Service to test with.
    fn play(home: &Path, before: &str, scene: &str) -> bool {
        for program in ["dbus-run-session", "gnome-keyring-daemon"] {
            if !found(program) {
                assert!(std::env::var_os(emulators::REQUIRED).is_none(), "{program} is not installed");
                // Not with `eprintln`, which is shown only for a test that fails.
                let mut stderr = std::io::stderr();
                writeln!(stderr, "skipped {scene}: {program} is not installed").unwrap();
                return false;
            }
        }
        let script =
            format!("{before}\nexec \"$0\" --exact vault::secret_service::{scene} --ignored --nocapture");
        let played = Command::new("dbus-run-session")
            .args(["--", "sh", "-ec", &script])
            .arg(std::env::current_exe().unwrap())
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said =
            String::from_utf8_lossy(&played.stdout).into_owned() + &String::from_utf8_lossy(&played.stderr);
        assert!(played.status.success() && said.contains("1 passed"), "{scene}: {said}");
        true
    }

    #[test]
    fn set_read_locked_and_unlocked_again() {
        let home = tempfile::tempdir().unwrap();
        if play(home.path(), UNLOCK, "unlocked") {
            play(home.path(), LOCKED, "locked");
        }
    }

    #[test]
    #[ignore = "played by set_read_locked_and_unlocked_again, in a session of its own"]
    fn unlocked() {
        keeps_tokens(&Vault::new("ghost-gym-test"), &Vault::new("ghost-gym-test"));
        // For the next scene, and not for another service.
        assert_eq!(Vault::new("ghost-gym-test").save("ada", &token("kept")), Kept::InKeyring);
        assert_eq!(loaded(&Vault::new("other"), "ada"), None);
    }

    #[test]
    #[ignore = "played by set_read_locked_and_unlocked_again, in a session of its own"]
    fn locked() {
        let vault = Vault::new("ghost-gym-test");
        assert_eq!(vault.probe(), Err(VaultError::Locked));
        assert_eq!(vault.load("ada").unwrap_err(), VaultError::Locked);
        assert_eq!(vault.save("bob", &token("b1")), Kept::InMemory(VaultError::Locked));
        assert_eq!(loaded(&vault, "bob").as_deref(), Some("b1"));
        assert!(Command::new("sh").args(["-ec", UNLOCK_AGAIN]).status().unwrap().success());
        assert_eq!(loaded(&vault, "ada").as_deref(), Some("kept"), "unlocked meanwhile, by the same vault");
        vault.probe().unwrap();
        assert_eq!(vault.save("bob", &token("b2")), Kept::InKeyring);
        assert_eq!(loaded(&Vault::new("ghost-gym-test"), "bob").as_deref(), Some("b2"));
    }

    #[test]
    fn no_session_bus_is_no_keyring() {
        let played = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "vault::secret_service::absent", "--ignored", "--nocapture"])
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
            .output()
            .unwrap();
        let said =
            String::from_utf8_lossy(&played.stdout).into_owned() + &String::from_utf8_lossy(&played.stderr);
        assert!(played.status.success() && said.contains("1 passed"), "{said}");
    }

    #[test]
    #[ignore = "played by no_session_bus_is_no_keyring, without a bus"]
    fn absent() {
        let vault = Vault::new("ghost-gym-test");
        assert_eq!(vault.probe(), Err(VaultError::NoKeyring));
        assert_eq!(vault.save("ada", &token("a1")), Kept::InMemory(VaultError::NoKeyring));
        assert_eq!(loaded(&vault, "ada").as_deref(), Some("a1"));
    }
}
