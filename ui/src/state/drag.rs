//! A row that is lifted, by pointer or by keyboard, and the arithmetic of where it lands.

use std::rc::Rc;

use model::ipc::WorkoutRow;
use model::{EntryId, ProgramId};

/// What is lifted.
#[derive(Clone, Debug, PartialEq)]
pub enum DragSource {
    /// A workout of the library, on its way into a program.
    Workout(Rc<WorkoutRow>),
    /// An entry of the open program, on its way to another place.
    Entry {
        /// The entry.
        id: EntryId,
        /// What it is called.
        name: String,
        /// Its place, from 0.
        from: usize,
    },
}

impl DragSource {
    /// What the lifted row is called.
    pub fn name(&self) -> &str {
        match self {
            Self::Workout(row) => &row.name,
            Self::Entry { name, .. } => name,
        }
    }

    /// The place that the row leaves empty in the open program.
    pub fn from(&self) -> Option<usize> {
        match self {
            Self::Workout(_) => None,
            Self::Entry { from, .. } => Some(*from),
        }
    }
}

/// Where the lifted row would land.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Nowhere: letting go changes nothing.
    Nowhere,
    /// In the open program, as the entry number `0`, counted without the lifted one.
    Slot(usize),
    /// At the end of a program of the list.
    Program(ProgramId),
}

/// A row that is lifted.
#[derive(Clone, Debug, PartialEq)]
pub struct Drag {
    /// What is lifted.
    pub source: DragSource,
    /// Where it would land.
    pub target: Target,
    /// Arrow keys move it, not the pointer.
    pub keyboard: bool,
}

/// How a row makes room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// It stays.
    None,
    /// One row up, into the place that was left.
    Up,
    /// One row down, to open the gap.
    Down,
}

/// How the row at `index` makes room while the row `from` (none, if it comes from elsewhere) hovers over `slot`.
pub fn shift(index: usize, from: Option<usize>, slot: Option<usize>) -> Shift {
    let closed = from.is_some_and(|from| index > from);
    let place = index - usize::from(closed);
    let opened = slot.is_some_and(|slot| place >= slot);
    match (closed, opened) {
        (true, false) => Shift::Up,
        (false, true) => Shift::Down,
        _ => Shift::None,
    }
}

/// The slot at `y`, in pixels from the top of the first row, among `rows` rows of `height`. A row from elsewhere goes
/// to the nearest boundary between two rows; a row of the list itself (`from`) takes the place under the pointer.
pub fn slot_at(y: f64, height: f64, rows: usize, from: Option<usize>) -> usize {
    let place = y / height;
    let place = if from.is_some() { place.floor() } else { place.round() };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "floored at 0, capped at rows"
    )]
    let slot = place.max(0.0) as usize;
    slot.min(rows - usize::from(from.is_some()).min(rows))
}

/// `ids` with the one at `from` moved to `slot`, counted without it.
pub fn moved<T: Clone>(ids: &[T], from: usize, slot: usize) -> Vec<T> {
    let mut ids = ids.to_vec();
    if from < ids.len() {
        let id = ids.remove(from);
        ids.insert(slot.min(ids.len()), id);
    }
    ids
}

/// How far to scroll, in pixels a frame, when the pointer is at `y` in a view from `top` to `bottom`.
pub fn auto_scroll(y: f64, top: f64, bottom: f64) -> f64 {
    /// How near to an edge the view begins to move.
    const EDGE: f64 = 48.0;
    /// Pixels a frame at the very edge.
    const FASTEST: f64 = 14.0;
    let over = if y < top + EDGE {
        y - (top + EDGE)
    } else if y > bottom - EDGE {
        y - (bottom - EDGE)
    } else {
        0.0
    };
    (over / EDGE).clamp(-1.0, 1.0) * FASTEST
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where every row stands, in rows from the top, while `from` hovers over `slot`.
    fn places(rows: usize, from: Option<usize>, slot: Option<usize>) -> Vec<Option<usize>> {
        (0..rows)
            .map(|index| {
                (Some(index) != from).then(|| match shift(index, from, slot) {
                    Shift::None => index,
                    Shift::Up => index - 1,
                    Shift::Down => index + 1,
                })
            })
            .collect()
    }

    #[test]
    fn a_row_from_elsewhere_opens_a_gap_at_its_slot() {
        assert_eq!(places(3, None, Some(0)), [Some(1), Some(2), Some(3)]);
        assert_eq!(places(3, None, Some(2)), [Some(0), Some(1), Some(3)]);
        assert_eq!(places(3, None, Some(3)), [Some(0), Some(1), Some(2)]);
        assert_eq!(places(3, None, None), [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn the_others_close_up_behind_a_row_and_never_stand_in_its_slot() {
        for rows in 1..6 {
            for from in 0..rows {
                for slot in 0..rows {
                    let mut stands: Vec<_> =
                        places(rows, Some(from), Some(slot)).into_iter().flatten().collect();
                    assert!(!stands.contains(&slot), "{rows} rows, {from} over {slot}");
                    stands.push(slot);
                    stands.sort_unstable();
                    assert_eq!(stands, (0..rows).collect::<Vec<_>>(), "{rows} rows, {from} over {slot}");
                }
            }
        }
    }

    #[test]
    fn rows_stand_where_the_new_order_puts_them() {
        let ids = ["a", "b", "c", "d"];
        for from in 0..ids.len() {
            for slot in 0..ids.len() {
                let after = moved(&ids, from, slot);
                for (index, place) in places(ids.len(), Some(from), Some(slot)).into_iter().enumerate() {
                    let expected = place.unwrap_or(slot);
                    assert_eq!(after[expected], ids[index], "{from} to {slot}");
                }
            }
        }
        assert_eq!(moved(&ids, 9, 0), ids, "what isn't there can't move");
    }

    #[test]
    fn a_row_from_elsewhere_goes_to_the_nearest_boundary() {
        assert_eq!(slot_at(-20.0, 56.0, 3, None), 0);
        assert_eq!(slot_at(27.0, 56.0, 3, None), 0);
        assert_eq!(slot_at(29.0, 56.0, 3, None), 1);
        assert_eq!(slot_at(900.0, 56.0, 3, None), 3);
        assert_eq!(slot_at(10.0, 56.0, 0, None), 0);
    }

    #[test]
    fn a_row_of_the_list_takes_the_place_under_the_pointer() {
        assert_eq!(slot_at(-1.0, 56.0, 3, Some(1)), 0);
        assert_eq!(slot_at(55.0, 56.0, 3, Some(1)), 0);
        assert_eq!(slot_at(57.0, 56.0, 3, Some(1)), 1);
        assert_eq!(slot_at(900.0, 56.0, 3, Some(1)), 2);
    }

    #[test]
    fn the_view_scrolls_only_near_its_edges_and_faster_the_nearer() {
        assert!(auto_scroll(300.0, 100.0, 600.0).abs() < f64::EPSILON);
        assert!(auto_scroll(110.0, 100.0, 600.0) < auto_scroll(140.0, 100.0, 600.0));
        assert!(auto_scroll(140.0, 100.0, 600.0) < 0.0);
        assert!(auto_scroll(590.0, 100.0, 600.0) > 0.0);
        assert!((auto_scroll(9_000.0, 100.0, 600.0) - 14.0).abs() < f64::EPSILON);
    }
}
