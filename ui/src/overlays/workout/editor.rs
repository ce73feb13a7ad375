//! The sheet's bookkeeping: what the record is known to be, what has been typed since, what is on its way to the
//! core, and what came of it. Pure: the component owns the timer and the calls.

use std::cell::Cell;

use model::error::{CommandError, ErrorCode};
use model::ipc::WorkoutDetail;
use model::{Body, FieldError, Kind, Workout, WorkoutId, draft};
use uuid::Uuid;

use super::form::{Form, GroupForm};
use super::spot::{Spot, spot};
use crate::text::t;

/// A call that saves.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Makes the workout.
    Create(Body),
    /// Changes these fields of it. With what they were known to hold, what others do to them meanwhile is merged.
    Update(WorkoutId, Body, Option<Body>),
}

/// How what is typed stands with what is saved.
#[derive(Clone, Debug, PartialEq)]
pub enum Saving {
    /// Nothing was typed yet.
    Untouched,
    /// A new workout that can't be saved before it has a name.
    Nameless,
    /// Typed, not yet sent.
    Waiting,
    /// On its way.
    Sending,
    /// All of it is saved.
    Saved,
    /// Some fields break a rule and wait; the others are saved.
    HeldBack,
    /// The last save failed; everything is still in the form.
    Failed(String),
    /// The workout was deleted elsewhere.
    Gone,
}

/// See the module.
#[derive(Clone, Debug, Default)]
pub struct Editor {
    pub form: Form,
    known: Option<Known>,
    sent: Option<Sent>,
    failure: Option<CommandError>,
    gone: bool,
}

/// The record as the sheet last saw it.
#[derive(Clone, Debug)]
struct Known {
    id: WorkoutId,
    body: Body,
    form: Form,
}

/// The form as it was sent, and the fields of it that were.
#[derive(Clone, Debug)]
struct Sent {
    form: Form,
    fields: Vec<String>,
}

impl Sent {
    /// The form that the answer is to be compared with: what was not sent is still as it was before.
    fn base(mut self, before: &Form) -> Form {
        for (field, copy) in COPY {
            if !self.fields.iter().any(|sent| sent == field) {
                copy(&mut self.form, before);
            }
        }
        self.form
    }
}

/// Takes a field from another form.
type Copy = fn(&mut Form, &Form);

/// The fields of a workout, and how to take each from another form.
const COPY: [(&str, Copy); 5] = [
    ("name", |to, from| to.name.clone_from(&from.name)),
    ("description", |to, from| to.description.clone_from(&from.description)),
    ("tags", |to, from| to.tags.clone_from(&from.tags)),
    ("exercise_groups", |to, from| to.groups.clone_from(&from.groups)),
    ("bonus_exercises", |to, from| to.bonus.clone_from(&from.bonus)),
];

impl Known {
    fn of(workout: &Workout) -> Self {
        // A workout is made of strings, numbers and JSON: writing it as JSON can't fail.
        let body = match serde_json::to_value(workout) {
            Ok(serde_json::Value::Object(body)) => body,
            _ => Body::new(),
        };
        Self { id: workout.id.clone(), body, form: Form::of(workout) }
    }
}

impl Editor {
    /// A new workout.
    pub fn blank() -> Self {
        Self { form: Form::blank(), ..Self::default() }
    }

    /// A workout that exists.
    pub fn of(workout: &Workout) -> Self {
        Self { form: Form::of(workout), known: Some(Known::of(workout)), ..Self::default() }
    }

    /// The workout's id, once it has one.
    pub fn id(&self) -> Option<&WorkoutId> {
        self.known.as_ref().map(|known| &known.id)
    }

    /// The record as the sheet last saw it.
    pub fn known(&self) -> Option<&Form> {
        self.known.as_ref().map(|known| &known.form)
    }

    /// Whether a call is on its way.
    pub fn in_flight(&self) -> bool {
        self.sent.is_some()
    }

    /// Something typed is neither saved nor on its way.
    pub fn has_unsaved(&self) -> bool {
        !self.in_flight() && !self.draft().is_empty()
    }

