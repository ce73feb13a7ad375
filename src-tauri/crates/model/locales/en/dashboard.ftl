# Texts of the dashboard: header, panels, footer, toasts. Sheets and dialogs are in overlays.ftl.

app-name = Ghost Gym
search-everything = Search or run a command
menu = Menu
menu-appearance = Appearance
undo = Undo
close = Close
loading = Loading
retry = Try again

## What can be asked for from anywhere: menu, palette, shortcuts
intent-new-program = New program
intent-new-workout = New workout
intent-palette = Search or run a command
intent-search-library = Search workouts
intent-undo = Undo
intent-undo-what = Undo: { $what }
intent-redo = Redo
intent-redo-what = Redo: { $what }
intent-import = Import…
intent-export = Export…
intent-backup = Back up…
intent-restore = Restore a backup…
intent-deleted = Recently deleted
intent-stats = Statistics
intent-theme-system = Follow the desktop
intent-theme-dark = Dark
intent-theme-light = Light
intent-shortcuts = Keyboard shortcuts

## Shortcut sheet
keys-anywhere = Anywhere
keys-lists = In lists
keys-move = Moving a workout
keys-escape = Close what is on top, or cancel
keys-arrows = Go up and down
keys-row-actions = Go to the row's buttons
keys-enter = Open
keys-delete = Delete, or take out of the program
keys-lift = Lift the row, and drop it
keys-move-row = Move the lifted row
keys-put-back = Put it back
key-ctrl = Ctrl
key-shift = Shift
key-space = Space
key-escape = Esc
key-enter = Enter
key-delete = Del
key-up = ↑
key-down = ↓
key-left = ←
key-right = →

## Panels
programs = Programs
workouts = Workouts
new-program = New program
new-workout = New workout
search-programs = Search programs
search-workouts = Search workouts
search-clear = Clear the search
sort = Sort
sort-by = Sort by
sort-modified = Last changed
sort-name = Name
sort-created = Newest
filter = Filter by tag
filter-by-tag = With any of these tags
filter-remove = Stop filtering by { $tag }
clear-filters = Clear search and filters
resize-programs = Width of the programs
resize-library = Width of the workouts
drawer-open = Show workouts
drawer-close = Hide workouts
list-failed = This list can't be shown
library-failed = Your library can't be shown
nothing-found = Nothing found
nothing-found-text = No workout matches this search and these tags.
programs-empty = No programs yet
programs-empty-text = A program puts your workouts in order, over weeks.
library-empty = No workouts yet
library-empty-text = Build one once, use it in as many programs as you like.

count-weeks = { $n ->
    [one] { $n } week
   *[other] { $n } weeks
}
count-groups = { $n ->
    [one] { $n } group
   *[other] { $n } groups
}
count-bonus = { $n } bonus
difficulty-beginner = Beginner
difficulty-intermediate = Intermediate
difficulty-advanced = Advanced
beyond-limits = Came from elsewhere and goes beyond a limit

## Rows
edit-what = Edit { $name }
duplicate-what = Duplicate { $name }
delete-what = Delete { $name }
add-to-program = Add to { $program }

## The open program
program-new-name = New program
program-name = Program name
program-description = Description
program-description-placeholder = What is it for? Whom does it suit?
weeks = Weeks
weeks-word = { $n ->
    [one] week
   *[other] weeks
}
difficulty = Difficulty
program-history = Earlier versions
program-duplicate = Duplicate program
program-delete = Delete program
flags-text = This program came from elsewhere and goes beyond what can be entered here. Nothing was cut.
week-strip = { $n ->
    [one] { $n } workout
   *[other] { $n } workouts
} over { $weeks ->
    [one] { $weeks } week
   *[other] { $weeks } weeks
}
week-strip-repeats = { $n ->
    [one] { $n } workout
   *[other] { $n } workouts
} a week, { $weeks } weeks
entries = Workouts in this program
entries-hint = Drag to reorder
entries-empty = Drag a workout here, or press + beside one in the library.
entry-name = Name in this program
entry-date = Date
entry-edit = Open workout
entry-rename = Rename here
entry-remove = Take out of the program
entry-missing = Deleted workout
entry-missing-text = This workout is gone. Restore it from Recently deleted, or take it out.

## Lifting and dropping
drag-lifted = Lifted { $name }. Place { $place } of { $total }. Use the arrow keys to move, Space to drop, Escape to cancel.
drag-place = Place { $place } of { $total }.
drag-dropped = { $name } is now number { $place } of { $total }.
drag-cancelled = { $name } is back where it was.
drag-no-program = Open a program first, then put workouts into it.

## Toasts
toasts = Messages
undone = Undone: { $what }
redone = Redone: { $what }
nothing-to-undo = There is nothing to undo.
nothing-to-redo = There is nothing to redo.
program-duplicated = Made “{ $name }”
program-deleted = Deleted “{ $name }”
workout-duplicated = Made “{ $name }”
workout-deleted = Deleted “{ $name }”
entry-added = Added “{ $name }” to { $program }
entry-removed = Took out “{ $name }”
starter-added = Added “{ $name }” and its workouts
backed-up = Backup written to { $path }
salvaged = Your library was damaged. { $saved } records were saved; the damaged file was kept at { $path }. If something is missing, restore a backup.
last-change = Last change: { $what }
backend-unreadable = The app and its window don't understand each other ({ $detail }). Your data is safe. Restart the app.
backend-unreachable = The app did not answer ({ $detail }). Your data is safe. Restart the app.

## Nothing open
welcome = Plan your training
welcome-text = Build workouts once, arrange them into programs, and follow them week by week. Everything is saved on this device.
welcome-program = New program
welcome-workout = New workout
welcome-import = Import a file
starters-title = Or begin with a program people know
starters-title-more = Programs people know
choose = Choose a program
choose-text = Pick one on the left, or start a new one.
choose-none = No program yet
choose-none-text = Put your workouts in order, over weeks.
