//! Reusable parts of the page.

pub mod icon;
