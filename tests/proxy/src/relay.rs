//! Requests that are streams in both directions: Listen and Write.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream;
use gcloud_sdk::google::firestore::v1::{WriteRequest, WriteResponse};
use gcloud_sdk::prost::Message as _;
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::http::request::Parts;
use hyper::{HeaderMap, Request, Response};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::bills::Written;
use crate::cloud::{Body, BodyError, Cloud, internal, unavailable};
use crate::fault::Effect;
use crate::framing::{Framing, framed};
use crate::listen::Listen;
use crate::serve::{Call, grpc};
use crate::status::{self, Code, Status};
use crate::unary::{lose, strike};

/// How many messages wait in either direction; more wait where they come from.
const WAITING: usize = 16;

/// Opens such a stream.
pub(crate) async fn answer(call: Call, request: Request<Incoming>) -> Result<Response<Body>, Status> {
    match strike(&call, None) {
        None | Some(Effect::Twice) => {}
        Some(Effect::Refuse(status)) => return Err(status),
        Some(Effect::LoseRequest(loss) | Effect::LoseAnswer(loss)) => {
            return lose(&call.connection, loss).await;
        }
        Some(Effect::Delay { ms }) => tokio::time::sleep(Duration::from_millis(ms)).await,
    }
    let (parts, requests) = request.into_parts();
    let exchange = match call.method.as_str() {
        "Listen" => Exchange::Listen(Box::new(Listen::new(Arc::clone(&call.shared), call.cloud.clone()))),
        _ => Exchange::Write(VecDeque::new()),
    };
    let (to_client, responses) = mpsc::channel(WAITING);
    tokio::spawn(run(call, parts, requests, exchange, to_client));
    Ok(grpc(streamed(responses)))
}

/// What a stream's messages mean.
enum Exchange {
    Listen(Box<Listen>),
    /// What was asked for and isn't answered yet, the oldest first.
    Write(VecDeque<Written>),
}

impl Exchange {
    /// What the cloud gets for what the client sends.
    fn request(&mut self, message: &Bytes) -> Frame<Bytes> {
        match self {
            Self::Listen(listen) => listen.request(message),
            Self::Write(unanswered) => {
                if let Ok(request) = WriteRequest::decode(message.clone())
                    && !request.writes.is_empty()
                {
                    unanswered.push_back(Written::by(&request.writes));
                }
                Frame::data(framed(message))
            }
        }
    }

    /// What the client gets when the cloud has sent nothing for a while.
    async fn quiet(&mut self) -> Frame<Bytes> {
        match self {
            Self::Listen(listen) => listen.quiet().await,
            Self::Write(_) => std::future::pending().await,
        }
    }

    /// What the client gets for what the cloud sends.
    async fn response(&mut self, message: Bytes, call: &Call) -> Result<Vec<Frame<Bytes>>, Status> {
        match self {
            Self::Listen(listen) => listen.response(message).await,
            Self::Write(unanswered) => {
                // The first answer is to the opening, and has no results.
                if WriteResponse::decode(message.clone()).is_ok_and(|answer| !answer.write_results.is_empty())
                    && let Some(written) = unanswered.pop_front()
                {
                    written.charge(&call.shared);
                }
                Ok(vec![Frame::data(framed(&message))])
            }
        }
    }
}

type Sent = Result<Frame<Bytes>, BodyError>;

async fn run(
    call: Call,
    parts: Parts,
    mut requests: Incoming,
    mut exchange: Exchange,
    to_client: mpsc::Sender<Sent>,
) {
    let (to_cloud, body) = mpsc::channel(WAITING);
    let mut to_cloud = Some(to_cloud);
    let (answers, mut from_cloud) = mpsc::channel(WAITING);
    // Ends with us.
    let mut reader = JoinSet::new();
    // On a connection of its own: where the emulator garbles a stream, others of the connection fall silent.
    let cloud = Cloud::new(&call.shared.cloud);
    reader.spawn(read(cloud, parts, streamed(body), answers));
    let mut ends = call.shared.ends.subscribe();
    let mut run_out = pin!(call.shared.tokens.run_out(&call.bearer));
    let mut framing = Framing::default();
    let status = loop {
        tokio::select! {
            message = next(&mut requests, &mut framing), if to_cloud.is_some() => match message {
                // When the cloud doesn't take it any more, its end is on the way.
                Some(message) => if let Some(to_cloud) = &to_cloud {
                    to_cloud.send(Ok(exchange.request(&message))).await.ok();
                },
                None => to_cloud = None,
            },
            answer = from_cloud.recv() => match answer {
                Some(Answer::Message(message)) => match exchange.response(message, &call).await {
                    Ok(frames) => for frame in frames {
                        if to_client.send(Ok(frame)).await.is_err() {
                            return;
                        }
                    },
                    Err(status) => break status.trailers(),
                },
                Some(Answer::End(trailers)) => break trailers,
                None => break internal("the stream was left").trailers(),
            },
            frame = exchange.quiet() => if to_client.send(Ok(frame)).await.is_err() {
                return;
            },
            end = ends.recv() => if let Ok(end) = end
                && end.line.is_none_or(|line| line == call.connection.line.name)
            {
                call.shared.count(|counts| counts.fault("end_streams", 1));
                break end.status.trailers();
            },
            () = &mut run_out => {
                call.shared.count(|counts| counts.unauthenticated += 1);
                break Status::unauthenticated().trailers();
            }
            () = to_client.closed() => return,
        }
    };
    // The client may have gone.
    to_client.send(Ok(Frame::trailers(status))).await.ok();
}

/// The next message of a client; none when it has ended its side, or is gone.
async fn next(requests: &mut Incoming, framing: &mut Framing) -> Option<Bytes> {
    loop {
        if let Some(message) = framing.next() {
            return Some(message);
        }
        if let Ok(data) = requests.frame().await?.ok()?.into_data() {
            framing.push(&data);
        }
    }
}

/// What the cloud answers.
enum Answer {
    Message(Bytes),
    /// The stream has ended with these trailers.
    End(HeaderMap),
}

/// Reads what the cloud answers, as fast as it is taken.
async fn read(cloud: Cloud, parts: Parts, body: Body, answers: mpsc::Sender<Answer>) {
    let end = match cloud.ask(&parts, body).await {
        Ok(response) => read_messages(response, &answers).await,
        Err(status) => status.trailers(),
    };
    // Whoever waited for it may have gone.
    answers.send(Answer::End(end)).await.ok();
}

async fn read_messages(response: Response<Incoming>, answers: &mpsc::Sender<Answer>) -> HeaderMap {
    if let Some(status) = status::of_headers(response.headers()) {
        return status;
    }
    let mut body = response.into_body();
    let mut framing = Framing::default();
    loop {
        match body.frame().await {
            Some(Ok(frame)) => match frame.into_data() {
                Ok(data) => {
                    framing.push(&data);
                    while let Some(message) = framing.next() {
                        if answers.send(Answer::Message(message)).await.is_err() {
                            return HeaderMap::new();
                        }
                    }
                }
                Err(frame) => return frame.into_trailers().unwrap_or_default(),
            },
            Some(Err(error)) => return unavailable(&error).trailers(),
            None => return Status::new(Code::Unavailable, "the emulator broke off").trailers(),
        }
    }
}

fn streamed(mut frames: mpsc::Receiver<Sent>) -> Body {
    StreamBody::new(stream::poll_fn(move |context| frames.poll_recv(context))).boxed_unsync()
}
