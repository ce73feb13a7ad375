//! What several overlays are made of.

pub mod combo;
pub mod dialog;
pub mod dom;
pub mod heading;
pub mod load;
pub mod notice;
pub mod roving;
pub mod when;
