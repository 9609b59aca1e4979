//! Work on many items at once, with results in the items' order.
//!
//! Takes a slice and a function; hands on what a plain loop would, from as many threads as there are cores. For a few
//! items it is that loop, since a thread costs more than it saves.

use std::num::NonZero;
use std::thread;

/// Fewer items than this are worked on one after the other.
const FEW: usize = 32;

/// The function's results, in order. A panic in it goes on to the caller.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    if items.len() < FEW || cores < 2 {
        return items.iter().map(work).collect();
    }
    let work = &work;
    thread::scope(|scope| {
        // More parts than cores, so that one slow part does not keep the rest waiting.
        let parts = items.chunks(items.len().div_ceil(4 * cores));
        let mut workers: Vec<_> = (0..cores).map(|_| Vec::new()).collect();
        for (number, part) in parts.enumerate() {
            workers[number % cores].push((number, part));
        }
        let spawned: Vec<_> = workers
            .into_iter()
            .map(|mine| {
                scope.spawn(move || {
                    let done = mine
                        .into_iter()
                        .map(|(number, part)| (number, part.iter().map(work).collect::<Vec<R>>()));
                    done.collect::<Vec<_>>()
                })
            })
            .collect();
        let joined = spawned
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        let mut done: Vec<(usize, Vec<R>)> = joined.collect();
        done.sort_by_key(|(number, _)| *number);
        done.into_iter().flat_map(|(_, part)| part).collect()
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_come_in_order() {
        for count in [0, 1, 31, 32, 33, 1000] {
            let items: Vec<usize> = (0..count).collect();
            let expected: Vec<usize> = items.iter().map(|item| item * item).collect();
            assert_eq!(super::map(&items, |item| item * item), expected);
        }
    }
}
