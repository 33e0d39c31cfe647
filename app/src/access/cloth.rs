//! The cloth beside the form: a piece of weaving, unfinished. Its rows are dashed lines: a weft
//! thread shows all along except where it runs under the warp, and a dash pattern begins anew
//! with every line, so a few hundred bytes draw all of it.

use leptos::prelude::*;

/// Units from one thread to the next, both ways.
const PICK: u32 = 18;
/// The middle of the first row.
const FIRST: u32 = 9;
/// Rows that are finished; one more is being woven.
const ROWS: u32 = 34;
/// How far the row that is being woven has come.
const WOVEN: u32 = 574;
/// The width of the drawing.
const WIDTH: u32 = 920;

/// How a row is bound: over one and under one, or over two and under two.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Binding {
    Plain,
    Twill,
}

impl Binding {
    /// Rows of twill make the two bands across the cloth.
    const fn of(row: u32) -> Self {
        if matches!(row, 9..=16 | 24..=27) { Self::Twill } else { Self::Plain }
    }

    const fn dashes(self) -> &'static str {
        match self {
            Self::Plain => "24 12",
            Self::Twill => "42 12 6 12",
        }
    }

    /// By how much the pattern of a row is moved against the first one.
    const fn offset(self, row: u32) -> u32 {
        match self {
            Self::Plain => row % 2 * PICK,
            Self::Twill => row % 4 * PICK,
        }
    }
}

const fn dye(row: u32) -> &'static str {
    match row {
        2 => "cloth-weld",
        27 | 30 => "cloth-madder",
        _ => "cloth-weft",
    }
}

/// The drawing. It says nothing and is hidden from those who listen.
pub(crate) fn cloth() -> AnyView {
    let row = |row: u32, width: u32| {
        let binding = Binding::of(row);
        view! {
            <path
                class=dye(row)
                d=format!("M-3 {}h{width}", FIRST + row * PICK)
                stroke-dasharray=binding.dashes()
                stroke-dashoffset=binding.offset(row)
            />
        }
    };
    let shuttle = FIRST + ROWS * PICK;
    view! {
        <div class="weaving" aria-hidden="true">
            <svg viewBox=format!("0 0 {WIDTH} 900") preserveAspectRatio="xMidYMin slice">
                <path class="cloth-warp" d=format!("M4 450h{WIDTH}") stroke-dasharray="10 8" />
                {(0..ROWS).map(|at| row(at, WIDTH + 6)).collect_view()}
                {row(ROWS, WOVEN)}
                <path class="cloth-thread" d=format!("M{} {shuttle}c40 0 50 26 96 34", WOVEN - 3) />
                <path class="cloth-shuttle" d=format!("M{} {}l50 4 12 10-14 8-52-8z", WOVEN + 85, shuttle + 26) />
            </svg>
        </div>
    }
    .into_any()
}
