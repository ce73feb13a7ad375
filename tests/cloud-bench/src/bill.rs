//! What production would charge for a device that has everything: while nothing happens, and when it comes back.

use std::time::Duration;

use model::Body;
use tokio::time::sleep;

use crate::documents;
use crate::error::Result;
use crate::options::Options;
use crate::order::{Account, Order};
use crate::samples::number;
use crate::side::Who;
use crate::stage::Stage;
use crate::table::{Goal, Row};

/// Reads beyond those of the changed documents that a device may need to come back: 110 for 1 % of 10,000.
const BESIDE: u64 = 10;

/// Loads what `account` has, watches the device idle, and has it come back to changes.
pub(crate) async fn measure(stage: &Stage, options: &Options, account: &Account) -> Result<Vec<Row>> {
    stage.distance(0).await?;
    let device = stage.device()?;
    let mut side = stage.start(Who::Ours, account, &device).await?;
    side.ask(&Order::Load { documents: stage.count() }).await?;
    side.ask(&Order::Settle).await?;
    stage.count_anew().await?;
    // Not to wait for something: that nothing happens is what is measured.
    sleep(Duration::from_secs(options.idle)).await;
    let idle = stage.counts()?;
    side.end().await?;

    // Every hundredth, in another version, by a client that goes round the proxy.
    let numbers = (0..stage.documents().len()).step_by(100);
    let changed: Vec<Body> = numbers.map(|number| documents::parse(&documents::json(number, 2))).collect();
    stage.seed(account, &changed).await?;
    stage.count_anew().await?;
    let mut side = stage.start(Who::Ours, account, &device).await?;
    side.ask(&Order::Settle).await?;
    for body in &changed {
        let text = |field| model::body::text(body, field).to_owned();
        side.ask(&Order::See { id: text("id"), name: text("name") }).await?;
    }
    side.ask(&Order::Settle).await?;
    let back = stage.counts()?;
    side.end().await?;
    let edits = changed.len() as u64;
    eprintln!("{} billed while idle, {} reads for {edits} edits", idle.reads + idle.writes, back.reads);

    let row = |what: String, charged: u64, most: u64| Row {
        what,
        ours: charged.to_string(),
        goals: vec![Goal::charged(number(charged), number(most))],
        ..Row::default()
    };
    let everything = idle.reads + idle.writes + idle.deletes;
    let documents = stage.count();
    Ok(vec![
        row(format!("billed documents in {} s of idling", options.idle), everything, 0),
        row(
            format!("billed reads after a restart, {edits} of {documents} changed"),
            back.reads,
            edits + BESIDE,
        ),
        row("billed writes after that restart".to_owned(), back.writes + back.deletes, 0),
    ])
}
