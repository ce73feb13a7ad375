//! Reading what people copy from the consoles: `const firebaseConfig = {apiKey: "…", …};` with or without the
//! lines around it, the same as JSON, or the `client_secret_….json` of a Google client.
//!
//! It is not JavaScript that is understood here, only its words: a name, a colon, a string.

use std::iter::Peekable;
use std::str::Chars;

use model::text;

use super::Settings;
use crate::secret::ClientSecret;

/// A snippet that holds no setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", text::get("settings-bad-snippet"))]
pub struct BadSnippet;

enum Token {
    /// A name or a string; in JSON a key is one as well.
    Word(String),
    Colon,
    Other,
}

pub(super) fn read(source: &str) -> Result<Settings, BadSnippet> {
    let mut settings = Settings::default();
    let tokens: Vec<Token> = Tokens { rest: source.chars().peekable() }.collect();
    for three in tokens.windows(3) {
        let [Token::Word(key), Token::Colon, Token::Word(value)] = three else { continue };
        let value = value.clone();
        match key.as_str() {
            "projectId" => settings.project_id = Some(value),
            // In a Google client's file; the console's own name for it wins.
            "project_id" => settings.project_id = settings.project_id.or(Some(value)),
            "apiKey" => settings.api_key = Some(value),
            "authDomain" => settings.auth_domain = Some(value),
            "client_id" => settings.google_client_id = Some(value),
            "client_secret" => settings.google_client_secret = Some(ClientSecret::new(value)),
            _ => {}
        }
    }
    // A Google client's file names its project, which is no setting of Firebase without the key.
    if settings.api_key.is_none() && settings.has_google() {
        settings.project_id = None;
    }
    if settings.has_project() || settings.has_google() { Ok(settings) } else { Err(BadSnippet) }
}

struct Tokens<'a> {
    rest: Peekable<Chars<'a>>,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let next = self.rest.next()?;
            return Some(match next {
                ':' => Token::Colon,
                '"' | '\'' | '`' => Token::Word(self.string(next)),
                '/' if self.rest.peek() == Some(&'/') => {
                    self.rest.by_ref().find(|c| *c == '\n');
                    continue;
                }
                '/' if self.rest.peek() == Some(&'*') => {
                    self.block_comment();
                    continue;
                }
                c if c.is_whitespace() => continue,
                c if c.is_alphanumeric() || c == '_' || c == '$' => Token::Word(self.name(c)),
                _ => Token::Other,
            });
        }
    }
}

impl Tokens<'_> {
    fn string(&mut self, quote: char) -> String {
        let mut text = String::new();
        while let Some(c) = self.rest.next() {
            match c {
                c if c == quote => break,
                '\\' => text.extend(self.rest.next()),
                c => text.push(c),
            }
        }
        text
    }

    fn name(&mut self, first: char) -> String {
        let mut text = String::from(first);
        while let Some(c) = self.rest.next_if(|c| c.is_alphanumeric() || *c == '_' || *c == '$') {
            text.push(c);
        }
        text
    }

    fn block_comment(&mut self) {
        let mut before = ' ';
        self.rest.next();
        for c in self.rest.by_ref() {
            if before == '*' && c == '/' {
                return;
            }
            before = c;
        }
    }
}
