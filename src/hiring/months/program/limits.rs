use super::Builder;
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
}
