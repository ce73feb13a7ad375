//! `settings`: the same file that the window has.

use serde_json::json;

use crate::bench::Bench;

#[test]
fn a_setting_is_shown_changed_and_kept() {
    let bench = Bench::new();
    assert_eq!(bench.json(&["settings", "get", "appearance.theme"]), json!("system"));
    let state = bench.json(&["settings", "set", "appearance.theme", "dark"]);
    assert_eq!((&state["values"]["appearance.theme"], &state["troubles"]), (&json!("dark"), &json!([])));
    assert_eq!(bench.run(&["settings", "set", "backups.daily", "false"]).code, 0);
    let list = bench.json(&["settings", "list"]);
    assert_eq!(
        (&list["values"]["appearance.theme"], &list["values"]["backups.daily"]),
        (&json!("dark"), &json!(false))
    );
    let kept = std::fs::read_to_string(bench.path("data/settings.toml")).unwrap();
    assert_eq!(kept, "[appearance]\ntheme = \"dark\"\n\n[backups]\ndaily = false\n");
    let shown = bench.run(&["settings", "list"]).stdout;
    assert!(shown.contains("appearance.theme") && shown.contains("one of system, dark, light"), "{shown}");
    assert_eq!(bench.run(&["settings", "get", "backups.daily"]).stdout, "false\n");
}

#[test]
fn what_is_no_setting_is_refused_by_name() {
    let bench = Bench::new();
    let error = bench.error(&["settings", "set", "backups.daily", "sometimes"]);
    assert_eq!((&error["code"], &error["field"]), (&json!("invalid"), &json!("backups.daily")));
    let error = bench.error(&["settings", "get", "no.such"]);
    assert_eq!((&error["code"], &error["field"]), (&json!("not_found"), &json!("no.such")));
}

#[test]
fn a_wrong_line_in_the_file_is_told() {
    let bench = Bench::new();
    bench.json(&["settings", "list"]);
    std::fs::write(bench.path("data/settings.toml"), "[backups]\ndaily = 1\n").unwrap();
    let shown = bench.run(&["settings", "list"]).stdout;
    assert!(shown.contains("line 2") && shown.contains("true or false"), "{shown}");
}
