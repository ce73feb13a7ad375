//! Figures about the library as a few pictures: totals, tags, and the exercises that occur most.

use model::ipc::{Count, GetStats, Nothing, Stats as Figures};
use model::text;
use yew::prelude::*;

use super::parts::dialog::Dialog;
use super::parts::heading::Heading;
use super::parts::load::{Load, use_load};
use super::parts::notice::{Empty, Loading, LoadingFailed};
use crate::components::icon::Icon;
use crate::state::use_selector;
use crate::text::t;

/// Bars in a picture.
const BARS: usize = 8;

/// See [`Stats`].
#[derive(Properties, PartialEq)]
pub struct StatsProps {
    /// The way out.
    pub on_close: Callback<()>,
}

/// Figures about the library.
#[component]
pub fn Stats(props: &StatsProps) -> Html {
    let revision = use_selector(|state| state.revision);
    let (figures, retry) = use_load::<GetStats>(Nothing {}, revision);
    let contents = match figures {
        Load::Asked => html! { <Loading label={t!("stats-reading")} /> },
        Load::Failed(error) => html! { <LoadingFailed message={error.message} on_retry={retry} /> },
        Load::Here(figures) if figures.workouts + figures.programs == 0 => html! {
            <Empty icon={Icon::Chart} title={t!("stats-empty")} text={t!("stats-empty-text")} />
        },
        Load::Here(figures) => html! { <Pictures figures={(*figures).clone()} /> },
    };
    html! {
        <Dialog class="box wide" label={t!("stats-title")} testid="stats" on_close={&props.on_close}>
            <Heading title={t!("stats-title")} on_close={&props.on_close} />
            { contents }
        </Dialog>
    }
}

/// See [`Pictures`].
#[derive(Properties, PartialEq)]
pub struct PicturesProps {
    /// What was counted.
    pub figures: Figures,
}

/// The figures, drawn.
#[component]
pub fn Pictures(props: &PicturesProps) -> Html {
    let figures = &props.figures;
    let totals = [
        ("stats-workouts", figures.workouts),
        ("stats-programs", figures.programs),
        ("stats-exercises", figures.exercises),
        ("stats-entries", figures.entries),
        ("stats-weeks", figures.weeks),
    ];
    let total = |(key, count): (&str, u64)| {
        html! {
            <div class="total">
                <dd>{ count }</dd>
                <dt>{ text::with(key, &[("n", count.into())]) }</dt>
            </div>
        }
    };
    html! {
        <div class="stats scroll" tabindex="0">
            <dl class="totals">{ for totals.into_iter().map(total) }</dl>
            <div class="pictures">
                <Bars title={t!("stats-top-exercises")} counts={figures.top_exercises.clone()}
                    none={t!("stats-no-exercises")} tone="accent" />
                <Bars title={t!("stats-tags")} counts={figures.tags.clone()}
                    none={t!("stats-no-tags")} tone="busy" />
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct BarsProps {
    title: AttrValue,
    counts: Vec<Count>,
    /// What is said when there is nothing to draw.
    none: AttrValue,
    tone: &'static str,
}

/// How long each bar is, in percent of the longest.
fn lengths(counts: &[Count]) -> Vec<f64> {
    #[expect(clippy::cast_precision_loss, reason = "a picture of a count")]
    let count = |count: &Count| count.count as f64;
    let most = counts.iter().map(count).fold(1.0, f64::max);
    counts.iter().map(|one| count(one) / most * 100.0).collect()
}

/// Words and how often they occur, as horizontal bars; a table to screen readers.
#[component]
fn Bars(props: &BarsProps) -> Html {
    let shown = &props.counts[..props.counts.len().min(BARS)];
    let more = props.counts.len() - shown.len();
    let bar = |(count, length): (&Count, f64)| {
        html! {
            <tr>
                <th scope="row" title={count.word.clone()}>{ &count.word }</th>
                <td class="bar">
                    <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                        <rect class="bar-track" width="100" height="8" />
                        <rect class={classes!("bar-fill", props.tone)} width={length.to_string()} height="8" />
                    </svg>
                </td>
                <td class="numbers">{ count.count }</td>
            </tr>
        }
    };
    html! {
        <section class="picture">
            <h3>{ &props.title }</h3>
            if shown.is_empty() {
                <p class="hint">{ &props.none }</p>
            } else {
                <table class="bars" aria-label={&props.title}>
                    <tbody>{ for shown.iter().zip(lengths(shown)).map(bar) }</tbody>
                </table>
                if more > 0 { <p class="hint">{ t!("stats-more", n = more) }</p> }
            }
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_word_has_the_whole_width() {
        let counts: Vec<_> = [("a", 8), ("b", 2)]
            .into_iter()
            .map(|(word, count)| Count { word: word.into(), count })
            .collect();
        assert_eq!(lengths(&counts), [100.0, 25.0]);
        assert!(lengths(&[]).is_empty());
    }
}
