//! The window opens, looks as it should, and closes.
#![cfg(target_os = "linux")]

use tests::{App, Desktop, Result};

#[tokio::test]
async fn opens_on_an_empty_library() -> Result {
    let desktop = Desktop::start("empty")?;
    let app = App::open(&desktop).await?;
    app.see("[data-testid=welcome]").await?;
    app.picture("empty").await?;
    app.close().await
}
