use super::fate::Fate;
use super::passed::Passed;
use super::state::State;
use super::stretch::Stretch;
use super::walk::Walk;
use crate::units::Seconds;

/// A pool of agents, any of whom takes any contact: first come, first served.
///
/// ```
/// use callboard::queueing::{Counting, Pool, State, Stretch};
/// use callboard::units::{Rate, Seconds};
/// // 20 agents, contacts of 5 minutes: an hour of 24 erlangs after one of 18, from an empty start.
/// let hour = |erlangs: f64| Stretch {
///     length: Seconds::new(3600.0),
///     arrivals: Rate::per_second(erlangs / 300.0),
///     handle_time: Seconds::new(300.0),
///     agents: 20,
/// };
/// let pool = Pool { within: Seconds::new(20.0), ..Pool::default() };
/// let passed = pool.follow(&mut State::empty(), &[hour(18.0), hour(24.0), hour(18.0)]);
/// let level = |hour: usize| passed[hour].service_level(Counting::Offered).unwrap();
/// assert!(level(0) > 0.5 && level(1) < 0.1);
/// // What is left of the overload spoils the hour after it.
/// assert!(level(2) < 0.1);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pool {
    /// Mean patience, exponential; counts as a tenth of a second at least. Endless where nobody hangs up.
    pub patience: Seconds,
    /// The time T within which to answer.
    pub within: Seconds,
    /// What agents do who leave.
    pub leaving: Leaving,
    /// Which agents those who wait are taken to meet.
    pub prospect: Prospect,
}

/// What agents do with the contact in hand when they leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Leaving {
    /// They finish it first.
    #[default]
    AfterContact,
    /// They drop it: it goes back to the head of the line.
    AtOnce,
}

/// Which agents contacts that wait are taken to meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Prospect {
    /// Those there will be: whoever comes or goes while they wait counts.
    #[default]
    Scheduled,
    /// Those there were when they came in, as if they stayed: what textbooks call the virtual wait with the current
    /// agents.
    Unchanged,
}

impl Default for Pool {
    /// Nobody hangs up, contacts are in time if they do not wait, and agents finish what they have in hand.
    fn default() -> Self {
        Pool {
            patience: Seconds::INFINITE,
            within: Seconds::ZERO,
            leaving: Leaving::default(),
            prospect: Prospect::default(),
        }
    }
}

impl Pool {
    /// What happens in each of a row of stretches, from a state at the start of the first; `state` becomes that at the
    /// end of the last.
    ///
    /// p' = pQ(t), p(n) being the chance of n contacts, handled or waiting, and Q(t) the generator with arrivals
    /// lambda and departures d(n) = min(n, s) mu + (n - s)+ theta, by uniformisation with an error below 1e-9
    /// ([`State::lost`] tells how much). After the last stretch its agents stay until nobody waits. Source: Green,
    /// Kolesar and Soares (2001), "Improving the SIPP approach for staffing service systems that have cyclic demands"
    /// (the equations), and Ingolfsson (2005), "Modeling the M(t)/M/s(t) queue with an exhaustive discipline" (agents
    /// who finish their contact before they leave).
    pub fn follow(&self, state: &mut State, stretches: &[Stretch]) -> Vec<Passed> {
        let walks: Vec<Walk> = (0..stretches.len()).map(|index| self.walk(state, stretches, index)).collect();
        let mut after: Option<Fate> = None;
        let mut passed = vec![Passed::default(); stretches.len()];
        for (index, walk) in walks.iter().enumerate().rev() {
            let (stretch, fate) = self.look_back(walk, stretches, index, after.as_ref());
            passed[index] = stretch;
            after = Some(fate);
        }
        passed
    }
}
