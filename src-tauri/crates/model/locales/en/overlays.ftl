# Texts of the dashboard's sheets and dialogs. Short, second person, sentence case.

cancel = Cancel
try-again = Try again

## Moments
when-now = just now
when-minutes = { $n ->
    [one] { $n } minute ago
   *[other] { $n } minutes ago
}
when-hours = { $n ->
    [one] { $n } hour ago
   *[other] { $n } hours ago
}
when-days = { $n ->
    [one] yesterday
   *[other] { $n } days ago
}
when-weeks = { $n ->
    [one] { $n } week ago
   *[other] { $n } weeks ago
}
when-months = { $n ->
    [one] { $n } month ago
   *[other] { $n } months ago
}
when-years = { $n ->
    [one] { $n } year ago
   *[other] { $n } years ago
}
when-exact = { $day } { $month } { $year }, { $time }
month-01 = Jan
month-02 = Feb
month-03 = Mar
month-04 = Apr
month-05 = May
month-06 = Jun
month-07 = Jul
month-08 = Aug
month-09 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec

## The workout sheet
sheet-new = New workout
sheet-untitled = Untitled workout
sheet-reading = Opening the workout
sheet-name-placeholder = Name this workout
sheet-name-kept = A workout needs a name. Until you type one, it stays “{ $name }”.
sheet-description-placeholder = Add a note: what it is for, how it should feel
sheet-counted = { $count } of { $max } characters

sheet-status-new = New
sheet-status-nameless = Give it a name to save it
sheet-status-saving = Saving
sheet-status-saved = Saved
sheet-status-held-back = Not everything is saved
sheet-status-failed = Couldn’t save
sheet-status-gone = Deleted elsewhere
sheet-owner-left = Somebody signed in or out elsewhere while a workout was open. What was typed in it last was not saved.

sheet-failed = Couldn’t save: { $why } What you typed is still here.
sheet-gone = This workout was deleted elsewhere. What you see is kept here until you decide.
sheet-held-back = Some fields go beyond a limit and aren’t saved yet. They are marked above.
sheet-retry = Try again
sheet-anew = Save as a new workout
sheet-abandon = Close without saving
sheet-stay = Keep editing
sheet-news = This workout has just been changed elsewhere. You see both: what you typed stays and is merged when it is saved.
sheet-flags = It came from elsewhere and goes beyond a limit. Nothing was cut, and you can edit it.

sheet-history = History
sheet-duplicate = Duplicate
sheet-delete = Delete

sheet-tag-add = Add tag
sheet-tag-remove = Remove the tag { $tag }
sheet-tags-full = That’s all { $max } tags

sheet-exercises = Exercises
sheet-exercise-placeholder = Exercise
sheet-exercise-label = Exercise { $letter } of { $place }
sheet-add-group = Add exercise
sheet-add-superset = Superset
sheet-add-third = Add a third
sheet-group-full = A superset holds three exercises.
sheet-groups-full = A workout holds { $max } groups. Combine exercises into supersets, or add bonus exercises.
sheet-group-move = Drag to move, or press Alt with an arrow key
sheet-group-move-label = Move { $place }
sheet-moved = Moved from place { $from } to { $to } of { $total }
sheet-remove = Remove
sheet-remove-label = Remove { $place }
sheet-removed = Removed { $what }
sheet-put-back = Put back

sheet-bonus = Bonus
sheet-bonus-hint = Done after everything else
sheet-add-bonus = Add bonus exercise
sheet-bonus-full = A workout holds { $max } bonus exercises.

sheet-used-by = Used in
sheet-used-by-hint = Changes show there too
sheet-times = { $n } times

sheet-key-enter = Next exercise
sheet-key-move = Move

