//! Reading a backup of ours record by record. What a person chose is read as a whole, with a line for every error: see
//! [`super::source`].

use std::fmt;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use model::{Body, Kind, RecordKey, body};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::backup::Earlier;
use super::source::not_json;
use crate::AppError;

/// Something in a backup.
pub(crate) enum Stored {
    /// A workout or a program.
    Record(RecordKey, Body),
    /// An earlier version of one.
    Version(Earlier),
}

/// Passes everything in a backup to `each`, in the order of the file, until it fails.
pub(crate) fn each_stored(
    path: &Path,
    mut each: impl FnMut(Stored) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let file = File::open(path).map_err(|error| AppError::reading(path, error))?;
    let mut failed = None;
    let mut taker = Taker { each: &mut each, failed: &mut failed };
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(file));
    let read = Top(&mut taker).deserialize(&mut json).and_then(|()| json.end());
    match (failed, read) {
        (Some(error), _) => Err(error),
        (None, Ok(())) => Ok(()),
        (None, Err(error)) if error.is_io() => Err(AppError::reading(path, error.into())),
        (None, Err(error)) => {
            let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            Err(AppError::BadFile { file, reason: not_json(&error) })
        }
    }
}

struct Taker<'a> {
    each: &'a mut dyn FnMut(Stored) -> Result<(), AppError>,
    /// What ended the reading, if it wasn't the file.
    failed: &'a mut Option<AppError>,
}

impl Taker<'_> {
    fn take<E: serde::de::Error>(&mut self, stored: Stored) -> Result<(), E> {
        (self.each)(stored).map_err(|error| {
            *self.failed = Some(error);
            E::custom("it was not taken")
        })
    }
}

/// The file.
struct Top<'a, 'b>(&'a mut Taker<'b>);

impl<'de> DeserializeSeed<'de> for Top<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a backup")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            let kind = Kind::ALL.into_iter().find(|kind| kind.collection() == name);
            if kind.is_some() || name == "history" {
                map.next_value_seed(List { kind, taker: self.0 })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// A list in it: of records of a kind, or of earlier versions.
struct List<'a, 'b> {
    kind: Option<Kind>,
    taker: &'a mut Taker<'b>,
}

impl<'de> DeserializeSeed<'de> for List<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { kind, taker } = self;
        match kind {
            Some(kind) => {
                while let Some(document) = list.next_element::<Body>()? {
                    let id = body::text(&document, "id");
                    if id.is_empty() {
                        return Err(A::Error::missing_field("id"));
                    }
                    taker.take(Stored::Record(RecordKey::new(kind, id), document))?;
                }
            }
            None => {
                while let Some(version) = list.next_element()? {
                    taker.take(Stored::Version(version))?;
                }
            }
        }
        Ok(())
    }
}
