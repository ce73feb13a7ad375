//! Makes the window's permissions out of the command table, and embeds the dashboard.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use tauri_build::{AppManifest, Attributes, CodegenContext};

/// What the window may use of Tauri itself: hearing events, and Ctrl with plus, minus and 0 to make it all
/// larger or smaller.
const OF_TAURI: &[&str] =
    &["core:event:allow-listen", "core:event:allow-unlisten", "core:webview:allow-set-webview-zoom"];

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    check_dashboard()?;
    let attributes = Attributes::new()
        .app_manifest(AppManifest::new().commands(model::ipc::COMMANDS))
        .capabilities_path_pattern(write_capability(&out)?)
        .codegen(CodegenContext::new());
    Ok(tauri_build::try_build(attributes)?)
}

/// The capability of the window called `main`: our own commands and [`OF_TAURI`], nothing else.
/// Returns the pattern under which tauri-build finds it.
fn write_capability(out: &Path) -> Result<&'static str, Box<dyn Error>> {
    let ours = model::ipc::COMMANDS.iter().map(|command| format!("allow-{}", command.replace('_', "-")));
    let permissions: Vec<_> = ours.chain(OF_TAURI.iter().map(ToString::to_string)).collect();
    let capability = serde_json::json!({
        "identifier": "main",
        "description": "What the one window may do.",
        "windows": ["main"],
        "permissions": permissions,
    });
    let folder = out.join("capabilities");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("main.json"), serde_json::to_vec_pretty(&capability)?)?;
    let pattern = folder.join("*.json");
    Ok(pattern.to_str().ok_or("OUT_DIR is not UTF-8")?.to_owned().leak())
}

/// Tauri wants the dashboard's folder to be there. A product must have the dashboard in it; checks and tests
/// of the shell alone need not wait for it.
fn check_dashboard() -> Result<(), Box<dyn Error>> {
    let dist = Path::new("../target/ui/dist");
    if !tauri_build::is_dev() && !dist.join("index.html").exists() {
        return Err("the dashboard is not built yet: run `cargo xtask ui` first".into());
    }
    Ok(fs::create_dir_all(dist)?)
}