## Deleting a workout that programs use
delete-title = Delete “{ $name }”?
delete-text = { $n ->
    [one] This program uses it:
   *[other] { $n } programs use it:
}
delete-remove = { $n ->
    [one] Delete it and take it out of this program
   *[other] Delete it and take it out of these programs
}
delete-remove-text = The other workouts move up.
delete-keep = Delete it and keep its places
delete-keep-text = { $n ->
    [one] The program shows that a workout is missing there.
   *[other] The programs show that a workout is missing there.
}
delete-hint = You can undo either.

## Earlier versions
history-title = History
history-of = History of { $name }
history-reading = Reading the history
history-empty = No earlier versions yet
history-empty-text = Every change is kept here, so you can always go back.
history-before = Before this change
history-not-yet = It didn’t exist before this.
history-more = { $n ->
    [one] and { $n } more change
   *[other] and { $n } more changes
}
history-restore = Restore this version
history-restore-hint = What is there now goes into the history.
history-restored = Restored “{ $name }”

document-no-exercises = No exercises
document-no-entries = No workouts
document-workout-gone = A workout that is gone
document-weeks = { $n ->
    [one] { $n } week
   *[other] { $n } weeks
}

## Recently deleted
deleted-title = Recently deleted
deleted-about = Restoring brings back everything, with its history.
deleted-reading = Looking for what was deleted
deleted-empty = Nothing deleted lately
deleted-empty-text = Workouts and programs you delete wait here, in case you want them back.
deleted-restore = Restore
deleted-restore-label = Restore { $name }
deleted-workout = { $n ->
    [0] Workout without exercises
    [one] Workout, { $n } group
   *[other] Workout, { $n } groups
}
deleted-program = { $n ->
    [0] Empty program
    [one] Program, { $n } workout
   *[other] Program, { $n } workouts
}

## Importing and restoring
share-label = What is in the file
share-new = New
share-differing = Different here
share-identical = The same here
share-refused = Can’t be taken
share-one-new = New
share-one-differing = Differs
share-one-identical = Same
share-one-refused = Can’t be taken
share-line = line { $n }
share-more = { $n ->
    [one] Show { $n } more
   *[other] Show { $n } more
}
refused-workout = Workout { $n }
refused-program = Program { $n }

import-title = Import
import-nothing = Everything in this file is here already. There is nothing to import.
import-differing = { $n ->
    [one] One of them differs from what is here
   *[other] { $n } of them differ from what is here
}
import-keep = Keep what is here
import-keep-text = The file’s versions are left out.
import-replace = Take the file’s
import-replace-text = What is here goes into each history.
import-apply = { $n ->
    [one] Import { $n } entry
   *[other] Import { $n } entries
}
import-working = Importing
import-done = { $replaced ->
    [0] Added { $new }
   *[other] Added { $new }, replaced { $replaced }
}

restore-title = Restore a backup
restore-what = { $n ->
    [0] Your library becomes what this backup says. Nothing that is here now is removed.
    [one] Your library becomes what this backup says. One entry that isn’t in it is removed.
   *[other] Your library becomes what this backup says. { $n } entries that aren’t in it are removed.
}
restore-safe = A backup of what is here now is made first, and everything that goes stays in the history.
restore-nothing = Your library already is what this backup says.
restore-apply = Restore
restore-working = Restoring

## Exporting
export-title = Export
export-complete = Everything
export-complete-text = { $workouts ->
    [one] { $workouts } workout
   *[other] { $workouts } workouts
} and { $programs ->
    [one] { $programs } program
   *[other] { $programs } programs
}, to share or to use in the web app
export-workouts = Workouts only
export-workouts-text = { $workouts ->
    [one] { $workouts } workout
   *[other] { $workouts } workouts
}
export-programs = Programs only
export-programs-text = { $programs ->
    [one] { $programs } program
   *[other] { $programs } programs
}, without their workouts
export-backup = Backup
export-backup-text = A copy of the whole library, to go back to
export-apply = Choose where to save
export-backup-apply = Choose where to back up
export-written = Saved { $workouts } and { $programs }

