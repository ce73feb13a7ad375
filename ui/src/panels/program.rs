//! The open program, in the middle.

use std::rc::Rc;

use model::ipc::ProgramDetail;
use yew::prelude::*;

use crate::actions;
use crate::components::button::icon_button;
use crate::components::icon::{Icon, sign};
use crate::components::week_strip::week_strip;
use crate::panels::notice::{trouble, waiting};
use crate::panels::welcome::nothing_open;
use crate::state::{Action, App, AppState, Open, Phase};
use crate::testid;
use crate::text::t;

mod entries;
mod entry;
mod head;

use entries::Entries;
use head::Head;

/// The middle: the open program, or the way to one.
pub fn middle(app: &App, state: &AppState) -> Html {
    let retry = {
        let app = app.clone();
        Callback::from(move |()| actions::spawn(actions::start::load(app.clone())))
    };
    let body = match (&state.phase, &state.open) {
        (Phase::Failed(error), _) => trouble(t!("library-failed"), error.message.clone(), &retry),
        (_, Open::Program(detail)) => program(app, detail, state.news),
        (Phase::Starting, _) | (_, Open::Loading(_)) => {
            html! { <div class="program-waiting">{ waiting() }</div> }
        }
        (Phase::Ready, Open::Nothing) => nothing_open(app, state),
    };
    html! { <main class="middle">{ body }</main> }
}

fn program(app: &App, detail: &Rc<ProgramDetail>, news: bool) -> Html {
    let app = app.clone();
    let close = Callback::from(move |_| app.dispatch(Action::News(false)));
    let id = detail.program.id.to_string();
    let flags = detail.flags.iter().map(|flag| html! { <li>{ flag.clone() }</li> });
    html! {
        <div key={id.clone()} class="scroll program-scroll" data-drag-scroll="" data-drop="">
            <article class="program" data-testid={testid::PROGRAM} data-id={id}>
                <Head detail={detail.clone()} />
                if news {
                    <div class="banner banner-news" role="status" data-testid={testid::PROGRAM_NEWS}>
                        { sign(Icon::Sync) }
                        <p>{ t!("program-news") }</p>
                        { icon_button(t!("close"), Icon::Close, "program-news-close", close) }
                    </div>
                }
                if !detail.flags.is_empty() {
                    <div class="banner" data-testid="program-flags">
                        { sign(Icon::Info) }
                        <div>
                            <p>{ t!("flags-text") }</p>
                            <ul>{ for flags }</ul>
                        </div>
                    </div>
                }
                { week_strip(detail) }
                <Entries detail={detail.clone()} />
            </article>
        </div>
    }
}
