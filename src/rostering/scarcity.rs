use super::engine::{Engine, Worth};
use super::legal::Legal;
use super::network::Path;
use super::state::Lines;
use super::terms::Terms;
use super::weekends::worked_weekends;
use crate::model::Shift;
use crate::units::{Minutes, Money};

/// What an hour is worth is told by so many of the cheapest lines of other hours.
const LINES: usize = 60;
/// These shares of it hours and weekends cost: at the full price it would be all the same whether those that were given back are
/// taken again.
const SHARE_OF_HOUR: f64 = 0.96;
const SHARE_OF_WEEKEND: f64 = 0.8;

/// What an hour and a weekend of an agent cost on some days of a long plan, as the plan allows only so many in all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Scarcity {
    pub hour: Money,
    pub weekend: Money,
}

// Stretches of a long plan are improved one by one. Each would keep all hours and weekends that are left to an agent in it, and
// give none back, however little comes of them there. Where they cost what they are worth on other days (the dual price of
// the most that an agent may work), a stretch leaves them to those, and takes what others left.
impl Engine<'_> {
    /// What hours and weekends of an agent cost on some days of a long plan; nothing as long as that is not known.
    pub fn scarcity_of(&self, agent: usize) -> Scarcity {
        self.scarcity.get().map_or(Scarcity::default(), |of| of[agent])
    }

    /// The hours and weekends of a roster at their prices.
    pub fn scarce_at_prices(&self, lines: &Lines) -> f64 {
        let of_line = |(agent, line): (usize, &Vec<Shift>)| {
            let Scarcity { hour, weekend } = self.scarcity_of(agent);
            let planned: Vec<&Shift> = line.iter().filter(|shift| shift.day >= 0).collect();
            let paid: Minutes = planned.iter().map(|shift| shift.paid()).sum();
            let weekends = worked_weekends(&self.scenario.grid, &planned).count();
            hour.major() * paid.hours() + weekend.major() * weekends as f64
        };
        lines.of.iter().enumerate().map(of_line).sum()
    }

    /// What the weekends cost that a line works in the window of `terms`, those aside that are worked outside as well.
    pub fn weekends_at_price(&self, terms: &Terms, shifts: &[Shift]) -> f64 {
        let Some(weekends) = terms.weekends.as_ref().filter(|weekends| weekends.are_priced) else {
            return 0.0;
        };
        let shifts: Vec<&Shift> = shifts.iter().collect();
        let worked = worked_weekends(&self.scenario.grid, &shifts);
        let begun = worked.filter(|week| !weekends.worked.contains(week)).count();
        terms.scarcity.weekend.major() * begun as f64
    }

    /// What hours and weekends of someone are to cost in stretches of the whole plan, at the prices of limits as they stand, that of
    /// weekends among them. What is less than a step of all costs decides nothing.
    pub fn price_scarce(
        &self,
        (legal, weekends): (&Legal, Option<usize>),
        contract: usize,
        worth: &Worth,
    ) -> Scarcity {
        let weekend = weekends.map_or(0.0, |place| legal.limit_prices[place]);
        let hour = self.worth_of_hour(legal, contract, worth);
        let price = |price: f64| if price < self.cost_step { Money::ZERO } else { Money::from_major(price) };
        Scarcity { hour: price(SHARE_OF_HOUR * hour), weekend: price(SHARE_OF_WEEKEND * weekend) }
    }

    /// What an hour of someone is worth who may work only so many in the whole plan: what the cheapest line of fewer hours costs
    /// more by the hour (the slope of the lower convex hull of costs over hours); nothing where the cheapest of all leaves hours.
    fn worth_of_hour(&self, legal: &Legal, contract: usize, worth: &Worth) -> f64 {
        let days = 0..legal.terms.days.len();
        let of_plan = legal.terms.spans.chain.iter().find(|span| (span.start..span.end) == days);
        let Some(of_plan) = of_plan else { return 0.0 };
        let classes = self.class_costs(legal, contract, worth, &days, &legal.limit_prices);
        let paths = legal.network.cheapest(&classes.costs, LINES);
        let Some((best, others)) = paths.split_first() else { return 0.0 };
        let minutes = |path: &Path| legal.paid(&path.classes).get();
        let worked = minutes(best);
        if of_plan.max - worked >= legal.terms.shortest().get() {
            return 0.0;
        }
        let beside = others.iter().map(|path| (path.cost - best.cost, worked - minutes(path)));
        let slopes = beside.filter(|of| of.1 > 0).map(|(more, fewer)| more / Minutes::new(fewer).hours());
        slopes.min_by(f64::total_cmp).unwrap_or(0.0)
    }
}
