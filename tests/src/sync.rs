//! Sync as a person sees and steers it: the pill in the header, and its details.

use model::text;

use crate::find::at;
use crate::{App, Result, until};

/// How often it is looked at the details before they are asked for anew.
const LOOKS: u32 = 12;

impl App<'_> {
    /// Waits until the pill tells the state `key` of the catalogue, with the number of changes that wait or, if that
    /// is the state, were refused; in the colour of that state.
    pub async fn pill(&self, key: &str, n: u64) -> Result {
        let words = match (key, n) {
            ("sync-refused", n) => text::with(key, &[("n", n.into())]),
            (key, 0) => text::get(key),
            (key, n) => text::with("sync-with-pending", &[("words", text::get(key).into()), ("n", n.into())]),
        };
        let tone = match key {
            "sync-local" | "sync-offline" => "tone-calm",
            "sync-connecting" | "sync-syncing" => "tone-busy",
            "sync-synced" => "tone-synced",
            "sync-paused" => "tone-waiting",
            _ => "tone-attention",
        };
        let shown = async || {
            let classes = self.attributes(&at("sync-pill"), "class").await?.concat();
            let coloured = classes.split_whitespace().any(|class| class == tone);
            Ok((self.text(&at("sync-pill")).await?.trim().to_owned(), coloured))
        };
        let so = |(said, coloured): &(String, bool)| *said == words && *coloured;
        until(&format!("the pill to say {words:?} with {tone}"), shown, so).await.map(drop)
    }

    /// Opens the details, unless they are open.
    pub async fn open_sync(&self) -> Result {
        if self.count(&at("sync-details")).await? == 0 {
            self.click(&at("sync-pill")).await?;
        }
        self.see(&at("sync-details")).await.map(drop)
    }

    /// Takes pictures of the details in every look.
    pub async fn portrait_of_sync(&self, name: &str) -> Result {
        self.portrait_of(name, async || self.open_sync().await).await
    }

    /// Closes the details.
    pub async fn close_sync(&self) -> Result {
        self.press_until_gone("Escape", &at("sync-details")).await
    }

    /// Opens the details, anew if need be, until they say `text`.
    pub async fn open_sync_that_says(&self, text: &str) -> Result {
        let mut looks = 0_u32;
        let look = async || {
            if looks.is_multiple_of(LOOKS) {
                if looks > 0 {
                    self.close_sync().await?;
                }
                self.open_sync().await?;
            }
            looks += 1;
            self.text(&at("sync-details")).await
        };
        until(&format!("details of sync that say {text:?}"), look, |said| said.contains(text)).await.map(drop)
    }

    /// Chooses `item` in the details.
    pub async fn choose_in_sync(&self, item: &str) -> Result {
        self.open_sync().await?;
        self.click(&at(item)).await
    }

    /// Pauses sync.
    pub async fn pause_sync(&self) -> Result {
        self.choose_in_sync("sync-sync-pause").await?;
        self.see(&at("sync-sync-resume")).await?;
        self.close_sync().await
    }

    /// Resumes sync.
    pub async fn resume_sync(&self) -> Result {
        self.choose_in_sync("sync-sync-resume").await?;
        self.see_no(&at("sync-sync-resume")).await?;
        self.close_sync().await
    }
}
