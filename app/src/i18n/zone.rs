//! The time zone of whoever reads.

use js_sys::{Array, Intl, Object, Reflect};

/// IANA name of the zone this browser is in; UTC on the server, which does not know it.
pub fn own_zone() -> String {
    let utc = || "UTC".to_owned();
    if !cfg!(target_arch = "wasm32") {
        return utc();
    }
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    let zone = Reflect::get(&options, &"timeZone".into()).ok().and_then(|zone| zone.as_string());
    zone.unwrap_or_else(utc)
}
