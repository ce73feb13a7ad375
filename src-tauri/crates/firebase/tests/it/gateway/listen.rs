//! Listening, to a server of either form.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::time::Duration;

use firebase::ListenEvent;
use futures_util::{Stream, StreamExt as _};
use model::sync::Feed;
use serde_json::json;
use sync::classify::Meaning;
use sync::{From, Heard, HeardState, Mark};

use super::*;

/// A stream, and what it has told.
struct Ear {
    stream: Pin<Box<dyn Stream<Item = ListenEvent> + Send>>,
    /// What is known to be there, by id.
    there: BTreeMap<String, String>,
    deleted: Vec<String>,
    unmatched: Vec<String>,
    changes: usize,
    resets: usize,
    filters: Vec<u64>,
    mark: Option<Mark>,
}

const FEED: Feed = Feed::Records(Kind::Workout);

impl Ear {
    fn open(scene: &Scene, from: From) -> Self {
        Self::to(&scene.gateway, FEED, from)
    }

    fn to(gateway: &Gateway, feed: Feed, from: From) -> Self {
        Self {
            stream: Box::pin(gateway.listen(feed, from)),
            there: BTreeMap::new(),
            deleted: Vec::new(),
            unmatched: Vec::new(),
            changes: 0,
            resets: 0,
            filters: Vec::new(),
            mark: None,
        }
    }

    /// Listens until everything is told up to `at`, and nothing less is there.
    async fn until(&mut self, at: ServerTime) -> &Mark {
        while self.mark.as_ref().is_none_or(|mark| !mark.current || mark.read_time < at) {
            let event = self.next().await;
            self.take(event);
        }
        self.mark.as_ref().unwrap()
    }

    async fn next(&mut self) -> ListenEvent {
        let next = tokio::time::timeout(Duration::from_secs(20), self.stream.next()).await;
        let Ok(Some(event)) = next else { panic!("something is heard in time: {next:?}") };
        event
    }

    fn take(&mut self, event: ListenEvent) {
        match event {
            ListenEvent::Opened { server_now } => assert!(self.mark.is_none(), "{server_now:?}"),
            ListenEvent::Reset => {
                self.resets += 1;
                self.there.clear();
            }
            ListenEvent::Filter { count } => self.filters.push(count),
            ListenEvent::Broken(failure) => panic!("{failure:?}"),
            ListenEvent::Heard { changes, mark } => {
                self.changes += changes.len();
                for change in changes {
                    self.hear(change);
                }
                self.mark = mark.or(self.mark.take());
            }
        }
    }

    fn hear(&mut self, change: Heard) {
        match change {
            Heard::State(HeardState { id, body: Some(body), .. }) => {
                self.there.insert(id, model::body::text(&body, "name").to_owned());
            }
            Heard::State(HeardState { id, .. }) => {
                self.there.remove(&id);
                self.deleted.push(id);
            }
            Heard::Unmatched { id } => {
                self.there.remove(&id);
                self.unmatched.push(id);
            }
        }
    }

    fn names(&self) -> Vec<&str> {
        self.there.values().map(String::as_str).collect()
    }

    /// Listens until the stream breaks.
    async fn broken(mut self) -> Failure {
        loop {
            match self.next().await {
                ListenEvent::Broken(failure) => {
                    assert_eq!(self.stream.next().await, None, "nothing comes after the end");
                    return failure;
                }
                other => self.take(other),
            }
        }
    }
}

/// What is true of a server of either form.
async fn follows_what_happens(scene: &Scene) {
    let (a, b) = (workout("a"), workout("b"));
    let made = scene.commit([create(&a, "a"), create(&b, "b")]).await.unwrap();
    let mut ear = Ear::open(scene, From::Start);
    ear.until(made).await;
    assert_eq!(ear.names(), ["a", "b"]);
    let changed = scene.commit([put(&a, "A", Precondition::UpdatedAt(made))]).await.unwrap();
    ear.until(changed).await;
    assert_eq!(ear.names(), ["A", "b"]);
    let deleted = scene.commit([delete(&b, made)]).await.unwrap();
    ear.until(deleted).await;
    assert_eq!(ear.names(), ["A"]);

    let mut graves = Pin::from(Box::new(scene.gateway.listen(Feed::Tombstones, From::Since(made))));
    let grave = loop {
        if let Some(ListenEvent::Heard { changes, .. }) = graves.next().await
            && let Some(Heard::State(grave)) = changes.into_iter().next()
        {
            break grave;
        }
    };
    let remote = sync::wire::tombstone(&grave.id, grave.at, &grave.body.unwrap()).unwrap();
    assert_eq!((remote.key, remote.at), (b, deleted));
}

#[tokio::test]
async fn the_bare_emulator_is_followed() {
    let Some(scene) = Scene::bare() else { return };
    follows_what_happens(&scene).await;
}

#[tokio::test]
async fn production_is_followed_by_its_changes_alone() {
    let Some((scene, _proxy)) = Scene::behind(Form::Changes).await else { return };
    follows_what_happens(&scene).await;

    let (a, c) = (workout("a"), workout("c"));
    let mut ear = Ear::open(&scene, From::Start);
    ear.until(ServerTime(1)).await;
    let before = ear.changes;
    let made = scene.commit([create(&c, "c")]).await.unwrap();
    ear.until(made).await;
    assert_eq!((ear.changes - before, ear.resets, ear.names()), (1, 0, vec!["A", "c"]));
    let at = scene.fetch_one(&a).await.at;
    let gone = scene.commit([delete(&a, at)]).await.unwrap();
    ear.until(gone).await;
    assert_eq!((ear.deleted, ear.resets), (vec!["a".to_owned()], 0));
}

