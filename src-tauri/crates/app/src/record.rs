//! Making, changing, deleting and copying a record of any kind: the one place where dates and version are set.

use model::ipc::{ListQuery, Page};
use model::{Body, FieldError, Kind, Millis, body, draft, limits, text, time};
use serde_json::{Value, json};
use store::{Query, Record, Tx, View, Why};

use crate::label::Verb;
use crate::{App, AppError, row};

/// How many numbered copies are tried before a name is given twice.
const COPIES: usize = 99;
/// How many records with a name like the original's are looked at for that.
const NAMESAKES: usize = 500;

impl App {
    /// A document of `kind` just as it is stored; the entries of a program in order, each with its id.
    pub fn document(&self, kind: Kind, id: &str) -> Result<Body, AppError> {
        Ok(settled(kind, &self.read(|view| find(view, kind, id))?.body))
    }

    /// A page of documents of `kind`, each as [`App::document`] gives it.
    pub fn documents(&self, kind: Kind, ask: &ListQuery) -> Result<Page<Body>, AppError> {
        self.read(|view| row::list(view, kind, ask, |_, record| Ok(settled(kind, &record.body))))
    }

    /// Of which kind the record with this id is, or was.
    pub fn kind_of(&self, id: &str) -> Result<Kind, AppError> {
        self.read(|view| {
            for kind in Kind::ALL {
                if view.get(kind, id)?.is_some() || !view.history(kind, id)?.is_empty() {
                    return Ok(kind);
                }
            }
            Err(AppError::NoId(id.to_owned()))
        })
    }

    /// Makes a record from what was entered.
    pub(crate) fn create(&self, kind: Kind, id: &str, changes: Body) -> Result<(), AppError> {
        let body = draft::create(kind, id, changes, &mut || self.uuid())?;
        let name = body::text(&body, "name").to_owned();
        self.change(Verb::Create, &name, |tx| write(tx, Why::Created, kind, None, body, self.now()).map(drop))
    }

    /// Changes a record; a change that changes nothing writes nothing.
    pub(crate) fn edit(
        &self,
        verb: Verb,
        kind: Kind,
        id: &str,
        change: impl FnOnce(&View, &Body) -> Result<Body, AppError>,
    ) -> Result<(), AppError> {
        let name = self.name(kind, id)?;
        self.change(verb, &name, |tx| {
            let before = find(tx, kind, id)?;
            let after = change(tx, &before.body)?;
            write(tx, Why::Edited, kind, Some(&before), after, self.now()).map(drop)
        })
    }

    /// Changes the fields that are given. With what they held when the person began, what others did to them
    /// meanwhile is merged.
    pub(crate) fn update(
        &self,
        kind: Kind,
        id: &str,
        changes: Body,
        before: Option<Body>,
    ) -> Result<(), AppError> {
        self.edit(Verb::Edit, kind, id, |_, now| {
            let Some(before) = before else {
                return Ok(draft::update(kind, now, changes, &mut || self.uuid())?);
            };
            let mut begun = now.clone();
            for field in changes.keys() {
                match before.get(field) {
                    Some(value) => begun.insert(field.clone(), value.clone()),
                    None => begun.remove(field),
                };
            }
            let edited = draft::update(kind, &begun, changes, &mut || self.uuid())?;
            Ok(sync::merge::edit(kind, &begun, &edited, now))
        })
    }

    /// Copies a record under `id`; `renew` gives new ids to what is inside.
    pub(crate) fn copy(
        &self,
        kind: Kind,
        from: &str,
        id: &str,
        name: Option<String>,
        renew: impl FnOnce(&mut Body),
    ) -> Result<(), AppError> {
        let original = self.name(kind, from)?;
        self.change(Verb::Duplicate, &original, |tx| {
            let mut copy = settled(kind, &find(tx, kind, from)?.body);
            copy.retain(|field, _| !body::BOOKKEEPING.contains(&field.as_str()));
            copy.insert("id".into(), json!(id));
            renew(&mut copy);
            let name = match name {
                Some(name) => name,
                None => free_name(tx, kind, body::text(&copy, "name"))?,
            };
            let named = Body::from_iter([("name".to_owned(), Value::String(name))]);
            let copy = draft::update(kind, &copy, named, &mut || self.uuid())?;
            write(tx, Why::Created, kind, None, copy, self.now()).map(drop)
        })
    }

