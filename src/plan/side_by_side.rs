use std::sync::Mutex;
use std::thread;

/// Does the same to each, several at a time; the results in order.
///
/// Threads of their own rather than rayon's: a task of the pool that waits may take up another, and would then
/// hold a finished plan back until a second one is done.
pub(super) fn side_by_side<T: Send, R: Send>(items: Vec<T>, work: impl Fn(usize, T) -> R + Sync) -> Vec<R> {
    let at_once = rayon::current_num_threads().min(items.len());
    let done = Mutex::new(Vec::with_capacity(items.len()));
    let waiting = Mutex::new(items.into_iter().enumerate());
    let take = || {
        loop {
            let next = waiting.lock().expect("nothing planned panics").next();
            let Some((place, item)) = next else { break };
            let result = work(place, item);
            done.lock().expect("nothing planned panics").push((place, result));
        }
    };
    thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(take);
        }
    });
    let mut done = done.into_inner().expect("nothing planned panics");
    done.sort_by_key(|&(place, _)| place);
    done.into_iter().map(|(_, result)| result).collect()
}
