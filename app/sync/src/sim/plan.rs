//! The schedule of one simulation: an explicit list of actions, made from a seed, so that a failing
//! one can be cut down to what matters, saved and replayed.

use serde::{Deserialize, Serialize};
use weft_domain::testing::Gen;

use crate::message::Envelope;

/// Browsers in a schedule made from a seed, at least. Two of them belong to the same person.
pub const BROWSERS_MIN: u8 = 5;
/// Browsers in any schedule.
const BROWSERS_MAX: u8 = 8;
/// Commands that the people of a schedule made from a seed make, at least.
pub const COMMANDS_MIN: u64 = 2_000;
/// Virtual milliseconds of a schedule made from a seed.
const SPAN_MS: u64 = 30_000;
/// Virtual milliseconds of any schedule.
const SPAN_MAX_MS: u64 = 120_000;
/// Actions in any schedule.
const ACTIONS_MAX: usize = 20_000;

/// What happens when. Everything else (delays, what is on whose way) follows from the seed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Draws the world and the delays.
    pub seed: u64,
    /// How many browsers there are.
    pub browsers: u8,
    /// Commands to be made in the end, whatever the actions came to.
    pub commands: u64,
    /// In order of time.
    pub actions: Vec<Timed>,
}

/// An action and when it happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timed {
    /// Virtual milliseconds from the start.
    pub at: u64,
    /// Names the action: ids of what it creates are drawn from it, so that they stay the same when
    /// other actions are cut out.
    pub n: u64,
    /// What happens.
    pub action: Action,
}

/// When a program ends: between any two calls of its store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moment {
    /// At once.
    Now,
    /// Right before the transaction after so many others is stored.
    Before(u8),
    /// Right after it is stored, before the engine hears of it.
    After(u8),
}

/// Something that somebody does or that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// A command by chance. Where this browser takes none, another one makes it.
    Command {
        /// Where.
        browser: u8,
        /// Draws it.
        dice: u64,
    },
    /// Exactly this command.
    Give {
        /// Where.
        browser: u8,
        /// Which.
        envelope: Envelope,
    },
    /// Opens or closes a scope, or asks.
    Look {
        /// Where.
        browser: u8,
        /// Draws which.
        dice: u64,
    },
    /// Shows where the person is and what they drag.
    Point {
        /// Where.
        browser: u8,
        /// Draws what.
        dice: u64,
    },
    /// The program ends.
    Crash {
        /// Where.
        browser: u8,
        /// When.
        moment: Moment,
    },
    /// The browser knows that it has no network, or has one again.
    Offline {
        /// Where.
        browser: u8,
        /// No network.
        on: bool,
    },
    /// The connection breaks: each side loses a suffix of what is on its way and hears of it late.
    Cut {
        /// Where.
        browser: u8,
    },
    /// Nothing gets through from now on, in neither direction, though nothing breaks; or again.
    Clog {
        /// Where.
        browser: u8,
        /// Nothing gets through.
        on: bool,
    },
    /// The server drops what waits for a slow browser and fills it up later.
    Slow {
        /// Where.
        browser: u8,
    },
    /// The clock is set wrong by so many hours.
    Clock {
        /// Where.
        browser: u8,
        /// How wrong it is from now on.
        hours: i8,
    },
    /// The disk's quota is used up, or there is room again.
    Full {
        /// Where.
        browser: u8,
        /// It is used up.
        on: bool,
    },
    /// Another version of the program is loaded, with other forms; 0: the server's.
    Version {
        /// Where.
        browser: u8,
        /// Of messages.
        protocol: i8,
        /// Of rows.
        schema: i8,
    },
    /// The server stops and starts again.
    Restart {
        /// `Before` and `After` mean its commits.
        moment: Moment,
        /// It says goodbye.
        graceful: bool,
    },
    /// The rights of somebody with a browser change.
    Rights {
        /// Draws whose and which.
        dice: u64,
    },
    /// A copy of the database is put away.
    Backup,
    /// The copy is put back: what was done since is gone, and the database's life is another one.
    Restore,
}

impl Action {
    /// Which browser it is about.
    pub fn browser(&self) -> Option<u8> {
        match self {
            Self::Command { browser, .. }
            | Self::Give { browser, .. }
            | Self::Look { browser, .. }
            | Self::Point { browser, .. }
            | Self::Crash { browser, .. }
            | Self::Offline { browser, .. }
            | Self::Cut { browser }
            | Self::Clog { browser, .. }
            | Self::Slow { browser }
            | Self::Clock { browser, .. }
            | Self::Full { browser, .. }
            | Self::Version { browser, .. } => Some(*browser),
            Self::Restart { .. } | Self::Rights { .. } | Self::Backup | Self::Restore => None,
        }
    }

    /// Tells kinds of actions apart.
    pub fn kind(&self) -> core::mem::Discriminant<Self> {
        core::mem::discriminant(self)
    }
}

/// A text that is no schedule, or none that ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no schedule of a simulation")]
pub struct BadPlan;

impl Plan {
    /// The schedule that `seed` stands for: at least five browsers, two thousand commands, three
    /// restarts of the server and one change of rights, whatever else it holds.
    pub fn of(seed: u64) -> Self {
        let mut maker = Maker { chance: Gen::new(seed), browsers: BROWSERS_MIN, actions: Vec::new() };
        if maker.chance.chance(20) {
            maker.browsers += 1;
        }
        maker.people();
        maker.mischief();
        maker.server();
        let Maker { mut actions, browsers, .. } = maker;
        actions.sort_by_key(|timed| timed.at);
        Self { seed, browsers, commands: COMMANDS_MIN, actions }
    }

