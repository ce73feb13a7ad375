//! A program at a glance: a column for every week, a block for every workout in it.
//!
//! Blocks are drawn as SVG, whose attributes the content security policy lets be.

use std::collections::BTreeMap;

use model::ipc::ProgramDetail;
use model::{WorkoutId, time};
use yew::prelude::*;

use crate::state::open::entry_name;
use crate::text::t;

/// Weeks drawn at most: a year.
const MOST: usize = 52;
/// Workouts of an undated program that still make one week, repeated; more are spread over the weeks.
const A_WEEK: usize = 7;
/// Different shades; the workouts of a program take them in turn.
const SHADES: usize = 5;
/// From one week to the next, in units of the drawing: a column is 12 wide.
const WEEK: usize = 14;
/// From one block to the next: a block is 8 high.
const BLOCK: usize = 10;
/// Blocks drawn in a week at most.
const TALLEST: usize = 12;

/// How the entries of a program fall into weeks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// For each week, the entries in it, by their place.
    pub weeks: Vec<Vec<usize>>,
    /// Every week is the same.
    pub repeats: bool,
}

/// Where entries fall that may have dates, in a program of so many weeks.
///
/// Dated entries fall into the weeks since the first of them. Without dates a handful of workouts is a week's
/// round, done every week; more of them are spread evenly.
pub fn plan(dates: &[Option<&str>], duration: Option<u64>) -> Plan {
    let planned = duration.and_then(|weeks| usize::try_from(weeks).ok()).unwrap_or(0).min(MOST);
    let days: Vec<Option<i64>> = dates.iter().map(|date| date.and_then(day)).collect();
    if let Some(first) = days.iter().flatten().min() {
        let week = |day: i64| usize::try_from((day - first) / 7).unwrap_or(MOST);
        let last = days.iter().flatten().map(|day| week(*day) + 1).max().unwrap_or(1);
        let mut weeks = vec![Vec::new(); planned.max(last).min(MOST)];
        for (index, day) in days.iter().enumerate() {
            if let Some(blocks) = day.and_then(|day| weeks.get_mut(week(day))) {
                blocks.push(index);
            }
        }
        return Plan { weeks, repeats: false };
    }
    let count = dates.len();
    if count <= A_WEEK || planned <= 1 {
        return Plan { weeks: vec![(0..count).collect(); planned.max(1)], repeats: planned > 1 };
    }
    let mut weeks = vec![Vec::new(); planned];
    for index in 0..count {
        weeks[index * planned / count].push(index);
    }
    Plan { weeks, repeats: false }
}

fn day(date: &str) -> Option<i64> {
    time::parse(&format!("{date}T00:00:00Z")).map(|at| at.div_euclid(86_400_000))
}

/// The strip's properties.
#[derive(Properties, PartialEq)]
pub struct WeekStripProps {
    /// The program.
    pub detail: std::rc::Rc<ProgramDetail>,
}

/// The picture; what it shows is also said in words.
#[component]
pub fn WeekStrip(props: &WeekStripProps) -> Html {
    let program = &props.detail.program;
    let dates: Vec<_> = program.workouts.iter().map(|entry| entry.custom_date.as_deref()).collect();
    let plan = plan(&dates, program.duration_weeks);
    let shades = shades(program.workouts.iter().map(|entry| &entry.workout_id));
    let tallest = plan.weeks.iter().map(Vec::len).max().unwrap_or(0);
    // A single week of undated workouts is no picture: the list below says it all.
    if tallest == 0 || (plan.weeks.len() == 1 && dates.iter().all(Option::is_none)) {
        return Html::default();
    }
    let words = if plan.repeats {
        t!("week-strip-repeats", weeks = plan.weeks.len(), n = tallest)
    } else {
        t!("week-strip", weeks = plan.weeks.len(), n = program.workouts.len())
    };
    let weeks = plan.weeks.len();
    let (width, floor) = (weeks * WEEK - 2, tallest.min(TALLEST) * BLOCK - 2);
    let columns = plan.weeks.iter().enumerate().map(|(week, blocks)| {
        let x = (week * WEEK).to_string();
        let blocks = blocks.iter().take(TALLEST).enumerate().map(|(row, entry)| {
            let y = (floor + 2 - (row + 1) * BLOCK).to_string();
            let class = format!("week-block shade-{}", shades[*entry]);
            html! {
                <rect {class} x={x.clone()} {y} width="12" height="8" rx="2">
                    <title>{ entry_name(&props.detail, *entry) }</title>
                </rect>
            }
        });
        // The last number stands if there is room for it beside the last but one.
        let last = week + 1 == weeks && weeks % 4 > 1;
        let numbered = week == 0 || (week + 1) % 4 == 0 || last;
        html! {
            <g>
                <rect class="week-ground" x={x.clone()} y="0" width="12" height={floor.to_string()} rx="2" />
                { for blocks }
                if numbered {
                    <text class="week-number" x={(week * WEEK + 6).to_string()} y={(floor + 11).to_string()}>
                        { week + 1 }
                    </text>
                }
            </g>
        }
    });
    let height = floor + 13;
    html! {
        <figure class="week-strip">
            <svg
                viewBox={format!("0 0 {width} {height}")}
                width={(width * 3 / 2).to_string()}
                height={(height * 3 / 2).to_string()}
                preserveAspectRatio="xMinYMid meet"
                role="img"
                aria-label={words.clone()}
            >
                { for columns }
            </svg>
            <figcaption class="numbers">{ words }</figcaption>
        </figure>
    }
}

/// A shade for every entry: the same workout has the same.
fn shades<'a>(workouts: impl Iterator<Item = &'a WorkoutId>) -> Vec<usize> {
    let mut known = BTreeMap::new();
    workouts
        .map(|id| {
            let next = known.len() % SHADES;
            *known.entry(id).or_insert(next)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handful_of_workouts_is_every_weeks_round() {
        let plan = plan(&[None, None, None], Some(4));
        assert_eq!(plan, Plan { weeks: vec![vec![0, 1, 2]; 4], repeats: true });
    }

    #[test]
    fn many_workouts_are_spread_over_the_weeks_in_order() {
        let plan = plan(&[None; 12], Some(4));
        assert_eq!(plan.weeks, [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]);
        assert!(!plan.repeats);
    }

    #[test]
    fn dated_workouts_fall_into_their_weeks() {
        let dates = [Some("2026-11-23"), None, Some("2026-12-09"), Some("2026-11-29")];
        let plan = plan(&dates, Some(2));
        assert_eq!(plan.weeks, [vec![0, 3], vec![], vec![2]], "the dates outlast the plan");
    }

    #[test]
    fn whatever_another_client_wrote_is_drawn_within_bounds() {
        assert_eq!(plan(&[], None).weeks, [Vec::<usize>::new()]);
        assert_eq!(plan(&[None], Some(9_999)).weeks.len(), MOST);
        assert_eq!(plan(&[Some("1970-01-01"), Some("2026-01-01")], None).weeks.len(), MOST);
        assert_eq!(plan(&[Some("soon")], Some(2)).weeks, [[0], [0]], "no date, no week");
    }

    #[test]
    fn the_same_workout_has_the_same_shade() {
        let ids: Vec<_> = ["a", "b", "a"].iter().filter_map(|id| WorkoutId::parse(*id).ok()).collect();
        assert_eq!(shades(ids.iter()), [0, 1, 0]);
    }
}
