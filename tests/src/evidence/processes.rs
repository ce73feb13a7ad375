//! What is seen of the programs of a desktop from outside: their arguments and their environment, which any program of
//! the same person can read.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How often it is looked: few programs live shorter.
const STEP: Duration = Duration::from_millis(15);
/// A process that has never been one of the desktop's in as many looks will not become one.
const LOOKS: u32 = 20;

/// Looks at the processes of a desktop for as long as it is kept.
#[derive(Debug)]
pub(crate) struct Processes {
    seen: Arc<Mutex<BTreeSet<String>>>,
    over: Arc<AtomicBool>,
}

impl Processes {
    /// Looks at every process that has `home` in its environment.
    pub(crate) fn watch(home: &Path) -> Self {
        let processes = Self { seen: Arc::default(), over: Arc::default() };
        let (seen, over) = (Arc::clone(&processes.seen), Arc::clone(&processes.over));
        let home = home.to_string_lossy().into_owned();
        thread::spawn(move || {
            let mut strangers = HashMap::new();
            while !over.load(Ordering::Relaxed) {
                look(&home, &mut strangers, &seen);
                thread::sleep(STEP);
            }
        });
        processes
    }

    /// Every command line and environment that there has been, each once.
    pub(crate) fn seen(&self) -> String {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.iter().cloned().collect::<Vec<_>>().join("\n\n")
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

fn look(home: &str, strangers: &mut HashMap<String, u32>, seen: &Mutex<BTreeSet<String>>) {
    let Ok(entries) = std::fs::read_dir("/proc") else { return };
    for entry in entries.flatten() {
        let id = entry.file_name().to_string_lossy().into_owned();
        if !id.starts_with(|first: char| first.is_ascii_digit()) || strangers.get(&id) >= Some(&LOOKS) {
            continue;
        }
        // It may have ended since it was listed, or be somebody else's.
        let read = |name| std::fs::read(entry.path().join(name)).unwrap_or_default();
        let environment = String::from_utf8_lossy(&read("environ")).replace('\0', "\n");
        if environment.contains(home) {
            let line = String::from_utf8_lossy(&read("cmdline")).replace('\0', " ");
            seen.lock().unwrap_or_else(PoisonError::into_inner).insert(format!("{line}\n{environment}"));
        } else {
            *strangers.entry(id).or_default() += 1;
        }
    }
}
