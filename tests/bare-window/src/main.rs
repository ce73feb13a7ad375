//! The least a Tauri window can be, with the plugins that Ghost Gym has: nothing is opened, nothing is listed.
//! It says on standard output when its page has been painted.

use std::error::Error;

use tauri::{Manager as _, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

fn main() -> Result<(), Box<dyn Error>> {
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|_, _, _| {}))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_window_state::Builder::new().build())
        .invoke_handler(|invoke| {
            let window = invoke.message.webview_ref().app_handle().get_webview_window("main");
            match show(window.as_ref()) {
                Ok(()) => invoke.resolver.resolve(()),
                Err(error) => invoke.resolver.reject(error.to_string()),
            }
            true
        })
        .setup(|app| {
            WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
                .title("Bare window")
                .inner_size(1280.0, 800.0)
                .visible(false)
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}

fn show(window: Option<&WebviewWindow>) -> tauri::Result<()> {
    let window = window.ok_or(tauri::Error::WindowNotFound)?;
    window.show()?;
    window.set_focus()?;
    println!("usable");
    Ok(())
}
