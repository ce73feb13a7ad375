//! The workout sheet: reads the workout, saves what is typed by itself, and never leaves with something unsaved.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use model::ipc::{
    Count, Create, CreateWorkout, DuplicateWorkout, GetWorkout, ProgramUse, UpdateWorkout, WorkoutDetail,
    WorkoutDuplicate, WorkoutRef, WorkoutUpdate,
};
use model::{CommandError, ErrorCode, Kind, ProgramId, WorkoutId, text};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use yew::prelude::*;

use super::body::Body;
use super::change::{Change, Removed};
use super::editor::{Editor, Request, Saving};
use super::exercise::row_id;
use super::status::{SavingStatus, Trouble};
use crate::components::icon::{Icon, Sign};
use crate::overlays::Overlay;
use crate::overlays::history::History;
use crate::overlays::parts::dialog::Dialog;
use crate::overlays::parts::dom;
use crate::overlays::parts::notice::{Loading, LoadingFailed, Notice};
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
    Abandon,
    Stay,
    Anew,
    PutBack,
    HideNotice,
    HistoryClosed,
}

enum Phase {
    Reading,
    Unreadable(CommandError),
    Open,
}

/// The workout sheet.
pub struct Sheet {
    phase: Phase,
    editor: Editor,
    used_by: Vec<ProgramUse>,
    flags: Vec<String>,
    timer: Option<Timeout>,
    after: Option<After>,
    /// The person wanted to leave, and something kept them.
    leaving: bool,
    news: bool,
    removed: Option<Removed>,
    spoken: String,
    focus: Option<String>,
    history: bool,
    away: Option<Closure<dyn FnMut()>>,
    /// The person chose to leave without what isn't saved.
    abandoned: bool,
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
            leaving: false,
            news: false,
            removed: None,
            spoken: String::new(),
            focus: None,
            history: false,
            away: None,
            abandoned: false,
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
                self.read(ctx);
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
            Msg::Leave(after) => self.leave(ctx, after),
            Msg::Abandon => {
                self.abandoned = true;
                close(ctx);
            }
            Msg::Stay => self.leaving = false,
            Msg::Anew => {
                self.editor.start_anew();
                self.save(ctx);
            }
            Msg::PutBack => {
                if let Some(removed) = self.removed.take() {
                    self.change(ctx, Change::PutBack(removed));
                }
            }
            Msg::HideNotice => self.news = false,
            Msg::HistoryClosed => self.history = false,
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let on_close = link.callback(|()| Msg::Leave(After::Close));
        let label = match self.editor.form.name.trim() {
            "" => t!("sheet-new"),
            name => name.to_owned(),
        };
        html! {
            <Dialog class="sheet" {label} testid="workout-sheet" {on_close}>
                { self.head(ctx) }
                <div class="sheet-body">
                    { match &self.phase {
                        Phase::Reading => html! { <Loading label={t!("sheet-reading")} /> },
                        Phase::Unreadable(error) => html! {
                            <LoadingFailed message={error.message.clone()} on_retry={link.callback(|()| Msg::Retry)} />
                        },
                        Phase::Open => self.body(ctx),
                    } }
                </div>
                { self.foot(ctx) }
                { self.history(ctx) }
            </Dialog>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            if ctx.props().id.is_some() {
                self.read(ctx);
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
        if let Some(request) = self.editor.last_request().filter(|_| !self.abandoned) {
            actions::spawn(save_and_go(ctx.props().app.clone(), request));
        }
        if let Some((window, away)) = web_sys::window().zip(self.away.take()) {
            // It was added; removing it can't fail.
            drop(window.remove_event_listener_with_callback("blur", away.as_ref().unchecked_ref()));
        }
    }
}

impl Sheet {
    fn read(&self, ctx: &Context<Self>) {
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
                self.news |= self.editor.changed_elsewhere(&detail.workout);
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
        self.leaving = false;
        self.focus = outcome.focus.map(row_id);
        if stay {
            // Moving an element in the page takes the focus from it.
            self.focus = dom::active_element().map(|element| element.id()).filter(|id| !id.is_empty());
        }
        if let Some(said) = outcome.say {
            self.spoken = said;
        }
        if outcome.removed.is_some() {
            self.removed = outcome.removed;
        }
        self.save_soon(ctx, PAUSE);
    }

    fn save_soon(&mut self, ctx: &Context<Self>, pause: u32) {
        let link = ctx.link().clone();
        self.timer = Some(Timeout::new(pause, move || link.send_message(Msg::Save)));
    }

    fn save(&mut self, ctx: &Context<Self>) {
        self.timer = None;
        let Some(request) = self.editor.request() else { return };
        ctx.link().send_future(async { Msg::Answered(send(request).await) });
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
                self.leaving |= self.after.take().is_some();
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
            self.leaving = true;
        } else {
            self.go(ctx, after);
        }
    }

