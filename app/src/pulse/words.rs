//! What figures are called: shares, means and reasons, the same on loom, list and panel.

use weft_domain::pulse::{self, Figures, Strand};
use weft_domain::{Actor, DepartmentId, OrganisationRole};

use crate::i18n::{Locale, decimal, percent, pulse as text};
use crate::ui::Health;

/// Ratings from which on a mean is shown.
pub(super) const SHOWN_FROM: u32 = pulse::RATINGS_MIN;

/// The rules' health as the primitives draw it.
pub(super) const fn health(of: pulse::Health) -> Health {
    match of {
        pulse::Health::Broken => Health::Broken,
        pulse::Health::Strained => Health::Strained,
        pulse::Health::Good => Health::Good,
        pulse::Health::Quiet => Health::Quiet,
    }
}

/// The resolved share of what came and went, 0 to 1. None: nothing did.
pub(super) fn share(figures: &Figures) -> Option<f64> {
    (figures.flow() > 0).then(|| f64::from(figures.resolved) / f64::from(figures.flow()))
}

/// The share as text: `58 %`.
pub(super) fn share_text(locale: Locale, figures: &Figures) -> Option<String> {
    share(figures).map(|share| percent(locale, share, 0))
}

/// The mean score, if enough have rated.
pub(super) fn mean(figures: &Figures) -> Option<f64> {
    Some(f64::from(figures.mean_score_hundredths?) / 100.0)
}

/// What stands in a rating's column, and the same in full.
pub(super) fn rating(locale: Locale, figures: &Figures, is_seen: bool) -> (String, String) {
    match (mean(figures), figures.ratings) {
        (Some(mean), count) => {
            let mean = decimal(locale, mean, 1);
            let long = text::rating_rows(locale, &mean, count);
            (mean, long)
        }
        (None, 0) if is_seen => ("–".to_owned(), text::no_ratings(locale).to_owned()),
        (None, 0) => ("·".to_owned(), text::scores_hidden(locale).to_owned()),
        (None, count) => (text::few_short(locale, count), text::few_ratings(locale, count)),
    }
}

/// Whether a person sees the scores between two departments.
pub(super) fn sees_scores(actor: &Actor, pair: (DepartmentId, DepartmentId)) -> bool {
    sees_all_scores(actor)
        || actor.memberships.contains_key(&pair.0)
        || actor.memberships.contains_key(&pair.1)
}

/// Whether a person sees everybody's scores.
pub(super) fn sees_all_scores(actor: &Actor) -> bool {
    let roles = [OrganisationRole::Leadership, OrganisationRole::Steward, OrganisationRole::Auditor];
    roles.iter().any(|role| actor.has(*role))
}

/// What its health comes from, as the rules see it: the first reason that makes it so.
pub(super) fn why(locale: Locale, strand: &Strand) -> String {
    let figures = &strand.figures;
    match strand.health {
        pulse::Health::Good => return text::why_good(locale).to_owned(),
        pulse::Health::Quiet => return text::why_quiet(locale).to_owned(),
        pulse::Health::Broken | pulse::Health::Strained => {}
    }
    let finished = figures.resolved.saturating_add(figures.dropped);
    let percent = match strand.health {
        pulse::Health::Broken => pulse::BROKEN_DROPPED_PERCENT,
        pulse::Health::Strained | pulse::Health::Good | pulse::Health::Quiet => {
            pulse::STRAINED_DROPPED_PERCENT
        }
    };
    if figures.scored == Some(strand.health) {
        // Too few to say the mean; that it is low is what the colour says.
        match mean(figures) {
            Some(mean) => text::why_rated(locale, &decimal(locale, mean, 1)),
            None => text::why_rated_low(locale).to_owned(),
        }
    } else if figures.dropped >= pulse::DROPPED_MIN
        && u64::from(figures.dropped) * 100 > u64::from(finished) * percent
    {
        text::why_dropped(locale, figures.dropped, finished)
    } else {
        text::why_piles(locale, figures.filed, finished)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::testing::department;

    fn figures(filed: u32, resolved: u32, dropped: u32, ratings: u32, mean: Option<u32>) -> Figures {
        let scored = mean.map(|mean| if mean < 250 { pulse::Health::Broken } else { pulse::Health::Good });
        let mean_score_hundredths = mean.filter(|_| ratings >= SHOWN_FROM);
        Figures {
            filed,
            resolved,
            dropped,
            mean_resolve_minutes: None,
            ratings,
            mean_score_hundredths,
            scored,
        }
    }

    fn reason(figures: Figures) -> String {
        let (customer, provider) = (department(0), department(1));
        let health = figures.health();
        why(Locale::En, &Strand { customer, provider, dependency: None, figures, health })
    }

    #[test]
    fn a_mean_is_said_from_five_ratings_up_only() {
        assert_eq!(mean(&figures(9, 9, 0, 4, Some(120))), None);
        assert_eq!(mean(&figures(9, 9, 0, 5, Some(120))), Some(1.2));
        assert_eq!(rating(Locale::En, &figures(9, 9, 0, 4, Some(120)), true).1, "4 ratings. Shown from 5 up");
        assert!(!reason(figures(9, 9, 0, 1, Some(120))).contains('1'));
    }

    #[test]
    fn the_reason_is_the_one_that_made_it_so() {
        assert_eq!(reason(figures(9, 9, 0, 8, Some(240))), "rated 2.4 on average");
        assert_eq!(reason(figures(9, 3, 5, 8, Some(300))), "5 of 8 declined or cancelled");
        assert_eq!(reason(figures(20, 4, 0, 0, None)), "20 came in, 4 got done");
        assert_eq!(reason(figures(20, 19, 0, 8, Some(450))), "runs well");
        assert_eq!(reason(Figures::default()), "nothing came, nothing went");
    }

    #[test]
    fn a_share_is_of_what_came_or_of_what_went_whichever_is_more() {
        assert_eq!(share(&figures(100, 58, 0, 0, None)), Some(0.58));
        assert_eq!(share(&figures(0, 3, 1, 0, None)), Some(0.75));
        assert_eq!(share(&Figures::default()), None);
    }
}
