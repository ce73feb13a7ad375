//! A new version: found, shown, fetched and installed; and everything that is refused, with the old one working on.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::process::Command;

use model::text;
use tests::find::{at, of};
use tests::{App, Cloud, Desktop, Failure, Keys, Person, Release, Releases, Result, expect, fixture, until};

/// A workout of the fixture.
const WORKOUT: &str = "workout-upper-heavy";
const NOTES: &str = "Weeks can be printed.\n<img src=x onerror=\"document.title='broken'\"> is only text.";
const NEXT: &str = "0.2.0";

/// A desktop on which the app believes `keys` and looks at `releases`.
fn desktop(name: &str, keys: &Keys, releases: &Releases) -> Result<Desktop> {
    let mut desktop = Desktop::start(name)?;
    prepare(&mut desktop, keys, releases)?;
    Ok(desktop)
}

fn prepare(desktop: &mut Desktop, keys: &Keys, releases: &Releases) -> Result {
    desktop.set("GHOST_GYM_UPDATE_ENDPOINT", &releases.endpoint());
    desktop.set("GHOST_GYM_UPDATE_KEY", &keys.public()?);
    Ok(())
}

fn release(desktop: &Desktop, keys: &Keys) -> Result<Release> {
    let package = desktop.next_version()?;
    let signature = keys.sign(&package, NEXT)?;
    Ok(Release { version: NEXT.into(), notes: NOTES.into(), package, signature, ..Release::default() })
}

/// Asks for a newer version, as a person does.
async fn look(app: &App<'_>) -> Result {
    app.click(&at("menu")).await?;
    app.click(&at("menu-update")).await?;
    app.see(&at("update")).await.map(drop)
}

fn says(key: &str) -> String {
    text::with(key, &[("version", NEXT.into())])
}

#[tokio::test]
async fn an_update_is_shown_fetched_and_installed_and_nothing_is_lost() -> Result {
    let Some(cloud) = Cloud::start()? else { return Ok(()) };
    let (keys, releases) = (Keys::make()?, Releases::open()?);
    let mut desktop = Desktop::start_with("update", &cloud)?;
    prepare(&mut desktop, &keys, &releases)?;
    let programs = desktop.home().join("programs");
    let installed = desktop.install(&programs)?;
    let next = release(&desktop, &keys)?;
    releases.offer(Some(Release { stalls: true, ..next.clone() }));
    let ada = Person::called("Ada");
    let app = App::open(&desktop).await?;
    app.sign_up(&ada).await?;
    let uid = cloud.uid(&ada)?;
    app.pill("sync-synced", 0).await?;
    app.pause_sync().await?;
    desktop.cli(&["import", &fixture::workouts().to_string_lossy()])?;
    app.see(&at("workout-row")).await?;
    let unsent = desktop.cli(&["queue", "list"])?["total"].as_u64().unwrap_or_default();
    expect("something waits to be sent", &(unsent > 0), &true)?;

    // It is found without being asked for, and nothing pops up.
    app.read(&at("update-line"), &says("update-offered")).await?;
    expect("dialogs", &app.count("dialog").await?, &0)?;
    app.click(&at("update-line")).await?;
    app.read(&at("update-notes"), "<img src=x").await?;
    expect("pictures in the notes", &app.count("[data-testid=update-notes] *").await?, &0)?;
    app.portrait("update-available").await?;

    // Fetched, cancelled, fetched.
    app.click(&at("update-download")).await?;
    app.see(&format!("{} progress[value]", at("update-progress"))).await?;
    app.portrait("update-downloading").await?;
    app.click(&at("update-cancel")).await?;
    app.see(&at("update-available")).await?;
    releases.offer(Some(next.clone()));
    app.click(&at("update-download")).await?;
    app.see(&at("update-ready")).await?;
    app.portrait("update-ready").await?;
    expect("the program is the old one", &(read(&installed)? == next.package), &false)?;

    app.click(&at("update-install")).await?;
    app.restarts().await?;
    expect("the program is the new one", &(read(&installed)? == next.package), &true)?;

    let app = App::open(&desktop).await?;
    look(&app).await?;
    app.read(&at("update"), &says("update-current")).await?;
    app.see(&at("update-latest")).await?;
    app.portrait("update-latest").await?;
    app.press_until_gone("Escape", &at("update")).await?;
    app.pill("sync-paused", unsent).await?;
    app.resume_sync().await?;
    app.pill("sync-synced", 0).await?;
    let ids = app.attributes(&at("workout-row"), "data-id").await?;
    until("a workout in the cloud", async || cloud.workout(&uid, &ids[0]), Option::is_some).await?;
    app.close().await?;
    desktop.end(&cloud)
}

