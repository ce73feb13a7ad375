//! How the page looks: dark, light, and as narrow as the window gets.

use serde_json::{Value, json};

use crate::{App, Result, expect};

/// The window's content at the first start, and at the least, in pixels.
const USUAL: (u32, u32) = (1280, 800);
const LEAST: (u32, u32) = (800, 560);

impl App<'_> {
    /// Takes pictures of what is to be seen now in every look: `<name>-dark`, `<name>-light` and, as narrow as it
    /// gets, `<name>-narrow`. Nothing may stick out then.
    pub async fn portrait(&self, name: &str) -> Result {
        self.portrait_of(name, async || Ok(())).await
    }

    /// Takes such pictures; in each look `show` brings up what they are to show, should it have gone.
    pub async fn portrait_of(&self, name: &str, mut show: impl AsyncFnMut() -> Result) -> Result {
        for theme in ["dark", "light"] {
            // As the page does it when the theme is chosen; the menu for that would close what is open.
            let dress = "document.documentElement.setAttribute('data-theme', arguments[0])";
            self.script(dress, &[json!(theme)]).await?;
            show().await?;
            self.picture(&format!("{name}-{theme}")).await?;
        }
        self.resize(LEAST.0, LEAST.1).await?;
        show().await?;
        self.picture(&format!("{name}-narrow")).await?;
        expect(&format!("sticking out of {name}"), &self.sticking_out().await?, &json!([]))?;
        self.resize(USUAL.0, USUAL.1).await
    }

    /// What is on the page but not within the window's width, as its tags and classes.
    pub async fn sticking_out(&self) -> Result<Value> {
        let script = "const out = e => { const r = e.getBoundingClientRect(); return r.width > 0 && r.right > innerWidth + 1 };
            const hidden = e => { for (let p = e.parentElement; p; p = p.parentElement) {
                const r = p.getBoundingClientRect();
                if (getComputedStyle(p).overflowX !== 'visible' && r.right <= innerWidth + 1) return true;
            } return false };
            return [...document.body.querySelectorAll('*')].filter(e => out(e) && !hidden(e)
                && getComputedStyle(e).visibility !== 'hidden').map(e => e.tagName + '.' + e.getAttribute('class')).slice(0, 8)";
        self.script(script, &[]).await
    }
}
