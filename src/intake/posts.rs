use std::collections::HashMap;
use std::path::Path;

use super::faults::{Faults, counted};
use super::forecast::complain_of_stamp;
use super::requests::find_shift;
use super::shifts::ShiftDraft;
use super::stamp;
use super::table::{Column, Row, Rows};
use crate::model::{Grid, Post};
use crate::units::Money;

const DATE: usize = 0;
const SHIFT: usize = 1;
const REQUIRED: usize = 2;
const UNDER_COST: usize = 3;
const OVER_COST: usize = 4;

const COLUMNS: &[Column] = &[
    Column::required("date").or(&["day"]),
    Column::required("shift"),
    Column::required("required").or(&["headcount"]),
    Column::required("under_cost"),
    Column::optional("over_cost"),
];

/// Reads the posts: headcounts beside the queues, or all there is to fill.
pub(super) fn read(
    path: &Path,
    are_all: bool,
    shifts: &[ShiftDraft],
    grid: &Grid,
    faults: &mut Faults,
) -> Vec<Post> {
    let needed =
        "a CSV file with the columns date, shift, required and under_cost; or no `posts` in the plan";
    let Some(rows) = Rows::read(path, COLUMNS, needed, faults) else { return Vec::new() };
    if are_all && rows.is_empty() {
        let remedy = "a row for each shift and day; or a table [[queue]] in the plan";
        faults.error("no-rows", rows.file(), "the plan has no queues and no posts", "only a header", remedy);
    }
    let mut posts = Vec::new();
    let mut lines: HashMap<(i32, usize), usize> = HashMap::new();
    let mut outside = 0;
    for row in rows.iter() {
        let Some((day, post)) = read_one(&row, shifts, grid, faults) else { continue };
        if let Some(first) = lines.insert((day, post.shift), row.line()) {
            let message = format!("two rows for one shift and day; the other is on line {first}");
            faults.error(
                "duplicate-row",
                &row.place(DATE),
                message,
                row.get(DATE),
                "one row for each shift and day",
            );
        } else if (0..grid.days() as i32).contains(&day) {
            posts.push(post);
        } else {
            outside += 1;
        }
    }
    if are_all && outside > 0 && outside == rows.iter().count() {
        let last = grid.date(grid.days() as i32 - 1);
        let found = format!("the plan is {} to {last}", grid.first_day());
        let message = "no post lies on a day of the plan, which has no queues either";
        faults.error("outside-plan", rows.file(), message, found, "other `start` and `days` in the plan");
    } else if outside > 0 {
        let message = counted(outside, "post lies", "posts lie") + " outside the plan's days: ignored";
        faults.warn(
            "outside-plan",
            rows.file(),
            message,
            "",
            "nothing, or other `start` and `days` in the plan",
        );
    }
    posts
}

fn read_one(row: &Row<'_>, shifts: &[ShiftDraft], grid: &Grid, faults: &mut Faults) -> Option<(i32, Post)> {
    let text = row.get(DATE);
    let date = stamp::date(text).map_err(|why| complain_of_stamp(&why, &row.place(DATE), text, faults)).ok();
    let shift = find_shift(row.text(SHIFT), shifts, &row.place(SHIFT), faults);
    let required = headcount(row, faults);
    let under_cost = cost(row, UNDER_COST, faults);
    let over_cost = cost(row, OVER_COST, faults);
    let (date, shift) = (date?, shift?);
    let day = grid.day_of(date);
    let template = &shifts[shift].template;
    if !template.weekdays.contains(&grid.weekday(day)) {
        let message = format!("the shift `{}` does not start on this weekday", template.id);
        let found = format!("{date} is a {}", grid.weekday(day));
        faults.error("shift-not-on-day", &row.place(DATE), message, found, "a day of the shift's `days`");
        return None;
    }
    let post = Post {
        day: usize::try_from(day).unwrap_or_default(),
        shift,
        required: required?,
        under_cost: under_cost?,
        over_cost: over_cost?,
    };
    Some((day, post))
}

fn headcount(row: &Row<'_>, faults: &mut Faults) -> Option<u32> {
    let text = row.get(REQUIRED);
    let number = text.parse::<u32>().ok().filter(|&number| number <= 100_000);
    if number.is_none() {
        let remedy = "a whole number of people, 0 or more";
        faults.error("bad-count", &row.place(REQUIRED), "this is no headcount", text, remedy);
    }
    number
}

fn cost(row: &Row<'_>, column: usize, faults: &mut Faults) -> Option<Money> {
    if row.get(column).is_empty() {
        return Some(Money::ZERO);
    }
    let amount = row.number(column, faults)?;
    if !(0.0..=1e9).contains(&amount) {
        faults.error(
            "bad-money",
            &row.place(column),
            "this is no cost",
            row.get(column),
            "an amount, 0 or more",
        );
        return None;
    }
    Some(Money::from_major(amount))
}
