use std::ops::Range;

use super::cover::Cover;
use super::master::LineColumn;
use crate::error::Result;
use crate::program::{Column, Program, Row, Solution};

/// Presence this near a whole number of units is whole.
const WHOLE: f64 = 1e-9;
/// Needs nearer than this to a whole number of units count as whole.
const LEAST_FRACTION: f64 = 0.02;
/// All sets of queues are looked at where there are no more queues than these; of more, each by itself, those that
/// some class serves, and all.
const MOST_QUEUES: usize = 6;
/// A row is worth adding that the last program misses by so many heads,
const WORTH_A_ROW: f64 = 0.02;
/// and so many of an interval at a time.
const AT_A_TIME: usize = 2;

/// A set of the queues of an interval, bit by bit.
pub(super) type QueueSet = u64;

/// Rows that count heads.
///
/// Presence comes in units, as a rule in whole intervals, while needs do not. Those who serve one of a set S of queues,
/// and what these lack, are together what they need: heads + lacks >= need. With u the unit and f the fraction of
/// need / u it follows that heads + lacks / f >= u * need rounded up in units (mixed-integer rounding, Nemhauser and
/// Wolsey 1990). Of many sets in many intervals only those that the program would break get a row.
pub(super) struct Heads {
    intervals: Range<usize>,
    unit: f64,
    spots: Vec<Spot>,
}

/// What is known of an interval.
#[derive(Default)]
struct Spot {
    /// By class: the queues it serves, and who is settled.
    serves: Vec<QueueSet>,
    settled: Vec<f64>,
    /// By queue: what it needs, and the columns of what it lacks.
    needs: Vec<f64>,
    lacks: Vec<Vec<Column>>,
    rows: Vec<(QueueSet, Row, Rounded)>,
}

/// A row that counts heads: its interval's place in the window, and what is counted how.
pub(super) struct Counted {
    pub place: usize,
    pub set: QueueSet,
    pub row: Row,
    pub least: f64,
    pub by: f64,
}

/// A need rounded up: so many heads at least, where each head that is lacking counts `by` times.
#[derive(Clone, Copy)]
struct Rounded {
    least: f64,
    by: f64,
}

impl Heads {
    /// Without any row.
    pub fn new(cover: &Cover, intervals: Range<usize>) -> Self {
        Heads { intervals, unit: cover.unit, spots: Vec::new() }
    }

    /// Takes down the next interval, who is settled in it by class and what each of its queues may lack; nothing is
    /// counted in one that is `waived`.
    pub fn add_interval(
        &mut self,
        cover: &Cover,
        settled: Vec<f64>,
        lacks: Vec<Vec<Column>>,
        is_waived: bool,
    ) {
        let interval = self.intervals.start + self.spots.len();
        let at = &cover.intervals[interval];
        if is_waived || at.queues.len() > QueueSet::BITS as usize {
            return self.spots.push(Spot::default());
        }
        let place = |queue: &usize| at.queues.iter().position(|known| known == queue);
        let serves =
            |queues: &[usize]| queues.iter().filter_map(place).fold(0, |set, place| set | 1 << place);
        self.spots.push(Spot {
            serves: at.classes.iter().map(|class| serves(&class.queues)).collect(),
            settled,
            needs: at.queues.iter().map(|&queue| cover.queues[queue].gross[interval]).collect(),
            lacks,
            rows: Vec::new(),
        });
    }

    /// The sets that have a row, by interval.
    pub fn sets(&self) -> impl Iterator<Item = (usize, QueueSet)> {
        let intervals = self.intervals.clone().zip(&self.spots);
        intervals.flat_map(|(interval, spot)| spot.rows.iter().map(move |&(set, ..)| (interval, set)))
    }

    /// All its rows.
    pub fn counted(&self) -> impl Iterator<Item = Counted> {
        self.spots.iter().enumerate().flat_map(|(place, spot)| {
            let counted = move |&(set, row, Rounded { least, by }): &(QueueSet, Row, Rounded)| Counted {
                place,
                set,
                row,
                least,
                by,
            };
            spot.rows.iter().map(counted)
        })
    }

