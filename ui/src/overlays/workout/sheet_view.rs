//! How the workout sheet looks: head with the state of saving, the form, and a foot with what needs attention.

use model::{Kind, text};
use yew::prelude::*;

use super::body::Body;
use super::sheet::{After, Msg, Sheet};
use super::stage::{Leaving, Panel, Phase};
use super::status::{Trouble, saving_status};
use crate::components::icon::{Icon, sign};
use crate::overlays::history::History;
use crate::overlays::parts::dialog::Dialog;
use crate::overlays::parts::notice::{closable_notice, loading, loading_failed, notice};
use crate::text::t;

impl Sheet {
    /// The whole sheet.
    pub fn show(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let on_close = link.callback(|()| Msg::Leave(After::Close));
        let label = match self.editor.form.name.trim() {
            "" => t!("sheet-new"),
            name => name.to_owned(),
        };
        html! {
            <Dialog class="sheet" {label} testid="workout-sheet" {on_close} on_key={link.callback(Msg::Key)}>
                { self.head(ctx) }
                <div class="sheet-body" tabindex="-1" autofocus={ctx.props().id.is_some()}>
                    { match &self.phase {
                        Phase::Reading => loading(&t!("sheet-reading")),
                        Phase::Unreadable(error) => loading_failed(&error.message, &link.callback(|()| Msg::Retry)),
                        Phase::Open => self.body(ctx),
                    } }
                </div>
                { self.foot(ctx) }
                { self.history(ctx) }
            </Dialog>
        }
    }

    fn head(&self, ctx: &Context<Self>) -> Html {
        let leave = |after: After| ctx.link().callback(move |_: MouseEvent| Msg::Leave(after.clone()));
        let button = |key: &str, icon: Icon, testid: &'static str, after: After| {
            html! {
                <button type="button" class="icon-button" data-testid={testid} onclick={leave(after)}
                    aria-label={text::get(key)} title={text::get(key)}>
                    { sign(icon) }
                </button>
            }
        };
        html! {
            <header class="sheet-head">
                if matches!(self.phase, Phase::Open) {
                    { saving_status(&self.editor.saving()) }
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
                    { closable_notice("busy", Icon::Sync, &t!("sheet-news"), &[], "sheet-news",
                        Some(link.callback(|()| Msg::HideNotice))) }
                }
                if !self.flags.is_empty() {
                    { notice("waiting", Icon::Info, &t!("sheet-flags"), &self.flags, "sheet-flags") }
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
        let saving = self.editor.saving();
        let trouble = Trouble {
            saving: &saving,
            leaving: self.leaving == Leaving::Kept,
            on_retry: link.callback(|()| Msg::Save),
            on_anew: link.callback(|()| Msg::Anew),
            on_abandon: link.callback(|()| Msg::Abandon),
            on_stay: link.callback(|()| Msg::Stay),
        };
        html! {
            <footer class="sheet-foot">
                { trouble.view() }
                if let Some(removed) = &self.removed {
                    <p class="removed" data-testid="sheet-removed">
                        { removed.label() }
                        <button type="button" class="link" data-testid="sheet-put-back"
                            onclick={link.callback(|_: MouseEvent| Msg::PutBack)}>{ t!("sheet-put-back") }</button>
                    </p>
                }
                <p class="sheet-keys">
                    <span><kbd>{ t!("key-enter") }</kbd>{ t!("sheet-key-enter") }</span>
                    <span><kbd>{ t!("key-alt") }</kbd><kbd>{ t!("key-up") }</kbd><kbd>{ t!("key-down") }</kbd>{ t!("sheet-key-move") }</span>
                    <span><kbd>{ t!("key-escape") }</kbd>{ t!("close") }</span>
                </p>
                <p class="unseen" aria-live="polite">{ &self.spoken }</p>
            </footer>
        }
    }

    fn history(&self, ctx: &Context<Self>) -> Html {
        let Some(id) = self.editor.id().filter(|_| self.history == Panel::Open) else {
            return Html::default();
        };
        html! {
            <History kind={Kind::Workout} id={id.as_str().to_owned()} name={self.editor.form.name.clone()}
                on_close={ctx.link().callback(|()| Msg::HistoryClosed)} />
        }
    }
}
