//! What the pieces of one board share: what is shown, where it lies, and what is going on.

use std::collections::BTreeMap;

use leptos::html;
use leptos::prelude::*;
use weft_domain::{
    Board, Column, ColumnId, CommandId, DepartmentId, FileRequest, Level, MoveRequest, Request, RequestId,
    RequestKind, Sight, World,
};

use super::drag::Drag;
use super::filter::Filter;
use super::layout::{Layout, PITCH_PX, Pile, Spot, lane_of};
use crate::hands::Hands;
use crate::i18n::board as text;
use crate::replica::{Replica, Topic};
use crate::request::address::Address;
use crate::request::ending::Ending;
use crate::request::pick::Picker;
use crate::request::words;

/// The window over the cloth before it has been measured, and on the server.
const FIRST_WINDOW_PX: i32 = 1_000;

/// One board on screen. A copy is the same.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    /// Whose board.
    pub(super) department: DepartmentId,
    /// What acts.
    pub(super) hands: Hands,
    /// The page's address, which holds what is shown.
    pub(super) address: Address,
    /// The columns from left to right.
    pub(super) columns: Memo<Vec<Column>>,
    /// What the reader narrows the board to.
    pub(super) filter: Memo<Filter>,
    /// Whether the reader may add the team's own work.
    pub(super) may_add: Memo<bool>,
    /// Whether there are lanes.
    pub(super) lanes: Memo<bool>,
    /// Where everything lies.
    pub(super) layout: Memo<Layout>,
    /// The cards that are mounted, and where they lie.
    pub(super) spots: Memo<BTreeMap<RequestId, Spot>>,
    /// How far the cloth is scrolled and how high its window is.
    pub(super) window: RwSignal<(i32, i32)>,
    /// What scrolls.
    pub(super) scroller: NodeRef<html::Div>,
    /// What the cards lie on.
    pub(super) cloth: NodeRef<html::Div>,
    /// The card that has, or last had, the keyboard.
    pub(super) focused: RwSignal<Option<RequestId>>,
    /// The card in the reader's hand.
    pub(super) drag: RwSignal<Option<Drag>>,
    /// The column that a request is being added to.
    pub(super) adding: RwSignal<Option<ColumnId>>,
    /// Chooses a column, a person or labels for a card.
    pub(super) picker: Picker,
    /// Ends a request.
    pub(super) ending: Ending,
}

impl Desk {
    /// The board of a department.
    pub(super) fn new(
        department: DepartmentId,
        hands: Hands,
        address: Address,
        filter: Memo<Filter>,
    ) -> Self {
        let replica = StoredValue::new(hands.replica());
        let lanes = Memo::new(move |_| address.has("lanes"));
        let may_add = Memo::new(move |_| {
            let actor = replica.with_value(Replica::actor);
            actor.is_some_and(|actor| actor.memberships.contains_key(&department))
        });
        let look = move |world: &World| board_of(world, department);
        let columns = Memo::new(move |_| {
            let topics = [Topic::Board(Some(department))];
            replica.with_value(|replica| replica.read(&topics, look)).columns
        });
        let layout = Memo::new(move |_| {
            let (columns, lanes) = (columns.get(), lanes.get());
            let topics = [Topic::Board(Some(department))];
            filter.with(|filter| {
                replica.with_value(|replica| {
                    replica.read(&topics, |world| {
                        let shows = |request: &Request| filter.shows(world, request);
                        Layout::new(columns.iter().map(|c| pile(world, c.id, lanes, &shows)).collect(), lanes)
                    })
                })
            })
        });
        let window = RwSignal::new((0, FIRST_WINDOW_PX));
        let spots = Memo::new(move |_| {
            let (top, height) = window.get();
            layout.with(|layout| layout.mounted(top, height).into_iter().collect())
        });
        Self {
            department,
            hands,
            address,
            columns,
            filter,
            may_add,
            lanes,
            layout,
            spots,
            window,
            scroller: NodeRef::new(),
            cloth: NodeRef::new(),
            focused: RwSignal::new(None),
            drag: RwSignal::new(None),
            adding: RwSignal::new(None),
            picker: Picker::new(),
            ending: Ending::new(),
        }
    }

