//! Between the app and the Auth emulator: reads what they say to each other.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;

use super::http::{Exchange, serve};
use crate::Result;
use crate::secrets::Secrets;

/// What is between the app and the emulator.
#[derive(Debug)]
pub(super) struct Wiretap {
    address: SocketAddr,
    wire: Arc<Wire>,
}

#[derive(Debug, Default)]
struct Wire {
    emulator: String,
    seen: Mutex<Secrets>,
    revoked: Mutex<Secrets>,
    cut: AtomicBool,
}

impl Wiretap {
    /// Listens on a port of its own and hands everything to the emulator at `emulator`.
    pub(super) fn start(emulator: &str) -> Result<Self> {
        let wire = Arc::new(Wire { emulator: emulator.to_owned(), ..Wire::default() });
        let of_server = Arc::clone(&wire);
        let address = serve(move |request| of_server.answer(request))?;
        Ok(Self { address, wire })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn secrets(&self) -> Secrets {
        held(&self.wire.seen).clone()
    }

    pub(super) fn know(&self, secrets: Secrets) {
        held(&self.wire.seen).extend(secrets);
    }

    pub(super) fn revoke(&self) {
        *held(&self.wire.revoked) = self.secrets().tokens();
    }

    pub(super) fn cut(&self, cut: bool) {
        self.wire.cut.store(cut, Ordering::SeqCst);
    }
}

impl Wire {
    fn answer(&self, request: &Exchange) -> Option<Exchange> {
        if self.cut.load(Ordering::SeqCst) {
            return None;
        }
        held(&self.seen).learn(&request.body);
        if held(&self.revoked).are_in(&request.body) {
            let error = json!({ "error": { "code": 400, "message": "TOKEN_EXPIRED" } });
            return Some(Exchange::json(400, &error));
        }
        let reply = match request.forward(&self.emulator) {
            Ok(reply) => reply?,
            Err(error) => {
                eprintln!("the Auth emulator does not answer: {error}");
                return None;
            }
        };
        let mut handed_out = Secrets::default();
        if !handed_out.learn(&reply.body) {
            eprintln!("the Auth emulator's answer can't be read: {reply:?}");
            return None;
        }
        // The emulator's refresh token for a person is the same at every sign-in.
        held(&self.revoked).remove(&handed_out);
        held(&self.seen).extend(handed_out);
        Some(reply)
    }
}

fn held<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
