//! The rows behind a figure: the requests or ratings it was counted from that the reader may see,
//! and how many more there are.

use leptos::prelude::*;
use weft_domain::pulse::{Pair, Period, Strand};
use weft_domain::{
    DependencyId, Kind, RequestId, RequestKey, RequestNumber, StateCategory, Timestamp, World,
};
use weft_sync::message::Ask;

use super::desk::Desk;
use super::place::{Measure, pair_of};
use super::words;
use crate::i18n::{DateStyle, Locale, date_in, decimal, duration, pulse as text, request, t, use_locale};
use crate::replica::{Connection, Replica, Topic};
use crate::request::panel_of;
use crate::request::words as names;
use crate::ui::{Choice, HealthMark, LinkButton, Picks, Tabs, VirtualList, WeaveMark};

/// Height of a row in pixels.
const ROW_PX: u32 = 44;
/// The id of the list, which the tabs choose.
const LIST: &str = "pulse-rows";

/// The panel: a request, or the rows of a pair.
pub(super) fn panel(desk: Desk) -> AnyView {
    let address = desk.address;
    let pair = Memo::new(move |_| address.get("pair").as_deref().and_then(pair_of));
    let has_request = Memo::new(move |_| address.has("request"));
    let request = panel_of(address);
    view! {
        {move || {
            if has_request.get() {
                return request();
            }
            pair.get().map(|pair| rows_of(desk, pair)).into_any()
        }}
    }
    .into_any()
}

/// One row behind a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    at: Timestamp,
    request: RequestId,
    /// For a rating, the mean of its scores in hundredths; what it is of may not be for the reader.
    mean: Option<u32>,
}

fn rows_of(desk: Desk, pair: Pair) -> AnyView {
    let replica = StoredValue::new(desk.hands.replica());
    let strand = Memo::new(move |_| desk.strand(pair));
    let measure = Memo::new(move |_| Measure::of(desk.address.get("rows").as_deref()));
    let is_answered = RwSignal::new(false);
    ask(desk, pair, is_answered);
    let found = Memo::new(move |_| {
        let topics = [Kind::Request, Kind::Rating].map(Topic::Kind);
        let (measure, period) = (measure.get(), desk.period.get());
        replica.with_value(|replica: &Replica| {
            replica.read(&topics, |world| found(world, pair, measure, period))
        })
    });
    let figure = Memo::new(move |_| {
        strand.with(|strand| strand.as_ref().map_or(0, |strand| count(strand, measure.get())))
    });
    view! {
        {head(desk, pair, strand)}
        {tabs(desk, strand, measure)}
        {list(desk, found)}
        {more(desk, found, figure, is_answered)}
        {links(pair, strand)}
    }
    .into_any()
}

/// Asks for the requests of a pair that are not here, by the language of search.
fn ask(desk: Desk, pair: Pair, is_answered: RwSignal<bool>) {
    let hands = desk.hands;
    let connection = hands.replica().connection();
    Effect::new(move |_| {
        if connection.get() != Connection::Live {
            return;
        }
        let world = hands.replica().world();
        let key = |id| world.department(id).present().map(|row| row.key.clone());
        let (Some(RequestKey(from)), Some(RequestKey(to))) = (key(pair.0), key(pair.1)) else { return };
        hands.dispatch().ask(Ask::Search { query: format!("from:{from} to:{to}") }, move |_| {
            // The panel may be gone when the answer comes.
            let _ = is_answered.try_set(true);
        });
        hands.dispatch().ask(Ask::Feed { before: None }, |_| {});
    });
}

fn count(strand: &Strand, measure: Measure) -> u32 {
    match measure {
        Measure::Filed => strand.figures.filed,
        Measure::Resolved => strand.figures.resolved,
        Measure::Dropped => strand.figures.dropped,
        Measure::Ratings => strand.figures.ratings,
    }
}

