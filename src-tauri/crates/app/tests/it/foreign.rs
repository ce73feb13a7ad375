//! A web app that nobody here wrote, in the same account: it writes, overwrites and deletes as it likes, and ours
//! follows, whether it is there at the time or not; and it sees what ours writes.

use app::App;
use model::ipc::{EntryFate, WorkoutDelete, WorkoutUpdate};
use model::{Kind, SyncStatus, WorkoutId};
use serde_json::{Value, json};

use crate::cloud::create;
use crate::devices::{Device, Way, fields, named};
use crate::js_sdk::WebApp;

const SQUATS: &str = "workouts/workout-0a1b2c3d";
const PROGRAM: &str = "programs/program-0a1b2c3d";
/// Bookkeeping, which every write changes.
const BOOKKEEPING: [&str; 4] = ["modified_date", "version", "sync_status", "sync"];

/// A machine with ours, and a web app beside it with a network of its own.
fn both_apps(way: &Way) -> Option<(Device, WebApp)> {
    let (device, who) = way.one()?;
    let web = WebApp::start(&device.machine, &way.line("web")?, &who.account.unwrap().email)?;
    Some((device, web))
}

/// Waits until both have the same, by place and name.
#[track_caller]
fn agree(device: &Device, web: &WebApp) {
    device.until_or(
        |app| web.named().is_some_and(|theirs| theirs == named(app)),
        |app| format!("{:?} here, {:?} there; {:?}", named(app), web.named(), app.sync()),
    );
}

fn id(place: &str) -> WorkoutId {
    WorkoutId::parse(place.rsplit('/').next().unwrap()).unwrap()
}

fn update(app: &App, place: &str, changes: Value) {
    app.workout_update(WorkoutUpdate { before: None, id: id(place), changes: fields(changes) }).unwrap();
}

fn delete(app: &App, place: &str) {
    app.workout_delete(WorkoutDelete { id: id(place), entries: Some(EntryFate::Keep) }).unwrap();
}

/// A workout in the web app's layout, with fields of its newer versions and with values that JSON has no words for.
fn workout(place: &str, name: &str, version: u64) -> Value {
    json!({
        "id": id(place),
        "name": name,
        "description": "From the web",
        "exercise_groups": [{
            "group_id": "group-0a1b2c3d",
            "exercises": {"a": "Squat", "b": "Leg press"},
            "sets": "5",
            "reps": "8-12",
            "rest": "180s",
            "default_weight": "BW+25",
            "default_weight_unit": "lbs",
            "interval_config": null,
        }],
        "bonus_exercises": [
            {"exercise_id": "bonus-0a1b2c3d", "name": "Calf raises", "sets": "3", "reps": "20", "rest": "45s"},
        ],
        "sections": [{"section_id": "section-1", "type": "superset", "config": {}, "exercises": []}],
        "is_template": true,
        "is_favorite": true,
        "favorited_at": {"$timestamp": [1_700_000_000, 123_456_000]},
        "archived_at": null,
        "rating": 4.5,
        "gym": {"$geopoint": [52.5, 13.25]},
        "picture": {"$bytes": "AAECAw=="},
        "tags": ["legs"],
        "created_date": {"$now": true},
        "modified_date": {"$now": true},
        "version": version,
        "sync_status": "synced",
    })
}

/// A program in the web app's layout, whose entries have no ids.
fn program(name: &str) -> Value {
    json!({
        "id": "program-0a1b2c3d",
        "name": name,
        "description": "",
        "workouts": [
            {"workout_id": id(SQUATS), "order_index": 0, "custom_name": "Monday", "custom_date": "2025-01-15"},
            {"workout_id": id(SQUATS), "order_index": 1, "custom_name": null, "custom_date": null},
        ],
        "duration_weeks": 12,
        "difficulty_level": "beginner",
        "schedule": [{"workout_id": id(SQUATS), "week_number": 1, "day_of_week": 0}],
        "tags": [],
        "created_date": {"$now": true},
        "modified_date": {"$now": true},
        "version": 1,
        "sync_status": "synced",
    })
}

