//! Faults by script: which requests something happens to, and what.

use serde::{Deserialize, Serialize};

use crate::status::Status;

/// A fault: what happens to the requests that all of its conditions fit. In JSON only the effect must be there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Only on the line of this name.
    #[serde(default)]
    pub line: Option<String>,
    /// Only these methods, as gRPC has them: `Commit`, `Listen`. None: all.
    #[serde(default)]
    pub methods: Vec<String>,
    /// Only this person's requests.
    #[serde(default)]
    pub uid: Option<String>,
    /// Only requests in which this text occurs: a document's id, say. Never streams.
    #[serde(default)]
    pub mentions: Option<String>,
    /// Only requests of more bytes than this. Never streams.
    #[serde(default)]
    pub larger_than: Option<usize>,
    /// How many that fit are let through first.
    #[serde(default)]
    pub after: u32,
    /// How often; in JSON `null` is for ever, and nothing is once.
    #[serde(default = "once")]
    pub times: Option<u32>,
    /// What happens.
    pub effect: Effect,
}

#[expect(clippy::unnecessary_wraps, reason = "serde wants the field's type")]
const fn once() -> Option<u32> {
    Some(1)
}

impl Fault {
    /// It happens once, to the first request whatever it is.
    #[must_use]
    pub const fn once(effect: Effect) -> Self {
        Self {
            line: None,
            methods: Vec::new(),
            uid: None,
            mentions: None,
            larger_than: None,
            after: 0,
            times: Some(1),
            effect,
        }
    }
}

/// What happens to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It is refused, and not carried out.
    Refuse(Status),
    /// It is not carried out, and the client hears only of its loss.
    LoseRequest(Loss),
    /// It is carried out, and the client hears only of its loss.
    LoseAnswer(Loss),
    /// It is carried out, and its answer held back.
    Delay {
        /// For how long, in milliseconds.
        ms: u64,
    },
    /// It is carried out twice, and the second answer is sent: a network that repeats. Never streams.
    Twice,
}

impl Effect {
    /// Its name in the counts.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Refuse(_) => "refuse",
            Self::LoseRequest(_) => "lose_request",
            Self::LoseAnswer(_) => "lose_answer",
            Self::Delay { .. } => "delay",
            Self::Twice => "twice",
        }
    }
}

/// How a client hears of a loss.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// Not at all: it waits until it gives up.
    Silence,
    /// Its connection is reset.
    Cut,
    /// By a status, which says nothing of whether it was carried out.
    Refuse(Status),
}

/// A request, as faults see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) line: &'a str,
    pub(crate) method: &'a str,
    pub(crate) uid: Option<&'a str>,
    /// The message with its frame; a stream has none.
    pub(crate) body: Option<&'a [u8]>,
}

impl Fault {
    fn fits(&self, asked: Asked<'_>) -> bool {
        let stream_fits =
            self.mentions.is_none() && self.larger_than.is_none() && self.effect != Effect::Twice;
        self.line.as_deref().is_none_or(|line| line == asked.line)
            && (self.methods.is_empty() || self.methods.iter().any(|method| method == asked.method))
            && (self.uid.is_none() || self.uid.as_deref() == asked.uid)
            && asked.body.map_or(stream_fits, |body| {
                self.larger_than.is_none_or(|size| body.len() > size)
                    && self.mentions.as_deref().is_none_or(|text| contains(body, text.as_bytes()))
            })
    }
}

fn contains(body: &[u8], text: &[u8]) -> bool {
    text.is_empty() || body.windows(text.len()).any(|window| window == text)
}

/// The faults that are still to happen, the earliest first.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        if fault.times != Some(0) {
            self.0.push(fault);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn all(&self) -> &[Fault] {
        &self.0
    }

    /// What happens to a request, if anything does: each has one fault at most.
    pub(crate) fn strike(&mut self, asked: Asked<'_>) -> Option<Effect> {
        for index in 0..self.0.len() {
            let fault = &mut self.0[index];
            if !fault.fits(asked) {
                continue;
            }
            if fault.after > 0 {
                fault.after -= 1;
                continue;
            }
            let effect = fault.effect.clone();
            if let Some(times) = &mut fault.times {
                *times -= 1;
                if *times == 0 {
                    self.0.remove(index);
                }
            }
            return Some(effect);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::Code;

    fn asked<'a>(method: &'a str, body: &'a [u8]) -> Asked<'a> {
        Asked { line: "main", method, uid: Some("ada"), body: Some(body) }
    }

    fn read(text: &str) -> Fault {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn they_strike_in_turn_and_as_often_as_they_should() {
        let mut faults = Faults::default();
        faults.add(read(r#"{"methods": ["Commit"], "after": 1, "times": 2, "effect": "twice"}"#));
        faults.add(read(r#"{"effect": {"delay": {"ms": 5}}}"#));
        let mut strike = |method| faults.strike(asked(method, b""));
        assert_eq!(strike("RunQuery"), Some(Effect::Delay { ms: 5 }));
        assert_eq!(strike("Commit"), None, "the first is let through");
        assert_eq!(strike("Commit"), Some(Effect::Twice));
        assert_eq!(strike("RunQuery"), None);
        assert_eq!(strike("Commit"), Some(Effect::Twice));
        assert_eq!(strike("Commit"), None);
        assert_eq!(faults.all(), []);
    }

    #[test]
    fn every_condition_counts() {
        let refuse = r#""effect": {"refuse": {"code": "INTERNAL"}}, "times": null}"#;
        let strikes = |condition: &str| {
            let mut faults = Faults::default();
            faults.add(read(&format!("{{{condition}, {refuse}")));
            faults.strike(asked("Commit", b"the body")).is_some()
        };
        for fitting in [
            r#""line": "main""#,
            r#""uid": "ada""#,
            r#""mentions": "body""#,
            r#""larger_than": 7"#,
            r#""methods": ["Write", "Commit"]"#,
        ] {
            assert!(strikes(fitting), "{fitting}");
        }
        for other in [
            r#""line": "phone""#,
            r#""uid": "bob""#,
            r#""mentions": "soul""#,
            r#""larger_than": 8"#,
            r#""methods": ["Write"]"#,
        ] {
            assert!(!strikes(other), "{other}");
        }
    }

    #[test]
    fn a_stream_has_no_body_to_judge_by() {
        let stream = Asked { body: None, ..asked("Listen", b"") };
        let mut faults = Faults::default();
        faults.add(Fault { mentions: Some(String::new()), ..Fault::once(Effect::LoseRequest(Loss::Cut)) });
        faults.add(Fault::once(Effect::Twice));
        assert_eq!(faults.strike(stream), None);
        let refuse = Effect::Refuse(Status::new(Code::Aborted, ""));
        faults.add(Fault { methods: vec!["Listen".to_owned()], ..Fault::once(refuse.clone()) });
        assert_eq!(faults.strike(stream), Some(refuse));
    }
}
