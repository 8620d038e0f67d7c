//! Intake: the files of a planner become one validated scenario, or all their faults at once.
//!
//! [`read`] takes a plan's folder through two stages: raw values that know their file, line and column
//! (`document` for TOML, `table` for CSV), then drafts of the nouns, checked one by one and against each other.
//! Reading goes on after a fault, so that all are told together. [`read_roster`] reads a roster to be judged,
//! [`read_posted`] one to be repaired,
//! [`read_changed`] what-ifs, whose changes are applied to the raw values before anything is checked,
//! [`read_cases`] cases for the Erlang calculator.
//!
//! What the files mean where there is a choice:
//!
//! - Forecast times without an offset are the queue's. Of a time its clock shows twice the first row is the first
//!   hour, the second the second; a time it skips is refused. Rows finer than the plan's intervals are summed.
//! - A closed date closes a queue from its midnight to its midnight. Contacts of voice and chat outside opening
//!   hours are not counted; an interval of opening hours without forecast is a fault.
//! - A shift of no named kind in a roster is of the first kind it fits; its breaks are paid where that kind's are.
//! - A fixed shift has to fit its kind of shift and the rules of its contract, leave considered: input that no legal
//!   roster can follow contradicts itself.
//! - An agent's own rules, in columns named like a contract's keys, make a contract of their own under the same id;
//!   nobody is hired on it.
//! - An agent is available by their own clock, where they have a time zone. Agents a what-if adds are available as the
//!   last of their contract.
//! - In a what-if `+15%` always multiplies: a share of 5 % becomes 5.75 %. Agents added are like the last of their
//!   contract, without their leave; agents taken away are the last, and what names them goes with them.
//! - `max_occupancy` is 85 % for voice and chat and 95 % for deferred work unless the agreement says otherwise
//!   (`"100%"` for no limit); that and every other default taken is in [`Read::assumed`].
//!
//! Every fault has a stable code; `data/malformed` has a file for each.

mod actuals;
mod agent_row;
mod agents;
mod alter;
mod around;
mod assumed;
mod availability;
mod behaviour;
mod case;
mod cases;
mod change;
mod changed;
mod consistency;
mod contracts;
mod courses;
mod day_rules;
mod demand;
mod document;
mod duration;
mod fairness;
mod faults;
mod fixed;
mod fixed_order;
mod fixed_totals;
mod forecast;
mod forms;
mod general;
mod headcount;
mod heads;
mod hiring;
mod hiring_forms;
mod hours;
mod laws;
mod links;
mod nearest;
mod opening;
mod outlook;
mod own_rules;
mod partial;
mod plan_folder;
mod posted;
mod posts;
mod queues;
mod ranges;
mod requests;
mod roster_file;
mod section;
mod settled;
mod shifts;
mod skills;
mod stamp;
mod table;
mod targets;
mod text_file;
mod what_if;

pub use actuals::read_actuals;
pub use around::around;
pub use case::{CaseParts, ModelName, Objection, read_counting, read_model, read_seconds, read_share};
pub use cases::{CASE_COLUMNS, WrittenCase, read_cases};
pub use changed::read_changed;
pub use plan_folder::{Read, read, read_roster};
pub use posted::read_posted;
