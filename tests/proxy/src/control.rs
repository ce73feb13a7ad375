//! Orders over HTTP, for other processes: POST of one or of a list, GET of the report. A list is obeyed in turn, until one
//! order can't be.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::order::Order;
use crate::proxy::Desk;

/// Takes orders, for ever.
pub(crate) async fn serve(listener: TcpListener, desk: Arc<Desk>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Ok((socket, _)) = listener.accept() => {
                let desk = Arc::clone(&desk);
                let service = service_fn(move |request| {
                    let desk = Arc::clone(&desk);
                    async move { Ok::<_, Infallible>(answer(request, &desk).await) }
                });
                connections.spawn(async move {
                    let server = hyper::server::conn::http1::Builder::new();
                    // Whoever gave the order may not wait for the answer.
                    server.serve_connection(TokioIo::new(socket), service).await.ok();
                });
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn answer(request: Request<Incoming>, desk: &Desk) -> Response<Full<Bytes>> {
    let (status, body) = match take(request, desk).await {
        Ok(()) => (StatusCode::OK, json!(desk.report())),
        Err((status, error)) => (status, json!({ "error": error })),
    };
    let mut response = Response::new(Full::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

async fn take(request: Request<Incoming>, desk: &Desk) -> Result<(), (StatusCode, String)> {
    let bad = |error: &dyn std::error::Error| (StatusCode::BAD_REQUEST, error.to_string());
    match *request.method() {
        Method::GET => return Ok(()),
        Method::POST => {}
        _ => return Err((StatusCode::METHOD_NOT_ALLOWED, "GET the report, or POST orders".to_owned())),
    }
    let body = request.into_body().collect().await.map_err(|error| bad(&error))?.to_bytes();
    let orders = match serde_json::from_slice::<Value>(&body) {
        // Each by itself says best what is wrong with it.
        Ok(Value::Array(orders)) => orders,
        Ok(order) => vec![order],
        Err(error) => return Err(bad(&error)),
    };
    let orders: Result<Vec<Order>, _> = orders.into_iter().map(serde_json::from_value).collect();
    for order in orders.map_err(|error| bad(&error))? {
        desk.obey(order).await.map_err(|error| bad(&error))?;
    }
    Ok(())
}
