//! Settings of the cloud: every place they come from, what is wrong with them, and which place wins.

use firebase::config::{ProjectConfig, Settings};

const CONSOLE: &str = r#"
// Import the functions you need from the SDKs you need
import { initializeApp } from "firebase/app";
/* TODO: Add SDKs for Firebase products
   apiKey: "not this one" */
// https://firebase.google.com/docs/web/setup#available-libraries
// apiKey: "nor this"
const firebaseConfig = {
  apiKey: "AIzaSyD-example_Key",
  authDomain: 'ghost-gym-1.firebaseapp.com',
  databaseURL: "https://ghost-gym-1.firebaseio.com",
  projectId: `ghost-gym-1`,
  storageBucket: "ghost-gym-1.appspot.com",
  messagingSenderId: "123456",
  appId: "1:123456:web:abcdef"
};
const app = initializeApp(firebaseConfig);"#;

fn full() -> Settings {
    Settings::from_snippet(CONSOLE).unwrap()
}

fn env(pairs: &'static [(&str, &str)]) -> Settings {
    Settings::from_env(|name| {
        pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    })
}

#[test]
fn every_form_of_the_consoles_snippet_is_understood() {
    let json = r#"{"apiKey": "AIzaSyD-example_Key", "authDomain":"ghost-gym-1.firebaseapp.com","projectId" : "ghost-gym-1"}"#;
    let bare =
        "apiKey: 'AIzaSyD-example_Key',\nauthDomain: 'ghost-gym-1.firebaseapp.com',projectId:\"ghost-gym-1\"";
    let cut = r#"apiKey: "AIzaSyD-example_Key", authDomain: "ghost-gym-1.firebaseapp.com", projectId: "ghost-gym-1"#;
    for source in [CONSOLE, json, bare, cut] {
        let config = ProjectConfig::check(&Settings::from_snippet(source).unwrap()).unwrap();
        assert_eq!(config.project_id, "ghost-gym-1", "{source}");
        assert_eq!(config.api_key, "AIzaSyD-example_Key", "{source}");
        assert_eq!(config.auth_domain, "ghost-gym-1.firebaseapp.com", "{source}");
        assert!(config.google.is_none());
    }
    for source in
        ["", "hello", "{}", "const x = {storageBucket: \"a\"}", "/* never ends", "\"", "apiKey:", "a\\"]
    {
        assert!(Settings::from_snippet(source).is_err(), "{source}");
    }
}

#[test]
fn a_google_clients_file_is_understood_beside_it() {
    let client = r#"{"installed":{"client_id":"1-a.apps.googleusercontent.com","project_id":"other",
        "auth_uri":"https://accounts.google.com/o/oauth2/auth","client_secret":"GOCSPX-x","redirect_uris":["http://localhost"]}}"#;
    let alone = Settings::from_snippet(client).unwrap();
    assert!(!alone.has_project() && alone.has_google());
    for both in [format!("{CONSOLE}\n{client}"), format!("{client}\n{CONSOLE}")] {
        let config = ProjectConfig::check(&Settings::from_snippet(&both).unwrap()).unwrap();
        assert_eq!(config.project_id, "ghost-gym-1");
        let google = config.google.unwrap();
        assert_eq!(google.id, "1-a.apps.googleusercontent.com");
        assert_eq!(google.secret.unwrap().reveal(), "GOCSPX-x");
    }
}

#[test]
fn toml_comes_back_as_it_was_written() {
    let mut settings = full();
    settings.google_client_id = Some("1.apps.googleusercontent.com".to_owned());
    settings.google_client_secret = Some(firebase::secret::ClientSecret::new("a\"b\\c"));
    let toml = settings.to_toml();
    let again = Settings::from_toml("firebase.toml", &toml).unwrap();
    assert_eq!(again.to_toml(), toml);
    assert_eq!(again.google_client_secret.unwrap().reveal(), "a\"b\\c");
    assert_eq!(Settings::from_toml("firebase.toml", "# nothing\n").unwrap().to_toml(), "");
}

