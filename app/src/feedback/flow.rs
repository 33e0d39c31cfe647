//! Which pieces of a long flow are mounted. Their heights differ: what has been measured counts,
//! for the rest an estimate serves, and the browser's scroll anchoring evens out the difference.

/// Pixels mounted above and below the window, so that scrolling by a wheel's notch shows no gap.
const OVERSCAN_PX: f64 = 600.0;
/// Pieces mounted before the window's height is known, and on the server.
const FIRST_PIECES: usize = 60;

/// The mounted part of a flow.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Part {
    /// The first piece.
    pub(crate) from: usize,
    /// One beyond the last piece.
    pub(crate) to: usize,
    /// Pixels above the first piece.
    pub(crate) above: f64,
    /// Pixels below the last piece.
    pub(crate) below: f64,
}

/// The part to mount for a window that begins `top` pixels into the flow and is `height` pixels
/// high; `height_of` says how high a piece is.
pub(crate) fn part_of(top: f64, height: f64, count: usize, height_of: impl Fn(usize) -> f64) -> Part {
    if height <= 0.0 {
        let to = count.min(FIRST_PIECES);
        return Part { from: 0, to, above: 0.0, below: (to..count).map(height_of).sum() };
    }
    let (first, last) = (top - OVERSCAN_PX, top + height + OVERSCAN_PX);
    let mut part = Part { from: count, to: count, ..Part::default() };
    let mut y = 0.0;
    for at in 0..count {
        let bottom = y + height_of(at);
        if bottom < first {
            part.above = bottom;
        } else if y > last {
            part.to = part.to.min(at);
            part.below += bottom - y;
        } else {
            part.from = part.from.min(at);
        }
        y = bottom;
    }
    part.from = part.from.min(part.to);
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_window_and_its_margin_are_mounted_and_the_whole_height_stays() {
        let part = part_of(50_000.0, 800.0, 10_000, |_| 20.0);
        assert_eq!((part.from, part.to), (2469, 2571));
        let mounted = (part.to - part.from) as f64 * 20.0;
        assert_eq!(part.above + mounted + part.below, 200_000.0);
    }

    #[test]
    fn an_unknown_window_and_odd_places_do_no_harm() {
        assert_eq!(part_of(0.0, 0.0, 3, |_| 10.0), Part { from: 0, to: 3, above: 0.0, below: 0.0 });
        assert_eq!(part_of(0.0, 0.0, 66, |_| 10.0).below, 60.0);
        let beyond = part_of(99_999.0, 100.0, 3, |_| 10.0);
        assert_eq!((beyond.from, beyond.to, beyond.above), (3, 3, 30.0));
        assert_eq!(part_of(-500.0, 100.0, 0, |_| 10.0), Part::default());
    }
}
