//! How often one may try to sign in: per account and per address, so that neither a list of
//! passwords for one account nor a list of accounts from one place gets far.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use weft_domain::Timestamp;

/// Failures that cost nothing.
const FREE_FAILURES: u32 = 5;
/// Milliseconds to wait after the first failure that costs; each further one doubles it.
const WAIT_MS_MIN: i64 = 2_000;
/// Milliseconds to wait at most.
const WAIT_MS_MAX: i64 = 15 * 60_000;
/// Subjects remembered. Beyond it those that may try again are forgotten.
const SUBJECTS_MAX: usize = 50_000;

/// Failures so far, by `account:<address>` or `from:<network address>`. In memory: a restart forgives.
#[derive(Default)]
pub(super) struct Throttle(Mutex<HashMap<String, Failures>>);

#[derive(Clone, Copy)]
struct Failures {
    count: u32,
    last: Timestamp,
}

impl Failures {
    /// When one may try again.
    fn until(self) -> i64 {
        let costly = self.count.saturating_sub(FREE_FAILURES);
        if costly == 0 {
            return self.last.0;
        }
        let wait = WAIT_MS_MIN.saturating_mul(1 << (costly - 1).min(20)).min(WAIT_MS_MAX);
        self.last.0.saturating_add(wait)
    }
}

impl Throttle {
    /// Seconds to wait before any of these subjects may try; none: now.
    pub(super) fn wait(&self, subjects: &[String], now: Timestamp) -> Option<u32> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wait_ms = subjects
            .iter()
            .filter_map(|subject| known.get(subject))
            .map(|failures| failures.until() - now.0)
            .max()
            .filter(|wait| *wait > 0)?;
        u32::try_from(wait_ms.div_euclid(1_000) + 1).ok()
    }

    /// Counts a failure of these subjects.
    pub(super) fn failed(&self, subjects: &[String], now: Timestamp) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() > SUBJECTS_MAX {
            known.retain(|_, failures| failures.last.0 + WAIT_MS_MAX > now.0);
        }
        for subject in subjects {
            let failures = known.entry(subject.clone()).or_insert(Failures { count: 0, last: now });
            // What is long past is forgiven.
            if failures.last.0 + WAIT_MS_MAX < now.0 {
                failures.count = 0;
            }
            failures.count = failures.count.saturating_add(1);
            failures.last = now;
        }
    }

    /// Forgives a subject: it has shown the right password.
    pub(super) fn succeeded(&self, subject: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(subject);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_some_failures_each_costs_twice_as_long_and_success_forgives() {
        let (throttle, subject) = (Throttle::default(), vec!["account:a@b.c".to_owned()]);
        let now = Timestamp(1_000_000);
        for _ in 0..FREE_FAILURES {
            throttle.failed(&subject, now);
            assert_eq!(throttle.wait(&subject, now), None);
        }
        throttle.failed(&subject, now);
        assert_eq!(throttle.wait(&subject, now), Some(3));
        throttle.failed(&subject, now);
        assert_eq!(throttle.wait(&subject, now), Some(5));
        assert_eq!(throttle.wait(&["account:x@y.z".to_owned()], now), None);
        assert_eq!(throttle.wait(&subject, Timestamp(now.0 + 4_000)), None);
        throttle.succeeded("account:a@b.c");
        assert_eq!(throttle.wait(&subject, now), None);
    }

    #[test]
    fn nobody_waits_for_ever() {
        let (throttle, subject) = (Throttle::default(), vec!["from:::1".to_owned()]);
        for _ in 0..1_000 {
            throttle.failed(&subject, Timestamp(0));
        }
        assert_eq!(throttle.wait(&subject, Timestamp(0)), Some(901));
    }
}
