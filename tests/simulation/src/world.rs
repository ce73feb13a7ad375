//! One run: a schedule is played, its faults end, and everything must come to rest in agreement.

use std::collections::BTreeMap;

use fastrand::Rng;
use model::Millis;
use sync::{Effect, Event, Pause, StreamId};

use crate::bug::Bug;
use crate::cloud::{Cloud, Form, Limits};
use crate::device::{App, Device, Disk, Link, Person, Session};
use crate::fault::{Fault, Faults};
use crate::ledger::Ledger;
use crate::library::Libraries;
use crate::network::Ask;
use crate::plan::{Plan, Trouble, What};
use crate::stream::Channel;
use crate::task::{Run, Task, Tasks};
use crate::trace::Trace;

/// The true time at which every run begins.
pub(crate) const BEGINNING: Millis = 1_790_000_000_000;

/// Something that must never be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which rule was broken: its words are always the same.
    pub rule: &'static str,
    /// How.
    pub detail: String,
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The first rule that was broken.
    pub violation: Option<Violation>,
    /// What really went wrong.
    pub faults: Faults,
    /// What people did that was accepted.
    pub edits: u64,
    /// Records that the cloud took from devices.
    pub writes: u64,
    /// Requests to the cloud.
    pub requests: u64,
    /// Virtual milliseconds.
    pub time: Millis,
    /// What happened, if it was to be kept.
    pub trace: Vec<String>,
}

/// Everything there is.
pub(crate) struct World {
    pub(crate) plan: Plan,
    pub(crate) bug: Option<Bug>,
    /// The true time.
    pub(crate) now: Millis,
    pub(crate) tasks: Tasks,
    pub(crate) rng: Rng,
    pub(crate) cloud: Cloud,
    pub(crate) server_errors: u32,
    /// Until then the server takes small commits only.
    pub(crate) large_requests_from: Millis,
    pub(crate) devices: Vec<Device>,
    pub(crate) channels: BTreeMap<(Run, StreamId), Channel>,
    pub(crate) messages: u64,
    pub(crate) ledger: Ledger,
    pub(crate) faults: Faults,
    pub(crate) trace: Trace,
    pub(crate) violation: Option<Violation>,
}

/// Plays a schedule.
pub fn run(plan: &Plan, bug: Option<Bug>, libraries: &mut Libraries, trace: Trace) -> Outcome {
    let mut world = World::new(plan, bug, libraries, trace);
    world.play();
    world.settle();
    world.judge();
    let outcome = Outcome {
        violation: world.violation,
        faults: world.faults,
        edits: world.ledger.edits(),
        writes: world.ledger.writes(),
        requests: world.ledger.requests,
        time: world.now - BEGINNING,
        trace: world.trace.into_lines(),
    };
    world.devices.into_iter().for_each(|device| libraries.put_back(device.libraries));
    outcome
}

impl World {
    pub(crate) fn new(plan: &Plan, bug: Option<Bug>, libraries: &mut Libraries, trace: Trace) -> Self {
        let mut rng = Rng::with_seed(plan.seed ^ 0x5eed_0000_5eed);
        let limits = Limits {
            form: plan.form,
            internal_from: if plan.form == Form::Everything { 4 } else { usize::MAX },
            request_is_exhausted: rng.bool(),
            ..Limits::default()
        };
        let mut world = Self {
            plan: plan.clone(),
            bug,
            now: BEGINNING,
            tasks: Tasks::default(),
            cloud: Cloud::new(limits, BEGINNING, rng.u64(..)),
            server_errors: 0,
            large_requests_from: 0,
            devices: Vec::new(),
            channels: BTreeMap::new(),
            messages: 0,
            ledger: Ledger::new(plan.devices),
            faults: Faults::default(),
            trace,
            violation: None,
            rng,
        };
        for number in 0..plan.devices {
            let device = world.device(number, libraries);
            world.devices.push(device);
            world.start(number);
        }
        for (index, step) in plan.steps.iter().enumerate() {
            world.tasks.add(BEGINNING + step.at, Task::Step(index));
        }
        world
    }

