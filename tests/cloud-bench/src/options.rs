//! How much is measured.

use clap::{Args, ValueEnum, value_parser};

/// How much is measured. The goals are meant for the defaults; less is for a trial.
#[derive(Args, Clone, Debug)]
pub(crate) struct Options {
    /// How many documents are sent and loaded
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = value_parser!(u32).range(1..=100_000))]
    pub(crate) documents: u32,
    /// How often everything is done; the medians count
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = value_parser!(u32).range(1..))]
    pub(crate) rounds: u32,
    /// How far away the server is, in milliseconds there and back
    #[arg(long, value_name = "MS", value_delimiter = ',', default_values_t = [0_u64, 50, 150])]
    pub(crate) round_trips: Vec<u64>,
    /// How many edits each pair of devices makes in a round
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = value_parser!(u32).range(1..))]
    pub(crate) edits: u32,
    /// How many seconds a device that is synced is watched while nothing happens
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(crate) idle: u64,
    /// Only these figures
    #[arg(long, value_name = "FIGURE", value_delimiter = ',', value_enum)]
    pub(crate) only: Vec<Figure>,
}

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Figure {
    /// How fast a queue is sent
    Drain,
    /// How fast everything is loaded, and how much memory that takes
    Load,
    /// How soon an edit is visible on another device, and what it costs
    Edit,
    /// What production would charge
    Bill,
    /// How fast what was planned without an account moves into one
    Move,
}

impl Options {
    /// Whether this is to be measured.
    pub(crate) fn wants(&self, figure: Figure) -> bool {
        self.only.is_empty() || self.only.contains(&figure)
    }
}
