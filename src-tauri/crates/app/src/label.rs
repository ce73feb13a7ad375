//! What a change is called: a word and the name of what it concerns, kept with the change in the library and
//! turned into a sentence when somebody looks.

use model::text;

/// What a change does; its word is stored, so it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Create,
    Edit,
    Delete,
    Duplicate,
    AddEntry,
    EditEntry,
    RemoveEntry,
    Reorder,
    RestoreVersion,
    RestoreLost,
    AddStarter,
    Import,
    Restore,
    Discard,
    Migrate,
    TakeBack,
}

impl Verb {
    const fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Edit => "edit",
            Self::Delete => "delete",
            Self::Duplicate => "duplicate",
            Self::AddEntry => "add-entry",
            Self::EditEntry => "edit-entry",
            Self::RemoveEntry => "remove-entry",
            Self::Reorder => "reorder",
            Self::RestoreVersion => "restore-version",
            Self::RestoreLost => "restore-lost",
            Self::AddStarter => "add-starter",
            Self::Import => "import",
            Self::Restore => "restore",
            Self::Discard => "discard",
            Self::Migrate => "migrate",
            Self::TakeBack => "take-back",
        }
    }

    /// The form in which the library keeps it: the word, a space, the name.
    pub(crate) fn op(self, name: &str) -> String {
        format!("{} {name}", self.word())
    }
}

/// The sentence for a stored op: "Deleted “Push day”". A word that a newer version wrote gives a general one.
pub(crate) fn sentence(op: &str) -> String {
    let (word, name) = op.split_once(' ').unwrap_or((op, ""));
    let key = format!("change-{word}");
    if !text::has(&key) {
        return text::get("change-other");
    }
    text::with(&key, &[("name", name.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_has_a_sentence_with_its_name() {
        for verb in [
            Verb::Create,
            Verb::Edit,
            Verb::Delete,
            Verb::Duplicate,
            Verb::AddEntry,
            Verb::EditEntry,
            Verb::RemoveEntry,
            Verb::Reorder,
            Verb::RestoreVersion,
            Verb::RestoreLost,
            Verb::AddStarter,
            Verb::Import,
            Verb::Restore,
            Verb::Discard,
        ] {
            let sentence = sentence(&verb.op("Push day: A"));
            assert!(sentence.contains("“Push day: A”"), "{verb:?}: {sentence}");
        }
        assert_eq!(sentence(&Verb::Delete.op("Push day")), "Deleted “Push day”");
    }

    #[test]
    fn what_came_from_the_cloud_says_so() {
        assert_eq!(sentence("sync"), text::get("change-sync"));
    }

    #[test]
    fn an_unknown_change_still_reads_as_one() {
        assert_eq!(sentence("teleport Push day"), text::get("change-other"));
    }
}