    fn device(&mut self, number: usize, libraries: &mut Libraries) -> Device {
        let clock = match self.rng.u8(0..4) {
            0 => self.rng.i64(-7_200_000..7_200_000),
            1 => self.rng.i64(-90_000..90_000),
            _ => self.rng.i64(-300..300),
        };
        if clock.abs() > 1_000 {
            self.faults.count(Fault::ClockSkew);
        }
        Device {
            number,
            clock,
            person: Person::Ann,
            libraries: self.users(number).map(|person| (person, libraries.take(person, number))).collect(),
            session: Session { signed_in: true, revoked: false, token: self.fresh_token(Person::Ann) },
            link: Link::default(),
            disk: Disk::default(),
            paused: false,
            app: None,
            lives: 0,
        }
    }

    /// Leaves out all steps that are to come.
    pub(crate) fn forget_steps(&mut self) {
        self.tasks.forget_steps();
    }

    /// Who ever uses a device.
    fn users(&self, device: usize) -> impl Iterator<Item = Person> + use<> {
        let lent = What::Trouble(Trouble::OtherUser);
        let shared = self.plan.steps.iter().any(|step| step.device == device && step.what == lent);
        Person::ALL.into_iter().filter(move |person| shared || *person == Person::Ann)
    }

    /// Plays all steps.
    fn play(&mut self) {
        let end = BEGINNING + self.plan.steps.last().map_or(0, |step| step.at);
        while self.violation.is_none() && self.tasks.next_at().is_some_and(|at| at <= end) {
            self.next();
        }
    }

    /// Has the next thing happen.
    pub(crate) fn next(&mut self) {
        let Some((at, task)) = self.tasks.pop() else { return };
        self.now = self.now.max(at);
        match task {
            Task::Step(index) => self.step(index),
            Task::Effect(run) => self.effect(run),
            Task::Event(run, event) => {
                let event = self.refreshed(run, event);
                self.tell(run, event);
            }
            Task::Timer(run, timer, setting) => {
                let app = self.devices[run.device].app(run);
                if app.is_some_and(|app| app.timers.get(&timer) == Some(&setting)) {
                    self.tell(run, Event::TimerFired(timer));
                }
            }
            Task::Arrive(call) => self.arrive(&call),
            Task::Answer { run, request, sent, reply } => self.answered(run, request, sent, reply),
            Task::Deadline(run, request) => self.deadline(run, request),
            Task::Open(run, stream) => self.open(run, stream),
            Task::Push(run, stream) => self.push(run, stream),
            Task::Message { run, stream, sent, message } => self.receive(run, stream, sent, message),
            Task::KeepAlive(run, stream) => self.notice(run, stream),
            Task::Expire(run, stream) => self.expire(run, stream),
            Task::Start(device) => self.start(device),
            Task::SignIn(device) => self.sign_in(device),
            Task::TakeBack(device) => self.take_back(device),
        }
    }

    fn step(&mut self, index: usize) {
        let step = self.plan.steps[index];
        let mut rng = Rng::with_seed(step.seed);
        self.trace.say(self.elapsed(), format!("device {}", step.device), || format!("--- {:?}", step.what));
        match step.what {
            What::User(act) => self.act(step.device, act, &mut rng),
            What::Foreign(foreign) => self.foreign(foreign, &mut rng),
            What::Trouble(trouble) => self.trouble(step.device, trouble, &mut rng),
        }
    }

    /// Starts the app on a device, if it isn't running.
    pub(crate) fn start(&mut self, number: usize) {
        if self.devices[number].app.is_some() {
            return;
        }
        let device = &mut self.devices[number];
        device.lives += 1;
        let run = Run { device: number, life: device.lives };
        device.app = Some(App::new(run, device.person, self.rng.u64(..)));
        let local = device.local();
        let (cursors, counts) = local.started();
        let (signed_in, paused) = (device.session.signed_in, device.paused);
        self.tell(run, Event::Started { cursors, counts });
        if !signed_in {
            self.tell(run, Event::Paused(Pause::SignedOut));
        }
        if paused {
            self.tell(run, Event::Paused(Pause::User));
        }
    }

