# Texts of the core: fields, errors, counts. Short, second person, no exclamation marks, no jargon.

count-workouts = { $n ->
    [one] { $n } workout
   *[other] { $n } workouts
}
count-programs = { $n ->
    [one] { $n } program
   *[other] { $n } programs
}

## Fields
field-id = Id
field-name = Name
field-description = Description
field-tags = Tags
field-tags-item = tag { $n }
field-exercise-groups = Exercise groups
field-exercise-groups-item = group { $n }
field-bonus-exercises = Bonus exercises
field-bonus-exercises-item = bonus exercise { $n }
field-workouts = Workouts
field-workouts-item = entry { $n }
field-programs = Programs
field-programs-item = program { $n }
field-duration-weeks = Weeks
field-difficulty-level = Difficulty
field-exercises = Exercise
field-group-id = Group id
field-exercise-id = Exercise id
field-entry-id = Entry id
field-workout-id = Workout
field-order-index = Place
field-custom-name = Name in the program
field-custom-date = Date
field-sets = Sets
field-reps = Reps
field-rest = Rest
field-is-template = Template mark
field-created-date = Created
field-modified-date = Modified
field-version = Version
field-of = { $inner } of { $place }

shape-text = text
shape-flag = true or false
shape-whole = a whole number
shape-text-list = a list of texts
shape-text-map = names by letter
shape-object = an object
shape-object-list = a list of objects

field-missing = { $field } is missing. Fill it in.
field-wrong-type = { $field } must be { $expected }.
field-too-long = { $field } has { $actual } characters; { $max } is the most.
field-too-many = { $field }: { $actual } is too many; { $max } is the most.
field-out-of-range = { $field } must be from { $min } to { $max }, not { $actual }.
field-not-one-of = { $field } must be one of: { $choices }.
field-bad-date = { $field } must be a date like 2025-01-15.
field-bad-id = { $field } can't be used as an id.
field-not-yours = { $field } can't be given or changed here. Leave it out.
field-twice = { $field } stands there twice.
field-unknown = { $field } names something that isn't there.
error-usage = The app was asked for something it does not know: { $detail }.
field-entry-ids = The new order
field-not-each = { $field } must name every entry of the program once, and nothing else.
field-after = Cursor
field-malformed = { $field } is not right: it should look like “{ $example }”.

kind-workout = Workout
kind-program = Program

## Errors: what happened, what it means for the data, what to do
error-no-id = There is nothing with the id “{ $id }”, and never was as far back as history goes.
error-no-workout = There is no workout with the id “{ $id }”. It may have been deleted; nothing was changed.
error-no-program = There is no program with the id “{ $id }”. It may have been deleted; nothing was changed.
error-no-entry = The program has no entry with the id “{ $id }”. Nothing was changed.
error-no-version = That version is not kept any more, or there was nothing at that time. Nothing was changed.
error-no-starter = No program that comes with the app is called “{ $key }”.
error-no-preview = The file was applied or put away already. Choose it again.
error-in-use = “{ $name }” stands in { $n ->
    [one] the program { $programs }
   *[other] { $n } programs: { $programs }
}. Nothing was deleted. Choose whether its entries there are to stay or to go.
error-nothing-to-undo = There is nothing to undo.
error-nothing-to-redo = There is nothing to redo.
error-bad-file = “{ $file }” was not taken: { $reason } Nothing was changed.
error-reading = { $path } can't be read: { $reason }. Nothing was changed.
error-writing = { $path } can't be written: { $reason }. Your library is as it was.
error-not-written = { $path } did not read back as it was written, so it can't be relied on. Your library is as it was. Try another folder or disk.
error-no-data-dir = This system names no folder for an app's data. Choose one with --data-dir.
error-internal = Something in the app went wrong ({ $detail }). Nothing was changed; please report it.
error-damaged = The library file is damaged. It is put aside, not deleted, and what can be read is saved into a new one. Try again, and look at what was saved.
error-newer-schema = A newer version of Ghost Gym has written this library. It was not touched. Install the newer version to open it.
error-other-owner = The library belongs to another account. It was not touched.
error-not-ours = The library's file was written by another program. It was not touched. Choose another folder, or move the file away.
error-read-only = The library can't be written: the folder or the file is read-only. Nothing was changed. Allow writing to it, or choose another folder.
error-disk-full = The disk is full. This change was not made; everything before it is safe. Make room and try again.
error-busy = Another process is using the library and did not finish in time. Nothing was changed. Try again.
error-io = The library's disk did not answer as it should ({ $detail }). This change was not made. Check the disk and try again.
error-bad-cursor = The cursor does not belong to this list. Begin with the first page.
error-conflict = “{ $change }” can't be taken back or done again: what it concerns was changed since. Nothing was changed. Earlier versions are in the history.

