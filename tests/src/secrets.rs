//! What may be found nowhere: the passwords and tokens of a test, and looking for them in every shape they may have.

mod needles;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{Failure, Result};
use needles::Needles;

/// The fields of requests and answers that hold a password. That of a desktop app's Google client is none: it may stand
/// in settings and environment.
const PASSWORDS: &[&str] = &["password", "newPassword"];
/// Those that hold what proves who somebody is.
const TOKENS: &[&str] = &[
    "idToken",
    "refreshToken",
    "id_token",
    "refresh_token",
    "access_token",
    "oauthIdToken",
    "oauthAccessToken",
    "code",
    "code_verifier",
];
/// Of what is longer than this, every piece of this length counts as well: it may stand somewhere cut or wrapped.
const PIECE: usize = 40;
/// How every JSON Web Token begins, and every refresh token of the Auth emulator.
const ANY_TOKEN: [&str; 2] = ["eyJhbGciOi", "eyJfQXV0aEVtdWxhdG9y"];

/// Passwords and tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Secrets {
    passwords: BTreeSet<String>,
    tokens: BTreeSet<String>,
}

/// A place where a secret stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// The file.
    pub file: PathBuf,
    /// The secret, or the piece of it, as it stands there.
    pub found: String,
}

impl Secrets {
    /// Learns the secrets in the body of a request or an answer: JSON, or a form. Answers whether it is one of them.
    pub(crate) fn learn(&mut self, body: &str) -> bool {
        match serde_json::from_str::<Value>(body) {
            Ok(json) => self.learn_json(&json),
            Err(_) => self.learn_form(body),
        }
        body.is_empty() || body.starts_with(['{', '[']) || body.contains('=')
    }

    /// Learns a password.
    pub fn add_password(&mut self, password: &str) {
        self.passwords.insert(password.to_owned());
    }

    /// Learns all that `others` are.
    pub fn extend(&mut self, others: Self) {
        self.passwords.extend(others.passwords);
        self.tokens.extend(others.tokens);
    }

    /// Those that are in `others`, too, are none any more.
    pub(crate) fn remove(&mut self, others: &Self) {
        self.tokens.retain(|token| !others.tokens.contains(token));
        self.passwords.retain(|password| !others.passwords.contains(password));
    }

    /// Without the passwords.
    #[must_use]
    pub fn tokens(&self) -> Self {
        Self { passwords: BTreeSet::new(), tokens: self.tokens.clone() }
    }

    /// How many passwords and how many tokens there are.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        (self.passwords.len(), self.tokens.len())
    }

    /// A token, for whoever wants to plant one.
    #[must_use]
    pub fn any_token(&self) -> Option<&str> {
        self.tokens.iter().max_by_key(|token| token.len()).map(String::as_str)
    }

    /// A password, for whoever wants to plant one.
    #[must_use]
    pub fn any_password(&self) -> Option<&str> {
        self.passwords.first().map(String::as_str)
    }

    /// Whether `text` has any of them in it.
    #[must_use]
    pub fn are_in(&self, text: &str) -> bool {
        self.passwords.iter().chain(&self.tokens).any(|secret| {
            text.contains(secret)
                || text.contains(&percent_encoded(secret))
                || text.contains(&json_text(secret))
        })
    }

    /// Looks for them in every file under `folder`.
    pub fn search(&self, folder: &Path) -> Result<Vec<Leak>> {
        let needles = Needles::new(self.shapes());
        let mut leaks = Vec::new();
        for file in files(folder)? {
            let bytes = fs::read(&file).map_err(Failure::file(file.display().to_string()))?;
            leaks
                .extend(needles.found_in(&bytes).into_iter().map(|found| Leak { file: file.clone(), found }));
        }
        Ok(leaks)
    }

    /// As they are kept for whoever looks through all tests together.
    #[must_use]
    pub fn to_json(&self) -> Value {
        serde_json::json!({ "passwords": self.passwords, "tokens": self.tokens })
    }

    /// What [`Secrets::to_json`] wrote.
    pub fn from_json(json: &Value) -> Result<Self> {
        let read = |name: &str| {
            serde_json::from_value(json[name].clone()).map_err(Failure::driver(format!("reading the {name}")))
        };
        Ok(Self { passwords: read("passwords")?, tokens: read("tokens")? })
    }

    /// Every shape that they may have in a file.
    fn shapes(&self) -> BTreeSet<String> {
        let mut shapes = BTreeSet::new();
        for secret in self.passwords.iter().chain(&self.tokens) {
            let utf16: String = secret.chars().flat_map(|char| [char, '\0']).collect();
            for shape in [secret.clone(), percent_encoded(secret), json_text(secret), base64(secret), utf16] {
                let characters: Vec<char> = shape.chars().collect();
                // The start of a token says only what kind it is.
                let pieces = characters.chunks_exact(PIECE).skip(1);
                shapes.extend(pieces.map(|piece| piece.iter().collect::<String>()));
                shapes.insert(shape);
            }
        }
        shapes.extend(ANY_TOKEN.map(str::to_owned));
        shapes
    }

    fn learn_json(&mut self, json: &Value) {
        match json {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        Value::String(text) => self.learn_field(name, text),
                        other => self.learn_json(other),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.learn_json(item)),
            _ => {}
        }
    }

    fn learn_form(&mut self, form: &str) {
        for (name, value) in form.split('&').filter_map(|pair| pair.split_once('=')) {
            self.learn_field(name, &percent_decoded(value));
        }
    }

    fn learn_field(&mut self, name: &str, value: &str) {
        if name == "postBody" {
            self.learn_form(value);
        } else if PASSWORDS.contains(&name) {
            self.passwords.insert(value.to_owned());
        } else if TOKENS.contains(&name) && !value.is_empty() {
            self.tokens.insert(value.to_owned());
        }
    }
}

