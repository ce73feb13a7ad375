//! A library in memory, in place of the core: for looking at the dashboard in a plain browser and for tests.
//!
//! It keeps the contract of [`model::ipc`] with the rules of [`model::draft`], so what works against it works
//! against the core. In a browser the address chooses what it holds: `?fake=empty|some|many|error`, and what else
//! is to be seen: `&sync=offline|connecting|syncing|synced|paused|signin|attention|trouble|elsewhere`,
//! `&account=in|unverified|offline|over|unsent`, `&moving=offer|unheard|going|waits|trouble|back|done|attention|taken`, `&update=none|checking|latest|offer|skipped|failed|loading|ready|quit|installing`, `&cloud=none|environment`, `&theme=dark|light`, `&text=small|large|larger`, `&motion=reduced`, `&google=waits`, `&delay=800` (milliseconds
//! an answer takes), `&conflicts=2` (so many merges have decided), `&other=3000` (milliseconds until another device
//! changes the first workout and program).

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use model::ipc::{Command as _, GoogleSignIn, WindowReady, dispatch};
use model::{CommandError, Event};
use serde_json::Value;

pub mod account;
mod address;
mod commands;
pub mod data;
mod library;
pub mod migration;
mod records;
pub mod sync;
pub mod update;

pub use library::Library;

/// How often it is asked whether the person is done in the browser, in milliseconds.
const BROWSER: u32 = 100;

type Heard = Rc<dyn Fn(Event)>;

#[cfg(test)]
type Meanwhile = (&'static str, Box<dyn FnOnce()>);

#[cfg(test)]
thread_local! {
    static MEANWHILE: RefCell<Option<Meanwhile>> = const { RefCell::new(None) };
}

/// Does something while the next answer to this command is on its way.
#[cfg(test)]
pub fn meanwhile(name: &'static str, what: impl FnOnce() + 'static) {
    MEANWHILE.set(Some((name, Box::new(what))));
}

thread_local! {
    static INSTALLED: RefCell<Option<Rc<Library>>> = const { RefCell::new(None) };
    static LISTENERS: RefCell<Vec<Heard>> = const { RefCell::new(Vec::new()) };
}

/// Answers every call on this thread from now on.
pub fn install(library: Library) {
    INSTALLED.set(Some(Rc::new(library)));
}

/// Whether there is one; in a browser without a core one is made as the address asks.
pub fn is_installed() -> bool {
    if cfg!(target_arch = "wasm32") && INSTALLED.with_borrow(Option::is_none) && !address::core_is_there() {
        install(address::library());
    }
    INSTALLED.with_borrow(Option::is_some)
}

/// The answer to a command, if there is a fake.
pub async fn answer(name: &str, args: &Value) -> Option<Result<Value, CommandError>> {
    if !is_installed() {
        return None;
    }
    let library = INSTALLED.with_borrow(Clone::clone)?;
    if library.delay > 0 {
        TimeoutFuture::new(library.delay).await;
    }
    while name == GoogleSignIn::NAME && library.cloud.browser.get() == account::Browser::Waiting {
        TimeoutFuture::new(BROWSER).await;
    }
    let answer = match &library.failing {
        // The window can be shown even if the library can't.
        Some(error) if name != WindowReady::NAME => Err(error.clone()),
        _ => dispatch(&*library, name, args.clone()),
    };
    #[cfg(test)]
    if let Some((_, what)) = MEANWHILE.with_borrow_mut(|waits| waits.take_if(|(of, _)| *of == name)) {
        what();
    }
    Some(answer)
}

/// Does something to the library that answers; nothing, if none does.
pub fn with<T>(what: impl FnOnce(&Library) -> T) -> Option<T> {
    INSTALLED.with_borrow(Clone::clone).map(|library| what(&library))
}

/// Hears events.
pub fn listen(heard: impl Fn(Event) + 'static) {
    LISTENERS.with_borrow_mut(|listeners| listeners.push(Rc::new(heard)));
}

/// Tells an event to whoever hears.
fn tell(event: &Event) {
    // Whoever hears may listen anew.
    for heard in LISTENERS.with_borrow(Clone::clone) {
        heard(event.clone());
    }
}
