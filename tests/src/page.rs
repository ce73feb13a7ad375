//! What a person sees on the app's page, and does with mouse and keyboard alone.

use fantoccini::Locator;
use fantoccini::elements::Element;
use serde_json::{Value, json};

use crate::{App, Failure, Result, until};

impl App<'_> {
    /// Waits until `css` is on the page and visible, and answers the first of it.
    pub async fn see(&self, css: &str) -> Result<Element> {
        until(
            &format!("{css} to be seen"),
            async || {
                let element = self.client.find(Locator::Css(css)).await.map_err(Failure::driver(css))?;
                let seen = element.is_displayed().await.map_err(Failure::driver(css))?;
                Ok((seen, element))
            },
            |(seen, _)| *seen,
        )
        .await
        .map(|(_, element)| element)
    }

    /// Waits until nothing on the page is `css`, or it can't be seen.
    pub async fn see_no(&self, css: &str) -> Result {
        let visible = async || {
            let script = "return [...document.querySelectorAll(arguments[0])].filter(e => e.getClientRects().length > 0).length";
            self.script(script, &[json!(css)]).await
        };
        until(&format!("{css} to be gone"), visible, |count| *count == json!(0)).await.map(drop)
    }

    /// Waits until the text of `css` has `text` in it.
    pub async fn read(&self, css: &str, text: &str) -> Result {
        until(&format!("{css} to say {text:?}"), async || self.text(css).await, |seen| seen.contains(text))
            .await
            .map(drop)
    }

    /// The text of the first `css`.
    pub async fn text(&self, css: &str) -> Result<String> {
        let script = "return document.querySelector(arguments[0]).innerText";
        Ok(self.script(script, &[json!(css)]).await?.as_str().unwrap_or_default().to_owned())
    }

    /// What is typed into the field `css`.
    pub async fn value(&self, css: &str) -> Result<String> {
        let script = "return document.querySelector(arguments[0]).value";
        Ok(self.script(script, &[json!(css)]).await?.as_str().unwrap_or_default().to_owned())
    }

    /// The attribute `name` of every `css`, in the order of the page.
    pub async fn attributes(&self, css: &str, name: &str) -> Result<Vec<String>> {
        let script =
            "return [...document.querySelectorAll(arguments[0])].map(e => e.getAttribute(arguments[1]))";
        let values = self.script(script, &[json!(css), json!(name)]).await?;
        serde_json::from_value(values).map_err(Failure::driver(format!("reading {name} of {css}")))
    }

    /// How many `css` there are on the page.
    pub async fn count(&self, css: &str) -> Result<u64> {
        let script = "return document.querySelectorAll(arguments[0]).length";
        Ok(self.script(script, &[json!(css)]).await?.as_u64().unwrap_or_default())
    }

    /// Waits until there are `expected` of `css` on the page.
    pub async fn see_count(&self, css: &str, expected: u64) -> Result {
        until(&format!("{expected} of {css}"), async || self.count(css).await, |count| *count == expected)
            .await
            .map(drop)
    }

    /// Clicks the middle of the first `css` once that can be done: while the page is being drawn anew, what was found
    /// a moment ago may be gone, or move.
    pub async fn click(&self, css: &str) -> Result {
        // Where it is now and after two more frames: a click goes to a place, whatever is there by then.
        let rests = "const [css, done] = arguments;
            const place = () => JSON.stringify(document.querySelector(css)?.getBoundingClientRect() ?? null);
            const before = place();
            requestAnimationFrame(() => requestAnimationFrame(() => done(place() === before)))";
        let click = async || {
            let rests =
                self.client.execute_async(rests, vec![json!(css)]).await.map_err(Failure::driver(css))?;
            if rests != json!(true) {
                return Err(Failure::driver(css)("it moves"));
            }
            let element = self.client.find(Locator::Css(css)).await.map_err(Failure::driver(css))?;
            element.click().await.map_err(|error| Failure::driver(css)(format!("{error:?}")))
        };
        until(&format!("{css} to be clicked"), click, |()| true).await
    }

    /// Empties the field `css` and types `text` into it.
    pub async fn fill(&self, css: &str, text: &str) -> Result {
        self.click(css).await?;
        self.press(&["ctrl", "a"]).await?;
        self.type_text(text).await
    }

    /// Makes the window's content `width` by `height` pixels large.
    pub async fn resize(&self, width: u32, height: u32) -> Result {
        let doing = || format!("resizing to {width} x {height}");
        self.client.set_window_size(width, height).await.map_err(Failure::driver(doing()))?;
        let size = async || self.script("return [innerWidth, innerHeight]", &[]).await;
        until(&doing(), size, |size| *size == json!([width, height])).await.map(drop)
    }

    /// Runs `script` in the page.
    pub async fn script(&self, script: &str, arguments: &[Value]) -> Result<Value> {
        self.client.execute(script, arguments.to_vec()).await.map_err(Failure::driver(script))
    }

    /// Takes a picture of the page, when it has come to rest.
    pub async fn picture(&self, name: &str) -> Result {
        // Two frames after all that moves has ended, what is to be seen has been painted.
        let rest = "const done = arguments[0];
            Promise.all(document.getAnimations().filter(a => a.effect.getComputedTiming().iterations !== Infinity)
                .map(a => a.finished.catch(() => {})))
                .then(() => document.fonts.ready)
                .then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
        self.client
            .execute_async(rest, vec![])
            .await
            .map_err(Failure::driver("waiting for the page to rest"))?;
        let png = self.client.screenshot().await.map_err(Failure::driver("taking a picture"))?;
        let file = self.desktop.artefacts().join(name).with_extension("png");
        std::fs::write(&file, png).map_err(Failure::file(format!("{}", file.display())))
    }
}