    /// Counts heads in an interval for all queues together, and for these sets of them.
    pub fn count(&mut self, program: &mut Program, interval: usize, sets: &[QueueSet]) -> Result<()> {
        let spot = &self.spots[interval - self.intervals.start];
        let all = spot.all();
        let sets: Vec<QueueSet> = sets.iter().copied().filter(|&set| set != all).chain([all]).collect();
        for set in sets {
            self.add_row(program, interval, set, Vec::new())?;
        }
        Ok(())
    }

    /// Counts heads in every interval, for all sets of queues that classes tie together: where no program is solved a row costs
    /// next to nothing. Of lines there must be none yet.
    pub fn count_all(&mut self, program: &mut Program) -> Result<()> {
        for interval in self.intervals.clone() {
            for set in self.spots[interval - self.intervals.start].new_sets() {
                self.add_row(program, interval, set, Vec::new())?;
            }
        }
        Ok(())
    }

    /// Adds the rows that a solution breaks most; how many. Lines have their presence by interval and class in `taken`.
    pub fn tighten(
        &mut self,
        program: &mut Program,
        solution: &Solution,
        cover: &Cover,
        (lines, columns): (&[LineColumn], &[Column]),
    ) -> Result<usize> {
        let present = self.present(solution, cover, lines, columns);
        let found: Vec<(usize, QueueSet)> = (self.intervals.clone().zip(&self.spots).zip(&present))
            .flat_map(|((interval, spot), present)| {
                let worst = spot.worst(self.unit, present, solution);
                worst.into_iter().map(move |set| (interval, set))
            })
            .collect();
        let mut entries: Vec<Vec<(Column, f64)>> = vec![Vec::new(); found.len()];
        let first = self.intervals.start;
        let mut wanted: Vec<Vec<usize>> = vec![Vec::new(); self.spots.len()];
        found.iter().enumerate().for_each(|(place, &(interval, _))| wanted[interval - first].push(place));
        for (line, &column) in lines.iter().zip(columns) {
            for (interval, class, share) in self.inside(cover, line) {
                for &place in &wanted[interval - first] {
                    if self.spots[interval - first].serves[class] & found[place].1 != 0 {
                        entries[place].push((column, share));
                    }
                }
            }
        }
        for (&(interval, set), entries) in found.iter().zip(entries) {
            self.add_row(program, interval, set, entries)?;
        }
        Ok(found.len())
    }

    /// Who is there in a solution beside those settled, by interval and class.
    fn present(
        &self,
        solution: &Solution,
        cover: &Cover,
        lines: &[LineColumn],
        columns: &[Column],
    ) -> Vec<Vec<f64>> {
        let mut present: Vec<Vec<f64>> = self.spots.iter().map(|spot| vec![0.0; spot.serves.len()]).collect();
        for (line, &column) in lines.iter().zip(columns) {
            let taken = solution.value(column);
            if taken > 0.0 {
                for (interval, class, share) in self.inside(cover, line) {
                    present[interval - self.intervals.start][class] += taken * share;
                }
            }
        }
        present
    }

    /// The presence of a line where heads may be counted, by interval and class.
    fn inside<'a>(
        &'a self,
        cover: &'a Cover,
        line: &'a LineColumn,
    ) -> impl Iterator<Item = (usize, usize, f64)> + 'a {
        line.presence.iter().filter_map(|&(interval, share)| {
            let spot = self.spots.get(interval.checked_sub(self.intervals.start)?)?;
            let class = cover.intervals[interval].class_of[line.skill_set]?;
            (!spot.serves.is_empty()).then_some((interval, class, share))
        })
    }

    fn add_row(
        &mut self,
        program: &mut Program,
        interval: usize,
        set: QueueSet,
        mut entries: Vec<(Column, f64)>,
    ) -> Result<()> {
        let spot = &mut self.spots[interval - self.intervals.start];
        let Some(rounded) = spot.rounded(self.unit, set) else { return Ok(()) };
        entries.extend(spot.lacks_of(set).map(|column| (column, rounded.by)));
        spot.rows.push((set, program.add_row_of(rounded.least..=f64::INFINITY, &entries)?, rounded));
        Ok(())
    }

    /// The rows in which an agent of a skill set counts as a head in an interval.
    pub fn rows(&self, cover: &Cover, skill_set: usize, interval: usize) -> impl Iterator<Item = Row> {
        let spot = interval.checked_sub(self.intervals.start).and_then(|place| self.spots.get(place));
        let class = cover.intervals[interval].class_of[skill_set];
        let serves = spot.zip(class).and_then(|(spot, class)| spot.serves.get(class)).copied().unwrap_or(0);
        let rows = spot.into_iter().flat_map(|spot| &spot.rows);
        rows.filter(move |(set, ..)| set & serves != 0).map(|&(_, row, _)| row)
    }
}

