//! How a department and a dependency are drawn. The map fills these from what was agreed, Pulse
//! from health and traffic; the drawing is the same.

use weft_domain::{Dependency, DependencyState, Mode, Severity, pulse};

use crate::ui::Health;

/// A line's colour, by what it means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dye {
    /// Nothing to report: undyed.
    #[default]
    Thread,
    /// Kept, and worth saying so (Pulse).
    Good,
    /// No traffic: dots.
    Quiet,
    /// Below target.
    Strained,
    /// Late, disputed, failing.
    Broken,
}

impl Dye {
    /// The health it tells, for the badge and for words.
    pub const fn health(self) -> Health {
        match self {
            Self::Thread | Self::Good => Health::Good,
            Self::Quiet => Health::Quiet,
            Self::Strained => Health::Strained,
            Self::Broken => Health::Broken,
        }
    }

    /// Whether it is drawn above the others and keeps its badge at every zoom.
    pub const fn is_trouble(self) -> bool {
        matches!(self, Self::Strained | Self::Broken)
    }
}

/// What a line is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Make {
    /// One line: as a service.
    #[default]
    Single,
    /// Two lines: collaboration.
    Double,
    /// A line with beads: facilitating.
    Beaded,
}

/// How a line ends, which says how far the two sides are agreed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Head {
    /// Solid line, filled head: agreed.
    #[default]
    Filled,
    /// Dashed line, hollow head: proposed.
    Hollow,
    /// Two bars before the head: disputed.
    Barred,
}

/// How a dependency is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeStyle {
    /// Colour and, for trouble, badge.
    pub dye: Dye,
    /// Width in hundredths of a scene unit.
    pub width: u16,
    /// What it is made of.
    pub make: Make,
    /// How it ends.
    pub head: Head,
}

/// Widths by severity, in hundredths of a scene unit.
const BLOCKING: u16 = 325;
const SLOWING: u16 = 200;
const OK: u16 = 125;
/// The width of a line without traffic, in hundredths of a scene unit.
pub const TRAFFIC_MIN: u16 = 100;
/// The widest line, for traffic, in hundredths of a scene unit.
const TRAFFIC_MAX: u16 = 800;
/// Requests that make a line one unit wider.
const REQUESTS_PER_UNIT: u32 = 24;

impl EdgeStyle {
    /// What was declared and agreed, as the map shows it; trouble in the days past dyes it, all else
    /// looks alike, so that the eye finds what hurts.
    pub fn of(dependency: &Dependency, trouble: Option<pulse::Health>) -> Self {
        let width = match dependency.severity() {
            Severity::Blocking => BLOCKING,
            Severity::Slowing => SLOWING,
            Severity::Ok => OK,
        };
        let head = match dependency.state {
            DependencyState::Proposed => Head::Hollow,
            DependencyState::Agreed | DependencyState::Retired => Head::Filled,
            DependencyState::Disputed => Head::Barred,
        };
        let dye = match dependency.state {
            DependencyState::Disputed => Dye::Broken,
            DependencyState::Retired => Dye::Quiet,
            DependencyState::Proposed | DependencyState::Agreed => match trouble {
                Some(pulse::Health::Broken) => Dye::Broken,
                Some(pulse::Health::Strained) => Dye::Strained,
                Some(pulse::Health::Good | pulse::Health::Quiet) | None => Dye::Thread,
            },
        };
        let make = match dependency.mode {
            Mode::AsAService => Make::Single,
            Mode::Collaboration => Make::Double,
            Mode::Facilitating => Make::Beaded,
        };
        Self { dye, width, make, head }
    }

    /// Health and traffic of a period, as Pulse shows it.
    pub fn of_traffic(health: Health, requests: u32) -> Self {
        let dye = match health {
            Health::Good => Dye::Good,
            Health::Strained => Dye::Strained,
            Health::Broken => Dye::Broken,
            Health::Quiet => Dye::Quiet,
        };
        let width = u16::try_from(u32::from(TRAFFIC_MIN) + requests.saturating_mul(100) / REQUESTS_PER_UNIT);
        let width = width.unwrap_or(TRAFFIC_MAX).min(TRAFFIC_MAX);
        Self { dye, width, make: Make::Single, head: Head::Filled }
    }

    /// What traffic adds to the width, in hundredths of a scene unit.
    pub fn traffic(&self) -> u16 {
        self.width.saturating_sub(TRAFFIC_MIN)
    }

    /// Width in scene units.
    pub fn line(&self) -> f64 {
        f64::from(self.width) / 100.0
    }

    /// Length of the head in scene units.
    pub fn head_length(&self) -> f64 {
        if self.width >= BLOCKING { 11.0 } else { 9.0 }
    }

    /// Space from the line's middle to its rim, whatever it is made of, in scene units.
    pub fn half(&self) -> f64 {
        match self.make {
            Make::Single => self.line() / 2.0,
            Make::Double => (self.line() + DOUBLE_EXTRA) / 2.0,
            Make::Beaded => (self.line() / 2.0).max(BEAD / 2.0),
        }
    }
}

/// How much wider a double line is than its two strands together, in scene units.
pub const DOUBLE_EXTRA: f64 = 3.2;
/// A bead's width, in scene units.
pub const BEAD: f64 = 5.0;

/// How a department is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeStyle {
    /// The line under its name, such as “22 people”.
    pub sub: String,
    /// The bar at its right: how much of its load, in per cent, and how it stands.
    pub load: Option<(u8, Dye)>,
    /// How many of its customers are not drawn: “+45” at its right.
    pub folded: u32,
    /// It was put there by hand: a pin.
    pub is_pinned: bool,
    /// Work on it is not yet saved: a running stitch.
    pub is_pending: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traffic_widens_a_line_up_to_a_limit() {
        let width = |requests| EdgeStyle::of_traffic(Health::Good, requests).width;
        assert_eq!((width(0), width(24), width(142)), (100, 200, 691));
        assert_eq!((width(400), width(u32::MAX)), (TRAFFIC_MAX, TRAFFIC_MAX));
    }
}
