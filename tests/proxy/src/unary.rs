//! Requests that are one message, and what may happen to them.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::http::request::Parts;
use hyper::{Request, Response};

use crate::bills::Meter;
use crate::cloud::{Body, full, unavailable};
use crate::connection::Connection;
use crate::fault::{Asked, Effect, Loss};
use crate::serve::{Call, refusal};
use crate::shared::lock;
use crate::status::Status;

/// Answers such a request.
pub(crate) async fn answer(call: &Call, request: Request<Incoming>) -> Result<Response<Body>, Status> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(|error| unavailable(&error))?.to_bytes();
    match strike(call, Some(&body)) {
        None => carry_out(call, &parts, body).await,
        Some(Effect::Refuse(status)) => Err(status),
        Some(Effect::LoseRequest(loss)) => lose(&call.connection, loss).await,
        Some(Effect::LoseAnswer(loss)) => {
            complete(carry_out(call, &parts, body).await?).await?;
            lose(&call.connection, loss).await
        }
        Some(Effect::Delay { ms }) => {
            let response = carry_out(call, &parts, body).await?;
            tokio::time::sleep(Duration::from_millis(ms)).await;
            Ok(response)
        }
        Some(Effect::Twice) => {
            complete(carry_out(call, &parts, body.clone()).await?).await?;
            carry_out(call, &parts, body).await
        }
    }
}

/// The fault that strikes a call, if any does.
pub(crate) fn strike(call: &Call, body: Option<&[u8]>) -> Option<Effect> {
    let asked =
        Asked { line: &call.connection.line.name, method: &call.method, uid: call.bearer.uid(), body };
    let effect = lock(&call.shared.faults).strike(asked)?;
    call.shared.count(|counts| counts.fault(effect.name(), 1));
    Some(effect)
}

/// Lets the client hear of a loss as it should.
pub(crate) async fn lose(connection: &Connection, loss: Loss) -> Result<Response<Body>, Status> {
    match loss {
        Loss::Refuse(status) => return Ok(refusal(&status)),
        Loss::Cut => connection.cut(),
        Loss::Silence => {}
    }
    // Until the client gives up, or the connection is gone.
    std::future::pending().await
}

async fn carry_out(call: &Call, parts: &Parts, body: Bytes) -> Result<Response<Body>, Status> {
    let mut meter = Meter::new(&call.method, &body, &call.shared);
    let response = call.cloud.ask(parts, full(body)).await?;
    Ok(response.map(|body| {
        let body = body.map_frame(move |frame| {
            meter.see(&frame);
            frame
        });
        body.map_err(Into::into).boxed_unsync()
    }))
}

/// Takes in all of an answer, so that what was asked for is done.
async fn complete(response: Response<Body>) -> Result<(), Status> {
    response.into_body().collect().await.map(drop).map_err(|error| unavailable(&*error))
}
