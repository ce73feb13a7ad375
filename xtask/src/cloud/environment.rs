//! How to connect to a cloud: environment variables, and the file they are in for others, a `NAME=value` a line.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use emulators::Cloud;

use crate::error::{Error, Result};

/// The name of the file.
pub(super) const FILE: &str = "environment";

/// Environment variables, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Environment(Vec<(String, String)>);

impl Environment {
    pub(super) fn of(cloud: &Cloud) -> Self {
        Self(cloud.environment().map(|(name, value)| (name.to_owned(), value)).into())
    }

    /// What a host has written into `folder`, if it has.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(FILE);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(Self::parse(&text))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(Error::File { path, source }),
        }
    }

    /// What a file holds.
    pub(crate) fn parse(text: &str) -> Self {
        let variables = text.lines().filter_map(|line| line.split_once('='));
        Self(variables.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    /// Writes the file, which is there whole or not at all.
    pub(super) fn write(&self, folder: &Path) -> Result {
        let path = folder.join(FILE);
        let partial = path.with_extension("partial");
        fs::write(&partial, self.to_string()).map_err(Error::file(&partial))?;
        fs::rename(&partial, &path).map_err(Error::file(&path))
    }

    /// Removes the file, if it is there.
    pub(super) fn remove(folder: &Path) -> Result {
        let path = folder.join(FILE);
        match fs::remove_file(&path) {
            Err(source) if source.kind() != ErrorKind::NotFound => Err(Error::File { path, source }),
            _ => Ok(()),
        }
    }

    /// The variables, for a command.
    pub(crate) fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// As the file has them.
impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.variables().try_for_each(|(name, value)| writeln!(f, "{name}={value}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Environment::read(folder.path()).unwrap(), None);
        let environment = Environment(vec![
            ("FIRESTORE_EMULATOR_HOST".to_owned(), "127.0.0.1:8080".to_owned()),
            ("KEY".to_owned(), "a=b".to_owned()),
        ]);
        environment.write(folder.path()).unwrap();
        assert_eq!(Environment::read(folder.path()).unwrap(), Some(environment));
        Environment::remove(folder.path()).unwrap();
        Environment::remove(folder.path()).unwrap();
        assert_eq!(Environment::read(folder.path()).unwrap(), None);
    }
}