    /// Reads a schedule.
    ///
    /// # Errors
    /// Where it is none, or would take for ever.
    pub fn from_json(text: &str) -> Result<Self, BadPlan> {
        let plan: Self = serde_json::from_str(text).map_err(|_| BadPlan)?;
        if plan.is_sound() { Ok(plan) } else { Err(BadPlan) }
    }

    /// Its text.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Whether it is in order and ends.
    pub fn is_sound(&self) -> bool {
        let is_in = |browser: u8| browser < self.browsers;
        (1..=BROWSERS_MAX).contains(&self.browsers)
            && self.commands <= COMMANDS_MIN
            && self.actions.len() <= ACTIONS_MAX
            && self.actions.is_sorted_by_key(|timed| timed.at)
            && self.actions.iter().all(|timed| timed.at <= SPAN_MAX_MS && timed.n < u64::from(u32::MAX))
            && self.actions.iter().all(|timed| timed.action.browser().is_none_or(is_in))
    }
}

struct Maker {
    chance: Gen,
    browsers: u8,
    actions: Vec<Timed>,
}

impl Maker {
    fn put(&mut self, at: u64, action: Action) {
        let n = self.actions.len() as u64;
        self.actions.push(Timed { at, n, action });
    }

    fn when(&mut self) -> u64 {
        self.chance.below(SPAN_MS)
    }

    fn browser(&mut self) -> u8 {
        u8::try_from(self.chance.below(self.browsers.into())).unwrap_or(0)
    }

    fn dice(&mut self) -> u64 {
        self.chance.next_u64()
    }

    fn moment(&mut self) -> Moment {
        let others = u8::try_from(self.chance.below(6)).unwrap_or(0);
        match self.chance.below(5) {
            0 => Moment::Now,
            1 | 2 => Moment::Before(others),
            _ => Moment::After(others),
        }
    }

    /// Commands one by one and in bursts, questions, pointers.
    fn people(&mut self) {
        let mut left = COMMANDS_MIN + 40;
        while left > 0 {
            let (at, browser) = (self.when(), self.browser());
            let count = if self.chance.chance(10) { 1 + self.chance.below(12) } else { 1 }.min(left);
            for _ in 0..count {
                let dice = self.dice();
                self.put(at, Action::Command { browser, dice });
            }
            left -= count;
        }
        for _ in 0..150 {
            let (at, browser, dice) = (self.when(), self.browser(), self.dice());
            self.put(at, Action::Look { browser, dice });
        }
        for _ in 0..40 {
            let (at, browser, dice) = (self.when(), self.browser(), self.dice());
            self.put(at, Action::Point { browser, dice });
        }
    }

    /// What goes wrong at people's desks and on the way.
    fn mischief(&mut self) {
        for _ in 0..6 + self.chance.below(10) {
            let (at, browser, moment) = (self.when(), self.browser(), self.moment());
            self.put(at, Action::Crash { browser, moment });
        }
        for _ in 0..10 + self.chance.below(20) {
            let (at, browser) = (self.when(), self.browser());
            self.put(at, Action::Cut { browser });
        }
        for _ in 0..10 + self.chance.below(20) {
            let (at, browser) = (self.when(), self.browser());
            self.put(at, Action::Slow { browser });
        }
        for _ in 0..self.chance.below(8) {
            let (at, browser) = (self.when(), self.browser());
            let hours = i8::try_from(self.chance.below(25)).unwrap_or(0) - 12;
            self.put(at, Action::Clock { browser, hours });
        }
        for _ in 0..2 + self.chance.below(6) {
            let (on, browser) = (self.when(), self.browser());
            let off = on + self.chance.below(4_000);
            self.put(on, Action::Offline { browser, on: true });
            self.put(off, Action::Offline { browser, on: false });
        }
        for _ in 0..1 + self.chance.below(4) {
            self.swizzle();
        }
        for _ in 0..self.chance.below(3) {
            let (on, browser) = (self.when(), self.browser());
            let off = on + 500 + self.chance.below(4_000);
            self.put(on, Action::Full { browser, on: true });
            self.put(off, Action::Full { browser, on: false });
        }
        for _ in 0..1 + self.chance.below(3) {
            let (on, browser) = (self.when(), self.browser());
            let off = on + 500 + self.chance.below(3_000);
            let by = if self.chance.chance(60) { -1 } else { 1 };
            let (protocol, schema) = if self.chance.chance(50) { (by, 0) } else { (0, by) };
            self.put(on, Action::Version { browser, protocol, schema });
            self.put(off, Action::Version { browser, protocol: 0, schema: 0 });
        }
    }

    /// Some browsers are cut off one after the other, and let go in another order: a network that
    /// splits, and FoundationDB's swizzle-clogging.
    fn swizzle(&mut self) {
        let start = self.when();
        for browser in 0..self.browsers {
            if self.chance.chance(60) {
                let on = start + self.chance.below(500);
                let off = on + 200 + self.chance.below(2_500);
                self.put(on, Action::Clog { browser, on: true });
                self.put(off, Action::Clog { browser, on: false });
            }
        }
    }

    fn server(&mut self) {
        for _ in 0..3 + self.chance.below(4) {
            let (at, moment, graceful) = (self.when(), self.moment(), self.chance.chance(30));
            self.put(at, Action::Restart { moment, graceful });
        }
        for _ in 0..4 + self.chance.below(6) {
            let (at, dice) = (self.when(), self.dice());
            self.put(at, Action::Rights { dice });
        }
        if self.chance.chance(25) {
            let at = self.when();
            let back = at + self.chance.below(3_000);
            self.put(at, Action::Backup);
            self.put(back, Action::Restore);
        }
    }
}
