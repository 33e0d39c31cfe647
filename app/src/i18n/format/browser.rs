//! Dates through the browser's `Intl`, in the reader's time zone.

use std::cell::RefCell;
use std::collections::HashMap;

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use super::{DateStyle, Locale};

thread_local! {
    // Making a formatter costs a hundred times what using it does. At most 15 are made: one for
    // each language and style.
    static FORMATTERS: RefCell<HashMap<(Locale, DateStyle), Function>> = RefCell::default();
}

pub(super) fn write(locale: Locale, at: i64, style: DateStyle) -> String {
    let format = FORMATTERS.with_borrow_mut(|made| {
        made.entry((locale, style)).or_insert_with(|| formatter(locale, style)).clone()
    });
    let date = Date::new(&JsValue::from_f64(at as f64));
    format.call1(&JsValue::UNDEFINED, &date).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn formatter(locale: Locale, style: DateStyle) -> Function {
    // Day before month and a clock of 24 hours, wherever English is spoken.
    let tag = match locale {
        Locale::En => "en-GB",
        Locale::ZhHans => "zh-Hans-CN",
        Locale::ZhHant => "zh-Hant-TW",
    };
    let month = if locale.is_chinese() || style == DateStyle::Month { "long" } else { "short" };
    let options = Object::new();
    let fields: &[(&str, &str)] = match style {
        DateStyle::Date => &[("year", "numeric"), ("month", month), ("day", "numeric")],
        DateStyle::Day => &[("month", month), ("day", "numeric")],
        DateStyle::Month => &[("year", "numeric"), ("month", month)],
        DateStyle::Time => &[("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")],
        DateStyle::DateTime => &[
            ("year", "numeric"),
            ("month", month),
            ("day", "numeric"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("hourCycle", "h23"),
        ],
    };
    for (field, form) in fields {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&options, &(*field).into(), &(*form).into());
    }
    Intl::DateTimeFormat::new(&Array::of1(&tag.into()), &options).format()
}