    /// Ends the app at once.
    pub(crate) fn stop(&mut self, number: usize) {
        let Some(app) = self.devices[number].app.take() else { return };
        self.channels.retain(|(run, _), _| *run != app.run);
        self.devices[number].link.in_flight.clear();
    }

    /// Tells the engine, and puts what it wants done behind what it wanted before.
    pub(crate) fn tell(&mut self, run: Run, event: Event) {
        let now = self.now + self.devices[run.device].clock;
        let Some(app) = self.devices[run.device].app(run) else { return };
        let kept = self.trace.is_kept().then(|| crate::trace::event(&event));
        let idle = app.effects.is_empty();
        let mut effects = app.engine.handle(event, now);
        if let Some(bug) = self.bug {
            bug.spoil_effects(&mut effects);
        }
        for effect in &effects {
            if let Effect::Publish(status) = effect {
                app.status = status.clone();
            }
        }
        app.effects.extend(effects.iter().cloned());
        let busy = idle && !app.effects.is_empty();
        if let Some(event) = kept {
            let effects: Vec<String> = effects.iter().map(crate::trace::effect).collect();
            let line = format!("{event}  =>  {}", effects.join(", "));
            self.trace.say(self.elapsed(), format!("device {}", run.device), || line);
        }
        if busy {
            let at = self.now + self.rng.i64(0..4);
            self.tasks.add(at, Task::Effect(run));
        }
        self.check_status(run.device);
    }

    /// Says that a rule was broken; the first counts.
    pub(crate) fn violate(&mut self, rule: &'static str, detail: impl FnOnce() -> String) {
        if self.violation.is_none() {
            let detail = detail();
            self.trace.say(self.elapsed(), "RULE", || format!("{rule}: {detail}"));
            self.violation = Some(Violation { rule, detail });
        }
    }

    /// Milliseconds since the beginning.
    pub(crate) fn elapsed(&self) -> Millis {
        self.now - BEGINNING
    }

    /// Carries out the next effect of an app, unless it ends before.
    fn effect(&mut self, run: Run) {
        let Some(app) = self.devices[run.device].app(run) else { return };
        if let Some(left) = &mut app.crash_in {
            if *left == 0 {
                self.crash(run.device);
                return;
            }
            *left -= 1;
        }
        let Some(effect) = app.effects.pop_front() else { return };
        if !app.effects.is_empty() {
            let at = self.now + self.rng.i64(0..4);
            self.tasks.add(at, Task::Effect(run));
        }
        self.carry_out(run, effect);
    }

    fn carry_out(&mut self, run: Run, effect: Effect) {
        match effect {
            Effect::Commit(request, batch) => self.send(run, request, Ask::Commit(batch.into())),
            Effect::Fetch(request, keys) => self.send(run, request, Ask::Fetch(keys)),
            Effect::Count(request, kind) => self.send(run, request, Ask::Count(kind)),
            Effect::Compare(request, kind) => self.send(run, request, Ask::Compare(kind)),
            Effect::RefreshToken => self.ask_for_token(run),
            Effect::Listen { stream, feed, from } => self.listen(run, stream, feed, from),
            Effect::Close(stream) => {
                self.channels.remove(&(run, stream));
            }
            Effect::SetTimer(timer, after) => {
                let at = self.now.saturating_add(Millis::try_from(after).unwrap_or(Millis::MAX));
                if let Some(app) = self.devices[run.device].app(run) {
                    let setting = app.timers.entry(timer).or_default();
                    *setting += 1;
                    self.tasks.add(at, Task::Timer(run, timer, *setting));
                }
            }
            Effect::StopTimer(timer) => {
                if let Some(app) = self.devices[run.device].app(run) {
                    *app.timers.entry(timer).or_default() += 1;
                }
            }
            // The engine's word counted when it was said.
            Effect::Publish(_) => {}
            store => self.carry_out_in_store(run, store),
        }
    }
}
