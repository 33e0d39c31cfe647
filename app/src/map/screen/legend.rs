//! What the lines mean.

use leptos::prelude::*;

use crate::i18n::{common, map as text, t};

type Word = fn(crate::i18n::Locale) -> &'static str;

/// Line, beads or bars, head: as SVG on a 34×12 grid.
struct Sample {
    word: Word,
    line: &'static str,
    width: &'static str,
    dash: &'static str,
    head: Option<bool>,
    beads: bool,
    /// The class that dyes it.
    dye: &'static str,
}

const PLAIN: Sample =
    Sample { word: text::agreed, line: "M0 6h34", width: "2", dash: "", head: None, beads: false, dye: "" };

/// The key; each reader may open it.
pub(super) fn view() -> AnyView {
    view! {
        <details class="legend">
            <summary>{t(text::legend)}</summary>
            {samples()}
        </details>
    }
    .into_any()
}

/// Every way a line can look: width, make, head.
pub(crate) fn samples() -> AnyView {
    let severity = [
        Sample { word: text::blocking, width: "3.25", ..PLAIN },
        Sample { word: text::slowing, ..PLAIN },
        Sample { word: text::ok, width: "1.25", ..PLAIN },
    ];
    let mode = [
        Sample { word: text::as_a_service, ..PLAIN },
        Sample { word: text::collaboration, line: "M0 4h34M0 8h34", width: "1.3", ..PLAIN },
        Sample { word: text::facilitating, width: "1.25", beads: true, ..PLAIN },
    ];
    let state = [
        Sample { line: "M0 6h25", head: Some(true), ..PLAIN },
        Sample { word: text::proposed, line: "M0 6h24", dash: "7 5", head: Some(false), ..PLAIN },
        Sample { word: text::disputed, line: "M0 6h25M15 1v10M19 1v10", head: Some(true), ..PLAIN },
    ];
    let dye = [
        Sample { word: common::strained, dye: "strained", ..PLAIN },
        Sample { word: common::broken, dye: "broken", ..PLAIN },
        Sample { word: text::legend_other, ..PLAIN },
    ];
    view! {
        <div>
            {section(text::legend_width, severity)} {section(text::legend_make, mode)}
            {section(text::legend_head, state)} {section(text::legend_dye, dye)}
            <p class="note">{t(text::legend_folded)}</p>
        </div>
    }
    .into_any()
}

fn section(title: Word, samples: [Sample; 3]) -> AnyView {
    let row = |sample: Sample| {
        view! {
            <span class=format!("row {}", sample.dye)>
                <svg width="34" height="12" viewBox="0 0 34 12" aria-hidden="true">
                    <path class="thread" d=sample.line stroke-width=sample.width stroke-dasharray=sample.dash />
                    {sample.beads.then(|| view! { <path class="thread beads" d="M3 6h30" /> })}
                    {sample
                        .head
                        .map(|filled| {
                            view! { <path class="head" class:open=!filled d="M24 1.5 33 6l-9 4.5z" /> }
                        })}
                </svg>
                <span>{t(sample.word)}</span>
            </span>
        }
    };
    view! {
        <section>
            <b>{t(title)}</b>
            {samples.into_iter().map(row).collect_view()}
        </section>
    }
    .into_any()
}
