//! A file's entries in four numbers and one bar: new, identical, differing, and what can't be taken.

use model::ipc::{ImportReport, Verdict};
use model::text;
use yew::prelude::*;

use crate::components::icon::{Icon, sized};
use crate::text::t;

/// What an entry of a file is to the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// The library doesn't have it.
    New,
    /// The library has it with other content.
    Differing,
    /// The library has the same.
    Identical,
    /// It can't be taken.
    Refused,
}

impl Share {
    /// In the order of what a person has to think about.
    pub const ALL: [Self; 4] = [Self::New, Self::Differing, Self::Identical, Self::Refused];

    /// The word for it in texts, classes and test ids.
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Differing => "differing",
            Self::Identical => "identical",
            Self::Refused => "refused",
        }
    }

    /// What the core calls it.
    pub const fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::New => Self::New,
            Verdict::Identical => Self::Identical,
            Verdict::Differing => Self::Differing,
        }
    }

    /// How many entries of the file it is.
    pub fn count(self, report: &ImportReport) -> u64 {
        match self {
            Self::New => report.new,
            Self::Differing => report.differing,
            Self::Identical => report.identical,
            Self::Refused => report.refused.len() as u64,
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::New => Icon::Plus,
            Self::Differing => Icon::Pencil,
            Self::Identical => Icon::Check,
            Self::Refused => Icon::Warning,
        }
    }
}

/// Where each share begins on a bar of `width`, and how long it is. What is there at all can be seen.
fn segments(counts: [u64; 4], width: f64) -> [(f64, f64); 4] {
    /// The least that can be seen.
    const LEAST: f64 = 6.0;
    #[expect(clippy::cast_precision_loss, reason = "a picture of a count")]
    let counts = counts.map(|count| count as f64);
    let total: f64 = counts.iter().sum();
    let small = |count: f64| count > 0.0 && count / total * width < LEAST;
    let taken: f64 = counts.iter().filter(|count| small(**count)).map(|_| LEAST).sum();
    let rest: f64 = counts.iter().filter(|count| !small(**count)).sum();
    let mut at = 0.0;
    counts.map(|count| {
        let length = match count {
            _ if count <= 0.0 => 0.0,
            _ if small(count) => LEAST,
            _ => count / rest * (width - taken),
        };
        let from = at;
        at += length;
        (from, length)
    })
}

/// Four numbers and a bar; pressing a number shows the entries of that share alone.
pub fn summary(report: &ImportReport, shown: Option<Share>, on_show: &Callback<Option<Share>>) -> Html {
    /// The bar's own units.
    const WIDTH: f64 = 600.0;
    let counts = Share::ALL.map(|share| share.count(report));
    let bar = Share::ALL.into_iter().zip(segments(counts, WIDTH)).filter(|(_, (_, length))| *length > 0.0);
    let bar = bar.map(|(share, (from, length))| {
        let length = (length - 2.0).max(2.0);
        html! {
            <rect class={classes!("share", share.word())} x={from.to_string()} y="0" rx="3"
                width={length.to_string()} height="8" />
        }
    });
    let tile = |share: Share| {
        let count = share.count(report);
        let chosen = shown == Some(share);
        let onclick = on_show.reform(move |_: MouseEvent| (!chosen).then_some(share));
        html! {
            <button type="button" class={classes!("tile", share.word(), (count == 0).then_some("none"))}
                data-testid={format!("share-{}", share.word())} aria-pressed={chosen.to_string()}
                disabled={count == 0} {onclick}>
                <span class="tile-count">{ count }</span>
                <span class="tile-word">{ sized(share.icon(), 14) }
                    { text::with(&format!("share-{}", share.word()), &[("n", count.into())]) }</span>
            </button>
        }
    };
    html! {
        <div class="summary">
            <svg class="shares" viewBox="0 0 600 8" preserveAspectRatio="none" aria-hidden="true">{ for bar }</svg>
            <div class="tiles" role="group" aria-label={t!("share-label")}>
                { for Share::ALL.into_iter().map(tile) }
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_full_and_shows_what_is_there_at_all() {
        let shares = segments([10_000, 1, 0, 2], 600.0);
        let total: f64 = shares.iter().map(|(_, length)| length).sum();
        assert!((total - 600.0).abs() < 1e-9);
        assert!((shares[1].1 - 6.0).abs() < 1e-9 && shares[2].1 <= 0.0);
        assert!((shares[3].0 - 594.0).abs() < 1e-9);
    }

    #[test]
    fn a_file_without_entries_has_an_empty_bar() {
        assert!(segments([0; 4], 600.0).iter().all(|(_, length)| *length <= 0.0));
    }
}