#[test]
fn each_follows_what_the_other_does() {
    for way in Way::both() {
        let Some((device, web)) = both_apps(&way) else { return };
        let app = &device.app;

        // It makes; ours changes one field, and leaves all others as they are.
        web.write(&json!([
            ["set", SQUATS, workout(SQUATS, "Squats", 1)],
            ["set", PROGRAM, program("Strength")]
        ]));
        agree(&device, &web);
        let before = web.document(SQUATS);
        update(app, SQUATS, json!({"name": "Heavy squats"}));
        agree(&device, &web);
        let after = web.document(SQUATS);
        assert_eq!((&after["name"], &after["version"]), (&json!("Heavy squats"), &json!(2)));
        let rest = |document: &Value| {
            let mut rest = fields(document.clone());
            rest.retain(|name, _| name != "name" && !BOOKKEEPING.contains(&name.as_str()));
            rest
        };
        assert_eq!(rest(&after), rest(&before));
        assert_eq!(after["gym"], json!({"$geopoint": [52.5, 13.25]}), "it is what was written");

        // It overwrites the whole document, ours and what it says of itself with it.
        web.write(&json!([["set", SQUATS, workout(SQUATS, "Overwritten", 3)]]));
        agree(&device, &web);
        let document = app.document(Kind::Workout, id(SQUATS).as_str()).unwrap();
        assert_eq!((document.get("sync"), &document["version"]), (None, &json!(3)));

        // What ours makes has the web app's layout.
        create(app, "Push");
        agree(&device, &web);
        let push = named(app).into_iter().find(|(_, name)| name == "Push").unwrap().0;
        let made = web.document(&push);
        assert_eq!((&made["version"], &made["sync_status"]), (&json!(1), &json!("synced")));
        for time in ["created_date", "modified_date"] {
            assert!(made[time]["$timestamp"].is_array(), "{made}");
        }
        assert_eq!(made["exercise_groups"], json!([]));

        // It changes some fields of what ours has made, and then the whole.
        let change = json!({"name": "Pull", "version": 2, "modified_date": {"$now": true}});
        web.write(&json!([["update", push, change]]));
        agree(&device, &web);
        web.write(&json!([["set", push, workout(&push, "Legs", 3)]]));
        agree(&device, &web);

        // It deletes without a trace; ours deletes.
        web.write(&json!([["delete", push]]));
        agree(&device, &web);
        delete(app, SQUATS);
        agree(&device, &web);
        assert_eq!(named(app).into_values().collect::<Vec<_>>(), ["Strength"]);

        device.until_synced();
        let detail = app.sync().unwrap();
        assert_eq!((detail.refused, detail.conflicts), (0, 0));
    }
}

/// How ours is away.
#[derive(Clone, Copy, Debug)]
enum Away {
    Paused,
    CutOff,
    Closed,
}

impl Away {
    const ALL: [Self; 3] = [Self::Paused, Self::CutOff, Self::Closed];

    /// Ours is away while this is done; where it is open meanwhile, it is given to whoever does it.
    fn during(self, way: &Way, device: Device, act: impl FnOnce(Option<&App>)) -> Device {
        match self {
            Self::Paused => {
                device.app.sync_pause().unwrap();
                device.until(|app| matches!(app.sync().unwrap().status, SyncStatus::Paused { .. }));
                act(Some(&device.app));
                device.app.sync_resume().unwrap();
                device
            }
            Self::CutOff => {
                let device = way.cut_off(device);
                act(Some(&device.app));
                way.bring_back(device)
            }
            Self::Closed => {
                let machine = device.close();
                act(None);
                Device::new(machine)
            }
        }
    }
}

#[test]
fn what_it_did_while_ours_was_away_is_followed_and_nothing_of_ours_is_lost() {
    for way in Way::both() {
        for away in Away::ALL {
            let Some((device, web)) = both_apps(&way) else { return };
            let place = |name: &str| format!("workouts/workout-{name}");
            let [whole, gone, edited] = ["0000000a", "0000000b", "0000000c"].map(place);
            let set = |place: &str, name: &str, version| json!(["set", place, workout(place, name, version)]);
            let before = [set(&whole, "Whole", 1), set(&gone, "Gone", 1), set(&edited, "Edited", 1)];
            web.write(&json!(before));
            agree(&device, &web);
            device.until_synced();

            let made = place("0000000d");
            let mut expected = vec!["New", "Overwritten"];
            let device = away.during(&way, device, |app| {
                if let Some(app) = app {
                    update(app, &whole, json!({"description": "Changed here"}));
                    update(app, &edited, json!({"name": "Edited here"}));
                    create(app, "Made here");
                    expected.extend(["Edited here", "Made here"]);
                }
                web.write(&json!([
                    set(&whole, "Overwritten", 2),
                    ["delete", gone],
                    ["delete", edited],
                    set(&made, "New", 1),
                ]));
            });
            device.until_synced();
            agree(&device, &web);

            let mut names: Vec<_> = named(&device.app).into_values().collect();
            names.sort();
            expected.sort_unstable();
            assert_eq!(names, expected, "{away:?}");
            let conflicts = device.app.conflict_list().unwrap();
            let told: Vec<_> = conflicts.iter().flat_map(|conflict| &conflict.lines).collect();
            if matches!(away, Away::Closed) {
                assert!(told.is_empty(), "{told:?}");
            } else {
                let description = &web.document(&whole)["description"];
                assert_eq!(description, "Changed here", "beside the name that the web app gave it");
                // An edit is somebody's work, and wins.
                assert_eq!(told, ["Deleted on another device, but changed here: it stays"], "{away:?}");
            }
            assert_eq!(device.app.sync().unwrap().refused, 0);
        }
    }
}
