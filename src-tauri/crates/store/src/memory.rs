//! Libraries that are held in memory, for tests that need thousands of them: all is as in a file but that nothing is
//! durable, and that they can be made to go the same way each time.

use std::path::Path;

use crate::connection::{self, Medium};
use crate::connections::Connections;
use crate::{Library, Owner, StoreError, migrate};

/// What empties a library. Prepared, as all that is done often.
const CLEAR: [&str; 16] = [
    "INSERT INTO search (search) VALUES ('delete-all')",
    "DELETE FROM tag",
    "DELETE FROM exercise",
    "DELETE FROM link",
    "DELETE FROM record",
    "DELETE FROM history",
    "DELETE FROM change",
    "DELETE FROM sent",
    "DELETE FROM queue",
    "DELETE FROM mirror",
    "DELETE FROM tombstone",
    "DELETE FROM cursor",
    "DELETE FROM conflict",
    "DELETE FROM migrated",
    "DELETE FROM migration",
    "UPDATE tally SET generation = 0",
];

impl Library {
    /// Makes a library that is gone with its last handle.
    pub fn in_memory(owner: &Owner) -> Result<Self, StoreError> {
        let path = Path::new(":memory:");
        let mut writer = connection::writer(path, Medium::Memory)?;
        migrate::migrate(&mut writer, owner)?;
        Ok(Self::over(Connections::new(path, Medium::Memory, writer, None)?, owner.clone()))
    }

    /// Gives the library the name by which it writes to the server, instead of a random one.
    pub fn name_device(&self, device: &str) -> Result<(), StoreError> {
        self.write(|view| {
            view.connection().execute("UPDATE device SET device_id = ?1", [device])?;
            Ok(())
        })
    }

    /// Makes the library as it was when it was new, which is quicker than to make a new one.
    pub fn clear(&self) -> Result<(), StoreError> {
        self.write(|view| {
            for sql in CLEAR {
                view.connection().prepare_cached(sql)?.execute([])?;
            }
            Ok(())
        })
    }
}
