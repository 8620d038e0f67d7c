use super::Clause;

/// Rules and requests of one agent that cannot hold together, none of which could be left out: without any of them
/// there would be a legal line of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The agent, as an index.
    pub agent: usize,
    /// The days in question, counted from the first: from the one to before the other.
    pub days: (i32, i32),
    /// What cannot hold together.
    pub parts: Vec<Part>,
}

/// A part of a contradiction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// A rule of the contract.
    Rule(Clause),
    /// A request, as an index.
    Request(usize),
    /// What was worked before the days that can be planned: the history, and shifts that are locked.
    Worked,
}
