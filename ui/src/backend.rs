//! The only way to the core: one typed call for each command, and one stream of events.
//!
//! In the app's window both go through Tauri ([`tauri`]). In a plain browser and in tests a library in memory
//! ([`fake`]) answers in its place; a release is built without it.

use model::ipc::Command;
use model::{CommandError, ErrorCode, Event, text};

#[cfg(any(test, feature = "fake"))]
pub mod fake;
mod tauri;

/// Carries out a command and waits for its answer.
pub async fn call<C: Command>(args: C::Args) -> Result<C::Reply, CommandError> {
    let args = serde_json::to_value(args).map_err(|error| unreadable(&error))?;
    #[cfg(any(test, feature = "fake"))]
    if let Some(reply) = fake::answer(C::NAME, &args).await {
        return serde_json::from_value(reply?).map_err(|error| unreadable(&error));
    }
    let reply = tauri::invoke(C::NAME, &args).await?;
    serde_json::from_str(&reply).map_err(|error| unreadable(&error))
}

/// Hears every event of the core from now on, for as long as the page lives.
pub async fn listen(heard: impl Fn(Event) + 'static) -> Result<(), CommandError> {
    #[cfg(any(test, feature = "fake"))]
    if fake::is_installed() {
        fake::listen(heard);
        return Ok(());
    }
    tauri::listen(heard).await
}

/// The two sides don't speak the same language: a defect of ours, or a shell of another version.
fn unreadable(error: &serde_json::Error) -> CommandError {
    CommandError::new(
        ErrorCode::Internal,
        text::with("backend-unreadable", &[("detail", error.to_string().into())]),
    )
}
