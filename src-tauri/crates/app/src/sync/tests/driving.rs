//! The driver by itself, on a clock that goes on when everybody waits.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use model::sync::Pending;
use model::{Body, Kind, SyncStatus};
use serde_json::json;
use store::{Library, Owner, Uid};
use sync::Failure;
use tempfile::TempDir;
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, LocalSet};
use tokio::time::{Instant, advance, sleep};

use super::fake::{Fake, Line};
use crate::sync::SessionNews;
use crate::sync::driver::{Driver, Listener, Nudge};
use crate::sync::local::Local;
use crate::sync::report::Report;

/// What fronts were told.
#[derive(Clone, Default)]
struct Heard {
    reports: Rc<RefCell<Vec<Report>>>,
    changes: Rc<RefCell<Vec<Instant>>>,
    decisions: Rc<Cell<u32>>,
}

impl Listener for Heard {
    fn report(&mut self, report: &Report) {
        let mut reports = self.reports.borrow_mut();
        if reports.last() != Some(report) {
            reports.push(report.clone());
        }
    }

    fn changed(&mut self) {
        self.changes.borrow_mut().push(Instant::now());
    }

    fn decided(&mut self) {
        self.decisions.set(self.decisions.get() + 1);
    }
}

/// A device: its library on disk, a driver that runs, and the server.
struct Rig {
    library: Library,
    server: Fake,
    heard: Heard,
    nudges: Option<mpsc::UnboundedSender<Nudge>>,
    wall: Arc<AtomicI64>,
    run: Option<JoinHandle<Result<(), store::StoreError>>>,
    _dir: TempDir,
}

