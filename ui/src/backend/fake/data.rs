//! What the library in memory can hold: nothing, a coach's evening of planning, or ten thousand workouts.

use model::ipc::{
    Account, BackupKind, BackupList, BackupRow, CloudSettings, ImportReport, ImportRow, Refused,
    RefusedField, Standing, Starter, Verdict,
};
use model::{Body, CommandError, ErrorCode, Kind, Secret};
use serde_json::{Value, json};

use super::Library;

/// Name, tags, and exercises as `a + b, 4x8, 90s` a line.
type Sample = (
    &'static str,
    &'static [&'static str],
    &'static [(&'static str, &'static str, &'static str, &'static str)],
);

const SAMPLES: &[Sample] = &[
    (
        "Push day",
        &["push", "hypertrophy"],
        &[
            ("Bench Press", "4", "6-8", "2min"),
            ("Incline Dumbbell Press+Cable Fly", "3", "10-12", "90s"),
            ("Overhead Press", "3", "8", "90s"),
            ("Triceps Pushdown+Lateral Raise", "3", "12-15", "60s"),
        ],
    ),
    (
        "Pull day",
        &["pull", "hypertrophy"],
        &[
            ("Deadlift", "3", "5", "3min"),
            ("Pull-up", "4", "AMRAP", "2min"),
            ("Barbell Row", "3", "8-10", "90s"),
            ("Face Pull+Hammer Curl", "3", "15", "60s"),
        ],
    ),
    (
        "Leg day",
        &["legs", "hypertrophy"],
        &[
            ("Back Squat", "5", "5", "3min"),
            ("Romanian Deadlift", "3", "8", "2min"),
            ("Walking Lunge", "3", "12", "90s"),
            ("Leg Curl+Calf Raise", "3", "15", "60s"),
        ],
    ),
    (
        "5x5 A",
        &["strength", "full body"],
        &[
            ("Back Squat", "5", "5", "3min"),
            ("Bench Press", "5", "5", "3min"),
            ("Barbell Row", "5", "5", "2min"),
        ],
    ),
    (
        "5x5 B",
        &["strength", "full body"],
        &[
            ("Back Squat", "5", "5", "3min"),
            ("Overhead Press", "5", "5", "3min"),
            ("Deadlift", "1", "5", "3min"),
        ],
    ),
    (
        "Upper strength",
        &["upper", "strength"],
        &[
            ("Bench Press", "4", "4", "3min"),
            ("Weighted Chin-up", "4", "5", "2min"),
            ("Seated Dumbbell Press", "3", "8", "90s"),
            ("Chest-supported Row", "3", "10", "90s"),
        ],
    ),
    (
        "Lower strength",
        &["lower", "strength"],
        &[
            ("Back Squat", "4", "4", "3min"),
            ("Deadlift", "3", "3", "3min"),
            ("Bulgarian Split Squat", "3", "8", "90s"),
            ("Hanging Leg Raise", "3", "12", "60s"),
        ],
    ),
    (
        "Upper volume",
        &["upper", "hypertrophy"],
        &[
            ("Incline Bench Press", "4", "10", "90s"),
            ("Cable Row", "4", "12", "90s"),
            ("Lateral Raise+Rear Delt Fly", "4", "15", "45s"),
        ],
    ),
    (
        "Lower volume",
        &["lower", "hypertrophy"],
        &[
            ("Front Squat", "4", "8", "2min"),
            ("Hip Thrust", "4", "10", "90s"),
            ("Leg Extension+Leg Curl", "3", "15", "60s"),
        ],
    ),
    (
        "Morning mobility",
        &["mobility"],
        &[
            ("Cat-Cow", "2", "10", "0s"),
            ("World's Greatest Stretch", "2", "5 a side", "0s"),
            ("Deep Squat Hold", "3", "30s", "30s"),
        ],
    ),
    (
        "Kettlebell circuit",
        &["conditioning", "home"],
        &[("Kettlebell Swing+Goblet Squat+Push-up", "5", "15", "60s")],
    ),
    (
        "Hotel room, no equipment",
        &["home", "travel"],
        &[
            ("Push-up", "4", "AMRAP", "60s"),
            ("Split Squat+Glute Bridge", "4", "12", "60s"),
            ("Plank", "3", "45s", "30s"),
        ],
    ),
    (
        "Deload: easy full body",
        &["full body", "deload"],
        &[
            ("Goblet Squat", "2", "8", "60s"),
            ("Dumbbell Bench Press", "2", "8", "60s"),
            ("Lat Pulldown", "2", "10", "60s"),
        ],
    ),
    (
        "Core finisher",
        &["core"],
        &[("Pallof Press", "3", "10 a side", "30s"), ("Dead Bug+Side Plank", "3", "30s", "30s")],
    ),
    ("Rowing intervals", &["conditioning"], &[("Row 500 m", "6", "500 m", "2min")]),
    (
        "Shoulders and arms",
        &["upper", "accessories"],
        &[
            ("Arnold Press", "4", "10", "90s"),
            ("EZ-bar Curl+Skull Crusher", "4", "12", "60s"),
            ("Cable Lateral Raise", "3", "15", "45s"),
        ],
    ),
];

