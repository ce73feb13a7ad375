//! Where things are on the page, in CSS. The dashboard names what can be found in `ui/src/testid.rs`.

/// What is called `id`.
#[must_use]
pub fn at(id: &str) -> String {
    format!("[data-testid={id}]")
}

/// What is called `id` and stands for the record `record`.
#[must_use]
pub fn of(id: &str, record: &str) -> String {
    format!("[data-testid={id}][data-id=\"{record}\"]")
}

/// `inner` within `outer`.
#[must_use]
pub fn within(outer: &str, inner: &str) -> String {
    format!("{outer} {}", at(inner))
}

/// The row of a list that holds `inner`: it is the row that has the focus.
#[must_use]
pub fn row_with(inner: &str) -> String {
    format!("[role=row]:has({inner})")
}
