//! The workout sheet: reads the workout, saves what is typed by itself, and never leaves with something unsaved.

use std::cell::RefCell;
use std::mem;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use model::ipc::{Count, GetWorkout, ProgramUse, WorkoutDetail, WorkoutRef};
use model::{CommandError, ErrorCode, ProgramId, WorkoutId};
use yew::prelude::*;

use super::calls::{finish, open_copy, save_and_go, send};
use super::change::{Change, Removed};
use super::editor::{Editor, Saving};
use super::exercise::row_id;
use super::stage::{Leaving, Panel, Phase};
use crate::overlays::parts::dom;
use crate::state::{Action, App};
use crate::text::t;
use crate::{actions, backend};

/// How long a person pauses before what they typed is saved, in milliseconds.
const PAUSE: u32 = 600;
/// How long after a failure it is tried again, in milliseconds.
const RETRY: u32 = 10_000;

/// See [`Sheet`].
#[derive(Properties, PartialEq)]
pub struct SheetProps {
    /// The workout; `None` for a new one.
    pub id: Option<WorkoutId>,
    /// The dashboard.
    pub app: App,
    /// Another number whenever the library may have changed.
    pub revision: u64,
    /// The tags that workouts have.
    pub used_tags: Rc<Vec<Count>>,
}

/// What happens once everything is saved.
#[derive(Clone, Debug, PartialEq)]
pub enum After {
    /// The sheet closes.
    Close,
    /// A copy is made and opened.
    Duplicate,
    /// The workout is deleted.
    Delete,
    /// Its earlier versions are shown.
    History,
    /// A program is opened.
    Program(ProgramId),
}

/// What the sheet hears.
pub enum Msg {
    Read(Result<WorkoutDetail, CommandError>),
    Reread(Result<WorkoutDetail, CommandError>),
    Retry,
    Change(Change),
    Save,
    Answered(Result<WorkoutDetail, CommandError>),
    Leave(After),
    Flushed(After),
    Abandon,
    Stay,
    Anew,
    PutBack,
    Key(KeyboardEvent),
    HideNotice,
    HistoryClosed,
}

/// The workout sheet.
pub struct Sheet {
    pub(super) phase: Phase,
    pub(super) editor: Editor,
    pub(super) used_by: Vec<ProgramUse>,
    pub(super) flags: Vec<String>,
    timer: Option<Timeout>,
    after: Option<After>,
    pub(super) leaving: Leaving,
    pub(super) news: bool,
    pub(super) removed: Option<Removed>,
    /// Nothing was done since.
    just_removed: bool,
    pub(super) spoken: String,
    focus: Option<String>,
    pub(super) history: Panel,
    away: Option<EventListener>,
    /// What was typed, once the sheet is gone, for whoever waits for the answer to a save.
    left: Rc<RefCell<Option<Editor>>>,
    /// Whose library the workout belongs to.
    owner: u64,
}

impl Component for Sheet {
    type Message = Msg;
    type Properties = SheetProps;

