//! The only way to the core: one typed call for each command, and one stream of events.
//!
//! In the app's window both go through Tauri ([`tauri`]). In a plain browser and in tests a library in memory
//! ([`fake`]) answers in its place; a release is built without it.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;

use model::ipc::Command;
use model::{CommandError, ErrorCode, Event, text};
use serde::de::DeserializeOwned;
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

/// An answer that is on its way. What all commands have in common is made once, not once for each.
type Answer = Pin<Box<dyn Future<Output = Result<Value, CommandError>>>>;

/// Carries out a command and waits for its answer. An answer from the library of an owner who is gone is not given:
/// then the call counts as cancelled.
pub async fn call<C: Command>(args: C::Args) -> Result<C::Reply, CommandError> {
    read(exchange(C::NAME, serde_json::to_value(args), Some(OWNER.get())).await)
}

/// Carries out a command whose answer counts whoever the owner is by then, and waits for it.
pub async fn call_for_anyone<C: Command>(args: C::Args) -> Result<C::Reply, CommandError> {
    read(exchange(C::NAME, serde_json::to_value(args), None).await)
}

fn read<T: DeserializeOwned>(reply: Result<Value, CommandError>) -> Result<T, CommandError> {
    serde_json::from_value(reply?).map_err(|error| unreadable(&error))
}

/// Sends a command; the answer is meant for `owner`, if it is meant for somebody.
fn exchange(name: &'static str, args: Result<Value, serde_json::Error>, owner: Option<u64>) -> Answer {
    Box::pin(async move {
        let args = args.map_err(|error| unreadable(&error))?;
        #[cfg(any(test, feature = "fake"))]
        let reply = match fake::answer(name, &args).await {
            Some(reply) => reply,
            None => tauri::invoke(name, &args).await,
        };
        #[cfg(not(any(test, feature = "fake")))]
        let reply = tauri::invoke(name, &args).await;
        if owner.is_some_and(|owner| owner != OWNER.get()) {
            return Err(CommandError::new(ErrorCode::Cancelled, ""));
        }
        reply
    })
}

/// Takes the texts in that `main.js` has fetched. Tests have them from the start.
pub fn texts() {
    #[cfg(target_arch = "wasm32")]
    {
        // Without them every text shows as its key.
        let texts = js_sys::Reflect::get(&js_sys::global(), &"texts".into()).unwrap_or_default();
        model::text::install(&json::read(&texts));
    }
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
