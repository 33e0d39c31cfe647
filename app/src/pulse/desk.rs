//! What the pieces of Pulse share.

use std::collections::BTreeMap;
use std::time::Duration;

use leptos::prelude::*;
use weft_domain::pulse::{Pair, Period, Strand};
use weft_domain::{Actor, Day, DepartmentId, Kind};

use super::place::{self, Form, Measure, Order};
use super::weave::{self, Filter, Rows, Warp};
use super::{asking, found, words};
use crate::hands::Hands;
use crate::i18n::Locale;
use crate::replica::{Replica, Topic};
use crate::request::address::Address;
use crate::request::words as names;

/// How often it is looked whether another day has begun.
const TICK: Duration = Duration::from_secs(30);

/// Everything the pieces read. A copy is the same.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) hands: Hands,
    pub(super) address: Address,
    pub(super) period: Memo<Period>,
    /// How older figures are coming in.
    pub(super) asked: RwSignal<asking::Asked>,
    /// All relationships, the worst first.
    pub(super) strands: Memo<Vec<Strand>>,
    /// Only that over which something flowed is shown: unless the reader wants all, or nothing flowed.
    pub(super) flowing: Memo<bool>,
    /// Those the loom shows, in its order.
    pub(super) rows: Memo<Rows>,
    /// Where a pair stands among the rows.
    pub(super) places: Memo<BTreeMap<Pair, usize>>,
    /// The loom's columns.
    pub(super) warp: Memo<Warp>,
    actor: Memo<Option<Actor>>,
    replica: StoredValue<Replica>,
}

impl Desk {
    pub(super) fn new(hands: Hands, address: Address) -> Self {
        let replica = StoredValue::new(hands.replica());
        let today = today(hands);
        let period = Memo::new(move |_| {
            let (days, from, to) = (address.get("days"), address.get("from"), address.get("to"));
            place::period(days.as_deref(), from.as_deref(), to.as_deref(), today.get())
        });
        let strands = Memo::new(move |_| {
            let topics = [Kind::Traffic, Kind::Scores, Kind::Dependency].map(Topic::Kind);
            let everything = Filter::default();
            replica.with_value(|replica| {
                replica
                    .read(&topics, |world| weave::rows(world, period.get(), everything, Order::Friction).rows)
            })
        });
        let flowing = Memo::new(move |_| {
            !address.has("quiet") && strands.with(|strands| strands.iter().any(weave::flows))
        });
        let rows = Memo::new(move |_| {
            let filter = Filter {
                customer: id_of(address, "customer"),
                provider: id_of(address, "provider"),
                flowing: flowing.get(),
            };
            let order = Order::of(address.get("sort").as_deref());
            strands.with(|strands| weave::arrange(strands, filter, order))
        });
        let places = Memo::new(move |_| {
            rows.with(|rows| {
                let pairs = rows.rows.iter().map(|row| (row.customer, row.provider));
                pairs.enumerate().map(|(at, pair)| (pair, at)).collect()
            })
        });
        let warp = Memo::new(move |_| rows.with(|rows| Warp::of(&rows.rows)));
        let actor = Memo::new(move |_| replica.with_value(Replica::actor));
        let asked = asking::ask(hands, period);
        Self { hands, address, period, asked, strands, flowing, rows, places, warp, actor, replica }
    }

    /// Which form is asked for. Wakes the reader.
    pub(super) fn form(self) -> Form {
        if self.address.get("view").as_deref() == Some("loom") { Form::Loom } else { Form::Map }
    }

    /// The relationship of a pair as it is now. Wakes the reader.
    pub(super) fn strand(self, pair: Pair) -> Option<Strand> {
        self.strands
            .with(|strands| strands.iter().find(|strand| (strand.customer, strand.provider) == pair).copied())
    }

    /// Whether the reader sees the scores of a pair. Wakes the reader when their rights change.
    pub(super) fn sees_scores(self, pair: Pair) -> bool {
        self.actor.with(|actor| actor.as_ref().is_some_and(|actor| words::sees_scores(actor, pair)))
    }

    /// Whether the reader sees everybody's scores. Wakes the reader when their rights change.
    pub(super) fn sees_all_scores(self) -> bool {
        self.actor.with(|actor| actor.as_ref().is_some_and(words::sees_all_scores))
    }

    /// A department's name. Wakes the reader when it changes.
    pub(super) fn name(self, locale: Locale, id: DepartmentId) -> String {
        self.replica.with_value(|replica| {
            replica.read(&[Topic::Row(id.into())], |world| names::department(world, locale, id))
        })
    }

    /// The address at which the rows behind a figure of a pair are shown. Wakes the reader.
    pub(super) fn behind(self, pair: Pair, measure: Measure) -> String {
        self.rows_at(place::pair_word(pair), measure)
    }

    /// The address at which the rows behind a figure of everybody are shown. Wakes the reader.
    pub(super) fn behind_all(self, measure: Measure) -> String {
        self.rows_at(found::ALL.to_owned(), measure)
    }

    fn rows_at(self, whose: String, measure: Measure) -> String {
        let word = (measure != Measure::default()).then(|| measure.word().to_owned());
        self.address.with_all(&[("pair", Some(whose)), ("rows", word), ("request", None)])
    }
}

/// The department that a parameter of the address names. Wakes the reader.
pub(super) fn id_of(address: Address, key: &str) -> Option<DepartmentId> {
    address.get(key).and_then(|id| id.parse().ok())
}

/// The day, as long as the page is open: one that hangs on a wall sees midnight pass.
fn today(hands: Hands) -> RwSignal<Day> {
    let today = RwSignal::new(hands.now().day());
    Effect::new(move |_| {
        let tick = move || {
            let now = hands.now().day();
            if today.get_untracked() != now {
                today.set(now);
            }
        };
        if let Ok(timer) = set_interval_with_handle(tick, TICK) {
            on_cleanup(move || timer.clear());
        }
    });
    today
}
