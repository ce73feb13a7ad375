# Texts of: cli. What the command line explains and answers.

## Commands, each under its path
cli = Ghost Gym without a window: the same library as the app's, also while the app is open
cli-status = Show what is in the library, where it is, and what undo would take back
cli-workout = Workouts: list, show, create, update, delete, duplicate
cli-workout-list = List workouts, the last changed first; with --search, the best match first
cli-workout-show = Show a workout
cli-workout-create = Make a workout from a JSON document
cli-workout-update = Change the fields of a workout that a JSON document gives; all others stay
cli-workout-delete = Delete a workout
cli-workout-duplicate = Copy a workout
cli-program = Programs: list, show, create, update, delete, duplicate, and their entries
cli-program-list = List programs, the last changed first; with --search, the best match first
cli-program-show = Show a program with its entries
cli-program-create = Make a program from a JSON document
cli-program-update = Change the fields of a program that a JSON document gives; all others stay
cli-program-delete = Delete a program; its workouts stay
cli-program-duplicate = Copy a program; its entries name the same workouts
cli-program-add-workout = Put a workout into a program
cli-program-remove-entry = Take an entry out of a program; the workout stays
cli-program-reorder = Put the entries of a program in another order
cli-import = Import workouts and programs from a JSON file of the web app or of this app
cli-export = Export in the web app's JSON layout
cli-backup = Write a backup with everything in the library
cli-diagnostics = Write a file with what helps to find a fault; nothing in it says who you are
cli-restore = Make the library what a backup says; what is here is backed up first
cli-history = Show what was changed in a workout or program, the newest first
cli-undo = Take the last change back
cli-redo = Do the change that was taken back last again
cli-sign-up = Make an account in the cloud and sign in
cli-sign-in = Sign in; the account's own library is opened
cli-sign-out = Sign out; the library of whoever has no account is opened
cli-reset-password = Have a mail sent with which the password can be set anew
cli-account = Show who is signed in
cli-sync = Sync with the cloud; with --watch, go on and say how it stands
cli-queue = Changes that are not in the cloud yet: list, retry, discard
cli-queue-list = List changes that wait to be sent, and those that the cloud refused
cli-queue-retry = Have a refused change sent again, or one that waits at once
cli-settings = What is set on this machine: list, get, set
cli-settings-list = List every setting, what it is and what it may be
cli-settings-get = Show a setting
cli-settings-set = Change a setting
cli-settings-set-example = Example: ghost-gym-cli settings set appearance.theme dark
cli-arg-key = The setting, such as appearance.theme
cli-arg-value = What it is to be
cli-settings-kept = Set. An open window follows within a second.
cli-settings-file = Kept in { $file }
cli-head-key = Setting
cli-head-value = Is
cli-head-choices = May be
cli-queue-discard = Give an unsent change up: the record becomes what the cloud has
cli-account-delete = Delete the account and what it has in the cloud, for good

## Examples
cli-example = To begin: ghost-gym-cli import FILE --dry-run, or ghost-gym-cli workout create --help
cli-workout-create-example = Example:
  {"  "}echo '{"{"}"name": "Push day", "tags": ["push"],
  {"        "}"exercise_groups": [{"{"}"exercises": {"{"}"a": "Bench press"{"}"}, "sets": "4", "reps": "8-12", "rest": "90s"{"}"}]{"}"}' |
  {"    "}ghost-gym-cli workout create -
cli-workout-update-example = Example:
  {"  "}echo '{"{"}"tags": ["push", "heavy"]{"}"}' | ghost-gym-cli workout update ID -
cli-program-create-example = Example:
  {"  "}echo '{"{"}"name": "Spring", "duration_weeks": 8, "workouts": [{"{"}"workout_id": "ID"{"}"}]{"}"}' |
  {"    "}ghost-gym-cli program create -
cli-program-update-example = Example:
  {"  "}echo '{"{"}"duration_weeks": 12{"}"}' | ghost-gym-cli program update ID -