/// Name, description, weeks, difficulty, tags, entries: workout by number, own name.
type Plan = (
    &'static str,
    &'static str,
    Option<u64>,
    &'static str,
    &'static [&'static str],
    &'static [(usize, Option<&'static str>)],
);

const PLANS: &[Plan] = &[
    (
        "Autumn strength block",
        "Four days a week: two heavy, two for volume. Add 2.5 kg when every set is clean.",
        Some(8),
        "intermediate",
        &["strength"],
        &[(5, Some("Monday: upper, heavy")), (6, Some("Tuesday: lower, heavy")), (7, None), (8, None)],
    ),
    (
        "Push / pull / legs",
        "Six days, each muscle twice a week.",
        Some(12),
        "advanced",
        &["hypertrophy"],
        &[
            (0, None),
            (1, None),
            (2, None),
            (0, Some("Push day, lighter")),
            (1, Some("Pull day, lighter")),
            (2, Some("Leg day, lighter")),
        ],
    ),
    (
        "5x5 for beginners",
        "Alternate A and B, three days a week. Start light.",
        Some(12),
        "beginner",
        &["strength", "full body"],
        &[(3, None), (4, None)],
    ),
    (
        "Travel weeks",
        "When there is no gym.",
        None,
        "beginner",
        &["home"],
        &[(11, None), (10, None), (9, None)],
    ),
    ("Marathon support", "", Some(16), "intermediate", &[], &[]),
];

/// A cloud with one account, ada@example.com with the password `analytical`; `word` says how she stands.
pub fn people(library: &mut Library, word: &str) {
    let ada = Account {
        uid: "uid-ada".into(),
        email: "ada@example.com".into(),
        email_verified: word != "unverified",
        name: Some("Ada Lovelace".into()),
        has_password: true,
    };
    let cloud = &mut library.cloud;
    cloud.settings.replace(CloudSettings {
        project_id: "demo-ghostgym".into(),
        api_key: "AIzaSyA-demo-key".into(),
        google_client_id: "1234-demo.apps.googleusercontent.com".into(),
        ..CloudSettings::default()
    });
    cloud.emulated = true;
    cloud.unsent = word == "unsent";
    cloud.standing.set(match word {
        "offline" => Standing::Offline,
        "over" => Standing::NeedsSignIn,
        _ => Standing::SignedIn,
    });
    if word == "over" {
        let notice = "You have been signed out, maybe because the password was changed. Your work is kept on this machine. Sign in again.";
        cloud.notice.replace(Some(notice.into()));
    }
    cloud.accounts.replace(vec![(ada.clone(), Secret::new("analytical"))]);
    if !word.is_empty() {
        cloud.signed_in.replace(Some(ada));
    }
}

/// The library called `name`.
pub fn named(name: &str) -> Library {
    let mut library = match name {
        "empty" => Library::default(),
        "many" => Library::holding(many(10_000)),
        _ => Library::holding(some()),
    };
    if name == "error" {
        let message = "Your library can't be read: the disk gave no answer. Nothing was changed. Check the disk, then try again.";
        library.failing = Some(CommandError::new(ErrorCode::Io, message));
    }
    library.starters = starters();
    library
}

/// A coach's evening of planning; one program names a workout that is gone, one workout goes beyond a limit.
pub fn some() -> Vec<Body> {
    let programs = PLANS.iter().enumerate().map(|(number, plan)| program(number, plan));
    let workouts = (0..SAMPLES.len()).map(|number| workout(number, &format!("workout-{number}"), ""));
    let mut documents: Vec<Body> = programs.chain(workouts).collect();
    if let Some(Value::Array(entries)) = documents.get_mut(3).and_then(|travel| travel.get_mut("workouts")) {
        entries.push(json!({"entry_id": "entry-gone", "workout_id": "workout-gone", "order_index": 3}));
    }
    if let Some(Value::Array(groups)) = documents.last_mut().and_then(|last| last.get_mut("exercise_groups"))
    {
        let more: Vec<Value> = groups.iter().cycle().take(5).cloned().collect();
        groups.extend(more);
    }
    documents
}

/// `count` workouts and the programs.
pub fn many(count: usize) -> Vec<Body> {
    let programs = PLANS.iter().enumerate().map(|(number, plan)| program(number, plan));
    let workouts = (0..count).map(|index| {
        let suffix = if index < SAMPLES.len() {
            String::new()
        } else {
            format!(", week {}", index / SAMPLES.len() + 1)
        };
        workout(index % SAMPLES.len(), &format!("workout-{index}"), &suffix)
    });
    programs.chain(workouts).collect()
}

