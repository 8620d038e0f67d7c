use std::collections::HashMap;

use super::attribution::sets_between;
use crate::error::Result;
use crate::model::{Cause, Change, Scenario, WhatIf};

/// Reads the plan with changes.
pub type ReadChanged<'a> = &'a dyn Fn(&[Change]) -> Result<Scenario>;

/// More causes than this are told apart by what they are about, not one by one.
const MOST_CAUSES: usize = 6;

/// Every scenario a comparison plans, each once: the base, the what-ifs, and what lies between.
pub(super) struct Variants {
    /// The base first.
    pub scenarios: Vec<Result<Scenario>>,
    /// How many of them are the base or a what-if; those after only explain.
    pub named: usize,
    /// The scenario of each what-if.
    pub of_what_if: Vec<usize>,
    /// What explains each what-if of several causes.
    pub between: Vec<Option<Between>>,
}

/// The scenarios with some of a what-if's causes.
pub(super) struct Between {
    pub causes: Vec<String>,
    /// The scenario with each set of causes.
    pub with: HashMap<Vec<usize>, usize>,
}

impl Variants {
    /// Reads what the attribution of each what-if needs beside itself. Scenarios with the same causes are one.
    pub fn gather(base: Scenario, what_ifs: Vec<(WhatIf, Result<Scenario>)>, read: ReadChanged<'_>) -> Self {
        let mut variants = Variants {
            scenarios: vec![Ok(base)],
            named: 1,
            of_what_if: Vec::with_capacity(what_ifs.len()),
            between: Vec::with_capacity(what_ifs.len()),
        };
        let mut known = HashMap::from([(Vec::new(), 0)]);
        let (what_ifs, scenarios): (Vec<WhatIf>, Vec<Result<Scenario>>) = what_ifs.into_iter().unzip();
        for (what_if, scenario) in what_ifs.iter().zip(scenarios) {
            // What changes nothing, as a range's middle does, is the base.
            let is_base = scenario.as_ref().is_ok_and(|scenario| scenario == variants.base());
            let place = *known.entry(names(&what_if.causes)).or_insert_with(|| {
                if is_base {
                    return 0;
                }
                variants.scenarios.push(scenario);
                variants.scenarios.len() - 1
            });
            variants.of_what_if.push(place);
        }
        variants.named = variants.scenarios.len();
        for (place, what_if) in what_ifs.into_iter().enumerate() {
            let whole = variants.of_what_if[place];
            let between = variants.between(what_if, whole, &mut known, read);
            variants.between.push(between);
        }
        variants
    }

    /// The base.
    pub fn base(&self) -> &Scenario {
        self.scenarios
            .first()
            .and_then(|base| base.as_ref().ok())
            .expect("the base was read and is the first")
    }

    fn between(
        &mut self,
        what_if: WhatIf,
        whole: usize,
        known: &mut HashMap<Vec<String>, usize>,
        read: ReadChanged<'_>,
    ) -> Option<Between> {
        if what_if.causes.len() < 2 || self.scenarios[whole].is_err() {
            return None;
        }
        let causes = grouped(what_if.causes);
        let mut with = HashMap::from([(Vec::new(), 0), ((0..causes.len()).collect(), whole)]);
        for set in sets_between(causes.len()) {
            let some: Vec<Cause> = set.iter().map(|&cause| causes[cause].clone()).collect();
            let place = *known.entry(names(&some)).or_insert_with(|| {
                let changes: Vec<Change> = some.into_iter().flat_map(|cause| cause.changes).collect();
                self.scenarios.push(read(&changes));
                self.scenarios.len() - 1
            });
            with.insert(set, place);
        }
        Some(Between { causes: causes.into_iter().map(|cause| cause.name).collect(), with })
    }
}

/// What scenarios are known by: each change by itself, whatever causes they are grouped into.
fn names(causes: &[Cause]) -> Vec<String> {
    let changes = causes.iter().flat_map(|cause| &cause.changes);
    changes.map(|change| format!("{} = {}", change.path, change.value)).collect()
}

/// Causes few enough to be told apart: where there are many, those about one queue, contract or kind of shift are one.
fn grouped(causes: Vec<Cause>) -> Vec<Cause> {
    if causes.len() <= MOST_CAUSES {
        return causes;
    }
    let mut groups: Vec<(String, Vec<Cause>)> = Vec::new();
    for cause in causes {
        let about = cause.changes.first().map_or(String::new(), |change| about(&change.path));
        match groups.iter_mut().find(|(known, _)| *known == about) {
            Some((_, group)) => group.push(cause),
            None => groups.push((about, vec![cause])),
        }
    }
    let joined = |(about, mut group): (String, Vec<Cause>)| match group.len() {
        1 => group.swap_remove(0),
        count => Cause {
            name: format!("{about}: {count} changes"),
            changes: group.into_iter().flat_map(|cause| cause.changes).collect(),
        },
    };
    groups.into_iter().map(joined).collect()
}

/// The first two names of a path: `queue.nl-voice`. A dot inside quotes splits none.
fn about(path: &str) -> String {
    let mut is_quoted = false;
    let mut dots = path.char_indices().filter(|&(_, letter)| {
        is_quoted ^= letter == '"';
        letter == '.' && !is_quoted
    });
    path[..dots.nth(1).map_or(path.len(), |(place, _)| place)].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::plan::sample;

    fn what_if(name: &str, paths: &[&str]) -> (WhatIf, Result<Scenario>) {
        let change = |path: &&str| Change {
            path: (*path).to_owned(),
            value: toml::Value::String("+1%".to_owned()),
            file: "x.toml".into(),
            line: 1,
            column: None,
            names: Vec::new(),
        };
        let cause = |path: &&str| Cause { name: format!("{path} +1%"), changes: vec![change(path)] };
        let what_if = WhatIf { name: name.to_owned(), causes: paths.iter().map(cause).collect() };
        // Whatever changes makes the plan another.
        let forecast_error = 0.01 * paths.len() as f64;
        (what_if, Ok(Scenario { forecast_error, ..sample::scenario() }))
    }

    #[test]
    fn the_same_causes_are_planned_once() {
        let what_ifs =
            vec![what_if("none", &[]), what_if("one", &["volume"]), what_if("both", &["volume", "aht"])];
        let read = |_: &[Change]| Err(Error::Usage("not alone".to_owned()));
        let variants = Variants::gather(sample::scenario(), what_ifs, &read);
        assert_eq!(variants.of_what_if, [0, 1, 2]);
        // Only handle time alone is new.
        assert_eq!((variants.scenarios.len(), variants.named), (4, 3));
        let between = variants.between[2].as_ref().unwrap();
        assert_eq!((between.with[&vec![0]], between.with[&vec![1]]), (1, 3));
        assert!(variants.between[0].is_none() && variants.between[1].is_none());
    }

    #[test]
    fn many_causes_are_grouped_by_what_they_are_about() {
        let paths = [
            "volume",
            "queue.a.aht",
            "queue.a.sla.x",
            "queue.\"b.c\".aht",
            "queue.a.open",
            "wages",
            "agents.x",
        ];
        let (what_if, _) = what_if("many", &paths);
        let names: Vec<String> = grouped(what_if.causes).into_iter().map(|cause| cause.name).collect();
        let wanted =
            ["volume +1%", "queue.a: 3 changes", "queue.\"b.c\".aht +1%", "wages +1%", "agents.x +1%"];
        assert_eq!(names, wanted);
    }
}
