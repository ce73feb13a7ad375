//! What goes wrong, one thing after the other, by a seed: everything that the proxy can do to requests, streams, tokens and
//! networks, a server that is down, and devices that are killed. Troubles that last overlap.

use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use fastrand::Rng;
use proxy::{Code, Down, Effect, Fault, Form, Loss, Order, Status};

use crate::error::Result;
use crate::fleet::{Device, Work};
use crate::scene::{Scene, line};

/// The longest that a line or a server is down, or an answer late.
const LONGEST: Duration = Duration::from_secs(4);
/// The longest that a device is off after it was killed.
const OFF: Duration = Duration::from_secs(5);
/// The longest that nothing new goes wrong.
const CALM: Duration = Duration::from_secs(8);

/// What goes wrong.
pub(crate) struct Storm {
    rng: Rng,
    /// The time between two troubles is at most twice this.
    pace: Duration,
    /// What ends later, and when.
    later: Vec<(Instant, End)>,
    /// When the next trouble begins.
    next: Instant,
    pub(crate) kills: u64,
    pub(crate) restarts: u64,
}

/// How a trouble ends.
enum End {
    /// A device's line is up again.
    Up(u8),
    /// A device is switched on again.
    On(u8),
}

impl Storm {
    pub(crate) fn new(seed: u64, pace: Duration) -> Self {
        Self {
            rng: Rng::with_seed(seed),
            pace,
            later: Vec::new(),
            next: Instant::now(),
            kills: 0,
            restarts: 0,
        }
    }

    /// How many faults have happened: what the proxy has counted, and what it doesn't know of.
    pub(crate) fn happened(&self, scene: &Scene) -> u64 {
        scene.report().counts.faults.values().sum::<u64>() + self.kills
    }

    /// Lets happen what is due.
    pub(crate) fn rage(&mut self, scene: &Scene, devices: &mut [Device], work: Work) -> Result {
        self.end_what_is_due(scene, devices, work, Instant::now())?;
        if Instant::now() < self.next {
            return Ok(());
        }
        self.strike(scene, devices)?;
        let pause = if self.rng.u8(..60) == 0 { CALM } else { self.pace * 2 };
        self.next = Instant::now() + pause.mul_f64(self.rng.f64());
        Ok(())
    }

    /// Ends everything: nothing is held back, all lines are up and near, all devices are on.
    pub(crate) fn end(&mut self, scene: &Scene, devices: &mut [Device], work: Work) -> Result {
        for order in [
            Order::ClearFaults,
            Order::Up { line: None },
            Order::Latency { line: None, round_trip_ms: 0 },
            Order::Form(Form::Changes),
        ] {
            scene.obey(order)?;
        }
        self.later.clear();
        for device in devices.iter_mut().filter(|device| !device.is_up()) {
            device.start(scene, work)?;
        }
        Ok(())
    }

    fn end_what_is_due(&mut self, scene: &Scene, devices: &mut [Device], work: Work, now: Instant) -> Result {
        let (due, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.later).into_iter().partition(|(at, _)| *at <= now);
        self.later = later;
        for (_, end) in due {
            match end {
                End::Up(device) => scene.obey(Order::Up { line: Some(line(device)) })?,
                End::On(number) => {
                    if let Some(device) = devices.iter_mut().find(|device| device.number == number) {
                        device.start(scene, work)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn strike(&mut self, scene: &Scene, devices: &mut [Device]) -> Result {
        let numbers: Vec<u8> = devices.iter().map(|device| device.number).collect();
        let Some(number) = self.rng.choice(numbers) else { return Ok(()) };
        let whose = Some(line(number));
        let order = match self.rng.u8(..40) {
            0..20 => Order::Fault(self.fault(whose)),
            20..24 => Order::Cut { line: whose },
            24..26 => Order::Freeze { line: whose },
            26..29 => {
                let how = if self.rng.bool() { Down::Silent } else { Down::Refusing };
                self.ends_later(End::Up(number), LONGEST);
                Order::Down { line: whose, how }
            }
            29..32 => Order::EndStreams { line: whose, status: passing(&mut self.rng) },
            32 => {
                another_second();
                Order::ExpireTokens { uid: None }
            }
            33 => Order::ForgetResumeTokens,
            34 => {
                let forms = [Form::Changes, Form::SilentDeletes, Form::Everything];
                Order::Form(forms[self.rng.usize(..forms.len())])
            }
            35..37 => Order::Latency { line: whose, round_trip_ms: self.rng.u64(..200) },
            37..39 => {
                self.kill(devices, number);
                return Ok(());
            }
            // The server itself: it is gone for everybody until it has started again, and what its connections knew with it.
            _ => {
                self.restarts += 1;
                return scene.restart();
            }
        };
        scene.obey(order)
    }

    fn kill(&mut self, devices: &mut [Device], number: u8) {
        let up = devices.iter_mut().find(|device| device.number == number && device.is_up());
        if let Some(device) = up {
            device.kill();
            self.kills += 1;
            self.ends_later(End::On(number), OFF);
        }
    }

    fn ends_later(&mut self, end: End, longest: Duration) {
        let at = Instant::now() + longest.mul_f64(self.rng.f64());
        self.later.push((at, end));
    }

    fn fault(&mut self, line: Option<String>) -> Fault {
        let rng = &mut self.rng;
        let loss = match rng.u8(..4) {
            0 => Loss::Silence,
            1 => Loss::Refuse(passing(rng)),
            _ => Loss::Cut,
        };
        let effect = match rng.u8(..8) {
            0..3 => Effect::Refuse(passing(rng)),
            3 => Effect::LoseRequest(loss),
            4 | 5 => Effect::LoseAnswer(loss),
            6 => Effect::Delay { ms: rng.u64(..4_000) },
            _ => Effect::Twice,
        };
        // What is written is what may be lost or doubled.
        let methods = if rng.bool() { vec!["Commit".to_owned()] } else { Vec::new() };
        Fault { line, methods, times: Some(rng.u32(1..4)), ..Fault::once(effect) }
    }
}

/// A status that says nothing against the request: the same may succeed later.
fn passing(rng: &mut Rng) -> Status {
    let codes = [
        Code::Unavailable,
        Code::Internal,
        Code::DeadlineExceeded,
        Code::Aborted,
        Code::ResourceExhausted,
        Code::Cancelled,
        Code::Unknown,
    ];
    let code = codes[rng.usize(..codes.len())];
    let retry_after_ms = rng.bool().then(|| rng.u64(..500));
    Status { retry_after_ms, ..Status::new(code, "a storm is raging") }
}

/// Waits for the next second. The emulator's tokens of one second are alike: if all that there are run out, those that
/// are given in the same second are no better.
fn another_second() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    sleep(Duration::from_secs(1).saturating_sub(Duration::from_nanos(u64::from(now.subsec_nanos()))));
}