## Arguments
cli-arg-data-dir = The folder that holds the library, instead of the usual one
cli-arg-json = Answer with one JSON document; errors are one JSON object on stderr
cli-arg-id = The id of the workout or program
cli-arg-file = A file; - is stdin
cli-arg-name = The copy's name, instead of the original's with “(Copy)”
cli-arg-search = Words that must all be found, as beginnings of words in name, description, tags or exercises
cli-arg-tags = A tag that must be there; of several, one is enough
cli-arg-limit = How many at most; else 50
cli-arg-after = Go on after the page that gave this cursor
cli-arg-keep-entries = Entries of programs that name the workout stay, and show that it is gone
cli-arg-remove-entries = Entries of programs that name the workout are removed, in the same change
cli-arg-workout-id = The id of the workout
cli-arg-at = The place, from 0; else the end
cli-arg-custom-name = What the workout is called in the program
cli-arg-custom-date = The day it is planned for, as 2025-01-15
cli-arg-entry-id = The id of the entry
cli-arg-entry-ids = Every entry's id once, in the new order
cli-arg-dry-run = Say what would happen, entry by entry, and change nothing
cli-arg-replace = Take the file's version of what differs; yours goes to history. Else yours is kept
cli-arg-kind = What to export
cli-arg-email = The account's e-mail
cli-arg-password-stdin = Read the password from the first line of stdin
cli-arg-google = Sign in with Google, in the browser
cli-arg-keep = Keep the account's library on this machine, unsent changes included
cli-arg-discard = Delete the account's library on this machine, unsent changes included
cli-arg-once = Sync until everything is sent and fetched, then end; this is what happens without --watch
cli-arg-watch = Go on syncing, and write a line whenever it stands otherwise
cli-arg-refused = Only what the cloud refused
cli-arg-sync = Send what is unsent first; if it can't be sent, stay signed in
cli-arg-confirm = The word “delete”, so that nobody does this by mistake
cli-sign-up-arg-name = The name that is shown
cli-import-arg-file = The file
cli-export-arg-file = The file to write; - is stdout
cli-backup-arg-file = The file to write; else a new one in the data folder
cli-diagnostics-arg-file = The ZIP file to write
cli-arg-training-data = Your workouts and programs, too
cli-restore-arg-file = The backup

## Answers
cli-head-id = ID
cli-head-name = NAME
cli-head-groups = GROUPS
cli-head-bonus = BONUS
cli-head-tags = TAGS
cli-head-changed = CHANGED
cli-head-workouts = WORKOUTS
cli-head-weeks = WEEKS
cli-head-difficulty = DIFFICULTY
cli-head-place = PLACE
cli-head-workout = WORKOUT
cli-head-date = DATE
cli-head-entry = ENTRY
cli-head-state = STATE
cli-nothing = nothing
cli-nothing-found = Nothing found.
cli-shown = { $shown } of { $total }
cli-next = More: --after { $cursor }
cli-created = Created “{ $name }”: { $id }
cli-updated = Saved “{ $name }”: { $id }
cli-deleted = Deleted { $id }. `ghost-gym-cli undo` brings it back.
cli-tags = Tags: { $value }
cli-weeks = Weeks: { $value }
cli-difficulty = Difficulty: { $value }
cli-exercise = { "  " }{ $name }: { $sets } × { $reps }, rest { $rest }
cli-bonus = { $line } (bonus)
cli-used-by = In “{ $name }”{ $n ->
    [one] { "" }
   *[other] { " " }({ $n } times)
}
cli-gone = { $id } (deleted)
cli-no-entries = No workouts in it yet. Add one: ghost-gym-cli program add-workout ID WORKOUT_ID
cli-no-history = Nothing was changed since it came here.
cli-undone = Undone: { $change }
cli-redone = Done again: { $change }

cli-status-version = Ghost Gym { $value }
cli-status-folder = Folder: { $value }
cli-status-library = Library: { $workouts }, { $programs }
cli-status-sync = Cloud: { $value }
cli-status-undo = Undo: { $value }
cli-status-redo = Redo: { $value }
cli-sync-local-only = no account; everything is on this machine only
cli-sync-offline = offline, { $n } changes wait
cli-sync-connecting = connecting, { $n } changes wait
cli-sync-syncing = syncing { $done } of { $total }
cli-sync-synced = synced at { $at }
cli-sync-paused = paused, { $n } changes wait
cli-sync-needs-sign-in = sign in again, { $n } changes wait
cli-sync-needs-attention = { $n } changes were refused
cli-status-refused = Refused: { $n } (ghost-gym-cli queue list --refused)
cli-status-heard = Last synced: { $value }
cli-queue-empty = Nothing waits to be sent.
cli-queue-refused = refused
cli-queue-waits = waits
cli-queue-later = tried again at { $at }
cli-queue-why = { $id }: { $why }
cli-retried = { $id } is sent again.
cli-discarded = The change of { $id } is given up. `ghost-gym-cli undo` brings it back.

