//! The plans as data. Names and descriptions are in the catalogue, under the keys used here.

/// A program.
pub(super) struct Plan {
    pub(super) key: &'static str,
    pub(super) weeks: u32,
    pub(super) difficulty: &'static str,
    pub(super) tags: &'static [&'static str],
    pub(super) sessions: &'static [Session],
    /// The sessions of a week, which is the round of every week.
    pub(super) week: &'static [&'static str],
}

/// A workout.
pub(super) struct Session {
    pub(super) key: &'static str,
    pub(super) tags: &'static [&'static str],
    pub(super) groups: &'static [Group],
    pub(super) bonus: &'static [Group],
}

/// One exercise, or two or three done as a superset.
pub(super) struct Group {
    pub(super) exercises: &'static [&'static str],
    pub(super) sets: &'static str,
    pub(super) reps: &'static str,
    pub(super) rest: &'static str,
}

const fn group(
    exercises: &'static [&'static str],
    sets: &'static str,
    reps: &'static str,
    rest: &'static str,
) -> Group {
    Group { exercises, sets, reps, rest }
}

pub(super) const PLANS: &[Plan] =
    &[FIVE_BY_FIVE, FULL_BODY, UPPER_LOWER, PUSH_PULL_LEGS, FIVE_THREE_ONE, DUMBBELLS];

const FIVE_BY_FIVE: Plan = Plan {
    key: "five-by-five",
    weeks: 12,
    difficulty: "beginner",
    tags: &["strength", "barbell"],
    sessions: &[
        Session {
            key: "a",
            tags: &["strength", "barbell"],
            groups: &[
                group(&["back-squat"], "5", "5", "3min"),
                group(&["bench-press"], "5", "5", "3min"),
                group(&["barbell-row"], "5", "5", "3min"),
            ],
            bonus: &[group(&["plank"], "3", "30-60s", "60s")],
        },
        Session {
            key: "b",
            tags: &["strength", "barbell"],
            groups: &[
                group(&["back-squat"], "5", "5", "3min"),
                group(&["overhead-press"], "5", "5", "3min"),
                group(&["deadlift"], "1", "5", "3min"),
            ],
            bonus: &[group(&["chin-up"], "3", "5-10", "2min")],
        },
    ],
    week: &["a", "b", "a"],
};

const FULL_BODY: Plan = Plan {
    key: "full-body",
    weeks: 8,
    difficulty: "beginner",
    tags: &["full-body", "muscle"],
    sessions: &[
        Session {
            key: "a",
            tags: &["full-body"],
            groups: &[
                group(&["back-squat"], "3", "6-8", "2min"),
                group(&["bench-press", "barbell-row"], "3", "8-10", "90s"),
                group(&["romanian-deadlift"], "3", "8-10", "2min"),
                group(&["lateral-raise", "dumbbell-curl"], "2", "12-15", "60s"),
            ],
            bonus: &[group(&["plank"], "3", "30-60s", "60s")],
        },
        Session {
            key: "b",
            tags: &["full-body"],
            groups: &[
                group(&["deadlift"], "3", "5", "3min"),
                group(&["overhead-press", "lat-pulldown"], "3", "8-10", "90s"),
                group(&["walking-lunge"], "3", "10-12", "90s"),
                group(&["triceps-pushdown", "face-pull"], "2", "12-15", "60s"),
            ],
            bonus: &[group(&["standing-calf-raise"], "3", "12-15", "60s")],
        },
        Session {
            key: "c",
            tags: &["full-body"],
            groups: &[
                group(&["leg-press"], "3", "10-12", "2min"),
                group(&["incline-dumbbell-press", "seated-cable-row"], "3", "8-12", "90s"),
                group(&["hip-thrust"], "3", "8-12", "2min"),
                group(&["hammer-curl", "triceps-extension"], "2", "12-15", "60s"),
            ],
            bonus: &[group(&["hanging-knee-raise"], "3", "8-15", "60s")],
        },
    ],
    week: &["a", "b", "c"],
};

const UPPER_LOWER: Plan = Plan {
    key: "upper-lower",
    weeks: 10,
    difficulty: "intermediate",
    tags: &["strength", "muscle"],
    sessions: &[
        Session {
            key: "upper-strength",
            tags: &["upper-body", "strength"],
            groups: &[
                group(&["bench-press"], "4", "4-6", "3min"),
                group(&["barbell-row"], "4", "4-6", "3min"),
                group(&["overhead-press", "pull-up"], "3", "6-8", "2min"),
                group(&["barbell-curl", "lying-triceps-extension"], "3", "8-10", "90s"),
            ],
            bonus: &[group(&["face-pull"], "3", "12-15", "60s")],
        },
        Session {
            key: "lower-strength",
            tags: &["lower-body", "strength"],
            groups: &[
                group(&["back-squat"], "4", "4-6", "3min"),
                group(&["romanian-deadlift"], "4", "6-8", "3min"),
                group(&["bulgarian-split-squat"], "3", "8-10", "90s"),
                group(&["leg-curl", "standing-calf-raise"], "3", "10-12", "90s"),
            ],
            bonus: &[group(&["hanging-knee-raise"], "3", "8-15", "60s")],
        },
        Session {
            key: "upper-volume",
            tags: &["upper-body", "muscle"],
            groups: &[
                group(&["incline-dumbbell-press", "seated-cable-row"], "4", "8-12", "90s"),
                group(&["dumbbell-shoulder-press", "lat-pulldown"], "3", "8-12", "90s"),
                group(&["lateral-raise", "rear-delt-fly"], "3", "12-15", "60s"),
                group(&["dumbbell-curl", "triceps-pushdown"], "3", "10-15", "60s"),
            ],
            bonus: &[],
        },
        Session {
            key: "lower-volume",
            tags: &["lower-body", "muscle"],
            groups: &[
                group(&["deadlift"], "3", "5", "3min"),
                group(&["leg-press"], "3", "10-12", "2min"),
                group(&["hip-thrust"], "3", "8-12", "2min"),
                group(&["leg-extension", "leg-curl"], "3", "12-15", "60s"),
                group(&["seated-calf-raise"], "4", "12-15", "60s"),
            ],
            bonus: &[group(&["plank"], "3", "45-60s", "60s")],
        },
    ],
    week: &["upper-strength", "lower-strength", "upper-volume", "lower-volume"],
};

