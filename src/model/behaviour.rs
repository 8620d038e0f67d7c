use crate::units::{Seconds, Share};

/// How contacts of a queue vary, and what people do that Erlang's formulas leave out.
#[derive(Debug, Clone, PartialEq)]
pub struct Behaviour {
    /// The standard deviation of handle times as a multiple of their mean.
    pub aht_variation: f64,
    /// The mean handle time of contacts held side by side as a multiple of the forecast's: of one alone, of each of
    /// two, and so on; the last value is that of all beyond. Empty: as forecast, however many.
    pub aht_by_concurrency: Vec<f64>,
    /// Who did not get through calls again.
    pub redial: Option<Return>,
    /// Who was not helped comes back with the same matter.
    pub repeat: Option<Return>,
    /// The coefficient of variation of a random factor on this queue's volume, one for each day.
    pub forecast_error: f64,
    /// The share of contacts that hang up at once if they have to wait.
    pub balk: Share,
    /// Contacts the lines hold, those waiting and those in hand; who comes in beyond finds them busy.
    pub lines: Option<u32>,
}

/// A share of contacts that come back, and when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Return {
    /// The share that does.
    pub share: Share,
    /// The mean time until they do; counted in opening hours.
    pub after: Seconds,
}

impl Default for Behaviour {
    /// Handle times vary as much as they last, and nobody does more than wait or hang up.
    fn default() -> Self {
        Behaviour {
            aht_variation: 1.0,
            aht_by_concurrency: Vec::new(),
            redial: None,
            repeat: None,
            forecast_error: 0.0,
            balk: Share::NONE,
            lines: None,
        }
    }
}

impl Behaviour {
    /// The mean handle time of each of so many contacts held side by side, as a multiple of the forecast's.
    ///
    /// ```
    /// use callboard::model::Behaviour;
    ///
    /// let behaviour = Behaviour { aht_by_concurrency: vec![1.0, 1.25], ..Behaviour::default() };
    /// assert_eq!([1, 2, 3].map(|at_once| behaviour.aht_factor(at_once)), [1.0, 1.25, 1.25]);
    /// assert_eq!(Behaviour::default().aht_factor(3), 1.0);
    /// ```
    pub fn aht_factor(&self, at_once: u32) -> f64 {
        let factors = &self.aht_by_concurrency;
        let place = (at_once.max(1) as usize - 1).min(factors.len().saturating_sub(1));
        factors.get(place).copied().unwrap_or(1.0)
    }
}
