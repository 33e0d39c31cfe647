//! Between any two ranks there is another.

use proptest::prelude::*;
use weft_domain::{Rank, rank::RANK_CHARS_MAX};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Dropping cards anywhere, in any order, keeps the order in which they were dropped.
    #[test]
    fn a_rank_between_two_is_between_them(drops in prop::collection::vec(any::<prop::sample::Index>(), 1..200)) {
        let mut ranks: Vec<Rank> = Vec::new();
        for drop in drops {
            let at = drop.index(ranks.len() + 1);
            let before = at.checked_sub(1).and_then(|before| ranks.get(before));
            let rank = Rank::between(before, ranks.get(at));
            prop_assert!(!rank.0.ends_with('0') && !rank.0.is_empty(), "{rank:?} leaves no room before it");
            ranks.insert(at, rank);
            prop_assert!(ranks.is_sorted_by(|one, next| one < next), "{ranks:?}");
        }
    }

    #[test]
    fn a_spread_is_in_order_and_short(count in 0usize..5_000) {
        let ranks = Rank::spread(count);
        prop_assert_eq!(ranks.len(), count);
        prop_assert!(ranks.is_sorted_by(|one, next| one < next));
        prop_assert!(ranks.iter().all(|rank| rank.0.len() <= 4 && !rank.0.ends_with('0')));
    }
}

#[test]
fn appending_keeps_ranks_short() {
    let mut last: Option<Rank> = None;
    for _ in 0..1_000 {
        last = Some(Rank::between(last.as_ref(), None));
    }
    assert!(last.unwrap().0.len() <= RANK_CHARS_MAX);
}
