//! The organisation in five figures, each with its course over the period and the way to the rows
//! it was counted from.

use leptos::prelude::*;
use weft_domain::pulse::{Health as Rule, Period};
use weft_domain::{Kind, World};

use super::desk::Desk;
use super::place::{Measure, days_of};
use super::words::SHOWN_FROM;
use crate::i18n::{Locale, decimal, duration, number, percent, pulse as text, t, use_locale};
use crate::replica::{Replica, Topic};
use crate::ui::{Health, HealthGlyph, Spark};

/// Points of a course.
const POINTS: usize = 12;

/// Sums of a stretch of days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sums {
    filed: u64,
    resolved: u64,
    dropped: u64,
    minutes: u64,
    ratings: u64,
    scores: u64,
}

impl Sums {
    fn with(self, other: &Self) -> Self {
        Self {
            filed: self.filed + other.filed,
            resolved: self.resolved + other.resolved,
            dropped: self.dropped + other.dropped,
            minutes: self.minutes + other.minutes,
            ratings: self.ratings + other.ratings,
            scores: self.scores + other.scores,
        }
    }

    fn share(&self) -> Option<f64> {
        let all = self.filed.max(self.resolved + self.dropped);
        (all > 0).then(|| self.resolved as f64 / all as f64)
    }

    fn minutes(&self) -> Option<u64> {
        self.minutes.checked_div(self.resolved)
    }

    fn mean(&self) -> Option<f64> {
        (self.ratings >= u64::from(SHOWN_FROM)).then(|| self.scores as f64 / (self.ratings * 4) as f64)
    }
}

/// The five figures.
pub(super) fn stats(desk: Desk) -> AnyView {
    let locale = use_locale();
    let replica = StoredValue::new(desk.hands.replica());
    let course = Memo::new(move |_| {
        let topics = [Kind::Traffic, Kind::Scores].map(Topic::Kind);
        replica
            .with_value(|replica: &Replica| replica.read(&topics, |world| course(world, desk.period.get())))
    });
    let all = Memo::new(move |_| {
        course.with(|course| course.iter().fold(Sums::default(), |sum, more| sum.with(more)))
    });
    let count = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
    let points = move |of: fn(&Sums) -> Option<f64>| {
        Signal::derive(move || {
            course.with(|course| course.iter().filter_map(of).map(|value| value as f32).collect::<Vec<_>>())
        })
    };
    let none = || "–".to_owned();
    let figures = [
        Figure {
            name: text::requests,
            measure: Measure::Filed,
            rows: Signal::derive(move || count(all.get().filed)),
            value: Signal::derive(move || {
                number(locale.get(), i64::try_from(all.get().filed).unwrap_or(i64::MAX))
            }),
            below: Signal::derive(move || text::days(locale.get(), days_of(desk.period.get()))),
            points: points(|sums| Some(sums.filed as f64)),
        },
        Figure {
            name: text::resolved_share,
            measure: Measure::Resolved,
            rows: Signal::derive(move || count(all.get().resolved)),
            value: Signal::derive(move || {
                all.get().share().map_or_else(none, |share| percent(locale.get(), share, 1))
            }),
            below: Signal::derive(move || text::of_filed(locale.get(), count(all.get().filed))),
            points: points(Sums::share),
        },
        Figure {
            name: text::time_taken,
            measure: Measure::Resolved,
            rows: Signal::derive(move || count(all.get().resolved)),
            value: Signal::derive(move || {
                let minutes = all.get().minutes().and_then(|minutes| i64::try_from(minutes).ok());
                minutes.map_or_else(none, |minutes| duration(locale.get(), minutes.saturating_mul(60_000)))
            }),
            below: Signal::derive(move || text::mean_of(locale.get(), count(all.get().resolved))),
            points: points(|sums| sums.minutes().map(|minutes| minutes as f64)),
        },
        Figure {
            name: text::satisfaction,
            measure: Measure::Ratings,
            rows: Signal::derive(move || count(all.get().ratings)),
            value: Signal::derive(move || {
                all.get().mean().map_or_else(none, |mean| decimal(locale.get(), mean, 2))
            }),
            below: Signal::derive(move || satisfaction_note(locale.get(), desk, &all.get())),
            points: points(Sums::mean),
        },
    ];
    view! {
        <section class="stats" aria-label=t(text::indicators)>
            {figures.map(|figure| figure.view(desk)).collect_view()}
            {trouble(desk)}
        </section>
    }
    .into_any()
}

