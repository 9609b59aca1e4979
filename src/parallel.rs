//! Work on many items at once, with results in the items' order, and work that can be given up.
//!
//! Takes a slice and a function; hands on what a plain loop would, from as many threads as there are cores. For a few
//! light items it is that loop, since a thread costs more than it saves. What a [`Call`] calls off unwinds from the next
//! [`checkpoint`], in every thread that works for it.

use std::cell::RefCell;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread::{self, ScopedJoinHandle};

/// Fewer items than this are worked on one after the other.
const FEW: usize = 32;
/// The same of items each of which takes longer than a thread to begin.
const FEW_HEAVY: usize = 4;

/// Calls work off that nobody waits for any more.
#[derive(Clone, Debug, Default)]
pub struct Call(Arc<AtomicBool>);

impl Call {
    /// Has the work unwind from its next checkpoint.
    pub fn off(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The work was called off.
#[derive(Debug, PartialEq, Eq)]
pub struct CalledOff;

/// What the work of a thread is part of.
#[derive(Clone, Default)]
struct Part {
    /// What it is called off by.
    call: Option<Call>,
    /// Whether other threads do work of the same kind.
    shared: bool,
}

thread_local! {
    /// What this thread works for.
    static PART: RefCell<Part> = const { RefCell::new(Part { call: None, shared: false }) };
}

/// Does work that can be called off. A panic of another kind goes on to the caller.
pub fn unless<R>(call: &Call, work: impl FnOnce() -> R) -> Result<R, CalledOff> {
    let done =
        catch_unwind(AssertUnwindSafe(|| under(Part { call: Some(call.clone()), shared: false }, work)));
    done.map_err(|panic| match panic.downcast::<CalledOff>() {
        Ok(_) => CalledOff,
        Err(panic) => resume_unwind(panic),
    })
}

/// Unwinds if the work of this thread has been called off. It is no panic: nothing is printed.
pub fn checkpoint() {
    let off = |part: &Part| part.call.as_ref().is_some_and(|call| call.0.load(Ordering::Relaxed));
    if PART.with_borrow(off) {
        resume_unwind(Box::new(CalledOff));
    }
}

/// Does work in this thread as a part of something.
fn under<R>(part: Part, work: impl FnOnce() -> R) -> R {
    /// Puts back what was there, however the work ends.
    struct Before(Part);
    impl Drop for Before {
        fn drop(&mut self) {
            PART.set(std::mem::take(&mut self.0));
        }
    }
    let _before = Before(PART.replace(part));
    work()
}

/// The function's results, in order. A panic in it goes on to the caller.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    shared_out(items, FEW, work)
}

/// The same of items each of which takes a while: a draft, a quotation that is judged.
pub fn map_heavy<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    shared_out(items, FEW_HEAVY, work)
}

/// The same of light or heavy items beside other work that keeps a core busy: for a few of them a thread pays only where there are cores
/// to spare.
pub fn map_beside<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    shared_out(items, if cores() < 4 { FEW } else { FEW_HEAVY }, work)
}

fn shared_out<T: Sync, R: Send>(items: &[T], few: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let one = |item: &T| {
        checkpoint();
        work(item)
    };
    if items.len() < few || cores() < 2 {
        return items.iter().map(one).collect();
    }
    let cores = cores();
    // More parts than cores, so that one slow part does not keep the rest waiting.
    let length = items.len().div_ceil(4 * cores);
    let parts: Vec<&[T]> = items.chunks(length).collect();
    let done = turns(cores, |turn| {
        let mine = parts.iter().skip(turn).step_by(cores);
        mine.map(|part| part.iter().map(one).collect::<Vec<R>>()).collect::<Vec<_>>()
    });
    let mut done: Vec<_> = done.into_iter().map(Vec::into_iter).collect();
    (0..parts.len()).filter_map(|part| done[part % cores].next()).flatten().collect()
}

/// The same of a few items of which one may take as long as all others: a thread takes the next one when it has done with another. Where
/// work is shared out already, one after the other.
pub fn map_uneven<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let count = if PART.with_borrow(|part| part.shared) { 1 } else { cores().min(items.len()) };
    map_by(count, items, |item| {
        checkpoint();
        work(item)
    })
}

