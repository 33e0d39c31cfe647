//! The last thirty days in figures: the mean of each score, week by week, and how much was thanked
//! for. A figure says of whom it is: those who see every score see all departments, others their own.

use leptos::prelude::*;
use weft_domain::{Day, Kind, OrganisationRole, Scores, Timestamp, World};

use super::feed::{Older, Source};
use crate::hands::Hands;
use crate::i18n::{Locale, decimal, feedback as text, number, request, t, use_locale};
use crate::replica::Topic;
use crate::request::address::Address;
use crate::ui::{Health, HealthMark, Spark};

/// Days looked back on.
pub(super) const DAYS: i32 = 30;
/// Ratings from which on a mean is shown.
pub(super) const SHOWN_FROM: u32 = weft_domain::pulse::RATINGS_MIN;
/// Days in one point of a trend.
const POINT_DAYS: i32 = 6;
/// A change from one half to the other that is worth a word, in scores.
const TREND: f32 = 0.15;

/// One score's mean and its trend.
#[derive(Clone, Debug, Default, PartialEq)]
struct Mean {
    value: f64,
    points: Vec<f32>,
    change: f32,
}

/// What the band shows.
#[derive(Clone, Debug, Default, PartialEq)]
struct Figures {
    ratings: u32,
    means: [Mean; 4],
}

