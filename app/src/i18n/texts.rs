//! The macro behind every text, and how an argument is written into one.

use std::borrow::Cow;

use super::{Locale, number};

/// Defines texts in English, simplified and traditional Chinese; see the parent module for how to
/// use it. Each becomes a function that takes the [`Locale`] and the arguments.
macro_rules! texts {
    ($(
        $(#[$meta:meta])*
        $name:ident $(( $($arg:ident : $kind:ty),+ $(,)? ))? :
            $(plural $count:ident { $one:literal | $many:literal })? $($en:literal)?,
            $hans:literal, $hant:literal ;
    )*) => {
        $($crate::i18n::texts::text! {
            [$(#[$meta])*] $name [$($($arg : $kind),+)?]
            [$($count $one $many)?] [$($en)?] $hans $hant
        })*
    };
}

/// One text of `texts!`.
macro_rules! text {
    ([$($meta:tt)*] $name:ident [] [] [$en:literal] $hans:literal $hant:literal) => {
        #[doc = concat!("“", $en, "”")]
        $($meta)*
        pub const fn $name(locale: $crate::i18n::Locale) -> &'static str {
            match locale {
                $crate::i18n::Locale::En => $en,
                $crate::i18n::Locale::ZhHans => $hans,
                $crate::i18n::Locale::ZhHant => $hant,
            }
        }
    };
    ([$($meta:tt)*] $name:ident [$($arg:ident : $kind:ty),+] [] [$en:literal] $hans:literal $hant:literal) => {
        #[doc = concat!("“", $en, "”")]
        $($meta)*
        pub fn $name(locale: $crate::i18n::Locale, $($arg: $kind),+) -> String {
            $(let $arg = $crate::i18n::Written::written(&$arg, locale);)+
            match locale {
                $crate::i18n::Locale::En => format!($en),
                $crate::i18n::Locale::ZhHans => format!($hans),
                $crate::i18n::Locale::ZhHant => format!($hant),
            }
        }
    };
    ([$($meta:tt)*] $name:ident [$($arg:ident : $kind:ty),+] [$count:ident $one:literal $many:literal] [] $hans:literal $hant:literal) => {
        #[doc = concat!("“", $many, "”")]
        $($meta)*
        pub fn $name(locale: $crate::i18n::Locale, $($arg: $kind),+) -> String {
            let one = $count == 1;
            $(let $arg = $crate::i18n::Written::written(&$arg, locale);)+
            match locale {
                $crate::i18n::Locale::En if one => format!($one),
                $crate::i18n::Locale::En => format!($many),
                $crate::i18n::Locale::ZhHans => format!($hans),
                $crate::i18n::Locale::ZhHant => format!($hant),
            }
        }
    };
}

pub(crate) use {text, texts};

/// What may stand as an argument in a text.
pub trait Written {
    /// The argument as the language writes it: whole numbers are grouped, text stays.
    fn written(&self, locale: Locale) -> Cow<'_, str>;
}

impl Written for &str {
    fn written(&self, _: Locale) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Written for String {
    fn written(&self, _: Locale) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

macro_rules! written_numbers {
    ($($kind:ty),+) => {
        $(impl Written for $kind {
            fn written(&self, locale: Locale) -> Cow<'_, str> {
                Cow::Owned(number(locale, i64::try_from(*self).unwrap_or(i64::MAX)))
            }
        })+
    };
}

written_numbers!(u8, u16, u32, u64, usize, i32, i64);

#[cfg(test)]
mod tests {
    use super::super::Locale::{En, ZhHans, ZhHant};

    mod sample {
        crate::i18n::texts! {
            title: "Board", "看板", "看板";
            open(n: u32): plural n { "{n} open request" | "{n} open requests" },
                "{n} 个未完成请求", "{n} 個未完成請求";
            moved(card: &str, n: u32): "{card} moved {n} times", "{card} 移动了 {n} 次", "{card} 移動了 {n} 次";
        }
    }

    #[test]
    fn a_plain_text_speaks_three_languages() {
        assert_eq!(sample::title(En), "Board");
        assert_eq!(sample::title(ZhHans), "看板");
        assert_eq!(sample::title(ZhHant), "看板");
    }

    #[test]
    fn one_is_singular_in_english_and_nothing_else_is() {
        assert_eq!(sample::open(En, 0), "0 open requests");
        assert_eq!(sample::open(En, 1), "1 open request");
        assert_eq!(sample::open(En, 21), "21 open requests");
        assert_eq!(sample::open(ZhHans, 1), "1 个未完成请求");
        assert_eq!(sample::open(ZhHant, 2), "2 個未完成請求");
    }

    #[test]
    fn numbers_are_grouped_and_text_is_left_alone() {
        assert_eq!(sample::open(En, 1366), "1\u{202f}366 open requests");
        assert_eq!(sample::moved(En, "IT-1366", 2), "IT-1366 moved 2 times");
    }
}
