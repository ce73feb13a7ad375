//! Everything that crosses between the dashboard's page and the core, recorded in the page itself.
//!
//! Tauri hands every reply and every event to a callback out of a map that the page can reach, and sends every call
//! with `fetch`: both are replaced by what does the same and remembers. What was asked before the recording began, at
//! the page's start, is asked once more.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{App, Failure, Result};

const RECORD: &str = r#"
const bridge = window.__TAURI_INTERNALS__, callbacks = bridge.callbacks, get = Map.prototype.get, send = window.fetch;
const log = window.__recorded = [];
callbacks.get = (id) => {
    const callback = get.call(callbacks, id);
    return callback && ((data) => { log.push({ way: "in", text: JSON.stringify(data) ?? "" }); return callback(data); });
};
window.fetch = (to, options) => {
    log.push({ way: "out", name: decodeURIComponent(String(to)).split("/").pop(), text: String(options?.body ?? "") });
    return send(to, options);
};
const done = arguments[arguments.length - 1];
Promise.allSettled(arguments[0].map((name) => bridge.invoke(name, {}))).then((all) => done(all.length));
"#;
/// What the page asks at its start.
const ASKED_AT_START: [&str; 10] = [
    "status",
    "account",
    "cloud_get",
    "sync",
    "preferences_get",
    "workout_list",
    "program_list",
    "workout_tags",
    "starter_list",
    "history_deleted",
];

/// Something that crossed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Call {
    /// `out` to the core, or `in` from it: a reply or an event.
    pub(crate) way: String,
    /// What was called.
    #[serde(default)]
    pub(crate) name: String,
    /// The arguments, the reply or the event.
    pub(crate) text: String,
}

impl App<'_> {
    /// Records what crosses from now on.
    pub(crate) async fn record(&self) -> Result {
        let doing = || Failure::driver("recording what crosses to the page");
        let names = json!([ASKED_AT_START]);
        let arguments = names.as_array().cloned().unwrap_or_default();
        let asked = self.client.execute_async(RECORD, arguments).await.map_err(doing())?;
        if asked == json!(ASKED_AT_START.len()) && !self.crossed().await?.is_empty() {
            Ok(())
        } else {
            Err(Failure::Unexpected(format!("nothing crossed to the page; asked: {asked}")))
        }
    }

    /// All that has crossed since the window opened.
    async fn crossed(&self) -> Result<Vec<Call>> {
        let log = self.script("return window.__recorded", &[]).await?;
        serde_json::from_value(log).map_err(Failure::driver("reading what crossed to the page"))
    }

    /// Adds to the artefacts what crossed: all replies and events, and the calls except for what is typed in them.
    pub(crate) async fn keep_traffic(&self) -> Result {
        let file = self.desktop.artefacts().join("traffic.jsonl");
        let mut lines = std::fs::read_to_string(&file).unwrap_or_default();
        for call in self.crossed().await? {
            let text = if call.way == "out" { without_typed(&call) } else { call.text };
            lines.push_str(&json!({ "way": call.way, "name": call.name, "text": text }).to_string());
            lines.push('\n');
        }
        std::fs::write(&file, lines).map_err(Failure::file(file.display().to_string()))
    }
}

/// The arguments of `call` without what a person typed into a field for a secret: that has to cross once, in the one
/// field that is made for it.
fn without_typed(call: &Call) -> String {
    let fields: &[&str] = match call.name.as_str() {
        "sign_in" | "sign_up" | "account_delete" => &["password"],
        "password_change" => &["current", "password"],
        "cloud_set" | "cloud_test" => &["google_client_secret"],
        "cloud_snippet" => &["source"],
        _ => &[],
    };
    let Ok(Value::Object(mut arguments)) = serde_json::from_str(&call.text) else { return call.text.clone() };
    for field in fields {
        arguments.remove(*field);
    }
    Value::Object(arguments).to_string()
}
