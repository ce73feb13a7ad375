//! Streams: both ends of each, and the way between.

use std::rc::Rc;

use model::sync::Feed;
use model::{Millis, ServerTime};
use sync::{Event, From, Heard, HeardState, Mark, StreamId};

use crate::cloud::{Form, Response, Status, Stream, Target, Token};
use crate::fault::Fault;
use crate::network::broken;
use crate::task::{Message, Run, Task};
use crate::world::World;

/// A stream that the app has open.
#[derive(Debug)]
pub(crate) struct Channel {
    feed: Feed,
    from: From,
    token: Token,
    /// The server's end, while it has one.
    server: Option<Stream>,
    /// When the last message arrives: none overtakes another.
    last_arrival: Millis,
    /// Nothing comes through any more, and the app doesn't know.
    pub(crate) dead: bool,
    /// The app has heard everything that was there when it opened.
    current: bool,
    /// What the app has heard since the last consistent point.
    heard: Vec<Heard>,
}

impl Channel {
    /// Whether the app has heard everything that was there when the stream opened, and hears what comes.
    pub(crate) const fn is_heard(&self) -> bool {
        self.current
    }
}

/// A server looks for news of a stream within so many milliseconds.
const PUSH: Millis = 60;
/// A dead connection is noticed within so many milliseconds.
const KEEP_ALIVE: Millis = 60_000;

impl World {
    /// The app opens a stream.
    pub(crate) fn listen(&mut self, run: Run, stream: StreamId, feed: Feed, from: From) {
        self.ledger.requests += 1;
        let token = self.devices[run.device].session.token.clone();
        let channel = Channel {
            feed,
            from,
            token,
            server: None,
            last_arrival: self.now,
            dead: false,
            current: false,
            heard: Vec::new(),
        };
        self.channels.insert((run, stream), channel);
        let at = self.now + self.latency();
        self.tasks.add(at, Task::Open(run, stream));
    }

    /// A stream's opening reaches the server, or doesn't.
    pub(crate) fn open(&mut self, run: Run, stream: StreamId) {
        let key = (run, stream);
        let Some(channel) = self.channels.get_mut(&key) else { return };
        if self.now < self.devices[run.device].link.down_until {
            self.faults.count(Fault::Partition);
            channel.dead = true;
            let at = self.now + self.rng.i64(10..10_000);
            self.tasks.add(at, Task::KeepAlive(run, stream));
            return;
        }
        self.cloud.advance(self.now);
        let (since, resume) = match &channel.from {
            From::Start => (None, None),
            From::Since(since) => (Some(since.millis()), None),
            From::Token { since, token } => (since.map(model::ServerTime::millis), Some(token)),
        };
        let uid = Rc::clone(&channel.token.uid);
        let target = Target { uid, collection: channel.feed.collection().into(), since };
        match self.cloud.listen(&channel.token, target, resume) {
            Ok((server, responses)) => {
                let is_told_changes = self.cloud.limits.form == Form::Changes;
                if is_told_changes && responses.first() == Some(&Response::Reset) {
                    self.faults.count(Fault::TokensForgotten);
                }
                channel.server = Some(server);
                self.tasks.add(channel.token.expires_at, Task::Expire(run, stream));
                // The answer's header tells the time in whole seconds.
                let now = self.cloud.time().0;
                self.post(run, stream, Message::Opened(ServerTime(now - now.rem_euclid(1_000_000))));
                self.post(run, stream, Message::Responses(responses));
            }
            Err(status) => self.post(run, stream, Message::Ended(status)),
        }
    }

    /// The server looks what is new, for every stream.
    pub(crate) fn push_all(&mut self) {
        let streams: Vec<(Run, StreamId)> = self
            .channels
            .iter()
            .filter(|(_, channel)| channel.server.is_some())
            .map(|(key, _)| *key)
            .collect();
        for (run, stream) in streams {
            let at = self.now + self.rng.i64(1..PUSH);
            self.tasks.add(at, Task::Push(run, stream));
        }
    }

    /// The server looks what is new for a stream, and sends it.
    pub(crate) fn push(&mut self, run: Run, stream: StreamId) {
        self.cloud.advance(self.now);
        let Some(server) = self.channels.get_mut(&(run, stream)).and_then(|channel| channel.server.as_mut())
        else {
            return;
        };
        let responses = self.cloud.hear(server);
        if !responses.is_empty() {
            self.post(run, stream, Message::Responses(responses));
        }
    }

    /// The token of a stream has run out: the server ends it.
    pub(crate) fn expire(&mut self, run: Run, stream: StreamId) {
        let Some(channel) = self.channels.get(&(run, stream)) else { return };
        if channel.server.is_some() && channel.token.expires_at <= self.now {
            self.faults.count(Fault::TokenExpired);
            let status = Status::new(sync::Code::Unauthenticated, "Missing or invalid authentication.");
            self.post(run, stream, Message::Ended(status));
        }
    }

