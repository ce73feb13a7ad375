//! What is going to happen, in the order of the virtual clock.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::rc::Rc;

use model::Millis;
use sync::{Event, RequestId, StreamId, Timer};

use crate::cloud::{Response, Status, Token};
use crate::network::{Ask, Reply};

/// One life of the app on a device, from its start to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Run {
    pub(crate) device: usize,
    /// Counts the starts.
    pub(crate) life: u32,
}

/// Something that is going to happen.
#[derive(Debug)]
pub(crate) enum Task {
    /// A step of the schedule.
    Step(usize),
    /// The app carries out its next effect.
    Effect(Run),
    /// The app hears of something.
    Event(Run, Event),
    /// A timer runs out, unless it was set again.
    Timer(Run, Timer, u32),
    /// A request reaches the server.
    Arrive(Rc<Call>),
    /// An answer reaches the app.
    Answer { run: Run, request: RequestId, sent: u64, reply: Reply },
    /// The app has waited long enough.
    Deadline(Run, RequestId),
    /// A stream's opening reaches the server.
    Open(Run, StreamId),
    /// The server looks what is new for a stream.
    Push(Run, StreamId),
    /// What the server sent reaches the app.
    Message { run: Run, stream: StreamId, sent: u64, message: Message },
    /// The app notices that a stream is dead.
    KeepAlive(Run, StreamId),
    /// The server ends a stream whose token has run out.
    Expire(Run, StreamId),
    /// The app is started.
    Start(usize),
    /// The person signs in.
    SignIn(usize),
    /// The first person takes the device back.
    TakeBack(usize),
}

/// A request on its way.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) run: Run,
    pub(crate) request: RequestId,
    pub(crate) token: Token,
    pub(crate) ask: Ask,
}

/// What comes over a stream.
#[derive(Debug)]
pub(crate) enum Message {
    Opened(model::ServerTime),
    Responses(Vec<Response>),
    Ended(Status),
}

/// The tasks to come.
#[derive(Debug, Default)]
pub(crate) struct Tasks {
    heap: BinaryHeap<Entry>,
    number: u64,
}

#[derive(Debug)]
struct Entry {
    at: Millis,
    number: u64,
    task: Task,
}

impl Tasks {
    /// Has something happen at a time; of two of the same time, the first that was told.
    pub(crate) fn add(&mut self, at: Millis, task: Task) {
        self.number += 1;
        self.heap.push(Entry { at, number: self.number, task });
    }

    /// The next, with its time.
    pub(crate) fn pop(&mut self) -> Option<(Millis, Task)> {
        self.heap.pop().map(|entry| (entry.at, entry.task))
    }

    /// Leaves out the steps of the schedule.
    pub(crate) fn forget_steps(&mut self) {
        self.heap.retain(|entry| !matches!(entry.task, Task::Step(_)));
    }

    /// When the next is.
    pub(crate) fn next_at(&self) -> Option<Millis> {
        self.heap.peek().map(|entry| entry.at)
    }

    /// All of them, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Task> {
        self.heap.iter().map(|entry| &entry.task)
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The heap gives the greatest first: that is the earliest.
impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.number).cmp(&(self.at, self.number))
    }
}
