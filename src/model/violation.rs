/// A rule that a roster breaks, as the audit found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The agent, as an index; nothing where the rule is not about one.
    pub agent: Option<usize>,
    /// The day it shows on, counted from the first.
    pub day: i32,
    /// The rule, by its stable name: `rest`, `hours-per-week`, `leave` ...
    pub rule: &'static str,
    /// What the roster has, in words.
    pub found: String,
    /// What the rule allows, in words.
    pub allowed: String,
}