/// The rows at hand that were counted, the newest first.
fn found(world: &World, (customer, provider): Pair, measure: Measure, period: Period) -> Vec<Found> {
    let within = |at: Timestamp| period.has(at.day());
    let mut rows: Vec<Found> = if measure == Measure::Ratings {
        let of_pair = world.ratings().filter(|row| row.customer == customer && row.provider == provider);
        of_pair
            .filter(|row| row.side == weft_domain::Side::Customer && within(row.at))
            .map(|row| {
                let scores =
                    [row.scores.quality, row.scores.attitude, row.scores.efficiency, row.scores.result];
                let sum: u32 = scores.into_iter().map(|score| u32::from(u8::from(score))).sum();
                Found { at: row.at, request: row.request, mean: Some(sum * 25) }
            })
            .collect()
    } else {
        world
            .requests_asked_by(customer)
            .filter(|row| row.provider == Some(provider) || row.held_by.contains(&provider))
            .filter(|row| !matches!(row.sight, weft_domain::Sight::Confidential { .. }))
            .filter_map(|row| {
                let is_dropped = matches!(row.state, StateCategory::Declined | StateCategory::Cancelled);
                let holds = row.provider == Some(provider);
                let at = match measure {
                    Measure::Filed => Some(row.filed_at),
                    Measure::Resolved => row.resolved_at.filter(|_| holds),
                    Measure::Dropped => row.ended_at.filter(|_| holds && is_dropped),
                    Measure::Ratings => None,
                };
                Some(Found { at: at.filter(|at| within(*at))?, request: row.id, mean: None })
            })
            .collect()
    };
    rows.sort_unstable_by(|a, b| b.cmp(a));
    rows
}

fn head(desk: Desk, pair: Pair, strand: Memo<Option<Strand>>) -> AnyView {
    let locale = use_locale();
    let side = move |id: weft_domain::DepartmentId| {
        view! {
            <a class="dept" href=format!("/map?focus={id}")>
                <WeaveMark id=*id.0.as_bytes() />
                <span dir="auto">{move || desk.name(locale.get(), id)}</span>
            </a>
        }
    };
    let health = Signal::derive(move || {
        strand.with(|strand| {
            strand.as_ref().map_or(crate::ui::Health::Quiet, |strand| words::health(strand.health))
        })
    });
    let why = move || strand.with(|strand| strand.as_ref().map(|strand| words::why(locale.get(), strand)));
    view! {
        <header class="behind">
            <h2 class="pair wrap">{side(pair.0)} <span class="to" aria-hidden="true">"›"</span> {side(pair.1)}</h2>
            <p class="row note"><HealthMark health=health /> {why}</p>
        </header>
    }
    .into_any()
}

const fn measure_name(measure: Measure, locale: Locale) -> &'static str {
    match measure {
        Measure::Filed => text::m_filed(locale),
        Measure::Resolved => text::m_resolved(locale),
        Measure::Dropped => text::m_dropped(locale),
        Measure::Ratings => text::m_ratings(locale),
    }
}

fn tabs(desk: Desk, strand: Memo<Option<Strand>>, measure: Memo<Measure>) -> AnyView {
    let locale = use_locale();
    let options = Signal::derive(move || {
        let choice = |measure: Measure| {
            let count = Signal::derive(move || {
                strand.with(|strand| strand.as_ref().map_or(0, |strand| count(strand, measure)))
            });
            Choice::new(measure.word(), t(move |locale| measure_name(measure, locale))).count(count)
        };
        Measure::ALL.map(choice).to_vec()
    });
    let value = Signal::derive(move || measure.get().word().to_owned());
    let figures = move || {
        let locale = locale.get();
        let strand = strand.get()?;
        let figures = strand.figures;
        let time = figures.mean_resolve_minutes.and_then(|minutes| i64::try_from(minutes).ok());
        let time = time.map(|minutes| duration(locale, minutes.saturating_mul(60_000)));
        let seen = desk.sees_scores((strand.customer, strand.provider));
        Some(view! {
            <dl class="facts">
                <dt>{text::resolved_share(locale)}</dt>
                <dd class="num">{words::share_text(locale, &figures).unwrap_or_else(|| "–".to_owned())}</dd>
                <dt>{text::time_taken(locale)}</dt>
                <dd class="num">{time.unwrap_or_else(|| "–".to_owned())}</dd>
                <dt>{text::satisfaction(locale)}</dt>
                <dd>{satisfaction(locale, &figures, seen)}</dd>
            </dl>
        })
    };
    view! {
        <section class="block">{figures}</section>
        <Tabs
            label=t(text::measure)
            options=options
            value=value
            on_change=move |word: String| desk.address.set("rows", (word != Measure::Filed.word()).then_some(word), true)
            controls=LIST
        />
    }
    .into_any()
}

