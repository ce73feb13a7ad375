//! What the dashboard shows, as one value, and every way in which it changes.
//!
//! [`AppState::reduce`] is a pure function; what takes time (asking the core) is in [`crate::actions`].

use std::rc::Rc;

use model::ipc::{
    AccountState, Conflict, Count, ListQuery, MigrationRun, Page, Preferences, ProgramDetail, ProgramRow,
    SettingsState, Starter, Status, SyncDetail, WorkoutRow,
};
use model::migration::RecordCounts;
use model::update::UpdateStatus;
use model::{CommandError, SyncStatus};
use serde_json::Value;

use crate::overlays::Overlay;

pub use crate::state::drag::{Drag, DragSource};
pub use crate::state::list::List;
pub use crate::state::open::Open;
pub use crate::state::toast::{Toast, ToastKind};
pub use crate::store::{App, use_app, use_selector};

pub mod drag;
pub mod list;
pub mod open;
pub mod toast;

/// How far the dashboard has come in showing the library.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Phase {
    /// The first answers are awaited.
    #[default]
    Starting,
    /// The library is shown.
    Ready,
    /// The core can't show the library.
    Failed(CommandError),
}

/// Long work of the core that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, ready to show.
    pub label: String,
    /// Steps done.
    pub done: u64,
    /// Steps in all.
    pub total: u64,
}

/// A sentence for screen readers; the number tells two equal sentences apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Announcement {
    /// The sentence.
    pub text: String,
    /// Raised with every sentence.
    pub number: u64,
}

/// Everything the dashboard shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AppState {
    /// How far it has come.
    pub phase: Phase,
    /// The core's own account: counts, sync, what can be undone.
    pub status: Option<Rc<Status>>,
    /// How sync stands in full.
    pub sync: Rc<SyncDetail>,
    /// What merges decided and nobody has looked at, the newest first.
    pub conflicts: Rc<Vec<Conflict>>,
    /// The migration that was heard of last.
    pub migration: Option<Rc<MigrationRun>>,
    /// How a new version of the app stands.
    pub update: Rc<UpdateStatus>,
    /// It was asked whether moving what is on this machine is to be offered.
    pub offered: bool,
    /// What is on this machine without an account, as long as moving it is offered.
    pub offer: Option<RecordCounts>,
    /// Who is signed in, once that was asked.
    pub account: Option<Rc<AccountState>>,
    /// Raised whenever the library of another owner takes the place of the one shown.
    pub owner: u64,
    /// What is set.
    pub settings: Rc<SettingsState>,
    /// The choices that are remembered.
    pub preferences: Rc<Preferences>,
    /// The workout library.
    pub workouts: List<WorkoutRow>,
    /// The programs.
    pub programs: List<ProgramRow>,
    /// Tags of workouts, the most used first.
    pub tags: Rc<Vec<Count>>,
    /// Raised whenever the library has changed, by whomever: what shows a record asks for it again.
    pub revision: u64,
    /// The programs that come with the app.
    pub starters: Rc<Vec<Starter>>,
    /// The program in the middle.
    pub open: Open,
    /// The revision that it was asked for at; another one while a change made here is shown before the core has
    /// answered.
    shown_at: u64,
    /// Another device has changed it.
    pub news: bool,
    /// The sheet or dialog on top.
    pub overlay: Option<Overlay>,
    /// What has just happened.
    pub toasts: Vec<Toast>,
    /// What screen readers are told.
    pub announcement: Announcement,
    /// A row that is lifted.
    pub drag: Option<Drag>,
    /// In a narrow window: the library is drawn out.
    pub drawer: bool,
    /// Long work under way.
    pub progress: Option<Progress>,
}

/// A way in which the state changes.
#[derive(Clone, Debug)]
pub enum Action {
    /// How far the dashboard has come.
    Phase(Phase),
    /// The core's own account of itself.
    Status(Status),
    /// The sync status alone.
    Sync(SyncStatus),
    /// How sync stands in full.
    Detail(SyncDetail),
    /// What merges decided and nobody has looked at.
    Conflicts(Vec<Conflict>),
    /// A migration stands otherwise.
    Migration(MigrationRun),
    /// A new version of the app stands otherwise.
    Update(UpdateStatus),
    /// Whether to offer moving what is on this machine, and how much that is.
    Offer(Option<RecordCounts>),
    /// How the account stands.
    Account(AccountState),
    /// Another owner's library is open: nothing of the one before stays.
    Owner(AccountState),
    /// What is set was read or changed.
    Settings(SettingsState),
    /// Preferences were read or chosen.
    Preferences(Preferences),
    /// Another search, filter or order of workouts: the request `number` is under way.
    QueryWorkouts(ListQuery, u64),
    /// A page of workouts for the request `number`.
    WorkoutPage(Page<WorkoutRow>, u64),
    /// Another search or order of programs: the request `number` is under way.
    QueryPrograms(ListQuery, u64),
    /// A page of programs for the request `number`.
    ProgramPage(Page<ProgramRow>, u64),
    /// A list could not be read.
    ListFailed(CommandError, u64),
    /// Tags of workouts.
    Tags(Vec<Count>),
    /// The programs that come with the app.
    Starters(Vec<Starter>),
    /// Another program in the middle.
    Open(Open),
    /// The program in the middle, unless another one has been opened meanwhile, asked for at this revision.
    Shown(ProgramDetail, u64),
    /// Whether another device has changed it.
    News(bool),
    /// Shows a sheet or dialog; `None` closes it.
    Overlay(Option<Overlay>),
    /// Something has happened.
    Toast(Toast),
    /// A toast's time is over, or it was closed.
    DropToast(u64),
    /// The library was changed: what earlier toasts offer to undo is no longer the last change.
    Changed,
    /// Tells screen readers.
    Announce(String),
    /// A workout was dropped into the open program at a place; the core will say the same.
    EntryInserted(Rc<WorkoutRow>, usize),
    /// An entry of the open program was moved from one place to another; the core will say the same.
    EntryMoved(usize, usize),
    /// Lifts, moves or drops a row.
    Drag(Option<Drag>),
    /// Draws the library out or in.
    Drawer(bool),
    /// Long work goes on, or is over.
    Progress(Option<Progress>),
}

