//! What a new person sees, and what stands in the middle while no program is open.

use model::ipc::Starter;
use yew::prelude::*;

use crate::actions;
use crate::components::button::{Weight, button};
use crate::components::icon::{Icon, sign};
use crate::components::mark::mark;
use crate::intent::Intent;
use crate::panels::programs::difficulty_word;
use crate::state::{App, AppState};
use crate::testid;
use crate::text::t;

/// What stands in the middle while no program is open: the welcome while the library is empty, else the way to one.
pub fn nothing_open(app: &App, state: &AppState) -> Html {
    let starters = &state.starters;
    let empty = state.is_empty();
    let programs = state.status.as_ref().map_or(0, |status| status.programs);
    let body = if empty { welcome(app) } else { choose(app, programs > 0) };
    let title = if empty { t!("starters-title") } else { t!("starters-title-more") };
    let (class, testid) =
        if empty { ("welcome", testid::WELCOME) } else { ("welcome welcome-small", "choose-program") };
    html! {
        <div class="scroll welcome-scroll">
            <section {class} data-testid={testid}>
                { body }
                if !starters.is_empty() {
                    <div class="starters">
                        <h3>{ title }</h3>
                        <ul>{ for starters.iter().map(|starter| card(app, starter)) }</ul>
                    </div>
                }
            </section>
        </div>
    }
}

/// What the app is for, and three ways to begin.
fn welcome(app: &App) -> Html {
    let program = run(app, Intent::NewProgram);
    let workout = run(app, Intent::NewWorkout);
    let import = run(app, Intent::Import);
    let (plus, dumbbell, arrow) = (Some(Icon::Plus), Some(Icon::Dumbbell), Some(Icon::Import));
    html! {
        <>
            { mark(72) }
            <h2>{ t!("welcome") }</h2>
            <p class="welcome-text">{ t!("welcome-text") }</p>
            <div class="welcome-actions">
                { button(t!("welcome-program"), Weight::Primary, plus, "welcome-program", &program) }
                { button(t!("welcome-workout"), Weight::Secondary, dumbbell, "welcome-workout", &workout) }
                { button(t!("welcome-import"), Weight::Quiet, arrow, "welcome-import", &import) }
            </div>
        </>
    }
}

fn choose(app: &App, programs: bool) -> Html {
    let (title, text) = if programs {
        (t!("choose"), t!("choose-text"))
    } else {
        (t!("choose-none"), t!("choose-none-text"))
    };
    let new = run(app, Intent::NewProgram);
    html! {
        <>
            { mark(48) }
            <h2>{ title }</h2>
            <p class="welcome-text">{ text }</p>
            <div class="welcome-actions">
                { button(t!("new-program"), Weight::Secondary, Some(Icon::Plus), "choose-new", &new) }
            </div>
        </>
    }
}

fn run(app: &App, intent: Intent) -> Callback<()> {
    let app = app.clone();
    Callback::from(move |()| intent.run(&app))
}

/// A program that comes with the app, a click away.
fn card(app: &App, starter: &Starter) -> Html {
    let add = {
        let (app, key) = (app.clone(), starter.key.clone());
        Callback::from(move |_: MouseEvent| {
            actions::spawn(actions::start::add_starter(app.clone(), key.clone()));
        })
    };
    let facts = [
        t!("count-weeks", n = starter.weeks),
        t!("count-workouts", n = starter.workouts),
        difficulty_word(&starter.difficulty_level),
    ];
    let key = starter.key.clone();
    html! {
        <li key={key.clone()}>
            <button type="button" class="starter" data-testid={testid::STARTER} data-key={key} onclick={add}>
                <span class="starter-name">
                    { starter.name.clone() }
                    { sign(Icon::Plus) }
                </span>
                <span class="starter-text">{ starter.description.clone() }</span>
                <span class="row-meta numbers">{ facts.join(" · ") }</span>
            </button>
        </li>
    }
}
