//! How an update stands after what happened: no window, no network, no clock.

use model::Millis;
use model::update::{UpdateStatus, UpdateStep};

/// A newer version.
pub(super) struct Found {
    pub(super) version: String,
    pub(super) notes: Option<String>,
    /// The person doesn't want it.
    pub(super) skipped: bool,
}

/// What happened.
pub(super) enum Heard {
    /// It is looked for; whether a person asked for that.
    Asked(bool),
    /// It was looked for, at this time.
    Found(Option<Found>, Millis),
    /// It is fetched from now on.
    Downloading,
    /// So many more bytes, of so many.
    Received(u64, Option<u64>),
    /// All of it is here, and is what was signed.
    Fetched,
    /// The person changed their mind.
    Cancelled,
    /// The person doesn't want it.
    Skipped,
    /// It is to be installed when the app ends.
    OnQuit,
    /// It is installed from now on.
    Installing,
    /// What was under way failed, for this reason.
    Failed(String),
    /// Nothing could be looked for, which nobody had asked for.
    GaveUp,
}

/// How it stands then; `None` if that can't happen now.
pub(super) fn next(status: &UpdateStatus, heard: Heard) -> Option<UpdateStatus> {
    use UpdateStep::{Available, Checking, Downloading, Installing, Ready, Unknown, UpToDate};
    let mut next = status.clone();
    let possible = match (&heard, status.step) {
        (Heard::Asked(_), step) => matches!(step, Unknown | UpToDate | Available),
        (Heard::Found(..) | Heard::GaveUp, step) => step == Checking,
        (Heard::Downloading | Heard::Skipped, step) => step == Available,
        (Heard::Received(..) | Heard::Fetched, step) => step == Downloading,
        (Heard::Cancelled, step) => matches!(step, Downloading | Ready | Available),
        (Heard::OnQuit | Heard::Installing, step) => step == Ready,
        (Heard::Failed(_), step) => matches!(step, Checking | Downloading | Installing),
    };
    if !possible {
        return None;
    }
    // What failed is known until the person does something about it.
    if !matches!(heard, Heard::Asked(false) | Heard::Found(..) | Heard::GaveUp) {
        next.failed = None;
    }
    let before = if status.version.is_some() { Available } else { Unknown };
    match heard {
        Heard::Asked(_) => next.step = Checking,
        Heard::Found(found, at) => {
            next.checked_at = Some(at);
            next.step = if found.is_some() { Available } else { UpToDate };
            next.skipped = found.as_ref().is_some_and(|found| found.skipped);
            next.notes = found.as_ref().and_then(|found| found.notes.clone());
            next.version = found.map(|found| found.version);
        }
        Heard::Downloading => {
            (next.step, next.done, next.total, next.skipped) = (Downloading, 0, None, false);
        }
        Heard::Received(bytes, total) => (next.done, next.total) = (status.done + bytes, total),
        Heard::Fetched => next.step = Ready,
        // What is here already stays here.
        Heard::Cancelled if status.step == Ready => next.on_quit = false,
        Heard::Cancelled => next.step = Available,
        Heard::Skipped => next.skipped = true,
        Heard::OnQuit => next.on_quit = true,
        Heard::Installing => next.step = Installing,
        Heard::Failed(why) => {
            next.step = match status.step {
                Installing => Ready,
                _ => before,
            };
            next.on_quit = false;
            next.failed = Some(why);
        }
        Heard::GaveUp => next.step = before,
    }
    Some(next)
}

