//! Exporting: what is written is what is stored, in the web app's layout.

use model::ErrorCode;
use model::ipc::{Differing, ExportKind};
use serde_json::{Value, json};

use crate::bench::{Bench, WEB_APP, code, exported};

#[test]
fn every_field_of_every_document_is_in_the_export() {
    let bench = Bench::new();
    bench.import_file(WEB_APP.as_ref(), Differing::Keep, false).unwrap();
    let path = bench.dir().join("export.json");
    let written = bench.export_to(&path, ExportKind::Complete).unwrap();
    assert_eq!((written.workouts, written.programs), (133, 0));
    assert_eq!(written.path, path.display().to_string());
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(exported(&text), exported(&std::fs::read_to_string(WEB_APP).unwrap()));

    let other = Bench::new();
    assert_eq!(other.import_file(&path, Differing::Keep, false).unwrap().new, 133);
    assert_eq!(other.documents(), bench.documents());
}

#[test]
fn the_layout_is_the_web_apps() {
    let bench = Bench::new();
    let workout = bench.named_workout("W");
    bench.program(json!({"name": "P", "workouts": [{"workout_id": workout}]}));
    let export = |kind| serde_json::from_str::<Value>(&bench.export_text(kind).unwrap()).unwrap();
    for (kind, word, lists) in [
        (ExportKind::Complete, "complete", &["programs", "workouts"][..]),
        (ExportKind::Workouts, "workouts", &["workouts"]),
        (ExportKind::Programs, "programs", &["programs"]),
    ] {
        let export = export(kind);
        assert_eq!((&export["export_type"], &export["version"]), (&json!(word), &json!("v3")));
        let date = export["export_date"].as_str().unwrap();
        assert!(date.starts_with("2027-01-15T"), "the date is the day's: {date}");
        let found: Vec<_> =
            ["programs", "workouts"].into_iter().filter(|list| export[list].is_array()).collect();
        assert_eq!(found, lists);
    }
}

#[test]
fn an_export_that_fails_leaves_the_file_that_was_there() {
    let bench = Bench::new();
    bench.named_workout("W");
    let folder = bench.dir().join("none").join("export.json");
    assert_eq!(code(bench.export_to(&folder, ExportKind::Complete)), ErrorCode::NotFound);
    let taken = bench.dir().join("taken");
    std::fs::create_dir(&taken).unwrap();
    assert_eq!(code(bench.export_to(&taken, ExportKind::Complete)), ErrorCode::Io);
    assert!(taken.is_dir());
}