    fn create(ctx: &Context<Self>) -> Self {
        let new = ctx.props().id.is_none();
        Self {
            phase: if new { Phase::Open } else { Phase::Reading },
            editor: Editor::blank(),
            used_by: Vec::new(),
            flags: Vec::new(),
            timer: None,
            after: None,
            leaving: Leaving::No,
            news: false,
            removed: None,
            just_removed: false,
            spoken: String::new(),
            focus: None,
            history: Panel::Closed,
            away: None,
            left: Rc::default(),
            owner: ctx.props().app.state().owner,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &SheetProps) -> bool {
        if ctx.props().revision != old.revision {
            self.reread(ctx);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Retry => {
                self.phase = Phase::Reading;
                Self::read(ctx);
            }
            Msg::Read(Ok(detail)) => {
                self.phase = Phase::Open;
                self.editor = Editor::of(&detail.workout);
                self.take_sides(&detail);
            }
            Msg::Read(Err(error)) => self.phase = Phase::Unreadable(error),
            Msg::Reread(answer) => self.reread_answered(answer),
            Msg::Change(change) => self.change(ctx, change),
            Msg::Save => self.save(ctx),
            Msg::Answered(answer) => self.answered(ctx, answer),
            Msg::Leave(after) => {
                // A field that is left says what was typed in it last; that comes before what follows here.
                if let Some(field) = dom::active_element().filter(|field| crate::dom::is_typing(Some(field)))
                {
                    // A field that has the focus can lose it.
                    drop(field.blur());
                }
                ctx.link().send_message(Msg::Flushed(after));
            }
            Msg::Flushed(after) => self.leave(ctx, after),
            Msg::Abandon => {
                self.leaving = Leaving::Abandoned;
                close(ctx);
            }
            Msg::Stay => self.leaving = Leaving::No,
            Msg::Anew => {
                self.editor.start_anew();
                self.save(ctx);
            }
            Msg::PutBack => {
                if let Some(removed) = self.removed.take() {
                    self.change(ctx, Change::PutBack(removed));
                }
            }
            Msg::Key(event) => self.key(ctx, &event),
            Msg::HideNotice => self.news = false,
            Msg::HistoryClosed => self.history = Panel::Left,
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        self.show(ctx)
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            if ctx.props().id.is_some() {
                Self::read(ctx);
            }
            self.save_when_away(ctx);
        }
        if let Some(id) = self.focus.take()
            && let Some(element) = dom::by_id(&id)
        {
            dom::focus_element(&element);
            dom::reveal(&element);
        }
    }

    fn destroy(&mut self, ctx: &Context<Self>) {
        // Another overlay may have taken the place of this one.
        let app = ctx.props().app.clone();
        if self.leaving == Leaving::Abandoned {
            return;
        }
        if app.state().owner != self.owner {
            // The library that it belongs to is closed, and no other may have it.
            if self.editor.has_unsaved() {
                actions::report(&app, &CommandError::new(ErrorCode::Conflict, t!("sheet-owner-left")));
            }
        } else if self.editor.in_flight() {
            self.left.replace(Some(mem::take(&mut self.editor)));
        } else if let Some(request) = self.editor.last_request() {
            actions::spawn(save_and_go(app, request));
        }
    }
}

impl Sheet {
    fn read(ctx: &Context<Self>) {
        if let Some(id) = ctx.props().id.clone() {
            ctx.link().send_future(async { Msg::Read(backend::call::<GetWorkout>(WorkoutRef { id }).await) });
        }
    }

    fn reread(&self, ctx: &Context<Self>) {
        if let Some(id) = self.editor.id().cloned() {
            ctx.link()
                .send_future(async { Msg::Reread(backend::call::<GetWorkout>(WorkoutRef { id }).await) });
        }
    }

    fn reread_answered(&mut self, answer: Result<WorkoutDetail, CommandError>) {
        match answer {
            Ok(detail) if self.editor.id() == Some(&detail.workout.id) => {
                let news = self.editor.changed_elsewhere(&detail.workout);
                self.news |= news && self.history == Panel::Closed;
                if news && self.history == Panel::Left {
                    self.history = Panel::Closed;
                }
                self.take_sides(&detail);
            }
            Err(error) if error.code == ErrorCode::NotFound => self.editor.deleted_elsewhere(),
            // What can't be read now is read at the next change; what is typed is in the form.
            Ok(_) | Err(_) => {}
        }
    }

    fn take_sides(&mut self, detail: &WorkoutDetail) {
        self.used_by.clone_from(&detail.used_by);
        self.flags.clone_from(&detail.flags);
    }

    fn change(&mut self, ctx: &Context<Self>, change: Change) {
        let stay = matches!(change, Change::MoveGroup { .. });
        let outcome = change.apply(&mut self.editor.form);
        self.leaving = Leaving::No;
        self.focus = outcome.focus.map(row_id);
        if stay {
            // Moving an element in the page takes the focus from it.
            self.focus = dom::active_element().map(|element| element.id()).filter(|id| !id.is_empty());
        }
        if let Some(said) = outcome.say {
            self.spoken = said;
        }
        self.just_removed = outcome.removed.is_some();
        if self.just_removed {
            self.removed = outcome.removed;
        }
        self.save_soon(ctx, PAUSE);
    }

