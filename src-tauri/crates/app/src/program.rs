//! Programs: list, read, create, change, delete, copy. Their entries are in [`crate::entry`].

use model::ipc::{
    Create, ListQuery, Page, ProgramDetail, ProgramDuplicate, ProgramRef, ProgramRow, ProgramUpdate,
};
use model::{EntryId, Kind, ProgramId};
use serde_json::json;

use crate::label::Verb;
use crate::record::find;
use crate::row::{list, program_detail, program_row};
use crate::workout::renew;
use crate::{App, AppError};

impl App {
    /// Lists programs.
    pub fn program_list(&self, ask: ListQuery) -> Result<Page<ProgramRow>, AppError> {
        self.read(|view| list(view, Kind::Program, &ask, program_row))
    }

    /// A program with its workouts.
    pub fn program_get(&self, ask: ProgramRef) -> Result<ProgramDetail, AppError> {
        self.read(|view| program_detail(view, &ask.id))
    }

    /// Makes a program.
    pub fn program_create(&self, ask: Create) -> Result<ProgramDetail, AppError> {
        let id = ProgramId::from_uuid(self.uuid());
        self.create(Kind::Program, id.as_str(), ask.changes)?;
        self.program_get(ProgramRef { id })
    }

    /// Changes some fields of a program.
    pub fn program_update(&self, ask: ProgramUpdate) -> Result<ProgramDetail, AppError> {
        self.update(Kind::Program, ask.id.as_str(), ask.changes, ask.before)?;
        self.program_get(ProgramRef { id: ask.id })
    }

    /// Deletes a program; its workouts stay.
    pub fn program_delete(&self, ask: ProgramRef) -> Result<(), AppError> {
        let name = self.name(Kind::Program, ask.id.as_str())?;
        self.change(Verb::Delete, &name, |tx| {
            find(tx, Kind::Program, ask.id.as_str())?;
            tx.delete(Kind::Program, ask.id.as_str())?;
            Ok(())
        })
    }

    /// Copies a program; its entries name the same workouts.
    pub fn program_duplicate(&self, ask: ProgramDuplicate) -> Result<ProgramDetail, AppError> {
        let id = ProgramId::from_uuid(self.uuid());
        self.copy(Kind::Program, ask.id.as_str(), id.as_str(), ask.name, |copy| {
            renew(copy, "workouts", "entry_id", || json!(EntryId::from_uuid(self.uuid())));
        })?;
        self.program_get(ProgramRef { id })
    }
}
