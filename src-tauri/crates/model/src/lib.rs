//! What Ghost Gym talks about: workouts, programs, their rules, and the contract between its parts.
//!
//! A document's one true form is its [`Body`]: a JSON object with the original web app's field names, in which
//! fields this version doesn't know stand beside those it does. Everything that changes a document changes its
//! body, so unknown fields survive; the typed views ([`Workout`], [`Program`]) are for reading.
//!
//! Nothing here does I/O, reads a clock or draws a random number; it builds for wasm, so the dashboard checks
//! what a person types with the very code that the core will check it with.

pub mod body;
pub mod draft;
pub mod error;
pub mod event;
pub mod id;
pub mod ipc;
pub mod key;
pub mod kind;
pub mod limits;
pub mod migration;
pub mod program;
pub mod schema;
pub mod secret;
pub mod server_time;
pub mod settings;
pub mod status;
pub mod sync;
pub mod text;
pub mod time;
pub mod tray;
pub mod update;
pub mod workout;

pub use body::Body;
pub use error::{CommandError, ErrorCode, FieldError, Problem};
pub use event::Event;
pub use id::{EntryId, ExerciseId, GroupId, ProgramId, WorkoutId};
pub use key::RecordKey;
pub use kind::Kind;
pub use program::{Program, ProgramWorkout};
pub use secret::Secret;
pub use server_time::ServerTime;
pub use status::SyncStatus;
pub use time::Millis;
pub use workout::{BonusExercise, ExerciseGroup, Workout};
