//! The proxy by itself, for clients that are not in its process.

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Parser;
use proxy::{Config, Error, Form, Proxy};

/// Stands before the Firestore emulator: speaks as production does, and fails when it is told to.
#[derive(Parser)]
struct Arguments {
    /// Where the emulator is.
    #[arg(long, env = "FIRESTORE_EMULATOR_HOST", default_value = "127.0.0.1:8080")]
    cloud: String,
    /// Where clients reach the proxy.
    #[arg(long, default_value = "127.0.0.1:8090")]
    address: SocketAddr,
    /// Where it takes orders.
    #[arg(long, default_value = "127.0.0.1:8091")]
    control: SocketAddr,
    /// Listen as the emulator does: everything anew for each change.
    #[arg(long)]
    everything: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Error> {
    let Arguments { cloud, address, control, everything } = arguments;
    let form = if everything { Form::Everything } else { Form::Changes };
    let mut proxy = Proxy::start(Config { cloud, address, control, form }).await?;
    println!("FIRESTORE_EMULATOR_HOST={}", proxy.address());
    println!("orders: http://{}", proxy.control());
    proxy.wait().await;
    Ok(())
}
