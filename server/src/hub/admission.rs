//! Who gets in: how many connections there are, in all and of one person, and how fast they are read.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::{sync::Semaphore, time::Instant};
use weft_domain::PersonId;

use super::{
    asking::SEARCHES_OF_A_PERSON,
    throttle::{Rate, Throttle},
};
use crate::http::AppError;

/// How many connections' messages all of a person's connections may send together.
const PERSON_RATE_FACTOR: u32 = 3;

/// How much there may be of what is open. Settings with the same names set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections in all. A further one is answered 503.
    pub connections: usize,
    /// Connections of one person. A further one is answered 429.
    pub connections_per_person: usize,
    /// Messages a second that a connection is read at in the long run; four seconds' worth may come at
    /// once. All connections of a person together are read at three times that.
    pub messages_per_second: u32,
}

impl Default for Limits {
    fn default() -> Self {
        // A browser that drags sends 30 messages a second.
        Self { connections: 20_000, connections_per_person: 50, messages_per_second: 60 }
    }
}

/// The door's keeper.
#[derive(Debug)]
pub(super) struct Admission {
    limits: Limits,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    connections: usize,
    people: HashMap<PersonId, Person>,
}

/// What is known of somebody. It is kept until the bucket is full again, so that coming anew brings
/// nobody another one; there are at most as many as people.
#[derive(Debug)]
struct Person {
    connections: usize,
    throttle: Arc<Mutex<Throttle>>,
    /// A place for each search of theirs that may run at once.
    searches: Arc<Semaphore>,
}

/// A connection's permission to be there. It is given back when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    admission: Arc<Admission>,
    person: PersonId,
    shared: Arc<Mutex<Throttle>>,
    own: Throttle,
    searches: Arc<Semaphore>,
}

impl Admission {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, open: Mutex::default() }
    }

    /// Lets a person's connection in.
    ///
    /// # Errors
    /// Where there are too many, of theirs or in all.
    pub(super) fn enter(self: &Arc<Self>, person: PersonId) -> Result<Place, AppError> {
        let now = Instant::now();
        let rate = Rate::per_second(self.limits.messages_per_second);
        let mut open = held(&self.open);
        if open.connections >= self.limits.connections {
            return Err(AppError::Unavailable);
        }
        let of_person = open.people.entry(person).or_insert_with(|| Person {
            connections: 0,
            throttle: Arc::new(Mutex::new(Throttle::new(rate.times(PERSON_RATE_FACTOR), now))),
            searches: Arc::new(Semaphore::new(SEARCHES_OF_A_PERSON)),
        });
        if of_person.connections >= self.limits.connections_per_person {
            return Err(AppError::TooMany);
        }
        of_person.connections += 1;
        let (shared, searches) = (of_person.throttle.clone(), of_person.searches.clone());
        open.connections += 1;
        drop(open);
        Ok(Place { admission: self.clone(), person, shared, own: Throttle::new(rate, now), searches })
    }
}

impl Place {
    /// Notes that a message came.
    pub(super) fn note(&mut self, now: Instant) {
        self.own.note(now);
        held(&self.shared).note(now);
    }

    /// The places for this person's searches, which all their connections share.
    pub(super) fn searches(&self) -> Arc<Semaphore> {
        self.searches.clone()
    }

    /// When the next message may be read: in the past unless a bucket is empty.
    pub(super) fn open_at(&self) -> Instant {
        self.own.open_at().max(held(&self.shared).open_at())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = held(&self.admission.open);
        open.connections -= 1;
        let Some(person) = open.people.get_mut(&self.person) else { return };
        person.connections -= 1;
        if person.connections == 0 && held(&self.shared).is_full(Instant::now()) {
            open.people.remove(&self.person);
        }
    }
}

/// Counters stay true when somebody panics: each is changed by one line.
fn held<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(n: u128) -> PersonId {
        PersonId(uuid::Uuid::from_u128(n))
    }

    #[tokio::test]
    async fn there_are_only_so_many_in_all_and_of_one_person() {
        let limits = Limits { connections: 3, connections_per_person: 2, ..Limits::default() };
        let admission = Arc::new(Admission::new(limits));
        let first = admission.enter(person(1)).unwrap();
        let second = admission.enter(person(1)).unwrap();
        assert_eq!(admission.enter(person(1)).err(), Some(AppError::TooMany));
        let other = admission.enter(person(2)).unwrap();
        assert_eq!(admission.enter(person(3)).err(), Some(AppError::Unavailable));
        drop((first, other));
        assert!(admission.enter(person(3)).is_ok());
        drop(second);
        assert!(held(&admission.open).people.is_empty(), "who went with a full bucket is forgotten");
        assert_eq!(held(&admission.open).connections, 0);
    }

    #[tokio::test]
    async fn the_sockets_of_one_person_share_a_bucket_also_with_those_that_come_anew() {
        let limits = Limits { messages_per_second: 10, ..Limits::default() };
        let admission = Arc::new(Admission::new(limits));
        let now = Instant::now();
        let mut sockets: Vec<_> = (0..4).map(|_| admission.enter(person(1)).unwrap()).collect();
        // Each alone stays below its own 40, together they are beyond 120.
        for socket in &mut sockets {
            (0..35).for_each(|_| socket.note(now));
        }
        assert!(sockets.iter().all(|socket| socket.open_at() > now));
        assert!(admission.enter(person(2)).unwrap().open_at() <= now, "others are not slowed down");
        drop(sockets);
        assert!(admission.enter(person(1)).unwrap().open_at() > now, "coming anew brings no new bucket");
    }
}
