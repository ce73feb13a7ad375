//! What the palette lists for what is typed: commands, programs and workouts, the best first, recent ones before all.

use model::ipc::{ListQuery, Preferences, ProgramRow, WorkoutRow};
use model::{ProgramId, WorkoutId};
use serde_json::{Value, json};

use super::fuzzy::{Match, fit};
use crate::intent::Intent;
use crate::state::AppState;
use crate::text::t;

/// Where the recent choices are kept among the preferences.
const RECENT: &str = "palette_recent";
/// Recent choices that are remembered.
const REMEMBERED: usize = 12;
/// Recent choices that are listed.
const LISTED_RECENT: usize = 5;
/// Rows of a kind that are listed.
const LISTED: usize = 7;

/// Something the palette can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A command.
    Intent(Intent),
    /// Opens a program.
    Program(ProgramId),
    /// Opens a workout.
    Workout(WorkoutId),
}

impl Target {
    /// The word under which it is remembered and found by tests.
    pub fn key(&self) -> String {
        match self {
            Self::Intent(intent) => intent.key().to_owned(),
            Self::Program(id) => id.as_str().to_owned(),
            Self::Workout(id) => id.as_str().to_owned(),
        }
    }
}

/// A row of the palette.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it does.
    pub target: Target,
    /// What it is called.
    pub name: String,
    /// What it is, in a few words.
    pub meta: String,
    /// How it fits what is typed.
    pub fit: Match,
}

/// Rows under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The heading, as a catalogue key.
    pub title: &'static str,
    /// The rows, the best first.
    pub items: Vec<Item>,
}

/// What the core found for what is typed: it knows records that aren't on the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    /// Programs, the best first.
    pub programs: Vec<ProgramRow>,
    /// Workouts, the best first.
    pub workouts: Vec<WorkoutRow>,
}

/// The question to the core for what is typed.
pub fn query(typed: &str) -> ListQuery {
    let search = Some(typed.trim().to_owned()).filter(|typed| !typed.is_empty());
    let order = if search.is_some() { model::ipc::Order::Relevance } else { model::ipc::Order::Modified };
    ListQuery { search, order, limit: u32::try_from(LISTED).unwrap_or(u32::MAX), ..ListQuery::default() }
}

/// What to list for `typed`.
pub fn found(typed: &str, state: &AppState, records: &Records) -> Vec<Section> {
    let commands = commands(typed, state);
    let programs = programs(typed, state, records);
    let workouts = workouts(typed, state, records);
    let titles = ["palette-commands", "palette-programs", "palette-workouts"];
    let mut sections: Vec<Section> = titles
        .into_iter()
        .zip([commands, programs, workouts])
        .map(|(title, items)| Section { title, items })
        .collect();
    if typed.trim().is_empty() {
        let recent = take_recent(&mut sections, state);
        sections.insert(0, Section { title: "palette-recent", items: recent });
        for section in &mut sections {
            section.items.truncate(if section.title == "palette-commands" {
                usize::MAX
            } else {
                LISTED_RECENT
            });
        }
    } else {
        // The kind with the best row stands first.
        let best = |section: &Section| section.items.first().map_or(i32::MIN, |item| item.fit.score);
        sections = best_first(sections, best);
        for section in &mut sections {
            section.items.truncate(LISTED);
        }
    }
    sections.retain(|section| !section.items.is_empty());
    sections
}

/// The recent choices that are still there, taken out of the other sections.
fn take_recent(sections: &mut [Section], state: &AppState) -> Vec<Item> {
    let mut recent = Vec::new();
    for key in remembered(&state.preferences) {
        for section in sections.iter_mut() {
            if let Some(at) = section.items.iter().position(|item| item.target.key() == key) {
                recent.push(section.items.remove(at));
            }
        }
    }
    recent.truncate(LISTED_RECENT);
    recent
}

fn commands(typed: &str, state: &AppState) -> Vec<Item> {
    let possible = |intent: &&Intent| **intent != Intent::Palette && intent.is_possible(state);
    let item = |intent: &Intent| {
        let name = intent.label(state);
        let fit = fit(typed, &name)?;
        Some(Item { target: Target::Intent(*intent), name, meta: String::new(), fit })
    };
    best_first(Intent::ALL.iter().filter(possible).filter_map(item).collect(), |item| item.fit.score)
}

fn programs(typed: &str, state: &AppState, records: &Records) -> Vec<Item> {
    let item = |row: &ProgramRow, trusted: bool| {
        let meta = t!("count-workouts", n = row.workouts);
        item(typed, Target::Program(row.id.clone()), &row.name, meta, trusted)
    };
    let here = state.programs.rows.iter().filter_map(|row| item(row, false));
    merge(records.programs.iter().filter_map(|row| item(row, true)).collect(), here)
}

