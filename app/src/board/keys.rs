//! The board by keyboard: arrows lead from card to card, with Ctrl they move the card.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use weft_domain::RequestId;

use super::desk::Desk;
use super::drag::Hand;
use crate::i18n::{board as text, shell, t};
use crate::request::pick::Pick;
use crate::shell::{KeyHint, use_keys};
use crate::ui::typing_into;

/// Names the board's keys and answers to the letters.
pub(super) fn offer(desk: Desk, find: Callback<()>) {
    let on_card = move |ask: fn(RequestId) -> Pick| {
        Callback::new(move |()| {
            if let Some(id) = current(desk) {
                desk.picker.ask(ask(id));
            }
        })
    };
    let add = Callback::new(move |()| {
        if !desk.may_add.get_untracked() {
            return;
        }
        let column = current(desk)
            .and_then(|id| desk.layout.with_untracked(|layout| layout.find(id)))
            .map_or(0, |spot| spot.column);
        desk.adding.set(desk.columns.with_untracked(|columns| columns.get(column).map(|column| column.id)));
    });
    let go = move |key: &'static str| {
        Callback::new(move |()| {
            let to = desk.layout.with_untracked(|layout| match current(desk) {
                Some(id) => layout.neighbour(id, key),
                None => layout.first(),
            });
            if let Some(id) = to {
                desk.reveal(id);
            }
        })
    };
    use_keys(
        t(shell::board),
        vec![
            KeyHint::new("↑ ↓ ← →", text::key_arrows),
            KeyHint::run("j", text::key_below, go("ArrowDown")),
            KeyHint::run("k", text::key_above, go("ArrowUp")),
            KeyHint::new("Ctrl ↑ ↓ ← →", text::key_step),
            KeyHint::new("Enter", text::key_open),
            KeyHint::run("m", text::key_move, on_card(Pick::Column)),
            KeyHint::run("a", text::key_assign, on_card(Pick::Assignee)),
            KeyHint::run("l", text::key_labels, on_card(Pick::Labels)),
            KeyHint::run("n", text::key_add, add),
            KeyHint::run("f", text::key_filter, find),
        ],
    );
}

/// The card the keys are about: the one with the keyboard, else the open one.
fn current(desk: Desk) -> Option<RequestId> {
    let open = untrack(|| desk.address.get("request")).and_then(|id| id.parse().ok());
    let focused = desk.focused.get_untracked();
    focused.filter(|id| desk.layout.with_untracked(|layout| layout.find(*id).is_some())).or(open)
}

/// A key was pressed on the cloth.
pub(super) fn pressed(desk: Desk, hand: Hand, event: &KeyboardEvent) {
    if hand.key(event) || typing_into(event) || event.alt_key() || event.is_composing() {
        return;
    }
    let key = event.key();
    let Some(id) = desk.focused.get_untracked() else { return };
    if event.ctrl_key() || event.meta_key() {
        let step = desk.layout.with_untracked(|layout| layout.step(id, &key));
        if let Some((column, after)) = step {
            event.prevent_default();
            desk.move_card(id, column, after);
            desk.reveal(id);
        }
        return;
    }
    if let Some(next) = desk.layout.with_untracked(|layout| layout.neighbour(id, &key)) {
        event.prevent_default();
        desk.reveal(next);
    }
}
