//! What goes wrong, when it is a step's turn to see to that.

use std::rc::Rc;

use fastrand::Rng;
use model::{Kind, Millis, RecordKey};
use sync::{Event, Pause};

use crate::cloud::Token;
use crate::device::Person;
use crate::fault::Fault;
use crate::plan::Trouble;
use crate::task::Task;
use crate::world::World;

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;

impl World {
    /// Something goes wrong, or is going to.
    pub(crate) fn trouble(&mut self, device: usize, trouble: Trouble, rng: &mut Rng) {
        let now = self.now;
        let link = &mut self.devices[device].link;
        match trouble {
            Trouble::LoseRequest => link.lose_requests += rng.u32(1..3),
            Trouble::LoseAnswer => link.lose_answers += rng.u32(1..3),
            Trouble::Duplicate => link.duplicates += rng.u32(1..3),
            Trouble::Delay => link.delays += rng.u32(1..4),
            Trouble::HalfOpen => self.cut(device, true),
            Trouble::BreakStreams => self.cut(device, false),
            Trouble::Partition => {
                link.down_until = link.down_until.max(now + rng.i64(1_000..5 * MINUTE));
                self.faults.count(Fault::Partition);
                if rng.bool() {
                    self.tell_app(device, Event::Network { up: false });
                }
                self.cut(device, true);
            }
            Trouble::ExpireToken => self.expire_token(device),
            Trouble::RevokeToken => {
                self.devices[device].session.revoked = true;
                self.expire_token(device);
                self.tasks.add(now + rng.i64(1_000..3 * MINUTE), Task::SignIn(device));
            }
            Trouble::ClockJump => {
                let hours = rng.i64(1..13) * HOUR + rng.i64(0..HOUR);
                let forward = rng.bool();
                self.devices[device].clock += if forward { hours } else { -hours };
                self.faults.count(if forward { Fault::ClockForward } else { Fault::ClockBack });
            }
            Trouble::Quota => self.cloud.exhausted_until = now + rng.i64(1_000..5 * MINUTE),
            Trouble::Contention => self.cloud.contended += rng.u32(1..4),
            Trouble::ServerError => self.server_errors += rng.u32(1..5),
            Trouble::SmallRequests => {
                self.cloud.limits.request = if rng.bool() { 1_500 } else { 900 };
                self.large_requests_from = now + rng.i64(1_000..3 * MINUTE);
            }
            Trouble::Poison => self.poison(device, rng),
            Trouble::Crash => {
                let after = rng.u32(0..12);
                if let Some(app) = &mut self.devices[device].app {
                    app.crash_in = Some(after);
                }
            }
            Trouble::DatabaseBusy => self.devices[device].disk.busy += rng.u32(1..4),
            Trouble::DatabaseFull => self.devices[device].disk.full_until = now + rng.i64(500..2 * MINUTE),
            Trouble::SignOut => {
                if self.devices[device].session.signed_in {
                    self.faults.count(Fault::SignOut);
                    self.sign_out(device);
                    self.tasks.add(now + rng.i64(500..3 * MINUTE), Task::SignIn(device));
                }
            }
            Trouble::OtherUser => self.lend(device, rng),
            Trouble::Absence => {
                if self.devices[device].app.is_some() {
                    self.faults.count(Fault::Absence);
                    self.stop(device);
                    self.cloud.forget_tokens();
                    self.tasks.add(now + rng.i64(MINUTE..HOUR), Task::Start(device));
                }
            }
            Trouble::ForgetTokens => {
                self.cloud.forget_tokens();
                self.cut(device, false);
            }
            Trouble::SameId => {
                let key = RecordKey::new(Kind::Workout, format!("workout-ann-shared-{}", rng.u8(0..2)));
                if self.devices[device].person == Person::Ann && self.devices[device].app.is_some() {
                    self.note_same_id(device, &key);
                    self.create(device, Some(key), rng);
                }
            }
        }
    }

    /// The app ends at once, and is started again a moment later.
    pub(crate) fn crash(&mut self, device: usize) {
        self.faults.count(Fault::Crash);
        self.trace.say(self.elapsed(), format!("device {device}"), || "crash".to_owned());
        self.stop(device);
        let at = self.now + self.rng.i64(100..10_000);
        self.tasks.add(at, Task::Start(device));
    }

    fn expire_token(&mut self, device: usize) {
        let now = self.now;
        self.devices[device].session.token.expires_at = now;
        self.expire_all(device);
    }

    /// The person signs out: sync stops, the library stays.
    fn sign_out(&mut self, device: usize) {
        self.devices[device].session.signed_in = false;
        self.tell_app(device, Event::Paused(Pause::SignedOut));
    }

    /// The person signs in, whatever was the matter with the session.
    pub(crate) fn sign_in(&mut self, device: usize) {
        let token = self.fresh_token(self.devices[device].person);
        let session = &mut self.devices[device].session;
        session.signed_in = true;
        session.revoked = false;
        session.token = token;
        self.tell_app(device, Event::Resumed(Pause::SignedOut));
        self.settle_token(device);
    }

    /// Another person signs in on the device, with a library of their own.
    fn lend(&mut self, device: usize, rng: &mut Rng) {
        if self.devices[device].person != Person::Ann || self.devices[device].app.is_none() {
            return;
        }
        self.faults.count(Fault::OtherUser);
        self.hand_over(device, Person::Bob);
        self.create(device, None, rng);
        self.tasks.add(self.now + rng.i64(500..3 * MINUTE), Task::TakeBack(device));
    }

    /// The device is its owner's again.
    pub(crate) fn take_back(&mut self, device: usize) {
        if self.devices[device].person == Person::Bob {
            self.hand_over(device, Person::Ann);
        }
    }

    pub(crate) fn hand_over(&mut self, device: usize, person: Person) {
        self.trace.say(self.elapsed(), format!("device {device}"), || format!("{person:?} signs in"));
        let stays = self.bug == Some(crate::bug::Bug::WrongUsersQueue);
        self.stop(device);
        if !stays {
            self.devices[device].person = person;
        }
        let token = self.fresh_token(person);
        let session = &mut self.devices[device].session;
        session.signed_in = true;
        session.revoked = false;
        session.token = token;
        self.start(device);
    }

    /// A token of who has just signed in.
    pub(crate) fn fresh_token(&self, person: Person) -> Token {
        self.token(&Token { uid: Rc::from(person.uid()), expires_at: 0 })
    }
}
