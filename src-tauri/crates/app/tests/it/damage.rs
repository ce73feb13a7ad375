//! A damaged library: set aside, salvaged, told.

use std::path::PathBuf;

use model::ipc::Differing;
use model::{ErrorCode, Event};

use crate::bench::{Bench, WEB_APP, code};

fn database(bench: &Bench) -> PathBuf {
    bench.data_dir().join("anonymous.db")
}

/// Every page but the first: whatever is read next is damaged.
fn damage(bench: &Bench) {
    let path = database(bench);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[4_096..].fill(0x5a);
    std::fs::write(&path, &bytes).unwrap();
}

#[test]
fn a_library_damaged_while_the_app_was_closed_is_salvaged_at_the_start() {
    let mut bench = Bench::new();
    bench.import_file(WEB_APP.as_ref(), Differing::Keep, false).unwrap();
    let (path, before) = (database(&bench), bench.documents());
    bench.quit();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[..100].fill(0x5a);
    std::fs::write(&path, &bytes).unwrap();
    bench.heard();
    bench.reopen();
    let report = bench.status().unwrap().salvaged.unwrap();
    assert_eq!(report.workouts, 133);
    assert_eq!(std::fs::read(&report.set_aside).unwrap(), bytes, "the damaged file is kept as it was");
    assert!(bench.heard().iter().any(|event| matches!(event, Event::Salvaged { .. })));
    assert_eq!(bench.documents(), before);
    bench.reopen();
    assert_eq!(bench.status().unwrap().salvaged, None);
}

#[test]
fn damage_met_at_work_fails_that_call_and_the_next_works_on_what_was_saved() {
    let mut bench = Bench::new();
    bench.import_file(WEB_APP.as_ref(), Differing::Keep, false).unwrap();
    bench.reopen();
    damage(&bench);
    bench.heard();
    let outcome = bench.export_text(model::ipc::ExportKind::Complete);
    assert_eq!(code(outcome), ErrorCode::Damaged);
    assert!(bench.heard().iter().any(|event| matches!(event, Event::Salvaged { .. })));
    let status = bench.status().unwrap();
    assert!(PathBuf::from(status.salvaged.unwrap().set_aside).exists());
    bench.named_workout("Life goes on");
    assert!(bench.content().values().any(|document| document["name"] == "Life goes on"));
}

#[test]
fn a_library_that_another_process_holds_is_salvaged_once_that_has_gone() {
    let mut bench = Bench::new();
    bench.import_file(WEB_APP.as_ref(), Differing::Keep, false).unwrap();
    bench.reopen();
    let other = bench.open().unwrap();
    damage(&bench);
    assert_eq!(code(bench.export_text(model::ipc::ExportKind::Complete)), ErrorCode::Busy);
    drop(other);
    assert_eq!(code(bench.status()), ErrorCode::Damaged, "this call found it, and mended it");
    assert!(bench.status().unwrap().salvaged.is_some());
}
