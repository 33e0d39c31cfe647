//! Numbers, dates, spans of time, as each language writes them.
//!
//! Numbers and durations follow our own short rules and come out alike on the server and in the
//! browser. Dates go through the browser's `Intl`, which knows the reader's time zone; the server
//! does not, so its first paint writes the date in UTC in a plain form of the same length.

use weft_domain::Timestamp;

use super::Locale;

#[cfg(target_arch = "wasm32")]
#[path = "format/browser.rs"]
mod dates;
#[cfg(not(target_arch = "wasm32"))]
#[path = "format/server.rs"]
mod dates;

/// How much of an instant is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateStyle {
    /// `14 Nov 2026`, `2026年11月14日`.
    Date,
    /// `14 Nov`, `11月14日`.
    Day,
    /// `09:41`.
    Time,
    /// `14 Nov 2026, 09:41`.
    DateTime,
    /// `November 2026`, `2026年11月`.
    Month,
}

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
/// From here on a relative time is less telling than the date.
const RELATIVE_MAX_MS: i64 = 7 * DAY_MS;

/// The narrow no-break space: what English and, for long numbers, Chinese groups by. The plain
/// thin space would let a line end within a number.
const THIN_SPACE: char = '\u{202f}';
/// Below this Chinese does not group digits.
const CHINESE_GROUPS_FROM: u64 = 10_000;

/// A whole number: `1 366` in English, `1366` and `65 185` in Chinese.
pub fn number(locale: Locale, value: i64) -> String {
    let magnitude = value.unsigned_abs();
    let digits = magnitude.to_string();
    let mut written = String::with_capacity(digits.len() + 8);
    if value < 0 {
        written.push('\u{2212}');
    }
    let grouped = magnitude >= 1000 && (!locale.is_chinese() || magnitude >= CHINESE_GROUPS_FROM);
    for (at, digit) in digits.chars().enumerate() {
        if grouped && at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(THIN_SPACE);
        }
        written.push(digit);
    }
    written
}

/// A number with a fixed count of decimals (at most 3): `4.2`. What is no number is a dash.
pub fn decimal(locale: Locale, value: f64, decimals: u32) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let decimals = decimals.min(3);
    let scale = 10_i64.pow(decimals);
    let scaled = (value * scale as f64).round() as i64;
    let (whole, part) = (scaled / scale, (scaled % scale).unsigned_abs());
    let mut written = number(locale, whole);
    if scaled < 0 && whole == 0 {
        written.insert(0, '\u{2212}');
    }
    if decimals > 0 {
        written.push_str(&format!(".{part:0width$}", width = decimals as usize));
    }
    written
}

/// A share of one: `0.884` with one decimal is `88.4 %` in English, `88.4%` in Chinese.
pub fn percent(locale: Locale, share: f64, decimals: u32) -> String {
    let mut written = decimal(locale, share * 100.0, decimals);
    if !locale.is_chinese() {
        written.push(THIN_SPACE);
    }
    written.push('%');
    written
}

/// An instant in the usual form, [`DateStyle::Date`].
pub fn date(locale: Locale, at: Timestamp) -> String {
    date_in(locale, at, DateStyle::Date)
}

/// An instant in the given form, in the reader's time zone (UTC on the server).
pub fn date_in(locale: Locale, at: Timestamp, style: DateStyle) -> String {
    dates::write(locale, at.0, style)
}

/// How long something took or takes, in its two largest units: `1 h 20 min`, `2 d`,
/// `1 小时 20 分`. The sign is dropped: words such as “late by” carry it.
pub fn duration(locale: Locale, span_ms: i64) -> String {
    let span = span_ms.saturating_abs();
    let (days, hours, minutes) = (span / DAY_MS, span % DAY_MS / HOUR_MS, span % HOUR_MS / MINUTE_MS);
    let [day, hour, minute] = units(locale);
    let mut parts = Vec::with_capacity(2);
    if days > 0 {
        parts.push((days, day));
        parts.push((hours, hour));
    } else if hours > 0 {
        parts.push((hours, hour));
        parts.push((minutes, minute));
    } else {
        parts.push((minutes, minute));
    }
    let mut written = String::new();
    for (at, (count, unit)) in parts.into_iter().enumerate() {
        if at > 0 && count == 0 {
            continue;
        }
        if at > 0 {
            written.push(' ');
        }
        written.push_str(&number(locale, count));
        written.push('\u{a0}');
        written.push_str(unit);
    }
    written
}

/// An instant seen from `now`: `just now`, `35 min ago`, `in 2 h`, and the date beyond a week.
pub fn relative(locale: Locale, at: Timestamp, now: Timestamp) -> String {
    let span = at.0.saturating_sub(now.0);
    if span.saturating_abs() >= RELATIVE_MAX_MS {
        return date_in(locale, at, DateStyle::Date);
    }
    if span.saturating_abs() < MINUTE_MS {
        return match locale {
            Locale::En => "just now",
            Locale::ZhHans => "刚刚",
            Locale::ZhHant => "剛剛",
        }
        .to_owned();
    }
    let span_text = duration(locale, largest_unit(span));
    match (locale, span < 0) {
        (Locale::En, true) => format!("{span_text} ago"),
        (Locale::En, false) => format!("in {span_text}"),
        (Locale::ZhHans, true) => format!("{span_text}前"),
        (Locale::ZhHans, false) => format!("{span_text}后"),
        (Locale::ZhHant, true) => format!("{span_text}前"),
        (Locale::ZhHant, false) => format!("{span_text}後"),
    }
}

