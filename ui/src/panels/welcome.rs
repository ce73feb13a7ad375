//! What a new person sees, and what stands in the middle while no program is open.

use std::rc::Rc;

use model::ipc::Starter;
use yew::prelude::*;

use crate::actions;
use crate::components::button::{Button, Weight};
use crate::components::icon::{Icon, Sign};
use crate::components::mark::Mark;
use crate::intent::Intent;
use crate::panels::programs::difficulty_word;
use crate::state::{use_app, use_selector};
use crate::testid;
use crate::text::t;

/// The library is empty: what the app is for, and three ways to begin.
#[component]
pub fn Welcome() -> Html {
    let app = use_app();
    let run = |intent: Intent| {
        let app = app.clone();
        Callback::from(move |()| intent.run(&app))
    };
    html! {
        <div class="scroll welcome-scroll">
            <section class="welcome" data-testid={testid::WELCOME}>
                <Mark size={72} />
                <h1>{ t!("welcome") }</h1>
                <p class="welcome-text">{ t!("welcome-text") }</p>
                <div class="welcome-actions">
                    <Button
                        label={t!("welcome-program")}
                        weight={Weight::Primary}
                        icon={Icon::Plus}
                        onclick={run(Intent::NewProgram)}
                        testid="welcome-program"
                    />
                    <Button
                        label={t!("welcome-workout")}
                        icon={Icon::Dumbbell}
                        onclick={run(Intent::NewWorkout)}
                        testid="welcome-workout"
                    />
                    <Button
                        label={t!("welcome-import")}
                        icon={Icon::Import}
                        weight={Weight::Quiet}
                        onclick={run(Intent::Import)}
                        testid="welcome-import"
                    />
                </div>
                <Starters title={t!("starters-title")} />
            </section>
        </div>
    }
}

/// No program is open.
#[component]
pub fn Choose() -> Html {
    let app = use_app();
    let programs = use_selector(|state| state.status.as_ref().map_or(0, |status| status.programs));
    let new = Callback::from(move |()| Intent::NewProgram.run(&app));
    html! {
        <div class="scroll welcome-scroll">
            <section class="welcome welcome-small" data-testid="choose-program">
                <Mark size={48} />
                <h1>{ if programs == 0 { t!("choose-none") } else { t!("choose") } }</h1>
                <p class="welcome-text">{ if programs == 0 { t!("choose-none-text") } else { t!("choose-text") } }</p>
                <div class="welcome-actions">
                    <Button label={t!("new-program")} icon={Icon::Plus} onclick={new} testid="choose-new" />
                </div>
                <Starters title={t!("starters-title-more")} />
            </section>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct StartersProps {
    title: AttrValue,
}

/// The programs that come with the app, each a click away.
#[component]
fn Starters(props: &StartersProps) -> Html {
    let starters = use_selector(|state| state.starters.clone());
    if starters.is_empty() {
        return Html::default();
    }
    html! {
        <div class="starters">
            <h2>{ props.title.clone() }</h2>
            <ul>{ for starters.iter().cloned().map(|starter| html! { <StarterCard starter={Rc::new(starter)} /> }) }</ul>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct StarterProps {
    starter: Rc<Starter>,
}

#[component]
fn StarterCard(props: &StarterProps) -> Html {
    let app = use_app();
    let starter = props.starter.clone();
    let add = {
        let key = starter.key.clone();
        Callback::from(move |_: MouseEvent| {
            actions::spawn(actions::start::add_starter(app.clone(), key.clone()));
        })
    };
    let facts = [
        t!("count-weeks", n = starter.weeks),
        t!("count-workouts", n = starter.workouts),
        difficulty_word(&starter.difficulty_level),
    ];
    html! {
        <li>
            <button type="button" class="starter" data-testid={testid::STARTER} data-key={starter.key.clone()} onclick={add}>
                <span class="starter-name">
                    { starter.name.clone() }
                    <Sign icon={Icon::Plus} />
                </span>
                <span class="starter-text">{ starter.description.clone() }</span>
                <span class="row-meta numbers">{ facts.join(" · ") }</span>
            </button>
        </li>
    }
}
