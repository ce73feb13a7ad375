//! How a command comes in: one handler for all of them, which lets [`model::ipc::dispatch`] do the work when its
//! turn comes, on a thread where it may block.

use std::time::Instant;

use model::ipc::{COMMANDS, dispatch};
use serde_json::Value;
use tauri::ipc::{Invoke, InvokeBody};
use tauri::{Manager as _, Runtime};

use crate::closing::Work;
use crate::commands::Shell;
use crate::queue::Queue;
use crate::report;

/// Takes a call from the dashboard. Tauri has checked by then that the window may make it; what is not one of
/// ours is left to Tauri to refuse.
pub(crate) fn handle<R: Runtime>(invoke: Invoke<R>) -> bool {
    let Invoke { message, resolver, .. } = invoke;
    let Some(name) = COMMANDS.iter().find(|name| **name == message.command()) else { return false };
    let args = match message.payload() {
        InvokeBody::Json(args) => args.clone(),
        // Refused by `dispatch` as arguments of the wrong form.
        InvokeBody::Raw(_) => Value::Null,
    };
    let app = message.webview_ref().app_handle().clone();
    let begun = app.state::<Work>().begin();
    let queue = app.state::<Queue>().inner().clone();
    queue.push(name, move || {
        let start = Instant::now();
        match report::guarded(|| dispatch(&*app.state::<Shell<R>>(), name, args)) {
            Ok(reply) => {
                tracing::debug!(command = name, took = ?start.elapsed(), "done");
                resolver.resolve(reply);
            }
            Err(error) => {
                tracing::info!(command = name, code = ?error.code, "refused");
                resolver.reject(error);
            }
        }
        drop(begun);
    });
    true
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;
    use tauri::ipc::CallbackFn;
    use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
    use tauri::webview::InvokeRequest;
    use tauri::{WebviewWindow, WebviewWindowBuilder};

    use super::*;
    use crate::context::context;

    /// An app on an empty library, with our own permissions and no screen.
    struct Fixture {
        app: tauri::App<MockRuntime>,
        _dir: tempfile::TempDir,
    }

    impl Fixture {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            let app = mock_builder().invoke_handler(handle).build(context()).unwrap();
            let options = app::Options { data_dir: Some(dir.path().to_owned()), ..app::Options::default() };
            let library = Arc::new(app::App::open(options).unwrap());
            app.manage(Work::default());
            app.manage(Queue::start().unwrap());
            app.manage(Shell::new(library, app.handle().clone(), Instant::now()));
            Self { app, _dir: dir }
        }

        fn window(&self, label: &str) -> WebviewWindow<MockRuntime> {
            WebviewWindowBuilder::new(&self.app, label, tauri::WebviewUrl::default()).build().unwrap()
        }
    }

    fn request(window: &WebviewWindow<MockRuntime>, command: &str, args: Value) -> InvokeRequest {
        InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: window.url().unwrap(),
            body: InvokeBody::Json(args),
            headers: tauri::http::HeaderMap::default(),
            invoke_key: INVOKE_KEY.to_owned(),
        }
    }

    fn call(window: &WebviewWindow<MockRuntime>, command: &str, args: Value) -> Result<Value, Value> {
        get_ipc_response(window, request(window, command, args)).map(|body| body.deserialize().unwrap())
    }

    /// Tauri refuses with a text, we with an object.
    fn is_refused_by_tauri(answer: &Result<Value, Value>) -> bool {
        matches!(answer, Err(Value::String(_)))
    }

    #[test]
    fn what_is_created_can_be_listed() {
        let fixture = Fixture::new();
        let window = fixture.window("main");
        let made = call(&window, "workout_create", json!({ "changes": { "name": "Leg day" } })).unwrap();
        assert_eq!(made["workout"]["name"], "Leg day");
        let list = call(&window, "workout_list", json!({})).unwrap();
        assert_eq!(list["total"], 1);
        assert_eq!(list["items"][0]["id"], made["workout"]["id"]);
    }

    #[test]
    fn what_is_sent_without_waiting_is_done_in_the_order_it_was_sent() {
        let fixture = Fixture::new();
        let window = fixture.window("main");
        let made = call(&window, "workout_create", json!({ "changes": { "name": "0" } })).unwrap();
        let (done, order) = std::sync::mpsc::channel();
        let numbers: Vec<u32> = (1..=40).collect();
        for number in numbers.clone() {
            let changes = json!({ "id": made["workout"]["id"], "changes": { "name": number.to_string() } });
            let done = done.clone();
            let answered = move |_, _, _, _, _| done.send(number).unwrap();
            let request = request(&window, "workout_update", changes);
            window.as_ref().clone().on_message(request, Box::new(answered));
        }
        assert_eq!(order.iter().take(numbers.len()).collect::<Vec<_>>(), numbers);
        let now = call(&window, "workout_get", json!({ "id": made["workout"]["id"] })).unwrap();
        assert_eq!(now["workout"]["name"], "40", "the last word");
    }

    #[test]
    fn an_error_crosses_as_code_message_and_field() {
        let fixture = Fixture::new();
        let window = fixture.window("main");
        let error = call(&window, "workout_create", json!({ "changes": { "name": " " } })).unwrap_err();
        assert_eq!(error["code"], "invalid");
        assert_eq!(error["field"], "name");
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{error}");
        assert_eq!(error.as_object().unwrap().len(), 3);
    }

    #[test]
    fn the_main_window_may_call_every_command_and_each_checks_its_arguments() {
        let fixture = Fixture::new();
        let window = fixture.window("main");
        for command in COMMANDS {
            let answer = call(&window, command, Value::Null);
            assert_eq!(answer.unwrap_err()["code"], "usage", "{command}");
        }
    }

    #[test]
    fn another_window_may_call_none() {
        let fixture = Fixture::new();
        let window = fixture.window("other");
        for command in COMMANDS {
            assert!(is_refused_by_tauri(&call(&window, command, json!({}))), "{command}");
        }
    }

    #[test]
    fn nothing_else_may_be_called() {
        let fixture = Fixture::new();
        let window = fixture.window("main");
        let others = [
            "no_such_command",
            "plugin:event|emit",
            "plugin:dialog|open",
            "plugin:window|close",
            "plugin:webview|create_webview_window",
            "plugin:path|resolve_directory",
            "plugin:window-state|save_window_state",
        ];
        for command in others {
            assert!(is_refused_by_tauri(&call(&window, command, json!({}))), "{command}");
        }
    }
}
