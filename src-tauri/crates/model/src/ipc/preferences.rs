//! The dashboard's own choices.

use serde::{Deserialize, Serialize};

use super::list::Order;
use crate::{Body, ProgramId};

/// The dashboard's own choices, remembered on this machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Width of the programs panel in pixels.
    pub programs_width: u32,
    /// Width of the workout library in pixels.
    pub library_width: u32,
    /// How the workout library is ordered.
    pub workout_order: Order,
    /// How the programs are ordered.
    pub program_order: Order,
    /// The program that was open.
    pub open_program: Option<ProgramId>,
    /// The hint that the work is only on this machine was put away, for good.
    pub local_only_hidden: bool,
    /// Choices that this version doesn't know.
    #[serde(flatten)]
    pub extra: Body,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            programs_width: 280,
            library_width: 320,
            workout_order: Order::Modified,
            program_order: Order::Modified,
            open_program: None,
            local_only_hidden: false,
            extra: Body::new(),
        }
    }
}

/// The colours of the dashboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the desktop has it.
    #[default]
    System,
    /// Dark.
    Dark,
    /// Light.
    Light,
}