    /// How what is typed stands with what is saved.
    pub fn saving(&self) -> Saving {
        if self.gone {
            return Saving::Gone;
        }
        // A failure is told until a save succeeds, so that the message doesn't flicker while it is tried again.
        if let Some(failure) = &self.failure {
            return Saving::Failed(failure.message.clone());
        }
        if self.in_flight() {
            return Saving::Sending;
        }
        let draft = self.draft();
        match (&self.known, draft.is_empty()) {
            (None, _) if self.form.is_blank() => Saving::Untouched,
            (None, _) if self.form.name.trim().is_empty() => Saving::Nameless,
            (_, true) if self.blanked_name() => Saving::HeldBack,
            (_, true) => Saving::Saved,
            (_, false) if self.allowed().0.is_empty() => Saving::HeldBack,
            (_, false) => Saving::Waiting,
        }
    }

    /// What breaks a rule, each at its place, in words.
    pub fn problems(&self) -> Vec<(Spot, String)> {
        let mut problems: Vec<_> = self
            .allowed()
            .1
            .iter()
            .filter(|error| {
                self.known.is_some() || error.field != "name" || !self.form.name.trim().is_empty()
            })
            .filter_map(|error| Some((spot(&self.form, &error.field)?, error.message())))
            .collect();
        if let Some(known) = self.known.as_ref().filter(|_| self.blanked_name()) {
            let message = t!("sheet-name-kept", name = known.form.name.as_str());
            problems.push((Spot::Name, message));
        }
        problems
    }

    /// The next call, if there is something to save and nothing on its way.
    pub fn request(&mut self) -> Option<Request> {
        if self.in_flight() || self.gone {
            return None;
        }
        let (draft, _) = self.allowed();
        if draft.is_empty() {
            return None;
        }
        self.sent = Some(Sent { form: self.form.clone(), fields: draft.keys().cloned().collect() });
        Some(match &self.known {
            Some(known) => {
                let mut before = known.body.clone();
                before.retain(|field, _| draft.contains_key(field));
                Request::Update(known.id.clone(), draft, Some(before))
            }
            None => Request::Create(draft),
        })
    }

    /// The sheet goes away: the last call. There is none while one is on its way, for only its answer says what the
    /// rest is to be merged upon, and which ids new groups have: then [`Self::rest`] says the rest.
    pub fn last_request(&mut self) -> Option<Request> {
        self.name_if_needed();
        self.request()
    }

    /// The sheet went away while a call was on its way, and this is the answer: the call that says what was typed
    /// since, or everything again.
    pub fn rest(&mut self, answer: Result<WorkoutDetail, CommandError>) -> Option<Request> {
        match answer {
            Ok(detail) => {
                self.saved(&detail);
            }
            Err(error) => self.failed(error),
        }
        self.last_request()
    }

    /// A new workout with content gets a name, so that closing the sheet loses nothing.
    pub fn name_if_needed(&mut self) {
        if self.known.is_none() && self.form.name.trim().is_empty() && !self.form.is_blank() {
            self.form.name = t!("sheet-untitled");
        }
    }

    /// A call has been answered. Whether something came with it that was not typed here.
    pub fn saved(&mut self, detail: &WorkoutDetail) -> bool {
        self.failure = None;
        let now = Known::of(&detail.workout);
        let Some(mut sent) = self.sent.take() else { return false };
        let as_sent = sent.form.clone();
        if sent.fields.iter().any(|field| field == "exercise_groups" || field == "bonus_exercises") {
            self.form.take_ids(&as_sent, &now.form);
            sent.form.take_ids(&as_sent, &now.form);
        }
        let base = sent.base(self.known().unwrap_or(&now.form));
        let news = self.form.adopt(&base, &now.form);
        self.known = Some(now);
        news
    }

    /// A call has failed; what is typed stays.
    pub fn failed(&mut self, error: CommandError) {
        self.sent = None;
        if error.code == ErrorCode::NotFound && self.known.is_some() {
            self.gone = true;
        } else {
            self.failure = Some(error);
        }
    }

