//! What the store and the sync engine say to each other: plain data, so that neither needs to know the other.
//!
//! The life of an edit: the store queues it ([`Pending`]); the engine has a batch [`Taken`] and sent; the server's
//! answer is [`Acknowledged`], or the edit is refused with a [`Refusal`], or it waits for a later try. The life of a
//! foreign edit: it comes in as a [`Remote`]; where it meets an unsent edit of ours, the two are a [`Meeting`] whose
//! [`Outcome`] the merge decides; how far a stream was heard is its [`Cursor`].

mod edit;
mod feed;
mod meeting;
mod queue;
mod remote;
mod seen;

pub use edit::{MODIFIED, own, stated_edit};
pub use feed::{Cursor, Feed};
pub use meeting::{Loss, Meeting, Outcome, Sent, Side, Unsent};
pub use queue::{Acknowledged, Base, Gone, Limits, Op, Pending, Refusal, Taken, TakenBatch};
pub use remote::{Remote, State};
pub use seen::{SYNC, Seen};