/// The files under `folder` that hold `text`.
pub fn files_with(folder: &Path, text: &str) -> Result<Vec<PathBuf>> {
    let needles = Needles::new(BTreeSet::from([text.to_owned()]));
    let mut found = Vec::new();
    for file in files(folder)? {
        let bytes = fs::read(&file).map_err(Failure::file(file.display().to_string()))?;
        if !needles.found_in(&bytes).is_empty() {
            found.push(file);
        }
    }
    Ok(found)
}

/// Every file under `folder`. What is no file, a socket, say, holds nothing.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(Failure::file(folder.display().to_string()))? {
        let entry = entry.map_err(Failure::file(folder.display().to_string()))?;
        let kind = entry.file_type().map_err(Failure::file(entry.path().display().to_string()))?;
        if kind.is_dir() {
            found.extend(files(&entry.path())?);
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a text can't fail.
            let _written = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next(), rest.next()].map(|digit| char::from(digit.unwrap_or(b'0')));
                u8::from_str_radix(&String::from_iter(digits), 16).unwrap_or(b'?')
            }
            other => other,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Between the quotes of a JSON text.
fn json_text(text: &str) -> String {
    Value::from(text).to_string().trim_matches('"').to_owned()
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::prelude::BASE64_STANDARD_NO_PAD.encode(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWORD: &str = "correct horse & 4 staples";

    fn secrets() -> Secrets {
        let mut secrets = Secrets::default();
        secrets
            .learn(&format!("{{\"email\":\"a@b\",\"password\":\"{PASSWORD}\",\"returnSecureToken\":true}}"));
        secrets.learn("grant_type=refresh_token&refresh_token=AMf-vB%3D%3Dx");
        let word = "postBody=1";
        secrets.learn(
            &serde_json::json!({ "postBody": format!("id_token=%7B{word}%7D&providerId=google.com") })
                .to_string(),
        );
        secrets.learn(&serde_json::json!({ "users": [{ "idToken": format!("{}{}", ANY_TOKEN[0], "abc.".repeat(60)) }] }).to_string());
        secrets
    }

    #[test]
    fn secrets_are_learned_from_what_is_sent() {
        let secrets = secrets();
        assert_eq!(secrets.count(), (1, 3));
        assert!(
            secrets.tokens.contains("AMf-vB==x") && secrets.tokens.contains("{postBody=1}"),
            "{secrets:?}"
        );
        assert_eq!(Secrets::from_json(&secrets.to_json()).unwrap(), secrets);
        assert!(secrets.are_in("x refresh_token=AMf-vB%3D%3Dx") && !secrets.are_in("refresh_token=other"));
    }

    #[test]
    fn whatever_shape_it_has_it_is_found() {
        let long = secrets().any_token().unwrap().to_owned();
        let planted = [
            PASSWORD.to_owned(),
            percent_encoded(PASSWORD),
            base64(PASSWORD),
            PASSWORD.chars().flat_map(|char| [char, '\0']).collect(),
            "AMf-vB==x".to_owned(),
            // Cut at either end.
            long[45..150].to_owned(),
            format!("{}JIUzI1NiJ9", ANY_TOKEN[0]),
        ];
        for text in planted {
            let folder = tempfile::tempdir().unwrap();
            let deep = folder.path().join("a/b");
            fs::create_dir_all(&deep).unwrap();
            fs::write(deep.join("innocent"), "nothing here, not even a password").unwrap();
            assert_eq!(secrets().search(folder.path()).unwrap(), []);
            let file = deep.join("log");
            fs::write(&file, [b"\0\xff before ", text.as_bytes(), b" after"].concat()).unwrap();
            let leaks = secrets().search(folder.path()).unwrap();
            assert!(!leaks.is_empty() && leaks.iter().all(|leak| leak.file == file), "{text:?}: {leaks:?}");
        }
    }
}
