//! Taking out of a text what says who somebody is, or proves it. What we write into logs holds none of that; this is
//! for what a library or the system may have put there.

use regex::{Captures, Regex, Replacer};

use crate::AppError;

/// What is taken out, and what stands there instead. The order matters: an address in a token is part of the token.
const SECRETS: &[(&str, &str)] = &[
    // An ID token: three parts of base64, the first two JSON (RFC 7519).
    (r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.?[A-Za-z0-9_-]*", "<token>"),
    (r"(?i)\b(bearer|basic)\s+[A-Za-z0-9+/=._~-]+", "$1 <token>"),
    // What an answer, a request or an address calls by such a name.
    (
        r#"(?i)\b(id_?token|access_?token|refresh_?token|oob_?code|code_verifier|password|authorization|api_?key|key)("?\s*[=:]\s*"?)[^\s"&,;}]+"#,
        "$1$2<secret>",
    ),
    // A Google API key, and what else is long and made of letters and digits in disorder.
    (r"\bAIza[A-Za-z0-9_-]{20,}", "<key>"),
    (r"\b[A-Za-z0-9_-]*[0-9][A-Za-z0-9_-]*[A-Z][A-Za-z0-9_-]{30,}", "<long>"),
    (r"(?i)\b[a-z0-9._%+-]+(@|%40)[a-z0-9-]+(\.[a-z0-9-]+)+", "<e-mail>"),
];

/// Takes secrets out of texts.
#[derive(Debug)]
pub(super) struct Redactor {
    patterns: Vec<(Regex, &'static str)>,
    /// The home folder, whose name is often the person's.
    home: Option<Regex>,
}

impl Redactor {
    /// For somebody whose home folder is `home`.
    pub(super) fn new(home: Option<&str>) -> Result<Self, AppError> {
        let regex = |pattern: &str| {
            Regex::new(pattern).map_err(|error| AppError::Internal(format!("redaction: {error}")))
        };
        let patterns = SECRETS.iter().map(|(pattern, instead)| Ok((regex(pattern)?, *instead)));
        let home = home.map(|home| home.trim_end_matches(['/', '\\'])).filter(|home| home.len() > 1);
        Ok(Self {
            patterns: patterns.collect::<Result<_, AppError>>()?,
            home: home.map(|home| regex(&home_pattern(home))).transpose()?,
        })
    }

    /// The text without them.
    pub(super) fn redact(&self, text: &str) -> String {
        let homeless = match &self.home {
            Some(home) => home.replace_all(text, Tilde).into_owned(),
            None => text.to_owned(),
        };
        self.patterns
            .iter()
            .fold(homeless, |text, (pattern, instead)| pattern.replace_all(&text, *instead).into_owned())
    }
}

/// The folder however a text spells it (in JSON each `\` is two), and not as the beginning of another name.
fn home_pattern(home: &str) -> String {
    let parts: Vec<String> = home.split('\\').map(regex::escape).collect();
    format!(r"{}(?P<end>[^A-Za-z0-9_-]|$)", parts.join(r"\\{1,2}"))
}

struct Tilde;

impl Replacer for Tilde {
    fn replace_append(&mut self, captures: &Captures<'_>, dst: &mut String) {
        dst.push('~');
        dst.push_str(captures.name("end").map_or("", |end| end.as_str()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(text: &str) -> String {
        Redactor::new(Some("/home/ada")).unwrap().redact(text)
    }

    #[test]
    fn secrets_and_addresses_are_taken_out() {
        let token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.";
        for (text, rest) in [
            (format!("got {token} back"), "got <token> back"),
            ("authorization: Bearer abc.def-1".into(), "authorization: <secret> <token>"),
            (r#"{"refreshToken":"AMf-vBx","n":1}"#.into(), r#"{"refreshToken":"<secret>","n":1}"#),
            ("POST /v1/token?key=AIzaSyD&x=1".into(), "POST /v1/token?key=<secret>&x=1"),
            ("AIzaSyA1234567890abcdefghijklmnop".into(), "<key>"),
            ("mail to Ada.L+gym@example.co.uk, twice".into(), "mail to <e-mail>, twice"),
            ("?email=ada%40example.com".into(), "?email=<e-mail>"),
            ("in /home/ada/.local/share".into(), "in ~/.local/share"),
            ("in /home/ada".into(), "in ~"),
            ("in /home/adam/x".into(), "in /home/adam/x"),
            ("password=hunter2 ".into(), "password=<secret> "),
        ] {
            assert_eq!(redacted(&text), rest);
        }
    }

    #[test]
    fn what_helps_stays() {
        for text in [
            "2026-11-24T02:33:00Z  INFO ghost_gym: usable milliseconds=412",
            "place src-tauri/crates/app/src/sync/driver.rs:225:17",
            "workout-0192f0c1-7d3e-7c7a-9a57-3f2d1c0b9a88 was refused: PERMISSION_DENIED",
            "   4: app::sync::driver::Driver::handle",
        ] {
            assert_eq!(redacted(text), text);
        }
    }

    #[test]
    fn a_home_folder_of_windows_is_known_however_it_is_spelt() {
        let redactor = Redactor::new(Some(r"C:\Users\Ada")).unwrap();
        assert_eq!(redactor.redact(r"C:\Users\Ada\x"), r"~\x");
        assert_eq!(redactor.redact(r#""C:\\Users\\Ada\\x""#), r#""~\\x""#);
    }
}
