//! Times as sources write them.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use weft_domain::Timestamp;

/// The first and last instant a source may name: 1900 and 2200. What lies outside is a mistake.
const SPAN: std::ops::Range<i64> = -2_208_988_800_000..7_258_118_400_000;

/// An instant: RFC 3339, or year, month, day and time of day in `zone`, however they are parted.
pub(super) fn parse(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.trim();
    let instant = text.parse::<jiff::Timestamp>().ok().or_else(|| {
        let civil = text.parse::<DateTime>().ok().or_else(|| loose(text))?;
        civil.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp())
    })?;
    Some(instant.as_millisecond()).filter(|at| SPAN.contains(at)).map(Timestamp)
}

/// RFC 3339 in UTC, with milliseconds only where there are any.
pub(crate) fn write(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map(|at| at.to_string()).unwrap_or_default()
}

/// `2024/6/18 1:30` and the like: numbers from the year down to the second.
fn loose(text: &str) -> Option<DateTime> {
    let mut numbers = [0i16, 1, 1, 0, 0, 0];
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    if !(3..=6).contains(&parts.len()) || parts.first()?.len() != 4 {
        return None;
    }
    for (slot, part) in numbers.iter_mut().zip(parts) {
        *slot = part.parse().ok()?;
    }
    let [year, month, day, hour, minute, second] = numbers;
    let small = |number: i16| i8::try_from(number).ok();
    DateTime::new(year, small(month)?, small(day)?, small(hour)?, small(minute)?, small(second)?, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_they_are_written() {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let read = |text: &str| parse(text, &zone).map(write);
        assert_eq!(read("2024-06-18T01:30:38Z").as_deref(), Some("2024-06-18T01:30:38Z"));
        assert_eq!(read("2024-06-18T01:30:38.25+02:00").as_deref(), Some("2024-06-17T23:30:38.25Z"));
        assert_eq!(read("2024-06-18 09:30:00").as_deref(), Some("2024-06-18T01:30:00Z"));
        assert_eq!(read("2024-06-18").as_deref(), Some("2024-06-17T16:00:00Z"));
        assert_eq!(read("2024/6/18 9:05").as_deref(), Some("2024-06-18T01:05:00Z"));
        for wrong in ["", "soon", "18/06/2024", "2024-13-01", "0001-01-01T00:00:00Z", "9999-01-01"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
