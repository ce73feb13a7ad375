//! The open program, in the middle.

use std::rc::Rc;

use model::ipc::ProgramDetail;
use yew::prelude::*;

use crate::actions;
use crate::components::icon::{Icon, Sign};
use crate::components::week_strip::WeekStrip;
use crate::panels::notice::{Trouble, Waiting};
use crate::panels::welcome::{Choose, Welcome};
use crate::state::{Open, Phase, use_app, use_selector};
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
    let empty = use_selector(crate::state::AppState::is_empty);
    let retry = Callback::from(move |()| actions::spawn(actions::start::load(app.clone())));
    let body = match (phase, open) {
        (Phase::Failed(error), _) => {
            html! { <Trouble title={t!("library-failed")} text={error.message} {retry} /> }
        }
        (_, Open::Program(detail)) => {
            let key = detail.program.id.to_string();
            html! { <OpenProgram {key} {detail} /> }
        }
        (Phase::Starting, _) | (_, Open::Loading(_)) => {
            html! { <div class="program-waiting"><Waiting /></div> }
        }
        (Phase::Ready, Open::Nothing) if empty => html! { <Welcome /> },
        (Phase::Ready, Open::Nothing) => html! { <Choose /> },
    };
    html! { <main class="middle">{ body }</main> }
}

#[derive(Properties, PartialEq)]
struct OpenProgramProps {
    detail: Rc<ProgramDetail>,
}

#[component]
fn OpenProgram(props: &OpenProgramProps) -> Html {
    let detail = &props.detail;
    let flags = detail.flags.iter().map(|flag| html! { <li>{ flag.clone() }</li> });
    html! {
        <div class="scroll program-scroll" data-drag-scroll="" data-drop="">
            <article class="program" data-testid={testid::PROGRAM} data-id={detail.program.id.to_string()}>
                <Head detail={detail.clone()} />
                if !detail.flags.is_empty() {
                    <div class="banner" data-testid="program-flags">
                        <Sign icon={Icon::Info} />
                        <div>
                            <p>{ t!("flags-text") }</p>
                            <ul>{ for flags }</ul>
                        </div>
                    </div>
                }
                <WeekStrip detail={detail.clone()} />
                <Entries detail={detail.clone()} />
            </article>
        </div>
    }
}