#[test]
fn a_bad_file_names_its_line_and_never_the_secret() {
    for (source, line) in [
        ("project_id = \"ghost-gym\"\napi_kye = \"x\"\n", 2),
        ("\n\nproject_id = 5", 3),
        ("google_client_secret = \"GOCSPX-hush\"\ngoogle_client_secret = \"GOCSPX-hush\"", 2),
        ("google_client_secret = GOCSPX-hush", 1),
    ] {
        let error = Settings::from_toml("/etc/firebase.toml", source).unwrap_err();
        assert_eq!(error.line, line, "{source}: {error}");
        assert!(
            error.to_string().contains("/etc/firebase.toml") && !error.to_string().contains("hush"),
            "{error}"
        );
        assert!(!format!("{error:?}").contains("hush"));
    }
}

#[test]
fn every_wrong_field_is_named() {
    type Case = (&'static str, fn(&mut Settings), &'static [&'static str]);
    let cases: &[Case] = &[
        ("all well", |_| {}, &[]),
        ("domain made from the id", |s| s.auth_domain = None, &[]),
        ("no id", |s| s.project_id = None, &["project_id"]),
        ("no key", |s| s.api_key = None, &["api_key"]),
        ("nothing", |s| *s = Settings::default(), &["project_id", "api_key"]),
        ("name instead of id", |s| s.project_id = Some("Ghost Gym".into()), &["project_id"]),
        ("too short an id", |s| s.project_id = Some("ghost".into()), &["project_id"]),
        ("hyphen last", |s| s.project_id = Some("ghost-gym-".into()), &["project_id"]),
        ("number instead of id", |s| s.project_id = Some("123456".into()), &["project_id"]),
        ("key with a blank", |s| s.api_key = Some("AIza x".into()), &["api_key"]),
        ("key with a line", |s| s.api_key = Some("AIza\nx".into()), &["api_key"]),
        ("url as domain", |s| s.auth_domain = Some("https://a.b".into()), &["auth_domain"]),
        ("one word as domain", |s| s.auth_domain = Some("localhost".into()), &["auth_domain"]),
        ("secret without a client", |s| s.google_client_secret = Some(secret("x")), &["google_client_id"]),
        ("key as client", |s| s.google_client_id = Some("AIzaSy".into()), &["google_client_id"]),
        (
            "secret with a blank",
            |s| {
                s.google_client_id = Some("1.apps.googleusercontent.com".into());
                s.google_client_secret = Some(secret("a b"));
            },
            &["google_client_secret"],
        ),
    ];
    for (name, change, expected) in cases {
        let mut settings = full();
        change(&mut settings);
        let errors = ProjectConfig::check(&settings).err().unwrap_or_default();
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(&fields, expected, "{name}");
        for error in errors {
            assert!(
                !error.message().contains(&error.field),
                "{name}: the field has a name for people: {error}"
            );
        }
    }
}

fn secret(text: &str) -> firebase::secret::ClientSecret {
    firebase::secret::ClientSecret::new(text)
}

#[test]
fn the_strongest_place_wins_and_projects_are_never_mixed() {
    let nothing = Settings::default();
    assert!(ProjectConfig::choose([&nothing, &nothing]).unwrap().is_none());
    let blank = env(&[("GHOST_GYM_FIREBASE_PROJECT_ID", "  ")]);
    assert!(ProjectConfig::choose([&blank, &nothing]).unwrap().is_none());

    let other =
        env(&[("GHOST_GYM_FIREBASE_PROJECT_ID", " demo-other "), ("GHOST_GYM_FIREBASE_API_KEY", "k")]);
    let config = ProjectConfig::choose([&other, &full()]).unwrap().unwrap();
    assert_eq!((config.project_id.as_str(), config.api_key.as_str()), ("demo-other", "k"));
    assert_eq!(config.auth_domain, "demo-other.firebaseapp.com");

    let only_id = env(&[("GHOST_GYM_FIREBASE_PROJECT_ID", "demo-other")]);
    let errors = ProjectConfig::choose([&only_id, &full()]).unwrap_err();
    assert_eq!(errors[0].field, "api_key", "the key of another project is not lent");

    let google = env(&[("GHOST_GYM_GOOGLE_CLIENT_ID", "1.apps.googleusercontent.com")]);
    let config = ProjectConfig::choose([&google, &full()]).unwrap().unwrap();
    assert_eq!(config.project_id, "ghost-gym-1");
    assert_eq!(config.google.unwrap().id, "1.apps.googleusercontent.com");
}
