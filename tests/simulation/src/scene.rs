//! Scenes that are written by hand: what people, the web app and the network do is said step by step, and in between
//! one may look.

use std::collections::BTreeMap;

use fastrand::Rng;
use model::sync::Pending;
use model::{Body, Kind, Millis, RecordKey, SyncStatus};

use crate::cloud::{Form, Path};
use crate::device::Person;
use crate::library::Libraries;
use crate::plan::{Act, Foreign, Plan, Step, Trouble, What};
use crate::trace::Trace;
use crate::world::World;

/// A scene.
pub struct Scene {
    world: World,
    seed: u64,
}

impl Scene {
    /// So many devices of one person, each with an empty library and well connected.
    #[must_use]
    pub fn of(devices: usize, form: Form) -> Self {
        // Every device may be lent.
        let lent = |device| Step { at: 0, device, seed: 0, what: What::Trouble(Trouble::OtherUser) };
        let plan = Plan { seed: 5, devices, form, steps: (0..devices).map(lent).collect() };
        let mut world = World::new(&plan, None, &mut Libraries::default(), Trace::kept());
        world.forget_steps();
        let mut scene = Self { world, seed: 0 };
        scene.wait(5_000);
        scene
    }

    /// Lets time pass, in milliseconds.
    pub fn wait(&mut self, millis: Millis) {
        let until = self.world.now + millis;
        while self.world.tasks.next_at().is_some_and(|at| at <= until) {
            self.world.next();
        }
        self.world.now = until;
        self.assert_sound();
    }

    /// Makes a workout of this id; what is in it the scene doesn't care about.
    pub fn create(&mut self, device: usize, id: &str) {
        let mut rng = self.rng();
        self.world.create(device, Some(RecordKey::new(Kind::Workout, id)), &mut rng);
    }

    /// Sets a text field of a workout.
    pub fn set(&mut self, device: usize, id: &str, field: &str, text: &str) {
        self.world.set(device, &RecordKey::new(Kind::Workout, id), field, text);
    }

    /// Deletes a workout.
    pub fn delete(&mut self, device: usize, id: &str) {
        self.world.delete_one(device, &RecordKey::new(Kind::Workout, id));
    }

    /// A person does something to any record.
    pub fn act(&mut self, device: usize, act: Act) {
        let mut rng = self.rng();
        self.world.act(device, act, &mut rng);
    }

    /// The web app does something to any record.
    pub fn web(&mut self, foreign: Foreign) {
        let mut rng = self.rng();
        self.world.foreign(foreign, &mut rng);
    }

    /// Something goes wrong.
    pub fn trouble(&mut self, device: usize, trouble: Trouble) {
        let mut rng = self.rng();
        self.world.trouble(device, trouble, &mut rng);
    }

    /// Nothing gets through from or to a device, for so many milliseconds.
    pub fn cut_off(&mut self, device: usize, millis: Millis) {
        self.world.devices[device].link.down_until = self.world.now + millis;
        self.world.cut(device, false);
    }

    /// The app on a device ends at once, and is started again when so many milliseconds have passed.
    pub fn switch_off(&mut self, device: usize, millis: Millis) {
        self.world.stop(device);
        let at = self.world.now + millis;
        self.world.tasks.add(at, crate::task::Task::Start(device));
    }

    /// Another person takes a device, or gives it back.
    pub fn hand_over(&mut self, device: usize, to_other: bool) {
        self.world.hand_over(device, if to_other { Person::Bob } else { Person::Ann });
    }

    /// How sync stands on a device.
    #[must_use]
    pub fn status(&self, device: usize) -> Option<&SyncStatus> {
        self.world.devices[device].app.as_ref().map(|app| &app.status)
    }

    /// What waits on a device.
    #[must_use]
    pub fn pending(&self, device: usize) -> Pending {
        self.world.devices[device].local().counts()
    }

    /// A workout on a device.
    #[must_use]
    pub fn here(&self, device: usize, id: &str) -> Option<Body> {
        self.world.devices[device].local().record(&RecordKey::new(Kind::Workout, id))
    }

    /// A workout in the cloud.
    #[must_use]
    pub fn there(&self, id: &str) -> Option<Body> {
        self.world.cloud.get(&path(id)).map(|document| document.fields.clone())
    }

    /// All workouts of whoever uses a device.
    #[must_use]
    pub fn all_here(&self, device: usize) -> BTreeMap<RecordKey, Body> {
        self.world.devices[device].local().records()
    }

    /// What each commit made of a workout.
    #[must_use]
    pub fn commits(&self, id: &str) -> Vec<Option<Body>> {
        self.world
            .cloud
            .versions(&path(id))
            .map(|version| version.map(|document| document.fields.clone()))
            .collect()
    }

    /// Earlier states of a workout on a device.
    #[must_use]
    pub fn history(&self, device: usize, id: &str) -> Vec<Body> {
        let key = RecordKey::new(Kind::Workout, id);
        let versions = self.world.devices[device].local().read(|view| view.history(key.kind, &key.id));
        versions.into_iter().filter_map(|version| version.body).collect()
    }

    /// Ends all faults, and sees that everybody agrees and no rule was broken.
    pub fn settle(&mut self) {
        self.world.settle();
        self.world.judge();
        self.assert_sound();
    }

    fn rng(&mut self) -> Rng {
        self.seed += 1;
        Rng::with_seed(self.seed)
    }

    fn assert_sound(&mut self) {
        if let Some(violation) = &self.world.violation {
            let trace = std::mem::take(&mut self.world.trace).into_lines();
            panic!("{}: {}\n{}", violation.rule, violation.detail, trace.join("\n"));
        }
    }
}

fn path(id: &str) -> Path {
    Path::new(Person::Ann.uid(), Kind::Workout.collection(), id)
}