    fn go(&mut self, ctx: &Context<Self>, after: After) {
        let app = ctx.props().app.clone();
        let id = self.editor.id().cloned();
        match (after, id) {
            (After::History, Some(_)) => self.history = true,
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
        let away = Closure::<dyn FnMut()>::new(move || link.send_message(Msg::Save));
        if let Some(window) = web_sys::window() {
            // Listening to a window's own event can't fail.
            drop(window.add_event_listener_with_callback("blur", away.as_ref().unchecked_ref()));
        }
        self.away = Some(away);
    }

    fn head(&self, ctx: &Context<Self>) -> Html {
        let leave = |after: After| ctx.link().callback(move |_: MouseEvent| Msg::Leave(after.clone()));
        let button = |key: &str, icon: Icon, testid: &'static str, after: After| {
            html! {
                <button type="button" class="icon-button" data-testid={testid} onclick={leave(after)}
                    aria-label={text::get(key)} title={text::get(key)}>
                    <Sign {icon} />
                </button>
            }
        };
        html! {
            <header class="sheet-head">
                if matches!(self.phase, Phase::Open) {
                    <SavingStatus saving={self.editor.saving()} />
                }
                <span class="spacer"></span>
                if self.editor.id().is_some() {
                    { button("sheet-history", Icon::Clock, "sheet-history", After::History) }
                    { button("sheet-duplicate", Icon::Copy, "sheet-duplicate", After::Duplicate) }
                    { button("sheet-delete", Icon::Trash, "sheet-delete", After::Delete) }
                    <span class="rule" aria-hidden="true"></span>
                }
                { button("close", Icon::Close, "sheet-close", After::Close) }
            </header>
        }
    }

    fn body(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        html! {
            <>
                if self.news {
                    <Notice kind="busy" icon={Icon::Sync} text={t!("sheet-news")} testid="sheet-news"
                        on_close={link.callback(|()| Msg::HideNotice)} />
                }
                if !self.flags.is_empty() {
                    <Notice kind="waiting" icon={Icon::Info} text={t!("sheet-flags")} testid="sheet-flags"
                        lines={self.flags.clone()} />
                }
                <Body form={self.editor.form.clone()} new={ctx.props().id.is_none()}
                    problems={self.editor.problems()} used_tags={ctx.props().used_tags.clone()}
                    used_by={self.used_by.clone()} on={link.callback(Msg::Change)}
                    on_program={link.callback(|id| Msg::Leave(After::Program(id)))} />
            </>
        }
    }

    fn foot(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        html! {
            <footer class="sheet-foot">
                <Trouble saving={self.editor.saving()} leaving={self.leaving}
                    on_retry={link.callback(|()| Msg::Save)} on_anew={link.callback(|()| Msg::Anew)}
                    on_abandon={link.callback(|()| Msg::Abandon)} on_stay={link.callback(|()| Msg::Stay)} />
                if let Some(removed) = &self.removed {
                    <p class="removed" data-testid="sheet-removed">
                        { removed.label() }
                        <button type="button" class="link" data-testid="sheet-put-back"
                            onclick={link.callback(|_: MouseEvent| Msg::PutBack)}>{ t!("sheet-put-back") }</button>
                    </p>
                }
                <p class="sheet-keys">
                    <span><kbd>{ t!("key-enter") }</kbd>{ t!("sheet-key-enter") }</span>
                    <span><kbd>{ t!("sheet-key-alt") }</kbd>{ t!("sheet-key-move") }</span>
                    <span><kbd>{ t!("key-escape") }</kbd>{ t!("close") }</span>
                </p>
                <p class="unseen" aria-live="polite">{ &self.spoken }</p>
            </footer>
        }
    }

    fn history(&self, ctx: &Context<Self>) -> Html {
        let Some(id) = self.editor.id().filter(|_| self.history) else { return Html::default() };
        html! {
            <History kind={Kind::Workout} id={id.as_str().to_owned()} name={self.editor.form.name.clone()}
                on_close={ctx.link().callback(|()| Msg::HistoryClosed)} />
        }
    }
}

fn close(ctx: &Context<Sheet>) {
    ctx.props().app.dispatch(Action::Overlay(None));
}

async fn send(request: Request) -> Result<WorkoutDetail, CommandError> {
    match request {
        Request::Create(changes) => backend::call::<CreateWorkout>(Create { changes }).await,
        Request::Update(id, changes) => backend::call::<UpdateWorkout>(WorkoutUpdate { id, changes }).await,
    }
}

async fn save_and_go(app: App, request: Request) {
    match send(request).await {
        Ok(_) => {
            app.dispatch(Action::Changed);
            actions::refresh(app).await;
        }
        Err(error) => actions::report(&app, &error),
    }
}

async fn open_copy(app: App, id: WorkoutId) {
    let args = WorkoutDuplicate { id, name: None };
    if let Some(copy) = actions::change::<DuplicateWorkout>(&app, args).await {
        actions::done(&app, t!("workout-duplicated", name = copy.workout.name), true);
        app.dispatch(Action::Overlay(Some(Overlay::Workout { id: Some(copy.workout.id) })));
    }
}