cli-imported = Imported: { $new } new, { $identical } identical, { $differing } differing ({ $replaced } replaced), { $refused } refused.
cli-would-import = Would import: { $new } new, { $identical } identical, { $differing } differing, { $refused } refused. Nothing was changed.
cli-verdict-new = new
cli-verdict-identical = identical
cli-verdict-differing = differs
cli-row = { "  " }line { $line }: { $kind } “{ $name }”: { $verdict }
cli-row-refused = { "  " }line { $line }: { $kind } { $name } refused: { $verdict }
cli-no-id = without id
cli-hint-replace = What differs was kept as it is here. --replace takes the file's.
cli-exported = Exported { $workouts } and { $programs } to { $path }
cli-backed-up = Backed up { $workouts } and { $programs } to { $path }
cli-diagnosed = Written to { $path }:
cli-restored = Restored: { $new } came back, { $differing } replaced, { $identical } were as in the backup.
cli-removed = { $n } that the backup does not have were removed; they are in history.
cli-before = What was here before: { $path }

cli-hint-unsent = Add --sync, --keep or --discard to say which.
cli-hint-in-use = Use --keep-entries or --remove-entries.
cli-stdin = stdin
cli-no-object = it is JSON, but not an object such as {"{"}"name": "Push day"{"}"}.
cli-stdout = The answer can't be written: { $detail }. What was asked is done.
cli-salvaged = The library was damaged. { $workouts ->
    [one] { $workouts } workout
   *[other] { $workouts } workouts
} and { $programs ->
    [one] { $programs } program
   *[other] { $programs } programs
} were saved into a new file; the damaged one is { $path }

cli-signed-in = Signed in as { $who }. This account's own library is open now.
cli-signed-out = Signed out. The library of this machine is open now.
cli-password-reset = If there is an account with { $email }, a mail is on its way that says how to set a new password.
cli-account-deleted = The account is deleted.
cli-account-none = Nobody is signed in; everything is on this machine only.
cli-account-who = Account: { $value }
cli-account-project = Cloud: { $value }
cli-account-emulated = Cloud: { $value } (an emulator)
cli-account-standing = Session: { $value }
cli-standing-signed-in = signed in
cli-standing-offline = signed in, no connection
cli-standing-needs-sign-in = over; sign in again
cli-standing-signed-out = signed out
cli-unverified = { $email } (not verified yet)
cli-browser = Sign in with Google in the browser that opens. If none does, open this address:

## migrate
cli-migrate = Move what was planned without an account into the account that is signed in
cli-migrate-status = Say how this machine's data without an account stands with the account
cli-migrate-list = List the runs that there were, the newest first
cli-migrate-preview = Say what a run would do; nothing is changed
cli-migrate-run = Move everything and verify it; a run that was interrupted goes on
cli-migrate-run-example =
    Examples:
      ghost-gym-cli migrate run
      ghost-gym-cli migrate run --clear-local --json
cli-migrate-rollback = Take a run back, here and in the cloud; what was changed since stays
cli-migrate-report = Say what a run has done, record by record
cli-arg-clear-local = Then clear this machine's copy of what is verified to be in the cloud
cli-arg-run = The run's id, as run and status say it
cli-migrate-local = On this machine, without an account: { $value }
cli-migrate-cloud = In the account: { $value }
cli-migrate-last = Run { $run }: { $step }
cli-migrate-counted = { $workouts } and { $programs }
cli-migrate-new = New: { $value }
cli-migrate-differing = To be merged: { $value }
cli-migrate-identical = In the account already: { $value }
cli-migrate-moved-before = Moved before: { $value }
cli-migrate-namesakes = { $n } have a name that the account knows already:
cli-migrate-none = Nothing was moved into this account from this machine.
cli-migrate-moved = Moved: { $value }
cli-migrate-skipped = Passed over: { $n }
cli-migrate-backup = Backup: { $path }
cli-migrate-cleared = This machine's copy is cleared.
cli-migrate-hint-rollback = To take it back: ghost-gym-cli migrate rollback { $run }
cli-migrate-row = { "  " }{ $kind } “{ $name }”: { $why }