fn workouts(typed: &str, state: &AppState, records: &Records) -> Vec<Item> {
    let item = |row: &WorkoutRow, trusted: bool| {
        item(typed, Target::Workout(row.id.clone()), &row.name, row.exercises.join(", "), trusted)
    };
    let here = state.workouts.rows.iter().filter_map(|row| item(row, false));
    merge(records.workouts.iter().filter_map(|row| item(row, true)).collect(), here)
}

/// A row for a record. One that the core found fits for a reason that may not be its name.
fn item(typed: &str, target: Target, name: &str, meta: String, trusted: bool) -> Option<Item> {
    let other = trusted.then(|| Match { score: 0, at: Vec::new() });
    let fit = fit(typed, name).or(other)?;
    Some(Item { target, name: name.to_owned(), meta, fit })
}

/// What the core found and what is on the page, once each.
fn merge(mut found: Vec<Item>, here: impl Iterator<Item = Item>) -> Vec<Item> {
    for item in here {
        if !found.iter().any(|known| known.target == item.target) {
            found.push(item);
            if found.len() >= 20 * LISTED {
                break;
            }
        }
    }
    best_first(found, |item| item.fit.score)
}

/// Puts each where it belongs; a few are in order sooner so than by a sort that is made for many.
fn best_first<T>(items: Vec<T>, score: impl Fn(&T) -> i32) -> Vec<T> {
    let mut ordered: Vec<T> = Vec::with_capacity(items.len());
    for item in items {
        let at = ordered.partition_point(|other| score(other) >= score(&item));
        ordered.insert(at, item);
    }
    ordered
}

/// What was chosen lately, the last first.
pub fn remembered(preferences: &Preferences) -> Vec<String> {
    let list = preferences.extra.get(RECENT).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(Into::into).collect()
}

/// Remembers a choice.
pub fn remember(preferences: &mut Preferences, target: &Target) {
    let key = target.key();
    let mut recent = remembered(preferences);
    recent.retain(|known| *known != key);
    recent.insert(0, key);
    recent.truncate(REMEMBERED);
    preferences.extra.insert(RECENT.into(), json!(recent));
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    fn workout(id: &str, name: &str) -> WorkoutRow {
        WorkoutRow {
            id: WorkoutId::parse(id).unwrap(),
            name: name.into(),
            groups: 1,
            bonus: 0,
            exercises: vec!["Squat".into()],
            tags: Vec::new(),
            modified_at: 0,
            beyond_limits: false,
            unsent: None,
        }
    }

    fn state(rows: Vec<WorkoutRow>) -> AppState {
        let mut state = AppState::default();
        state.workouts.rows = Rc::new(rows.into_iter().map(Rc::new).collect());
        state
    }

    fn names(sections: &[Section], title: &str) -> Vec<String> {
        let section = sections.iter().find(|section| section.title == title);
        section
            .map(|section| section.items.iter().map(|item| item.name.clone()).collect())
            .unwrap_or_default()
    }

    #[test]
    fn what_is_on_the_page_is_found_by_its_letters_and_the_core_adds_what_it_knows() {
        let state = state(vec![workout("a", "Push day"), workout("b", "Pull day")]);
        let records =
            Records { workouts: vec![workout("c", "Legs"), workout("a", "Push day")], ..Records::default() };
        assert_eq!(names(&found("psh", &state, &records), "palette-workouts"), ["Push day", "Legs"]);
        assert_eq!(names(&found("pshd", &state, &Records::default()), "palette-workouts"), ["Push day"]);
    }

    #[test]
    fn the_best_kind_comes_first() {
        let state = state(vec![workout("a", "Expo"), workout("b", "Slow new waltz")]);
        assert_eq!(found("expo", &state, &Records::default())[0].title, "palette-workouts");
        assert_eq!(found("new w", &state, &Records::default())[0].title, "palette-commands");
    }

    #[test]
    fn what_was_chosen_last_stands_first_and_once() {
        let mut state = state(vec![workout("a", "Push day"), workout("b", "Pull day")]);
        let mut preferences = Preferences::default();
        for id in ["a", "b", "a", "gone"] {
            remember(&mut preferences, &Target::Workout(WorkoutId::parse(id).unwrap()));
        }
        assert_eq!(remembered(&preferences), ["gone", "a", "b"]);
        state.preferences = Rc::new(preferences);
        let sections = found("", &state, &Records::default());
        assert_eq!(names(&sections, "palette-recent"), ["Push day", "Pull day"]);
        assert_eq!(names(&sections, "palette-workouts"), Vec::<String>::new());
    }

    #[test]
    fn memory_is_bounded() {
        let mut preferences = Preferences::default();
        for n in 0..50 {
            remember(&mut preferences, &Target::Workout(WorkoutId::parse(format!("w{n}")).unwrap()));
        }
        assert_eq!(remembered(&preferences).len(), REMEMBERED);
    }
}
