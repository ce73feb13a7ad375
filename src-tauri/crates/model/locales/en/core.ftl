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
field-not-yours = { $field } can't be changed.
field-twice = { $field } stands there twice.
field-unknown = { $field } names something that isn't there.
error-usage = The app was asked for something it does not know: { $detail }.
