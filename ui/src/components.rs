//! Reusable parts of the page.

pub mod button;
pub mod drag;
pub mod editable;
pub mod icon;
pub mod live;
pub mod mark;
pub mod menu;
pub mod part;
pub mod splitter;
pub mod toasts;
pub mod virtual_list;
pub mod week_strip;
