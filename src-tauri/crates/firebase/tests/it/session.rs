//! Staying signed in: one refresh for many callers, clocks that jump, networks that go, accounts that end.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};
use std::time::Duration;

use crate::common::{Asked, Reply, Stub, TestClock, client, client_at, disable, new_email, password, vault};
use emulators::{Auth, Method, PROJECT};
use firebase::secret::{Password, RefreshToken};
use firebase::session::EndReason;
use firebase::{Account, AuthError, Kept, Session, SessionError, Standing, Vault};
use serde_json::json;

/// What the stub's token service does.
#[derive(Clone, Default)]
struct Service {
    /// 0 answers well, 1 not at all, else the HTTP status.
    mood: Arc<AtomicU16>,
    count: Arc<AtomicU64>,
}

const WELL: u16 = 0;
const DEAD: u16 = 1;

impl Service {
    fn be(&self, mood: u16) {
        self.mood.store(mood, Ordering::SeqCst);
    }

    fn answer(&self, asked: &Asked) -> Reply {
        if asked.path.contains("accounts:lookup") {
            return Some((200, json!({ "users": [{ "localId": "u1", "email": "a@example.com" }] })));
        }
        let n = self.count.fetch_add(1, Ordering::SeqCst) + 1;
        match self.mood.load(Ordering::SeqCst) {
            WELL => Some((
                200,
                json!({ "id_token": format!("id-{n}"), "refresh_token": format!("refresh-{n}"), "expires_in": "3600" }),
            )),
            DEAD => None,
            400 => Some((400, json!({ "error": { "code": 400, "message": "TOKEN_EXPIRED" } }))),
            status => Some((status, json!({ "error": { "code": status, "message": "X" } }))),
        }
    }
}

struct Scene {
    service: Service,
    stub: Stub,
    clock: Arc<TestClock>,
    vault: Arc<Vault>,
    session: Session,
}

async fn scene() -> Scene {
    let service = Service::default();
    let answers = service.clone();
    let stub = Stub::start(move |asked| answers.answer(asked)).await;
    let (clock, vault) = (TestClock::new(), vault());
    let account = Account { uid: "u1".to_owned(), ..Account::default() };
    let token = RefreshToken::new("refresh-0");
    let session =
        Session::resume(client_at(&stub.address), Arc::clone(&vault), clock.clone(), account, token);
    Scene { service, stub, clock, vault, session }
}

impl Scene {
    async fn token(&self) -> String {
        self.session.id_token().await.unwrap().reveal().to_owned()
    }

    fn standing(&self) -> Standing {
        self.session.state().borrow().standing.clone()
    }

