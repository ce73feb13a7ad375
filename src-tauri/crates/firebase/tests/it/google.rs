//! Google sign-in with a real round trip over loopback: the test plays the browser and Google's token endpoint,
//! the official emulator plays Firebase.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::Duration;

use crate::common::{Stub, client, new_email};
use emulators::Auth;
use firebase::secret::{ClientSecret, GoogleIdToken};
use firebase::{AuthError, Endpoints, GoogleClient, GoogleError, GoogleSignIn, Http};
use oauth2::url::Url;
use serde_json::json;

const CLIENT: &str = "1-a.apps.googleusercontent.com";

fn google(token_endpoint: &str) -> GoogleSignIn {
    let client = GoogleClient { id: CLIENT.to_owned(), secret: Some(ClientSecret::new("GOCSPX-hush")) };
    let endpoints = Endpoints::from_env(|_| Some(token_endpoint.to_owned())).unwrap();
    GoogleSignIn::new(Http::new(true).unwrap(), &endpoints, client)
}

/// What the browser was sent to.
struct Sent {
    url: Url,
}

impl Sent {
    fn parameter(&self, name: &str) -> String {
        self.url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
    }

    /// Where Google sends the browser back to, with `query` after it.
    fn back(&self, query: &str) -> String {
        let back = Url::parse(&self.parameter("redirect_uri")).unwrap();
        assert_eq!(back.host_str(), Some("127.0.0.1"));
        get(&format!("{}:{}", back.host_str().unwrap(), back.port().unwrap()), &format!("/?{query}"))
    }
}

fn get(address: &str, target: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {target} HTTP/1.1\r\nHost: {address}\r\nAccept: text/html\r\n\r\n").unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    page
}

/// A browser on a thread of its own that does what `browse` says.
fn browser(
    browse: impl FnOnce(&Sent) -> String + Send + 'static,
) -> (impl FnOnce(&str) -> io::Result<()> + Send + 'static, mpsc::Receiver<String>) {
    let (done, page) = mpsc::channel();
    let open = move |url: &str| {
        let sent = Sent { url: Url::parse(url).unwrap() };
        std::thread::spawn(move || done.send(browse(&sent)));
        Ok(())
    };
    (open, page)
}

