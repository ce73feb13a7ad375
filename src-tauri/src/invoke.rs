//! How a command comes in: one handler for all of them, which lets [`model::ipc::dispatch`] do the work on a
//! thread where it may block.

use model::ipc::{COMMANDS, dispatch};
use serde_json::Value;
use tauri::ipc::{Invoke, InvokeBody};
use tauri::{Manager as _, Runtime};

use crate::commands::Shell;
use crate::report;

/// Takes a call from the dashboard. Tauri has checked by then that the window may make it; what is not one of
/// ours is left to Tauri to refuse.
pub(crate) fn handle<R: Runtime>(invoke: Invoke<R>) -> bool {
    let Invoke { message, resolver, .. } = invoke;
    let Some(name) = COMMANDS.iter().find(|name| **name == message.command()) else { return false };
    let args = match message.payload() {
        InvokeBody::Json(args) => args.clone(),
        // Refused by `dispatch` as arguments of the wrong form.
        InvokeBody::Raw(_) => Value::Null,
    };
    let app = message.webview_ref().app_handle().clone();
    tauri::async_runtime::spawn_blocking(move || {
        match report::guarded(|| dispatch(&*app.state::<Shell<R>>(), name, args)) {
            Ok(reply) => resolver.resolve(reply),
            Err(error) => {
                tracing::info!(command = name, code = ?error.code, "refused");
                resolver.reject(error);
            }
        }
    });
    true
}
