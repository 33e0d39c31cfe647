//! How often one may try to sign in: per account and per network, so that neither a list of
//! passwords for one account nor a list of accounts from one place gets far.
//!
//! A try is counted before the password is looked at, and given back where it was right: of many at
//! once no more get through than of as many one after the other.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, MutexGuard, PoisonError},
};

use weft_domain::Timestamp;

/// Failures that cost nothing.
const FREE_FAILURES: u32 = 5;
/// Milliseconds to wait after the first failure that costs; each further one doubles it.
const WAIT_MS_MIN: i64 = 2_000;
/// Milliseconds to wait at most.
const WAIT_MS_MAX: i64 = 15 * 60_000;
/// Subjects remembered. Beyond it those that may try again are forgotten, then those that never had to
/// wait, then the older half.
const SUBJECTS_MAX: usize = 50_000;
/// Bits of an IPv6 address that name a network: whoever has one has all of its addresses.
const NETWORK_BITS: u32 = 64;

/// Failures so far, by subject. In memory: a restart forgives.
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

    /// What is long past is forgiven.
    fn is_forgiven(self, now: Timestamp) -> bool {
        self.last.0.saturating_add(WAIT_MS_MAX) < now.0
    }
}

/// The subject that an account is.
pub(super) fn account(email: &str) -> String {
    format!("account:{email}")
}

/// The subject that the network of an address is.
pub(super) fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            let host = u128::MAX.checked_shr(NETWORK_BITS).unwrap_or_default();
            format!("from:{}", Ipv6Addr::from_bits(address.to_bits() & !host))
        }
        Ok(IpAddr::V4(address)) => format!("from:{address}"),
        Err(_) => format!("from:{address}"),
    }
}

impl Throttle {
    /// Begins a try of these subjects, which counts as a failure until it is given back.
    ///
    /// # Errors
    /// Seconds to wait before any of them may try.
    pub(super) fn begin(&self, subjects: &[String], now: Timestamp) -> Result<(), u32> {
        let mut known = self.known();
        let waits = subjects.iter().filter_map(|subject| known.get(subject));
        let wait_ms = waits.map(|failures| failures.until().saturating_sub(now.0)).max().unwrap_or_default();
        if wait_ms > 0 {
            return Err(u32::try_from(wait_ms.div_euclid(1_000).saturating_add(1)).unwrap_or(u32::MAX));
        }
        for subject in subjects {
            make_room(&mut known, now);
            let failures = known.entry(subject.clone()).or_insert(Failures { count: 0, last: now });
            if failures.is_forgiven(now) {
                failures.count = 0;
            }
            failures.count = failures.count.saturating_add(1);
            failures.last = now;
        }
        Ok(())
    }

    /// Gives a try back that was none: the password was right, or nobody could look at it.
    pub(super) fn give_back(&self, subjects: &[String]) {
        let mut known = self.known();
        for subject in subjects {
            if let Some(failures) = known.get_mut(subject) {
                failures.count = failures.count.saturating_sub(1);
            }
        }
    }

    /// Forgets a subject: it has shown the right password, or was given another.
    pub(super) fn forgive(&self, subject: &str) {
        self.known().remove(subject);
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, Failures>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes room for one more.
fn make_room(known: &mut HashMap<String, Failures>, now: Timestamp) {
    if known.len() < SUBJECTS_MAX {
        return;
    }
    known.retain(|_, failures| !failures.is_forgiven(now));
    if known.len() >= SUBJECTS_MAX {
        known.retain(|_, failures| failures.count > FREE_FAILURES);
    }
    if known.len() >= SUBJECTS_MAX {
        let mut times: Vec<i64> = known.values().map(|failures| failures.last.0).collect();
        times.sort_unstable();
        let middle = times.get(times.len() / 2).copied().unwrap_or_default();
        known.retain(|_, failures| failures.last.0 > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Vec<String> {
        vec![account(name)]
    }

    #[test]
    fn after_some_failures_each_costs_twice_as_long_and_success_forgives() {
        let (throttle, subject) = (Throttle::default(), of("a@b.c"));
        let now = Timestamp(1_000_000);
        for _ in 0..=FREE_FAILURES {
            assert_eq!(throttle.begin(&subject, now), Ok(()));
        }
        assert_eq!(throttle.begin(&subject, now), Err(3));
        assert_eq!(throttle.begin(&of("x@y.z"), now), Ok(()));
        let later = Timestamp(now.0 + 2_000);
        assert_eq!(throttle.begin(&subject, later), Ok(()));
        assert_eq!(throttle.begin(&subject, later), Err(5));
        throttle.forgive(&subject[0]);
        assert_eq!(throttle.begin(&subject, later), Ok(()));
    }

    #[test]
    fn what_was_right_costs_nobody_behind_the_same_network_anything() {
        let (throttle, from) = (Throttle::default(), vec![network("192.0.2.1")]);
        for _ in 0..1_000 {
            assert_eq!(throttle.begin(&from, Timestamp(0)), Ok(()));
            throttle.give_back(&from);
        }
    }

    #[test]
    fn nobody_waits_for_ever() {
        let (throttle, subject, last) = (Throttle::default(), of("a@b.c"), Timestamp(0));
        throttle.known().insert(subject[0].clone(), Failures { count: 1_000, last });
        assert_eq!(throttle.begin(&subject, last), Err(901));
        assert_eq!(throttle.begin(&subject, Timestamp(901_000)), Ok(()));
    }

    #[test]
    fn the_addresses_of_one_network_are_one_subject() {
        assert_eq!(network("2001:db8:1:2:aaaa::1"), network("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
    }

    #[test]
    fn what_is_remembered_has_a_limit_and_those_who_wait_are_forgotten_last() {
        let (throttle, now) = (Throttle::default(), Timestamp(1_000));
        let waits = of("waits");
        for _ in 0..=FREE_FAILURES {
            assert_eq!(throttle.begin(&waits, now), Ok(()));
        }
        for number in 0..SUBJECTS_MAX + 10 {
            assert_eq!(throttle.begin(&of(&number.to_string()), now), Ok(()));
        }
        assert!(throttle.known().len() <= SUBJECTS_MAX);
        assert!(throttle.begin(&waits, now).is_err());
    }
}
