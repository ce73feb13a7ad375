//! What production would charge for requests; for what is listened to, `listen` counts.

use std::sync::Arc;

use bytes::Bytes;
use gcloud_sdk::google::firestore::v1::value::ValueType;
use gcloud_sdk::google::firestore::v1::write::Operation;
use gcloud_sdk::google::firestore::v1::{
    BatchGetDocumentsResponse, BatchWriteRequest, CommitRequest, ListDocumentsResponse,
    RunAggregationQueryResponse, RunQueryResponse, Write,
};
use gcloud_sdk::prost::Message;
use hyper::body::Frame;

use crate::framing::Framing;
use crate::shared::Shared;
use crate::status;

/// Index entries that are counted for the price of a read.
const COUNTED_PER_READ: u64 = 1000;

/// What a request writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) writes: u64,
    pub(crate) deletes: u64,
}

impl Written {
    pub(crate) fn by(writes: &[Write]) -> Self {
        let mut written = Self::default();
        for write in writes {
            match write.operation {
                Some(Operation::Update(_) | Operation::Transform(_)) => written.writes += 1,
                Some(Operation::Delete(_)) => written.deletes += 1,
                // To verify costs nothing.
                None => {}
            }
        }
        written
    }

    /// Puts it on the bill.
    pub(crate) fn charge(self, shared: &Shared) {
        shared.count(|counts| {
            counts.writes += self.writes;
            counts.deletes += self.deletes;
        });
    }
}

/// Counts what a request costs while its answer passes by.
pub(crate) struct Meter {
    price: Price,
    framing: Framing,
    reads: u64,
    shared: Arc<Shared>,
}

/// How a method is charged.
enum Price {
    Free,
    /// If it succeeds.
    Writes(Written),
    /// By what is found: how many reads a message of the answer is.
    Reads(fn(Bytes) -> Option<u64>),
}

impl Meter {
    /// For a request with this body.
    pub(crate) fn new(method: &str, request: &Bytes, shared: &Arc<Shared>) -> Self {
        let price = price(method, request).unwrap_or(Price::Free);
        Self { price, framing: Framing::default(), reads: 0, shared: Arc::clone(shared) }
    }

    /// Sees a frame of the answer.
    pub(crate) fn see(&mut self, frame: &Frame<Bytes>) {
        if let (Some(data), Price::Reads(count)) = (frame.data_ref(), &self.price) {
            self.framing.push(data);
            while let Some(message) = self.framing.next() {
                // What can't be read is charged to nobody.
                self.reads += count(message).unwrap_or(0);
            }
        }
        if frame.trailers_ref().is_some_and(status::is_success) {
            match self.price {
                Price::Free => {}
                Price::Writes(written) => written.charge(&self.shared),
                Price::Reads(_) => self.shared.count(|counts| counts.reads += self.reads.max(1)),
            }
        }
    }
}

fn price(method: &str, request: &Bytes) -> Option<Price> {
    let message = || {
        let mut framing = Framing::default();
        framing.push(request);
        framing.next()
    };
    Some(match method {
        "Commit" => Price::Writes(Written::by(&read::<CommitRequest>(message()?)?.writes)),
        "BatchWrite" => Price::Writes(Written::by(&read::<BatchWriteRequest>(message()?)?.writes)),
        "CreateDocument" | "UpdateDocument" => Price::Writes(Written { writes: 1, deletes: 0 }),
        "DeleteDocument" => Price::Writes(Written { writes: 0, deletes: 1 }),
        "BatchGetDocuments" => Price::Reads(|message| {
            Some(u64::from(read::<BatchGetDocumentsResponse>(message)?.result.is_some()))
        }),
        "GetDocument" => Price::Reads(|_| Some(1)),
        "ListDocuments" => {
            Price::Reads(|message| Some(read::<ListDocumentsResponse>(message)?.documents.len() as u64))
        }
        "RunQuery" => {
            Price::Reads(|message| Some(u64::from(read::<RunQueryResponse>(message)?.document.is_some())))
        }
        "RunAggregationQuery" => Price::Reads(counted),
        _ => Price::Free,
    })
}

/// The reads that an aggregation costs; the largest count stands for the index entries that were gone through.
fn counted(message: Bytes) -> Option<u64> {
    let result = read::<RunAggregationQueryResponse>(message)?.result?;
    let counts = result.aggregate_fields.values().filter_map(|value| match value.value_type {
        Some(ValueType::IntegerValue(count)) => u64::try_from(count).ok(),
        _ => None,
    });
    counts.max().map(|count| count.div_ceil(COUNTED_PER_READ))
}

fn read<M: Message + Default>(message: Bytes) -> Option<M> {
    M::decode(message).ok()
}
