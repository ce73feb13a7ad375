//! The keyboard: keys go to whatever has the focus, as a person's do.

use std::time::Duration;

use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::json;

use crate::{App, Failure, Result, until};

impl App<'_> {
    /// Presses `keys` together: `["ctrl", "shift", "n"]`, `["Escape"]`. A key is named by its character or its name in
    /// the browser.
    pub async fn press(&self, keys: &[&str]) -> Result {
        let codes = keys.iter().map(|key| code(key)).collect::<Result<Vec<_>>>()?;
        let down = codes.iter().map(|&value| KeyAction::Down { value });
        let up = codes.iter().rev().map(|&value| KeyAction::Up { value });
        self.play(down.chain(up)).await
    }

    /// Types `text`, key by key.
    pub async fn type_text(&self, text: &str) -> Result {
        self.play(text.chars().flat_map(|value| [KeyAction::Down { value }, KeyAction::Up { value }])).await
    }

    /// Waits until the first `css` has the focus, or something within it.
    pub async fn focused(&self, css: &str) -> Result {
        let script = "const e = document.activeElement; return e ? e.outerHTML.slice(0, 200) : ''";
        let seen = async || {
            let focused = self.has_focus(css).await?;
            Ok((focused, self.script(script, &[]).await?))
        };
        until(&format!("{css} to have the focus"), seen, |(focused, _)| *focused).await.map(drop)
    }

    /// Presses Tab until `css` has the focus.
    pub async fn tab_to(&self, css: &str) -> Result {
        self.arrow_to("Tab", css).await
    }

    /// Presses `key` until `css` has the focus.
    pub async fn arrow_to(&self, key: &str, css: &str) -> Result {
        // More than there are stops on the page.
        for _ in 0..120 {
            if self.has_focus(css).await? {
                return Ok(());
            }
            self.press(&[key]).await?;
        }
        Err(Failure::Unexpected(format!("{key} never leads to {css}")))
    }

    /// Presses `key` until `css` is gone: Escape closes what is open from the inside out.
    pub async fn press_until_gone(&self, key: &str, css: &str) -> Result {
        for _ in 0..5 {
            self.press(&[key]).await?;
            tokio::time::sleep(Duration::from_millis(200)).await;
            if self.count(css).await? == 0 {
                return Ok(());
            }
        }
        self.see_no(css).await
    }

    async fn has_focus(&self, css: &str) -> Result<bool> {
        let script = "return Boolean(document.activeElement && document.activeElement.closest(arguments[0]))";
        Ok(self.script(script, &[json!(css)]).await? == json!(true))
    }

    async fn play(&self, actions: impl Iterator<Item = KeyAction>) -> Result {
        let keys = actions.fold(KeyActions::new("keyboard".to_owned()), KeyActions::then);
        // The driver answers before the last key has arrived: an empty step behind it is answered after.
        let keys = keys.then(KeyAction::Pause { duration: Duration::from_millis(1) });
        self.client.perform_actions(keys).await.map_err(Failure::driver("pressing keys"))
    }
}

/// The code point that stands for a key in the driver's protocol.
fn code(key: &str) -> Result<char> {
    let special = match key {
        "ctrl" => Key::Control,
        "shift" => Key::Shift,
        "alt" => Key::Alt,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Tab" => Key::Tab,
        "ArrowUp" => Key::Up,
        "ArrowDown" => Key::Down,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageDown" => Key::PageDown,
        "PageUp" => Key::PageUp,
        other => {
            let mut characters = other.chars();
            return match (characters.next(), characters.next()) {
                (Some(character), None) => Ok(character),
                _ => Err(Failure::Unexpected(format!("no key is called {other:?}"))),
            };
        }
    };
    Ok(special.into())
}
