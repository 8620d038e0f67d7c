use std::sync::Arc;

use super::{Agent, Contract, Fairness, Grid, Post, Queue, Request, ShiftTemplate, Shrinkage};
use crate::units::Money;

/// Everything a plan is made from, read and found consistent.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The plan's name.
    pub name: String,
    /// The currency's code.
    pub currency: String,
    /// Days and intervals planned.
    pub grid: Arc<Grid>,
    /// The queues; other nouns name them by their index here.
    pub queues: Vec<Queue>,
    /// What no roster shows.
    pub shrinkage: Shrinkage,
    /// The kinds of shift.
    pub shifts: Vec<ShiftTemplate>,
    /// The contracts.
    pub contracts: Vec<Contract>,
    /// The agents.
    pub agents: Vec<Agent>,
    /// What was asked for or settled beforehand, each naming its agent.
    pub requests: Vec<Request>,
    /// Headcounts beside the queues.
    pub posts: Vec<Post>,
    /// The internal prices.
    pub prices: Prices,
    /// The most of a team who may be on a break at once; nothing where any number may.
    pub most_on_break: Option<u32>,
    /// How burdens are to be shared.
    pub fairness: Fairness,
    /// The coefficient of variation of a random factor on the volume of all queues, one for each day.
    pub forecast_error: f64,
}

/// Internal prices that weigh what is not paid in money against what is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prices {
    /// An agent short for an hour. Above everything else: an agent is called in for a shift of several hours
    /// rather than leave one uncovered.
    pub shortage_hour: Money,
    /// A wish of weight 1 not granted.
    pub wish: Money,
}

impl Scenario {
    /// People that posts ask for, each on each day.
    pub fn asked_posts(&self) -> u32 {
        self.posts.iter().map(|post| post.required).sum()
    }
}
