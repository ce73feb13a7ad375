//! One cloud for all who use this checkout: whoever comes first starts it, the others find it.
//!
//! In a folder that all know the host holds the file `host` locked for as long as the cloud runs, so that a host
//! that was killed leaves nothing behind that looks alive. How to connect is in `environment`. Each guest holds a
//! shared lock on `guests`, so that a host can wait for the last one.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use emulators::{Cloud, Output, Ports};

use super::environment::{self, Environment};
use crate::error::{Error, Result};
use crate::progress;

/// Locked by the host.
const HOST: &str = "host";
/// Locked by each guest together with the others.
const GUESTS: &str = "guests";
const STEP: Duration = Duration::from_millis(100);

/// A cloud on this machine.
#[derive(Debug)]
pub(crate) struct Local {
    folder: PathBuf,
    environment: Environment,
    part: Part,
}

/// What we are to it. What is held ends with us in any case.
#[derive(Debug)]
enum Part {
    Host { cloud: Box<Cloud>, guests: File, _locked: File },
    Guest { _seat: File },
}

impl Local {
    /// Starts a cloud on `ports`. One that runs already in `folder` is an error.
    pub(crate) fn open(folder: &Path, ports: Ports) -> Result<Self> {
        match lock(folder)? {
            Some(locked) => host(folder, locked, ports),
            None => Err(Error::CloudRuns(folder.join(environment::FILE))),
        }
    }

    /// Takes part in the cloud that runs in `folder`, or starts one.
    pub(crate) fn join(folder: &Path) -> Result<Self> {
        let mut said = false;
        loop {
            if let Some(locked) = lock(folder)? {
                return host(folder, locked, Ports::default());
            }
            let seat = open(&folder.join(GUESTS))?;
            seat.lock_shared().map_err(Error::file(folder))?;
            if let Some(environment) = Environment::read(folder)? {
                progress::say("Using the cloud that runs already");
                return Ok(Self {
                    folder: folder.to_owned(),
                    environment,
                    part: Part::Guest { _seat: seat },
                });
            }
            if !said {
                progress::say("Waiting for the cloud that is just being started");
                said = true;
            }
            std::thread::sleep(STEP);
        }
    }

    /// How to connect; it is in the file [`environment::FILE`], too.
    pub(crate) fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Fails if the cloud has ended by itself.
    pub(crate) fn check(&mut self) -> Result {
        match &mut self.part {
            Part::Host { cloud, .. } => Ok(cloud.check()?),
            Part::Guest { .. } => Ok(()),
        }
    }

    /// Stops it, if it is ours, when the last guest has gone.
    pub(crate) fn leave(self) -> Result {
        if let Part::Host { guests, .. } = &self.part {
            let path = self.folder.join(GUESTS);
            match guests.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    progress::say(
                        "Another window uses this cloud; it stops when that one closes, or with Ctrl+C",
                    );
                    guests.lock().map_err(Error::file(&path))?;
                }
                Err(TryLockError::Error(source)) => return Err(Error::File { path, source }),
            }
        }
        self.stop()
    }

    /// Stops it, if it is ours, whoever uses it.
    pub(crate) fn stop(self) -> Result {
        match self.part {
            // The locks are held until the cloud is gone.
            Part::Host { .. } => Environment::remove(&self.folder),
            Part::Guest { .. } => Ok(()),
        }
    }
}

/// Starts the cloud, `locked` being the host's lock.
fn host(folder: &Path, locked: File, ports: Ports) -> Result<Local> {
    // What an earlier host left leads nowhere.
    Environment::remove(folder)?;
    emulators::prepare(progress::say)?;
    progress::say("Starting the cloud");
    let cloud = Cloud::start(ports, Output::Shown)?;
    let environment = Environment::of(&cloud);
    environment.write(folder)?;
    let guests = open(&folder.join(GUESTS))?;
    Ok(Local {
        folder: folder.to_owned(),
        environment,
        part: Part::Host { cloud: Box::new(cloud), guests, _locked: locked },
    })
}

/// The host's lock, if nobody has it.
fn lock(folder: &Path) -> Result<Option<File>> {
    fs::create_dir_all(folder).map_err(Error::file(folder))?;
    let path = folder.join(HOST);
    let file = open(&path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(source)) => Err(Error::File { path, source }),
    }
}

fn open(path: &Path) -> Result<File> {
    File::options().create(true).truncate(false).write(true).open(path).map_err(Error::file(path))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    #[test]
    fn a_host_waits_for_its_guests() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let host = match Local::open(folder, Ports::default()) {
            Err(Error::Cloud(missing @ emulators::Error::Missing { .. }))
                if std::env::var_os(emulators::REQUIRED).is_none() =>
            {
                writeln!(std::io::stderr(), "skipped: {missing}").unwrap();
                return;
            }
            host => host.unwrap(),
        };
        assert!(matches!(Local::open(folder, Ports::default()), Err(Error::CloudRuns(_))));
        let guest = Local::join(folder).unwrap();
        assert!(matches!(guest.part, Part::Guest { .. }));
        assert_eq!(guest.environment(), host.environment());

        let (left, has_left) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(move || {
                host.leave().unwrap();
                left.send(()).unwrap();
            });
            // However long it is waited: while there is a guest, the host stays.
            assert!(has_left.recv_timeout(Duration::from_millis(300)).is_err());
            guest.leave().unwrap();
            has_left.recv().unwrap();
        });
        assert_eq!(Environment::read(folder).unwrap(), None);
        assert!(lock(folder).unwrap().is_some(), "the host's lock is still held");
    }
}
