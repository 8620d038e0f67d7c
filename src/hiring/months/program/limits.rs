use super::Builder;
use crate::hiring::months::Band;
use crate::hiring::months::choice::Columns;

/// No month begins more classes of a kind than this.
const MOST_CLASSES: f64 = 1000.0;

/// Rooms, terms and who is there limit who can come and learn.
impl Builder<'_> {
    /// Classes: so many people each, no more in training at once than there are rooms, so many of a contract.
    pub(super) fn classes(&mut self, columns: &Columns) {
        let workforce = self.supply.workforce;
        let terms = workforce.classes;
        let starts = 0..workforce.class_starts.len();
        let mut held: Vec<Vec<usize>> = vec![Vec::new(); starts.len()];
        if terms.least > 1 || terms.rooms.is_some() {
            for hires in &columns.hires {
                for (start, &people) in
                    hires.iter().enumerate().filter_map(|(start, people)| Some((start, people.as_ref()?)))
                {
                    let classes = self.program.add(0.0, 0.0, MOST_CLASSES, true);
                    let most = f64::from(terms.most.min(1_000_000));
                    self.program.at_most(&[(people, 1.0), (classes, -most)], 0.0);
                    self.program.at_least(&[(people, 1.0), (classes, -f64::from(terms.least))], 0.0);
                    held[start].push(classes);
                }
            }
        }
        if let Some(rooms) = terms.rooms {
            for day in starts {
                let busy = (0..=day).filter(|&start| self.is_in_training(start, day));
                let classes: Vec<(usize, f64)> =
                    busy.flat_map(|start| &held[start]).map(|&column| (column, 1.0)).collect();
                self.program.at_most(&classes, f64::from(rooms));
            }
        }
        self.months().for_each(|month| self.limit_contracts(columns, month));
    }

    /// Whether who started on one day is still in training on another, or starts then.
    fn is_in_training(&self, start: usize, day: usize) -> bool {
        let workforce = self.supply.workforce;
        let since = (workforce.class_starts[day] - workforce.class_starts[start]).num_days();
        since == 0 || since < i64::from(workforce.learning.training_days)
    }

    /// So many of a contract start in a month, whatever their skills.
    fn limit_contracts(&mut self, columns: &Columns, month: usize) {
        let groups = &self.supply.workforce.groups;
        for (place, group) in groups.iter().enumerate() {
            let is_first = groups[..place].iter().all(|other| other.contract != group.contract);
            let Some(terms) = group.hire.filter(|_| is_first) else { continue };
            let alike =
                groups.iter().zip(&columns.hires).filter(|(other, _)| other.contract == group.contract);
            let in_month = alike.flat_map(|(_, hires)| &hires[self.supply.starts_in(month)]);
            let entries: Vec<(usize, f64)> = in_month.flatten().map(|&column| (column, 1.0)).collect();
            if entries.len() > 1 {
                self.program.at_most(&entries, f64::from(terms.at_most));
            }
        }
    }

    /// Nobody learns who is not there, and no more than may.
    pub(super) fn courses(&mut self, columns: &Columns) {
        let workforce = self.supply.workforce;
        for (place, course) in workforce.cross_training.iter().enumerate() {
            let all: Vec<(usize, f64)> =
                columns.learners[place].iter().flatten().map(|&column| (column, 1.0)).collect();
            self.program.at_most(&all, f64::from(course.at_most));
        }
        for group in 0..workforce.groups.len() {
            let from: Vec<usize> = (0..workforce.cross_training.len())
                .filter(|&course| workforce.cross_training[course].from == group)
                .collect();
            if from.is_empty() {
                continue;
            }
            for month in self.months() {
                let gone = from.iter().flat_map(|&course| &columns.learners[course][..=month]);
                let stays = |start: usize| self.supply.stays(group, start, month);
                let entries: Vec<(usize, f64)> = gone
                    .enumerate()
                    .filter_map(|(place, column)| Some(((*column)?, stays(place % (month + 1)))))
                    .collect();
                let trained = self.supply.present[group][month].trained;
                self.program.at_most(&entries, trained);
            }
        }
    }

    /// No group gives more in a band than its people can work there.
    pub(super) fn within_bands(&mut self, columns: &Columns) {
        for group in 0..self.supply.workforce.groups.len() {
            for month in self.months() {
                if !self.bands[month].iter().any(Band::binds) {
                    continue;
                }
                let able = self.able(columns, group, month);
                for (place, band) in self.bands[month].iter().enumerate() {
                    let given = columns.given[group][month].iter().filter_map(|queue| queue[place]);
                    let mut entries: Vec<(usize, f64)> = given.map(|column| (column, 1.0)).collect();
                    if entries.is_empty() {
                        continue;
                    }
                    entries.extend(able.by.iter().map(|&(column, hours)| (column, -band.most * hours)));
                    self.program.at_most(&entries, band.most * able.present);
                }
            }
        }
    }

    /// The most hours that a group gets done in a month: of those there, and by column of those who come, learn or work
    /// longer.
    fn able(&self, columns: &Columns, group: usize, month: usize) -> AbleHours {
        let workforce = self.supply.workforce;
        let most = workforce.groups[group].week_hours.1 * self.supply.weeks(month);
        let hires = self.supply.starts_until(month).filter_map(|start| {
            Some((columns.hires[group][start]?, most * self.supply.newcomer[start][month].productive))
        });
        let learners =
            workforce.cross_training.iter().zip(&columns.learners).flat_map(|(course, learners)| {
                let moved = move |start: usize| self.moved(course, group, start, month);
                let starts = learners.iter().enumerate().take(month + 1);
                starts.filter_map(move |(start, column)| {
                    let moved = moved(start);
                    Some(((*column)?, most * (moved.there - moved.away)))
                })
            });
        let overtime = columns.overtime[group][month].map(|column| (column, 1.0));
        AbleHours {
            present: most * self.supply.present[group][month].productive,
            by: hires.chain(learners).chain(overtime).filter(|(_, hours)| *hours != 0.0).collect(),
        }
    }
}

/// Hours that a group gets done at most.
struct AbleHours {
    present: f64,
    by: Vec<(usize, f64)>,
}
