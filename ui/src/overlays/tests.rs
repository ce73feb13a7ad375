//! Every overlay as it is first painted, rendered on the host.

use std::rc::Rc;

use model::ipc::{
    Commands as _, ImportReport, ImportRow, Nothing, Preview, ProgramUse, Refused, RefusedField, Verdict,
};
use model::{Kind, ProgramId, WorkoutId};
use yew::LocalServerRenderer;
use yew::prelude::*;

use super::{Overlay, Overlays};
use crate::actions::start;
use crate::backend::fake::{self, Library, data};
use crate::intent::Intent;
use crate::keys::SHORTCUTS;
use crate::state::{Action, App};

#[derive(Properties, PartialEq)]
struct StageProps {
    app: App,
    #[prop_or_default]
    children: Html,
}

/// What a component of the dashboard stands in.
#[component]
fn Stage(props: &StageProps) -> Html {
    html! { <ContextProvider<App> context={props.app.clone()}>{ props.children.clone() }</ContextProvider<App>> }
}

/// A component, on a stage with `app`.
pub(super) async fn painted(app: App, children: Html) -> String {
    let tasks = tokio::task::LocalSet::new();
    tasks.run_until(LocalServerRenderer::<Stage>::with_props(StageProps { app, children }).render()).await
}

pub(super) async fn app(library: Library) -> App {
    fake::install(library);
    let app = App::default();
    start::load(app.clone()).await;
    app
}

/// An overlay over a library with some programs and workouts.
async fn overlay(overlay: Overlay) -> String {
    let app = app(data::named("some")).await;
    app.dispatch(Action::Overlay(Some(overlay)));
    painted(app, html! { <Overlays /> }).await
}

pub(super) fn count(page: &str, testid: &str) -> usize {
    page.matches(&format!("data-testid=\"{testid}\"")).count()
}

fn preview(report: ImportReport) -> Preview {
    Preview { token: 1, file: "plan.json".into(), report, missing: 0 }
}

fn report() -> ImportReport {
    let row = |name: &str, verdict, flags: &[&str]| ImportRow {
        kind: Kind::Workout,
        id: name.into(),
        name: name.into(),
        line: 7,
        verdict,
        flags: flags.iter().map(|flag| (*flag).to_owned()).collect(),
    };
    let errors = vec![RefusedField { field: "name".into(), message: "Name is missing. Fill it in.".into() }];
    ImportReport {
        new: 1,
        identical: 1,
        differing: 1,
        refused: vec![Refused {
            kind: Kind::Program,
            index: 2,
            line: 40,
            id: Some("program-9".into()),
            errors,
        }],
        replaced: 0,
        rows: vec![
            row("Arms", Verdict::New, &["Tags: 12 is too many; 10 is the most."]),
            row("Legs", Verdict::Differing, &[]),
            row("Push", Verdict::Identical, &[]),
        ],
    }
}

#[tokio::test]
async fn nothing_is_open_at_first() {
    let app = app(data::named("some")).await;
    assert!(!painted(app, html! { <Overlays /> }).await.contains("<dialog"));
}

#[tokio::test]
async fn a_new_workout_has_one_empty_group_and_asks_for_nothing_yet() {
    let page = overlay(Overlay::Workout { id: None }).await;
    assert_eq!((count(&page, "group-card"), count(&page, "exercise-input")), (1, 1));
    assert_eq!(count(&page, "field-error"), 0);
    assert!(page.contains("value=\"8-12\"") && page.contains("Name this workout"));
    assert_eq!(count(&page, "sheet-delete"), 0, "what isn't there can't be deleted");
}

#[tokio::test]
async fn a_dialog_has_a_name_and_every_button_of_a_sign_too() {
    for overlay in [Overlay::Workout { id: None }, Overlay::Export, Overlay::Shortcuts, Overlay::Deleted] {
        let page = self::overlay(overlay).await;
        assert!(page.contains("<dialog") && page.contains("aria-label="));
        for button in page.split("<button").skip(1).map(|rest| rest.split("</button>").next().unwrap()) {
            let (tag, inside) = button.split_once('>').unwrap();
            let words =
                inside.split('<').any(|part| part.split_once('>').is_some_and(|(_, text)| !text.is_empty()));
            assert!(words || !inside.starts_with('<') || tag.contains("aria-label"), "{button}");
        }
    }
}

#[tokio::test]
async fn deleting_names_the_programs_and_offers_both_ways() {
    let used = |id: &str, name: &str, entries| ProgramUse {
        id: ProgramId::parse(id).unwrap(),
        name: name.into(),
        entries,
    };
    let page = overlay(Overlay::DeleteWorkout {
        id: WorkoutId::parse("workout-0").unwrap(),
        name: "Push day".into(),
        used_by: vec![used("p1", "Autumn block", 1), used("p2", "Twelve weeks", 3)],
    })
    .await;
    assert!(page.contains("Delete “Push day”?") && page.contains("2 programs use it:"));
    assert!(page.contains("Autumn block") && page.contains("Twelve weeks") && page.contains("3 times"));
    for testid in ["delete-remove-entries", "delete-keep-entries", "cancel"] {
        assert_eq!(count(&page, testid), 1, "{testid}");
    }
}

