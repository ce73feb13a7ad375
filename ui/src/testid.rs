//! The `data-testid` of everything a test wants to find. The end-to-end tests name them by the same words.

/// The search of the header, which opens the command palette.
pub const SEARCH: &str = "search";
/// The sync state in the header, which opens its details; the items are `sync-<intent>`.
pub const SYNC_PILL: &str = "sync-pill";
/// See [`SYNC_PILL`].
pub const SYNC_DETAILS: &str = "sync-details";
/// What a merge has decided.
pub const CONFLICT_NOTICE: &str = "conflict-notice";
/// See [`CONFLICT_NOTICE`].
pub const CONFLICT_SEE: &str = "conflict-see";
/// The sign of a record that isn't in the cloud yet.
pub const UNSENT_BADGE: &str = "unsent-badge";
/// Another device has changed the open program.
pub const PROGRAM_NEWS: &str = "program-news";
/// The account in the header, which opens its menu; the items are `account-<intent>`.
pub const ACCOUNT_BUTTON: &str = "account-button";
/// See [`ACCOUNT_BUTTON`].
pub const ACCOUNT_MENU: &str = "account-menu";
/// The hint that the work is on this machine only.
pub const LOCAL_ONLY_HINT: &str = "local-only-hint";
/// Puts the hint away for good.
pub const LOCAL_ONLY_HIDE: &str = "local-only-hide";
/// The button that opens the app's menu; its items are `menu-<intent>`.
pub const MENU: &str = "menu";
/// The button that draws the library out in a narrow window.
pub const DRAWER: &str = "drawer";
/// A new program.
pub const NEW_PROGRAM: &str = "new-program";
/// A new workout.
pub const NEW_WORKOUT: &str = "new-workout";
/// A program in the list, with `data-id`.
pub const PROGRAM_ROW: &str = "program-row";
/// The search of the programs.
pub const PROGRAM_SEARCH: &str = "program-search";
/// The open program.
pub const PROGRAM: &str = "program";
/// The fields of the open program.
pub const PROGRAM_NAME: &str = "program-name";
/// See [`PROGRAM_NAME`].
pub const PROGRAM_DESCRIPTION: &str = "program-description";
/// See [`PROGRAM_NAME`].
pub const PROGRAM_WEEKS: &str = "program-weeks";
/// See [`PROGRAM_NAME`].
pub const PROGRAM_DIFFICULTY: &str = "program-difficulty";
/// The list of the entries of the open program, where workouts can be dropped.
pub const ENTRIES: &str = "entries";
/// An entry of the open program, with `data-id` and `data-index`.
pub const ENTRY_ROW: &str = "entry-row";
/// The name of an entry while it is edited.
pub const ENTRY_NAME: &str = "entry-name";
/// The date of an entry.
pub const ENTRY_DATE: &str = "entry-date";
/// Takes an entry out.
pub const ENTRY_REMOVE: &str = "entry-remove";
/// The workout library.
pub const LIBRARY: &str = "library";
/// The search of the library.
pub const LIBRARY_SEARCH: &str = "library-search";
/// The order of the library.
pub const SORT: &str = "sort";
/// The tag filter of the library; its choices are `tag-choice` with `data-tag`.
pub const TAG_FILTER: &str = "tag-filter";
/// See [`TAG_FILTER`].
pub const TAG_CHOICE: &str = "tag-choice";
/// A workout in the library, with `data-id`.
pub const WORKOUT_ROW: &str = "workout-row";
/// The actions of a row: `row-edit`, `row-duplicate`, `row-delete`, `row-add`.
pub const ROW_EDIT: &str = "row-edit";
/// See [`ROW_EDIT`].
pub const ROW_DUPLICATE: &str = "row-duplicate";
/// See [`ROW_EDIT`].
pub const ROW_DELETE: &str = "row-delete";
/// See [`ROW_EDIT`].
pub const ROW_ADD: &str = "row-add";
/// A program that comes with the app, with `data-key`.
pub const STARTER: &str = "starter";
/// The page that a new person sees.
pub const WELCOME: &str = "welcome";
/// A toast.
pub const TOAST: &str = "toast";
/// Takes back what the toast tells of.
pub const TOAST_UNDO: &str = "toast-undo";
/// Closes a toast.
pub const TOAST_CLOSE: &str = "toast-close";
/// The footer with its counts.
pub const FOOTER: &str = "footer";
/// The row that is being dragged.
pub const DRAG_GHOST: &str = "drag-ghost";
/// What screen readers are told.
pub const LIVE: &str = "live";
