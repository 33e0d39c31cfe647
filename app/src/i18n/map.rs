//! Texts of the map.

super::texts! {
    people(n: u32): plural n { "{n} person" | "{n} people" }, "{n} 人", "{n} 人";
}
