//! Dates without a browser: UTC, and the same answer on every machine.

use super::{DAY_MS, DateStyle, HOUR_MS, Locale, MINUTE_MS};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) fn write(locale: Locale, at: i64, style: DateStyle) -> String {
    let (year, month, day) = civil(at.div_euclid(DAY_MS));
    let in_day = at.rem_euclid(DAY_MS);
    let time = format!("{:02}:{:02}", in_day / HOUR_MS, in_day % HOUR_MS / MINUTE_MS);
    let name = MONTHS[(month - 1) as usize];
    match (style, locale.is_chinese()) {
        (DateStyle::Time, _) => time,
        (DateStyle::Date, false) => format!("{day} {} {year}", &name[..3]),
        (DateStyle::Day, false) => format!("{day} {}", &name[..3]),
        (DateStyle::DateTime, false) => format!("{day} {} {year}, {time}", &name[..3]),
        (DateStyle::Month, false) => format!("{name} {year}"),
        (DateStyle::Date, true) => format!("{year}年{month}月{day}日"),
        (DateStyle::Day, true) => format!("{month}月{day}日"),
        (DateStyle::DateTime, true) => format!("{year}年{month}月{day}日 {time}"),
        (DateStyle::Month, true) => format!("{year}年{month}月"),
    }
}

/// Year, month (1–12) and day of a count of days since 1970, in the Gregorian calendar
/// (Howard Hinnant's `civil_from_days`).
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}
