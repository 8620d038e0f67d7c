//! Transient analysis: what one pool really gives when load and agents change.
//!
//! M(t)/M/s(t)+M: contacts come in at a rate, take exponential times and hang up after exponential patience; rate,
//! handle time and agents change from one [`Stretch`] to the next. The chance of each number of contacts follows
//! Kolmogorov's forward equations, solved by uniformisation; what becomes of a contact that waits follows the
//! backward equations, so that agents who come and go while it waits count.
//!
//! | file          | what it holds                                                                     |
//! | ------------- | --------------------------------------------------------------------------------- |
//! | `pool`        | [`Pool`]: the way there and back                                                  |
//! | `stretch`     | what stays the same for a while, and the rates of it                              |
//! | `state`       | a chance for each number of contacts; agents come and go                          |
//! | `uniformise`  | the state after some time of constant rates                                       |
//! | `rational`    | the same in one step, near the steady state                                       |
//! | `poles`       | the rational function it goes by                                                  |
//! | `cohort`      | those who came in on the way and still wait                                       |
//! | `weights`     | chances of whole numbers                                                          |
//! | `time_spent`  | how long there are how many contacts                                              |
//! | `walk`        | forwards: a stretch passed                                                        |
//! | `fate`        | what becomes of a contact that waits, by the number ahead of it                   |
//! | `outlook`     | backwards: what became of the contacts of a stretch                               |
//! | `fewest`      | the fewest agents that meet targets in every interval                             |
//! | `trial`       | some intervals replayed with other agents                                         |
//! | `passed`      | the answer, which adds up                                                         |
//!
//! Errors: states with a chance below 1e-16 are left out as time passes, and the chances lost are added up
//! ([`State::lost`], below 1e-9 for a week); shares are wrong by no more. Around a change of agents what happens to
//! those who wait until their deadline is integrated over time by Gauss-Legendre quadrature.

mod cohort;
mod fate;
mod fewest;
mod outlook;
mod passed;
mod poles;
mod pool;
mod rational;
mod state;
mod stretch;
mod time_spent;
mod trial;
mod uniformise;
mod walk;
mod weights;

pub use fewest::{Fewest, Spans};
pub use passed::Passed;
pub use pool::{Leaving, Pool, Prospect};
pub use state::State;
pub use stretch::Stretch;
