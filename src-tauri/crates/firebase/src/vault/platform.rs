//! The keyring of each platform.

use std::sync::Arc;

use keyring_core::{CredentialStore, Result};

/// Opens Keychain Services.
#[cfg(target_os = "macos")]
pub(super) fn open() -> Result<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

/// Opens the Windows Credential Manager.
#[cfg(windows)]
pub(super) fn open() -> Result<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}

/// Opens the Secret Service: GNOME Keyring, `KWallet`, `KeePassXC`.
#[cfg(all(unix, not(target_os = "macos")))]
pub(super) fn open() -> Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}
