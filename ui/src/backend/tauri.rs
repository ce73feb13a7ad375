//! The core behind Tauri's bridge, `window.__TAURI_INTERNALS__`.
//!
//! Called by reflection, as `@tauri-apps/api` does it, because bindings for it would need `unsafe`.

use js_sys::{Function, Object, Promise, Reflect};
use model::{CommandError, ErrorCode, Event, event, text};
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use super::json;

/// Sends a command.
pub async fn invoke(name: &str, args: &Value) -> Result<Value, CommandError> {
    let reply = request(name, &json::write(args)).await.map_err(|error| refusal(&error))?;
    Ok(json::read(&reply))
}

/// Hears the core's events for as long as the page lives.
pub async fn listen(heard: impl Fn(Event) + 'static) -> Result<(), CommandError> {
    let handler = Closure::<dyn Fn(JsValue)>::new(move |message: JsValue| {
        let payload = Reflect::get(&message, &"payload".into()).unwrap_or_default();
        // An event of a newer core that this page can't read asks nothing of it.
        if let Ok(event) = serde_json::from_value(json::read(&payload)) {
            heard(event);
        }
    })
    .into_js_value();
    let subscribe = || {
        let id = function("transformCallback")?.call1(&JsValue::NULL, &handler)?;
        let target = Object::new();
        Reflect::set(&target, &"kind".into(), &"Any".into())?;
        let args = Object::new();
        Reflect::set(&args, &"event".into(), &event::EVENT.into())?;
        Reflect::set(&args, &"target".into(), &target)?;
        Reflect::set(&args, &"handler".into(), &id)?;
        Ok(args)
    };
    let args = subscribe().map_err(|error: JsValue| broken(&error))?;
    request("plugin:event|listen", &args).await.map_err(|error| refusal(&error))?;
    Ok(())
}

async fn request(name: &str, args: &JsValue) -> Result<JsValue, JsValue> {
    let answer = function("invoke")?.call2(&JsValue::NULL, &name.into(), args)?;
    JsFuture::from(answer.dyn_into::<Promise>()?).await
}

fn function(name: &str) -> Result<Function, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let bridge = Reflect::get(&window, &"__TAURI_INTERNALS__".into())?;
    Reflect::get(&bridge, &name.into())?.dyn_into()
}

/// What a rejected call says: the core's own error, or the bridge's when the command never arrived.
fn refusal(error: &JsValue) -> CommandError {
    serde_json::from_value(json::read(error)).unwrap_or_else(|_| broken(error))
}

fn broken(error: &JsValue) -> CommandError {
    let detail = error.as_string().unwrap_or_else(|| format!("{error:?}"));
    CommandError::new(ErrorCode::Internal, text::with("backend-unreachable", &[("detail", detail.into())]))
}
