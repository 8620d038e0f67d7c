//! Linear and integer programs: the one door to the solvers.
//!
//! [`Program`] is a linear program that keeps its basis: rows and columns are added, bounds moved, and each
//! solve goes on from where the last one ended. Column generation lives on that. [`Compact`] is a linear or
//! integer program written down once and solved once.

mod compact;
mod linear;

pub use compact::{Compact, Limits, Near};
pub use linear::{Column, Method, Program, Row, Solution};
