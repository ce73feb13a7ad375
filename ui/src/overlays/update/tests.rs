//! What a person sees of a new version, in every state.

use yew::prelude::*;

use super::{acts, contents, line};
use crate::actions::update::{Act, order};
use crate::backend::fake::update::Updates;
use crate::backend::fake::{Library, data};
use crate::overlays::tests::{app, count, painted};
use crate::state::App;

/// An app for which a new version stands so.
async fn standing(word: &str) -> App {
    let mut library: Library = data::named("some");
    library.updates = Updates::of(word);
    app(library).await
}

async fn page(app: &App) -> String {
    let update = app.state().update.clone();
    painted(app.clone(), html! { <>{ line(app, &update) }{ contents(&update) }{ acts(app, &update) }</> })
        .await
}

#[tokio::test]
async fn each_state_says_what_is_and_offers_what_can_be_done() {
    for (word, shows, offers) in [
        ("none", "update-none", &[][..]),
        ("", "update-unknown", &["update-check"]),
        ("latest", "update-latest", &["update-check"]),
        ("offer", "update-available", &["update-skip", "update-download"]),
        ("skipped", "update-skipped", &["update-download"]),
        ("failed", "update-failed", &["update-skip", "update-download"]),
        ("loading", "update-progress", &["update-cancel"]),
        ("ready", "update-ready", &["update-install-on-quit", "update-install"]),
        ("quit", "update-on-quit-set", &["update-not-on-quit", "update-install"]),
    ] {
        let page = page(&standing(word).await).await;
        assert_eq!(count(&page, shows), 1, "{word}: {page}");
        for act in ["check", "skip", "download", "cancel", "install", "install-on-quit", "not-on-quit"] {
            let act = format!("update-{act}");
            assert_eq!(count(&page, &act) == 1, offers.contains(&act.as_str()), "{word}: {act}");
        }
    }
}

#[tokio::test]
async fn what_is_new_is_text_and_nothing_else() {
    let page = page(&standing("offer").await).await;
    assert!(page.contains("&lt;b&gt;muscles&lt;/b&gt;") && !page.contains("<b>muscles"), "{page}");
}

#[tokio::test]
async fn how_far_it_is_is_said_in_megabytes() {
    let page = page(&standing("loading").await).await;
    assert!(page.contains("8 of 19 MB") && page.contains("value=\"7400000\""), "{page}");
}

#[tokio::test]
async fn the_line_is_there_only_while_there_is_something_to_do() {
    for (word, lines) in
        [("", 0), ("none", 0), ("latest", 0), ("skipped", 0), ("offer", 1), ("loading", 1), ("ready", 1)]
    {
        let page = page(&standing(word).await).await;
        assert_eq!(count(&page, "update-line"), lines, "{word}");
    }
}

#[tokio::test]
async fn what_is_ordered_is_shown() {
    let app = standing("offer").await;
    order(app.clone(), Act::Download).await;
    order(app.clone(), Act::Install(true)).await;
    assert!(app.state().update.on_quit);
    order(app.clone(), Act::Cancel).await;
    assert!(!app.state().update.on_quit && app.state().toasts.is_empty());
    let none = standing("latest").await;
    order(none.clone(), Act::Install(false)).await;
    assert_eq!(none.state().toasts.len(), 1, "that it can't be is told");
}
