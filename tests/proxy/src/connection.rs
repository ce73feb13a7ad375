//! A connection of a client.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::sync::Notify;

use crate::line::Line;
use crate::serve;
use crate::shared::Shared;
use crate::wire::Wire;

/// How much waits at the server's end of the wire, in bytes.
const BUFFER: usize = 64 * 1024;

/// When a server takes a half-open connection for dead: what it had to send doesn't wait for ever.
const PATIENCE: Duration = Duration::from_mins(1);

/// A connection, as its requests see it.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) line: Arc<Line>,
    cut: Notify,
}

impl Connection {
    /// Resets it.
    pub(crate) fn cut(&self) {
        self.cut.notify_one();
    }
}

/// Serves a client until either side ends the connection, or it is cut.
pub(crate) async fn run(mut socket: TcpStream, line: Arc<Line>, shared: Arc<Shared>) {
    let (number, _open) = line.connect();
    shared.count(|counts| counts.connections += 1);
    // What isn't set is only slower.
    socket.set_nodelay(true).ok();
    let connection = Arc::new(Connection { line: Arc::clone(&line), cut: Notify::new() });
    let (ours, theirs) = tokio::io::duplex(BUFFER);
    let (from_server, to_server) = tokio::io::split(theirs);
    let (from_client, to_client) = socket.split();
    let wire = || Wire { number, network: line.network() };
    let traffic = async {
        tokio::join!(
            wire().carry(from_client, to_server, true),
            wire().carry(from_server, to_client, false),
            serve::serve(ours, Arc::clone(&connection), shared),
        )
    };
    let given_up = async {
        line.frozen(number).await;
        tokio::time::sleep(PATIENCE).await;
    };
    let end = tokio::select! {
        _ = traffic => End::Closed,
        () = given_up => End::GivenUp,
        () = line.cut_off(number) => End::Cut,
        () = connection.cut.notified() => End::Cut,
    };
    match end {
        End::Closed => {}
        // Then it is closed with a reset. Without, it is closed all the same.
        End::Cut => {
            socket.set_zero_linger().ok();
        }
        End::GivenUp => {
            tokio::select! {
                () = discard(&mut socket) => {}
                () = line.cut_off(number) => {}
            }
        }
    }
}

/// How a connection ends.
enum End {
    Closed,
    Cut,
    /// The server took a half-open connection for dead. The client isn't told, as it isn't by a network that is gone.
    GivenUp,
}

/// Waits until the client closes a connection that nobody answers on any more.
async fn discard(socket: &mut TcpStream) {
    let mut piece = [0; 1024];
    while socket.read(&mut piece).await.is_ok_and(|length| length > 0) {}
}
