//! The parts of the dashboard: header, the three panels, footer, and what stands in the middle when there is nothing
//! else to show.

pub mod footer;
pub mod header;
pub mod library;
pub mod notice;
pub mod program;
pub mod programs;
pub mod sync_pill;
pub mod welcome;
