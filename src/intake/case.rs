use super::duration;
use crate::queueing::{AnsweredInTime, Case, Counting, Model, Stream, Targets};
use crate::units::{Rate, Seconds, Share};

/// The most erlangs, agents and places a case may have: beyond it is a slip of the pen.
const MOST_LOAD: f64 = 1e7;
const MOST_PLACES: f64 = 1e6;
/// The longest mean handle time and patience in seconds.
const LONGEST_HANDLE_TIME: f64 = 1e7;
const LONGEST_PATIENCE: f64 = 1e9;

/// The parts of a case for the Erlang calculator, as written; what is empty was not.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CaseParts {
    /// Which of the classical models.
    pub model: Option<ModelName>,
    /// Contacts offered in an hour.
    pub volume_per_hour: Option<f64>,
    /// Mean handle time.
    pub aht_seconds: Option<f64>,
    /// Mean patience; of account to Erlang A only.
    pub patience_seconds: Option<f64>,
    /// The agents there are.
    pub agents: Option<f64>,
    /// The most contacts at once, handled or waiting; of no account to Erlang B.
    pub capacity: Option<f64>,
    /// The time the service level is measured at.
    pub within_seconds: Option<f64>,
    /// What the service level is a share of.
    pub counting: Option<Counting>,
    /// The least service level.
    pub answered_at_least: Option<Share>,
    /// The longest mean wait of the answered.
    pub max_average_wait_seconds: Option<f64>,
    /// The largest share that hangs up.
    pub max_abandonment: Option<Share>,
    /// The largest share of their time agents are busy.
    pub max_occupancy: Option<Share>,
    /// The largest share turned away.
    pub max_blocking: Option<Share>,
}

/// The classical models by their letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelName {
    /// Erlang B: who finds nobody free is lost.
    B,
    /// Erlang C: everybody waits.
    C,
    /// Erlang A: everybody waits until their patience runs out.
    A,
}

/// Why a case makes no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Objection {
    /// The part it is about, by its column in a file of cases.
    pub part: &'static str,
    /// What is wrong.
    pub message: &'static str,
    /// What would be right.
    pub remedy: &'static str,
}

impl CaseParts {
    /// The case.
    ///
    /// Without a model it is Erlang A where patience is given and Erlang C where it is not.
    ///
    /// # Errors
    ///
    /// All that is missing, out of range or in contradiction.
    pub fn case(&self) -> Result<Case, Vec<Objection>> {
        let objections =
            [self.faults_of_demand(), self.faults_of_supply(), self.faults_of_targets()].concat();
        if !objections.is_empty() {
            return Err(objections);
        }
        let arrivals = Rate::per_hour(self.volume_per_hour.unwrap_or_default());
        let handle_time = Seconds::new(self.aht_seconds.unwrap_or_default());
        let stream = Stream::new(arrivals, handle_time, self.model());
        let counting = self.counting.unwrap_or_default();
        let within = self.within_seconds.map(Seconds::new);
        let answered = self.answered_at_least.zip(within);
        Ok(Case {
            stream: Stream { capacity: self.capacity.map(|places| places as u32), ..stream },
            agents: self.agents,
            within,
            counting,
            targets: Targets {
                answered: answered.map(|(share, within)| AnsweredInTime { share, within, counting }),
                max_average_wait: self.max_average_wait_seconds.map(Seconds::new),
                max_abandonment: self.max_abandonment,
                max_occupancy: self.max_occupancy,
                max_blocking: self.max_blocking,
            },
        })
    }

    fn model(&self) -> Model {
        match (self.model, self.patience_seconds) {
            (Some(ModelName::B), _) => Model::ErlangB,
            (Some(ModelName::A) | None, Some(patience)) => {
                Model::ErlangA { patience: Seconds::new(patience) }
            }
            _ => Model::ErlangC,
        }
    }

