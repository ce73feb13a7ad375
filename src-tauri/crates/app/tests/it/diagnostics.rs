//! The file for those who look for a fault, and what a panic leaves behind.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;

use model::ipc::{CloudSettings, DiagnosticsAsk, PanicReport};
use serde_json::Value;
use zip::ZipArchive;

use crate::bench::Bench;

/// Writes the file, and reads it back.
fn written(bench: &Bench, training_data: bool) -> BTreeMap<String, String> {
    let path = bench.data_dir().join("diagnostics.zip");
    let written = bench.diagnostics_to(&path, DiagnosticsAsk { training_data }).unwrap();
    let mut zip = ZipArchive::new(fs::File::open(&path).unwrap()).unwrap();
    let mut texts = BTreeMap::new();
    for name in &written.files {
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        texts.insert(name.clone(), text);
    }
    assert_eq!(texts.len(), zip.len(), "it says all that is in it");
    texts
}

fn json(texts: &BTreeMap<String, String>, name: &str) -> Value {
    serde_json::from_str(&texts[name]).unwrap()
}

#[test]
fn it_says_how_things_are_and_nothing_of_the_person() {
    let bench = Bench::new();
    bench.named_workout("Secret squats");
    let settings = CloudSettings {
        project_id: "demo-project".into(),
        api_key: "AIzaSyA1234567890abcdefghijklmnop".into(),
        google_client_id: "1234-abcd.apps.googleusercontent.com".into(),
        ..CloudSettings::default()
    };
    bench.cloud_set(settings).unwrap();
    let logs = bench.data_dir().join("logs");
    fs::create_dir_all(&logs).unwrap();
    let line =
        "INFO a library says: ada@example.com sent Bearer abc.def and eyJhbGciOiJub25l.eyJzdWIiOiJh.x\n";
    fs::write(logs.join("ghost-gym.2026-11-24.log"), line).unwrap();

    let texts = written(&bench, false);
    let library = json(&texts, "library.json");
    assert_eq!(library["integrity"], "ok");
    assert_eq!(library["owner"], "anonymous");
    assert_eq!(library["rows"]["record"], 1);
    assert!(library["statements"].to_string().contains("CREATE TABLE record"), "{library}");
    assert_eq!(json(&texts, "about.json")["version"], env!("CARGO_PKG_VERSION"));
    let sync = json(&texts, "sync.json");
    assert_eq!((&sync["queued"], &sync["standing"]), (&0.into(), &"signed_out".into()), "{sync}");
    assert_eq!(json(&texts, "cloud.json")["settings"]["project_id"], "demo-project");
    assert_eq!(
        texts["logs/ghost-gym.2026-11-24.log"],
        "INFO a library says: <e-mail> sent Bearer <token> and <token>\n"
    );
    for (name, text) in &texts {
        for personal in ["Secret squats", "AIza", "1234-abcd", "ada@example.com", "eyJ"] {
            assert!(!text.contains(personal), "{personal} in {name}: {text}");
        }
    }
}

#[test]
fn the_training_data_is_in_it_if_the_person_says_so() {
    let bench = Bench::new();
    bench.named_workout("Squats for ada@example.com");
    let export = json(&written(&bench, true), "training-data.json");
    assert_eq!(export["workouts"][0]["name"], "Squats for ada@example.com");
    assert!(!written(&bench, false).contains_key("training-data.json"));
}

#[test]
fn what_cannot_be_gathered_does_not_keep_the_rest_away() {
    let bench = Bench::new();
    fs::create_dir_all(bench.data_dir().join("preferences.json")).unwrap();
    let texts = written(&bench, false);
    assert!(json(&texts, "preferences.json")["error"].is_string(), "{texts:?}");
    assert_eq!(json(&texts, "library.json")["integrity"], "ok");
}

#[test]
fn a_panic_report_is_offered_until_somebody_has_seen_it() {
    let bench = Bench::new();
    assert_eq!(bench.panic_report().unwrap(), None);
    bench.panic_report_seen().unwrap();
    let reports = bench.data_dir().join("reports");
    fs::create_dir_all(&reports).unwrap();
    let report = |name: &str| {
        let path = reports.join(name);
        fs::write(&path, format!("Ghost Gym\nat      2026-11-24T02:33:00Z\nplace   {name}\n")).unwrap();
        path.display().to_string()
    };
    report("panic-20261123T100000-0.txt");
    let last = report("panic-20261124T023300-1.txt");
    // It was being written when the power went.
    report("panic-20261125T000000-2.part");

    let Some(PanicReport { path, at, text }) = bench.panic_report().unwrap() else { panic!("no report") };
    assert_eq!((path, at), (last, model::time::parse("2026-11-24T02:33:00Z")));
    assert!(text.contains("place   panic-20261124T023300-1.txt"), "{text}");
    bench.panic_report_seen().unwrap();
    assert_eq!(bench.panic_report().unwrap(), None);
    report("panic-20261124T023301-0.txt");
    assert!(bench.open().unwrap().panic_report().unwrap().is_some(), "another one");
}