fn satisfaction(locale: Locale, figures: &weft_domain::pulse::Figures, is_seen: bool) -> AnyView {
    match words::mean(figures) {
        Some(mean) => view! {
            <span class="row">
                <Picks score=Signal::stored(mean as f32) />
                <b class="num" aria-hidden="true">{decimal(locale, mean, 1)}</b>
                <span class="faint">{text::of_ratings(locale, figures.ratings)}</span>
            </span>
        }
        .into_any(),
        None => words::rating(locale, figures, is_seen).1.into_any(),
    }
}

fn list(desk: Desk, found: Memo<Vec<Found>>) -> AnyView {
    let count = Signal::derive(move || found.with(Vec::len));
    let height = move || format!("height:min({}px, 52vh)", count.get() * ROW_PX as usize);
    let row = Callback::new(move |(at,): (usize,)| {
        found.with(|found| found.get(at).copied()).map(|found| row(desk, found)).into_any()
    });
    view! {
        <div id=LIST class="behind-rows" style=height>
            {move || (count.get() > 0).then(|| view! { <VirtualList label=t(text::behind) count=count row_px=ROW_PX row=row /> })}
        </div>
    }
    .into_any()
}

fn row(desk: Desk, found: Found) -> AnyView {
    let locale = use_locale();
    let replica = desk.hands.replica();
    let id = found.request;
    let inside = move || {
        let locale = locale.get();
        let when = date_in(locale, found.at, DateStyle::Day);
        let row = replica.read(&[Topic::Row(id.into())], |world| world.request(id).present().cloned());
        let mean = found.mean.map(|hundredths| {
            let mean = f64::from(hundredths) / 100.0;
            view! {
                <Picks score=Signal::stored(mean as f32) />
                <b class="num" aria-hidden="true">{decimal(locale, mean, 1)}</b>
            }
        });
        match row {
            Some(row) => {
                let number = names::number(locale, &row.number);
                let is_named = !matches!(row.number, RequestNumber::Provisional);
                let href = desk.address.with("request", Some(id.to_string()));
                let state = mean.is_none().then(|| names::state(locale, row.state));
                view! {
                    <a href=href>
                        <time class="faint num">{when}</time>
                        <span class="clip t" dir="auto">{row.title}</span>
                        {state.map(|state| view! { <span class="tag">{state}</span> })}
                        {mean}
                        {is_named.then(|| view! { <span class="faint num small">{number}</span> })}
                    </a>
                }
                .into_any()
            }
            None => view! {
                <span class="bare-row">
                    <time class="faint num">{when}</time>
                    <span class="t faint">{request::request(locale)}</span>
                    {mean}
                </span>
            }
            .into_any(),
        }
    };
    view! { <div class="behind-row">{inside}</div> }.into_any()
}

/// How many of those counted are not listed, and why.
fn more(desk: Desk, found: Memo<Vec<Found>>, figure: Memo<u32>, is_answered: RwSignal<bool>) -> AnyView {
    let connection = desk.hands.replica().connection();
    let left = move || figure.get().saturating_sub(u32::try_from(found.with(Vec::len)).unwrap_or(u32::MAX));
    view! {
        <div class="behind-more note" role="status">
            {move || {
                let is_asking = connection.get() == Connection::Live && !is_answered.get();
                if is_asking {
                    return view! { <p>{t(text::asking)}</p> }.into_any();
                }
                match left() {
                    0 if found.with(Vec::is_empty) => view! { <p>{t(text::nothing_behind)}</p> }.into_any(),
                    0 => ().into_any(),
                    left => {
                        view! {
                            <p><b>{t(move |locale| text::more_hidden(locale, left))}</b></p>
                            <p>{t(text::more_hidden_what)}" "{t(text::more_elsewhere)}</p>
                        }
                            .into_any()
                    }
                }
            }}
        </div>
    }
    .into_any()
}

fn links(pair: Pair, strand: Memo<Option<Strand>>) -> AnyView {
    let id = DependencyId::between(pair.0, pair.1);
    let is_declared = Memo::new(move |_| {
        strand.with(|strand| strand.as_ref().is_some_and(|strand| strand.dependency.is_some()))
    });
    view! {
        <div class="row wrap behind-links">
            {move || if is_declared.get() {
                view! { <LinkButton href=format!("/map?dep={id}") small=true>{t(text::on_the_map)}</LinkButton> }.into_any()
            } else {
                view! {
                    <span class="tag">{t(text::undeclared)}</span>
                    <LinkButton href=format!("/map?focus={}", pair.0) small=true>{t(text::declare_it)}</LinkButton>
                }
                    .into_any()
            }}
        </div>
    }
    .into_any()
}
