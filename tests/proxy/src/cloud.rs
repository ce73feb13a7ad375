//! The emulator, as a client reaches it.

use std::collections::BTreeSet;
use std::error::Error;
use std::sync::Arc;

use bytes::Bytes;
use gcloud_sdk::google::firestore::v1::batch_get_documents_response::Result as Found;
use gcloud_sdk::google::firestore::v1::{BatchGetDocumentsRequest, BatchGetDocumentsResponse, DocumentMask};
use gcloud_sdk::prost::Message as _;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, HOST, HeaderValue};
use hyper::http::{request, uri};
use hyper::{HeaderMap, Request, Response, Uri, Version};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::framing::{Framing, framed};
use crate::status::{Code, Status};

/// What goes wrong with a body.
pub(crate) type BodyError = Box<dyn Error + Send + Sync>;
/// A body of either direction.
pub(crate) type Body = UnsyncBoxBody<Bytes, BodyError>;

/// How much the emulator may send ahead, in bytes: that it is near shall not be felt.
const WINDOW: u32 = 16 << 20;

/// A way to the emulator; each client's connection has one of its own, as if it were connected directly.
#[derive(Clone, Debug)]
pub(crate) struct Cloud {
    address: Arc<str>,
    grpc: Client<HttpConnector, Body>,
    rest: Client<HttpConnector, Body>,
}

impl Cloud {
    pub(crate) fn new(address: &str) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let mut grpc = Client::builder(TokioExecutor::new());
        grpc.http2_only(true)
            .http2_initial_stream_window_size(WINDOW)
            .http2_initial_connection_window_size(WINDOW);
        let rest = Client::builder(TokioExecutor::new());
        Self { address: address.into(), grpc: grpc.build(connector.clone()), rest: rest.build(connector) }
    }

    /// Passes on a request of gRPC.
    pub(crate) async fn ask(&self, parts: &request::Parts, body: Body) -> Result<Response<Incoming>, Status> {
        let request = self.request(parts, body, Version::HTTP_2)?;
        self.grpc.request(request).await.map_err(|error| unavailable(&error))
    }

    /// Passes on a request of REST.
    pub(crate) async fn rest(
        &self,
        parts: &request::Parts,
        body: Body,
    ) -> Result<Response<Incoming>, Status> {
        let request = self.request(parts, body, Version::HTTP_11)?;
        self.rest.request(request).await.map_err(|error| unavailable(&error))
    }

    /// Which of these documents exist, whatever the rules say.
    pub(crate) async fn existing(
        &self,
        database: &str,
        names: Vec<String>,
    ) -> Result<BTreeSet<String>, Status> {
        let message = BatchGetDocumentsRequest {
            database: database.to_owned(),
            documents: names,
            // None of their fields.
            mask: Some(DocumentMask { field_paths: vec!["__name__".to_owned()] }),
            ..BatchGetDocumentsRequest::default()
        };
        let (mut parts, ()) = Request::new(()).into_parts();
        parts.method = hyper::Method::POST;
        parts.uri = Uri::from_static("/google.firestore.v1.Firestore/BatchGetDocuments");
        parts.headers.insert("content-type", HeaderValue::from_static("application/grpc"));
        parts.headers.insert("te", HeaderValue::from_static("trailers"));
        parts.headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer owner"));
        let body = full(framed(&message.encode_to_vec()));
        let response = self.ask(&parts, body).await?.into_body().collect();
        let collected = response.await.map_err(|error| unavailable(&error))?;
        if !collected.trailers().is_some_and(crate::status::is_success) {
            return Err(internal("the emulator doesn't say which documents exist"));
        }
        let mut framing = Framing::default();
        framing.push(&collected.to_bytes());
        let mut existing = BTreeSet::new();
        while let Some(message) = framing.next() {
            let message = BatchGetDocumentsResponse::decode(message).map_err(|error| unreadable(&error))?;
            if let Some(Found::Found(document)) = message.result {
                existing.insert(document.name);
            }
        }
        Ok(existing)
    }

    fn request(&self, parts: &request::Parts, body: Body, version: Version) -> Result<Request<Body>, Status> {
        let path = parts.uri.path_and_query().cloned();
        let path = path.unwrap_or_else(|| uri::PathAndQuery::from_static("/"));
        let uri = Uri::builder().scheme("http").authority(&*self.address).path_and_query(path).build();
        let mut request = Request::new(body);
        *request.uri_mut() = uri.map_err(|error| internal(&error.to_string()))?;
        *request.version_mut() = version;
        *request.method_mut() = parts.method.clone();
        *request.headers_mut() = end_to_end(&parts.headers);
        Ok(request)
    }
}

/// The headers that are meant for the server, not for the connection; nor may the server compress what is looked into here.
fn end_to_end(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    for name in
        [HOST.as_str(), "connection", "keep-alive", "upgrade", "transfer-encoding", "grpc-accept-encoding"]
    {
        headers.remove(name);
    }
    headers
}

/// A body that is all there.
pub(crate) fn full(bytes: Bytes) -> Body {
    Full::new(bytes).map_err(|never| match never {}).boxed_unsync()
}

pub(crate) fn unavailable(error: &dyn Error) -> Status {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message = format!("{message}: {error}");
        cause = error.source();
    }
    Status::new(Code::Unavailable, message)
}

pub(crate) fn internal(message: &str) -> Status {
    Status::new(Code::Internal, message)
}

pub(crate) fn unreadable(error: &gcloud_sdk::prost::DecodeError) -> Status {
    internal(&format!("a message of the emulator that can't be read: {error}"))
}
