//! The profile document, against both official emulators with the project's rules.

use crate::common::{client, config, endpoints, new_email, password};
use emulators::{Auth, Firestore, Method, PROJECT};
use firebase::secret::IdToken;
use firebase::{Account, Endpoints, Http, NetworkError, ProfileError, Profiles, SignedIn};
use serde_json::{Value, json};

struct Scene {
    firestore: &'static Firestore,
    profiles: Profiles,
    account: Account,
    signed_in: SignedIn,
}

fn profiles(endpoints: Endpoints) -> Profiles {
    Profiles::new(Http::new(true).unwrap(), endpoints, &config())
}

async fn scene() -> Option<Scene> {
    let (auth, firestore) = (Auth::shared()?, Firestore::shared()?);
    let signed_in = client(auth).sign_up(&new_email(), &password(), Some("Ada")).await.unwrap();
    let account = client(auth).look_up(&signed_in.tokens.id).await.unwrap();
    let profiles = profiles(endpoints(auth.address(), Some(firestore.address())));
    Some(Scene { firestore, profiles, account, signed_in })
}

impl Scene {
    fn token(&self) -> &IdToken {
        &self.signed_in.tokens.id
    }

    fn ask(&self, method: &Method, path: &str, body: Option<&Value>) -> (u16, Value) {
        let path =
            format!("/v1/projects/{PROJECT}/databases/(default)/documents/users/{}{path}", self.account.uid);
        let answer = self.firestore.ask(method, &path, Some(self.token().reveal()), body).unwrap();
        (answer.status, answer.body)
    }

    fn profile(&self) -> Value {
        let (status, body) = self.ask(&Method::GET, "", None);
        assert_eq!(status, 200, "{body}");
        body["fields"].clone()
    }
}

#[tokio::test]
async fn the_first_sign_in_makes_it_and_later_ones_only_touch_it() {
    let Some(scene) = scene().await else { return };
    assert!(scene.profiles.signed_in(scene.token(), &scene.account).await.unwrap(), "made");
    let first = scene.profile();
    let keys: Vec<_> = first.as_object().unwrap().keys().map(String::as_str).collect();
    let mut web_app =
        ["uid", "email", "displayName", "createdAt", "lastLoginAt", "preferences", "subscription", "stats"];
    web_app.sort_unstable();
    assert_eq!(keys, web_app);
    assert_eq!(first["uid"]["stringValue"], scene.account.uid);
    assert_eq!(first["displayName"]["stringValue"], "Ada");
    assert_eq!(first["createdAt"], first["lastLoginAt"]);
    let map = |name: &str| first[name]["mapValue"]["fields"].clone();
    let on = json!({ "booleanValue": true });
    assert_eq!(
        map("preferences"),
        json!({ "theme": { "stringValue": "dark" }, "defaultUnits": { "stringValue": "metric" }, "autoBackup": on, "realTimeSync": on })
    );
    assert_eq!(
        map("subscription"),
        json!({ "plan": { "stringValue": "free" }, "expiresAt": { "nullValue": null } })
    );
    assert_eq!(map("stats")["totalWorkouts"], json!({ "integerValue": "0" }));
    assert!(map("stats")["lastActivity"]["timestampValue"].is_string());

    // The web app, or a newer version, has changed it meanwhile.
    let theirs = json!({ "fields": { "preferences": { "mapValue": { "fields": { "theme": { "stringValue": "light" } } } }, "new": { "integerValue": "7" } } });
    let (status, body) = scene.ask(
        &Method::PATCH,
        "?updateMask.fieldPaths=preferences&updateMask.fieldPaths=new",
        Some(&theirs),
    );
    assert_eq!(status, 200, "{body}");
    assert!(!scene.profiles.signed_in(scene.token(), &scene.account).await.unwrap(), "not made again");
    let mut later = scene.profile();
    assert_ne!(later["lastLoginAt"], first["lastLoginAt"]);
    assert_eq!(
        (&later["preferences"], &later["new"]),
        (&theirs["fields"]["preferences"], &theirs["fields"]["new"])
    );
    for changed in ["lastLoginAt", "preferences", "new"] {
        later[changed] = first[changed].clone();
    }
    later.as_object_mut().unwrap().remove("new");
    let mut first = first;
    assert_eq!(later, first.take());
}

#[tokio::test]
async fn two_devices_at_once_make_one_profile() {
    let Some(scene) = scene().await else { return };
    let sign_in = || scene.profiles.signed_in(scene.token(), &scene.account);
    let (one, two, three) = tokio::join!(sign_in(), sign_in(), sign_in());
    let made = [one, two, three].map(Result::unwrap).into_iter().filter(|made| *made).count();
    assert_eq!(made, 1);
}

#[tokio::test]
async fn nobody_reaches_anothers_profile() {
    let (Some(one), Some(two)) = (scene().await, scene().await) else { return };
    two.profiles.signed_in(two.token(), &two.account).await.unwrap();
    let error = one.profiles.signed_in(one.token(), &two.account).await.unwrap_err();
    assert_eq!(error, ProfileError::Refused);
    assert_eq!(one.profiles.erase(one.token(), &two.account.uid).await.unwrap_err(), ProfileError::Refused);
    assert_eq!(two.profile()["uid"]["stringValue"], two.account.uid);
}

#[tokio::test]
async fn erasing_leaves_nothing_of_the_account() {
    let Some(scene) = scene().await else { return };
    scene.profiles.signed_in(scene.token(), &scene.account).await.unwrap();
    for (collection, count) in [("workouts", 12), ("programs", 3), ("tombstones", 2)] {
        for n in 0..count {
            let fields =
                json!({ "fields": { "name": { "stringValue": "x" }, "kind": { "stringValue": "workout" } } });
            let (status, body) =
                scene.ask(&Method::PATCH, &format!("/{collection}/{collection}-{n}"), Some(&fields));
            assert_eq!(status, 200, "{body}");
        }
    }
    scene.profiles.erase(scene.token(), &scene.account.uid).await.unwrap();
    assert_eq!(scene.ask(&Method::GET, "", None).0, 404);
    for collection in ["workouts", "programs", "tombstones"] {
        assert_eq!(
            scene.ask(&Method::GET, &format!("/{collection}"), None),
            (200, json!({})),
            "{collection}"
        );
    }
    scene.profiles.erase(scene.token(), &scene.account.uid).await.expect("twice is once");
}

#[tokio::test]
async fn a_database_is_checked_and_its_absence_told() {
    let Some(scene) = scene().await else { return };
    scene.profiles.check().await.unwrap();
    let gone = profiles(endpoints("127.0.0.1:9", Some("127.0.0.1:9")));
    let error = gone.check().await.unwrap_err();
    assert!(
        matches!(error, ProfileError::Network(NetworkError::Unreachable { .. })) && !error.is_permanent()
    );
}
