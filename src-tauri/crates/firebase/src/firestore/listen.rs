//! Listening: one stream with one target.

use firestore::gcloud_sdk::google::firestore::v1 as pb;
use futures_util::StreamExt as _;
use futures_util::stream::{self, Stream};
use jiff::fmt::rfc2822;
use model::ServerTime;
use model::sync::Feed;
use pb::listen_request::TargetChange;
use pb::target::{QueryTarget, ResumeType, TargetType, query_target};
use sync::{Code, Failure, From, Heard, Mark};
use tokio::sync::watch;
use tonic::Streaming;
use tonic::metadata::MetadataMap;

use super::failure::{broken, given_up, of_status};
use super::hearing::{Hearing, TARGET};
use super::{Client, Gateway, query};

/// What a stream tells.
#[derive(Clone, Debug, PartialEq)]
pub enum ListenEvent {
    /// The server has accepted it.
    Opened {
        /// The server's clock, if the answer says it.
        server_now: Option<ServerTime>,
    },
    /// Changes, and where the stream is consistent after them, if it is.
    Heard {
        /// In the order in which they came.
        changes: Vec<Heard>,
        /// Up to where everything was told.
        mark: Option<Mark>,
    },
    /// What the query matches follows as a whole.
    Reset,
    /// So many documents match.
    Filter {
        /// How many.
        count: u64,
    },
    /// It is over; nothing comes after this.
    Broken(Failure),
}

/// A stream, from its beginning to its end.
enum Phase {
    Closed(Gateway, Feed, From),
    Open(Box<Open>),
    Over,
}

struct Open {
    messages: Streaming<pb::ListenResponse>,
    hearing: Hearing,
    given_up: watch::Receiver<u64>,
}

impl Gateway {
    /// Listens to a feed. Nothing is opened before the stream is polled, and nothing is read on from the server while
    /// it is not: at most a few megabytes wait on this side. Dropping it closes it.
    pub fn listen(&self, feed: Feed, from: From) -> impl Stream<Item = ListenEvent> + Send + use<> {
        stream::unfold(Phase::Closed(self.clone(), feed, from), |phase| async {
            let next = match phase {
                Phase::Closed(gateway, feed, from) => gateway.open(feed, from).await,
                Phase::Open(open) => open.next().await,
                Phase::Over => return None,
            };
            Some(next.unwrap_or_else(|failure| (ListenEvent::Broken(failure), Phase::Over)))
        })
    }

    async fn open(&self, feed: Feed, from: From) -> Result<(ListenEvent, Phase), Failure> {
        let connection = &self.shared.streams;
        let given_up = connection.given_up();
        let message = pb::ListenRequest {
            database: self.names().database().to_owned(),
            target_change: Some(TargetChange::AddTarget(target(self.names().user(), feed, from))),
            ..pb::ListenRequest::default()
        };
        // If the stream of requests ended, the server would end that of answers.
        let messages = stream::iter([message]).chain(stream::pending());
        let send = async |mut client: Client, request| client.listen(request).await;
        let opened = self.ask_over(connection, messages, send).await;
        let answer = opened.map_err(|failure| match failure.code {
            // The server accepts a stream before it looks for anything: whoever hears nothing has not reached it.
            Some(Code::DeadlineExceeded) => broken(failure.message),
            _ => failure,
        })?;
        let event = ListenEvent::Opened { server_now: date(answer.metadata()) };
        let open = Open { messages: answer.into_inner(), hearing: Hearing::default(), given_up };
        Ok((event, Phase::Open(Box::new(open))))
    }
}

impl Open {
    /// Reads on until there is something to tell.
    async fn next(mut self: Box<Self>) -> Result<(ListenEvent, Phase), Failure> {
        loop {
            if let Some(event) = self.hearing.next() {
                return Ok((event, Phase::Open(self)));
            }
            let message = tokio::select! {
                message = self.messages.message() => message.map_err(|status| of_status(&status))?,
                _ = self.given_up.changed() => return Err(given_up()),
            };
            self.hearing.take(message.ok_or_else(|| broken("the server has ended the stream"))?)?;
        }
    }
}

fn target(parent: &str, feed: Feed, from: From) -> pb::Target {
    let (since, token) = match from {
        From::Start => (None, None),
        From::Since(since) => (Some(since), None),
        From::Token { since, token } => (since, Some(token)),
    };
    let query = query::documents(feed.collection(), since);
    let query_type = Some(query_target::QueryType::StructuredQuery(query));
    pb::Target {
        target_id: TARGET,
        target_type: Some(TargetType::Query(QueryTarget { parent: parent.to_owned(), query_type })),
        resume_type: token.map(ResumeType::ResumeToken),
        ..pb::Target::default()
    }
}

/// The clock of whoever answers, to the second.
fn date(headers: &MetadataMap) -> Option<ServerTime> {
    let at = rfc2822::parse(headers.get("date")?.to_str().ok()?).ok()?;
    Some(ServerTime(at.timestamp().as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_clock_is_read_from_its_header() {
        let mut headers = MetadataMap::new();
        assert_eq!(date(&headers), None);
        headers.insert("date", "Sun, 06 Nov 1994 08:49:37 GMT".parse().unwrap());
        assert_eq!(date(&headers), ServerTime::parse("1994-11-06T08:49:37Z"));
        headers.insert("date", "today".parse().unwrap());
        assert_eq!(date(&headers), None);
    }
}