impl Spot {
    /// All its queues.
    fn all(&self) -> QueueSet {
        (0..self.needs.len()).fold(0, |set, place| set | 1 << place)
    }

    fn lacks_of(&self, set: QueueSet) -> impl Iterator<Item = Column> {
        self.lacks
            .iter()
            .enumerate()
            .filter(move |(place, _)| set >> place & 1 == 1)
            .flat_map(|of| of.1)
            .copied()
    }

    /// What a set of queues needs in whole units beside those settled; nothing where needs are whole, or those settled
    /// are not.
    fn rounded(&self, unit: f64, set: QueueSet) -> Option<Rounded> {
        let needs = self.needs.iter().enumerate().filter(|(place, _)| set >> place & 1 == 1);
        let need = needs.map(|(_, need)| need).sum::<f64>() / unit;
        let settled = self.serves.iter().zip(&self.settled).filter(|(serves, _)| *serves & set != 0);
        let there = settled.map(|(_, settled)| settled).sum::<f64>() / unit;
        let fraction = need.fract();
        let is_of_use = fraction > LEAST_FRACTION && fraction < 1.0 - LEAST_FRACTION;
        let is_whole = (there - there.round()).abs() < WHOLE / unit;
        (is_of_use && is_whole)
            .then(|| Rounded { least: unit * (need.ceil() - there.round()), by: 1.0 / fraction })
    }

    /// The sets without a row that a solution breaks most, worst first.
    fn worst(&self, unit: f64, present: &[f64], solution: &Solution) -> Vec<QueueSet> {
        let missed = |set: QueueSet| {
            let Rounded { least, by } = self.rounded(unit, set)?;
            let heads = self.serves.iter().zip(present).filter(|(serves, _)| *serves & set != 0);
            let heads: f64 = heads.map(|(_, present)| present).sum();
            let lacks: f64 = self.lacks_of(set).map(|column| solution.value(column)).sum();
            Some(least - heads - lacks * by).filter(|missed| *missed > WORTH_A_ROW)
        };
        let found = self.new_sets().into_iter().filter_map(|set| Some((missed(set)?, set)));
        let mut found: Vec<(f64, QueueSet)> = found.collect();
        found.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        found.into_iter().take(AT_A_TIME).map(|(_, set)| set).collect()
    }

    /// The sets without a row.
    fn new_sets(&self) -> Vec<QueueSet> {
        let is_new = |set: &QueueSet| self.rows.iter().all(|(known, ..)| known != set);
        self.sets().into_iter().filter(is_new).collect()
    }

    /// The sets of queues that some class ties together; the rows of others follow from those of their parts.
    fn sets(&self) -> Vec<QueueSet> {
        if self.serves.is_empty() {
            return Vec::new();
        }
        let queues = self.needs.len();
        let mut sets: Vec<QueueSet> = if queues <= MOST_QUEUES {
            (1..1 << queues).collect()
        } else {
            (0..queues)
                .map(|place| 1 << place)
                .chain(self.serves.iter().copied())
                .chain([self.all()])
                .collect()
        };
        sets.sort_unstable();
        sets.dedup();
        sets.retain(|&set| set != 0 && self.is_tied(set));
        sets
    }

    /// Whether classes tie all queues of a set together.
    fn is_tied(&self, set: QueueSet) -> bool {
        let mut tied = set & set.wrapping_neg();
        loop {
            let further = self.serves.iter().filter(|&&serves| serves & tied != 0);
            let further = further.fold(tied, |tied, serves| tied | serves & set);
            if further == tied {
                return tied == set;
            }
            tied = further;
        }
    }
}