    /// The record was changed elsewhere. Whether anything to be seen has changed.
    pub fn changed_elsewhere(&mut self, workout: &Workout) -> bool {
        // While a save is on its way, its answer brings the same news.
        if self.in_flight() {
            return false;
        }
        let now = Known::of(workout);
        let news = self.known.as_ref().is_some_and(|known| self.form.adopt(&known.form, &now.form));
        self.known = Some(now);
        self.gone = false;
        news
    }

    /// The record was deleted elsewhere.
    pub fn deleted_elsewhere(&mut self) {
        self.gone = true;
    }

    /// Goes on as a new workout, after the record was deleted elsewhere.
    pub fn start_anew(&mut self) {
        self.gone = false;
        self.failure = None;
        self.known = None;
    }

    fn blanked_name(&self) -> bool {
        self.known.is_some() && self.form.name.trim().is_empty()
    }

    /// What differs from the record, whether it may be saved or not.
    fn draft(&self) -> Body {
        let Some(known) = &self.known else { return self.whole() };
        let (ours, before) = (&self.form, &known.form);
        let mut draft = draft::WorkoutDraft::default();
        let name = ours.name.trim();
        if !name.is_empty() && name != before.name.trim() {
            draft.name = Some(name.to_owned());
        }
        if ours.description.trim() != before.description.trim() {
            draft.description = Some(ours.description.trim().to_owned());
        }
        if ours.tags != before.tags {
            draft.tags = Some(ours.tags.clone());
        }
        let groups = ours.settled_groups();
        if groups != before.settled_groups() {
            draft.exercise_groups = Some(self.with_unknown_fields(groups, before));
        }
        let bonus = ours.settled_bonus();
        if bonus != before.settled_bonus() {
            draft.bonus_exercises = Some(bonus);
        }
        draft.into_changes()
    }

    /// The core keeps the unknown fields of a group that is there; one that comes back brings its own.
    fn with_unknown_fields(
        &self,
        mut groups: Vec<model::ExerciseGroup>,
        before: &Form,
    ) -> Vec<model::ExerciseGroup> {
        let there = |id: &str| before.groups.iter().any(|group: &GroupForm| group.id.as_str() == id);
        for group in &mut groups {
            let id = group.group_id.as_str();
            let from = self.form.groups.iter().find(|form| !id.is_empty() && form.id.as_str() == id);
            if let Some(form) = from.filter(|_| !there(id)) {
                group.extra = form.extra.clone();
            }
        }
        groups
    }

    /// The form as a whole new document.
    fn whole(&self) -> Body {
        if self.form.name.trim().is_empty() {
            return Body::new();
        }
        draft::WorkoutDraft {
            name: Some(self.form.name.trim().to_owned()),
            description: Some(self.form.description.trim().to_owned()),
            tags: Some(self.form.tags.clone()),
            exercise_groups: Some(self.with_unknown_fields(self.form.settled_groups(), &Form::default())),
            bonus_exercises: Some(self.form.settled_bonus()),
        }
        .into_changes()
    }

    /// What may be saved now, and what is wrong with the fields that may not.
    fn allowed(&self) -> (Body, Vec<FieldError>) {
        let mut draft = self.draft();
        let mut wrong: Vec<FieldError> = Vec::new();
        while !draft.is_empty() {
            let Err(errors) = self.judge(draft.clone()) else { break };
            let fields: Vec<String> = errors.iter().map(|error| top_level(&error.field).to_owned()).collect();
            let count = draft.len();
            draft.retain(|name, _| !fields.contains(name));
            let nameless = self.known.is_none() && !draft.contains_key("name");
            wrong.extend(errors);
            if draft.len() == count || nameless {
                draft.clear();
            }
        }
        (draft, wrong)
    }

    /// The core's own judgement; the ids it would draw are of no account here.
    fn judge(&self, changes: Body) -> Result<Body, Vec<FieldError>> {
        let drawn = Cell::new(0);
        let mut new_id = || {
            drawn.set(drawn.get() + 1);
            Uuid::from_u128(drawn.get())
        };
        match &self.known {
            Some(known) => draft::update(Kind::Workout, &known.body, changes, &mut new_id),
            None => draft::create(Kind::Workout, "new", changes, &mut new_id),
        }
    }
}

/// The field of the document that `path` lies in.
fn top_level(path: &str) -> &str {
    path.split(['[', '.']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests;
