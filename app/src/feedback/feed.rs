//! What the feed lists: which ratings and thanks, in which order, and how far back all of them are
//! here.

use std::collections::BTreeSet;

use leptos::prelude::*;
use weft_domain::{
    DepartmentId, Entity, Key, Kind, Kudos, KudosId, PersonId, Rating, RatingId, Row, Score, Thanked,
    Timestamp, World,
};
use weft_sync::message::{Answer, Ask};

use crate::hands::Hands;
use crate::replica::{Connection, Topic};

/// A score at or below this is low.
const LOW_MAX: u8 = 2;

/// What the feed shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Show {
    /// Everything.
    #[default]
    All,
    /// Thanks only.
    Thanks,
    /// Ratings only.
    Ratings,
    /// Ratings with a low score only.
    Low,
}

impl Show {
    /// Every choice, in order.
    pub(super) const ALL: [Self; 4] = [Self::All, Self::Thanks, Self::Ratings, Self::Low];

    /// The word for it in the address; none for everything.
    pub(super) const fn word(self) -> Option<&'static str> {
        match self {
            Self::All => None,
            Self::Thanks => Some("thanks"),
            Self::Ratings => Some("ratings"),
            Self::Low => Some("low"),
        }
    }

    /// What a word in the address means; everything where it is none of ours.
    pub(super) fn of(word: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|show| show.word() == word).unwrap_or_default()
    }
}

/// What passes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// Which sort.
    pub(super) show: Show,
    /// Only what these departments or this person gave or got; none: everybody's.
    pub(super) mine: Option<(BTreeSet<DepartmentId>, Option<PersonId>)>,
}

impl Filter {
    fn rating(&self, row: &Rating) -> bool {
        let is_shown = match self.show {
            Show::All | Show::Ratings => true,
            Show::Low => is_low(row),
            Show::Thanks => false,
        };
        is_shown
            && self.mine.as_ref().is_none_or(|(departments, me)| {
                departments.contains(&row.customer)
                    || departments.contains(&row.provider)
                    || Some(row.rater) == *me
            })
    }

    fn kudos(&self, row: &Kudos) -> bool {
        matches!(self.show, Show::All | Show::Thanks)
            && self.mine.as_ref().is_none_or(|(departments, me)| {
                let is_for = match row.to {
                    Thanked::Department(id) => departments.contains(&id),
                    Thanked::Person(id) => Some(id) == *me,
                };
                is_for
                    || Some(row.from) == *me
                    || row.from_department.is_some_and(|id| departments.contains(&id))
            })
    }
}

/// Whether one of its scores is low.
pub(super) fn is_low(row: &Rating) -> bool {
    let scores = row.scores;
    let low = |score: Score| u8::from(score) <= LOW_MAX;
    low(scores.quality) || low(scores.attitude) || low(scores.efficiency) || low(scores.result)
}

/// A rating or thanks in the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Entry {
    /// When.
    pub(super) at: Timestamp,
    /// Which row.
    pub(super) key: Key,
    /// Whether the reader gave it: what one has just done is never held back.
    pub(super) is_mine: bool,
}

impl Entry {
    /// The thanks, if it is some.
    pub(super) fn kudos(self) -> Option<KudosId> {
        (self.key.kind == Kind::Kudos).then_some(KudosId(self.key.id))
    }

    /// The rating, if it is one.
    pub(super) fn rating(self) -> Option<RatingId> {
        (self.key.kind == Kind::Rating).then_some(RatingId(self.key.id))
    }
}

/// What passes the filter, newest first; nothing older than `horizon`, from which on some may be
/// missing here.
pub(super) fn gather(
    world: &World,
    filter: &Filter,
    me: Option<PersonId>,
    horizon: Option<Timestamp>,
) -> Vec<Entry> {
    let is_within = |at: Timestamp| horizon.is_none_or(|horizon| at >= horizon);
    let ratings = world.ratings().filter(|row| is_within(row.at) && filter.rating(row)).map(|row| Entry {
        at: row.at,
        key: row.id.into(),
        is_mine: Some(row.rater) == me,
    });
    let kudos = world.all_kudos().filter(|row| is_within(row.at) && filter.kudos(row)).map(|row| Entry {
        at: row.at,
        key: row.id.into(),
        is_mine: Some(row.from) == me,
    });
    let mut entries: Vec<Entry> = ratings.chain(kudos).collect();
    entries.sort_unstable_by(|a, b| b.cmp(a));
    entries
}

/// From which instant on an answer holds everything: where the kind that reaches less far back
/// ends. None: there is nothing older.
pub(crate) fn horizon_of(answer: &Answer) -> Option<Timestamp> {
    let oldest =
        |kind: Kind| answer.rows.iter().filter(|row| row.kind() == kind).filter_map(instant_of).min();
    oldest(Rating::KIND).into_iter().chain(oldest(Kudos::KIND)).max()
}

fn instant_of(row: &Row) -> Option<Timestamp> {
    match row {
        Row::Rating(row) => Some(row.at),
        Row::Kudos(row) => Some(row.at),
        _ => None,
    }
}

/// How it stands with what is older than the horizon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Older {
    /// Asked for.
    #[default]
    Asked,
    /// There may be more.
    More,
    /// There is none.
    None,
}

/// The feed's rows and the way to older ones. A copy is the same.
#[derive(Clone, Copy)]
pub(super) struct Source {
    /// What is listed, newest first.
    pub(super) entries: Memo<Vec<Entry>>,
    /// How it stands with older ones.
    pub(super) older: RwSignal<Older>,
    horizon: RwSignal<Option<Timestamp>>,
    hands: Hands,
}

impl Source {
    /// The rows that pass `filter`. The newest are asked for whenever the connection comes up.
    pub(super) fn new(hands: Hands, filter: Memo<Filter>) -> Self {
        let horizon = RwSignal::new(None);
        let older = RwSignal::new(Older::Asked);
        let replica = hands.replica();
        let me = replica.me();
        let entries = Memo::new(move |_| {
            let topics = [Topic::Kind(Kind::Rating), Topic::Kind(Kind::Kudos)];
            replica
                .read(&topics, |world| filter.with(|filter| gather(world, filter, me.get(), horizon.get())))
        });
        let source = Self { entries, older, horizon, hands };
        let connection = hands.replica().connection();
        Effect::new(move |_| {
            if connection.get() == Connection::Live {
                source.ask(None);
            }
        });
        source
    }

    /// Asks for the piece before the horizon, unless it is on its way or there is none.
    pub(super) fn ask_older(self) {
        if self.older.get_untracked() == Older::More {
            self.ask(self.horizon.get_untracked());
        }
    }

    /// Whether everything since an instant is here. Wakes the reader.
    pub(super) fn reaches(self, at: Timestamp) -> bool {
        match self.older.get() {
            Older::None => true,
            Older::Asked | Older::More => self.horizon.get().is_some_and(|horizon| horizon <= at),
        }
    }

    fn ask(self, before: Option<Timestamp>) {
        self.older.set(Older::Asked);
        self.hands.dispatch().ask(Ask::Feed { before }, move |answer| {
            // The page may be gone when the answer comes.
            match horizon_of(&answer) {
                Some(horizon) => {
                    let _ = self.horizon.try_set(Some(horizon));
                    let _ = self.older.try_set(Older::More);
                }
                None => {
                    let _ = self.older.try_set(Older::None);
                    let _ = self.horizon.try_set(None);
                }
            }
        });
    }
}

#[cfg(test)]
#[path = "feed_tests.rs"]
mod tests;