fn workout(sample: usize, id: &str, suffix: &str) -> Body {
    let (name, tags, lines) = SAMPLES[sample];
    let groups = lines.iter().enumerate().map(|(place, (names, sets, reps, rest))| {
        let letters = names.split('+').zip(["a", "b", "c"]).map(|(name, letter)| (letter.to_owned(), json!(name)));
        let exercises: Body = letters.collect();
        json!({"group_id": format!("group-{place}"), "exercises": exercises, "sets": sets, "reps": reps, "rest": rest})
    });
    let bonus = if sample.is_multiple_of(3) {
        json!([{"exercise_id": "bonus-0", "name": "Farmer's Walk", "sets": "2", "reps": "40 m", "rest": "60s"}])
    } else {
        json!([])
    };
    object(json!({
        "id": id, "name": format!("{name}{suffix}"), "description": "", "tags": tags, "is_template": true,
        "exercise_groups": groups.collect::<Vec<_>>(), "bonus_exercises": bonus,
        "created_date": "2026-11-20T18:00:00.000Z", "modified_date": "2026-11-21T18:00:00.000Z", "version": 1,
    }))
}

fn program(number: usize, plan: &Plan) -> Body {
    let (name, description, weeks, difficulty, tags, entries) = plan;
    let entries = entries.iter().enumerate().map(|(place, (workout, own))| {
        json!({
            "entry_id": format!("entry-{place}"), "workout_id": format!("workout-{workout}"), "order_index": place,
            "custom_name": own, "custom_date": null,
        })
    });
    object(json!({
        "id": format!("program-{number}"), "name": name, "description": description, "duration_weeks": weeks,
        "difficulty_level": difficulty, "tags": tags, "workouts": entries.collect::<Vec<_>>(),
        "created_date": "2026-11-20T18:00:00.000Z", "modified_date": "2026-11-21T18:00:00.000Z", "version": 1,
    }))
}

fn starters() -> Vec<(Starter, Vec<Body>)> {
    let starter = |number: usize, key: &str| {
        let (name, description, weeks, difficulty, _, entries) = PLANS[number];
        let starter = Starter {
            key: key.into(),
            name: name.into(),
            description: description.into(),
            workouts: u32::try_from(entries.len()).unwrap_or(u32::MAX),
            weeks: weeks.and_then(|weeks| u32::try_from(weeks).ok()).unwrap_or(4),
            difficulty_level: difficulty.into(),
        };
        let workouts = entries.iter().map(|(sample, _)| workout(*sample, &format!("workout-{sample}"), ""));
        let mut own = program(number, &PLANS[number]);
        own.insert("id".into(), json!(format!("program-{key}")));
        (starter, workouts.chain([own]).collect())
    };
    vec![
        starter(2, "five-by-five"),
        starter(1, "push-pull-legs"),
        starter(0, "upper-lower"),
        starter(3, "full-body"),
    ]
}

/// What importing a file with something of everything would do.
pub fn report() -> ImportReport {
    let row = |id: &str, name: &str, line, verdict| ImportRow {
        kind: Kind::Workout,
        id: id.into(),
        name: name.into(),
        line,
        verdict,
        flags: Vec::new(),
    };
    let error = RefusedField { field: "name".into(), message: "Name is missing. Fill it in.".into() };
    ImportReport {
        new: 1,
        identical: 1,
        differing: 1,
        refused: vec![Refused { kind: Kind::Workout, index: 3, line: 71, id: None, errors: vec![error] }],
        replaced: 0,
        rows: vec![
            row("workout-a", "Arms, quick", 3, Verdict::New),
            row("workout-0", "Push day", 24, Verdict::Differing),
            row("workout-1", "Pull day", 48, Verdict::Identical),
        ],
    }
}

fn object(value: Value) -> Body {
    match value {
        Value::Object(object) => object,
        _ => Body::new(),
    }
}

/// Backups of every kind.
pub fn backups() -> BackupList {
    let row = |name: &str, at, kind, workouts| BackupRow {
        name: format!("{name}-20261124-090000.json"),
        at,
        size: 182_000,
        workouts,
        programs: workouts.map(|_| 5),
        kind,
    };
    let at = 1_794_000_000_000;
    let items = vec![
        row("daily", at, BackupKind::Daily, Some(16)),
        row("ghost-gym-backup", at - 90_000_000, BackupKind::Own, Some(15)),
        row("before-restore", at - 900_000_000, BackupKind::BeforeRestore, None),
    ];
    BackupList { folder: "/fake/backups".into(), items, trouble: None }
}
