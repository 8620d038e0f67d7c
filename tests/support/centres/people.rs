//! People: invented names of mixed origin, contracts and skills by a mix.

use std::collections::BTreeSet;
use std::fmt::Write;

use rand::seq::IndexedRandom;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64Mcg;

const FIRST: [&str; 60] = [
    "Anna",
    "Bram",
    "Chloé",
    "Daan",
    "Elif",
    "Farid",
    "Greet",
    "Hugo",
    "Inès",
    "Jan",
    "Kübra",
    "Lars",
    "Maëlle",
    "Noah",
    "Olga",
    "Pieter",
    "Quentin",
    "Rania",
    "Sofie",
    "Thomas",
    "Uma",
    "Victor",
    "Wout",
    "Xenia",
    "Youssef",
    "Zoë",
    "Amina",
    "Benoît",
    "Céline",
    "Dries",
    "Emre",
    "Fleur",
    "Gilles",
    "Hanne",
    "Ilyas",
    "Jasmijn",
    "Koen",
    "Léa",
    "Mehmet",
    "Nora",
    "Odile",
    "Priya",
    "Ruben",
    "Sanne",
    "Tijs",
    "Vera",
    "Wim",
    "Yara",
    "Adèle",
    "Bilal",
    "Charlotte",
    "Dmitri",
    "Esther",
    "Fatima",
    "Guus",
    "Ioana",
    "Joris",
    "Katarzyna",
    "Luuk",
    "Marek",
];
const LAST: [&str; 60] = [
    "Aerts",
    "Bakker",
    "Claes",
    "De Smet",
    "El Amrani",
    "Fontaine",
    "Goossens",
    "Haddad",
    "Ivanova",
    "Jacobs",
    "Kaya",
    "Lambert",
    "Maes",
    "Nowak",
    "Öztürk",
    "Peeters",
    "Renard",
    "Smits",
    "Tahiri",
    "Urbain",
    "Van den Berg",
    "Willems",
    "Yılmaz",
    "Zwart",
    "Bouazza",
    "Ceulemans",
    "Dubois",
    "Evers",
    "Girard",
    "Hermans",
    "Janssens",
    "Kowalski",
    "Leroy",
    "Mertens",
    "Nguyen",
    "Oosterhuis",
    "Popescu",
    "Roelofs",
    "Simon",
    "Timmermans",
    "Vos",
    "Wouters",
    "Achterberg",
    "Benali",
    "Collard",
    "D'Hondt",
    "Engel",
    "Gerritsen",
    "Horváth",
    "Kuipers",
    "Lemmens",
    "Moreau",
    "Okafor",
    "Pauwels",
    "Rossi",
    "Schouten",
    "Toussaint",
    "Verhoeven",
    "Wagner",
    "Ziani",
];

/// How many people of each contract share a set of skills.
pub struct Group {
    pub skills: &'static str,
    /// By contract, in the order of [`CONTRACTS`].
    pub heads: [usize; 3],
}

/// The contracts, by name.
pub const CONTRACTS: [&str; 3] = ["full-time", "part-time", "flex"];

/// Someone on the list of agents.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: String,
    pub name: String,
    pub contract: usize,
    pub skills: &'static str,
    pub from: Option<&'static str>,
    pub until: Option<&'static str>,
    pub week: Option<&'static str>,
}

/// The people of these groups, `times` as many of each, shuffled and numbered.
pub fn hire(groups: &[Group], times: f64, random: &mut Pcg64Mcg) -> Vec<Person> {
    let mut jobs = Vec::new();
    for group in groups {
        for (contract, &heads) in group.heads.iter().enumerate() {
            let heads = (heads as f64 * times).round() as usize;
            jobs.extend(std::iter::repeat_n((contract, group.skills), heads));
        }
    }
    jobs.shuffle(random);
    let mut taken = BTreeSet::new();
    let people = jobs.into_iter().enumerate().map(|(number, (contract, skills))| Person {
        id: format!("A{:03}", number + 1),
        name: name(&mut taken, random),
        contract,
        skills,
        from: None,
        until: None,
        week: None,
    });
    people.collect()
}

/// A name nobody has yet.
fn name(taken: &mut BTreeSet<String>, random: &mut Pcg64Mcg) -> String {
    loop {
        let first = FIRST.choose(random).expect("there are first names");
        let last = LAST.choose(random).expect("there are last names");
        let name = format!("{first} {last}");
        if taken.insert(name.clone()) {
            return name;
        }
    }
}

/// The list of agents as a planner writes it; a name with a comma stands between quotes.
pub fn agents_csv(people: &[Person]) -> String {
    let mut text = "id,name,contract,skills,from,until,hours_per_week\n".to_owned();
    for person in people {
        let name =
            if person.name.contains(',') { format!("\"{}\"", person.name) } else { person.name.clone() };
        let dates = [person.from, person.until, person.week].map(Option::unwrap_or_default).join(",");
        writeln!(text, "{},{name},{},{},{dates}", person.id, CONTRACTS[person.contract], person.skills)
            .expect("text grows");
    }
    text
}