## The command palette
palette-title = Search or run a command
palette-placeholder = Search or run a command
palette-recent = Recent
palette-commands = Commands
palette-programs = Programs
palette-workouts = Workouts
palette-none = Nothing fits “{ $typed }”
palette-choose = Choose
palette-run = Open

## Shortcuts
shortcuts-title = Keyboard shortcuts
keys-or = or
key-alt = Alt
key-backspace = Backspace
keys-sheet = In a workout
keys-next-exercise = Next exercise
keys-move-group = Move the exercise
keys-remove-row = Take away an empty row
keys-put-back-group = Put back what was removed

## Figures
stats-title = Statistics
stats-reading = Counting
stats-empty = Nothing to count yet
stats-empty-text = Make a workout or add a ready-made program, and see here what you train.
stats-workouts = { $n ->
    [one] workout
   *[other] workouts
}
stats-programs = { $n ->
    [one] program
   *[other] programs
}
stats-exercises = { $n ->
    [one] different exercise
   *[other] different exercises
}
stats-entries = { $n ->
    [one] planned workout
   *[other] planned workouts
}
stats-weeks = { $n ->
    [one] week planned
   *[other] weeks planned
}
stats-top-exercises = Exercises you use most
stats-tags = Tags of your workouts
stats-no-exercises = No exercises yet.
stats-no-tags = Tags of workouts show here.
stats-more = and { $n } more

## Moving into an account
intent-migrate = Move this machine's data
move-offer = { $what } on this machine were planned without an account.
move-offer-see = Move them into it…
migrate-about = What you planned without an account, moved into the one you are signed in to.
migrate-nothing = Nothing to move
migrate-nothing-text = Everything on this machine belongs to your account already.
migrate-unheard = What your account has is not known here yet. You can move your data when everything is synced.
migrate-new = New in your account
migrate-differing = Merged with what your account has
migrate-identical = In your account already
migrate-moved-before = Moved before
migrate-safe = A backup is written to { $folder } first. Nothing is taken from this machine unless you ask for it afterwards, and everything can be taken back.
migrate-takes = It takes { $time }.
migrate-namesakes = Names that your account knows already
migrate-sample = What is on this machine
migrate-runs = Earlier migrations
migrate-run-records = { $n ->
    [one] 1 record
   *[other] { $n } records
}
migrate-later = Not now
migrate-over = Moving your data: { $what }
migrate-later-done = You find it in the account menu whenever you want it.
migrate-begin = Move { $n ->
    [one] { $n } record
   *[other] { $n } records
}
migrate-step-backup = Back up
migrate-step-copy = Copy
migrate-step-upload = Send to the cloud
migrate-step-verify = Verify
migrate-left-seconds = { $n ->
    [one] { $n } second left
   *[other] { $n } seconds left
}
migrate-left-minutes = { $n } minutes left
migrate-attention = { $n ->
    [one] The cloud refused one record. It is safe on this machine; the report names it.
   *[other] The cloud refused { $n } records. They are safe on this machine; the report names them.
}
migrate-going-about = You can go on working, or close the window: it goes on by itself.
migrate-back-about = What nobody has changed since leaves your account, here and in the cloud.
migrate-cancel = Cancel and take back
migrate-background = Go on working
migrate-moved = Moved into your account
migrate-merged = Merged
migrate-skipped = Passed over
migrate-backup = Backup
migrate-cleared = This machine's copy is cleared
migrate-errors = Needs attention
migrate-kept = Left in your account
migrate-rows = Everything
migrate-export = Export report
migrate-exported = The report is in { $path }
migrate-back = Take it back
migrate-back-question = Take everything back out of your account that nobody has changed since?
migrate-back-yes = Take back
migrate-clear = Clear this machine's copy
migrate-clear-question = Clear what is verified to be in the cloud from this machine? The backup stays.
migrate-clear-yes = Clear
