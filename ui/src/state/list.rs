//! A list of the library, of which some pages have arrived.
//!
//! Pages are asked for by key, one after the other; every request carries a number, and an answer to an older one
//! than the last is dropped, so that a slow search can't overwrite a quick one.

use std::rc::Rc;

use model::CommandError;
use model::ipc::{ListQuery, Page};

/// A list and how much of it is there.
#[derive(Clone, Debug, PartialEq)]
pub struct List<R> {
    /// What is listed.
    pub query: ListQuery,
    /// The rows that have arrived, from the first on.
    pub rows: Rc<Vec<Rc<R>>>,
    /// How many rows match in all.
    pub total: u64,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// The request under way.
    pub asked: Option<u64>,
    /// The last request failed.
    pub error: Option<CommandError>,
    /// An answer has arrived at least once.
    pub known: bool,
    /// The next page replaces the rows instead of following them.
    fresh: bool,
}

impl<R> Default for List<R> {
    fn default() -> Self {
        Self {
            query: ListQuery::default(),
            rows: Rc::default(),
            total: 0,
            next: None,
            asked: None,
            error: None,
            known: false,
            fresh: true,
        }
    }
}

impl<R> List<R> {
    /// The request `number` for `query` is under way. The rows stay until the answer is there: no flicker.
    pub fn ask(&mut self, query: ListQuery, number: u64) {
        self.fresh = query.after.is_none();
        self.query = ListQuery { after: None, ..query };
        self.asked = Some(number);
    }

    /// The answer to the request `number`.
    pub fn receive(&mut self, page: Page<R>, number: u64) {
        if self.asked != Some(number) {
            return;
        }
        let mut rows = if self.fresh { Vec::new() } else { (*self.rows).clone() };
        rows.extend(page.items.into_iter().map(Rc::new));
        self.rows = Rc::new(rows);
        self.total = page.total;
        self.next = page.next;
        self.asked = None;
        self.error = None;
        self.known = true;
        self.fresh = false;
    }

    /// The request `number` failed.
    pub fn fail(&mut self, error: &CommandError, number: u64) {
        if self.asked == Some(number) {
            self.asked = None;
            self.error = Some(error.clone());
        }
    }

    /// Something narrows the list.
    pub fn is_filtered(&self) -> bool {
        self.query.search.as_ref().is_some_and(|search| !search.trim().is_empty())
            || !self.query.tags.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use model::ErrorCode;

    use super::*;

    fn page(items: &[u32], next: Option<&str>) -> Page<u32> {
        Page { items: items.to_vec(), next: next.map(Into::into), total: 4 }
    }

    fn rows(list: &List<u32>) -> Vec<u32> {
        list.rows.iter().map(|row| **row).collect()
    }

    #[test]
    fn pages_follow_each_other_and_a_new_query_replaces_them() {
        let mut list = List::default();
        list.ask(ListQuery::default(), 1);
        list.receive(page(&[1, 2], Some("2")), 1);
        list.ask(ListQuery { after: Some("2".into()), ..ListQuery::default() }, 2);
        list.receive(page(&[3, 4], None), 2);
        assert_eq!((rows(&list), list.total, list.next.clone()), (vec![1, 2, 3, 4], 4, None));

        list.ask(ListQuery { search: Some("x".into()), ..ListQuery::default() }, 3);
        assert_eq!(rows(&list), [1, 2, 3, 4], "the old rows stay until the answer is there");
        list.receive(page(&[9], None), 3);
        assert_eq!(rows(&list), [9]);
    }

    #[test]
    fn an_answer_that_comes_too_late_is_dropped() {
        let mut list = List::default();
        list.ask(ListQuery::default(), 1);
        list.ask(ListQuery { search: Some("x".into()), ..ListQuery::default() }, 2);
        list.receive(page(&[1], None), 1);
        assert!(rows(&list).is_empty());
        list.receive(page(&[2], None), 2);
        list.receive(page(&[1], None), 1);
        assert_eq!(rows(&list), [2]);
    }

    #[test]
    fn a_failure_keeps_the_rows_and_the_next_answer_clears_it() {
        let mut list = List::default();
        list.ask(ListQuery::default(), 1);
        list.receive(page(&[1], None), 1);
        list.ask(ListQuery::default(), 2);
        list.fail(&CommandError::new(ErrorCode::Busy, "busy"), 2);
        assert!(list.error.is_some());
        assert_eq!(rows(&list), [1]);
        list.ask(ListQuery::default(), 3);
        list.receive(page(&[2], None), 3);
        assert_eq!(list.error, None);
    }
}