/// The band.
pub(super) fn band(hands: Hands, address: Address, source: Source) -> AnyView {
    let replica = StoredValue::new(hands.replica());
    let today = hands.now().day();
    let figures = Memo::new(move |_| {
        let topics = [Topic::Kind(Kind::Scores)];
        replica.with_value(|replica| replica.read(&topics, |world| figures(world.all_scores(), today)))
    });
    let sees_all = Memo::new(move |_| {
        let roles = [OrganisationRole::Leadership, OrganisationRole::Steward, OrganisationRole::Auditor];
        let actor = replica.with_value(crate::replica::Replica::actor);
        actor.is_some_and(|actor| roles.iter().any(|role| actor.has(*role)))
    });
    let names: [fn(Locale) -> &'static str; 4] =
        [request::quality, request::attitude, request::efficiency, request::result];
    let stat = move |at: usize| score(address, figures, sees_all, at, names[at]);
    view! {
        <section class="band" aria-label=t(text::band)>
            {(0..4).map(stat).collect_view()}
            {thanks(hands, address, source)}
        </section>
    }
    .into_any()
}

fn score(
    address: Address,
    figures: Memo<Figures>,
    sees_all: Memo<bool>,
    at: usize,
    name: fn(Locale) -> &'static str,
) -> AnyView {
    let locale = use_locale();
    let ratings = Memo::new(move |_| figures.with(|figures| figures.ratings));
    let is_shown = move || ratings.get() >= SHOWN_FROM;
    let value = move || {
        if is_shown() {
            decimal(locale.get(), figures.with(|figures| figures.means[at].value), 2)
        } else {
            "–".to_owned()
        }
    };
    let points = Signal::derive(move || {
        if is_shown() { figures.with(|figures| figures.means[at].points.clone()) } else { Vec::new() }
    });
    let change = move || figures.with(|figures| figures.means[at].change);
    let below = t(move |locale| {
        let ratings = ratings.get();
        if ratings < SHOWN_FROM {
            return text::from_five_up(locale, ratings);
        }
        let whose = if sees_all.get() { text::everywhere(locale) } else { text::mine_only(locale) };
        let counted = text::count_ratings(locale, ratings);
        if locale.is_chinese() { format!("{whose}，{counted}") } else { format!("{counted}, {whose}") }
    });
    view! {
        <a class="stat" href=move || address.with("show", Some("ratings".to_owned()))>
            <span class="k row">
                {t(name)}
                {move || {
                    (is_shown() && change() <= -TREND)
                        .then(|| {
                            view! {
                                <span class="push">
                                    <HealthMark health=Health::Strained label=t(text::falling) />
                                </span>
                            }
                        })
                }}
            </span>
            <span class="row fig">
                <span class="v">{value}</span>
                <span class="trend">
                    <Spark values=points label=t(move |locale| text::trend(locale, name(locale))) />
                </span>
            </span>
            <span class="d">{below}</span>
        </a>
    }
    .into_any()
}

fn thanks(hands: Hands, address: Address, source: Source) -> AnyView {
    let locale = use_locale();
    let replica = StoredValue::new(hands.replica());
    let since = Timestamp(hands.now().0.saturating_sub(i64::from(DAYS) * weft_domain::DAY_MS));
    let count = Memo::new(move |_| {
        let topics = [Topic::Kind(Kind::Kudos)];
        let of = |world: &World| world.all_kudos().filter(|row| row.at >= since).count();
        replica.with_value(|replica| replica.read(&topics, of))
    });
    // What has not been asked for yet is not counted: then there may be more.
    let is_all = move || source.older.get() == Older::None || source.reaches(since);
    let value = move || {
        let counted = number(locale.get(), i64::try_from(count.get()).unwrap_or(i64::MAX));
        if is_all() { counted } else { text::at_least(locale.get(), &counted) }
    };
    view! {
        <a class="stat" href=move || address.with("show", Some("thanks".to_owned()))>
            <span class="k">{t(text::thanks_loaded)}</span>
            <span class="v" class:long=move || !is_all()>
                {value}
            </span>
            <span class="d">{t(text::everyone_sees)}</span>
        </a>
    }
    .into_any()
}

fn figures<'a>(rows: impl Iterator<Item = &'a Scores>, today: Day) -> Figures {
    let first = today.0.saturating_sub(DAYS - 1);
    let points = usize::try_from(DAYS / POINT_DAYS).unwrap_or(1);
    let mut sums = vec![(0_u32, [0_u32; 4]); points];
    for row in rows.filter(|row| (first..=today.0).contains(&row.day.0)) {
        let at = usize::try_from((row.day.0 - first) / POINT_DAYS).unwrap_or(0).min(points - 1);
        sums[at].0 += row.ratings;
        for (sum, more) in sums[at].1.iter_mut().zip(row.sums) {
            *sum = sum.saturating_add(more);
        }
    }
    let ratings = sums.iter().map(|(ratings, _)| *ratings).sum();
    let mean_over = |range: std::ops::Range<usize>, which: usize| {
        let counted: u32 = sums[range.clone()].iter().map(|(ratings, _)| *ratings).sum();
        let sum: u32 = sums[range].iter().map(|(_, sums)| sums[which]).sum();
        (counted > 0).then(|| f64::from(sum) / f64::from(counted))
    };
    let mean = |which: usize| {
        let halves = mean_over(0..points / 2, which).zip(mean_over(points / 2..points, which));
        Mean {
            value: mean_over(0..points, which).unwrap_or_default(),
            // Fewer than five in a point would tell who said what.
            points: (0..points)
                .filter(|at| sums[*at].0 >= SHOWN_FROM)
                .filter_map(|at| mean_over(at..at + 1, which))
                .map(|mean| mean as f32)
                .collect(),
            change: halves.map_or(0.0, |(early, late)| (late - early) as f32),
        }
    };
    Figures { ratings, means: [mean(0), mean(1), mean(2), mean(3)] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::{DailyId, testing};

    fn day(back: i32, ratings: u32, each: u32) -> Scores {
        let (customer, provider, day) = (testing::department(0), testing::department(1), Day(20_000 - back));
        let id = DailyId::of(customer, provider, day);
        Scores { id, customer, provider, day, ratings, sums: [ratings * each; 4] }
    }

    #[test]
    fn means_are_of_the_last_thirty_days_and_small_points_are_left_out() {
        let rows = [day(0, 10, 4), day(29, 10, 5), day(30, 100, 1), day(15, 2, 1)];
        let figures = figures(rows.iter(), Day(20_000));
        assert_eq!(figures.ratings, 22);
        assert!((figures.means[0].value - 92.0 / 22.0).abs() < 1e-9);
        assert_eq!(figures.means[0].points, [5.0, 4.0]);
        assert!(figures.means[0].change < -TREND);
    }

    #[test]
    fn nothing_rated_is_no_figure() {
        assert_eq!(figures([].into_iter(), Day(20_000)).ratings, 0);
    }
}