/// Whether the difference is worth telling: bytes are told by the hundredth part, or by the quarter megabyte.
pub(super) fn is_news(before: &UpdateStatus, after: &UpdateStatus) -> bool {
    let share = |status: &UpdateStatus| match status.total {
        Some(total) if total > 0 => status.done * 100 / total,
        _ => status.done >> 18,
    };
    let same = UpdateStatus { done: before.done, ..after.clone() } == *before;
    !same || share(before) != share(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(skipped: bool) -> Heard {
        let found = Found { version: "0.2.0".into(), notes: Some("<b>Faster</b>".into()), skipped };
        Heard::Found(Some(found), 7)
    }

    fn after(heard: Vec<Heard>) -> UpdateStatus {
        heard
            .into_iter()
            .try_fold(UpdateStatus::default(), |status, heard| next(&status, heard))
            .expect("possible")
    }

    #[test]
    fn a_version_is_found_fetched_and_installed() {
        let status = after(vec![Heard::Asked(true), found(false)]);
        assert!(status.is_offered());
        assert_eq!(
            (status.version.as_deref(), status.notes.as_deref()),
            (Some("0.2.0"), Some("<b>Faster</b>"))
        );
        assert_eq!(status.checked_at, Some(7));
        let fetching =
            || vec![Heard::Asked(true), found(false), Heard::Downloading, Heard::Received(5, Some(10))];
        let status = after(fetching());
        assert_eq!((status.step, status.done, status.total), (UpdateStep::Downloading, 5, Some(10)));
        let mut all = fetching();
        all.extend([Heard::Received(5, Some(10)), Heard::Fetched, Heard::Installing]);
        assert_eq!(after(all).step, UpdateStep::Installing);
    }

    #[test]
    fn none_is_found() {
        let status = after(vec![Heard::Asked(true), Heard::Found(None, 7)]);
        assert_eq!((status.step, status.version), (UpdateStep::UpToDate, None));
    }

    #[test]
    fn what_failed_can_be_tried_again_from_where_it_was() {
        let failed = |mut before: Vec<Heard>| {
            before.push(Heard::Failed("why".into()));
            let status = after(before);
            assert_eq!(status.failed.as_deref(), Some("why"));
            status.step
        };
        assert_eq!(failed(vec![Heard::Asked(true)]), UpdateStep::Unknown);
        assert_eq!(failed(vec![Heard::Asked(true), found(false), Heard::Asked(true)]), UpdateStep::Available);
        assert_eq!(failed(vec![Heard::Asked(true), found(false), Heard::Downloading]), UpdateStep::Available);
        let ready = || vec![Heard::Asked(true), found(false), Heard::Downloading, Heard::Fetched];
        let mut installing = ready();
        installing.push(Heard::Installing);
        assert_eq!(failed(installing), UpdateStep::Ready);
        let mut again = ready();
        again.extend([Heard::Installing, Heard::Failed("why".into()), Heard::Installing]);
        assert_eq!(after(again).failed, None, "the next try forgets it");
    }

    #[test]
    fn what_failed_is_known_until_the_person_does_something() {
        let failed = UpdateStatus { failed: Some("why".into()), ..UpdateStatus::default() };
        let unasked = |heard| next(&next(&failed, Heard::Asked(false)).unwrap(), heard).unwrap();
        let gave_up = unasked(Heard::GaveUp);
        assert_eq!((gave_up.step, gave_up.failed.as_deref()), (UpdateStep::Unknown, Some("why")));
        assert_eq!(unasked(found(false)).failed.as_deref(), Some("why"));
        assert_eq!(next(&failed, Heard::Asked(true)).unwrap().failed, None);
        assert_eq!(next(&unasked(found(false)), Heard::Downloading).unwrap().failed, None);
    }

    #[test]
    fn a_person_can_change_their_mind() {
        let status = after(vec![Heard::Asked(true), found(false), Heard::Downloading, Heard::Cancelled]);
        assert_eq!(status.step, UpdateStep::Available);
        let ready = vec![Heard::Asked(true), found(false), Heard::Downloading, Heard::Fetched, Heard::OnQuit];
        let status = after(ready);
        assert!(status.on_quit);
        let status = next(&status, Heard::Cancelled).unwrap();
        assert_eq!((status.step, status.on_quit), (UpdateStep::Ready, false));
        let skipped = after(vec![Heard::Asked(true), found(false), Heard::Skipped]);
        assert!(!skipped.is_offered());
        let again = next(&next(&skipped, Heard::Asked(false)).unwrap(), found(true)).unwrap();
        assert!(!again.is_offered(), "the daily look respects it");
        let asked = next(&next(&again, Heard::Asked(true)).unwrap(), found(false)).unwrap();
        assert!(asked.is_offered(), "whoever asks for it is shown it");
    }

    #[test]
    fn nothing_happens_out_of_turn() {
        let start = UpdateStatus::default();
        for heard in [Heard::Downloading, Heard::Fetched, Heard::Installing, Heard::OnQuit, Heard::Skipped] {
            assert!(next(&start, heard).is_none());
        }
        let none = UpdateStatus { step: UpdateStep::NotSetUp, ..UpdateStatus::default() };
        assert!(next(&none, Heard::Asked(true)).is_none());
        // What comes from a download that was cancelled.
        let cancelled = after(vec![Heard::Asked(true), found(false), Heard::Downloading, Heard::Cancelled]);
        assert!(next(&cancelled, Heard::Fetched).is_none());
        let ready = after(vec![Heard::Asked(true), found(false), Heard::Downloading, Heard::Fetched]);
        assert!(next(&ready, Heard::Asked(true)).is_none(), "what is here is not forgotten for a look");
    }

    #[test]
    fn progress_is_told_by_the_hundredth() {
        let at = |done| UpdateStatus {
            step: UpdateStep::Downloading,
            done,
            total: Some(1_000),
            ..Default::default()
        };
        assert!(!is_news(&at(11), &at(19)));
        assert!(is_news(&at(19), &at(20)));
        assert!(is_news(&at(19), &UpdateStatus { step: UpdateStep::Ready, ..at(19) }));
    }
}
