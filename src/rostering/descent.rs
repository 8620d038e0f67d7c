use super::ascent::Ascent;
use super::draft::{Blur, Draft};
use super::state::Lines;
use super::terms::Open;
use super::window::{Group, Window};
use crate::model::Watch;

/// Of the days left up to half are settled at a time where so much of an agent's lines agree,
const SURE: f64 = 0.9;
/// no less than one in so many of all days,
const BATCHES: usize = 25;
/// with so many passes between, as if so many had gone before, which keep so much of the speed.
const PASSES: usize = 8;
const AS_AFTER: usize = 300;
const MOMENTUM: f64 = 0.9;
/// Times that everyone may choose anew in the end.
const SWEEPS: usize = 3;

impl Window<'_> {
    /// Comes to a line for each agent by prices alone: settles, a batch at a time, what agents do on days on which most of
    /// their lines did the same, and lets prices move between. Nothing where time was up.
    pub fn descend(&mut self, mut ascent: Ascent, watch: &dyn Watch) -> Option<Ascent> {
        let days = |(group, of): (usize, &Group)| (0..of.legal.terms.days.len()).map(move |day| (group, day));
        let mut open: Vec<(usize, usize)> = self.groups.iter().enumerate().flat_map(days).collect();
        let least = open.len().div_ceil(BATCHES);
        while !open.is_empty() && !watch.should_stop() {
            // The days of an agent's latest line go together with all settled before.
            let agreed = |&(group, day): &(usize, usize)| ascent.taken[group].agreed(day);
            open.sort_by(|one, other| agreed(other).total_cmp(&agreed(one)));
            let sure = open.partition_point(|day| agreed(day) >= SURE);
            let rest = open.split_off(sure.min(open.len() / 2).max(least).min(open.len()));
            for (group, day) in std::mem::replace(&mut open, rest) {
                self.groups[group].legal.settled[day] = Some(ascent.taken[group].line[day]);
            }
            (0..PASSES).for_each(|pass| self.pass(&mut ascent, AS_AFTER + pass, MOMENTUM));
        }
        self.groups.iter_mut().for_each(|group| group.legal.settled.fill(None));
        open.is_empty().then_some(ascent)
    }

    /// The roster of the latest lines, in which those whose line is not legal took another one, and everyone who gains
    /// by it.
    pub fn mended(&self, ascent: &Ascent) -> Lines {
        let engine = self.engine;
        let days = engine.free_days();
        let valued = self.valued_at(ascent);
        let mut start = engine.settled.clone();
        for (Group { legal, contract, agents, skill_set, .. }, taken) in self.groups.iter().zip(&ascent.taken)
        {
            let line = engine.line(legal, *contract, &valued.worth(*skill_set), (&taken.line, 0.0));
            agents.iter().for_each(|&agent| start.replace(agent, &days, line.shifts.clone()));
        }
        let mut draft = Draft::new(engine, (&engine.settled, Some(&start)), days, Open::NEITHER);
        for seat in (0..SWEEPS).flat_map(|_| 0..draft.seats()).collect::<Vec<_>>() {
            let before = draft.cost();
            let former = draft.recreate(&[seat], &draft.all_days(), Blur::none());
            if draft.cost() > before {
                draft.restore(former);
            }
        }
        let mut lines = engine.settled.clone();
        draft.write(&mut lines);
        lines
    }
}
