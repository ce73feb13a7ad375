//! What the app is made of that others have made: a list that is made with the package and lies in it.

use std::fs;

use model::text;
use model::update::Licences;
use tauri::{AppHandle, Manager as _, Runtime};

/// The list's name among the package's files.
const FILE: &str = "licences.txt";

/// The list; a copy that comes from no package has none, and says where to look.
pub(crate) fn read<R: Runtime>(handle: &AppHandle<R>) -> Licences {
    let listed = handle.path().resource_dir().map(|folder| fs::read_to_string(folder.join(FILE)));
    let text = match listed {
        Ok(Ok(text)) => text,
        _ => text::get("licences-missing"),
    };
    Licences { text }
}
