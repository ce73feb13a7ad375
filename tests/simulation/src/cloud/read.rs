//! Reads by name, counts and listings: each sees all commits that came before it.

use std::rc::Rc;

use model::ServerTime;

use super::document::{Document, Path};
use super::status::Status;
use super::{Cloud, Token, rules};

/// What is found under a name.
pub type Found = Option<Rc<Document>>;

impl Cloud {
    /// The documents of these names, `None` for what is not there, and the time of the snapshot.
    pub fn fetch(&mut self, token: &Token, paths: &[Path]) -> Result<(Vec<Found>, ServerTime), Status> {
        self.admit(token)?;
        for path in paths {
            rules::may_read(&token.uid, &path.uid)?;
        }
        let at = self.read_time();
        Ok((paths.iter().map(|path| self.get(path).cloned()).collect(), at))
    }

    /// How many documents a collection has, how many of them a query by `modified_date` can see, and the time of the
    /// snapshot.
    pub fn count(&mut self, token: &Token, collection: &str) -> Result<(u64, u64, ServerTime), Status> {
        self.admit(token)?;
        let at = self.read_time();
        let all = || self.collection(&token.uid, collection);
        let timed = all().filter(|(_, document)| document.modified.is_some()).count();
        Ok((all().count() as u64, timed as u64, at))
    }

    /// The ids of a collection with their update times, and the time of the snapshot.
    pub fn ids(
        &mut self,
        token: &Token,
        collection: &str,
    ) -> Result<(Vec<(String, ServerTime)>, ServerTime), Status> {
        self.admit(token)?;
        let at = self.read_time();
        let all = self.collection(&token.uid, collection);
        let ids = all.map(|(path, document)| (path.id.to_string(), document.update_time)).collect();
        Ok((ids, at))
    }
}
