//! Trouble that is met again and again: looked for every second, and logged once.

use std::fmt::Display;

/// The trouble that was met last time, if there was any.
#[derive(Debug, Default)]
pub(crate) struct Complaint(Option<String>);

impl Complaint {
    /// Takes in how it went this time. What to log of it: the trouble, if it is another one than last time.
    pub(crate) fn news<T, E: Display>(&mut self, went: &Result<T, E>) -> Option<&str> {
        let trouble = went.as_ref().err().map(ToString::to_string);
        let is_news = self.0 != trouble;
        self.0 = trouble;
        self.0.as_deref().filter(|_| is_news)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_trouble_is_told_once_until_it_is_over() {
        let mut complaint = Complaint::default();
        let went = [Ok(()), Err("no"), Err("no"), Err("never"), Err("no"), Ok(()), Err("no")];
        let told = went.map(|went| complaint.news(&went).map(str::to_owned));
        let told: Vec<_> = told.iter().map(Option::as_deref).collect();
        assert_eq!(told, [None, Some("no"), None, Some("never"), Some("no"), None, Some("no")]);
    }
}
