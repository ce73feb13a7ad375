//! How far the sheet is, whether it is about to go, and what stands beside it.

use model::CommandError;

/// Whether the person wants to leave although something isn't saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// They don't.
    No,
    /// They wanted to, and something kept them.
    Kept,
    /// They leave without it.
    Abandoned,
}

/// The history beside the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// It is not there.
    Closed,
    /// It is open.
    Open,
    /// It was open just now: what changes next was restored there.
    Left,
}

/// How far the sheet is.
pub enum Phase {
    /// The workout is being read.
    Reading,
    /// It could not be read.
    Unreadable(CommandError),
    /// It can be edited.
    Open,
}
