//! How long things took, by hundredths of a millisecond.

use std::time::Duration;

use serde_json::{Value, json};

/// What one place of the tally stands for.
const STEP: Duration = Duration::from_micros(10);
/// Places; what took longer is counted in the last one.
const PLACES: usize = 500_000;

pub(crate) struct Tally {
    places: Vec<u32>,
    count: u64,
    longest: Duration,
}

impl Default for Tally {
    fn default() -> Self {
        Self { places: vec![0; PLACES], count: 0, longest: Duration::ZERO }
    }
}

impl Tally {
    pub(crate) fn note(&mut self, took: Duration) {
        let place = usize::try_from(took.as_micros() / STEP.as_micros()).unwrap_or(PLACES);
        if let Some(place) = self.places.get_mut(place.min(PLACES - 1)) {
            *place += 1;
        }
        self.count += 1;
        self.longest = self.longest.max(took);
    }

    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Milliseconds that so many in a thousand stay below.
    fn below(&self, thousandths: u64) -> f64 {
        let mut left = (self.count * thousandths).div_ceil(1_000);
        for (place, found) in (0_u32..).zip(&self.places) {
            left = left.saturating_sub((*found).into());
            if left == 0 {
                return (STEP * (place + 1)).as_secs_f64() * 1_000.0;
            }
        }
        self.longest.as_secs_f64() * 1_000.0
    }

    pub(crate) fn told(&self) -> Value {
        json!({
            "count": self.count,
            "p50": self.below(500),
            "p99": self.below(990),
            "most": self.longest.as_secs_f64() * 1_000.0,
        })
    }
}