#[tokio::test]
async fn an_update_can_be_skipped_or_wait_until_the_app_ends() -> Result {
    let (keys, releases) = (Keys::make()?, Releases::open()?);
    let mut desktop = desktop("update-on-quit", &keys, &releases)?;
    let programs = desktop.home().join("programs");
    let installed = desktop.install(&programs)?;
    let next = release(&desktop, &keys)?;
    releases.offer(Some(next.clone()));
    desktop.cli(&["import", &fixture::training().to_string_lossy()])?;
    let app = App::open(&desktop).await?;
    app.see(&at("update-line")).await?;
    app.click(&at("update-line")).await?;
    app.click(&at("update-skip")).await?;
    app.see(&at("update-skipped")).await?;
    app.portrait("update-skipped").await?;
    app.press_until_gone("Escape", &at("update")).await?;
    app.see_no(&at("update-line")).await?;
    // Whoever asks is shown it again.
    look(&app).await?;
    app.see(&at("update-available")).await?;
    app.click(&at("update-download")).await?;
    app.click(&at("update-install-on-quit")).await?;
    app.see(&at("update-on-quit-set")).await?;
    app.portrait("update-on-quit").await?;
    expect("installed already", &(read(&installed)? == next.package), &false)?;
    app.press_until_gone("Escape", &at("update")).await?;
    app.close().await?;
    expect("installed", &(read(&installed)? == next.package), &true)?;
    let app = App::open(&desktop).await?;
    app.see(&of("workout-row", WORKOUT)).await?;
    app.close().await
}

#[tokio::test]
async fn what_is_not_right_is_refused_and_the_old_version_works_on() -> Result {
    let (keys, releases) = (Keys::make()?, Releases::open()?);
    let mut desktop = desktop("update-refused", &keys, &releases)?;
    let programs = desktop.home().join("programs");
    let installed = desktop.install(&programs)?;
    let old = read(&installed)?;
    desktop.cli(&["import", &fixture::training().to_string_lossy()])?;
    let next = release(&desktop, &keys)?;
    let app = App::open(&desktop).await?;

    // Nobody answers.
    look(&app).await?;
    app.read(&at("update-failed"), &text::get("update-failed-unreachable")).await?;
    app.portrait("update-unreachable").await?;

    // Older than the one that runs, and the very same.
    for version in ["0.0.9", "0.1.0"] {
        let signature = keys.sign(&next.package, version)?;
        releases.offer(Some(Release { version: version.into(), signature, ..next.clone() }));
        app.click(&at("update-check")).await?;
        app.see(&at("update-latest")).await?;
        expect(version, &app.count(&at("update-download")).await?, &0)?;
    }

    let mut changed = next.package.clone();
    if let Some(byte) = changed.last_mut() {
        *byte ^= 1;
    }
    let mut short = next.package.clone();
    short.truncate(next.package.len() / 2);
    let half = Some(next.package.len() / 2);
    let older = keys.sign(&next.package, "0.0.9")?;
    let others = Keys::make()?.sign(&next.package, NEXT)?;
    let signature = "update-failed-signature";
    let wrong = [
        ("no signature", signature, Release { signature: "bm90aGluZw==".into(), ..next.clone() }),
        ("the signature of an older version", signature, Release { signature: older, ..next.clone() }),
        ("the signature of another key", signature, Release { signature: others, ..next.clone() }),
        ("changed after signing", signature, Release { package: changed, ..next.clone() }),
        ("shorter than signed", signature, Release { package: short, ..next.clone() }),
        ("cut off", "update-failed-download", Release { cut_at: half, ..next.clone() }),
    ];
    for (what, why, release) in wrong {
        releases.offer(Some(release));
        app.press_until_gone("Escape", &at("update")).await?;
        look(&app).await?;
        // What failed before is forgotten when it is looked again.
        app.see_no(&at("update-failed")).await?;
        app.see(&at("update-available")).await?;
        app.click(&at("update-download")).await?;
        app.read(&at("update-failed"), &text::get(why)).await?;
        expect(what, &app.count(&at("update-install")).await?, &0)?;
        expect(what, &(read(&installed)? == old), &true)?;
    }
    app.portrait("update-refused").await?;
    app.press_until_gone("Escape", &at("update")).await?;
    app.see(&of("workout-row", WORKOUT)).await?;
    app.close().await?;
    App::open(&desktop).await?.close().await
}

