use std::fmt::Write;

use crate::instance::{Agent, Instance, Wish};

impl Instance {
    /// The instance in the format it is read from.
    pub fn write(&self) -> String {
        let mut text = format!("SECTION_HORIZON\n{}\n\nSECTION_SHIFTS\n", self.days);
        for shift in &self.shifts {
            let others: Vec<&str> =
                shift.not_followed_by.iter().map(|&other| self.shifts[other].id.as_str()).collect();
            line(&mut text, format_args!("{},{},{}", shift.id, shift.minutes, others.join("|")));
        }
        text += "\nSECTION_STAFF\n";
        self.agents.iter().for_each(|agent| self.write_agent(&mut text, agent));
        text += "\nSECTION_DAYS_OFF\n";
        for agent in self.agents.iter().filter(|agent| !agent.days_off.is_empty()) {
            let days: Vec<String> = agent.days_off.iter().map(ToString::to_string).collect();
            line(&mut text, format_args!("{},{}", agent.id, days.join(",")));
        }
        text += "\nSECTION_SHIFT_ON_REQUESTS\n";
        self.write_wishes(&mut text, &self.wanted);
        text += "\nSECTION_SHIFT_OFF_REQUESTS\n";
        self.write_wishes(&mut text, &self.unwanted);
        text += "\nSECTION_COVER\n";
        for cover in &self.cover {
            let shift = &self.shifts[cover.shift].id;
            line(
                &mut text,
                format_args!("{},{shift},{},{},{}", cover.day, cover.required, cover.under, cover.over),
            );
        }
        text
    }

    fn write_agent(&self, text: &mut String, agent: &Agent) {
        let limits = self.shifts.iter().zip(&agent.most_of);
        let limits: Vec<String> =
            limits.filter_map(|(shift, most)| most.map(|most| format!("{}={most}", shift.id))).collect();
        let minutes = format_args!("{},{}", agent.most_minutes, agent.least_minutes).to_string();
        let rows = [agent.most_in_a_row, agent.least_in_a_row, agent.least_off_in_a_row, agent.most_weekends];
        let rows: Vec<String> = rows.iter().map(ToString::to_string).collect();
        line(text, format_args!("{},{},{minutes},{}", agent.id, limits.join("|"), rows.join(",")));
    }

    fn write_wishes(&self, text: &mut String, wishes: &[Wish]) {
        for wish in wishes {
            let (agent, shift) = (&self.agents[wish.agent].id, &self.shifts[wish.shift].id);
            line(text, format_args!("{agent},{},{shift},{}", wish.day, wish.weight));
        }
    }
}

fn line(text: &mut String, words: std::fmt::Arguments) {
    writeln!(text, "{words}").expect("a String takes all that is written");
}
