/// What the plan leaves open and is therefore assumed.
#[derive(Debug, Default)]
pub(super) struct Assumed {
    notes: Vec<(String, String)>,
}

impl Assumed {
    /// Notes what is assumed of the plan as a whole.
    pub fn note(&mut self, what: impl Into<String>) {
        self.note_of("", what);
    }

    /// Notes what is assumed of something, named like ``queue `nl-voice` ``.
    pub fn note_of(&mut self, subject: &str, what: impl Into<String>) {
        self.notes.push((subject.to_owned(), what.into()));
    }

    /// A sentence for each, one for all of a kind of which the same is assumed.
    pub fn sentences(self) -> Vec<String> {
        let mut groups: Vec<(String, String)> = Vec::new();
        for (subject, what) in self.notes {
            let kind = subject.split(' ').next().unwrap_or_default();
            let same = groups.iter_mut().find(|(subjects, other)| {
                *other == what && !kind.is_empty() && subjects.split(' ').next() == Some(kind)
            });
            match same {
                Some((subjects, _)) => *subjects += &format!(",{}", &subject[kind.len()..]),
                None => groups.push((subject, what)),
            }
        }
        let sentence = |(subject, what): (String, String)| {
            if subject.is_empty() { what } else { format!("{subject}: {what}") }
        };
        groups.into_iter().map(sentence).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_of_several_is_said_once() {
        let mut assumed = Assumed::default();
        assumed.note("amounts in EUR");
        for queue in ["queue `a`", "queue `b`", "shift `c`"] {
            assumed.note_of(queue, "the usual");
        }
        assert_eq!(
            assumed.sentences(),
            ["amounts in EUR", "queue `a`, `b`: the usual", "shift `c`: the usual"]
        );
    }
}
