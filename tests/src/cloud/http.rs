//! As much of an HTTP server as a test needs: one request a connection, each on a thread of its own.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use crate::{Failure, Result};

/// Longer than any exchange takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// A request, or an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Exchange {
    /// The first line and the headers.
    pub(crate) head: String,
    /// What follows them.
    pub(crate) body: String,
}

/// Answers every request with what `answer` says; if it says nothing, the connection breaks. It ends with the process.
pub(crate) fn serve(
    answer: impl Fn(&Exchange) -> Option<Exchange> + Send + Sync + 'static,
) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(Failure::file("a free port"))?;
    let address = listener.local_addr().map_err(Failure::file("a free port"))?;
    let answer = std::sync::Arc::new(answer);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(std::result::Result::ok) {
            let answer = std::sync::Arc::clone(&answer);
            thread::spawn(move || {
                if let Err(error) = converse(stream, &*answer) {
                    eprintln!("a connection to the test broke: {error}");
                }
            });
        }
    });
    Ok(address)
}

fn converse(mut stream: TcpStream, answer: &dyn Fn(&Exchange) -> Option<Exchange>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    // Connections are opened ahead of time, and closed unused.
    let Some(request) = Exchange::read(&mut stream)? else { return Ok(()) };
    match answer(&request) {
        Some(reply) => stream.write_all(&reply.bytes()),
        None => Ok(()),
    }
}

impl Exchange {
    /// An answer in JSON.
    pub(crate) fn json(status: u16, body: &serde_json::Value) -> Self {
        Self {
            head: format!("HTTP/1.1 {status} X\r\ncontent-type: application/json"),
            body: body.to_string(),
        }
    }

    /// Hands it to the server at `address` and answers what that says.
    pub(crate) fn forward(&self, address: &str) -> std::io::Result<Option<Self>> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(&self.bytes())?;
        Self::read(&mut stream)
    }

    /// What is asked for: the second word of the first line.
    pub(crate) fn target(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    /// The header `name`, given in lower case.
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (header, value) = line.split_once(':')?;
            header.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    fn is_whole(&self) -> bool {
        let length = self.header("content-length").and_then(|length| length.parse().ok());
        self.body.len() >= length.unwrap_or(0)
    }

    /// As it is sent: whole, over a connection that ends with it.
    fn bytes(&self) -> Vec<u8> {
        let ours = ["connection", "content-length", "keep-alive", "transfer-encoding"];
        let of_connection = |line: &&str| {
            line.split_once(':').is_some_and(|(name, _)| ours.contains(&name.to_ascii_lowercase().as_str()))
        };
        let head: Vec<&str> = self.head.split("\r\n").filter(|line| !of_connection(line)).collect();
        let length = self.body.len();
        let close = format!("connection: close\r\ncontent-length: {length}\r\n\r\n{}", self.body);
        [head.join("\r\n"), close].join("\r\n").into_bytes()
    }

    fn read(stream: &mut TcpStream) -> std::io::Result<Option<Self>> {
        let mut bytes = Vec::new();
        loop {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let mut exchange = Self { head: head.to_owned(), body: body.to_owned() };
                if exchange.header("transfer-encoding").is_some() {
                    if let Some(body) = whole(body) {
                        exchange.body = body;
                        return Ok(Some(exchange));
                    }
                } else if exchange.is_whole() {
                    return Ok(Some(exchange));
                }
            }
            let mut some = [0; 16 << 10];
            match stream.read(&mut some)? {
                0 => return Ok(None),
                count => bytes.extend_from_slice(&some[..count]),
            }
        }
    }
}

/// What the chunks of `body` make together, if the last one is there.
fn whole(mut body: &str) -> Option<String> {
    let mut whole = String::new();
    loop {
        let (length, rest) = body.split_once("\r\n")?;
        let length = usize::from_str_radix(length, 16).ok()?;
        if length == 0 {
            return Some(whole);
        }
        whole.push_str(rest.get(..length)?);
        body = rest.get(length..)?.strip_prefix("\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_put_together_once_the_last_is_there() {
        assert_eq!(whole("4\r\nWiki\r\n5\r\npedia\r\n0\r\n\r\n").as_deref(), Some("Wikipedia"));
        for part in ["", "4", "4\r\nWi", "4\r\nWiki", "4\r\nWiki\r\n"] {
            assert_eq!(whole(part), None, "{part:?}");
        }
    }
}
