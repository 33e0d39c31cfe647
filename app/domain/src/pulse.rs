//! How the collaboration goes: figures per ordered pair of departments over a period of days, from
//! the daily rows, in whole numbers only. A figure is the same for everybody who may see it: it is
//! counted from [`Traffic`](crate::Traffic) (everyone) and [`Scores`](crate::Scores) (who may see scores), never from
//! the requests a viewer happens to hold.
//!
//! What few people said is not told in numbers: below [`RATINGS_MIN`] there is no mean, and nothing that
//! follows from it but [`Health`], three steps that say that it hurts and not by how much. Health comes
//! with the first rating, because whoever sees these figures may open each rating they are made of.

use std::{cmp::Reverse, collections::BTreeMap};

use crate::{Day, DepartmentId, DependencyId, DependencyState, MembershipRole, Sight, World};

/// Ratings from which on their mean is told; the mean of fewer would tell what each was.
pub const RATINGS_MIN: u32 = 5;
/// A mean score below this is [`Health::Broken`], in hundredths.
pub const BROKEN_SCORE_HUNDREDTHS: u32 = 250;
/// A mean score below this is [`Health::Strained`], in hundredths.
pub const STRAINED_SCORE_HUNDREDTHS: u32 = 350;
/// Dropped requests from which on their share tells something.
pub const DROPPED_MIN: u32 = 3;
/// A share of dropped among finished requests above this is [`Health::Broken`], in percent.
pub const BROKEN_DROPPED_PERCENT: u64 = 50;
/// A share of dropped among finished requests above this is [`Health::Strained`], in percent.
pub const STRAINED_DROPPED_PERCENT: u64 = 25;
/// Filed requests from which on a growing pile tells something.
pub const PILE_MIN: u32 = 5;

/// A customer and a provider, in this order.
pub type Pair = (DepartmentId, DepartmentId);

/// UTC days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

impl Period {
    /// The `days` days that end with `last`; at least one.
    pub fn last(days: u16, last: Day) -> Self {
        Self { from: Day(last.0.saturating_sub(i32::from(days.max(1)) - 1)), to: last }
    }

    /// Whether `day` is in it.
    pub fn has(self, day: Day) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// What happened between two departments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Requests filed with or handed over to the provider.
    pub filed: u32,
    /// Requests resolved.
    pub resolved: u32,
    /// Requests declined or cancelled.
    pub dropped: u32,
    /// Mean minutes from filing to resolving; none: nothing was resolved.
    pub mean_resolve_minutes: Option<u64>,
    /// Customers' ratings.
    pub ratings: u32,
    /// Mean of all their scores, in hundredths, 100 to 500; none: fewer than [`RATINGS_MIN`] rated, or
    /// hidden.
    pub mean_score_hundredths: Option<u32>,
    /// What their scores alone say, from the first one on; none: nobody rated, or hidden.
    pub scored: Option<Health>,
}

/// How a relationship does, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Health {
    /// It hurts.
    Broken,
    /// It could be better.
    Strained,
    /// It works.
    Good,
    /// Nothing happened.
    Quiet,
}

impl Figures {
    /// How the relationship does:
    /// * quiet where nothing happened;
    /// * broken where the mean score is below 2.50, or more than half of at least three finished
    ///   requests were dropped;
    /// * strained where the mean score is below 3.50, or more than a quarter was dropped, or more than
    ///   twice as much came in as was finished;
    /// * good otherwise.
    pub fn health(&self) -> Health {
        let finished = u64::from(self.resolved) + u64::from(self.dropped);
        if self.filed == 0 && finished == 0 && self.ratings == 0 {
            return Health::Quiet;
        }
        let is_scored = |health| self.scored == Some(health);
        let drops_over =
            |percent| self.dropped >= DROPPED_MIN && u64::from(self.dropped) * 100 > finished * percent;
        let piles_up = self.filed >= PILE_MIN && u64::from(self.filed) > finished * 2;
        if is_scored(Health::Broken) || drops_over(BROKEN_DROPPED_PERCENT) {
            Health::Broken
        } else if is_scored(Health::Strained) || drops_over(STRAINED_DROPPED_PERCENT) || piles_up {
            Health::Strained
        } else {
            Health::Good
        }
    }

    /// How many requests came and went: the width of a strand.
    pub fn flow(&self) -> u32 {
        self.filed.max(self.resolved.saturating_add(self.dropped))
    }
}

/// One relationship as pulse and loom show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strand {
    /// Who asks.
    pub customer: DepartmentId,
    /// Who is asked.
    pub provider: DepartmentId,
    /// The dependency, where one is declared and not retired.
    pub dependency: Option<DependencyId>,
    /// What happened in the period.
    pub figures: Figures,
    /// How it does.
    pub health: Health,
}

