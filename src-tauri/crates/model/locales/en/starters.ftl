# Texts of: starters. The programs that come with the app: what they are called, and what is in them.

starter-entry = Day { $day }: { $session }

starter-five-by-five = 5×5 strength
starter-five-by-five-about = Three days a week for people new to the barbell. Two workouts take turns, the squat is in both. Add a little weight whenever all sets succeed; after three failed tries, take off a tenth and build up again. Begin each week with the workout that didn't begin the last one.
starter-five-by-five-a = 5×5 workout A
starter-five-by-five-b = 5×5 workout B

starter-full-body = Full body, three days
starter-full-body-about = The whole body on three days with a day of rest between them. Begin with a weight that leaves two reps in reserve; once the top of the range succeeds in every set, add weight. The week repeats.
starter-full-body-a = Full body A
starter-full-body-b = Full body B
starter-full-body-c = Full body C

starter-upper-lower = Upper / lower, four days
starter-upper-lower-about = Two heavy and two lighter days a week, for people who have trained for half a year or more. Heavy days first, a day of rest after the second session. The week repeats; make every fifth an easy one.
starter-upper-lower-upper-strength = Upper body, strength
starter-upper-lower-lower-strength = Lower body, strength
starter-upper-lower-upper-volume = Upper body, volume
starter-upper-lower-lower-volume = Lower body, volume

starter-push-pull-legs = Push / pull / legs
starter-push-pull-legs-about = Six days a week, every muscle twice, for people who recover well. With only three days to train, do each session once. The week repeats; add weight at the top of the range.
starter-push-pull-legs-push = Push
starter-push-pull-legs-pull = Pull
starter-push-pull-legs-legs = Legs

starter-five-three-one = 5/3/1 for beginners
starter-five-three-one-about = Slow, steady strength in waves of three weeks. The main sets are 3×5 in week 1 (65, 75, 85 % of the training maximum), 3×3 in week 2 (70, 80, 90 %) and 5, 3, 1 in week 3 (75, 85, 95 %); the last set is as many reps as are clean. The 5×5 after it uses the weight of the first set. After each wave the training maximum grows: 2.5 kg for presses, 5 kg for squat and deadlift.
starter-five-three-one-squat-bench = 5/3/1 squat and bench press
starter-five-three-one-deadlift-press = 5/3/1 deadlift and overhead press
starter-five-three-one-bench-squat = 5/3/1 bench press and squat

starter-dumbbells = Dumbbells at home
starter-dumbbells-about = Two short workouts in turn, three days a week, with a pair of dumbbells and some floor. Supersets keep them under forty minutes. Add reps first, then weight. Begin each week with the workout that didn't begin the last one.
starter-dumbbells-a = Dumbbells A
starter-dumbbells-b = Dumbbells B

exercise-back-extension = Back extension
exercise-back-squat = Back squat
exercise-barbell-curl = Barbell curl
exercise-barbell-row = Barbell row
exercise-bench-press = Bench press
exercise-bulgarian-split-squat = Bulgarian split squat (each leg)
exercise-chin-up = Chin-up
exercise-dead-bug = Dead bug
exercise-deadlift = Deadlift
exercise-dip = Dip
exercise-dumbbell-curl = Dumbbell curl
exercise-dumbbell-floor-press = Dumbbell floor press
exercise-dumbbell-romanian-deadlift = Dumbbell Romanian deadlift
exercise-dumbbell-row = Dumbbell row (each arm)
exercise-dumbbell-shoulder-press = Dumbbell shoulder press
exercise-face-pull = Face pull
exercise-glute-bridge = Glute bridge
exercise-goblet-squat = Goblet squat
exercise-hammer-curl = Hammer curl
exercise-hanging-knee-raise = Hanging knee raise
exercise-hip-thrust = Hip thrust
exercise-incline-dumbbell-press = Incline dumbbell press
exercise-lat-pulldown = Lat pulldown
exercise-lateral-raise = Lateral raise
exercise-leg-curl = Leg curl
exercise-leg-extension = Leg extension
exercise-leg-press = Leg press
exercise-lying-triceps-extension = Lying triceps extension
exercise-overhead-press = Overhead press
exercise-plank = Plank
exercise-pull-up = Pull-up
exercise-push-up = Push-up
exercise-rear-delt-fly = Rear delt fly
exercise-renegade-row = Renegade row
exercise-reverse-lunge = Reverse lunge (each leg)
exercise-romanian-deadlift = Romanian deadlift
exercise-seated-cable-row = Seated cable row
exercise-seated-calf-raise = Seated calf raise
exercise-standing-calf-raise = Standing calf raise
exercise-triceps-extension = Overhead triceps extension
exercise-triceps-pushdown = Triceps pushdown
exercise-walking-lunge = Walking lunge (each leg)

tag-barbell = barbell
tag-full-body = full body
tag-home = home
tag-legs = legs
tag-lower-body = lower body
tag-muscle = muscle
tag-pull = pull
tag-push = push
tag-strength = strength
tag-upper-body = upper body
