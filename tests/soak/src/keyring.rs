//! A keyring in a folder, for devices that are killed: on a machine without a desktop there is no other that outlives
//! the process. The accounts in it are the emulator's.

use std::any::Any;
use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use firebase::Vault;
use keyring_core::api::{CredentialApi, CredentialStoreApi};
use keyring_core::{Credential, CredentialStore, Entry, Error, Result};

/// The vault over the keyring in `folder`, which is made when it is needed.
pub(crate) fn vault(folder: &Path) -> Arc<Vault> {
    let store: Arc<CredentialStore> = Arc::new(Folder(folder.to_owned()));
    Arc::new(Vault::with_store("soak", Arc::new(move || Ok(Arc::clone(&store)))))
}

#[derive(Debug)]
struct Folder(PathBuf);

impl CredentialStoreApi for Folder {
    fn vendor(&self) -> String {
        "soak".to_owned()
    }

    fn id(&self) -> String {
        self.0.display().to_string()
    }

    fn build(&self, service: &str, user: &str, _modifiers: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        let (service, user) = (service.to_owned(), user.to_owned());
        let name: String =
            user.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
        Ok(Entry::new_with_credential(Arc::new(Secret { folder: self.0.clone(), name, service, user })))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[derive(Debug)]
struct Secret {
    folder: PathBuf,
    name: String,
    service: String,
    user: String,
}

impl Secret {
    fn path(&self) -> PathBuf {
        self.folder.join(&self.name)
    }
}

impl CredentialApi for Secret {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        // Whole or not at all, whenever the process is killed.
        let new = self.folder.join(format!("{}.new", self.name));
        fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(&new, secret))
            .and_then(|()| fs::rename(&new, self.path()))
            .map_err(failure)
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        fs::read(self.path()).map_err(failure)
    }

    fn delete_credential(&self) -> Result<()> {
        fs::remove_file(self.path()).map_err(failure)
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        self.get_secret().map(|_| None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        Some((self.service.clone(), self.user.clone()))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn failure(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::NotFound => Error::NoEntry,
        _ => Error::PlatformFailure(Box::new(error)),
    }
}

#[cfg(test)]
mod tests {
    use firebase::Kept;
    use firebase::secret::RefreshToken;

    use super::*;

    #[test]
    fn a_token_is_there_for_the_next_process() {
        let folder = tempfile::tempdir().unwrap();
        let kept = vault(folder.path()).save("ada", &RefreshToken::new("a token"));
        assert_eq!(kept, Kept::InKeyring);
        let next = vault(folder.path());
        assert_eq!(next.load("ada").unwrap().unwrap().reveal(), "a token");
        assert!(next.load("bob").unwrap().is_none());
        next.probe().unwrap();
        next.forget("ada").unwrap();
        assert!(next.load("ada").unwrap().is_none());
    }
}
