//! The search for secrets finds one wherever it stands: without this, that it finds none would say nothing.
#![cfg(target_os = "linux")]

use tests::{App, Cloud, Desktop, Failure, Person, Result, expect};

#[tokio::test]
async fn the_search_for_secrets_finds_what_is_planted() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let mut desktop = Desktop::start_with("planted", &cloud)?;
    let ada = Person::called("Ada");
    desktop.cli_as(&["sign-up", "--email", &ada.email, "--password-stdin"], &ada)?;
    let secrets = cloud.secrets();
    let token = secrets.any_token().unwrap_or_default().to_owned();

    // In the database, and in what crosses to the page; in a log; in a report of a crash; in arguments; in an environment.
    let app = App::open(&desktop).await?;
    app.new_workout(&ada.password).await?;
    app.close().await?;
    for (folder, text) in [("logs", &token[..token.len() / 2]), ("reports", &ada.password)] {
        let folder = desktop.data_dir().join(folder);
        std::fs::create_dir_all(&folder).map_err(Failure::file("a folder to plant in"))?;
        std::fs::write(folder.join("planted"), text).map_err(Failure::file("planting"))?;
    }
    desktop.set("PLANTED", &token);
    desktop.call("sh", &["-c", "sleep 1", "planted-argument", &ada.password])?;

    let artefacts = desktop.artefacts().to_owned();
    let leaks = desktop.search(&cloud)?;
    // Where all tests are searched, nothing planted may be found.
    std::fs::remove_dir_all(&artefacts).map_err(Failure::file("taking away what was planted"))?;
    for place in ["logs/planted", "reports/planted", "library.db", "traffic.jsonl", "processes.txt"] {
        let found = leaks.iter().any(|leak| leak.file.to_string_lossy().contains(place));
        expect(&format!("what was planted in {place} is found"), &found, &true)?;
    }
    let of =
        |secret: &str| leaks.iter().any(|leak| leak.found == secret && leak.file.ends_with("processes.txt"));
    expect("in arguments and environment", &(of(&ada.password), of(&token)), &(true, true))
}
