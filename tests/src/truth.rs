//! What is really in the library, whatever the window shows: the command line tool reads it from the database.

use serde_json::Value;

use crate::{Desktop, Failure, Result};

impl Desktop {
    /// The id of the only workout called `name`.
    pub fn workout_called(&self, name: &str) -> Result<String> {
        self.called("workout", name)
    }

    /// The id of the only program called `name`.
    pub fn program_called(&self, name: &str) -> Result<String> {
        self.called("program", name)
    }

    /// The workout `id`, with all its fields.
    pub fn workout(&self, id: &str) -> Result<Value> {
        self.cli(&["workout", "show", id])
    }

    /// The ids of the workouts in the program `id`, in their order.
    pub fn workouts_of(&self, id: &str) -> Result<Vec<String>> {
        let program = self.cli(&["program", "show", id])?;
        let entries = program["workouts"].as_array().cloned().unwrap_or_default();
        Ok(entries.iter().filter_map(|entry| entry["workout_id"].as_str().map(str::to_owned)).collect())
    }

    /// How many workouts and programs there are.
    pub fn counts(&self) -> Result<(u64, u64)> {
        let status = self.cli(&["status"])?;
        match (status["workouts"].as_u64(), status["programs"].as_u64()) {
            (Some(workouts), Some(programs)) => Ok((workouts, programs)),
            _ => Err(Failure::Unexpected(format!("no counts in {status}"))),
        }
    }

    fn called(&self, kind: &str, name: &str) -> Result<String> {
        let found = self.cli(&[kind, "list", "--search", name])?;
        let items = found["items"].as_array().cloned().unwrap_or_default();
        let ids: Vec<&str> =
            items.iter().filter(|item| item["name"] == name).filter_map(|item| item["id"].as_str()).collect();
        match ids.as_slice() {
            [id] => Ok((*id).to_owned()),
            other => {
                Err(Failure::Unexpected(format!("{} of {kind} are called {name:?}, not one", other.len())))
            }
        }
    }
}
