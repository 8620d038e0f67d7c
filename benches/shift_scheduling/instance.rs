use std::fmt;

/// A public shift-scheduling instance (Curtois and Qu 2014) as its file says it. Days count from 0, a Monday; agents
/// and shifts are named by their index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Instance {
    pub days: usize,
    pub shifts: Vec<ShiftType>,
    pub agents: Vec<Agent>,
    /// Who would like to work a shift.
    pub wanted: Vec<Wish>,
    /// Who would like not to.
    pub unwanted: Vec<Wish>,
    pub cover: Vec<Cover>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftType {
    pub id: String,
    pub minutes: u32,
    /// What nobody may work on the day after it.
    pub not_followed_by: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    pub id: String,
    /// The most shifts of each type; nothing where they are not limited.
    pub most_of: Vec<Option<u32>>,
    pub least_minutes: u32,
    pub most_minutes: u32,
    pub most_in_a_row: u32,
    pub least_in_a_row: u32,
    pub least_off_in_a_row: u32,
    pub most_weekends: u32,
    pub days_off: Vec<usize>,
}

/// A shift on a day that an agent wants or does not want; `weight` is the price of not granting it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    pub agent: usize,
    pub day: usize,
    pub shift: usize,
    pub weight: u32,
}

/// How many should work a shift on a day, and the price of each one missing and each one too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cover {
    pub day: usize,
    pub shift: usize,
    pub required: u32,
    pub under: u32,
    pub over: u32,
}

/// Something in a file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, from 1; 0 where the fault is of the whole file.
    pub line: usize,
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}", self.what),
            line => write!(out, "line {line}: {}", self.what),
        }
    }
}
