//! Queueing: Erlang B, C and A, finite lines, required agents, offered load over time, transient analysis.
//!
//! One pool of agents serves one stream of contacts in steady state: Poisson arrivals, exponential handle times,
//! first come first served. A [`Stream`] says what comes in and what a contact does that finds every agent busy
//! ([`Model`]); [`Stream::perform`] says what so many agents give, [`Stream::required`] how few meet
//! [`Targets`] and which of them drives it. Agents may be fractional, loads from next to nothing to a hundred
//! thousand erlangs and beyond, overload included; no answer is ever not-a-number.
//!
//! | file              | what it holds                                                              |
//! | ----------------- | -------------------------------------------------------------------------- |
//! | `poisson`         | the Poisson weights on which everything stands, at full precision          |
//! | `erlang_b`, `_c`, `_a` | the three classical models                                            |
//! | `finite_line`     | lines with a limit, with and without hanging up: M/M/c/K, M/M/c/K+M        |
//! | `required`        | the fewest agents for all targets, whole and fractional                    |
//! | `required_patient`| the same for Erlang C by recursion, in a fraction of a microsecond         |
//! | `case`            | a question to the calculator, and its answer                               |
//! | `offered_load`    | load that lags arrivals: the modified offered load                         |
//! | `transient`       | one pool with load and agents that change: what it really gives            |
//!
//! Throughout, A is the offered load in erlangs, N the agents, T the time within which to answer, h the mean
//! handle time, P the mean patience; x = NP/h and y = AP/h count agents and load in units of patience.

mod case;
mod counting;
mod erlang_a;
mod erlang_b;
mod erlang_c;
mod finite_line;
mod offered_load;
mod performance;
mod poisson;
mod required;
mod required_patient;
mod stream;
mod targets;
mod transient;

pub use case::{Answer, Case};
pub use counting::Counting;
pub use erlang_b::blocking;
pub use erlang_c::wait_probability;
pub use offered_load::OfferedLoad;
pub use performance::{InTime, Performance, Status};
pub use required::Required;
pub use stream::{Model, Stream};
pub use targets::{AnsweredInTime, Limit, Limits, Targets};
pub use transient::{Fewest, Leaving, Passed, Pool, Prospect, Spans, State, Stretch};
