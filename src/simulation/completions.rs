/// When contacts in hand will be done, the next first: a heap in which a node has four children, which is half as
/// deep as one with two and keeps a node's children in one cache line.
#[derive(Debug, Default)]
pub(super) struct Completions {
    heap: Vec<Completion>,
}

/// An agent will be done with a contact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Completion {
    pub time: f64,
    pub agent: u32,
    /// The agent's revision at the time it was foreseen; what was revised since is not done.
    pub revision: u32,
}

const CHILDREN: usize = 4;

impl Completions {
    /// The time of the next; never where there is none.
    #[inline]
    pub fn next_time(&self) -> f64 {
        self.heap.first().map_or(f64::INFINITY, |next| next.time)
    }

    /// Adds one.
    #[inline]
    pub fn push(&mut self, completion: Completion) {
        self.heap.push(completion);
        let place = self.heap.len() - 1;
        raise(&mut self.heap, place, completion);
    }

    /// Takes the next out.
    #[inline]
    pub fn pop(&mut self) -> Option<Completion> {
        let last = self.heap.pop()?;
        let heap = self.heap.as_mut_slice();
        let Some(&next) = heap.first() else { return Some(last) };
        // The gap goes all the way down, and the last one up from there, seldom far: it is among the latest.
        let mut place = 0;
        loop {
            let first = place * CHILDREN + 1;
            let least = match heap.get(first..first + CHILDREN) {
                Some([one, two, three, four]) => {
                    let left = usize::from(two.time < one.time);
                    let right = 2 + usize::from(four.time < three.time);
                    first + if heap[first + right].time < heap[first + left].time { right } else { left }
                }
                _ => match (first..heap.len()).min_by(|&one, &two| heap[one].time.total_cmp(&heap[two].time))
                {
                    Some(least) => least,
                    None => break,
                },
            };
            heap[place] = heap[least];
            place = least;
        }
        raise(heap, place, last);
        Some(next)
    }
}

/// Puts a completion at a place or as far above it as it belongs.
#[inline]
fn raise(heap: &mut [Completion], mut place: usize, completion: Completion) {
    while place > 0 {
        let parent = (place - 1) / CHILDREN;
        if heap[parent].time <= completion.time {
            break;
        }
        heap[place] = heap[parent];
        place = parent;
    }
    heap[place] = completion;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_out_in_order_of_time() {
        let mut completions = Completions::default();
        let times = [5.0, 3.0, 9.0, 1.0, 7.0, 3.5, 8.0, 2.0, 6.0, 4.0, 3.0, 0.5];
        for (agent, &time) in times.iter().enumerate() {
            completions.push(Completion { time, agent: agent as u32, revision: 0 });
        }
        let mut sorted = times.to_vec();
        sorted.sort_by(f64::total_cmp);
        let out: Vec<f64> = std::iter::from_fn(|| completions.pop()).map(|next| next.time).collect();
        assert_eq!(out, sorted);
        assert_eq!(completions.next_time(), f64::INFINITY);
    }
}
