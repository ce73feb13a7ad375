//! Sessions that end, and tokens that run out, while a queue is being sent: what is unsent stays, is seen, and goes out
//! once after signing in.

use std::time::{SystemTime, UNIX_EPOCH};

use app::App;
use model::ipc::{Account, Differing, ExportKind, OnSignOut, QueueQuery, Standing};
use model::{ErrorCode, Event, SyncStatus};
use proxy::{Code, Effect, Fault, Loss, Order, Status};
use serde_json::json;

use crate::cloud::{code, create, email, names, sign_in, sign_out, sign_up};
use crate::devices::{Device, Way};

/// More than one commit takes.
const EDITS: u64 = 600;
/// What the first commit leaves.
const LEFT: u64 = 100;

/// A machine that is paused, with a queue of two commits. Behind the proxy, the second meets `effect`, so many times.
fn with_a_queue(way: &Way, effect: Effect, times: Option<u32>) -> Option<(Device, Account)> {
    let (device, who) = way.one()?;
    device.until_synced();
    device.app.sync_pause().unwrap();
    let workout = |n| json!({"id": format!("w{n}"), "name": format!("Workout {n}")});
    device.import(&(0..EDITS).map(workout).collect::<Vec<_>>());
    if way.is_proxied() {
        way.obey(Order::ResetCounts);
        let fault = Fault { methods: vec!["Commit".to_owned()], after: 1, times, ..Fault::once(effect) };
        way.obey(Order::Fault(fault));
    }
    Some((device, who.account.unwrap()))
}

fn unauthenticated() -> Effect {
    Effect::Refuse(Status::new(Code::Unauthenticated, "Missing or invalid authentication."))
}

fn needs_sign_in(app: &App) -> bool {
    app.sync().unwrap().status == SyncStatus::NeedsSignIn { pending: app.unsent().unwrap() }
}

/// Whoever signs in anew on the machine has everything sent, each change once: `edits` in all.
fn goes_on(way: &Way, device: &Device, account: &Account, edits: u64) {
    sign_in(&device.app, &account.email).unwrap();
    device.until_synced();
    assert_eq!(device.app.account().standing, Standing::SignedIn);
    let other = way.another(&account.email).unwrap();
    other.until(|_| other.count() == edits);
    assert!(!way.is_proxied() || way.counts().writes == edits, "{:?}", way.counts());
}

/// What ends a session.
#[derive(Clone, Copy, Debug)]
enum End {
    Disabled,
    Revoked,
    Deleted,
}

impl End {
    /// Somebody who runs the project does it; the app finds out when it asks how the account is.
    fn comes(self, device: &Device, uid: &str) {
        let machine = &device.machine;
        match self {
            Self::Disabled => machine.administer(uid, json!({ "disableUser": true })),
            // The emulator revokes ID tokens only, and would give a new one for the refresh token: one that is older
            // still.
            Self::Revoked => machine.administer(uid, json!({ "validSince": (now() + 3_600).to_string() })),
            Self::Deleted => machine.delete(uid),
        }
        assert_eq!(code(device.app.account_check().unwrap_err()), ErrorCode::NeedsSignIn, "{self:?}");
    }

    /// Signing in is possible again.
    fn passes(self, device: &Device, uid: &str) {
        let change = match self {
            Self::Disabled => json!({ "disableUser": false }),
            Self::Revoked => json!({ "validSince": (now() - 60).to_string() }),
            Self::Deleted => panic!("that doesn't pass"),
        };
        device.machine.administer(uid, change);
    }

    /// What the person is told.
    fn words(self) -> &'static str {
        match self {
            Self::Disabled => "Ask them to enable it",
            Self::Revoked => "Sign in again",
            Self::Deleted => "export it before you sign out",
        }
    }
}

/// Seconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// A machine whose session has ended while its queue was being sent, with one edit more made after that.
fn ended(way: &Way, end: End) -> Option<(Device, Account)> {
    // So that it is known what the queue has when the session ends.
    let (device, account) = with_a_queue(way, Effect::LoseRequest(Loss::Silence), Some(1))?;
    device.app.sync_resume().unwrap();
    if way.is_proxied() {
        device.until(|app| app.unsent().unwrap() == LEFT);
    }
    end.comes(&device, &account.uid);
    device.until(needs_sign_in);
    let state = device.app.account();
    assert_eq!(state.standing, Standing::NeedsSignIn);
    assert!(state.notice.unwrap().contains(end.words()), "{end:?}");
    create(&device.app, "Made afterwards");
    device.until(needs_sign_in);
    assert_eq!(device.count(), EDITS + 1);
    assert!(!way.is_proxied() || device.app.unsent().unwrap() == LEFT + 1);
    Some((device, account))
}