/// The span cut to its largest unit, so that “2 h ago” is not “2 h 13 min ago”.
fn largest_unit(span_ms: i64) -> i64 {
    let span = span_ms.saturating_abs();
    let unit = if span >= DAY_MS {
        DAY_MS
    } else if span >= HOUR_MS {
        HOUR_MS
    } else {
        MINUTE_MS
    };
    span / unit * unit
}

const fn units(locale: Locale) -> [&'static str; 3] {
    match locale {
        Locale::En => ["d", "h", "min"],
        Locale::ZhHans => ["天", "小时", "分"],
        Locale::ZhHant => ["天", "小時", "分"],
    }
}

/// A name as it stands among Chinese words: set off by a space where it is written in another script,
/// closed up where it is not. English has its spaces in the sentence.
pub fn amid(locale: Locale, name: &str) -> String {
    if !locale.is_chinese() {
        return name.to_owned();
    }
    let gap = |end: Option<char>| if end.is_some_and(is_han) { "" } else { " " };
    format!("{}{name}{}", gap(name.chars().next()), gap(name.chars().last()))
}

/// Chinese characters and the marks that come with them.
const fn is_han(char: char) -> bool {
    matches!(char, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Several names in a row.
pub fn listed(locale: Locale, names: &[String]) -> String {
    names.join(if locale.is_chinese() { "、" } else { ", " })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Locale::{En, ZhHans, ZhHant};

    #[test]
    fn english_groups_by_thin_spaces_and_chinese_only_from_ten_thousand() {
        for (value, en, zh) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1366, "1\u{202f}366", "1366"),
            (65_185, "65\u{202f}185", "65\u{202f}185"),
            (-1_234_567, "\u{2212}1\u{202f}234\u{202f}567", "\u{2212}1\u{202f}234\u{202f}567"),
        ] {
            assert_eq!(number(En, value), en);
            assert_eq!(number(ZhHans, value), zh);
        }
        assert_eq!(
            number(En, i64::MIN),
            "\u{2212}9\u{202f}223\u{202f}372\u{202f}036\u{202f}854\u{202f}775\u{202f}808"
        );
    }

    #[test]
    fn decimals_round_and_keep_their_sign() {
        assert_eq!(decimal(En, 4.25, 1), "4.3");
        assert_eq!(decimal(En, -0.25, 2), "\u{2212}0.25");
        assert_eq!(decimal(En, 3.999, 2), "4.00");
        assert_eq!(decimal(En, 3.0, 0), "3");
        assert_eq!(decimal(En, f64::NAN, 1), "–");
        assert_eq!(percent(En, 0.884, 1), "88.4\u{202f}%");
        assert_eq!(percent(ZhHant, 0.884, 1), "88.4%");
    }

    #[test]
    fn durations_show_their_two_largest_units() {
        assert_eq!(duration(En, 0), "0\u{a0}min");
        assert_eq!(duration(En, 80 * MINUTE_MS), "1\u{a0}h 20\u{a0}min");
        assert_eq!(duration(En, -80 * MINUTE_MS), "1\u{a0}h 20\u{a0}min");
        assert_eq!(duration(En, 2 * DAY_MS + 5 * MINUTE_MS), "2\u{a0}d");
        assert_eq!(duration(ZhHans, 80 * MINUTE_MS), "1\u{a0}小时 20\u{a0}分");
        assert_eq!(duration(ZhHant, 25 * HOUR_MS), "1\u{a0}天 1\u{a0}小時");
    }

    #[test]
    fn relative_times_look_both_ways_and_end_in_a_date() {
        let now = 1_794_649_260_000; // 2026-11-14 09:41 UTC
        assert_eq!(relative(En, Timestamp(now - 30_000), Timestamp(now)), "just now");
        assert_eq!(relative(En, Timestamp(now - 133 * MINUTE_MS), Timestamp(now)), "2\u{a0}h ago");
        assert_eq!(relative(En, Timestamp(now + 35 * MINUTE_MS), Timestamp(now)), "in 35\u{a0}min");
        assert_eq!(relative(ZhHans, Timestamp(now + 3 * HOUR_MS), Timestamp(now)), "3\u{a0}小时后");
        assert_eq!(relative(ZhHant, Timestamp(now - 3 * DAY_MS), Timestamp(now)), "3\u{a0}天前");
        assert_eq!(relative(En, Timestamp(now - 30 * DAY_MS), Timestamp(now)), "15 Oct 2026");
    }

    #[test]
    fn the_server_writes_plain_utc_dates() {
        let at = Timestamp(1_794_649_260_000);
        assert_eq!(date(En, at), "14 Nov 2026");
        assert_eq!(date_in(En, at, DateStyle::DateTime), "14 Nov 2026, 09:41");
        assert_eq!(date_in(En, at, DateStyle::Month), "November 2026");
        assert_eq!(date(ZhHans, at), "2026年11月14日");
        assert_eq!(date_in(ZhHant, at, DateStyle::Day), "11月14日");
        assert_eq!(date(En, Timestamp(-1)), "31 Dec 1969");
        assert_eq!(date(En, Timestamp(951_782_400_000)), "29 Feb 2000");
    }

    #[test]
    fn names_are_set_off_among_chinese_words_only_where_they_are_in_another_script() {
        assert_eq!(amid(Locale::ZhHans, "来源系统"), "来源系统");
        assert_eq!(amid(Locale::ZhHans, "Ada"), " Ada ");
        assert_eq!(amid(Locale::ZhHans, "IT 部"), " IT 部");
        assert_eq!(amid(Locale::En, "Ada"), "Ada");
    }
}
