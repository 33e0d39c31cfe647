//! The rows behind a figure: the requests or ratings it was counted from that the reader may see,
//! and how many more there are.

use leptos::prelude::*;
use weft_domain::pulse::{Figures, Pair, Strand};
use weft_domain::{DependencyId, Kind, RequestNumber};

use super::desk::Desk;
use super::found::{self, Found, Whose};
use super::place::Measure;
use super::words;
use crate::i18n::{DateStyle, Locale, date_in, decimal, duration, pulse as text, request, t, use_locale};
use crate::replica::{Connection, Replica, Topic};
use crate::request::panel_of;
use crate::request::row::Fetched;
use crate::request::words as names;
use crate::ui::{Choice, HealthMark, LinkButton, Picks, Tabs, VirtualList, WeaveMark};

/// Height of a row in pixels.
const ROW_PX: u32 = 44;
/// The id of the list, which the tabs choose.
const LIST: &str = "pulse-rows";

/// The panel: a request, or the rows of a pair or of everybody.
pub(super) fn panel(desk: Desk) -> AnyView {
    let address = desk.address;
    let whose = Memo::new(move |_| address.get("pair").as_deref().and_then(Whose::of));
    let has_request = Memo::new(move |_| address.has("request"));
    let request = panel_of(address);
    view! {
        {move || {
            if has_request.get() {
                return request();
            }
            whose.get().map(|whose| rows_of(desk, whose)).into_any()
        }}
    }
    .into_any()
}

fn rows_of(desk: Desk, whose: Whose) -> AnyView {
    let replica = StoredValue::new(desk.hands.replica());
    let measure = Memo::new(move |_| Measure::of(desk.address.get("rows").as_deref()));
    let fetched = Fetched::new();
    let asked = found::ask(desk, whose, fetched);
    let found = Memo::new(move |_| {
        let topics = [Kind::Request, Kind::Rating].map(Topic::Kind);
        let (measure, period) = (measure.get(), desk.period.get());
        replica.with_value(|replica: &Replica| {
            replica.read(&topics, |world| found::found(world, fetched, whose, measure, period))
        })
    });
    let counts = Memo::new(move |_| match whose {
        Whose::Pair(pair) => desk.strand(pair).map(|strand| strand.figures).unwrap_or_default(),
        Whose::All => desk.strands.with(|strands| strands.iter().fold(Figures::default(), sum)),
    });
    let figure = Memo::new(move |_| count(&counts.get(), measure.get()));
    let (head, facts, links) = match whose {
        Whose::Pair(pair) => {
            let strand = Memo::new(move |_| desk.strand(pair));
            (head(desk, pair, strand), Some(facts(desk, strand)), Some(links(pair, strand)))
        }
        Whose::All => (everybodys_head(desk), None, None),
    };
    view! {
        {head}
        {facts}
        {tabs(desk, counts, measure)}
        {list(desk, found, fetched)}
        {more(desk, found, figure, asked)}
        {links}
    }
    .into_any()
}

const fn count(figures: &Figures, measure: Measure) -> u32 {
    match measure {
        Measure::Filed => figures.filed,
        Measure::Resolved => figures.resolved,
        Measure::Dropped => figures.dropped,
        Measure::Ratings => figures.ratings,
    }
}

/// What can be counted of both; a mean of means would be none.
fn sum(all: Figures, strand: &Strand) -> Figures {
    let more = strand.figures;
    Figures {
        filed: all.filed.saturating_add(more.filed),
        resolved: all.resolved.saturating_add(more.resolved),
        dropped: all.dropped.saturating_add(more.dropped),
        ratings: all.ratings.saturating_add(more.ratings),
        ..Figures::default()
    }
}

fn everybodys_head(desk: Desk) -> AnyView {
    let locale = use_locale();
    view! {
        <header class="behind">
            <h2>{t(text::behind_all)}</h2>
            <p class="note">{move || super::bar::period_name(desk, locale.get())}</p>
        </header>
    }
    .into_any()
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

fn facts(desk: Desk, strand: Memo<Option<Strand>>) -> AnyView {
    let locale = use_locale();
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
    view! { <section class="block">{figures}</section> }.into_any()
}

fn tabs(desk: Desk, counts: Memo<Figures>, measure: Memo<Measure>) -> AnyView {
    let options = Signal::derive(move || {
        let choice = |measure: Measure| {
            let count = Signal::derive(move || count(&counts.get(), measure));
            Choice::new(measure.word(), t(move |locale| measure_name(measure, locale))).count(count)
        };
        Measure::ALL.map(choice).to_vec()
    });
    let value = Signal::derive(move || measure.get().word().to_owned());
    view! {
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

fn satisfaction(locale: Locale, figures: &Figures, is_seen: bool) -> AnyView {
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

fn list(desk: Desk, found: Memo<Vec<Found>>, fetched: Fetched) -> AnyView {
    let count = Signal::derive(move || found.with(Vec::len));
    let height = move || format!("height:min({}px, 52vh)", count.get() * ROW_PX as usize);
    let row = Callback::new(move |(at,): (usize,)| {
        let found = Memo::new(move |_| found.with(|found| found.get(at).copied()));
        (move || found.get().map(|found| row(desk, found, fetched))).into_any()
    });
    view! {
        <div id=LIST class="behind-rows" style=height>
            {move || (count.get() > 0).then(|| view! { <VirtualList label=t(text::behind) count=count row_px=ROW_PX row=row /> })}
        </div>
    }
    .into_any()
}

fn row(desk: Desk, found: Found, fetched: Fetched) -> AnyView {
    let locale = use_locale();
    let replica = desk.hands.replica();
    let id = found.request;
    let inside = move || {
        let locale = locale.get();
        let when = date_in(locale, found.at, DateStyle::Day);
        let row = replica
            .read(&[Topic::Row(id.into())], |world| world.request(id).present().cloned())
            .or_else(|| fetched.get(id));
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
fn more(desk: Desk, found: Memo<Vec<Found>>, figure: Memo<u32>, asked: RwSignal<Option<u32>>) -> AnyView {
    let connection = desk.hands.replica().connection();
    let left = move || figure.get().saturating_sub(u32::try_from(found.with(Vec::len)).unwrap_or(u32::MAX));
    view! {
        <div class="behind-more note" role="status">
            {move || {
                let is_asking = connection.get() == Connection::Live && asked.get() != Some(0);
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
