//! A client that nobody here wrote: npm `firebase` in Node.js, through the proxy. What it does is in `js_sdk.mjs`.

use std::process::Stdio;

use emulators::unsigned_token;

use crate::common::{ADA, PATIENCE, scene};

#[tokio::test]
async fn firebases_own_client_follows_through_everything() {
    let Some(sdk) = emulators::js_sdk() else { return };
    let Some(scene) = scene("js-sdk").await else { return };
    let mut node = tokio::process::Command::new("node");
    node.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/js_sdk.mjs"))
        .env("SDK", sdk)
        .env("PROJECT", &scene.project)
        .env("TOKEN", unsigned_token(&scene.project, ADA))
        .env("EMULATOR", scene.firestore.address())
        .env("PROXY", scene.proxy.address().to_string())
        .env("CONTROL", scene.proxy.control().to_string())
        .stdin(Stdio::null())
        .kill_on_drop(true);
    let output = tokio::time::timeout(4 * PATIENCE, node.output()).await.expect("it ends").unwrap();
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}