async fn nobody_asks(_: GoogleIdToken) -> Result<(), AuthError> {
    panic!("nothing is to be finished")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_round_trip_ends_in_an_account() {
    let Some(auth) = Auth::shared() else { return };
    let (client, email) = (client(auth), new_email());
    let word = json!({ "sub": email, "email": email, "email_verified": true, "name": "Goo Gle" }).to_string();
    let google_server = Stub::start(move |_| {
        let answer =
            json!({ "access_token": "at", "token_type": "Bearer", "expires_in": 3599, "id_token": word });
        Some((200, answer))
    })
    .await;
    let (open, page) = browser(|sent| {
        assert_eq!((sent.url.host_str(), sent.url.path()), (Some("127.0.0.1"), "/auth"));
        assert_eq!(sent.parameter("client_id"), CLIENT);
        assert_eq!(sent.parameter("response_type"), "code");
        assert_eq!(sent.parameter("code_challenge_method"), "S256");
        assert_eq!(sent.parameter("code_challenge").len(), 43);
        assert!(sent.parameter("scope").split(' ').any(|scope| scope == "openid"));
        assert!(!sent.url.as_str().contains("hush"));
        sent.back(&format!("state={}&code=4%2F0abc&scope=openid", sent.parameter("state")))
    });
    let finish = async |token| client.sign_in_with_google(&token).await;
    let signed_in = google(&google_server.address).run(open, std::future::pending(), finish).await.unwrap();
    assert!(signed_in.is_new);
    let account = client.look_up(&signed_in.tokens.id).await.unwrap();
    assert_eq!((account.email, account.name.as_deref()), (email, Some("Goo Gle")));

    let page = page.recv().unwrap();
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("You are signed in"), "{page}");
    assert!(page.contains("default-src 'none'") && page.contains("no-store") && !page.contains("4/0abc"));
    let asked = &google_server.asked("/token")[0].body;
    for part in
        ["grant_type=authorization_code", "code=4%2F0abc", "code_verifier=", "client_secret=GOCSPX-hush"]
    {
        assert!(asked.contains(part), "{part} is not in {asked}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_browser_that_was_sent_counts() {
    let server =
        Stub::start(|_| Some((200, json!({ "access_token": "a", "token_type": "Bearer", "id_token": "x" }))))
            .await;
    let (open, page) = browser(|sent| {
        let address = sent.parameter("redirect_uri").replace("http://", "").replace('/', "");
        // A connection that says nothing, as browsers open them ahead of time, and one that says rubbish.
        let _silent = TcpStream::connect(&address).unwrap();
        TcpStream::connect(&address).unwrap().write_all(b"POST / HTTP/1.1\r\n\r\n").unwrap();
        for stray in ["/favicon.ico", "/", "/?code=evil", "/?state=evil&code=evil", "/?state=&code=evil"] {
            let page = get(&address, stray);
            assert!(page.starts_with("HTTP/1.1 404"), "{stray}: {page}");
        }
        let state = sent.parameter("state");
        let elsewhere = get(&address, &format!("/other?state={state}&code=evil"));
        assert!(elsewhere.starts_with("HTTP/1.1 404"));
        sent.back(&format!("state={state}&code=good"))
    });
    let finish = async |token: GoogleIdToken| Ok(token.reveal().to_owned());
    let word = google(&server.address).run(open, std::future::pending(), finish).await.unwrap();
    assert_eq!(word, "x");
    assert!(page.recv().unwrap().contains("You are signed in"));
    let asked = server.asked("/token");
    assert!(asked.len() == 1 && asked[0].body.contains("code=good"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_google_or_firebase_refuses_is_said_in_both_places() {
    type Case = (&'static str, u16, serde_json::Value, GoogleError);
    let refused = |detail: &str| GoogleError::Refused { detail: detail.to_owned() };
    let cases: [Case; 6] = [
        ("error=access_denied", 200, json!({}), GoogleError::Denied),
        ("error=org_internal", 200, json!({}), refused("org_internal")),
        ("nothing=1", 200, json!({}), refused("no code")),
        ("code=c", 400, json!({ "error": "invalid_grant" }), refused("invalid_grant")),
        ("code=c", 200, json!({ "access_token": "hush", "token_type": "Bearer" }), GoogleError::NoIdToken),
        ("code=c", 200, json!({ "access_token": 5, "id_token": "hush" }), GoogleError::NoIdToken),
    ];
    for (query, status, answer, expected) in cases {
        let server = Stub::start(move |_| Some((status, answer.clone()))).await;
        let (open, page) =
            browser(move |sent| sent.back(&format!("state={}&{query}", sent.parameter("state"))));
        let error = google(&server.address).run(open, std::future::pending(), nobody_asks).await.unwrap_err();
        assert_eq!(error, expected, "{query}");
        assert!(!format!("{error} {error:?}").contains("hush"));
        assert!(page.recv().unwrap().contains("That did not work"), "{query}");
    }
    let server =
        Stub::start(|_| Some((200, json!({ "access_token": "a", "token_type": "Bearer", "id_token": "x" }))))
            .await;
    let (open, page) = browser(|sent| sent.back(&format!("state={}&code=c", sent.parameter("state"))));
    let finish = async |_| Err::<(), _>(AuthError::Disabled);
    let error = google(&server.address).run(open, std::future::pending(), finish).await.unwrap_err();
    assert_eq!(error, GoogleError::Auth(AuthError::Disabled));
    assert!(page.recv().unwrap().contains("That did not work"));
}

#[tokio::test]
async fn waiting_ends_by_time_by_cancelling_or_without_a_browser() {
    let quiet = |_: &str| Ok(());
    let google = google("127.0.0.1:9").with_patience(Duration::from_millis(50));
    let error = google.run(quiet, std::future::pending(), nobody_asks).await.unwrap_err();
    assert_eq!(error, GoogleError::TimedOut);

    let (opened, at) = mpsc::channel();
    let google = google.with_patience(Duration::from_mins(10));
    let (cancel, cancelled) = tokio::sync::oneshot::channel::<()>();
    let open = move |url: &str| {
        opened.send(url.to_owned()).unwrap();
        cancel.send(()).unwrap();
        Ok(())
    };
    let cancelled = async { cancelled.await.unwrap() };
    let error = google.run(open, cancelled, nobody_asks).await.unwrap_err();
    assert_eq!(error, GoogleError::Cancelled);
    let sent = Sent { url: Url::parse(&at.recv().unwrap()).unwrap() };
    let address = sent.parameter("redirect_uri").replace("http://", "").replace('/', "");
    assert!(TcpStream::connect(address).is_err(), "nobody listens any more");

    let broken = |_: &str| Err(io::Error::other("no browser here"));
    let error = google.run(broken, std::future::pending(), nobody_asks).await.unwrap_err();
    assert_eq!(error, GoogleError::NoBrowser { detail: "no browser here".to_owned() });
}

#[tokio::test(flavor = "multi_thread")]
async fn no_network_at_the_last_step_is_no_network() {
    let (open, page) = browser(|sent| sent.back(&format!("state={}&code=c", sent.parameter("state"))));
    let error = google("127.0.0.1:9").run(open, std::future::pending(), nobody_asks).await.unwrap_err();
    assert!(
        matches!(&error, GoogleError::Auth(auth) if auth.is_offline()) && !error.is_permanent(),
        "{error:?}"
    );
    assert!(page.recv().unwrap().contains("That did not work"));
}