const PUSH_PULL_LEGS: Plan = Plan {
    key: "push-pull-legs",
    weeks: 8,
    difficulty: "intermediate",
    tags: &["muscle"],
    sessions: &[
        Session {
            key: "push",
            tags: &["push", "upper-body"],
            groups: &[
                group(&["bench-press"], "4", "6-8", "2min"),
                group(&["overhead-press"], "3", "8-10", "2min"),
                group(&["incline-dumbbell-press"], "3", "10-12", "90s"),
                group(&["lateral-raise", "triceps-pushdown"], "3", "12-15", "60s"),
            ],
            bonus: &[group(&["push-up"], "2", "AMRAP", "60s")],
        },
        Session {
            key: "pull",
            tags: &["pull", "upper-body"],
            groups: &[
                group(&["barbell-row"], "4", "6-8", "2min"),
                group(&["pull-up"], "3", "6-10", "2min"),
                group(&["seated-cable-row"], "3", "10-12", "90s"),
                group(&["face-pull", "barbell-curl"], "3", "12-15", "60s"),
            ],
            bonus: &[group(&["hammer-curl"], "2", "10-12", "60s")],
        },
        Session {
            key: "legs",
            tags: &["legs", "lower-body"],
            groups: &[
                group(&["back-squat"], "4", "6-8", "3min"),
                group(&["romanian-deadlift"], "3", "8-10", "2min"),
                group(&["leg-press"], "3", "10-12", "2min"),
                group(&["leg-extension", "leg-curl"], "3", "12-15", "60s"),
                group(&["standing-calf-raise"], "4", "10-15", "60s"),
            ],
            bonus: &[group(&["hanging-knee-raise"], "3", "10-15", "60s")],
        },
    ],
    week: &["push", "pull", "legs", "push", "pull", "legs"],
};

const FIVE_THREE_ONE: Plan = Plan {
    key: "five-three-one",
    weeks: 9,
    difficulty: "intermediate",
    tags: &["strength", "barbell"],
    sessions: &[
        Session {
            key: "squat-bench",
            tags: &["strength", "barbell"],
            groups: &[
                group(&["back-squat"], "3", "5/3/1+", "3min"),
                group(&["back-squat"], "5", "5", "2min"),
                group(&["bench-press"], "3", "5/3/1+", "3min"),
                group(&["bench-press"], "5", "5", "2min"),
                group(&["dip", "chin-up", "plank"], "5", "10", "60s"),
            ],
            bonus: &[],
        },
        Session {
            key: "deadlift-press",
            tags: &["strength", "barbell"],
            groups: &[
                group(&["deadlift"], "3", "5/3/1+", "3min"),
                group(&["deadlift"], "5", "5", "2min"),
                group(&["overhead-press"], "3", "5/3/1+", "3min"),
                group(&["overhead-press"], "5", "5", "2min"),
                group(&["push-up", "dumbbell-row", "hanging-knee-raise"], "5", "10", "60s"),
            ],
            bonus: &[],
        },
        Session {
            key: "bench-squat",
            tags: &["strength", "barbell"],
            groups: &[
                group(&["bench-press"], "3", "5/3/1+", "3min"),
                group(&["bench-press"], "5", "5", "2min"),
                group(&["back-squat"], "3", "5/3/1+", "3min"),
                group(&["back-squat"], "5", "5", "2min"),
                group(&["dumbbell-shoulder-press", "face-pull", "back-extension"], "5", "10", "60s"),
            ],
            bonus: &[],
        },
    ],
    week: &["squat-bench", "deadlift-press", "bench-squat"],
};

const DUMBBELLS: Plan = Plan {
    key: "dumbbells",
    weeks: 6,
    difficulty: "beginner",
    tags: &["home", "full-body"],
    sessions: &[
        Session {
            key: "a",
            tags: &["home", "full-body"],
            groups: &[
                group(&["goblet-squat", "push-up"], "3", "8-12", "90s"),
                group(&["dumbbell-row", "dumbbell-shoulder-press"], "3", "8-12", "90s"),
                group(&["dumbbell-romanian-deadlift", "plank"], "3", "10-12", "60s"),
            ],
            bonus: &[group(&["dumbbell-curl"], "2", "12-15", "45s")],
        },
        Session {
            key: "b",
            tags: &["home", "full-body"],
            groups: &[
                group(&["reverse-lunge", "dumbbell-floor-press"], "3", "8-12", "90s"),
                group(&["renegade-row", "glute-bridge"], "3", "10-12", "90s"),
                group(&["lateral-raise", "dead-bug"], "3", "12-15", "60s"),
            ],
            bonus: &[group(&["triceps-extension"], "2", "12-15", "45s")],
        },
    ],
    week: &["a", "b", "a"],
};