#[tokio::test]
async fn a_stream_begins_where_it_is_told_to() {
    let Some(scene) = Scene::bare() else { return };
    let old = scene.commit([create(&workout("old"), "old")]).await.unwrap();
    let text = json!({ "name": { "stringValue": "text" }, "modified_date": { "stringValue": "2099-01-01" } });
    scene.write("workouts/text", &text);
    let new = scene.commit([create(&workout("new"), "new")]).await.unwrap();
    // The server's time of a request, in milliseconds, lies a little before that of its commit.
    let mut recent = Ear::open(&scene, From::Since(ServerTime(old.0 + 1)));
    recent.until(new).await;
    assert_eq!(recent.names(), ["new"]);
    let mut whole = Ear::open(&scene, From::Start);
    whole.until(new).await;
    assert_eq!(whole.names(), ["new", "old", "text"]);
}

#[tokio::test]
async fn a_token_leads_back_to_where_it_was_given() {
    let Some((scene, proxy)) = Scene::behind(Form::Changes).await else { return };
    let (a, b, c) = (workout("a"), workout("b"), workout("c"));
    let made = scene.commit([create(&a, "a"), create(&b, "b")]).await.unwrap();
    let mut ear = Ear::open(&scene, From::Start);
    let token = ear.until(made).await.token.clone().expect("there is a token");
    drop(ear);
    let missed = scene.commit([delete(&b, made), create(&c, "c")]).await.unwrap();
    let resume = || From::Token { since: None, token: token.clone() };
    let mut ear = Ear::open(&scene, resume());
    ear.until(missed).await;
    assert_eq!((ear.names(), ear.resets), (vec!["c"], 0));
    assert_eq!(ear.deleted, ["b"]);

    proxy.obey(proxy::Order::ForgetResumeTokens).await.unwrap();
    let mut ear = Ear::open(&scene, resume());
    ear.until(missed).await;
    assert_eq!((ear.names(), ear.resets), (vec!["a", "c"], 1));
}

#[tokio::test]
async fn a_filter_tells_how_many_there_are() {
    let Some((scene, _proxy)) = Scene::behind(Form::SilentDeletes).await else { return };
    let (a, b) = (workout("a"), workout("b"));
    let made = scene.commit([create(&a, "a"), create(&b, "b")]).await.unwrap();
    let mut ear = Ear::open(&scene, From::Start);
    let token = ear.until(made).await.token.clone().unwrap();
    drop(ear);
    let deleted = scene.commit([delete(&b, made)]).await.unwrap();
    let mut ear = Ear::open(&scene, From::Token { since: None, token });
    ear.until(deleted).await;
    assert_eq!((ear.filters, ear.deleted), (vec![1], Vec::new()));
}

#[tokio::test]
async fn what_is_not_ones_own_is_not_heard() {
    let (Some(one), Some(two)) = (Scene::bare(), Scene::bare()) else { return };
    let thief = gateway(one.firestore.address(), &two.person.uid, &one.person);
    let failure = Ear::to(&thief, FEED, From::Start).broken().await;
    assert_eq!(failure.meaning(), Meaning::Denied, "{failure:?}");
}

#[tokio::test]
async fn much_is_heard_whole() {
    let Some(scene) = Scene::bare() else { return };
    let mut last = ServerTime(0);
    for start in (0..1_200).step_by(400) {
        let writes = (start..start + 400).map(|n| create(&workout(&format!("{n:04}")), "much"));
        last = scene.commit(writes).await.unwrap();
    }
    let mut ear = Ear::open(&scene, From::Start);
    ear.until(last).await;
    assert_eq!(ear.there.len(), 1_200);
    let (_, listed) = scene.gateway.list(Kind::Workout).await.unwrap();
    assert_eq!(listed.len(), 1_200);
}

/// Whoever does not read holds up nobody else, and keeps only a little in memory.
#[tokio::test]
async fn streams_that_nobody_reads_hold_nothing_up() {
    let Some(scene) = Scene::bare() else { return };
    for id in ["a", "b", "c"] {
        let large: Vec<_> = (0..3).map(|n| large(&format!("{id}{n}"))).collect();
        scene.commit(large).await.unwrap();
    }
    let mut ears: Vec<_> = (0..3).map(|_| Ear::open(&scene, From::Start)).collect();
    for ear in &mut ears {
        assert!(matches!(ear.next().await, ListenEvent::Opened { .. }));
    }
    // Of another kind: the emulator's answers come out garbled where what it is sending changes meanwhile.
    scene.commit([create(&RecordKey::new(Kind::Program, "p"), "p")]).await.unwrap();
    assert_eq!(scene.gateway.list(Kind::Workout).await.unwrap().1.len(), 9);
    for ear in &mut ears {
        ear.until(ServerTime(1)).await;
        assert_eq!(ear.there.len(), 9);
    }
}

/// Of a megabyte.
fn large(id: &str) -> sync::Write {
    let mut write = create(&workout(id), "large");
    let sync::Change::Put(body) = &mut write.change else { unreachable!() };
    body.insert("notes".to_owned(), "x".repeat(1_000_000).into());
    write
}
