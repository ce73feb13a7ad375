//! The web app: it knows the documents and nothing of our bookkeeping.

use std::rc::Rc;

use fastrand::Rng;
use model::{Body, Kind, RecordKey, time};
use serde_json::{Value, json};

use crate::cloud::{Document, Path};
use crate::device::Person;
use crate::edit;
use crate::fault::Fault;
use crate::ledger::Last;
use crate::plan::Foreign;
use crate::world::World;

const UID: &str = Person::Ann.uid();

impl World {
    /// The web app does something.
    pub(crate) fn foreign(&mut self, act: Foreign, rng: &mut Rng) {
        self.cloud.advance(self.now);
        self.ledger.foreign += 1;
        let Some((path, document)) = self.any_document(rng).filter(|_| act != Foreign::Create) else {
            return self.make(rng);
        };
        let mark = self.ledger.mark();
        let mut fields = document.fields.clone();
        let version = fields.get("version").and_then(Value::as_u64).unwrap_or_default() + 1;
        fields.insert("version".into(), version.into());
        fields.insert("name".into(), format!("Web #{mark}").into());
        let fault = match act {
            Foreign::Delete => {
                self.put(&path, None, true);
                self.ledger.untold = true;
                Fault::ForeignDelete
            }
            Foreign::Unreadable => {
                let field = ["tags", "name", "description"][rng.usize(..3)];
                fields.insert(field.into(), json!({ "odd": mark }));
                self.put(&path, Some(fields), true);
                Fault::ForeignUnreadable
            }
            Foreign::TextTime => {
                fields.insert("modified_date".into(), time::format(self.now).into());
                self.put(&path, Some(fields), false);
                self.ledger.untold = true;
                Fault::ForeignTextTime
            }
            Foreign::Overwrite | Foreign::Create => {
                self.overwrite(&path, fields, rng);
                Fault::ForeignOverwrite
            }
        };
        self.faults.count(fault);
    }

    /// The whole document, in an older or a newer shape.
    fn overwrite(&mut self, path: &Path, mut fields: Body, rng: &mut Rng) {
        match rng.u8(0..4) {
            // An older web app knows no `sync`, and writes what it knows.
            0 => {
                fields.retain(|name, _| {
                    ["id", "name", "description", "tags", "version"].contains(&name.as_str())
                });
            }
            // A newer one has fields that we don't know.
            1 => {
                fields.insert("sections".into(), json!([{ "section_id": "s", "type": "emom" }]));
            }
            // Lists without keys.
            2 => {
                if let Some(Value::Array(entries)) = fields.get_mut("workouts") {
                    for entry in entries.iter_mut().filter_map(Value::as_object_mut) {
                        entry.remove("entry_id");
                    }
                }
            }
            _ => {}
        }
        self.put(path, Some(fields), true);
    }

    fn make(&mut self, rng: &mut Rng) {
        let mark = self.ledger.mark();
        let kind = if rng.bool() { Kind::Workout } else { Kind::Program };
        let id = format!("{kind}-{UID}-{mark}");
        let mut fields = edit::create(kind, &id, mark, rng);
        fields.insert("version".into(), 1.into());
        self.put(&Path::new(UID, kind.collection(), &id), Some(fields), true);
    }

    fn put(&mut self, path: &Path, mut fields: Option<Body>, timed: bool) {
        if let Some(fields) = fields.as_mut().filter(|_| timed) {
            fields.insert("modified_date".into(), time::format(self.now).into());
        }
        self.trace.say(self.elapsed(), "web app", || {
            format!(
                "{path} becomes {}",
                fields.as_ref().map_or_else(|| "gone".to_owned(), crate::trace::short)
            )
        });
        self.cloud.overwrite(path, fields, timed.then_some(self.now));
        let kind = Kind::ALL.into_iter().find(|kind| kind.collection() == &*path.collection);
        if let Some(kind) = kind {
            self.ledger.last.insert((Person::Ann, RecordKey::new(kind, &*path.id)), Last::Contended);
        }
        self.push_all();
    }

    fn any_document(&self, rng: &mut Rng) -> Option<(Rc<Path>, Rc<Document>)> {
        let all: Vec<_> =
            Kind::ALL.iter().flat_map(|kind| self.cloud.collection(UID, kind.collection())).collect();
        let (path, document) = if all.is_empty() { return None } else { all[rng.usize(..all.len())] };
        Some((Rc::clone(path), Rc::clone(document)))
    }
}