    /// Ctrl+Z puts back what was removed. A text field has its own, unless the removal was the last thing done.
    fn key(&mut self, ctx: &Context<Self>, event: &KeyboardEvent) {
        let undo = (event.ctrl_key() || event.meta_key()) && event.key().to_lowercase() == "z";
        let typing = crate::dom::is_typing(dom::active_element().as_deref());
        if undo
            && (self.just_removed || !typing)
            && let Some(removed) = self.removed.take()
        {
            event.prevent_default();
            self.change(ctx, Change::PutBack(removed));
        }
    }

    fn save_soon(&mut self, ctx: &Context<Self>, pause: u32) {
        let link = ctx.link().clone();
        self.timer = Some(Timeout::new(pause, move || link.send_message(Msg::Save)));
    }

    fn save(&mut self, ctx: &Context<Self>) {
        self.timer = None;
        let Some(request) = self.editor.request() else { return };
        let (app, left) = (ctx.props().app.clone(), self.left.clone());
        ctx.link().send_future(async move {
            let answer = send(request).await;
            if let Some(editor) = left.take() {
                actions::spawn(finish(app, editor, answer.clone()));
            }
            Msg::Answered(answer)
        });
    }

    fn answered(&mut self, ctx: &Context<Self>, answer: Result<WorkoutDetail, CommandError>) {
        match answer {
            Ok(detail) => {
                self.news |= self.editor.saved(&detail);
                self.take_sides(&detail);
                let app = ctx.props().app.clone();
                app.dispatch(Action::Changed);
                actions::spawn(actions::refresh(app));
                match self.after.take() {
                    Some(after) => self.leave(ctx, after),
                    None if self.editor.saving() == Saving::Waiting => self.save_soon(ctx, PAUSE),
                    None => {}
                }
            }
            Err(error) => {
                self.editor.failed(error);
                if self.after.take().is_some() {
                    self.leaving = Leaving::Kept;
                    crate::dom::focus_soon("[data-testid='sheet-trouble'] button");
                }
                if matches!(self.editor.saving(), Saving::Failed(_)) {
                    self.save_soon(ctx, RETRY);
                }
            }
        }
    }

    /// Goes on to `after` once nothing is unsaved; until then, or if that can't be, stays and says why.
    fn leave(&mut self, ctx: &Context<Self>, after: After) {
        self.editor.name_if_needed();
        self.save(ctx);
        if self.editor.in_flight() {
            self.after = Some(after);
        } else if self.editor.has_unsaved() {
            self.leaving = Leaving::Kept;
            crate::dom::focus_soon("[data-testid='sheet-trouble'] button");
        } else {
            self.go(ctx, after);
        }
    }

    fn go(&mut self, ctx: &Context<Self>, after: After) {
        let app = ctx.props().app.clone();
        let id = self.editor.id().cloned();
        match (after, id) {
            (After::History, Some(_)) => self.history = Panel::Open,
            (After::Duplicate, Some(id)) => actions::spawn(open_copy(app, id)),
            (After::Delete, Some(id)) => {
                close(ctx);
                let name = self.editor.form.name.trim().to_owned();
                actions::spawn(actions::workouts::delete(app, id, name, None));
            }
            (After::Program(program), _) => {
                close(ctx);
                actions::spawn(actions::programs::open(app, program));
            }
            _ => close(ctx),
        }
    }

    /// A person who turns to another window may close this one next.
    fn save_when_away(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        let save = move |_: &Event| link.send_message(Msg::Save);
        self.away = web_sys::window().map(|window| EventListener::new(&window, "blur", save));
    }
}

fn close(ctx: &Context<Sheet>) {
    ctx.props().app.dispatch(Action::Overlay(None));
}
