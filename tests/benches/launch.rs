//! How long the app takes from its start to a window one can use, beside a bare window of the same toolkit.
//!
//! Both are started in turn, on one desktop, so that whatever slows the machine slows both. Prints the medians
//! and their ratio in one line. `cargo xtask bench` builds both as released and shows the figures.

#[cfg(target_os = "linux")]
mod linux {
    use std::error::Error;
    use std::path::Path;
    use std::process::ExitCode;
    use std::time::Duration;

    use tests::{Desktop, fixture};

    /// The first starts fill the caches of disk and fonts.
    const WARM_UP: usize = 2;
    const RUNS: usize = 15;
    /// The most the app may take, as a multiple of what the bare window takes.
    const GOAL: f64 = 1.3;

    pub(crate) fn main() -> Result<ExitCode, Box<dyn Error>> {
        // cargo test --benches starts benchmarks, too, to see that they build.
        if !std::env::args().any(|argument| argument == "--bench") {
            return Ok(ExitCode::SUCCESS);
        }
        let release = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/release");
        let desktop = Desktop::start("launch")?;
        let workouts = fixture::workouts();
        desktop.cli(&["import", &workouts.to_string_lossy()])?;
        let mut app = Vec::new();
        let mut bare = Vec::new();
        for _ in 0..WARM_UP + RUNS {
            bare.push(desktop.time_to_line(&release.join("bare-window"), None, "usable")?);
            let log = desktop.data_dir().join("logs");
            app.push(desktop.time_to_line(&release.join("ghost-gym"), Some(&log), "usable")?);
        }
        let (app, bare) = (median(&mut app[WARM_UP..]), median(&mut bare[WARM_UP..]));
        let ratio = app.as_secs_f64() / bare.as_secs_f64();
        println!(
            "RATIO launch to a usable window: p50 app {app:.2?}, bare window {bare:.2?}, ratio {ratio:.2} of {RUNS} pairs; \
             goal {GOAL}"
        );
        Ok(ExitCode::SUCCESS)
    }

    fn median(times: &mut [Duration]) -> Duration {
        times.sort_unstable();
        times[times.len() / 2]
    }
}

#[cfg(target_os = "linux")]
fn main() -> Result<std::process::ExitCode, Box<dyn std::error::Error>> {
    linux::main()
}

#[cfg(not(target_os = "linux"))]
fn main() {}