impl AppState {
    /// What is set under this key.
    pub fn setting(&self, key: &str) -> &Value {
        self.settings.values.get(key).unwrap_or(&Value::Null)
    }

    /// The state after `action`.
    #[must_use]
    pub fn reduce(&self, action: Action) -> Self {
        let mut next = self.clone();
        match action {
            Action::Phase(phase) => next.phase = phase,
            Action::Status(status) => next.status = Some(Rc::new(status)),
            Action::Sync(sync) => {
                next.status = next.status.map(|status| Rc::new(Status { sync, ..(*status).clone() }));
            }
            Action::Detail(detail) => {
                next.status = next
                    .status
                    .map(|status| Rc::new(Status { sync: detail.status.clone(), ..(*status).clone() }));
                next.sync = Rc::new(detail);
            }
            Action::Conflicts(conflicts) => next.conflicts = Rc::new(conflicts),
            Action::Migration(run) => {
                let is_under_way = !run.step.is_over() && run.total > 0;
                next.progress = is_under_way.then(|| Progress {
                    label: run.summary.clone(),
                    done: run.done,
                    total: run.total,
                });
                next.migration = Some(Rc::new(run));
                next.offer = None;
            }
            Action::Update(update) => next.update = Rc::new(update),
            Action::Offer(offer) => {
                next.offered = true;
                next.offer = offer;
            }
            Action::Account(account) => next.account = Some(Rc::new(account)),
            Action::Owner(account) => next = self.of_another(account),
            Action::Settings(settings) => next.settings = Rc::new(settings),
            Action::Preferences(preferences) => next.preferences = Rc::new(preferences),
            Action::QueryWorkouts(query, number) => next.workouts.ask(query, number),
            Action::WorkoutPage(page, number) => next.workouts.receive(page, number),
            Action::QueryPrograms(query, number) => next.programs.ask(query, number),
            Action::ProgramPage(page, number) => next.programs.receive(page, number),
            Action::ListFailed(error, number) => {
                next.workouts.fail(&error, number);
                next.programs.fail(&error, number);
            }
            Action::Tags(tags) => next.tags = Rc::new(tags),
            Action::Starters(starters) => next.starters = Rc::new(starters),
            Action::Open(open) => {
                next.news &= next.open.id() == open.id();
                next.open = open;
            }
            Action::Shown(detail, revision) => {
                if next.open.id() == Some(&detail.program.id) {
                    next.open = Open::Program(Rc::new(detail));
                    next.shown_at = revision;
                }
            }
            Action::News(news) => next.news = news,
            Action::Overlay(overlay) => next.overlay = overlay,
            Action::Toast(toast) => toast::push(&mut next.toasts, toast),
            Action::DropToast(id) => next.toasts.retain(|toast| toast.id != id),
            Action::Changed => {
                next.revision += 1;
                toast::outdate(&mut next.toasts);
            }
            Action::Announce(text) => {
                next.announcement = Announcement { text, number: next.announcement.number + 1 };
            }
            Action::EntryInserted(row, at) => {
                next.open = next.open.with_inserted(&row, at);
                next.shown_at = u64::MAX;
            }
            Action::EntryMoved(from, to) => {
                next.open = next.open.with_moved(from, to);
                next.shown_at = u64::MAX;
            }
            Action::Drag(drag) => next.drag = drag,
            Action::Drawer(open) => next.drawer = open,
            Action::Progress(progress) => next.progress = progress,
        }
        next
    }

    /// The state before anything of the library of `account` is known.
    fn of_another(&self, account: AccountState) -> Self {
        Self {
            account: Some(Rc::new(account)),
            owner: self.owner + 1,
            settings: self.settings.clone(),
            preferences: self.preferences.clone(),
            starters: self.starters.clone(),
            revision: self.revision + 1,
            announcement: Announcement { text: String::new(), number: self.announcement.number + 1 },
            ..Self::default()
        }
    }

    /// The open program is shown as it is in the core, as far as this page has had a hand in it.
    pub fn is_settled(&self) -> bool {
        self.shown_at == self.revision
    }

    /// Whether anything is synced, or would be with a connection.
    pub fn syncs(&self) -> bool {
        !self.sync.paused
            && !matches!(
                self.sync.status,
                SyncStatus::LocalOnly | SyncStatus::Paused { .. } | SyncStatus::NeedsSignIn { .. }
            )
    }

    /// The core can't show the library.
    pub fn has_failed(&self) -> bool {
        matches!(self.phase, Phase::Failed(_))
    }

    /// The library holds nothing at all.
    pub fn is_empty(&self) -> bool {
        self.status.as_ref().is_some_and(|status| status.workouts == 0 && status.programs == 0)
    }
}