    /// The name a record has now.
    pub(crate) fn name(&self, kind: Kind, id: &str) -> Result<String, AppError> {
        self.read(|view| Ok(body::text(&find(view, kind, id)?.body, "name").to_owned()))
    }
}

/// The record, which must be there.
pub(crate) fn find(view: &View, kind: Kind, id: &str) -> Result<Record, AppError> {
    view.get(kind, id)?.ok_or_else(|| AppError::no_record(kind, id))
}

/// Writes a document over the record that is there, if one is: raises the version and sets the dates. Nothing is
/// written, and the answer is false, when it says what the record says already.
pub(crate) fn write(
    tx: &mut Tx,
    why: Why,
    kind: Kind,
    before: Option<&Record>,
    mut after: Body,
    now: Millis,
) -> Result<bool, AppError> {
    if before.is_some_and(|before| says_the_same(kind, &before.body, &after)) {
        return Ok(false);
    }
    let held = after.get("version").and_then(Value::as_u64).unwrap_or_default();
    let version = before.map_or(0, |before| before.version).max(held).saturating_add(1);
    after.insert("version".into(), json!(version));
    after.insert("modified_date".into(), json!(time::format(now)));
    if body::text(&after, "created_date").is_empty() {
        after.insert("created_date".into(), json!(time::format(now)));
    }
    let id = body::text(&after, "id").to_owned();
    tx.put_because(why, kind, &id, after)?;
    Ok(true)
}

/// Whether two documents say the same; entry ids that every device derives alike don't count as said.
pub(crate) fn says_the_same(kind: Kind, a: &Body, b: &Body) -> bool {
    body::same_content(a, b)
        || (kind == Kind::Program && body::same_content(&settled(kind, a), &settled(kind, b)))
}

/// The document with its entries in order and named.
pub(crate) fn settled(kind: Kind, body: &Body) -> Body {
    kind.settled(body, None).into_owned()
}

/// Where a document goes beyond a limit, a sentence each.
pub(crate) fn flags(kind: Kind, body: &Body) -> Vec<String> {
    draft::violations(kind, body).iter().map(FieldError::message).collect()
}

/// "Push day (Copy)", or the first numbered one that isn't taken; never longer than a name may be.
fn free_name(view: &View, kind: Kind, original: &str) -> Result<String, AppError> {
    let base = (1..=COPIES).find_map(|n| original.strip_suffix(&copy_name("", n))).unwrap_or(original).trim();
    let query = Query { search: Some(base.to_owned()), limit: NAMESAKES, ..Query::new(kind) };
    let taken: Vec<String> =
        view.list(&query)?.records.iter().map(|record| body::text(&record.body, "name").to_owned()).collect();
    let fitting = |n| {
        let room = limits::NAME.saturating_sub(copy_name("", n).chars().count());
        copy_name(base.chars().take(room).collect::<String>().trim_end(), n)
    };
    Ok((1..=COPIES).map(fitting).find(|name| !taken.contains(name)).unwrap_or_else(|| fitting(1)))
}

/// The name of the `n`th copy, from 1.
fn copy_name(name: &str, n: usize) -> String {
    match n {
        1 => text::with("copy-name", &[("name", name.into())]),
        _ => text::with("copy-name-n", &[("name", name.into()), ("n", n.into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_copy_has_no_number() {
        assert_eq!(copy_name("Push", 1), "Push (Copy)");
        assert_eq!(copy_name("Push", 2), "Push (Copy 2)");
        assert_eq!(copy_name("", 1), " (Copy)");
    }
}
