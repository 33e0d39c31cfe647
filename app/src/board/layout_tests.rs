use super::*;

fn card(n: i64) -> RequestId {
    RequestId::new_v7(n, [0; 16])
}

fn board(columns: &[&[i64]]) -> Layout {
    let pile = |cards: &&[i64]| Pile {
        cards: [cards.iter().map(|n| card(*n)).collect(), Vec::new()],
        total: cards.len(),
        ..Pile::default()
    };
    Layout::new(columns.iter().map(pile).collect(), false)
}

#[test]
fn only_what_the_window_shows_is_mounted() {
    let many: Vec<i64> = (0..10_000).collect();
    let layout = board(&[&many, &[20_000]]);
    let mounted = layout.mounted(0, 900);
    assert!(mounted.len() < 30, "{}", mounted.len());
    let middle = layout.mounted(PITCH_PX * 5_000, 900);
    assert!(middle.len() < 30 && middle.iter().all(|(_, spot)| spot.column == 0));
    assert!(middle.iter().any(|(id, _)| *id == card(5_004)));
    assert_eq!(layout.mounted(i32::MAX / 2, 900).len(), 0);
    assert_eq!(board(&[]).mounted(0, 900).len(), 0);
}

#[test]
fn a_card_lands_between_the_cards_it_is_held_over() {
    let layout = board(&[&[1, 2, 3], &[4, 5]]);
    let top = |index| layout.top(0, index);
    let after = |id, column, y| layout.landing(card(id), column, y).map(|landing| landing.after);
    assert_eq!(after(1, 1, top(0)), Some(None));
    assert_eq!(after(1, 1, top(1)), Some(Some(card(4))));
    assert_eq!(after(1, 1, top(9)), Some(Some(card(5))));
    // Over its own place it stays after the card before it, never after itself.
    assert_eq!(after(2, 0, top(1)), Some(Some(card(1))));
    assert_eq!(after(2, 0, top(2)), Some(Some(card(1))));
    assert_eq!(after(2, 0, top(3)), Some(Some(card(3))));
    assert_eq!(after(2, 7, -900), Some(None));
    assert_eq!(board(&[]).landing(card(1), 0, 0), None);
}

#[test]
fn arrows_lead_to_neighbours_and_skip_empty_columns() {
    let layout = board(&[&[1, 2, 3], &[], &[4]]);
    let lead = |id, key| layout.neighbour(card(id), key);
    assert_eq!(lead(1, "ArrowDown"), Some(card(2)));
    assert_eq!(lead(1, "ArrowUp"), None);
    assert_eq!(lead(3, "ArrowRight"), Some(card(4)));
    assert_eq!(lead(4, "ArrowLeft"), Some(card(1)));
    assert_eq!(lead(2, "End"), Some(card(3)));
    assert_eq!(lead(9, "ArrowDown"), None);
}

#[test]
fn a_card_is_moved_one_step_by_keys() {
    let layout = board(&[&[1, 2, 3], &[], &[4]]);
    let step = |id, key| layout.step(card(id), key);
    assert_eq!(step(2, "ArrowUp"), Some((0, None)));
    assert_eq!(step(3, "ArrowUp"), Some((0, Some(card(1)))));
    assert_eq!(step(1, "ArrowUp"), None);
    assert_eq!(step(1, "ArrowDown"), Some((0, Some(card(2)))));
    assert_eq!(step(3, "ArrowDown"), None);
    assert_eq!(step(3, "ArrowRight"), Some((1, None)));
    assert_eq!(step(4, "ArrowRight"), None);
}

#[test]
fn lanes_lie_one_below_the_other_as_high_as_their_longest_column() {
    let pile = |rapid: &[i64], standard: &[i64]| Pile {
        cards: [rapid.iter().map(|n| card(*n)).collect(), standard.iter().map(|n| card(*n)).collect()],
        ..Pile::default()
    };
    let layout = Layout::new(vec![pile(&[1], &[2, 3]), pile(&[4, 5], &[])], true);
    assert_eq!(layout.lane_top(1), LANE_PX + ABOVE_PX + 2 * PITCH_PX + BELOW_PX);
    assert_eq!(layout.find(card(3)).map(|spot| (spot.lane, spot.index)), Some((1, 1)));
    assert_eq!(layout.landing(card(2), 1, 0).and_then(|landing| landing.after), None);
    assert_eq!(lane_of(Priority::P2, true), 0);
    assert_eq!(lane_of(Priority::P3, true), 1);
    assert_eq!(lane_of(Priority::P3, false), 0);
}
