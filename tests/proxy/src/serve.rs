//! The proxy's server: what every request goes through first.

use std::convert::Infallible;
use std::sync::Arc;

use http_body_util::{BodyExt as _, Empty};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::service::service_fn;
use hyper::{HeaderMap, Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use serde_json::json;
use tokio::io::DuplexStream;

use crate::bearer::Bearer;
use crate::cloud::{Body, Cloud, full};
use crate::connection::Connection;
use crate::shared::Shared;
use crate::status::{Code, Status};
use crate::{relay, unary};

/// How much a client may send ahead, in bytes, on a stream and on a connection: what Google's front ends grant.
const WINDOW: u32 = 1 << 20;
/// How many streams a connection may have, as with Google's front ends.
const STREAMS: u32 = 100;

/// A request and where it belongs.
pub(crate) struct Call {
    pub(crate) connection: Arc<Connection>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) cloud: Cloud,
    /// As gRPC has it, without the service's name.
    pub(crate) method: String,
    pub(crate) bearer: Bearer,
}

/// Serves the requests of a connection.
pub(crate) async fn serve(io: DuplexStream, connection: Arc<Connection>, shared: Arc<Shared>) {
    let mut server = auto::Builder::new(TokioExecutor::new());
    server
        .http2()
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(WINDOW)
        .max_concurrent_streams(STREAMS);
    let cloud = Cloud::new(&shared.cloud);
    let service = service_fn(move |request| {
        let (connection, shared, cloud) = (Arc::clone(&connection), Arc::clone(&shared), cloud.clone());
        async move { Ok::<_, Infallible>(answer(request, connection, shared, cloud).await) }
    });
    // Clients break connections off as they please; there is nobody to tell.
    server.serve_connection(TokioIo::new(io), service).await.ok();
}

async fn answer(
    request: Request<Incoming>,
    connection: Arc<Connection>,
    shared: Arc<Shared>,
    cloud: Cloud,
) -> Response<Body> {
    let is_grpc = is_grpc(request.headers());
    let method = method(&request, is_grpc).to_owned();
    let bearer = Bearer::of(request.headers());
    shared.count(|counts| {
        counts.request(&method);
        counts.as_owner += u64::from(bearer == Ok(Bearer::Owner));
    });
    let bearer = match bearer.and_then(|bearer| shared.tokens.admit(&bearer).map(|()| bearer)) {
        Ok(bearer) => bearer,
        Err(status) => {
            shared.count(|counts| counts.unauthenticated += 1);
            return if is_grpc { refusal(&status) } else { rest_refusal(&status) };
        }
    };
    if !is_grpc {
        return rest(request, &cloud).await.unwrap_or_else(|status| rest_refusal(&status));
    }
    if request.headers().get("grpc-encoding").is_some_and(|encoding| encoding != "identity") {
        return refusal(&Status::new(Code::Unimplemented, "the proxy doesn't read compressed messages"));
    }
    let call = Call { connection, shared, cloud, method, bearer };
    let answered = match call.method.as_str() {
        "Listen" | "Write" => relay::answer(call, request).await,
        _ => unary::answer(&call, request).await,
    };
    answered.unwrap_or_else(|status| refusal(&status))
}

fn is_grpc(headers: &HeaderMap) -> bool {
    let content = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content.is_some_and(|content| content.starts_with("application/grpc"))
}

fn method(request: &Request<Incoming>, is_grpc: bool) -> &str {
    match request.uri().path().rsplit_once('/') {
        Some((_, method)) if is_grpc => method,
        _ => "REST",
    }
}

async fn rest(request: Request<Incoming>, cloud: &Cloud) -> Result<Response<Body>, Status> {
    let (parts, body) = request.into_parts();
    let body = body.map_err(Into::into).boxed_unsync();
    Ok(cloud.rest(&parts, body).await?.map(|body| body.map_err(Into::into).boxed_unsync()))
}

/// A refusal of gRPC: nothing but headers.
pub(crate) fn refusal(status: &Status) -> Response<Body> {
    status_only(status.trailers())
}

/// An answer of gRPC that is nothing but a status.
pub(crate) fn status_only(status: HeaderMap) -> Response<Body> {
    let mut response = grpc(Empty::new().map_err(|never| match never {}).boxed_unsync());
    response.headers_mut().extend(status);
    response
}

/// An answer of gRPC.
pub(crate) fn grpc(body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    response
}

/// A refusal of REST.
fn rest_refusal(status: &Status) -> Response<Body> {
    let http = match status.code {
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let error = json!({ "code": http.as_u16(), "message": status.message, "status": status.code });
    let mut response = Response::new(full(json!({ "error": error }).to_string().into()));
    *response.status_mut() = http;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
