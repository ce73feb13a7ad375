//! Well-known programs that come with the app, so that nobody has to begin with an empty page.

mod plans;

use model::ipc::{ProgramDetail, ProgramRef, Starter, StarterRef};
use model::{Body, Kind, ProgramId, WorkoutId, draft, text};
use serde_json::{Value, json};
use store::{Tx, Why};

use self::plans::{PLANS, Plan, Session};
use crate::label::Verb;
use crate::record::write;
use crate::{App, AppError};

/// The letters of a group's exercises, in order.
const LETTERS: [&str; 3] = ["a", "b", "c"];

impl App {
    /// The programs that come with the app.
    pub fn starter_list(&self) -> Result<Vec<Starter>, AppError> {
        Ok(PLANS.iter().map(starter).collect())
    }

    /// Adds a program that comes with the app, with its workouts, in one change. It may be added again: then
    /// there are two.
    pub fn starter_add(&self, ask: StarterRef) -> Result<ProgramDetail, AppError> {
        let plan = PLANS.iter().find(|plan| plan.key == ask.key).ok_or(AppError::NoStarter(ask.key))?;
        let id = ProgramId::from_uuid(self.uuid());
        self.change(Verb::AddStarter, &name(plan), |tx| {
            let mut ids = Vec::new();
            for session in plan.sessions {
                let id = WorkoutId::from_uuid(self.uuid());
                self.put(tx, Kind::Workout, id.as_str(), workout(plan, session))?;
                ids.push((session.key, id));
            }
            self.put(tx, Kind::Program, id.as_str(), program(plan, &ids))
        })?;
        self.program_get(ProgramRef { id })
    }

    fn put(&self, tx: &mut Tx, kind: Kind, id: &str, changes: Value) -> Result<(), AppError> {
        let Value::Object(changes) = changes else { return Err(AppError::Internal("a plan".to_owned())) };
        let body = draft::create(kind, id, changes, &mut || self.uuid())?;
        write(tx, Why::Created, kind, None, body, self.now()).map(drop)
    }
}

fn starter(plan: &Plan) -> Starter {
    Starter {
        key: plan.key.to_owned(),
        name: name(plan),
        description: about(plan),
        workouts: u32::try_from(plan.sessions.len()).unwrap_or(u32::MAX),
        weeks: plan.weeks,
        difficulty_level: plan.difficulty.to_owned(),
    }
}

fn workout(plan: &Plan, session: &Session) -> Value {
    let groups: Vec<_> = session
        .groups
        .iter()
        .map(|group| {
            let exercises = LETTERS.iter().zip(group.exercises);
            let exercises: Body =
                exercises.map(|(letter, key)| ((*letter).to_owned(), json!(exercise(key)))).collect();
            json!({"exercises": exercises, "sets": group.sets, "reps": group.reps, "rest": group.rest})
        })
        .collect();
    let bonus: Vec<_> = session
        .bonus
        .iter()
        .map(|bonus| {
            let name: Vec<_> = bonus.exercises.iter().map(|key| exercise(key)).collect();
            json!({"name": name.join(" / "), "sets": bonus.sets, "reps": bonus.reps, "rest": bonus.rest})
        })
        .collect();
    json!({
        "name": session_name(plan, session.key),
        "tags": tags(session.tags),
        "exercise_groups": groups,
        "bonus_exercises": bonus,
    })
}

fn program(plan: &Plan, ids: &[(&str, WorkoutId)]) -> Value {
    json!({
        "name": name(plan),
        "description": about(plan),
        "workouts": entries(plan, ids),
        "duration_weeks": plan.weeks,
        "difficulty_level": plan.difficulty,
        "tags": tags(plan.tags),
    })
}

/// The sessions of a week, a day each.
fn entries(plan: &Plan, ids: &[(&str, WorkoutId)]) -> Vec<Value> {
    let days = plan.week.iter().enumerate().filter_map(|(day, session)| {
        let (_, id) = ids.iter().find(|(key, _)| key == session)?;
        let name = session_name(plan, session);
        let args = [("day", (day + 1).into()), ("session", name.into())];
        Some(json!({"workout_id": id, "custom_name": text::with("starter-entry", &args)}))
    });
    days.collect()
}

fn name(plan: &Plan) -> String {
    text::get(&format!("starter-{}", plan.key))
}

fn about(plan: &Plan) -> String {
    text::get(&format!("starter-{}-about", plan.key))
}

fn session_name(plan: &Plan, session: &str) -> String {
    text::get(&format!("starter-{}-{session}", plan.key))
}

fn exercise(key: &str) -> String {
    text::get(&format!("exercise-{key}"))
}

fn tags(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| text::get(&format!("tag-{key}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_of_every_plan_is_in_the_catalogue() {
        for plan in PLANS {
            let texts = [name(plan), about(plan)].into_iter().chain(tags(plan.tags));
            let sessions = plan.sessions.iter().flat_map(|session| {
                let groups = session.groups.iter().chain(session.bonus);
                let exercises = groups.flat_map(|group| group.exercises).map(|key| exercise(key));
                exercises.chain(tags(session.tags)).chain([session_name(plan, session.key)])
            });
            for text in texts.chain(sessions) {
                let is_key = ["starter-", "exercise-", "tag-"].iter().any(|prefix| text.starts_with(prefix));
                assert!(!is_key, "{text} is not in the catalogue");
            }
        }
    }

    #[test]
    fn every_day_of_the_week_has_its_session_and_every_session_its_day() {
        for plan in PLANS {
            for day in plan.week {
                assert!(plan.sessions.iter().any(|session| session.key == *day), "{} {day}", plan.key);
            }
            for session in plan.sessions {
                assert!(plan.week.contains(&session.key), "{} {}", plan.key, session.key);
            }
        }
    }
}
