//! Moving a card by its grip: the card follows the pointer, the others make room, Esc puts it back.
//!
//! While a card is lifted nothing is rendered; the cards are moved by their `transform` alone, and the form
//! changes once, when the card is let go.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::dom::set_style;
use crate::state::drag::auto_scroll;

/// Cards in a column, and one of them on its way.
#[derive(Clone, Debug, PartialEq)]
struct Column {
    /// Top and height of every card, in pixels of the page.
    cards: Vec<(f64, f64)>,
    /// Pixels between two cards.
    gap: f64,
    /// The lifted card.
    from: usize,
}

impl Column {
    /// Where the lifted card would land when it is `moved` pixels away from its place.
    fn slot(&self, moved: f64) -> usize {
        let centre = |(top, height): (f64, f64)| top + height / 2.0;
        let lifted = centre(self.cards[self.from]) + moved;
        let passed = |(at, card): (usize, &(f64, f64))| at != self.from && centre(*card) < lifted;
        self.cards.iter().enumerate().filter(|card| passed(*card)).count()
    }

    /// How far the card `at` makes way for the lifted one, when that would land at `slot`.
    fn shift(&self, at: usize, slot: usize) -> f64 {
        let room = self.cards[self.from].1 + self.gap;
        if at > self.from && at <= slot {
            -room
        } else if at < self.from && at >= slot {
            room
        } else {
            0.0
        }
    }
}

struct Lift {
    column: Column,
    elements: Vec<HtmlElement>,
    list: Element,
    view: Option<Element>,
    /// The pointer when it was pressed, in pixels of the page.
    start: f64,
    moved: f64,
}

impl Lift {
    fn place(&self) -> usize {
        self.column.slot(self.moved)
    }

    fn show(&self) {
        let slot = self.place();
        for (at, element) in self.elements.iter().enumerate() {
            let by = if at == self.column.from { self.moved } else { self.column.shift(at, slot) };
            set_style(element, "transform", &format!("translateY({by}px)"));
        }
    }

    fn end(&self) {
        for element in &self.elements {
            set_style(element, "transform", "");
            // Only a name that is no attribute name can't be removed.
            drop(element.remove_attribute("data-lifted"));
        }
        drop(self.list.remove_attribute("data-reordering"));
    }
}

/// Handlers for the grips of a list.
pub struct Grips {
    /// For every grip: it was pressed, in the card at this place.
    pub press: Callback<(usize, PointerEvent)>,
    /// For the list.
    pub onpointermove: Callback<PointerEvent>,
    /// For the list.
    pub onpointerup: Callback<PointerEvent>,
    /// For the list.
    pub onpointercancel: Callback<PointerEvent>,
    /// For the list.
    pub onkeydown: Callback<KeyboardEvent>,
}

/// Lets the items of the list behind `list` be moved by grips; `moved` hears from where to where.
#[hook]
pub fn use_grips(list: &NodeRef, moved: Callback<(usize, usize)>) -> Grips {
    let lift: Rc<RefCell<Option<Lift>>> = use_mut_ref(|| None);
    let press = {
        let (lift, list) = (lift.clone(), list.clone());
        Callback::from(move |(from, event): (usize, PointerEvent)| {
            if event.button() == 0 {
                *lift.borrow_mut() = lift_card(&list, from, &event);
            }
        })
    };
    let onpointermove = {
        let lift = lift.clone();
        Callback::from(move |event: PointerEvent| {
            if let Some(lift) = lift.borrow_mut().as_mut() {
                event.prevent_default();
                follow(lift, f64::from(event.client_y()));
            }
        })
    };
    let onpointerup = {
        let lift = lift.clone();
        Callback::from(move |_: PointerEvent| {
            let Some(lift) = lift.borrow_mut().take() else { return };
            lift.end();
            let (from, to) = (lift.column.from, lift.place());
            if from != to {
                moved.emit((from, to));
            }
        })
    };
    let put_back = move || lift.borrow_mut().take().inspect(Lift::end).is_some();
    let onpointercancel = {
        let put_back = put_back.clone();
        Callback::from(move |_: PointerEvent| {
            put_back();
        })
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" && put_back() {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    Grips { press, onpointermove, onpointerup, onpointercancel, onkeydown }
}

fn lift_card(list: &NodeRef, from: usize, event: &PointerEvent) -> Option<Lift> {
    let list = list.cast::<Element>()?;
    let children = list.children();
    let elements: Vec<HtmlElement> =
        (0..children.length()).filter_map(|at| children.item(at)?.dyn_into().ok()).collect();
    let cards: Vec<(f64, f64)> = elements
        .iter()
        .map(|element| {
            let rect = element.get_bounding_client_rect();
            (rect.top(), rect.height())
        })
        .collect();
    let card = elements.get(from)?;
    let gap = match cards.as_slice() {
        [first, second, ..] => second.0 - first.0 - first.1,
        _ => 0.0,
    };
    let grip = event.target()?.dyn_into::<Element>().ok()?.closest("button").ok()??;
    // The grip hears the pointer wherever it goes, and Esc.
    drop(grip.set_pointer_capture(event.pointer_id()));
    grip.dyn_ref::<HtmlElement>().into_iter().for_each(crate::dom::focus_element);
    event.prevent_default();
    drop(card.set_attribute("data-lifted", ""));
    drop(list.set_attribute("data-reordering", ""));
    let view = list.closest(".sheet-body").ok().flatten();
    let column = Column { cards, gap, from };
    Some(Lift { column, elements, list, view, start: f64::from(event.client_y()), moved: 0.0 })
}

fn follow(lift: &mut Lift, y: f64) {
    if let Some(view) = &lift.view {
        let rect = view.get_bounding_client_rect();
        let before = view.scroll_top();
        #[expect(clippy::cast_possible_truncation, reason = "a few pixels")]
        view.set_scroll_top(before + auto_scroll(y, rect.top(), rect.bottom()) as i32);
        lift.start -= f64::from(view.scroll_top() - before);
    }
    lift.moved = y - lift.start;
    lift.show();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(from: usize) -> Column {
        Column { cards: vec![(0.0, 40.0), (48.0, 100.0), (156.0, 40.0)], gap: 8.0, from }
    }

    #[test]
    fn a_card_lands_after_those_whose_centre_it_has_passed() {
        assert_eq!(column(0).slot(0.0), 0);
        assert_eq!(column(0).slot(77.0), 0);
        assert_eq!(column(0).slot(79.0), 1);
        assert_eq!(column(0).slot(500.0), 2);
        assert_eq!(column(2).slot(-500.0), 0);
        assert_eq!(column(1).slot(10.0), 1);
    }

    #[test]
    fn the_others_make_way_by_the_height_of_the_lifted_card() {
        let shifts = |from: usize, slot| -> Vec<f64> {
            (0..3).filter(|at| *at != from).map(|at| column(from).shift(at, slot)).collect()
        };
        assert_eq!(shifts(0, 0), [0.0, 0.0]);
        assert_eq!(shifts(0, 1), [-48.0, 0.0]);
        assert_eq!(shifts(0, 2), [-48.0, -48.0]);
        assert_eq!(shifts(2, 0), [48.0, 48.0]);
        assert_eq!(shifts(1, 0), [108.0, 0.0]);
    }
}
