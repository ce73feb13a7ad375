//! Asking a person for a file. Each question blocks until it is answered, so none may be asked on the main thread.

use std::path::PathBuf;

use model::ipc::ExportKind;
use model::text;
use tauri::{AppHandle, Manager as _, Runtime};
use tauri_plugin_dialog::{DialogExt as _, FileDialogBuilder, FilePath};

use crate::window;

/// A file to import.
pub(crate) fn import<R: Runtime>(app: &AppHandle<R>) -> Option<PathBuf> {
    path(dialog(app, "shell-import-title").blocking_pick_file())
}

/// A backup to restore.
pub(crate) fn restore<R: Runtime>(app: &AppHandle<R>) -> Option<PathBuf> {
    path(dialog(app, "shell-restore-title").blocking_pick_file())
}

/// Where to export to.
pub(crate) fn export<R: Runtime>(app: &AppHandle<R>, kind: ExportKind) -> Option<PathBuf> {
    let name = match kind {
        ExportKind::Complete => "shell-export-file",
        ExportKind::Workouts => "shell-export-workouts-file",
        ExportKind::Programs => "shell-export-programs-file",
    };
    path(dialog(app, "shell-export-title").set_file_name(dated(name)).blocking_save_file())
}

/// Where to export to what the cloud refused.
pub(crate) fn export_refused<R: Runtime>(app: &AppHandle<R>) -> Option<PathBuf> {
    path(dialog(app, "shell-export-title").set_file_name(dated("shell-refused-file")).blocking_save_file())
}

/// Where to export to what a migration has done.
pub(crate) fn export_report<R: Runtime>(app: &AppHandle<R>) -> Option<PathBuf> {
    path(dialog(app, "shell-export-title").set_file_name(dated("shell-report-file")).blocking_save_file())
}

/// Where to write a backup.
pub(crate) fn backup<R: Runtime>(app: &AppHandle<R>) -> Option<PathBuf> {
    path(dialog(app, "shell-backup-title").set_file_name(dated("shell-backup-file")).blocking_save_file())
}

/// Where to write what helps to find a fault.
pub(crate) fn diagnostics<R: Runtime>(app: &AppHandle<R>) -> Option<PathBuf> {
    let dialog = dialog_for(app, "shell-diagnostics-title", ("shell-filter-zip", "zip"));
    path(dialog.set_file_name(dated("shell-diagnostics-file")).blocking_save_file())
}

/// A file dialog over the window, in the documents folder, for JSON.
fn dialog<R: Runtime>(app: &AppHandle<R>, title: &str) -> FileDialogBuilder<R> {
    dialog_for(app, title, ("shell-filter-json", "json"))
}

/// The same for another format: what it is called, and what its files end in.
fn dialog_for<R: Runtime>(app: &AppHandle<R>, title: &str, format: (&str, &str)) -> FileDialogBuilder<R> {
    let mut dialog = app
        .dialog()
        .file()
        .set_title(text::get(title))
        .add_filter(text::get(format.0), &[format.1])
        .add_filter(text::get("shell-filter-all"), &["*"]);
    if let Some(window) = app.get_webview_window(window::LABEL) {
        dialog = dialog.set_parent(&window);
    }
    // Not every desktop has a documents folder; without a home the dialog begins where it likes.
    if let Ok(folder) = app.path().document_dir().or_else(|_| app.path().home_dir()) {
        dialog = dialog.set_directory(folder);
    }
    dialog
}

/// A file name with today's date, as the person's calendar has it.
fn dated(key: &str) -> String {
    text::with(key, &[("date", jiff::Zoned::now().date().to_string().into())])
}

fn path(chosen: Option<FilePath>) -> Option<PathBuf> {
    // Desktops answer with paths; a URL that is none can't be opened as a file.
    chosen.and_then(|file| file.into_path().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_say_what_and_when() {
        let name = dated("shell-export-file");
        let date = name.strip_prefix("ghost-gym-").and_then(|rest| rest.strip_suffix(".json"));
        assert!(date.is_some_and(|date| date.parse::<jiff::civil::Date>().is_ok()), "{name}");
    }
}
