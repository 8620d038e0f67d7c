use super::calendar::{Choice, Day};
use crate::model::{Break, BreakRule, ShiftTemplate};
use crate::units::{Minutes, Moment};

/// The breaks of a shift and where they may lie.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Breaks {
    /// In their order, the window of each cut to the shift.
    pub rules: Vec<BreakRule>,
    /// The least time from the end of one to the start of the next.
    apart: Minutes,
    /// Minutes between two moments at which one may begin, from the shift's start.
    step: i32,
}

/// What breaks lose: a price, or several in their order.
pub(super) trait Loss: Copy {
    const NOTHING: Self;
    fn plus(self, other: Self) -> Self;
    /// Whether it is less, by more than the error of the arithmetic.
    fn is_less(self, other: Self) -> bool;
}

impl Loss for f64 {
    const NOTHING: f64 = 0.0;

    fn plus(self, other: f64) -> f64 {
        self + other
    }

    fn is_less(self, other: f64) -> bool {
        self < other - 1e-12
    }
}

impl Breaks {
    /// Those that a shift of a template has when it lasts so long.
    pub fn of(template: &ShiftTemplate, length: Minutes, interval: Minutes) -> Self {
        let spacing = template.spacing;
        let cut = |rule: &BreakRule| BreakRule {
            after: rule.after.max(spacing.from_edges),
            before: rule.before.min(length - spacing.from_edges - rule.length),
            ..*rule
        };
        let rules = template.breaks.iter().filter(|rule| length > rule.if_longer_than).map(cut);
        let step = template.break_step(interval).get();
        Breaks { rules: rules.collect(), apart: spacing.apart, step }
    }

    /// Time not paid.
    pub fn unpaid(&self) -> Minutes {
        self.rules.iter().filter(|rule| !rule.is_paid).map(|rule| rule.length).sum()
    }

    /// Whether breaks lie as they may in a shift from some moment on.
    pub fn allow(&self, breaks: &[Break], start: Moment, day: &Day) -> bool {
        let fits = |(at, rule): (&Break, &BreakRule)| {
            let begins = at.start - start;
            at.end == at.start + rule.length
                && at.is_paid == rule.is_paid
                && (rule.after..=rule.before).contains(&begins)
                && begins.get() % self.step == 0
                && !is_training(day, at.start, at.end)
        };
        let are_apart = breaks.windows(2).all(|two| two[0].end + self.apart <= two[1].start);
        breaks.len() == self.rules.len() && are_apart && breaks.iter().zip(&self.rules).all(fits)
    }

    /// The least that the breaks of a choice lose, and where they then lie; nothing where there is no room for them.
    ///
    /// A dynamic program from the last break to the first over the moments at which each may begin:
    ///
    /// least\[n\]\[at\] = min(least\[n\]\[at + step\], lost(at, end) + least\[n + 1\]\[end + apart\])
    ///
    /// so that many short breaks on a fine grid cost no more than the sum of their windows. Of equal places the
    /// earliest is taken.
    pub fn cheapest<L: Loss>(
        &self,
        choice: &Choice,
        day: &Day,
        lost: impl Fn(Moment, Moment) -> L,
        placed: Option<&mut Vec<Break>>,
    ) -> Option<L> {
        if let Some(breaks) = &choice.placed {
            if let Some(placed) = placed {
                *placed = breaks.to_vec();
            }
            return Some(breaks.iter().fold(L::NOTHING, |loss, at| loss.plus(lost(at.start, at.end))));
        }
        // At each place: what it and all later ones come to at best, and the place taken.
        let mut tables: Vec<Vec<Option<(L, i32)>>> = Vec::new();
        let mut later: Option<Table<L>> = None;
        for rule in self.rules.iter().rev() {
            let (first, last) = self.window(rule);
            let mut best: Option<(L, i32)> = None;
            let mut least = vec![None; (last - first + 1).max(0) as usize];
            for place in (first..=last).rev() {
                let start = choice.start + Minutes::new(place * self.step);
                let end = start + rule.length;
                let then = match &later {
                    None => Some(L::NOTHING),
                    Some(later) => later.from(self.place_after(place, rule)),
                };
                if let Some(then) = then.filter(|_| !is_training(day, start, end)) {
                    let loss = lost(start, end).plus(then);
                    // The earliest of equals: the others are not less.
                    if best.is_none_or(|(least, _)| !least.is_less(loss)) {
                        best = Some((loss, place));
                    }
                }
                least[(place - first) as usize] = best;
            }
            if let Some(later) = later.replace(Table { first, least }) {
                tables.push(later.least);
            }
        }
        let Some(first) = later else { return Some(L::NOTHING) };
        let found = first.from(first.first)?;
        if let Some(placed) = placed {
            tables.push(first.least);
            self.read(choice, tables, placed);
        }
        Some(found)
    }

    /// The first and the last place at which a break may begin, in steps from the shift's start.
    fn window(&self, rule: &BreakRule) -> (i32, i32) {
        let after = rule.after.get();
        (
            after.div_euclid(self.step) + i32::from(after % self.step > 0),
            rule.before.get().div_euclid(self.step),
        )
    }

    /// The first place for the break after one.
    fn place_after(&self, place: i32, rule: &BreakRule) -> i32 {
        let free = place * self.step + rule.length.get() + self.apart.get();
        free.div_euclid(self.step) + i32::from(free % self.step > 0)
    }

    /// The places taken, from the tables of the last break to the first.
    fn read<L: Loss>(&self, choice: &Choice, tables: Vec<Vec<Option<(L, i32)>>>, placed: &mut Vec<Break>) {
        placed.clear();
        let mut free = i32::MIN;
        for (rule, least) in self.rules.iter().zip(tables.into_iter().rev()) {
            let first = self.window(rule).0;
            let Some(Some((_, place))) = least.get((free.max(first) - first) as usize) else { return };
            let start = choice.start + Minutes::new(place * self.step);
            placed.push(Break { start, end: start + rule.length, is_paid: rule.is_paid });
            free = self.place_after(*place, rule);
        }
    }
}

/// What a break and all after it lose at least, by the first place at which it may begin.
struct Table<L> {
    first: i32,
    least: Vec<Option<(L, i32)>>,
}

impl<L: Loss> Table<L> {
    fn from(&self, place: i32) -> Option<L> {
        let found = self.least.get((place.max(self.first) - self.first) as usize)?;
        found.map(|(loss, _)| loss)
    }
}

fn is_training(day: &Day, start: Moment, end: Moment) -> bool {
    day.training.iter().any(|&(from, to)| start < to && from < end)
}