    /// All tokens of a device's streams have run out.
    pub(crate) fn expire_all(&mut self, device: usize) {
        let now = self.now;
        let mut keys = Vec::new();
        for (key, channel) in self.channels.iter_mut().filter(|(key, _)| key.0.device == device) {
            channel.token.expires_at = now;
            keys.push(*key);
        }
        for (run, stream) in keys {
            self.expire(run, stream);
        }
    }

    /// Ends a device's streams, or, `silently`, lets them stay open with nothing coming any more.
    pub(crate) fn cut(&mut self, device: usize, silently: bool) {
        let keys: Vec<(Run, StreamId)> =
            self.channels.keys().filter(|key| key.0.device == device).copied().collect();
        for (run, stream) in keys {
            let Some(channel) = self.channels.get_mut(&(run, stream)) else { continue };
            if channel.dead {
                continue;
            }
            channel.dead = true;
            channel.server = None;
            let fault = if silently { Fault::HalfOpen } else { Fault::BrokenStream };
            self.faults.count(fault);
            let patience = if silently { KEEP_ALIVE } else { 500 };
            let at = self.now + self.rng.i64(1..patience);
            self.tasks.add(at, Task::KeepAlive(run, stream));
        }
    }

    /// The app notices that a stream is dead.
    pub(crate) fn notice(&mut self, run: Run, stream: StreamId) {
        if self.channels.remove(&(run, stream)).is_some() {
            self.tell(run, Event::StreamBroken { stream, failure: broken("the connection is dead") });
        }
    }

    fn post(&mut self, run: Run, stream: StreamId, message: Message) {
        let arrival = self.now + self.latency();
        let Some(channel) = self.channels.get_mut(&(run, stream)) else { return };
        if matches!(message, Message::Ended(_)) {
            channel.server = None;
        }
        channel.last_arrival = channel.last_arrival.max(arrival);
        let at = channel.last_arrival;
        let sent = self.number_message(run);
        self.tasks.add(at, Task::Message { run, stream, sent, message });
    }

    /// What the server sent reaches the app.
    pub(crate) fn receive(&mut self, run: Run, stream: StreamId, sent: u64, message: Message) {
        self.note_arrival(run, sent);
        let down = self.now < self.devices[run.device].link.down_until;
        let Some(channel) = self.channels.get_mut(&(run, stream)) else { return };
        if down && !channel.dead {
            // What is lost on the way breaks the connection: streams are TCP.
            channel.dead = true;
            channel.server = None;
            let at = self.now + self.rng.i64(1..KEEP_ALIVE);
            self.tasks.add(at, Task::KeepAlive(run, stream));
        }
        if channel.dead {
            return;
        }
        match message {
            Message::Opened(server_now) => {
                self.tell(run, Event::StreamOpened { stream, server_now: Some(server_now) });
            }
            Message::Responses(responses) => {
                for response in responses {
                    self.take_in(run, stream, response);
                }
            }
            Message::Ended(status) => {
                self.channels.remove(&(run, stream));
                self.tell(run, Event::StreamBroken { stream, failure: status.into() });
            }
        }
    }

    fn take_in(&mut self, run: Run, stream: StreamId, response: Response) {
        let split = self.rng.u8(..) < 40;
        // Whatever the app was told before, it may have closed the stream.
        let Some(channel) = self.channels.get_mut(&(run, stream)) else { return };
        let state = |id: &str, at, body| Heard::State(HeardState { id: id.to_owned(), at, body });
        let mut event = None;
        match response {
            Response::Current => channel.current = true,
            Response::Change(path, document) => {
                channel.heard.push(state(&path.id, document.update_time, Some(document.fields.clone())));
            }
            Response::Delete(path, at) => channel.heard.push(state(&path.id, at, None)),
            Response::Remove(path) => channel.heard.push(Heard::Unmatched { id: path.id.to_string() }),
            Response::Reset => {
                channel.current = false;
                event = Some(Event::StreamReset { stream });
            }
            Response::Filter(documents) => event = Some(Event::StreamFilter { stream, documents }),
            Response::Snapshot { read_time, resume } => {
                let mark = Mark { read_time, token: Some(resume), current: channel.current };
                let changes = std::mem::take(&mut channel.heard);
                self.tell(run, Event::Heard { stream, changes, mark: Some(mark) });
                return;
            }
        }
        // What belongs together may come in parts.
        if (split || event.is_some()) && !channel.heard.is_empty() {
            let changes = std::mem::take(&mut channel.heard);
            self.tell(run, Event::Heard { stream, changes, mark: None });
        }
        if let Some(event) = event
            && self.channels.contains_key(&(run, stream))
        {
            self.tell(run, event);
        }
    }
}