impl Rig {
    fn new(server: &Fake) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let owner = Owner::Account(Uid::new("ada").unwrap());
        let library = Library::open(&dir.path().join("library.db"), &owner, 0).unwrap().library;
        let mut rig = Self {
            library,
            server: server.clone(),
            heard: Heard::default(),
            nudges: None,
            wall: Arc::new(AtomicI64::new(1_771_432_559_000)),
            run: None,
            _dir: dir,
        };
        rig.start(&[]);
        rig
    }

    fn start(&mut self, first: &'static [Nudge]) {
        let (nudges, mut inbox) = mpsc::unbounded_channel();
        self.nudges = Some(nudges);
        let (library, server) = (self.library.clone(), self.server.clone());
        let (wall, mut heard) = (Arc::clone(&self.wall), self.heard.clone());
        self.run = Some(tokio::task::spawn_local(async move {
            let local = Local::new(library, Arc::new(move || wall.load(Ordering::SeqCst)));
            let driver = Driver::new(local, Arc::new(server), 7, Report::default(), &mut inbox, &mut heard)?;
            driver.run(first).await
        }));
    }

    async fn stop(&mut self) -> Result<(), store::StoreError> {
        self.nudges = None;
        self.run.take().unwrap().await.unwrap()
    }

    fn nudge(&self, nudge: Nudge) {
        self.nudges.as_ref().unwrap().send(nudge).unwrap();
    }

    /// The person writes a workout.
    fn edit(&self, id: &str, name: &str) {
        let body = workout(id, name);
        let now = self.wall.load(Ordering::SeqCst);
        self.library.transact("edit", now, |tx| tx.put(Kind::Workout, id, body)).unwrap();
        self.nudge(Nudge::Changed);
    }

    fn name(&self, id: &str) -> Option<String> {
        let record = self.library.read(|view| view.get(Kind::Workout, id)).unwrap()?;
        Some(record.body["name"].as_str().unwrap().to_owned())
    }

    fn pending(&self) -> Pending {
        self.library.read(|view| Ok::<_, store::StoreError>(view.pending().unwrap())).unwrap()
    }

    fn status(&self) -> SyncStatus {
        self.heard.reports.borrow().last().map(|report| report.status.clone()).unwrap_or_default()
    }

    /// Waits, as long as it takes, for a status.
    async fn until(&self, is: impl Fn(&SyncStatus) -> bool) {
        for _ in 0..20_000 {
            if is(&self.status()) {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("it stays {:?}", self.heard.reports.borrow().last());
    }

    /// As [`Rig::until`], and not before the last edit was heard of.
    async fn until_synced(&self) {
        let nothing = Pending::default();
        self.until(|status| matches!(status, SyncStatus::Synced { .. }) && self.pending() == nothing).await;
    }
}

fn workout(id: &str, name: &str) -> Body {
    let workout = json!({ "id": id, "name": name, "version": 1 });
    workout.as_object().unwrap().clone()
}

/// Runs a test on a clock of its own.
fn on_paused_clock(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.unwrap().block_on(LocalSet::new().run_until(test));
}

#[test]
fn what_one_device_writes_another_reads() {
    on_paused_clock(async {
        let server = Fake::default();
        let (one, other) = (Rig::new(&server), Rig::new(&server));
        one.edit("w", "Push");
        one.until_synced().await;
        sleep(Duration::from_secs(1)).await;
        assert_eq!(other.name("w").as_deref(), Some("Push"));
        other.edit("w", "Pull");
        sleep(Duration::from_secs(1)).await;
        assert_eq!(one.name("w").as_deref(), Some("Pull"));
        other.library.transact("delete", 0, |tx| tx.delete(Kind::Workout, "w")).unwrap();
        other.nudge(Nudge::Changed);
        sleep(Duration::from_secs(1)).await;
        assert_eq!((one.name("w"), server.count(Kind::Workout)), (None, 0));
        for rig in [one, other] {
            rig.until_synced().await;
            assert_eq!(rig.pending(), Pending::default());
        }
    });
}

#[test]
fn no_answer_within_the_deadline_is_a_failure_and_nothing_is_lost() {
    on_paused_clock(async {
        let rig = Rig::new(&Fake::default());
        rig.until_synced().await;
        rig.server.world().line = Line::Silent;
        rig.edit("w", "Push");
        let asked = Instant::now();
        while rig.heard.reports.borrow().last().unwrap().trouble.is_none() {
            sleep(Duration::from_millis(100)).await;
            assert!(asked.elapsed() < Duration::from_secs(33));
        }
        assert!(asked.elapsed() >= Duration::from_secs(32));
        assert!(rig.heard.reports.borrow().last().unwrap().next_try_at.is_some());
        rig.server.world().line = Line::Up;
        rig.until_synced().await;
        assert_eq!(rig.heard.reports.borrow().last().unwrap().trouble, None);
        assert_eq!(rig.server.document(Kind::Workout, "w").unwrap()["name"], "Push");
    });
}

#[test]
fn offline_is_told_and_ends_by_itself_or_at_once_when_asked() {
    on_paused_clock(async {
        let rig = Rig::new(&Fake::default());
        rig.until_synced().await;
        rig.server.go_down();
        rig.edit("w", "Push");
        rig.until(|status| *status == SyncStatus::Offline { pending: 1 }).await;
        sleep(Duration::from_mins(10)).await;
        assert_eq!(rig.status(), SyncStatus::Offline { pending: 1 });
        rig.server.come_back();
        let asked = Instant::now();
        rig.nudge(Nudge::Now(9));
        rig.until_synced().await;
        assert!(asked.elapsed() < Duration::from_secs(1));
        assert_eq!(rig.heard.reports.borrow().last().unwrap().hurried, 9);
        rig.server.go_down();
        rig.until(|status| matches!(status, SyncStatus::Offline { .. })).await;
        rig.server.come_back();
        rig.until_synced().await;
    });
}

#[test]
fn a_lost_answer_doubles_nothing() {
    on_paused_clock(async {
        let rig = Rig::new(&Fake::default());
        rig.until_synced().await;
        rig.server.world().lost_answers = 3;
        rig.edit("w", "Push");
        rig.until_synced().await;
        assert_eq!(rig.server.document(Kind::Workout, "w").unwrap()["version"], 1);
    });
}

#[test]
fn a_token_that_has_expired_is_renewed_and_one_that_is_revoked_asks_to_sign_in() {
    on_paused_clock(async {
        let rig = Rig::new(&Fake::default());
        rig.until_synced().await;
        rig.server.world().expired = true;
        rig.edit("w", "Push");
        rig.until_synced().await;
        {
            let mut world = rig.server.world();
            (world.expired, world.revoked) = (true, true);
        }
        rig.edit("w", "Pull");
        rig.until(|status| *status == SyncStatus::NeedsSignIn { pending: 1 }).await;
        assert_eq!(rig.name("w").as_deref(), Some("Pull"));
    });
}

#[test]
fn a_session_that_ends_elsewhere_stops_everything() {
    on_paused_clock(async {
        let rig = Rig::new(&Fake::default());
        rig.until_synced().await;
        rig.server.tell_session(SessionNews::Over);
        rig.until(|status| *status == SyncStatus::NeedsSignIn { pending: 0 }).await;
        let commits = rig.server.world().commits;
        rig.edit("w", "Push");
        rig.until(|status| *status == SyncStatus::NeedsSignIn { pending: 1 }).await;
        sleep(Duration::from_mins(10)).await;
        assert_eq!(rig.server.world().commits, commits);
    });
}

#[test]
fn what_is_refused_waits_for_the_person_and_the_rest_goes_on() {
    on_paused_clock(async {
        let rig = Rig::new(&Fake::default());
        rig.until_synced().await;
        rig.server.world().denied.insert("bad".to_owned());
        rig.edit("bad", "Bad");
        for n in 0..20 {
            rig.edit(&format!("w{n}"), "Good");
        }
        rig.until(|status| *status == SyncStatus::NeedsAttention { refused: 1, pending: 0 }).await;
        assert_eq!(rig.server.count(Kind::Workout), 20);
        rig.server.world().denied.clear();
        rig.library.transact("retry", 0, |tx| tx.retry(Kind::Workout, "bad")).unwrap();
        rig.nudge(Nudge::Changed);
        rig.until_synced().await;
        assert_eq!(rig.server.count(Kind::Workout), 21);
    });
}

#[test]
fn paused_nothing_goes_out_and_nothing_comes_in() {
    on_paused_clock(async {
        let mut rig = Rig::new(&Fake::default());
        rig.until_synced().await;
        rig.nudge(Nudge::Pause);
        rig.edit("w", "Push");
        rig.until(|status| *status == SyncStatus::Paused { pending: 1 }).await;
        rig.server.write(Kind::Workout, "v", workout("v", "Theirs"));
        rig.nudge(Nudge::Now(1));
        sleep(Duration::from_mins(10)).await;
        assert_eq!((rig.server.world().commits, rig.name("v")), (0, None));
        rig.stop().await.unwrap();
        rig.start(&[Nudge::Pause]);
        sleep(Duration::from_mins(10)).await;
        assert_eq!((rig.status(), rig.server.world().commits), (SyncStatus::Paused { pending: 1 }, 0));
        rig.nudge(Nudge::Resume);
        rig.until_synced().await;
        assert_eq!((rig.server.count(Kind::Workout), rig.name("v").as_deref()), (2, Some("Theirs")));
    });
}

#[test]
fn after_a_sleep_dead_streams_are_opened_anew() {
    on_paused_clock(async {
        let rig = Rig::new(&Fake::default());
        rig.until_synced().await;
        let dead = rig.server.forget_streams();
        rig.server.write(Kind::Workout, "v", workout("v", "Theirs"));
        sleep(Duration::from_mins(1)).await;
        assert_eq!((rig.name("v"), rig.server.world().reconnects), (None, 0), "nobody notices");
        rig.wall.fetch_add(3_600_000, Ordering::SeqCst);
        sleep(Duration::from_secs(12)).await;
        assert_eq!((rig.name("v").as_deref(), rig.server.world().reconnects), (Some("Theirs"), 1));
        drop(dead);
        rig.until_synced().await;
    });
}

#[test]
fn a_sleep_is_noticed_where_the_monotonic_clock_goes_on_meanwhile() {
    on_paused_clock(async {
        let rig = Rig::new(&Fake::default());
        rig.until_synced().await;
        let dead = rig.server.forget_streams();
        rig.server.write(Kind::Workout, "v", workout("v", "Theirs"));
        rig.wall.fetch_add(3_600_000, Ordering::SeqCst);
        advance(Duration::from_hours(1)).await;
        sleep(Duration::from_secs(12)).await;
        assert_eq!((rig.name("v").as_deref(), rig.server.world().reconnects), (Some("Theirs"), 1));
        drop(dead);
    });
}

#[test]
fn connections_that_may_be_dead_are_not_used_when_it_is_tried_at_once() {
    on_paused_clock(async {
        let rig = Rig::new(&Fake::default());
        rig.until_synced().await;
        rig.nudge(Nudge::Now(1));
        sleep(Duration::from_secs(1)).await;
        rig.until_synced().await;
        assert_eq!(rig.server.world().reconnects, 0, "nothing has failed");
        rig.server.go_down();
        rig.until(|status| matches!(status, SyncStatus::Offline { .. })).await;
        rig.nudge(Nudge::Now(2));
        sleep(Duration::from_millis(1)).await;
        assert_eq!(rig.server.world().reconnects, 1);
        rig.server.come_back();
        rig.until_synced().await;
        rig.server.tell_session(SessionNews::Online);
        sleep(Duration::from_millis(1)).await;
        assert_eq!(rig.server.world().reconnects, 2, "it may be another network");
        rig.until_synced().await;
    });
}

#[test]
fn many_changes_are_told_in_few_words() {
    on_paused_clock(async {
        let rig = Rig::new(&Fake::default());
        rig.until_synced().await;
        rig.heard.changes.borrow_mut().clear();
        for n in 0..100 {
            rig.server.write(Kind::Workout, &format!("w{n}"), workout(&format!("w{n}"), "Theirs"));
            sleep(Duration::from_millis(10)).await;
        }
        sleep(Duration::from_secs(1)).await;
        let told = rig.heard.changes.borrow().clone();
        assert!(told.len() >= 2 && told.is_sorted(), "{told:?}");
        assert!(told.windows(2).all(|two| two[1] - two[0] >= Duration::from_millis(500)), "{told:?}");
        assert_eq!(rig.name("w99").as_deref(), Some("Theirs"));
        sleep(Duration::from_mins(10)).await;
        assert_eq!(rig.heard.changes.borrow().len(), told.len(), "then there is nothing to tell");
    });
}

#[test]
fn a_library_that_is_closed_ends_it() {
    on_paused_clock(async {
        let mut rig = Rig::new(&Fake::default());
        rig.until_synced().await;
        rig.library.close();
        rig.nudge(Nudge::Changed);
        let ended = rig.run.take().unwrap().await.unwrap();
        assert!(matches!(ended, Err(store::StoreError::Closed)), "{ended:?}");
    });
}

#[test]
fn what_is_said_of_failures_is_for_people() {
    let failure = |code| Failure { code, message: "x".into(), retry_after: None };
    assert_eq!(crate::sync::report::trouble(&failure(None)), None, "the status says it");
    for code in [sync::Code::PermissionDenied, sync::Code::ResourceExhausted, sync::Code::Internal] {
        let said = crate::sync::report::trouble(&failure(Some(code))).unwrap();
        assert!(said.len() > 40 && !said.contains('{'), "{said}");
    }
}

#[test]
fn what_a_merge_decides_is_told_with_the_version_that_lost() {
    on_paused_clock(async {
        let server = Fake::default();
        let (one, other) = (Rig::new(&server), Rig::new(&server));
        one.edit("w", "Push");
        one.until_synced().await;
        sleep(Duration::from_secs(1)).await;
        for rig in [&one, &other] {
            rig.nudge(Nudge::Pause);
        }
        one.edit("w", "Pull");
        other.wall.fetch_add(1_000, Ordering::SeqCst);
        other.edit("w", "Legs");
        one.nudge(Nudge::Resume);
        one.until_synced().await;
        assert_eq!(one.heard.decisions.get(), 0);
        other.nudge(Nudge::Resume);
        other.until_synced().await;
        sleep(Duration::from_secs(1)).await;
        for rig in [&one, &other] {
            assert_eq!(rig.name("w").as_deref(), Some("Legs"), "the later edit");
        }
        assert_eq!((one.heard.decisions.get(), other.heard.decisions.get()), (0, 1));
        let conflicts = other.library.read(|view| view.conflicts(9)).unwrap();
        let [conflict] = &conflicts[..] else { panic!("{conflicts:?}") };
        assert_eq!((conflict.lost[0].path.as_str(), conflict.ours), ("name", None));
        let lost = other.library.read(|view| view.version(conflict.theirs.unwrap())).unwrap().unwrap();
        assert_eq!(lost.body.unwrap()["name"], "Pull");
    });
}
