//! A document to look at, not to edit: an earlier version, a deleted record.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::text::t;
use model::{Body, Kind, Program, Workout};
use yew::prelude::*;

/// See [`Document`].
#[derive(Properties, PartialEq)]
pub struct DocumentProps {
    /// Its kind.
    pub kind: Kind,
    /// The document.
    pub body: Rc<Body>,
    /// What the workouts of a program are called, by id.
    #[prop_or_default]
    pub workouts: Rc<BTreeMap<String, String>>,
}

/// A workout or program as it stood.
#[component]
pub fn Document(props: &DocumentProps) -> Html {
    let shown = match props.kind {
        Kind::Workout => Workout::from_body(&props.body).map(|workout| workout_contents(&workout)),
        Kind::Program => {
            Program::from_body(&props.body).map(|program| program_contents(&program, &props.workouts))
        }
    };
    match shown {
        Ok(contents) => html! { <article class="document" data-testid="document">{ contents }</article> },
        Err(errors) => html! {
            <ul class="field-error">{ for errors.iter().map(|error| html! { <li>{ error.message() }</li> }) }</ul>
        },
    }
}

fn title(name: &str, description: &str, tags: &[String]) -> Html {
    html! {
        <>
            <h3 class="document-name">{ name }</h3>
            if !description.is_empty() { <p class="document-description">{ description }</p> }
            if !tags.is_empty() {
                <ul class="chips">{ for tags.iter().map(|tag| html! { <li class="chip">{ tag }</li> }) }</ul>
            }
        </>
    }
}

fn dose(sets: &str, reps: &str, rest: &str) -> Html {
    html! { <span class="document-dose">{ format!("{sets} \u{d7} {reps} \u{b7} {rest}") }</span> }
}

fn workout_contents(workout: &Workout) -> Html {
    let groups = workout.exercise_groups.iter().enumerate().map(|(at, group)| {
        let superset = group.exercises.len() > 1;
        let rows = group.exercises.iter().map(|(letter, name)| {
            html! {
                <span class="document-exercise">
                    if superset { <span class="letter" aria-hidden="true">{ letter.to_uppercase() }</span> }
                    { name }
                </span>
            }
        });
        html! {
            <li class={classes!("document-group", superset.then_some("superset"))}>
                <span class="group-number">{ at + 1 }</span>
                <span class="document-exercises">{ for rows }</span>
                { dose(&group.sets, &group.reps, &group.rest) }
            </li>
        }
    });
    let bonus = workout.bonus_exercises.iter().map(|bonus| {
        html! {
            <li class="document-group">
                <span class="group-number">{ "+" }</span>
                <span class="document-exercises"><span class="document-exercise">{ &bonus.name }</span></span>
                { dose(&bonus.sets, &bonus.reps, &bonus.rest) }
            </li>
        }
    });
    let nothing = workout.exercise_groups.is_empty() && workout.bonus_exercises.is_empty();
    html! {
        <>
            { title(&workout.name, &workout.description, &workout.tags) }
            if nothing {
                <p class="hint">{ t!("document-no-exercises") }</p>
            } else {
                <ol class="document-groups">{ for groups }{ for bonus }</ol>
            }
        </>
    }
}

fn program_contents(program: &Program, workouts: &BTreeMap<String, String>) -> Html {
    let weeks = program.duration_weeks.map(|weeks| t!("document-weeks", n = weeks));
    let entries = program.workouts.iter().enumerate().map(|(at, entry)| {
        let name = entry.custom_name.clone().or_else(|| workouts.get(entry.workout_id.as_str()).cloned());
        html! {
            <li class="document-group">
                <span class="group-number">{ at + 1 }</span>
                <span class="document-exercises">{ name.unwrap_or_else(|| t!("document-workout-gone")) }</span>
                if let Some(date) = &entry.custom_date { <span class="document-dose">{ date }</span> }
            </li>
        }
    });
    html! {
        <>
            { title(&program.name, &program.description, &program.tags) }
            <p class="hint">{ [weeks, Some(program.difficulty_level.clone())].into_iter().flatten().collect::<Vec<_>>().join(" \u{b7} ") }</p>
            if program.workouts.is_empty() {
                <p class="hint">{ t!("document-no-entries") }</p>
            } else {
                <ol class="document-groups">{ for entries }</ol>
            }
        </>
    }
}
