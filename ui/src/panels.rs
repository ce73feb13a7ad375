//! The parts of the dashboard: header, the three panels, footer, and what stands in the middle when there is nothing
//! else to show.

pub mod account;
pub mod footer;
pub mod header;
pub mod library;
pub mod local_only;
pub mod move_offer;
pub mod notice;
pub mod program;
pub mod programs;
pub mod sync_pill;
pub mod welcome;
