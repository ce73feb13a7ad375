//! Sync side by side with npm `firebase` (the JavaScript SDK, in Node.js) and with raw calls: `cargo xtask bench --cloud`.
//!
//! This program is the driver: it prepares data and accounts on the official emulators, with the rules on, and has the
//! sides do the same by turns, in several rounds, each in a process of its own, through the proxy that stands for a
//! network. Everybody is an ordinary user of theirs. What is compared:
//!
//! - **Draining** (`drain`): edits that were made while nothing was sent, until the server has acknowledged the last.
//!   Ours: a library with a queue, opened by a new process, that listens as it always does. The SDK: a `setDoc` for each
//!   with the network disabled, as an app's edits are; then it is enabled, with no listener beside it. In a row of their
//!   own, the same by `writeBatch` of 500, the fastest that it can. Raw: commits of 500, one after the other.
//! - **First load** (`load`): ours until everything is in the library, on the disk; the SDK until the first snapshot
//!   of a listener that isn't from its cache, which is memory; raw until a query's stream is at its end.
//! - **An edit becoming visible** (`edit`): from the order to one process until another says that it sees it.
//! - **Memory** of processes that have loaded everything: the most that was resident.
//! - **Moving** (`moving`): what was planned without an account, until it is in the account, sent, and verified by
//!   reading it back; beside it the queue of the same, sent.
//! - **Bills** (`bill`): what the proxy says that production would charge.
//!
//! The sides are this program again (`ours`, `raw`) and `sdk.mjs`. They hear orders as lines of JSON (`order`).

mod bill;
#[expect(clippy::cast_possible_wrap, reason = "small numbers")]
#[path = "../../../src-tauri/crates/store/benches/store/documents.rs"]
mod documents;
mod drain;
mod edit;
mod error;
mod load;
mod moving;
mod options;
mod order;
mod ours;
mod raw;
mod samples;
mod side;
mod stage;
mod table;
mod value;
mod wire;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use error::Result;
use options::{Figure, Options};
use ours::Ours;
use raw::Raw;
use stage::Stage;

/// Measure sync beside Firebase's JavaScript SDK and raw calls.
#[derive(Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    side: Option<Side>,
    #[command(flatten)]
    options: Options,
}

/// For the driver only.
#[derive(Subcommand)]
enum Side {
    /// Be Ghost Gym's side
    #[command(hide = true)]
    Ours,
    /// Be the side of raw calls
    #[command(hide = true)]
    Raw,
}

fn main() -> ExitCode {
    let Arguments { side, options } = Arguments::parse();
    let done = match side {
        Some(Side::Ours) => order::serve(Ours::open),
        Some(Side::Raw) => order::serve(Raw::open),
        None => drive(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Measures what is asked for, and prints the table. A goal that is missed is no failure of the measurement.
#[tokio::main]
async fn drive(options: &Options) -> Result {
    let stage = Stage::open(options.documents).await?;
    let mut rows = Vec::new();
    // First, since it empties the database after each run.
    if options.wants(Figure::Drain) {
        rows.extend(drain::measure(&stage, options).await?);
    }
    if options.wants(Figure::Load) || options.wants(Figure::Bill) {
        let account = stage.account()?;
        stage.seed(&account, stage.documents()).await?;
        if options.wants(Figure::Load) {
            rows.extend(load::measure(&stage, options, &account).await?);
        }
        if options.wants(Figure::Bill) {
            rows.extend(bill::measure(&stage, options, &account).await?);
        }
        stage.clear()?;
    }
    if options.wants(Figure::Move) {
        rows.extend(moving::measure(&stage, options).await?);
    }
    if options.wants(Figure::Edit) {
        rows.extend(edit::measure(&stage, options).await?);
    }
    // Nobody was more than an ordinary user.
    stage.counts()?;
    print!("\n{}", table::shown(&rows));
    Ok(())
}
