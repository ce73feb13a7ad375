//! The dashboard of Ghost Gym: one page of Yew components over the commands of [`model::ipc`].
//!
//! It holds no rules of its own. What is true of a workout is asked of `model`, what is in the library is asked of
//! the core through [`backend`], and what the page shows is one value, [`state::AppState`].

// A program has no outside: `pub` here means "for the other files of the dashboard".
#![allow(unreachable_pub, reason = "nothing of a binary can be reached from outside")]

mod actions;
mod app;
mod backend;
mod components;
mod dom;
mod intent;
mod keys;
mod overlays;
mod panels;
mod state;
mod store;
mod testid;
mod text;

fn main() {
    backend::texts();
    yew::Renderer::<app::Dashboard>::new().render();
}
