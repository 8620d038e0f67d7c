use super::bands::or_all;
use super::supply::Supply;
use super::{Band, MonthlyDemand};
use crate::error::Result;
use crate::program::{Column, Method, Program, Row};

/// One month with its people given: hours, overtime and temps at least cost, solved again for each possible future from
/// the last one's basis.
pub(super) struct Month<'a> {
    demand: &'a MonthlyDemand,
    program: Program,
    /// What is given, as columns that cannot move: by group the most hours of those trained and what they lose while
    /// they learn, by queue the hours required.
    most: Vec<Column>,
    lost: Vec<Column>,
    required: Vec<Column>,
    /// By queue and band.
    short: Vec<Vec<Column>>,
}

/// What people of a group can do in the month.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Able {
    pub trained: f64,
    pub productive: f64,
}

/// What a month comes to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outcome {
    /// Wages of those trained, overtime, temps, shortage and penalties, in major units.
    pub cost: f64,
    /// Hours short by queue.
    pub short: Vec<f64>,
}

impl<'a> Month<'a> {
    pub fn new(supply: &Supply<'_>, demand: &'a MonthlyDemand, month: usize) -> Result<Self> {
        let workforce = supply.workforce;
        let queues = demand.penalties.len();
        let bands = or_all(&demand.bands, month, queues);
        let binding = if bands.iter().any(Band::binds) { bands.len() } else { 0 };
        let mut program = Program::new();
        let some = |program: &mut Program, many: usize, bounds: std::ops::RangeInclusive<f64>| -> Vec<Row> {
            (0..many).map(|_| program.add_row(bounds.clone())).collect()
        };
        let groups = workforce.groups.len();
        let at_most = some(&mut program, groups, f64::NEG_INFINITY..=0.0);
        let at_least = some(&mut program, groups, 0.0..=f64::INFINITY);
        let gives = some(&mut program, groups, f64::NEG_INFINITY..=0.0);
        let extra = some(&mut program, groups, f64::NEG_INFINITY..=0.0);
        let cover: Vec<Vec<Row>> =
            (0..queues).map(|_| some(&mut program, bands.len(), 0.0..=f64::INFINITY)).collect();
        let within: Vec<Vec<Row>> =
            (0..groups).map(|_| some(&mut program, binding, f64::NEG_INFINITY..=0.0)).collect();
        let temp_row =
            program.add_row(f64::NEG_INFINITY..=workforce.temps.as_ref().map_or(0.0, |temps| temps.hours));
        let (mut most, mut lost) = (Vec::new(), Vec::new());
        let free = 0.0..=f64::INFINITY;
        for (place, group) in workforce.groups.iter().enumerate() {
            let wage = group.wage.major();
            let least = if group.week_hours.1 > 0.0 { group.week_hours.0 / group.week_hours.1 } else { 0.0 };
            let in_bands = |entry: f64| {
                bands.iter().zip(&within[place]).map(move |(band, &row)| (row, entry * band.most))
            };
            let entries: Vec<(Row, f64)> =
                in_bands(-1.0).chain([(at_most[place], -1.0), (at_least[place], -least)]).collect();
            most.push(program.add_column(0.0, 0.0..=0.0, &entries)?);
            let entries: Vec<(Row, f64)> = in_bands(1.0).chain([(gives[place], 1.0)]).collect();
            lost.push(program.add_column(0.0, 0.0..=0.0, &entries)?);
            let share = workforce.overtime.map_or(0.0, |terms| terms.at_most.get());
            let worked =
                [(at_most[place], 1.0), (at_least[place], 1.0), (gives[place], -1.0), (extra[place], -share)];
            program.add_column(wage, free.clone(), &worked)?;
            if let Some(terms) = workforce.overtime {
                let entries: Vec<(Row, f64)> =
                    in_bands(-1.0).chain([(gives[place], -1.0), (extra[place], 1.0)]).collect();
                program.add_column(wage * (1.0 + terms.extra), free.clone(), &entries)?;
            }
            for &queue in group.skills.queues() {
                for (band, &row) in cover[queue].iter().enumerate() {
                    let within = within[place].get(band).map(|&within| (within, 1.0));
                    let entries: Vec<(Row, f64)> =
                        [(gives[place], 1.0), (row, 1.0)].into_iter().chain(within).collect();
                    program.add_column(0.0, free.clone(), &entries)?;
                }
            }
        }
        if let Some(temps) = &workforce.temps {
            for &queue in temps.skills.queues() {
                for &row in &cover[queue] {
                    let entries = [(temp_row, 1.0), (row, 1.0)];
                    program.add_column(temps.price_hour.major(), free.clone(), &entries)?;
                }
            }
        }
        let (mut required, mut short) = (Vec::new(), Vec::new());
        let shortage_hour = workforce.shortage_hour.major();
        for (queue, rows) in cover.iter().enumerate() {
            let shares = bands.iter().map(|band| -band.share[queue]);
            let entries: Vec<(Row, f64)> = rows.iter().copied().zip(shares).collect();
            required.push(program.add_column(0.0, 0.0..=0.0, &entries)?);
            let lacks =
                rows.iter().map(|&row| program.add_column(shortage_hour, free.clone(), &[(row, 1.0)]));
            short.push(lacks.collect::<Result<_>>()?);
        }
        Ok(Month { demand, program, most, lost, required, short })
    }

    /// What it comes to with these people, each able to work so many hours at most, and these hours required.
    pub fn solve(&mut self, able: &[Able], hours: &[f64], required: &[f64]) -> Result<Outcome> {
        for (place, able) in able.iter().enumerate() {
            let (most, lost) = (hours[place] * able.trained, hours[place] * (able.trained - able.productive));
            self.program.set_bounds(self.most[place], most..=most);
            self.program.set_bounds(self.lost[place], lost.max(0.0)..=lost.max(0.0));
        }
        for (&column, &hours) in self.required.iter().zip(required) {
            self.program.set_bounds(column, hours..=hours);
        }
        let solution = self.program.solve_by(Method::Dual)?;
        let sum = |bands: &Vec<Column>| bands.iter().map(|&column| solution.value(column).max(0.0)).sum();
        let short: Vec<f64> = self.short.iter().map(sum).collect();
        let penalties: f64 =
            (0..required.len()).map(|queue| self.penalty(queue, short[queue], required[queue])).sum();
        Ok(Outcome { cost: solution.objective + penalties, short })
    }

    /// What is due for hours short.
    fn penalty(&self, queue: usize, short: f64, required: f64) -> f64 {
        let steps = self.demand.penalties[queue].iter();
        steps.filter(|step| short > step.short * required + 1e-6).map(|step| step.cost).sum()
    }
}