/// The function's results, in order, by so many threads, each of which takes the next item when it has done with another.
pub fn map_by<T: Sync, R: Send>(count: usize, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = turns(count, |_| {
        let numbers = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        let taken = numbers.map_while(|number| Some((number, items.get(number)?)));
        taken.map(|(number, item)| (number, work(item))).collect::<Vec<_>>()
    });
    let mut done: Vec<(usize, R)> = done.into_iter().flatten().collect();
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}

/// What each of so many threads makes of its number, in order; of one thread, this one. A panic in it goes on to the caller.
pub fn turns<R: Send>(count: usize, work: impl Fn(usize) -> R + Sync) -> Vec<R> {
    if count < 2 {
        return (0..count).map(work).collect();
    }
    let part = Part { shared: true, ..PART.with_borrow(Clone::clone) };
    let (work, part) = (&work, &part);
    thread::scope(|scope| {
        let start =
            |turn| thread::Builder::new().spawn_scoped(scope, move || under(part.clone(), || work(turn)));
        let workers: Vec<_> = (1..count).map(start).collect();
        // This thread takes a turn of its own, since one that waits would be begun for nothing.
        let own = under(part.clone(), || work(0));
        let end = |(turn, started): (usize, std::io::Result<ScopedJoinHandle<R>>)| match started {
            Ok(worker) => worker.join().unwrap_or_else(|panic| resume_unwind(panic)),
            // A system that has no thread left has this one.
            Err(_) => under(part.clone(), || work(turn)),
        };
        [own].into_iter().chain((1..).zip(workers).map(end)).collect()
    })
}

/// What two pieces of work make, at once where a core is free: not where work is shared out already. A panic in one goes on to the caller.
pub fn both<A: Send, B>(first: impl Fn() -> A + Sync, second: impl FnOnce() -> B) -> (A, B) {
    let part = PART.with_borrow(Clone::clone);
    if part.shared || cores() < 2 {
        let second = second();
        return (first(), second);
    }
    let first = &first;
    thread::scope(|scope| {
        let started = thread::Builder::new().spawn_scoped(scope, move || under(part, first));
        let second = second();
        let first = match started {
            Ok(worker) => worker.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => first(),
        };
        (first, second)
    })
}

/// How many threads can work at once. The system is asked once: on Linux it reads several files to answer.
pub fn cores() -> usize {
    static CORES: LazyLock<usize> = LazyLock::new(|| thread::available_parallelism().map_or(1, NonZero::get));
    *CORES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        for count in [0, 1, 31, 32, 33, 1000] {
            let items: Vec<usize> = (0..count).collect();
            let expected: Vec<usize> = items.iter().map(|item| item * item).collect();
            assert_eq!(map(&items, |item| item * item), expected);
            assert_eq!(map_uneven(&items, |item| item * item), expected);
        }
        assert_eq!(turns(3, |turn| turn), [0, 1, 2]);
        assert_eq!(both(|| 1, || 2), (1, 2));
        assert_eq!(turns(2, |turn| both(|| turn, || turn + 1)), [(0, 1), (1, 2)]);
    }

    #[test]
    fn work_that_is_called_off_ends_in_every_thread() {
        let items: Vec<usize> = (0..1000).collect();
        for before in [true, false] {
            let call = Call::default();
            if before {
                call.off();
            }
            let done = unless(&call, || {
                map(&items, |&item| {
                    if item == 500 {
                        call.off();
                    }
                    item
                })
            });
            assert_eq!(done, Err(CalledOff));
        }
        let call = Call::default();
        let waits = || loop {
            checkpoint();
        };
        assert_eq!(unless(&call, || both(waits, || call.off())), Err::<((), ()), _>(CalledOff));
        // What comes later is not called off.
        assert_eq!(map(&items, |&item| item), items);
        assert_eq!(unless(&Call::default(), || 7), Ok(7));
    }

    #[test]
    fn a_panic_is_no_call() {
        let caught = catch_unwind(|| unless(&Call::default(), || resume_unwind(Box::new("broken"))));
        let message = caught
            .map(|_: Result<(), CalledOff>| ())
            .map_err(|panic| *panic.downcast::<&str>().unwrap_or_default());
        assert_eq!(message, Err("broken"));
    }
}
