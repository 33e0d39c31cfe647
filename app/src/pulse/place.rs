//! Where one is on Pulse and what one looks at: all of it in the address, so that a link shows a
//! colleague the same thing.

use weft_domain::{Day, DepartmentId, pulse::Period};

/// Which form Pulse has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// The collaboration map, dyed by health.
    #[default]
    Map,
    /// Every relationship as a row.
    Loom,
}

/// The order of the loom's rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Where it hurts most.
    #[default]
    Friction,
    /// Where most comes and goes.
    Traffic,
    /// Where the lowest scores are.
    Rating,
}

impl Order {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Friction, Self::Traffic, Self::Rating];

    /// The word for it in the address; none for the usual one.
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::Friction => None,
            Self::Traffic => Some("traffic"),
            Self::Rating => Some("rating"),
        }
    }

    /// What a word in the address means.
    pub fn of(word: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|order| order.word() == word).unwrap_or_default()
    }
}

/// A figure whose rows are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// Requests filed.
    #[default]
    Filed,
    /// Requests resolved.
    Resolved,
    /// Requests declined or cancelled.
    Dropped,
    /// Ratings.
    Ratings,
}

impl Measure {
    /// Every measure, in order.
    pub const ALL: [Self; 4] = [Self::Filed, Self::Resolved, Self::Dropped, Self::Ratings];

    /// The word for it in the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Resolved => "resolved",
            Self::Dropped => "dropped",
            Self::Ratings => "ratings",
        }
    }

    /// What a word in the address means.
    pub fn of(word: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|measure| Some(measure.word()) == word).unwrap_or_default()
    }
}

/// The days that a choice offers.
pub const SPANS: [u16; 4] = [7, 30, 90, 365];
/// Days of the period where the address says nothing.
pub const SPAN: u16 = 30;
/// Days a period has at most; a longer one begins later.
pub const SPAN_MAX: u16 = 3_660;

/// The period that the address says: `days`, or `from` and `to`.
pub fn period(days: Option<&str>, from: Option<&str>, to: Option<&str>, today: Day) -> Period {
    if let (Some(from), Some(to)) = (from.and_then(day_of), to.and_then(day_of)) {
        let (from, to) = if from <= to { (from, to) } else { (to, from) };
        let first = Day(to.0.saturating_sub(i32::from(SPAN_MAX) - 1));
        return Period { from: from.max(first), to };
    }
    let days = days.and_then(|days| days.parse::<u16>().ok()).filter(|days| (1..=SPAN_MAX).contains(days));
    Period::last(days.unwrap_or(SPAN), today)
}

/// How many days a period has.
pub fn days_of(period: Period) -> u32 {
    u32::try_from(period.to.0.saturating_sub(period.from.0)).unwrap_or(0) + 1
}

/// The pair in `pair=<customer>.<provider>`.
pub fn pair_of(text: &str) -> Option<(DepartmentId, DepartmentId)> {
    let (customer, provider) = text.split_once('.')?;
    Some((customer.parse().ok()?, provider.parse().ok()?))
}

/// The word for a pair in the address.
pub fn pair_word((customer, provider): (DepartmentId, DepartmentId)) -> String {
    format!("{customer}.{provider}")
}

/// The day that `2026-11-20` names. None: no such day.
pub fn day_of(text: &str) -> Option<Day> {
    let mut parts = text.splitn(3, '-');
    let mut part = |digits: usize| parts.next().filter(|part| part.len() == digits)?.parse::<i32>().ok();
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    if year < 1 || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let found = Day(days_from_civil(year, month, day));
    // The 30th of February is the 2nd of March: no such day.
    (word_of(found) == text).then_some(found)
}

/// A day as `2026-11-20`, the form of the browser's date fields.
pub fn word_of(day: Day) -> String {
    let (year, month, day) = civil_from_days(day.0);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar, whose years are counted
/// from March, so that the leap day is a year's last.
const fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

const fn civil_from_days(days: i32) -> (i32, i32, i32) {
    let days = days.saturating_add(719_468);
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_has_one_name_and_every_name_one_day() {
        for (text, day) in [("1970-01-01", 0), ("2000-02-29", 11_016), ("2026-11-20", 20_777)] {
            assert_eq!(day_of(text), Some(Day(day)), "{text}");
        }
        for day in (-200_000..200_000).step_by(97) {
            assert_eq!(day_of(&word_of(Day(day))), Some(Day(day)));
        }
    }

    #[test]
    fn no_day_is_made_up() {
        for text in ["", "2026-02-30", "2026-13-01", "2026-1-1", "20261120", "2026-11-20x", "-026-11-20"] {
            assert_eq!(day_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_period_is_what_the_address_says_or_thirty_days() {
        let today = Day(20_777);
        let of = |days, from, to| period(days, from, to, today);
        assert_eq!(of(None, None, None), Period::last(30, today));
        assert_eq!(of(Some("7"), None, None), Period::last(7, today));
        assert_eq!(of(Some("0"), None, None), Period::last(30, today));
        assert_eq!(of(Some("nonsense"), Some("2026-01-01"), None), Period::last(30, today));
        let turned = of(None, Some("2026-11-20"), Some("2026-11-01"));
        assert_eq!((word_of(turned.from), word_of(turned.to)), ("2026-11-01".into(), "2026-11-20".into()));
        assert_eq!(days_of(of(None, Some("0001-01-01"), Some("2026-11-01"))), u32::from(SPAN_MAX));
    }
}
