//! What happens to networks, servers and tokens while people work: nothing is lost or doubled, and it ends in sync.

use std::ops::Range;

use model::ipc::WorkoutDelete;
use model::{Event, SyncStatus, WorkoutId};
use proxy::{Code, Down, Effect, Fault, Loss, Order, Status};
use serde_json::{Value, json};

use crate::cloud::{create, names};
use crate::devices::{Way, named};

#[test]
fn whatever_goes_wrong_on_the_way_everything_arrives_once() {
    let Some(way) = Way::proxied() else { return };
    let Some((here, there)) = way.two() else { return };
    let commits = |effect| Order::Fault(Fault { methods: vec!["Commit".into()], ..Fault::once(effect) });
    let unavailable = || Status::new(Code::Unavailable, "try later");
    let troubles = [
        Order::ExpireTokens { uid: None },
        Order::Cut { line: None },
        Order::EndStreams { line: None, status: unavailable() },
        Order::ForgetResumeTokens,
        commits(Effect::LoseAnswer(Loss::Cut)),
        commits(Effect::LoseRequest(Loss::Cut)),
        commits(Effect::Refuse(unavailable())),
        commits(Effect::Refuse(Status::new(Code::Internal, "internal error"))),
        commits(Effect::Twice),
        Order::Cut { line: None },
    ];
    let mut made = Vec::new();
    for (n, trouble) in troubles.into_iter().enumerate() {
        way.obey(trouble);
        let (device, name) = (if n % 2 == 0 { &here } else { &there }, format!("Workout {n}"));
        create(&device.app, &name);
        made.push(name);
        for device in [&here, &there] {
            device.until(|app| names(app).len() == made.len());
            device.until_synced();
        }
    }
    for device in [&here, &there] {
        let mut there = names(&device.app);
        there.sort();
        assert_eq!(there, made);
        assert_eq!(device.app.sync().unwrap().conflicts, 0);
    }
}

#[test]
fn a_network_that_swallows_everything_is_none() {
    let Some(way) = Way::proxied() else { return };
    let Some((device, who)) = way.one() else { return };
    device.until_synced();
    let main = || Some("main".to_owned());
    way.obey(Order::Down { line: main(), how: Down::Silent });
    create(&device.app, "Push");
    let offline = SyncStatus::Offline { pending: 1 };
    device.until(|app| app.sync().unwrap().status == offline);

    // There are two connections at most: with the third, one was found to be as dead as those before.
    device.machine.heard();
    let before = way.counts().connections;
    for more in 1..=3 {
        device.until(|_| way.counts().connections >= before + more);
    }
    let told = device.machine.heard();
    let other = |event: &&Event| matches!(event, Event::SyncStatus { status } if *status != offline);
    assert_eq!(told.iter().find(other), None);
    assert_eq!(device.app.sync().unwrap().status, offline);

    way.obey(Order::Up { line: main() });
    device.app.sync_now().unwrap();
    device.until_synced();
    let another = way.another(&who.account.unwrap().email).unwrap();
    another.until(|_| another.count() == 1);
    assert_eq!(device.app.sync().unwrap().conflicts, 0);
}

/// Workouts with these numbers, as a file has them.
fn workouts(numbers: Range<u64>, name: &str) -> Vec<Value> {
    numbers.map(|n| json!({"id": format!("w{n}"), "name": format!("{name} {n}")})).collect()
}

#[test]
fn what_was_done_without_a_network_goes_out_once_when_there_is_one() {
    const EDITS: u64 = 1_000;
    let Some(way) = Way::proxied() else { return };
    let Some((here, there)) = way.two() else { return };
    here.import(&workouts(0..600, "Before"));
    there.until(|_| there.count() == 600);
    here.until_synced();

    // 500 are changed, 400 made, 100 deleted.
    let here = way.cut_off(here);
    here.import(&[workouts(0..500, "Changed"), workouts(600..1_000, "Made")].concat());
    for n in 500..600 {
        let id = WorkoutId::parse(format!("w{n}")).unwrap();
        here.app.workout_delete(WorkoutDelete { id, entries: None }).unwrap();
    }
    let here = here.restart();
    here.until(|app| app.sync().unwrap().status == SyncStatus::Offline { pending: EDITS });
    here.machine.heard();
    way.obey(Order::ResetCounts);
    let here = way.bring_back(here);
    here.until_synced();
    there.app.sync_now().unwrap();
    there.until(|app| named(app) == named(&here.app));
    assert_eq!(there.count(), 900);

    let counts = way.counts();
    // A delete writes its tombstone, too.
    assert!(counts.writes <= EDITS && counts.deletes <= 100, "{counts:?}");
    let statuses = here.machine.heard().into_iter().filter_map(|event| match event {
        Event::SyncStatus { status } => Some(status),
        _ => None,
    });
    let until_then = statuses.take_while(|status| !matches!(status, SyncStatus::Synced { .. }));
    let progress: Vec<_> = until_then
        .filter_map(|status| match status {
            SyncStatus::Syncing { done, total } => Some((done, total)),
            _ => None,
        })
        .collect();
    assert!(progress.is_sorted_by_key(|(done, _)| *done), "{progress:?}");
    assert!(progress.iter().any(|(done, total)| *done > 0 && done < total), "{progress:?}");
    assert!(progress.iter().all(|(_, total)| *total >= EDITS), "{progress:?}");
}
