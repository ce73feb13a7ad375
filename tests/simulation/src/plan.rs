//! A schedule: who does what, what goes wrong, and when. It is drawn from a seed, and nothing else.
//!
//! Each step has a seed of its own for what it needs to choose, so that leaving one out changes the others little:
//! that is what makes a failing schedule small.

use std::fmt;

use fastrand::Rng;
use model::Millis;

use crate::cloud::Form;

/// Steps of a schedule at most, so that one takes milliseconds.
const USER_STEPS: std::ops::RangeInclusive<usize> = 20..=60;
const TROUBLES: std::ops::RangeInclusive<usize> = 6..=24;
const FOREIGN_STEPS: std::ops::RangeInclusive<usize> = 0..=6;

/// What is to happen in one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Draws everything that no step draws for itself, such as how long messages take.
    pub seed: u64,
    /// How many devices.
    pub devices: usize,
    /// In which form the server lets listen.
    pub form: Form,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// When, in milliseconds from the beginning.
    pub at: Millis,
    /// Which device does it, or suffers it.
    pub device: usize,
    /// Draws what is left open.
    pub seed: u64,
    /// What.
    pub what: What,
}

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A person does something.
    User(Act),
    /// The web app does something.
    Foreign(Foreign),
    /// Something goes wrong.
    Trouble(Trouble),
}

/// What a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Makes a record.
    Create,
    /// Changes a record.
    Edit,
    /// Changes several records at once.
    EditMany,
    /// Deletes a record.
    Delete,
    /// Takes the last change back.
    Undo,
    /// Makes it again.
    Redo,
    /// Brings back a record that was deleted.
    Restore,
    /// Asks for sync now.
    SyncNow,
    /// Pauses sync.
    Pause,
    /// Resumes it.
    Resume,
    /// Has a refused edit sent again.
    RetryRefused,
    /// Gives a refused edit up.
    DiscardRefused,
}

/// What the web app does, knowing nothing of us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// Writes a whole document over what is there.
    Overwrite,
    /// Makes a document.
    Create,
    /// Deletes a document without a tombstone.
    Delete,
    /// Writes `modified_date` as a text.
    TextTime,
    /// Leaves a document that can't be shown.
    Unreadable,
}

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The next request is lost.
    LoseRequest,
    /// The answer to the next request is lost.
    LoseAnswer,
    /// The next request arrives twice.
    Duplicate,
    /// The next answers take long.
    Delay,
    /// Streams stay open, and nothing comes any more.
    HalfOpen,
    /// Streams end.
    BreakStreams,
    /// The cloud can't be reached for a while.
    Partition,
    /// The token has run out.
    ExpireToken,
    /// The session was ended from elsewhere.
    RevokeToken,
    /// The clock jumps, either way.
    ClockJump,
    /// A quota is used up.
    Quota,
    /// The next commits meet contention.
    Contention,
    /// The next requests fail on the server.
    ServerError,
    /// For a while, only small commits are taken.
    SmallRequests,
    /// Somebody enters what the cloud will never take.
    Poison,
    /// The app ends after the next few effects.
    Crash,
    /// Another process holds the database for the next calls.
    DatabaseBusy,
    /// The disk is full for a while.
    DatabaseFull,
    /// The person signs out, and in again later.
    SignOut,
    /// Another person uses the device for a while.
    OtherUser,
    /// The device is off for days.
    Absence,
    /// The server forgets where streams were.
    ForgetTokens,
    /// The other device makes a record of the same id.
    SameId,
}

impl Plan {
    /// The schedule of a seed.
    #[must_use]
    pub fn draw(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let devices = [2, 2, 2, 3, 3, 4, 5][rng.usize(..7)];
        let form = if rng.u8(0..4) == 0 { Form::Everything } else { Form::Changes };
        let span = [60_000, 300_000, 1_800_000][rng.usize(..3)];
        let mut steps = Vec::new();
        let mut add = |count: usize, rng: &mut Rng, what: &mut dyn FnMut(&mut Rng) -> What| {
            for _ in 0..count {
                let step = Step {
                    at: at(span, rng),
                    device: rng.usize(..devices),
                    seed: rng.u64(..),
                    what: what(rng),
                };
                steps.push(step);
            }
        };
        // Most schedules know a few kinds of trouble well rather than all of them a little.
        let known: Vec<Trouble> = (0..rng.usize(3..9)).map(|_| Trouble::any(&mut rng)).collect();
        add(rng.usize(USER_STEPS), &mut rng, &mut |rng| What::User(Act::any(rng)));
        add(rng.usize(FOREIGN_STEPS), &mut rng, &mut |rng| What::Foreign(Foreign::any(rng)));
        add(rng.usize(TROUBLES), &mut rng, &mut |rng| What::Trouble(known[rng.usize(..known.len())]));
        steps.sort_by_key(|step| step.at);
        // There is something to work with from the start.
        let users = steps.iter_mut().filter(|step| matches!(step.what, What::User(_)));
        for (step, latest) in users.zip([0, 1_000, 2_000, 3_000]) {
            step.what = What::User(Act::Create);
            step.at = step.at.min(latest);
        }
        steps.sort_by_key(|step| step.at);
        Self { seed, devices, form, steps }
    }
}

/// A moment: things tend to happen in the same second as others.
fn at(span: Millis, rng: &mut Rng) -> Millis {
    let at = rng.i64(0..span);
    if rng.bool() { at } else { at / 15_000 * 15_000 + rng.i64(0..800) }
}

impl Act {
    fn any(rng: &mut Rng) -> Self {
        match rng.u8(0..100) {
            0..18 => Self::Create,
            18..64 => Self::Edit,
            64..68 => Self::EditMany,
            68..78 => Self::Delete,
            78..84 => Self::Undo,
            84..87 => Self::Redo,
            87..89 => Self::Restore,
            89..92 => Self::SyncNow,
            92..94 => Self::Pause,
            94..97 => Self::Resume,
            97..99 => Self::RetryRefused,
            _ => Self::DiscardRefused,
        }
    }
}

impl Foreign {
    fn any(rng: &mut Rng) -> Self {
        match rng.u8(0..10) {
            0..5 => Self::Overwrite,
            5 => Self::Create,
            6 | 7 => Self::Delete,
            8 => Self::TextTime,
            _ => Self::Unreadable,
        }
    }
}

impl Trouble {
    /// All of them.
    pub const ALL: [Self; 23] = [
        Self::LoseRequest,
        Self::LoseAnswer,
        Self::Duplicate,
        Self::Delay,
        Self::HalfOpen,
        Self::BreakStreams,
        Self::Partition,
        Self::ExpireToken,
        Self::RevokeToken,
        Self::ClockJump,
        Self::Quota,
        Self::Contention,
        Self::ServerError,
        Self::SmallRequests,
        Self::Poison,
        Self::Crash,
        Self::DatabaseBusy,
        Self::DatabaseFull,
        Self::SignOut,
        Self::OtherUser,
        Self::Absence,
        Self::ForgetTokens,
        Self::SameId,
    ];

    fn any(rng: &mut Rng) -> Self {
        Self::ALL[rng.usize(..Self::ALL.len())]
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, millis) = (self.at / 1000, self.at % 1000);
        write!(f, "{seconds:>7}.{millis:03}  device {}  ", self.device)?;
        match self.what {
            What::User(act) => write!(f, "{act:?}"),
            What::Foreign(foreign) => write!(f, "web app: {foreign:?}"),
            What::Trouble(trouble) => write!(f, "trouble: {trouble:?}"),
        }
    }
}
