//! The open program, in the middle.

use std::rc::Rc;

use model::ipc::ProgramDetail;
use yew::prelude::*;

use crate::actions;
use crate::components::button::icon_button;
use crate::components::icon::{Icon, Sign};
use crate::components::week_strip::week_strip;
use crate::panels::notice::{trouble, waiting};
use crate::panels::welcome::NothingOpen;
use crate::state::{Action, App, Open, Phase, use_app, use_selector};
use crate::testid;
use crate::text::t;

mod entries;
mod entry;
mod head;

use entries::Entries;
use head::Head;

/// The middle: the open program, or the way to one.
#[component]
pub fn Middle() -> Html {
    let app = use_app();
    let phase = use_selector(|state| state.phase.clone());
    let open = use_selector(|state| state.open.clone());
    let news = use_selector(|state| state.news);
    let retry = {
        let app = app.clone();
        Callback::from(move |()| actions::spawn(actions::start::load(app.clone())))
    };
    let body = match (phase, &open) {
        (Phase::Failed(error), _) => trouble(t!("library-failed"), error.message, &retry),
        (_, Open::Program(detail)) => program(&app, detail, news),
        (Phase::Starting, _) | (_, Open::Loading(_)) => {
            html! { <div class="program-waiting">{ waiting() }</div> }
        }
        (Phase::Ready, Open::Nothing) => html! { <NothingOpen /> },
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
                        <Sign icon={Icon::Sync} />
                        <p>{ t!("program-news") }</p>
                        { icon_button(t!("close"), Icon::Close, "program-news-close", close) }
                    </div>
                }
                if !detail.flags.is_empty() {
                    <div class="banner" data-testid="program-flags">
                        <Sign icon={Icon::Info} />
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