    fn refreshes(&self) -> usize {
        self.stub.asked("/token").len()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn however_many_ask_one_refresh_goes_out() {
    let scene = scene().await;
    assert_eq!(scene.standing(), Standing::Resumed);
    let callers: Vec<_> = (0..100)
        .map(|_| {
            let session = scene.session.clone();
            tokio::spawn(async move { session.id_token().await.unwrap().reveal().to_owned() })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), "id-1");
    }
    assert_eq!((scene.refreshes(), scene.standing()), (1, Standing::Active));
    assert!(scene.stub.asked("/token")[0].body.contains("refresh_token=refresh-0"));
    assert_eq!(scene.vault.load("u1").unwrap().unwrap().reveal(), "refresh-1", "the new token is kept");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn however_many_ask_one_failure_is_for_all() {
    let scene = scene().await;
    scene.service.be(503);
    let callers: Vec<_> = (0..50)
        .map(|_| {
            let session = scene.session.clone();
            tokio::spawn(async move { session.id_token().await.unwrap_err() })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), SessionError::Auth(AuthError::Server { status: 503 }));
    }
    // Those who asked after the failure had landed may try again; those who waited for it may not.
    assert!(scene.refreshes() < 50, "{}", scene.refreshes());
    assert_eq!(scene.standing(), Standing::Failing(AuthError::Server { status: 503 }));
}

#[tokio::test]
async fn a_token_is_replaced_ahead_of_its_end_by_whichever_clock_says_so() {
    type Move = fn(&TestClock);
    let cases: [(&str, Move, &str); 8] = [
        ("half an hour", |clock| clock.pass(1800), "id-1"),
        ("just before the margin", |clock| clock.pass(3299), "id-1"),
        ("the margin", |clock| clock.pass(3300), "id-2"),
        ("long after", |clock| clock.pass(100_000), "id-2"),
        ("asleep", |clock| clock.sleep(3300), "id-2"),
        ("set far ahead", |clock| clock.sleep(1_000_000_000), "id-2"),
        ("set back", |clock| clock.set_back(1_000_000), "id-1"),
        (
            "set back, then used up",
            |clock| {
                clock.set_back(1_000_000);
                clock.pass(3300);
            },
            "id-2",
        ),
    ];
    for (name, change, expected) in cases {
        let scene = scene().await;
        assert_eq!(scene.token().await, "id-1", "{name}");
        change(&scene.clock);
        assert_eq!(scene.token().await, expected, "{name}");
        assert_eq!(scene.token().await, expected, "{name}: no refresh too many");
    }
}

#[tokio::test]
async fn without_a_network_the_session_is_kept_and_the_token_used_to_its_end() {
    let scene = scene().await;
    assert_eq!(scene.token().await, "id-1");
    scene.service.be(DEAD);
    scene.clock.pass(3400);
    assert_eq!(scene.token().await, "id-1", "good still");
    assert_eq!(scene.standing(), Standing::Offline);
    scene.clock.pass(300);
    let error = scene.session.id_token().await.unwrap_err();
    assert!(error.is_offline() && !error.is_permanent(), "{error:?}");
    assert_eq!(scene.standing(), Standing::Offline);
    assert!(scene.vault.load("u1").unwrap().is_some());
    scene.service.be(WELL);
    assert_eq!(scene.token().await, "id-4");
    assert_eq!(scene.standing(), Standing::Active);
}

#[tokio::test]
async fn a_service_in_trouble_ends_nothing() {
    let scene = scene().await;
    for mood in [500, 503, 429, 404] {
        scene.service.be(mood);
        assert!(matches!(scene.session.id_token().await, Err(SessionError::Auth(_))), "{mood}");
        assert!(matches!(scene.standing(), Standing::Failing(_)), "{mood}");
    }
    scene.service.be(WELL);
    scene.token().await;
    assert_eq!(scene.standing(), Standing::Active);
}

#[tokio::test]
async fn a_revoked_token_ends_the_session_for_good() {
    let scene = scene().await;
    scene.token().await;
    scene.service.be(400);
    scene.clock.pass(3600);
    for _ in 0..3 {
        let error = scene.session.id_token().await.unwrap_err();
        assert_eq!(error, SessionError::Ended(EndReason::Revoked));
        assert!(!error.is_offline() && error.is_permanent());
    }
    assert_eq!((scene.standing(), scene.refreshes()), (Standing::Ended(EndReason::Revoked), 2));
    scene.service.be(WELL);
    assert!(scene.session.id_token().await.is_err(), "nothing follows the end");
}

#[tokio::test]
async fn a_token_that_a_server_refuses_is_replaced_once() {
    let scene = scene().await;
    let token = scene.session.id_token().await.unwrap();
    let (one, two) = tokio::join!(scene.session.rejected(&token), scene.session.rejected(&token));
    assert_eq!((one.unwrap().reveal(), two.unwrap().reveal()), ("id-2", "id-2"));
    assert_eq!(scene.refreshes(), 2);
    assert_eq!(
        scene.session.rejected(&token).await.unwrap().reveal(),
        "id-2",
        "it is not the session's any more"
    );
}

#[tokio::test]
async fn who_gives_up_waiting_does_not_stop_the_refresh() {
    let scene = scene().await;
    let mut state = scene.session.state();
    {
        let asking = scene.session.id_token();
        tokio::pin!(asking);
        // Polled once, then dropped.
        assert!(futures_now(asking.as_mut()).await.is_none());
    }
    state.wait_for(|state| state.standing == Standing::Active).await.unwrap();
    assert_eq!(scene.token().await, "id-1");
    assert_eq!(scene.refreshes(), 1);
}

/// What a future has now.
async fn futures_now<F: Future + Unpin>(future: F) -> Option<F::Output> {
    tokio::select! { biased; output = future => Some(output), () = std::future::ready(()) => None }
}

#[tokio::test]
async fn signing_out_outlasts_a_refresh_on_its_way() {
    let scene = scene().await;
    let session = scene.session.clone();
    let asking = tokio::spawn(async move { session.id_token().await });
    tokio::task::yield_now().await;
    scene.session.sign_out().await.unwrap();
    let late = asking.await.unwrap();
    assert!(late.is_err() || scene.session.id_token().await.is_err());
    assert_eq!(scene.standing(), Standing::Ended(EndReason::SignedOut));
    assert!(scene.vault.load("u1").unwrap().is_none(), "no late token comes back to the vault");
}

#[tokio::test(start_paused = true)]
async fn it_keeps_itself_fresh_and_stops_when_it_is_over() {
    let scene = scene().await;
    let mut state = scene.session.state();
    let keeper = tokio::spawn(scene.session.keep_fresh());
    state.wait_for(|state| state.standing == Standing::Active).await.unwrap();
    assert_eq!(scene.refreshes(), 1);
    scene.service.be(DEAD);
    scene.clock.sleep(3600);
    state.wait_for(|state| state.standing == Standing::Offline).await.unwrap();
    scene.service.be(WELL);
    state.wait_for(|state| state.standing == Standing::Active).await.unwrap();
    scene.service.be(400);
    scene.clock.pass(3600);
    state.wait_for(|state| matches!(state.standing, Standing::Ended(_))).await.unwrap();
    keeper.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_session_that_nobody_holds_is_not_kept_fresh() {
    let scene = scene().await;
    let keeper = tokio::spawn(scene.session.keep_fresh());
    drop(scene);
    tokio::time::timeout(Duration::from_hours(1), keeper).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_session_on_the_emulator_from_sign_up_to_deletion() {
    let Some(auth) = Auth::shared() else { return };
    let (client, email, vault) = (client(auth), new_email(), vault());
    let made = client.sign_up(&email, &password(), Some("Ada")).await.unwrap();
    let uid = made.uid.clone();
    let (session, kept) =
        Session::begin(client.clone(), Arc::clone(&vault), TestClock::new(), made.tokens).await.unwrap();
    assert_eq!(kept, Kept::InKeyring);
    assert_eq!(session.account().name.as_deref(), Some("Ada"));

    session.change_name("Ada L.").await.unwrap();
    session.send_verification().await.unwrap();
    let wrong = session.prove(&Password::new("wrong")).await.unwrap_err();
    assert!(matches!(wrong, SessionError::Auth(error) if error.field() == Some("password")));
    let proof = session.prove(&password()).await.unwrap();
    session.change_password(&proof, &Password::new("quite another")).await.unwrap();
    assert_eq!(session.account().name.as_deref(), Some("Ada L."));
    assert_eq!(session.check().await.unwrap().uid, uid);

    // The app is started anew.
    let token = vault.load(&uid).unwrap().unwrap();
    let again = Session::resume(client, Arc::clone(&vault), TestClock::new(), session.account(), token);
    assert_eq!(again.check().await.unwrap().email, email);
    again.delete_account().await.unwrap().unwrap();
    assert_eq!(again.id_token().await.unwrap_err(), SessionError::Ended(EndReason::Deleted));
    assert!(vault.load(&uid).unwrap().is_none());
    assert_eq!(
        session.check().await.unwrap_err(),
        SessionError::Ended(EndReason::Deleted),
        "the other device"
    );
}

#[tokio::test]
async fn an_account_that_is_disabled_or_deleted_meanwhile_ends_the_session() {
    let Some(auth) = Auth::shared() else { return };
    for (deleted, reason) in [(false, EndReason::Disabled), (true, EndReason::Deleted)] {
        let client = client(auth);
        let (by_check, by_refresh) = (TestClock::new(), TestClock::new());
        let made = client.sign_up(&new_email(), &password(), None).await.unwrap();
        let begin = |clock: &Arc<TestClock>| {
            Session::begin(client.clone(), vault(), clock.clone(), made.tokens.clone())
        };
        let (one, _) = begin(&by_check).await.unwrap();
        let (other, _) = begin(&by_refresh).await.unwrap();
        if deleted {
            let path = format!("/identitytoolkit.googleapis.com/v1/projects/{PROJECT}/accounts:delete");
            let answer =
                auth.ask(&Method::POST, &path, Some("owner"), Some(&json!({ "localId": made.uid }))).unwrap();
            assert_eq!(answer.status, 200);
        } else {
            disable(auth, &made.uid, true);
        }
        assert_eq!(one.check().await.unwrap_err(), SessionError::Ended(reason));
        other.id_token().await.expect("it has not heard of it yet");
        by_refresh.pass(3600);
        let ended = other.id_token().await.unwrap_err();
        assert!(matches!(ended, SessionError::Ended(_)), "{ended:?}");
    }
}

#[tokio::test]
async fn tokens_revoked_on_the_server_are_noticed() {
    let Some(auth) = Auth::shared() else { return };
    let client = client(auth);
    let made = client.sign_up(&new_email(), &password(), None).await.unwrap();
    let uid = made.uid.clone();
    let (session, _) = Session::begin(client, vault(), TestClock::new(), made.tokens).await.unwrap();
    let before = session.id_token().await.unwrap();
    // Tokens from before this moment, in seconds, count no more. The emulator revokes ID tokens only: the refresh
    // token buys a new one, which is dated now, before that moment, and refused again.
    let later = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() + 60;
    crate::common::administer(auth, &json!({ "localId": uid, "validSince": later.to_string() }));
    assert_eq!(session.check().await.unwrap_err(), SessionError::Ended(EndReason::Revoked));
    assert!(session.rejected(&before).await.is_err());
}
