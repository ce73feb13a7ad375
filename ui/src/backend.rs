//! The only way to the core: one typed call for each command, and one stream of events.
//!
//! In the app's window both go through Tauri ([`tauri`]). In a plain browser and in tests a library in memory
//! ([`fake`]) answers in its place; a release is built without it.

use std::cell::Cell;

use model::ipc::Command;
use model::{CommandError, ErrorCode, Event, text};
use serde_json::Value;

#[cfg(any(test, feature = "fake"))]
pub mod fake;
mod json;
mod tauri;

thread_local! {
    /// How often the library of another owner has been opened.
    static OWNER: Cell<u64> = const { Cell::new(0) };
}

/// The library of another owner is open: what is still on its way is of the one before.
pub fn other_owner() {
    OWNER.set(OWNER.get() + 1);
}

/// Carries out a command and waits for its answer. An answer from the library of an owner who is gone is not given:
/// then the call counts as cancelled.
pub async fn call<C: Command>(args: C::Args) -> Result<C::Reply, CommandError> {
    let owner = OWNER.get();
    let reply = call_for_anyone::<C>(args).await;
    if owner == OWNER.get() { reply } else { Err(CommandError::new(ErrorCode::Cancelled, "")) }
}

/// Carries out a command whose answer counts whoever the owner is by then, and waits for it.
pub async fn call_for_anyone<C: Command>(args: C::Args) -> Result<C::Reply, CommandError> {
    let args = serde_json::to_value(args).map_err(|error| unreadable(&error))?;
    serde_json::from_value(exchange(C::NAME, args).await?).map_err(|error| unreadable(&error))
}

async fn exchange(name: &'static str, args: Value) -> Result<Value, CommandError> {
    #[cfg(any(test, feature = "fake"))]
    if let Some(reply) = fake::answer(name, &args).await {
        return reply;
    }
    tauri::invoke(name, &args).await
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
