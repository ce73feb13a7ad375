//! gRPC's framing: messages within the bytes of a body.

use bytes::{Buf as _, BufMut as _, Bytes, BytesMut};
use gcloud_sdk::prost::Message;
use hyper::body::Frame;

/// A flag that says whether it is compressed, and the length, before each message.
const HEAD: usize = 5;

/// Finds the messages in a body that comes in pieces. Compressed ones don't come here: clients are refused that
/// compress, and the cloud isn't told that it may.
#[derive(Debug, Default)]
pub(crate) struct Framing(BytesMut);

impl Framing {
    /// Takes in a piece.
    pub(crate) fn push(&mut self, piece: &[u8]) {
        self.0.extend_from_slice(piece);
    }

    /// The next message that is complete.
    pub(crate) fn next(&mut self) -> Option<Bytes> {
        let length = self.0.get(1..HEAD)?.get_u32() as usize;
        if self.0.len() < HEAD + length {
            return None;
        }
        self.0.advance(HEAD);
        Some(self.0.split_to(length).freeze())
    }
}

/// A message as a piece of a body.
pub(crate) fn framed(message: &[u8]) -> Bytes {
    let mut piece = BytesMut::with_capacity(HEAD + message.len());
    piece.put_u8(0);
    // Larger ones don't exist: whoever made this one had it in memory, and gRPC allows no more than 4 GiB.
    piece.put_u32(u32::try_from(message.len()).unwrap_or(u32::MAX));
    piece.put_slice(message);
    piece.freeze()
}

/// A message as a frame of a body.
pub(crate) fn frame(message: &impl Message) -> Frame<Bytes> {
    Frame::data(framed(&message.encode_to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_found_however_the_bytes_are_cut() {
        let messages: [&[u8]; 4] = [b"first", b"", b"a longer one", b"last"];
        let body: Vec<u8> = messages.iter().flat_map(|message| framed(message)).collect();
        for size in 1..=body.len() {
            let mut framing = Framing::default();
            let mut found = Vec::new();
            for piece in body.chunks(size) {
                framing.push(piece);
                found.extend(std::iter::from_fn(|| framing.next()));
            }
            assert_eq!(found, messages, "in pieces of {size}");
        }
    }
}
