//! How often one may try to sign in: per account and per network, so that neither a list of
//! passwords for one account nor a list of accounts from one place gets far.
//!
//! What fails counts, and has those wait who come after it. What is right counts nowhere: a whole house that
//! signs in behind one address waits for nobody. So that of many tries at once no more get through than may
//! fail, only so many are looked at together.

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
/// Tries of one account that are looked at together, less its failures: those that are free, and the one
/// that begins the wait.
const ACCOUNT_AT_ONCE_MAX: u32 = FREE_FAILURES + 1;
/// Tries from one network that are looked at together, less its failures.
const NETWORK_AT_ONCE_MAX: u32 = 32;
/// Milliseconds after which one comes back who found too many tries under way.
const AT_ONCE_MS: i64 = 1_000;
/// Subjects remembered. Beyond it those that may try again are forgotten, then those that never had to
/// wait, then the older half; never one of which a try is under way.
const SUBJECTS_MAX: usize = 50_000;
/// Bits of an IPv6 address that name a network: whoever has one has all of its addresses.
const NETWORK_BITS: u32 = 64;
/// How the subject of a network begins.
const NETWORK: &str = "from:";

/// Failures so far, by subject. In memory: a restart forgives.
#[derive(Default)]
pub(super) struct Throttle(Mutex<HashMap<String, Failures>>);

#[derive(Clone, Copy)]
struct Failures {
    count: u32,
    last: Timestamp,
    /// Tries of which nobody knows yet whether they fail.
    under_way: u32,
}

impl Failures {
    fn none(now: Timestamp) -> Self {
        Self { count: 0, last: now, under_way: 0 }
    }

    /// When one may try again after what failed.
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

    /// When another try of it may begin.
    fn opens_at(mut self, subject: &str, now: Timestamp) -> i64 {
        if self.is_forgiven(now) {
            self.count = 0;
        }
        let at_once = if subject.starts_with(NETWORK) { NETWORK_AT_ONCE_MAX } else { ACCOUNT_AT_ONCE_MAX };
        // Once all of them have failed, one is tried after the other.
        let has_room = self.under_way < at_once.saturating_sub(self.count).max(1);
        let room_at = if has_room { now.0 } else { now.0.saturating_add(AT_ONCE_MS) };
        self.until().max(room_at)
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
            format!("{NETWORK}{}", Ipv6Addr::from_bits(address.to_bits() & !host))
        }
        Ok(IpAddr::V4(address)) => format!("{NETWORK}{address}"),
        Err(_) => format!("{NETWORK}{address}"),
    }
}

/// A try that is under way. Dropped, it counts nowhere: it was right, nobody could look at it, or whoever
/// asked went before they were answered.
pub(super) struct Try<'t> {
    throttle: &'t Throttle,
    subjects: &'t [String],
}

impl Try<'_> {
    /// It was wrong.
    pub(super) fn failed(self, now: Timestamp) {
        let mut known = self.throttle.known();
        for subject in self.subjects {
            let failures = known.entry(subject.clone()).or_insert(Failures::none(now));
            if failures.is_forgiven(now) {
                failures.count = 0;
            }
            failures.count = failures.count.saturating_add(1);
            failures.last = now;
        }
    }
}

impl Drop for Try<'_> {
    fn drop(&mut self) {
        let mut known = self.throttle.known();
        for subject in self.subjects {
            if let Some(failures) = known.get_mut(subject) {
                failures.under_way = failures.under_way.saturating_sub(1);
                if failures.under_way == 0 && failures.count == 0 {
                    known.remove(subject);
                }
            }
        }
    }
}

impl Throttle {
    /// Begins a try of these subjects.
    ///
    /// # Errors
    /// Seconds to wait before any of them may try.
    pub(super) fn begin<'t>(&'t self, subjects: &'t [String], now: Timestamp) -> Result<Try<'t>, u32> {
        let mut known = self.known();
        let opens = subjects.iter().filter_map(|subject| Some(known.get(subject)?.opens_at(subject, now)));
        let wait_ms = opens.map(|at| at.saturating_sub(now.0)).max().unwrap_or_default();
        if wait_ms > 0 {
            return Err(u32::try_from(wait_ms.saturating_add(999).div_euclid(1_000)).unwrap_or(u32::MAX));
        }
        for subject in subjects {
            make_room(&mut known, now);
            let failures = known.entry(subject.clone()).or_insert(Failures::none(now));
            failures.under_way = failures.under_way.saturating_add(1);
        }
        drop(known);
        Ok(Try { throttle: self, subjects })
    }