io-not-allowed = it is not allowed
io-disk-full = the disk is full
io-not-found = there is no such file or folder
io-is-folder = it is a folder
io-no-folder = a part of the path is not a folder

## Changes, as undo and history call them
change-create = Created “{ $name }”
change-edit = Edited “{ $name }”
change-delete = Deleted “{ $name }”
change-duplicate = Duplicated “{ $name }”
change-add-entry = Added a workout to “{ $name }”
change-edit-entry = Changed an entry of “{ $name }”
change-remove-entry = Removed a workout from “{ $name }”
change-reorder = Reordered “{ $name }”
change-restore-version = Restored an earlier version of “{ $name }”
change-add-starter = Added the program “{ $name }”
change-import = Imported “{ $name }”
change-restore = Restored the backup “{ $name }”
change-discard = Gave up your change of “{ $name }”
change-sync = Came from another device
change-other = A change by a newer version
why-undone = Undone: { $change }

diff-changed = { $field }: { $before } → { $after }
diff-set-added = { $field }: added { $words }
diff-set-removed = { $field }: removed { $words }
diff-added = Added { $item }
diff-removed = Removed { $item }
diff-in = { $item }: { $line }
diff-reordered = { $field }: another order
diff-other = { $field } changed
diff-nothing = nothing

copy-name = { $name } (Copy)
copy-name-n = { $name } (Copy { $n })

doubt-lost = { $kind } “{ $name }” is lost.
doubt-earlier = { $kind } “{ $name }” came back as an earlier version.
doubt-altered = { $kind } “{ $name }” may differ from what was saved.
doubt-stray = { $kind } “{ $name }” may have been deleted before.

## Files
file-too-large = it is larger than { $max } MiB.
file-not-text = it is not a text file in UTF-8.
file-empty = it is empty.
file-not-json = line { $line }, column { $column } is not JSON: { $detail }.
file-no-lists = it holds neither workouts nor programs.
file-not-a-list = its “{ $list }” is not a list.
file-newer = a newer version of Ghost Gym has written it. Install that version.
file-no-backup = it is no backup: a backup has both workouts and programs. Import it instead.
file-bad-history = the earlier versions that begin in line { $line } are not as this app writes them.
file-refused = { $n ->
    [one] an entry
   *[other] { $n } entries
} can't be taken. { $named }
refused-at = Line { $line }: { $errors }
flag-workouts-missing = { $n ->
    [one] An entry names a workout
   *[other] { $n } entries name workouts
} that is neither in the file nor here.
progress-import = Importing { $file }
progress-restore = Restoring { $file }

error-no-backup = There is no backup called “{ $file }” in your data folder any more. Choose another, or a file of your own.
error-showing = The folder { $path } can't be shown: { $reason }. You can open it yourself; nothing is wrong with what is in it.

## Settings
setting-switch = true or false
setting-one-of = one of { $words }
setting-text = a text in quotes
setting-section = a section, with a line such as [{ $section }]
error-no-setting = No setting is called “{ $key }”. `ghost-gym-cli settings list` shows all of them. Nothing was changed.
error-bad-setting = “{ $key }” can only be { $expected }. Nothing was changed.
setting-wrong = In { $file }, line { $line }, “{ $key }” should be { $expected }. Until you set it again, what is usual applies; everything else in the file counts.
settings-set-aside = The settings in { $file } can't be read: line { $line }, { $detail }. The file was set aside as { $aside }, and what is usual applies. Set again what you want otherwise, or mend the file and put it back.
settings-broken = The settings in { $file } can't be read: line { $line }, { $detail }. What is usual applies.
settings-not-text = it is not a text in UTF-8
