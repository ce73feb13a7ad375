//! Files in and out: import and export in the web app's layouts, backup and restore in our own, which is a
//! superset of the web app's backup.

mod backup;
mod compare;
mod export;
mod import;
mod preview;
mod restore;
mod source;
mod stored;

pub(crate) use backup::{backup_name, counted, says_the_same_as, stamp, write_backup};
pub(crate) use export::write_documents;
pub(crate) use preview::Previews;
pub use restore::Restored;
pub use source::not_json;
pub(crate) use stored::{Stored, each_stored};
