//! The way between a client and the proxy's server: how far it is, and whether anything gets through.

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use crate::line::Network;

/// The largest piece that travels at once, in bytes.
const PIECE: usize = 16 * 1024;
/// How many pieces are under way in one direction at most: 16 MiB, more than a client's or server's window.
const UNDER_WAY: usize = 1024;

/// One direction of the connection with a number.
pub(crate) struct Wire {
    pub(crate) number: u64,
    pub(crate) network: watch::Receiver<Network>,
}

impl Wire {
    /// Carries what comes `from` one side `to` the other, until either ends. `handshake`: the first piece waits for the
    /// round trip in which TCP connects.
    pub(crate) async fn carry(
        self,
        from: impl AsyncRead + Unpin,
        to: impl AsyncWrite + Unpin,
        handshake: bool,
    ) {
        let (send, receive) = mpsc::channel(UNDER_WAY);
        let Self { number, network } = self;
        let taking = take(from, send, number, network.clone(), handshake);
        let giving = give(to, receive, number, network);
        tokio::pin!(giving);
        tokio::select! {
            () = &mut giving => return,
            () = taking => {}
        }
        giving.await;
    }
}

/// A piece, and when it is there.
type Piece = (Instant, Bytes);

async fn take(
    mut from: impl AsyncRead + Unpin,
    send: mpsc::Sender<Piece>,
    number: u64,
    mut network: watch::Receiver<Network>,
    handshake: bool,
) {
    if handshake {
        let round_trip = network.borrow().one_way * 2;
        tokio::time::sleep(round_trip).await;
    }
    loop {
        passing(&mut network, number).await;
        let mut piece = BytesMut::with_capacity(PIECE);
        match from.read_buf(&mut piece).await {
            // A connection that broke ends like one that was closed: the other side hears no more of it.
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        let one_way = network.borrow().one_way;
        if send.send((Instant::now() + one_way, piece.freeze())).await.is_err() {
            return;
        }
    }
}

async fn give(
    mut to: impl AsyncWrite + Unpin,
    mut receive: mpsc::Receiver<Piece>,
    number: u64,
    mut network: watch::Receiver<Network>,
) {
    while let Some((at, piece)) = receive.recv().await {
        // The timer counts in milliseconds: what needs no time shall not wait for it.
        if at > Instant::now() {
            tokio::time::sleep_until(at).await;
        }
        passing(&mut network, number).await;
        if to.write_all(&piece).await.is_err() {
            return;
        }
    }
    // The other side may have gone first.
    to.shutdown().await.ok();
}

/// Waits until something gets through.
async fn passing(network: &mut watch::Receiver<Network>, number: u64) {
    // It fails when the line is gone; then so are its connections.
    network.wait_for(|network| !network.is_silent(number)).await.ok();
}
