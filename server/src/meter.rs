//! How far a long piece of work is: counted by whoever does it, read by whoever asks.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// What of a piece of work is done. A clone is the same.
#[derive(Clone, Debug, Default)]
pub struct Meter(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    done: AtomicUsize,
    of: AtomicUsize,
}

tokio::task_local! {
    /// What the transaction that this task writes is measured by. The statements that count are far
    /// below whoever knows that somebody waits.
    static WRITING: Meter;
}

impl Meter {
    /// Begins a piece of so many rows; none: how many is not known yet.
    pub fn begin(&self, rows: usize) {
        self.0.done.store(0, Ordering::Relaxed);
        self.0.of.store(rows, Ordering::Relaxed);
    }

    /// So many more are done.
    pub fn add(&self, rows: usize) {
        self.0.done.fetch_add(rows, Ordering::Relaxed);
    }

    /// What is done of it, in percent.
    pub fn percent(&self) -> u8 {
        let [done, of] = [&self.0.done, &self.0.of].map(|count| count.load(Ordering::Relaxed));
        let percent = done.saturating_mul(100).checked_div(of).unwrap_or_default();
        u8::try_from(percent.min(100)).unwrap_or(100)
    }

    /// Measures what `work` writes.
    pub async fn of_writing<T>(&self, work: impl Future<Output = T>) -> T {
        WRITING.scope(self.clone(), work).await
    }
}

/// So many rows were written, whoever measures it.
pub(crate) fn wrote(rows: usize) {
    // Most of what is written nobody measures.
    let _ = WRITING.try_with(|meter| meter.add(rows));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_written_counts_for_whoever_measures_it() {
        let meter = Meter::default();
        assert_eq!(meter.percent(), 0);
        meter.begin(8);
        wrote(1);
        assert_eq!(meter.percent(), 0, "somebody else's");
        meter.of_writing(async { wrote(2) }).await;
        assert_eq!(meter.percent(), 25);
        meter.add(100);
        assert_eq!(meter.percent(), 100);
    }
}