/// Every relationship that is declared or on which something happened in `period`, worst first: by
/// health, then the lower score, then the more dropped, then the more flow. A team's own work is
/// not among them.
pub fn strands(world: &World, period: Period) -> Vec<Strand> {
    let mut pairs: BTreeMap<Pair, (Option<DependencyId>, Figures)> = world
        .dependencies()
        .filter(|row| row.state != DependencyState::Retired)
        .map(|row| ((row.customer, row.provider), (Some(row.id), Figures::default())))
        .collect();
    for (pair, figures) in all_figures(world, period) {
        pairs.entry(pair).or_default().1 = figures;
    }
    let mut strands: Vec<Strand> = pairs
        .into_iter()
        .filter(|((customer, provider), _)| customer != provider)
        .map(|((customer, provider), (dependency, figures))| Strand {
            customer,
            provider,
            dependency,
            figures,
            health: figures.health(),
        })
        .collect();
    strands.sort_by_key(|strand| {
        let Figures { mean_score_hundredths: mean, dropped, .. } = strand.figures;
        let flow = strand.figures.flow();
        (
            strand.health,
            mean.unwrap_or(u32::MAX),
            Reverse(dropped),
            Reverse(flow),
            strand.customer,
            strand.provider,
        )
    });
    strands
}

/// The figures of every pair on which something happened in `period`.
pub fn all_figures(world: &World, period: Period) -> BTreeMap<Pair, Figures> {
    let mut sums: BTreeMap<Pair, Sums> = BTreeMap::new();
    for row in world.all_traffic().filter(|row| period.has(row.day)) {
        let sum = sums.entry((row.customer, row.provider)).or_default();
        sum.filed = sum.filed.saturating_add(row.filed);
        sum.resolved = sum.resolved.saturating_add(row.resolved);
        sum.dropped = sum.dropped.saturating_add(row.dropped);
        sum.minutes = sum.minutes.saturating_add(row.resolve_minutes);
    }
    for row in world.all_scores().filter(|row| period.has(row.day)) {
        let sum = sums.entry((row.customer, row.provider)).or_default();
        sum.ratings = sum.ratings.saturating_add(row.ratings);
        sum.scores = sum.scores.saturating_add(row.sums.iter().map(|score| u64::from(*score)).sum());
    }
    sums.into_iter().map(|(pair, sum)| (pair, sum.figures())).collect()
}

/// How much a department has to do: its open requests for each of its agents and leads. It is
/// counted from the requests at hand, so only a world that holds all of a board tells the truth;
/// confidential ones are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Open requests on its board.
    pub open: u32,
    /// Its agents and leads who take part.
    pub agents: u32,
}

impl Load {
    /// Open requests per agent, in hundredths; none: nobody is there to work on them.
    pub fn per_agent_hundredths(self) -> Option<u32> {
        self.open.saturating_mul(100).checked_div(self.agents)
    }
}

/// A department's [`Load`].
pub fn load(world: &World, department: DepartmentId) -> Load {
    let open = world
        .requests_held_by(Some(department))
        .filter(|row| row.is_open() && !matches!(row.sight, Sight::Confidential { .. }))
        .count();
    let agents = world
        .members_of(department)
        .filter(|row| row.role >= MembershipRole::Agent)
        .filter(|row| world.person(row.person).present().is_some_and(|person| !person.is_retired))
        .count();
    let bound = |count| u32::try_from(count).unwrap_or(u32::MAX);
    Load { open: bound(open), agents: bound(agents) }
}

#[derive(Default)]
struct Sums {
    filed: u32,
    resolved: u32,
    dropped: u32,
    minutes: u64,
    ratings: u32,
    scores: u64,
}

impl Sums {
    fn figures(&self) -> Figures {
        // Four scores a rating; half a hundredth is rounded up.
        let scores = u64::from(self.ratings) * 4;
        let mean = (self.scores * 100 + scores / 2).checked_div(scores);
        let mean = mean.and_then(|mean| u32::try_from(mean).ok());
        Figures {
            filed: self.filed,
            resolved: self.resolved,
            dropped: self.dropped,
            mean_resolve_minutes: self.minutes.checked_div(u64::from(self.resolved)),
            ratings: self.ratings,
            mean_score_hundredths: mean.filter(|_| self.ratings >= RATINGS_MIN),
            scored: mean.map(scored),
        }
    }
}

/// The step that a mean score stands on.
fn scored(mean_hundredths: u32) -> Health {
    match mean_hundredths {
        ..BROKEN_SCORE_HUNDREDTHS => Health::Broken,
        BROKEN_SCORE_HUNDREDTHS..STRAINED_SCORE_HUNDREDTHS => Health::Strained,
        STRAINED_SCORE_HUNDREDTHS.. => Health::Good,
    }
}