fn satisfaction_note(locale: Locale, desk: Desk, sums: &Sums) -> String {
    let ratings = u32::try_from(sums.ratings).unwrap_or(u32::MAX);
    let counted = if ratings < SHOWN_FROM {
        text::few_ratings(locale, ratings)
    } else {
        text::of_ratings(locale, ratings)
    };
    if desk.sees_all_scores() { counted } else { format!("{counted} · {}", text::yours_only(locale)) }
}

struct Figure {
    name: fn(Locale) -> &'static str,
    /// The rows it is counted from.
    measure: Measure,
    /// How many they are.
    rows: Signal<u32>,
    value: Signal<String>,
    below: Signal<String>,
    points: Signal<Vec<f32>>,
}

impl Figure {
    fn view(self, desk: Desk) -> AnyView {
        let Self { name, measure, rows, value, below, points } = self;
        let to = move || desk.behind_all(measure);
        view! {
            <a class="stat" href=to>
                <span class="k row">{t(name)}</span>
                <span class="v">{value}</span>
                <Spark values=points label=t(move |locale| text::trend(locale, name(locale))) />
                <span class="d row">
                    <span class="clip">{below}</span>
                    <span class="push rows num">{t(move |locale| text::rows(locale, rows.get()))}</span>
                </span>
            </a>
        }
        .into_any()
    }
}

/// How many relationships are strained or broken.
fn trouble(desk: Desk) -> AnyView {
    let locale = use_locale();
    let counts = Memo::new(move |_| {
        desk.strands.with(|strands| {
            let of = |health| u32::try_from(strands.iter().filter(|strand| strand.health == health).count());
            (of(Rule::Broken).unwrap_or(u32::MAX), of(Rule::Strained).unwrap_or(u32::MAX), strands.len())
        })
    });
    let to = move || desk.address.with_all(&[("view", Some("loom".to_owned())), ("sort", None)]);
    let worst = Signal::derive(move || match counts.get() {
        (0, 0, _) => Health::Good,
        (0, _, _) => Health::Strained,
        _ => Health::Broken,
    });
    view! {
        <a class="stat" href=to>
            <span class="k row">
                {t(text::in_trouble)} <span class="push"><span class=move || format!("health {}", worst.get().class())>
                        <HealthGlyph health=worst />
                        <span class="sr">{move || worst.get().word(locale.get())}</span>
                    </span></span>
            </span>
            <span class="v">
                {move || { let (broken, strained, _) = counts.get(); number(locale.get(), i64::from(broken) + i64::from(strained)) }}
                <small>" "{move || text::of_all(locale.get(), counts.get().2)}</small>
            </span>
            <span class="d">{move || { let (broken, strained, _) = counts.get(); text::broken_strained(locale.get(), broken, strained) }}</span>
        </a>
    }
    .into_any()
}

/// The sums of the period in [`POINTS`] stretches of as many days each; a short period has as many
/// as it has days.
fn course(world: &World, period: Period) -> Vec<Sums> {
    let days = usize::try_from(days_of(period)).unwrap_or(1);
    let points = POINTS.min(days);
    let mut sums = vec![Sums::default(); points];
    let at = |day: weft_domain::Day| {
        let day = usize::try_from(day.0.saturating_sub(period.from.0)).unwrap_or(0);
        (day * points / days).min(points - 1)
    };
    for row in world.all_traffic().filter(|row| period.has(row.day) && row.customer != row.provider) {
        let sum = &mut sums[at(row.day)];
        sum.filed += u64::from(row.filed);
        sum.resolved += u64::from(row.resolved);
        sum.dropped += u64::from(row.dropped);
        sum.minutes = sum.minutes.saturating_add(row.resolve_minutes);
    }
    for row in world.all_scores().filter(|row| period.has(row.day) && row.customer != row.provider) {
        let sum = &mut sums[at(row.day)];
        sum.ratings += u64::from(row.ratings);
        sum.scores += row.sums.iter().map(|score| u64::from(*score)).sum::<u64>();
    }
    sums
}
