//! What a failed commit means for its batch: a decision, before anything is done.

use model::sync::Refusal;

use crate::classify::Meaning;

/// What went wrong lately, without a commit in between that went right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Trials {
    /// Conflicts.
    pub(super) conflicts: u32,
    /// Failures that may be the server's or the batch's.
    pub(super) troubles: u32,
    /// Reading was allowed when writing was not.
    pub(super) read: bool,
}

/// What is done with a batch that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The token is seen to; then it is sent again.
    Token,
    /// Its documents are read and merged; then it is sent again.
    Read,
    /// One document is read, to see whether everything is forbidden or just this.
    Probe,
    /// It is sent again later.
    Wait,
    /// Half of it is sent, at once.
    Halve,
    /// Half of it is sent, later.
    HalveAndWait,
    /// Its one write is refused.
    Refuse(Refusal),
    /// Its one write lets others go first.
    Postpone,
}

/// Conflicts in a row after which a smaller batch is less likely to meet one.
const CONFLICTS: u32 = 3;
/// Failures in a row after which the batch is suspected.
const TROUBLES: u32 = 2;
/// The same, where the server isn't reached, though the streams stand.
const BREAKS: u32 = 4;
/// Failures in a row after which one write alone lets others go first.
const PATIENCE: u32 = 5;

/// Decides. `writes`: how many the batch has. `trials`: with this failure counted. `live`: the streams stand.
pub(super) fn judge(meaning: Meaning, writes: usize, trials: Trials, live: bool) -> Verdict {
    let alone = writes <= 1;
    let halve_or = |refusal| if alone { Verdict::Refuse(refusal) } else { Verdict::Halve };
    let suspect = |after| match (alone, trials.troubles) {
        (true, troubles) if troubles >= PATIENCE => Verdict::Postpone,
        (false, troubles) if troubles >= after => Verdict::HalveAndWait,
        _ => Verdict::Wait,
    };
    match meaning {
        Meaning::Token => Verdict::Token,
        Meaning::Conflict if alone && trials.conflicts > PATIENCE => Verdict::Postpone,
        Meaning::Conflict => Verdict::Read,
        Meaning::Denied if !trials.read => Verdict::Probe,
        Meaning::Denied => halve_or(Refusal::Denied),
        Meaning::Invalid => halve_or(Refusal::Invalid),
        Meaning::TooMuch => halve_or(Refusal::TooLarge),
        Meaning::Trouble => suspect(TROUBLES),
        Meaning::Unreachable if live => suspect(BREAKS),
        Meaning::Quota | Meaning::Unreachable => Verdict::Wait,
    }
}

/// Whether so many conflicts in a row call for smaller batches.
pub(super) fn too_many(conflicts: u32) -> bool {
    conflicts >= CONFLICTS
}