#[tokio::test]
async fn a_full_disk_leaves_the_old_version_working() -> Result {
    let (keys, releases) = (Keys::make()?, Releases::open()?);
    let mut desktop = desktop("update-disk-full", &keys, &releases)?;
    let programs = desktop.home().join("programs");
    let next = release(&desktop, &keys)?;
    let Some(small) = SmallDisk::mount(&programs, next.package.len() * 3 / 2)? else { return Ok(()) };
    let installed = desktop.install(&programs)?;
    let old = read(&installed)?;
    desktop.cli(&["import", &fixture::training().to_string_lossy()])?;
    releases.offer(Some(next));
    let app = App::open(&desktop).await?;
    look(&app).await?;
    app.click(&at("update-download")).await?;
    app.click(&at("update-install")).await?;
    app.read(&at("update-failed"), &text::get("update-failed-disk-full")).await?;
    app.portrait("update-disk-full").await?;
    expect("the program", &(read(&installed)? == old), &true)?;
    app.click(&at("update-install-on-quit")).await?;
    app.press_until_gone("Escape", &at("update")).await?;
    app.see(&of("workout-row", WORKOUT)).await?;
    app.close().await?;
    expect("the program at the end", &(read(&installed)? == old), &true)?;

    // What failed while nobody was looking is told at the next start.
    let app = App::open(&desktop).await?;
    app.see(&of("workout-row", WORKOUT)).await?;
    app.read(&at("update-line"), &text::get("update-failed-line")).await?;
    app.click(&at("update-line")).await?;
    app.read(&at("update-failed"), &text::get("update-failed-disk-full")).await?;
    app.press_until_gone("Escape", &at("update")).await?;
    app.close().await?;
    small.unmount()
}

/// A disk with room for one version, but not for two.
struct SmallDisk<'folder>(&'folder Path);

impl<'folder> SmallDisk<'folder> {
    /// None, and a word about it, where that isn't allowed.
    fn mount(folder: &'folder Path, bytes: usize) -> Result<Option<Self>> {
        fs::create_dir_all(folder).map_err(Failure::file("the folder of programs"))?;
        let size = format!("size={bytes}");
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder).status();
        if mount.map_err(Failure::program("mount"))?.success() {
            return Ok(Some(Self(folder)));
        }
        eprintln!("skipped: only root may mount the small disk that this test fills");
        Ok(None)
    }

    fn unmount(self) -> Result {
        let done = Command::new("umount").arg(self.0).status().map_err(Failure::program("umount"))?;
        expect("unmounted", &done.success(), &true)
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        // After `unmount` there is nothing left to do, and this does no harm.
        let _gone = Command::new("umount").args(["--lazy", "--quiet"]).arg(self.0).status();
    }
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).map_err(Failure::file(file.display().to_string()))
}
