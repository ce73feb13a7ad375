//! Both emulators: the cloud to try at home.

use std::thread;

use crate::error::Result;
use crate::program::Output;
use crate::{Auth, Firestore, PROJECT, auth, firestore};

/// The ports to serve on; any free one where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ports {
    /// Of the Auth emulator.
    pub auth: Option<u16>,
    /// Of the Firestore emulator.
    pub firestore: Option<u16>,
}

/// Both emulators, running.
#[derive(Debug)]
pub struct Cloud {
    auth: Auth,
    firestore: Firestore,
}

impl Cloud {
    /// Starts both and waits until they answer. Shown, their output has the links that production sends by mail.
    pub fn start(ports: Ports, output: Output) -> Result<Self> {
        thread::scope(|scope| {
            let auth = scope.spawn(|| Auth::start(ports.auth, output));
            let firestore = Firestore::start(ports.firestore);
            let auth = auth.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            Ok(Self { auth, firestore: firestore? })
        })
    }

    /// The environment variables that say where the emulators are.
    #[must_use]
    pub fn hosts(&self) -> [(&'static str, String); 2] {
        [(auth::HOST, self.auth.address().to_owned()), (firestore::HOST, self.firestore.address().to_owned())]
    }

    /// The environment variables with which the app and its command line tool use this cloud.
    #[must_use]
    pub fn environment(&self) -> [(&'static str, String); 5] {
        let [auth, firestore] = self.hosts();
        [
            auth,
            firestore,
            ("GHOST_GYM_FIREBASE_PROJECT_ID", PROJECT.to_owned()),
            // The emulators take any.
            ("GHOST_GYM_FIREBASE_API_KEY", "demo-api-key".to_owned()),
            ("GHOST_GYM_FIREBASE_AUTH_DOMAIN", format!("{PROJECT}.firebaseapp.com")),
        ]
    }

    /// Fails if one of them has ended by itself.
    pub fn check(&mut self) -> Result {
        self.auth.check()?;
        self.firestore.check()
    }
}
