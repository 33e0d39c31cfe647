//! Numbers of 64 bits that are names, not counts. Most readers of JSON keep 53 bits of a number, so
//! there they are text; the compact form has them as they are. Used as `#[serde(with = "wide")]`.

use core::fmt;

use serde::{Deserializer, Serializer, de};

pub(crate) fn serialize<S: Serializer>(number: &u64, to: S) -> Result<S::Ok, S::Error> {
    if to.is_human_readable() { to.collect_str(number) } else { to.serialize_u64(*number) }
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    if from.is_human_readable() { from.deserialize_any(Wide) } else { from.deserialize_u64(Wide) }
}

struct Wide;

impl de::Visitor<'_> for Wide {
    type Value = u64;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a number of 64 bits, or its digits as text")
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<u64, E> {
        Ok(number)
    }

    fn visit_str<E: de::Error>(self, digits: &str) -> Result<u64, E> {
        digits.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(digits), &self))
    }
}
