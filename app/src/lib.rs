//! Weft's screens: one module per feature, over the primitives in [`ui`], in the frame of
//! [`shell`], in the languages of [`i18n`].
#![expect(unreachable_pub, reason = "#[component] makes helpers as public as the component they serve")]

pub mod gallery;
pub mod i18n;
pub mod shell;
pub mod ui;
