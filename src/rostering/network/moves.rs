/// A part of one array, and the part of another that it moves onto. Both lie inside their arrays, as they are made of
/// places there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move {
    /// The first place of both.
    pub from: u32,
    pub to: u32,
    pub length: u32,
}

impl Move {
    /// Adds a cost on the way, and keeps what is less.
    pub fn relax(&self, cost: f64, from: &[f64], to: &mut [f64]) {
        let (first, then, length) = (self.from as usize, self.to as usize, self.length as usize);
        for (from, to) in from[first..first + length].iter().zip(&mut to[then..then + length]) {
            let cost = from + cost;
            *to = if cost < *to { cost } else { *to };
        }
    }

    /// The same on the way back, from what the ways from its end on cost.
    pub fn relax_back(&self, cost: f64, after: &[f64], from: &mut [f64]) {
        let back = Move { from: self.to, to: self.from, length: self.length };
        back.relax(cost, after, from);
    }

    /// The least cost of a way to it and one from it on.
    pub fn least(&self, before: &[f64], after: &[f64]) -> f64 {
        let (first, then, length) = (self.from as usize, self.to as usize, self.length as usize);
        let both = before[first..first + length].iter().zip(&after[then..then + length]);
        both.map(|(before, after)| before + after).fold(f64::INFINITY, f64::min)
    }

    /// Whether it ends where another begins.
    pub fn ends_before(&self, from: u32, to: u32) -> bool {
        (self.from + self.length, self.to + self.length) == (from, to)
    }
}