#[tokio::test]
async fn an_import_is_told_in_numbers_and_lines_before_anything_happens() {
    let page = overlay(Overlay::Import(preview(report()))).await;
    assert!(page.contains("plan.json"));
    assert_eq!(count(&page, "import-row"), 4);
    assert!(page.contains("Program 3") && page.contains("line 40") && page.contains("Name is missing."));
    assert!(page.contains("Tags: 12 is too many"));
    assert!(page.contains("One of them differs") && page.contains("Import 1 entry"));
    let first = page.find("data-share=").unwrap();
    assert!(page[first..].starts_with("data-share=\"refused\""), "what can't be taken comes first");
}

#[tokio::test]
async fn an_import_of_what_is_here_already_offers_nothing_but_to_close() {
    let same = ImportReport { identical: 133, ..ImportReport::default() };
    let page = overlay(Overlay::Import(preview(same))).await;
    assert_eq!((count(&page, "import-nothing"), count(&page, "import-apply")), (1, 0));
}

#[tokio::test]
async fn a_long_file_is_shown_by_parts() {
    let mut long = report();
    long.rows = std::iter::repeat_n(long.rows[0].clone(), 5_000).collect();
    let page = overlay(Overlay::Import(preview(long))).await;
    assert_eq!(count(&page, "import-row"), 100);
    assert!(page.contains("Show 4901 more") || page.contains("Show 4,901 more"));
}

#[tokio::test]
async fn a_restore_says_what_goes_and_that_it_is_kept_safe() {
    let page = overlay(Overlay::Restore(Preview { missing: 3, ..preview(report()) })).await;
    assert!(page.contains("3 entries that aren’t in it are removed."));
    assert!(page.contains("A backup of what is here now is made first"));
    assert_eq!(count(&page, "restore-apply"), 1);
}

#[tokio::test]
async fn an_export_says_how_much_it_would_write() {
    let page = overlay(Overlay::Export).await;
    assert!(page.contains("16 workouts and 5 programs"));
    for testid in ["export-complete", "export-workouts", "export-programs", "export-backup"] {
        assert_eq!(count(&page, testid), 1, "{testid}");
    }
}

#[tokio::test]
async fn the_palette_lists_every_command_that_would_do_something() {
    let mut library = data::named("some");
    data::people(&mut library, "in");
    let app = app(library).await;
    app.dispatch(Action::Overlay(Some(Overlay::Palette)));
    let page = painted(app, html! { <Overlays /> }).await;
    let mut all = 0;
    for intent in Intent::ALL {
        let listed = page.contains(&format!("data-key=\"{}\"", intent.key()));
        let signed_in = matches!(intent, Intent::SignIn | Intent::SignUp);
        let nothing_to_sync = matches!(
            intent,
            Intent::SyncNow | Intent::SyncPause | Intent::SyncResume | Intent::Unsent | Intent::Conflicts
        );
        let idle =
            matches!(intent, Intent::Palette | Intent::Undo | Intent::Redo) || signed_in || nothing_to_sync;
        assert_eq!(listed, !idle, "{intent:?}");
        all += usize::from(listed);
    }
    assert!(page.contains("<kbd>Ctrl</kbd><kbd>N</kbd>"));
    assert!(count(&page, "palette-row") > all, "programs and workouts are there too");
    assert_eq!(page.matches("aria-selected=\"true\"").count(), 1);
}

#[tokio::test]
async fn the_shortcut_sheet_lists_the_whole_table() {
    let page = overlay(Overlay::Shortcuts).await;
    assert_eq!(page.matches("<dt>").count(), SHORTCUTS.len());
}

#[tokio::test]
async fn figures_are_bars_with_words_and_numbers() {
    let library = data::named("some");
    let figures = library.stats(Nothing {}).unwrap();
    let (tag, most) = (figures.tags[0].word.clone(), figures.tags[0].count);
    let page = painted(app(library).await, super::stats::pictures(&figures)).await;
    assert!(page.contains(&tag) && page.contains(&format!(">{most}<")));
    assert!(page.contains("width=\"100\""), "the longest bar is full");
    assert!(page.contains("different exercises"));
}

#[tokio::test]
async fn a_version_is_shown_with_what_changed_and_can_be_restored() {
    let library = data::named("some");
    let id = WorkoutId::parse("workout-0").unwrap();
    let mut changes = model::Body::new();
    changes.insert("name".into(), "Renamed".into());
    library.workout_update(model::ipc::WorkoutUpdate { id: id.clone(), changes, before: None }).unwrap();
    let asked = model::ipc::RecordRef { kind: Kind::Workout, id: id.as_str().into() };
    let versions = Rc::new(library.history_list(asked).unwrap());
    let name = versions[0].name.clone();
    let page = painted(
        app(library).await,
        html! { <super::history::Timeline {versions} on_close={Callback::noop()} /> },
    )
    .await;
    assert_eq!(
        (count(&page, "version"), count(&page, "document"), count(&page, "restore-version")),
        (1, 1, 1)
    );
    assert!(page.contains(&name) && page.contains("Before this change"));
}
