//! How well a few typed letters fit a name: they must occur in order, and the better the fewer gaps there are and
//! the more of them begin words.

/// A name that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The higher, the better.
    pub score: i32,
    /// Which characters of the name were typed, from 0.
    pub at: Vec<usize>,
}

/// A character in a word that is being typed.
const HIT: i32 = 4;
/// It follows the one before without a gap.
const RUN: i32 = 12;
/// It begins a word.
const WORD: i32 = 14;
/// It begins the name.
const START: i32 = 10;
/// Each character passed over between two hits, up to [`FARTHEST`].
const GAP: i32 = 1;
const FARTHEST: i32 = 12;
/// No way to match.
const NEVER: i32 = i32::MIN / 2;

/// How `typed` fits `name`, accents and upper and lower case alike; `None` if it doesn't. Nothing typed fits all.
pub fn fit(typed: &str, name: &str) -> Option<Match> {
    let typed: Vec<char> = fold(typed).into_iter().filter(|letter| !letter.is_whitespace()).collect();
    let name = fold(name);
    if typed.is_empty() {
        return Some(Match { score: 0, at: Vec::new() });
    }
    // Most names don't fit; that is seen at a glance.
    let mut rest = name.iter();
    if !typed.iter().all(|letter| rest.any(|found| found == letter)) {
        return None;
    }
    let best = table(&typed, &name);
    let last = typed.len() - 1;
    let (end, score) =
        (0..name.len()).map(|at| (at, best[last][at].0)).max_by_key(|(at, score)| (*score, -signed(*at)))?;
    let mut at = vec![end];
    let mut here = end;
    for row in (1..typed.len()).rev() {
        here = best[row][here].1;
        at.push(here);
    }
    at.reverse();
    // Of two names that fit alike, the shorter is meant.
    Some(Match { score: score * 4 - signed(name.len()), at })
}

/// For every typed letter and every place of it in the name: the best score so far, and where the letter before is.
fn table(typed: &[char], name: &[char]) -> Vec<Vec<(i32, usize)>> {
    let mut best: Vec<Vec<(i32, usize)>> = Vec::with_capacity(typed.len());
    for (row, letter) in typed.iter().enumerate() {
        let line = (0..name.len()).map(|at| {
            if name[at] != *letter {
                return (NEVER, 0);
            }
            let own = HIT + begins(name, at);
            match row.checked_sub(1).map(|before| &best[before]) {
                None => (own - (GAP * signed(at)).min(FARTHEST / 2), 0),
                Some(before) => (0..at)
                    .filter(|&from| before[from].0 > NEVER)
                    .map(|from| {
                        let gap = signed(at - from - 1);
                        let step = if gap == 0 { RUN } else { -(GAP * gap).min(FARTHEST) };
                        (before[from].0 + own + step, from)
                    })
                    .max_by_key(|(score, _)| *score)
                    .unwrap_or((NEVER, 0)),
            }
        });
        let line = line.collect();
        best.push(line);
    }
    best
}

/// What it is worth that a word, or the name, begins at `at`.
fn begins(name: &[char], at: usize) -> i32 {
    match at.checked_sub(1).map(|before| name[before]) {
        None => WORD + START,
        Some(before) if !before.is_alphanumeric() => WORD,
        Some(before) if !before.is_numeric() && name[at].is_numeric() => WORD / 2,
        Some(_) => 0,
    }
}

/// The name's characters in lower case and without accents, one for each, so that places stay places.
fn fold(text: &str) -> Vec<char> {
    text.chars().map(|letter| base(letter.to_lowercase().next().unwrap_or(letter))).collect()
}

/// The letter under an accent, for the accents of Western and Central Europe.
const fn base(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' => 'i',
        'ł' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ș' => 's',
        'ť' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

/// Names are short.
fn signed(at: usize) -> i32 {
    i32::try_from(at).unwrap_or(i32::MAX / 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best<'a>(typed: &str, names: &[&'a str]) -> Option<&'a str> {
        let fits = names.iter().filter_map(|name| Some((fit(typed, name)?.score, *name)));
        fits.max_by_key(|(score, _)| *score).map(|(_, name)| name)
    }

    #[test]
    fn letters_must_occur_in_order() {
        assert!(fit("psh", "Push day").is_some());
        assert!(fit("hsp", "Push day").is_none());
        assert!(fit("pushh", "Push day").is_none());
        assert_eq!(fit("", "Push day"), Some(Match { score: 0, at: vec![] }));
    }

    #[test]
    fn beginnings_of_words_win() {
        assert_eq!(best("pd", &["Upside down", "Push day", "Lapdog"]), Some("Push day"));
        assert_eq!(best("nw", &["New workout", "Snow walk"]), Some("New workout"));
        assert_eq!(best("leg", &["College", "Leg day", "Long easy go"]), Some("Leg day"));
    }

    #[test]
    fn the_shorter_of_two_that_fit_alike() {
        assert_eq!(best("push", &["Push day, heavy", "Push"]), Some("Push"));
    }

    #[test]
    fn what_was_typed_can_be_marked() {
        assert_eq!(fit("pd", "Push day").unwrap().at, [0, 5]);
        assert_eq!(fit("day", "Dad's day").unwrap().at, [6, 7, 8]);
        assert_eq!(fit("5x", "Strong 5x5").unwrap().at, [7, 8]);
    }

    #[test]
    fn accents_and_case_are_alike_and_keep_their_places() {
        assert_eq!(fit("ubung", "Übung").unwrap().at, [0, 1, 2, 3, 4]);
        assert_eq!(fit("ÉPAULE", "Développé épaules").unwrap().at, [10, 11, 12, 13, 14, 15]);
    }
}
