//! What a number means: time, load, share, headcount and money.
//!
//! A newtype here earns its place by a rule it keeps (a range, an arithmetic that makes sense); everything else
//! in callboard is a well-named field.

mod headcount;
mod load;
mod money;
mod share;
mod time;

pub use headcount::{Agents, Fte};
pub use load::{Erlangs, Rate};
pub use money::Money;
pub use share::Share;
pub use time::{Minutes, Moment, Seconds};
