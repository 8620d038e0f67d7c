use chrono::NaiveDate;

use super::agents::Agents;
use super::document::Value;
use super::duration;
use super::faults::{Faults, Place};
use super::forms;
use super::requests::RequestDraft;
use super::section::{Form, Section};
use crate::model::{Fairness, Grid, RequestKind};
use crate::units::{Minutes, Money};

const KEYS: [&str; 6] = ["weekends", "evenings", "nights", "holidays", "evening", "equal_say"];

const EVENING: Form<i32> = Form {
    code: "bad-evening",
    remedy: "a time of day, like \"18:00\"",
    parse: |value| match value {
        Value::Text(text) => duration::clock(text).filter(|&minute| minute < 1440),
        _ => None,
    },
};

const MOST_ON_BREAK: Form<u32> = Form {
    code: "bad-teams",
    remedy: "how many of a team may be on a break at once, from 1 up, like 1",
    parse: |value| (forms::POSITIVE_COUNT.parse)(value),
};

/// What the plan says of sharing burdens and wishes.
pub(super) struct FairnessDraft {
    pub fairness: Fairness,
    /// Whether everyone's wishes weigh as much in all.
    pub has_equal_say: bool,
}

/// Reads `holidays` and the table `[fairness]`.
pub(super) fn read(plan: &Section<'_>, grid: Option<&Grid>, faults: &mut Faults) -> FairnessDraft {
    let mut dates: Vec<NaiveDate> = plan.read("holidays", &forms::DATES, faults).unwrap_or_default();
    dates.sort_unstable();
    dates.dedup();
    let usual = Fairness::default();
    let holidays =
        grid.map_or(Vec::new(), |grid| dates.iter().map(|&date| grid.day_of(date)).collect::<Vec<i32>>());
    let section = plan.node("fairness").and_then(|node| Section::open("fairness", node, &KEYS, faults));
    let mut price = |key: &str| {
        let price = section.as_ref().and_then(|section| section.read(key, &forms::MONEY, faults));
        price.unwrap_or(Money::ZERO)
    };
    let prices = ["weekends", "evenings", "nights", "holidays"].map(&mut price);
    let read = section.as_ref();
    let evening = read.and_then(|section| section.read("evening", &EVENING, faults)).unwrap_or(usual.evening);
    let has_equal_say =
        read.and_then(|section| section.read("equal_say", &forms::FLAG, faults)).unwrap_or(false);
    if let Some(section) = read.filter(|_| prices[3] > Money::ZERO && dates.is_empty()) {
        let message = "holidays have a price, but the plan names none; it does nothing";
        let remedy = "`holidays = [2026-12-25, 2026-12-26]` beside `start`";
        faults.warn("no-holidays", section.place_of("holidays"), message, "", remedy);
    }
    FairnessDraft { fairness: Fairness { prices, evening, holidays }, has_equal_say }
}

/// Reads the table `[teams]`: how many of a team may be on a break at once.
pub(super) fn read_teams(plan: &Section<'_>, faults: &mut Faults) -> Option<(u32, Place)> {
    let section = Section::open("teams", plan.node("teams")?, &["most_on_break"], faults)?;
    let most = section.require("most_on_break", &MOST_ON_BREAK, faults)?;
    Some((most, section.place_of("most_on_break").clone()))
}

/// A rule on teams needs someone who is of one.
pub(super) fn check_teams(rule: &Option<(u32, Place)>, agents: &Agents, faults: &mut Faults) {
    let Some((_, place)) = rule else { return };
    if agents.list.iter().all(|agent| agent.team.is_empty()) {
        let message = "teams have a rule, but no agent is of a team; it does nothing";
        faults.warn("no-teams", place, message, "", "a column `team` in the file of agents");
    }
}

/// Gives everyone the same say: the wishes of each agent weigh as much in all as those of anyone else who has some, and
/// all together as much as before. A wish for several days counts for each of them.
pub(super) fn share_say(requests: &mut [RequestDraft], grid: &Grid, agents: usize) {
    let days = |from, to| {
        let first = grid.day_at(from).max(0);
        let last = grid.day_at(to - Minutes::new(1)).min(grid.days() as i32 - 1);
        f64::from((last - first + 1).max(0))
    };
    let mut of_agents = vec![0.0; agents];
    for RequestDraft { request, .. } in requests.iter() {
        if let RequestKind::Prefer { weight, .. } | RequestKind::Avoid { weight, .. } = request.kind {
            of_agents[request.agent] += weight * days(request.from, request.to);
        }
    }
    let wishing = of_agents.iter().filter(|&&weight| weight > 0.0).count();
    let mean = of_agents.iter().sum::<f64>() / wishing.max(1) as f64;
    for RequestDraft { request, .. } in requests {
        let own = of_agents[request.agent];
        if let RequestKind::Prefer { weight, .. } | RequestKind::Avoid { weight, .. } = &mut request.kind
            && own > 0.0
        {
            *weight *= mean / own;
        }
    }
}
