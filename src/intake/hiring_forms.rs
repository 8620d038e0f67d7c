use super::document::{Node, Value};
use super::faults::Faults;
use super::forms;
use super::section::{Form, Section};
use crate::model::Attrition;
use crate::units::Share;

/// The months a headcount plan looks ahead.
pub(super) const MONTHS: Form<u32> = Form {
    code: "bad-months",
    remedy: "a whole number of months, from 3 to 24",
    parse: |value| (forms::COUNT.parse)(value).filter(|months| (3..=24).contains(months)),
};

/// More or less in a year, as a factor.
pub(super) const GROWTH: Form<f64> = Form {
    code: "bad-growth",
    remedy: "more or less in a year, from -90% to 900%, like \"15%\"",
    parse: |value| match value {
        Value::Text(text) => growth(text),
        _ => None,
    },
};

/// Reads `15%`, `+15%` and `-5 %` as a factor.
pub(super) fn growth(text: &str) -> Option<f64> {
    let percent: f64 = text.trim().strip_suffix('%')?.trim().parse().ok()?;
    (-90.0..=900.0).contains(&percent).then_some(1.0 + percent / 100.0)
}

/// What each month of the year is like, beside the others.
pub(super) const SEASON: Form<Vec<f64>> = Form {
    code: "bad-season",
    remedy: "twelve numbers above 0, from January to December, like [1.1, 1, 1, 0.9, 0.9, 0.9, 0.8, 0.8, 1, 1, 1.2, 1.4]",
    parse: |value| match value {
        Value::List(items) if items.len() == 12 => items
            .iter()
            .map(|item| match item.value {
                Value::Whole(number) => Some(number as f64),
                Value::Real(number) => Some(number),
                _ => None,
            })
            .map(|factor| factor.filter(|factor| (0.01..=100.0).contains(factor)))
            .collect(),
        _ => None,
    },
};

/// Less than all of them: who leave.
pub(super) const ATTRITION: Form<Share> = Form {
    code: "bad-attrition",
    remedy: "the share that leaves, less than 100%, like \"35%\"",
    parse: |value| (forms::SHARE.parse)(value).filter(|share| share.get() < 1.0),
};

/// What newcomers get done, week by week.
pub(super) const RAMP_UP: Form<Vec<f64>> = Form {
    code: "bad-ramp-up",
    remedy: "for each week after training what newcomers get done of what the others do, like [\"60%\", \"80%\"], or how \
             many times as long they take, like [\"1.5x\", \"1.2x\"]",
    parse: |value| match value {
        Value::List(items) if items.len() <= 104 => items.iter().map(|item| done(&item.value)).collect(),
        _ => None,
    },
};

/// What a newcomer gets done in a week: a share, or one over the handle times of others that they take.
fn done(week: &Value) -> Option<f64> {
    let times = match week {
        Value::Text(text) => text.trim().strip_suffix('x'),
        _ => None,
    };
    match times {
        Some(times) => {
            times.trim().parse().ok().filter(|times| (1.0..=100.0).contains(times)).map(f64::recip)
        }
        None => (forms::SHARE.parse)(week).map(Share::get),
    }
}

/// The fewest and the most of a class.
pub(super) const CLASS_SIZE: Form<(u32, u32)> = Form {
    code: "bad-class-size",
    remedy: "the fewest and the most of a class, the fewest first, like \"6-12\", or one number for both",
    parse: |value| {
        let (least, most) = match value {
            Value::Text(text) => match text.split_once('-') {
                Some((least, most)) => (least.trim().parse().ok()?, most.trim().parse().ok()?),
                None => {
                    let both = text.trim().parse().ok()?;
                    (both, both)
                }
            },
            value => {
                let both = (forms::POSITIVE_COUNT.parse)(value)?;
                (both, both)
            }
        };
        (1 <= least && least <= most && most <= 10_000).then_some((least, most))
    },
};

/// So many hours in a month.
pub(super) const MONTH_HOURS: Form<f64> = Form {
    code: "bad-hours",
    remedy: "hours of a month, like \"400h\"",
    parse: |value| {
        let span = (forms::HOURS.parse)(value).filter(|span| span.min == span.max)?;
        Some(span.max.hours())
    },
};

const STEP_KEYS: [&str; 2] = ["months", "monthly"];

/// Who leave: a share of a year, or of a month by tenure.
pub(super) fn read_attrition(section: &Section<'_>, faults: &mut Faults) -> Option<Attrition> {
    let node = section.node("attrition")?;
    let Value::List(items) = &node.value else {
        let yearly = section.read("attrition", &ATTRITION, faults)?;
        return Some(Attrition { steps: vec![(f64::INFINITY, Attrition::of_year(yearly))] });
    };
    let mut steps: Vec<(f64, Share)> = Vec::new();
    for item in items {
        steps.push(read_step(item, faults)?);
    }
    let is_ascending = steps.windows(2).all(|pair| pair[0].0 < pair[1].0);
    if steps.is_empty() || !is_ascending {
        let message = "the steps of `attrition` do not go up in months of tenure";
        let remedy = "ascending `months`, the last step without: [{ months = 3, monthly = \"6%\" }, { monthly = \"2%\" }]";
        faults.error("attrition-out-of-order", &node.place, message, node.value.written(), remedy);
        return None;
    }
    Some(Attrition { steps })
}

fn read_step(node: &Node, faults: &mut Faults) -> Option<(f64, Share)> {
    let step = Section::open("a step of attrition", node, &STEP_KEYS, faults)?;
    let until = match step.has("months") {
        true => f64::from(step.read("months", &forms::POSITIVE_COUNT, faults)?),
        false => f64::INFINITY,
    };
    Some((until, step.require("monthly", &ATTRITION, faults)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_newcomers_get_done_is_a_share_or_one_over_how_long_they_take() {
        let read = |week: &str| done(&Value::Text(week.to_owned()));
        assert_eq!([read("80%"), read("1.25x"), read(" 2 x ")], [Some(0.8), Some(0.8), Some(0.5)]);
        for wrong in ["125%", "0.8x", "x", "infx", "NaNx"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(done(&Value::Real(0.7)), Some(0.7));
    }
}