    /// Forgets what failed of a subject: it has shown the right password, or was given another.
    pub(super) fn forgive(&self, subject: &str) {
        let mut known = self.known();
        if let Some(failures) = known.get_mut(subject) {
            failures.count = 0;
            if failures.under_way == 0 {
                known.remove(subject);
            }
        }
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
    let is_busy = |failures: &Failures| failures.under_way > 0;
    known.retain(|_, failures| is_busy(failures) || !failures.is_forgiven(now));
    if known.len() >= SUBJECTS_MAX {
        known.retain(|_, failures| is_busy(failures) || failures.count > FREE_FAILURES);
    }
    if known.len() >= SUBJECTS_MAX {
        let mut times: Vec<i64> = known.values().map(|failures| failures.last.0).collect();
        times.sort_unstable();
        let middle = times.get(times.len() / 2).copied().unwrap_or_default();
        known.retain(|_, failures| is_busy(failures) || failures.last.0 > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Vec<String> {
        vec![account(name)]
    }

    /// A try that fails.
    fn fails(throttle: &Throttle, subjects: &[String], now: Timestamp) -> Result<(), u32> {
        throttle.begin(subjects, now).map(|one| one.failed(now))
    }

    #[test]
    fn after_some_failures_each_costs_twice_as_long_and_success_forgives() {
        let (throttle, subject) = (Throttle::default(), of("a@b.c"));
        let now = Timestamp(1_000_000);
        for _ in 0..=FREE_FAILURES {
            assert_eq!(fails(&throttle, &subject, now), Ok(()));
        }
        assert_eq!(fails(&throttle, &subject, now), Err(2));
        assert_eq!(fails(&throttle, &of("x@y.z"), now), Ok(()));
        let later = Timestamp(now.0 + 2_000);
        assert_eq!(fails(&throttle, &subject, later), Ok(()));
        assert_eq!(fails(&throttle, &subject, later), Err(4));
        throttle.forgive(&subject[0]);
        assert_eq!(fails(&throttle, &subject, later), Ok(()));
    }

    #[test]
    fn what_is_right_costs_nobody_behind_the_same_network_anything() {
        let (throttle, from) = (Throttle::default(), vec![network("192.0.2.1")]);
        // More at once than may fail, and nothing is left of them.
        let tries =
            || (0..NETWORK_AT_ONCE_MAX).map(|_| throttle.begin(&from, Timestamp(0))).collect::<Vec<_>>();
        let under_way = tries();
        assert!(under_way.iter().all(Result::is_ok));
        assert_eq!(throttle.begin(&from, Timestamp(0)).err(), Some(1), "one too many comes back in a second");
        drop(under_way);
        assert!(tries().iter().all(Result::is_ok));
        assert!(throttle.known().is_empty());
        // Somebody there has failed too often. Whoever is right after that does not make the wait longer.
        let now = Timestamp(1_000_000);
        for _ in 0..=FREE_FAILURES {
            assert_eq!(fails(&throttle, &from, now), Ok(()));
        }
        for ms in (2_000..100_000).step_by(1_000) {
            assert!(throttle.begin(&from, Timestamp(now.0 + ms)).is_ok(), "{ms}");
        }
        let forgiven = Timestamp(now.0 + WAIT_MS_MAX + 1);
        assert_eq!(fails(&throttle, &from, forgiven), Ok(()));
        assert_eq!(fails(&throttle, &from, forgiven), Ok(()));
    }

    #[test]
    fn of_many_at_once_no_more_are_looked_at_than_may_fail() {
        for (subject, max) in
            [(of("a@b.c"), ACCOUNT_AT_ONCE_MAX), (vec![network("192.0.2.1")], NETWORK_AT_ONCE_MAX)]
        {
            let (throttle, mut now, mut failed) = (Throttle::default(), Timestamp(1_000_000), 0);
            for _ in 0..4 {
                let looked_at: Vec<_> = (0..100).filter_map(|_| throttle.begin(&subject, now).ok()).collect();
                failed += u32::try_from(looked_at.len()).unwrap();
                looked_at.into_iter().for_each(|one| one.failed(now));
                now = Timestamp(now.0 + WAIT_MS_MAX);
            }
            assert_eq!(failed, max + 3, "then one after the other");
        }
    }

    #[test]
    fn nobody_waits_for_ever() {
        let (throttle, subject, last) = (Throttle::default(), of("a@b.c"), Timestamp(0));
        throttle.known().insert(subject[0].clone(), Failures { count: 1_000, ..Failures::none(last) });
        assert_eq!(fails(&throttle, &subject, last), Err(900));
        assert_eq!(fails(&throttle, &subject, Timestamp(900_000)), Ok(()));
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
            assert_eq!(fails(&throttle, &waits, now), Ok(()));
        }
        for number in 0..SUBJECTS_MAX + 10 {
            assert_eq!(fails(&throttle, &of(&number.to_string()), now), Ok(()));
        }
        assert!(throttle.known().len() <= SUBJECTS_MAX);
        assert!(throttle.begin(&waits, now).is_err());
    }
}
