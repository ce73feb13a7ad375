//! Toasts: what has just happened, with the way back.

/// How grave it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastKind {
    /// It went as wished.
    Done,
    /// It could not be done; it stays until it is closed.
    Problem,
}

/// A sentence about what has just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// From [`crate::store::App::number`].
    pub id: u64,
    /// How grave it is.
    pub kind: ToastKind,
    /// The sentence.
    pub text: String,
    /// It offers to undo the change it speaks of, which is the last one.
    pub undo: bool,
}

/// As many as can be read at once.
const MOST: usize = 3;

/// Adds a toast. What went well makes room for what goes well next, unless it offers the way back; problems stay;
/// the same sentence isn't said twice.
pub fn push(toasts: &mut Vec<Toast>, toast: Toast) {
    if toast.undo {
        outdate(toasts);
    }
    let done = toast.kind == ToastKind::Done;
    toasts.retain(|old| old.text != toast.text && (old.kind == ToastKind::Problem || old.undo || !done));
    toasts.push(toast);
    let surplus = toasts.len().saturating_sub(MOST);
    toasts.drain(..surplus);
}

/// A newer change makes the offers of older toasts wrong: undo would take back something else.
pub fn outdate(toasts: &mut Vec<Toast>) {
    toasts.retain(|toast| !toast.undo);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toast(id: u64, text: &str, undo: bool) -> Toast {
        Toast { id, kind: ToastKind::Done, text: text.into(), undo }
    }

    fn problem(id: u64, text: &str) -> Toast {
        Toast { kind: ToastKind::Problem, ..toast(id, text, false) }
    }

    fn ids(toasts: &[Toast]) -> Vec<u64> {
        toasts.iter().map(|toast| toast.id).collect()
    }

    #[test]
    fn only_the_last_change_can_be_undone() {
        let mut toasts = Vec::new();
        push(&mut toasts, toast(1, "deleted a", true));
        push(&mut toasts, toast(2, "deleted b", true));
        assert_eq!(ids(&toasts), [2]);
        push(&mut toasts, toast(3, "exported", false));
        assert_eq!(ids(&toasts), [2, 3], "an export leaves the way back open");
        outdate(&mut toasts);
        assert_eq!(ids(&toasts), [3]);
    }

    #[test]
    fn what_went_well_makes_room_and_problems_stay() {
        let mut toasts = Vec::new();
        push(&mut toasts, problem(1, "disk full"));
        push(&mut toasts, toast(2, "undone", false));
        push(&mut toasts, toast(3, "redone", false));
        assert_eq!(ids(&toasts), [1, 3]);
    }

    #[test]
    fn a_problem_stands_once_and_three_at_most() {
        let mut toasts = Vec::new();
        for (id, text) in [(1, "a"), (2, "b"), (3, "a"), (4, "c"), (5, "d")] {
            push(&mut toasts, problem(id, text));
        }
        assert_eq!(ids(&toasts), [3, 4, 5]);
    }
}
