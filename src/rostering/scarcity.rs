use super::engine::{Engine, Worth};
use super::legal::Legal;
use super::network::Path;
use super::state::Lines;
use crate::model::Shift;
use crate::units::{Minutes, Money};

/// What an hour is worth is told by so many of the cheapest lines of other hours.
const LINES: usize = 60;
/// This share of it an hour costs: at the full price it would be all the same whether hours that were given back are taken again.
const SHARE: f64 = 0.96;

// Stretches of a long plan are improved one by one. Each would keep all hours that are left to an agent in it, and give none
// back, however little comes of them there. Where hours cost what they are worth on other days (the dual price of the most
// that an agent may work), a stretch leaves them to those, and takes what others left.
impl Engine<'_> {
    /// The price of an hour of an agent on some days of a long plan; none as long as it is not known.
    pub fn hour_price(&self, agent: usize) -> Money {
        self.hour_prices.get().map_or(Money::ZERO, |of| of[agent])
    }

    /// The hours of a roster at their prices.
    pub fn hours_at_prices(&self, lines: &Lines) -> f64 {
        let of_line = |(agent, line): (usize, &Vec<Shift>)| {
            let paid: Minutes = line.iter().filter(|shift| shift.day >= 0).map(Shift::paid).sum();
            self.hour_price(agent).major() * paid.hours()
        };
        lines.of.iter().enumerate().map(of_line).sum()
    }

    /// What an hour of someone is to cost who may work only so many in the whole plan, at the prices of limits as they stand. It
    /// is worth what the cheapest line of fewer hours costs more by the hour (the slope of the lower convex hull of costs over
    /// hours), and nothing where the cheapest of all leaves hours.
    pub fn price_hour(&self, legal: &Legal, contract: usize, worth: &Worth) -> Money {
        let days = 0..legal.terms.days.len();
        let of_plan = legal.terms.spans.chain.iter().find(|span| (span.start..span.end) == days);
        let classes = self.class_costs(legal, contract, worth, &days, &legal.limit_prices);
        let paths = legal.network.cheapest(&classes.costs, LINES);
        let (Some(of_plan), Some((best, others))) = (of_plan, paths.split_first()) else {
            return Money::ZERO;
        };
        let minutes = |path: &Path| legal.paid(&classes.choices(legal, &path.classes)).get();
        let worked = minutes(best);
        if of_plan.max - worked >= legal.terms.shortest().get() {
            return Money::ZERO;
        }
        let beside = others.iter().map(|path| (path.cost - best.cost, worked - minutes(path)));
        let slopes = beside.filter(|of| of.1 > 0).map(|(more, fewer)| more / Minutes::new(fewer).hours());
        slopes.min_by(f64::total_cmp).map_or(Money::ZERO, |price| Money::from_major(SHARE * price))
    }
}