    fn faults_of_demand(&self) -> Vec<Objection> {
        let volume = self.volume_per_hour;
        let load = volume.unwrap_or_default() * self.aht_seconds.unwrap_or_default() / 3600.0;
        let mut faults = Vec::new();
        let mut object = |is_wrong: bool, part, message, remedy| {
            if is_wrong {
                faults.push(Objection { part, message, remedy });
            }
        };
        object(
            volume.is_none_or(|volume| !(0.0..f64::INFINITY).contains(&volume)),
            "volume_per_hour",
            "a case needs its contacts an hour",
            "a number, 0 or more",
        );
        object(
            self.aht_seconds.is_none_or(|aht| aht <= 0.0 || aht > LONGEST_HANDLE_TIME),
            "aht_seconds",
            "a case needs its mean handle time",
            "a time above 0 and at most 10,000,000 seconds",
        );
        object(
            load > MOST_LOAD,
            "volume_per_hour",
            "more load than there are telephones",
            "at most 10,000,000 erlangs (contacts an hour times handle time in hours)",
        );
        object(
            self.model == Some(ModelName::A) && self.patience_seconds.is_none(),
            "patience_seconds",
            "Erlang A needs the mean patience",
            "a time, from past data: total wait / abandons; or Erlang C, where nobody hangs up",
        );
        object(
            self.patience_seconds.is_some_and(|patience| !(0.0..=LONGEST_PATIENCE).contains(&patience)),
            "patience_seconds",
            "patience out of range",
            "a time from 0 to 1,000,000,000 seconds",
        );
        faults
    }

    fn faults_of_supply(&self) -> Vec<Objection> {
        let mut faults = Vec::new();
        if self.agents.is_some_and(|agents| !(0.0..=MOST_LOAD).contains(&agents)) {
            let remedy = "a number from 0 to 10,000,000, fractions allowed; or nothing, to find the fewest";
            faults.push(Objection { part: "agents", message: "no such number of agents", remedy });
        }
        if self.capacity.is_some_and(|places| places.fract() != 0.0 || !(1.0..=MOST_PLACES).contains(&places))
        {
            let remedy = "a whole number from 1 to 1,000,000: agents and places in the line together";
            faults.push(Objection { part: "capacity", message: "no such number of places", remedy });
        }
        faults
    }

    fn faults_of_targets(&self) -> Vec<Objection> {
        let mut faults = Vec::new();
        let mut object = |is_wrong: bool, part, message, remedy| {
            if is_wrong {
                faults.push(Objection { part, message, remedy });
            }
        };
        let has_target = self.answered_at_least.is_some()
            || self.max_average_wait_seconds.is_some()
            || self.max_abandonment.is_some()
            || self.max_occupancy.is_some()
            || self.max_blocking.is_some();
        object(
            self.agents.is_none() && !has_target,
            "agents",
            "a case needs agents to evaluate, or a target to find them for",
            "a number of agents, or the least share answered, the most average wait, abandonment, occupancy or \
             blocking",
        );
        object(
            self.answered_at_least.is_some() && self.within_seconds.is_none(),
            "within_seconds",
            "a share answered needs the time it is answered within",
            "a time, like 20 seconds",
        );
        object(
            self.within_seconds.is_some_and(|within| within < 0.0),
            "within_seconds",
            "no such time",
            "a time, 0 or more",
        );
        object(
            self.max_average_wait_seconds.is_some_and(|most| most < 0.0),
            "max_average_wait_seconds",
            "no such time",
            "a time, 0 or more",
        );
        object(
            self.max_occupancy == Some(Share::NONE),
            "max_occupancy",
            "occupancy cannot be held at nothing",
            "a share above 0, like 85%",
        );
        faults
    }
}

/// Reads a model's letter.
pub fn read_model(text: &str) -> Option<ModelName> {
    match text.trim().to_ascii_uppercase().as_str() {
        "B" => Some(ModelName::B),
        "C" => Some(ModelName::C),
        "A" => Some(ModelName::A),
        _ => None,
    }
}

/// Reads the name of a way of counting.
pub fn read_counting(text: &str) -> Option<Counting> {
    match text.trim().to_ascii_lowercase().as_str() {
        "offered" => Some(Counting::Offered),
        "abandons-in-time" => Some(Counting::AbandonsInTime),
        "answered" => Some(Counting::Answered),
        "without-short-abandons" => Some(Counting::WithoutShortAbandons),
        _ => None,
    }
}

/// Reads a share: `80%`, `80 %` or `0.8`.
pub fn read_share(text: &str) -> Option<Share> {
    match text.trim().strip_suffix('%') {
        Some(percent) => Share::percent(percent.trim().parse().ok()?),
        None => Share::new(text.trim().parse().ok()?),
    }
}

/// Reads a span of time in seconds: `20`, `20s`, `3m`, `1h30m`.
pub fn read_seconds(text: &str) -> Option<f64> {
    match text.trim().parse::<f64>() {
        Ok(seconds) => Some(seconds).filter(|seconds| seconds.is_finite()),
        Err(_) => duration::seconds(text),
    }
}