#[test]
fn what_is_unsent_when_a_session_ends_goes_out_after_signing_in() {
    for way in Way::both() {
        for end in [End::Disabled, End::Revoked] {
            let Some((device, account)) = ended(&way, end) else { return };
            end.passes(&device, &account.uid);
            goes_on(&way, &device, &account, EDITS + 1);
        }
    }
}

#[test]
fn what_a_deleted_account_has_not_sent_is_kept_and_can_be_taken_to_another() {
    for way in Way::both() {
        let Some((device, account)) = ended(&way, End::Deleted) else { return };
        let device = device.restart();
        device.until(needs_sign_in);
        let unsent = device.app.unsent().unwrap();
        assert!(unsent > 0);
        assert_eq!(device.app.queue_list(QueueQuery::default()).unwrap().total, unsent);
        let file = device.machine.dir.path().join("export.json");
        assert_eq!(device.app.export_to(&file, ExportKind::Complete).unwrap().workouts, EDITS + 1);

        assert_eq!(code(sign_in(&device.app, &account.email).unwrap_err()), ErrorCode::Invalid);
        assert_eq!(code(sign_out(&device.app, None).unwrap_err()), ErrorCode::Unsent);
        let sync_first = sign_out(&device.app, Some(OnSignOut::Sync));
        assert_eq!(code(sync_first.unwrap_err()), ErrorCode::NeedsSignIn);
        assert_eq!(device.app.unsent().unwrap(), unsent, "nothing of it was lost by trying");

        sign_out(&device.app, Some(OnSignOut::Keep)).unwrap();
        let other = sign_up(&device.app, &email()).unwrap().account.unwrap();
        assert_eq!(names(&device.app), [""; 0]);
        device.app.import_file(&file, Differing::Keep, false).unwrap();
        device.until_synced();
        let another = way.another(&other.email).unwrap();
        another.until(|_| another.count() == EDITS + 1);
    }
}

#[test]
fn a_token_that_runs_out_is_renewed_and_nothing_is_sent_twice() {
    let Some(way) = Way::proxied() else { return };
    let silence = Effect::LoseRequest(Loss::Silence);
    let Some((device, account)) = with_a_queue(&way, silence, Some(1)) else { return };
    device.app.sync_resume().unwrap();
    device.until(|app| app.unsent().unwrap() == LEFT);
    way.obey(Order::ExpireTokens { uid: Some(account.uid.clone()) });
    way.obey(Order::Cut { line: None });
    device.until_synced();
    assert_eq!(device.app.account().standing, Standing::SignedIn);
    let counts = way.counts();
    assert!(counts.unauthenticated > 0, "{counts:?}");
    assert_eq!((counts.writes, device.count()), (EDITS, EDITS));
}

#[test]
fn an_account_that_is_disabled_is_found_out_when_its_token_runs_out() {
    let Some(way) = Way::proxied() else { return };
    let Some((device, account)) = with_a_queue(&way, unauthenticated(), Some(1)) else { return };
    device.machine.administer(&account.uid, json!({ "disableUser": true }));
    device.app.sync_resume().unwrap();
    device.until(|app| app.sync().unwrap().status == SyncStatus::NeedsSignIn { pending: LEFT });
    let state = device.app.account();
    assert_eq!(state.standing, Standing::NeedsSignIn);
    assert!(state.notice.unwrap().contains(End::Disabled.words()));
    End::Disabled.passes(&device, &account.uid);
    goes_on(&way, &device, &account, EDITS);
}

#[test]
fn a_server_that_takes_no_token_any_more_asks_to_sign_in_again() {
    let Some(way) = Way::proxied() else { return };
    let Some((device, account)) = with_a_queue(&way, unauthenticated(), None) else { return };
    device.machine.heard();
    device.app.sync_resume().unwrap();
    device.until(|app| app.sync().unwrap().status == SyncStatus::NeedsSignIn { pending: LEFT });
    assert_eq!(device.app.account().standing, Standing::NeedsSignIn);
    assert!(device.machine.heard().contains(&Event::AccountChanged));
    way.obey(Order::ClearFaults);
    goes_on(&way, &device, &account, EDITS);
}
