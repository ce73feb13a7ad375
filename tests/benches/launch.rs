//! How long the app takes from its start to a window one can use, beside a bare window of the same toolkit.
//!
//! Both are started in turn, on one desktop, so that whatever slows the machine slows both. Prints one line of JSON:
//! the medians in milliseconds, and their ratio. `cargo xtask bench` builds both as released and shows the figures.

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
        println!("{}", serde_json::json!({ "app": app, "bare": bare, "ratio": app / bare, "runs": RUNS }));
        Ok(ExitCode::SUCCESS)
    }

    fn median(times: &mut [Duration]) -> f64 {
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64() * 1000.0
    }
}

#[cfg(target_os = "linux")]
fn main() -> Result<std::process::ExitCode, Box<dyn std::error::Error>> {
    linux::main()
}

#[cfg(not(target_os = "linux"))]
fn main() {}
