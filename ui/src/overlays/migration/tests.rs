//! Moving into an account, as it is first painted, and what becomes of what a person decides.

use model::SyncStatus;
use model::ipc::{Commands as _, Nothing, RunRef};
use model::migration::{RecordCounts, Step};
use yew::prelude::*;

use super::{Act, carry_out, going, look, over, plan, rows};
use crate::actions::migration::{hear, offer, put_off};
use crate::backend::fake::migration::Moving;
use crate::backend::fake::sync::Sync;
use crate::backend::fake::{Library, data};
use crate::overlays::tests::{app, count, painted};
use crate::panels::move_offer::move_offer;
use crate::state::Action;

/// Somebody who is signed in, with something to move that stands so.
fn library(word: &str) -> Library {
    let mut library = data::named("some");
    data::people(&mut library, "in");
    library.sync = Sync::of(SyncStatus::Synced { at: 1 });
    library.moving = Moving::of(word);
    library
}

#[tokio::test]
async fn what_will_happen_is_said_in_numbers_before_anything_does() {
    let library = library("offer");
    let preview = library.migration_preview(Nothing {}).unwrap();
    let app = app(library).await;
    let page = painted(app, plan::view(&preview, &[], &Callback::noop(), &Callback::noop())).await;
    assert!(page.contains("32 workouts \u{b7} 2 programs") && page.contains("Move 36 records"), "{page}");
    assert!(page.contains("backups first") && page.contains("10-30 seconds"));
    assert_eq!((count(&page, "migrate-later"), count(&page, "migrate-begin")), (1, 1));
    assert_eq!(count(&page, "migrate-differing"), 1);
    assert!(page.contains("Your account has another one called"));
}

#[tokio::test]
async fn without_anything_to_move_or_anything_known_nothing_can_be_begun() {
    for (word, says) in [("", "Nothing to move"), ("unheard", "is not known here yet")] {
        let library = library(word);
        let preview = library.migration_preview(Nothing {}).unwrap();
        let app = app(library).await;
        let page = painted(app, plan::view(&preview, &[], &Callback::noop(), &Callback::noop())).await;
        assert!(page.contains(says), "{page}");
        assert_eq!((count(&page, "migrate-begin"), count(&page, "migrate-close")), (0, 1));
    }
}

#[tokio::test]
async fn how_far_it_is_and_why_it_waits_is_seen() {
    for (word, testid, says) in [
        ("going", "migrate-progress", "14 of 36 in the cloud \u{b7} 4 seconds left"),
        ("waits", "migrate-waits", "as soon as there is a connection"),
        ("trouble", "migrate-trouble", "The disk is full"),
        ("back", "migrate-progress", "Taking back: 14 of 36"),
    ] {
        let library = library(word);
        let run = library.migration(Nothing {}).unwrap().run.unwrap();
        let app = app(library).await;
        let page = painted(app, going::view(&run, &Callback::noop(), &Callback::noop())).await;
        assert!(page.contains(says), "{word}: {page}");
        assert_eq!(count(&page, testid), 1);
        let can_be_cancelled = usize::from(word != "back");
        assert_eq!(count(&page, "migrate-cancel"), can_be_cancelled, "{word}");
    }
}

#[tokio::test]
async fn the_report_names_what_needs_attention_and_where_the_backup_lies() {
    let library = library("attention");
    let report = library.migration_report(RunRef { run: "run-1".into() }).unwrap();
    let app = app(library).await;
    let page = painted(app, over::contents(&report)).await;
    assert!(page.contains("Finished, 1 needs attention") && page.contains("rules don't allow it"), "{page}");
    assert!(page.contains("before-migration-20261106"));
    assert_eq!(count(&page, "migration-row"), 1 + 1 + 35, "refused, of the same name, and all others");
}

#[tokio::test]
async fn it_is_offered_once_and_not_now_is_respected() {
    let app = app(library("offer")).await;
    let counts = RecordCounts { programs: 2, workouts: 34 };
    assert_eq!(app.state().offer, Some(counts), "as soon as everything is known");
    let page = painted(app.clone(), move_offer(&app, counts)).await;
    assert!(page.contains("34 workouts \u{b7} 2 programs"), "{page}");
    put_off(app.clone()).await;
    assert!(app.state().toasts[0].text.contains("account menu"));
    offer(app.clone()).await;
    assert_eq!(app.state().offer, None, "once");
    app.dispatch(Action::Owner((*app.state().account.clone().unwrap()).clone()));
    offer(app.clone()).await;
    assert_eq!(app.state().offer, None, "put off");
}

#[tokio::test]
async fn what_is_moved_can_be_taken_back() {
    let app = app(library("offer")).await;
    assert!(matches!(look(None).await.unwrap(), super::Contents::Plan(..)));
    let run = carry_out(&app, Act::Begin).await.unwrap();
    assert_eq!(app.state().migration.as_ref().unwrap().step, Step::Finished);
    assert!(matches!(look(Some(run.clone())).await.unwrap(), super::Contents::Over(..)));
    carry_out(&app, Act::Back(run)).await.unwrap();
    assert_eq!(app.state().migration.as_ref().unwrap().step, Step::RolledBack);
}

#[tokio::test]
async fn the_runs_that_there_were_are_listed_and_lead_to_their_reports() {
    let library = library("done");
    let run = library.migration_list(Nothing {}).unwrap().remove(0);
    let earlier =
        model::ipc::MigrationRun { run: "run-0".into(), summary: "Taken back".into(), ..run.clone() };
    let runs = [run.clone(), earlier];
    let app = app(library).await;
    let page = painted(app.clone(), rows::trail(&runs, &run.run, &Callback::noop())).await;
    assert_eq!(count(&page, "migration-run"), 1, "{page}");
    assert!(page.contains("Taken back") && page.contains("36 records"), "{page}");
    let page = painted(app.clone(), rows::trail(&runs, "", &Callback::noop())).await;
    assert_eq!(count(&page, "migration-run"), 2);
    let page = painted(app, rows::trail(&runs[..1], &run.run, &Callback::noop())).await;
    assert_eq!(count(&page, "migration-runs"), 0, "nothing else to see");
}

#[tokio::test]
async fn whoever_does_not_watch_is_told_when_it_is_over() {
    let library = library("going");
    let going = library.migration(Nothing {}).unwrap().run.unwrap();
    let app = app(library).await;
    hear(&app, going.clone());
    assert_eq!(app.state().progress.as_ref().unwrap().done, 14, "in the footer");
    assert!(app.state().toasts.is_empty());
    hear(&app, model::ipc::MigrationRun { step: Step::Finished, summary: "Finished".into(), ..going });
    assert_eq!(app.state().progress, None);
    assert_eq!(app.state().toasts[0].text, "Moving your data: Finished");
}