    /// Notes how far the cloth is scrolled.
    pub(super) fn measure(self) {
        if let Some(scroller) = self.scroller.get_untracked() {
            self.window.set((scroller.scroll_top(), scroller.client_height()));
        }
    }

    /// Brings a card into the window and gives it the keyboard.
    pub(super) fn reveal(self, id: RequestId) {
        self.focused.set(Some(id));
        let (Some(spot), Some(scroller)) =
            (self.layout.with_untracked(|layout| layout.find(id)), self.scroller.get_untracked())
        else {
            return;
        };
        // The heads stay at the top of the window and cover as much of the cloth.
        let shown = scroller.client_height() - HEAD_PX;
        if spot.y < scroller.scroll_top() {
            scroller.set_scroll_top(spot.y - 8);
        } else if spot.y + PITCH_PX > scroller.scroll_top() + shown {
            scroller.set_scroll_top(spot.y + PITCH_PX - shown);
        }
        self.measure();
        // The card is mounted by the signal above; it can take the keyboard once that has happened.
        request_animation_frame(move || {
            request_animation_frame(move || {
                if let Some(card) = crate::ui::internal::by_id(&card_dom_id(id)) {
                    crate::ui::internal::focus(&card);
                    card.scroll_into_view_with_scroll_into_view_options(&nearest());
                }
            });
        });
    }

    /// Puts a card into a column, right after another.
    pub(super) fn move_card(self, id: RequestId, column: usize, after: Option<RequestId>) {
        let Some(column) = self.columns.with_untracked(|columns| columns.get(column).cloned()) else {
            return;
        };
        self.move_to(id, &column, after);
    }

    /// Puts a card into a column, right after another, and says so.
    pub(super) fn move_to(self, id: RequestId, column: &Column, after: Option<RequestId>) {
        let world = self.hands.replica().world();
        let Some(request) = world.request(id).present() else { return };
        let command = MoveRequest { id, column: column.id, after };
        let locale = self.hands.locale();
        let number = words::number(locale, &request.number);
        self.hands.send_saying(command, text::moved(locale, &number, &words::column(locale, column)));
    }

    /// Files a request of the team's own at the end of a column. False, with the reason said, if it
    /// was refused.
    pub(super) fn add(self, column: ColumnId, title: String) -> bool {
        let dispatch = self.hands.dispatch();
        let id = RequestId(dispatch.new_id().0);
        let added = text::added(self.hands.locale(), &title);
        let file = FileRequest {
            id,
            title,
            body: String::new(),
            kind: RequestKind::Service,
            impact: Level::Medium,
            urgency: Level::Medium,
            customer: self.department,
            provider: Some(self.department),
            service: None,
            sight: Sight::Departments,
            labels: Vec::new(),
        };
        let filed = self.hands.send_saying(file, added);
        let layout = self.layout.get_untracked();
        let pile = layout.piles.iter().find(|pile| pile.column == Some(column));
        let lands_here = pile.is_some_and(|pile| pile.cards.iter().flatten().any(|card| *card == id));
        if filed && !lands_here {
            let after = pile.and_then(|pile| pile.cards.iter().flatten().last().copied());
            self.hands.send(MoveRequest { id, column, after });
        }
        filed
    }
}

/// Height of the column heads.
pub(super) const HEAD_PX: i32 = 44;

/// The id of a card's link in the document.
pub(super) fn card_dom_id(id: RequestId) -> String {
    format!("card-{id}")
}

fn nearest() -> web_sys::ScrollIntoViewOptions {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
    options
}

fn board_of(world: &World, department: DepartmentId) -> Board {
    world.board(department)
}

fn pile(world: &World, column: ColumnId, lanes: bool, shows: &dyn Fn(&Request) -> bool) -> Pile {
    let mut pile = Pile { column: Some(column), ..Pile::default() };
    for request in world.column(column) {
        pile.total += 1;
        if shows(request) {
            pile.cards[lane_of(request.priority(), lanes)].push(request.id);
        }
    }
    pile
}

/// A version 7 id of any kind.
pub(super) fn fresh(hands: Hands) -> CommandId {
    hands.dispatch().new_id()
}
