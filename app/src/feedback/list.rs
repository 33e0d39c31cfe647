//! The feed as a list: only what is near the window is mounted, and nothing moves under a reader's
//! eyes. What arrives while they read is counted on a button.

use std::collections::HashMap;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use weft_domain::{Key, Kind};

use super::entry;
use super::feed::{Entry, Older, Source};
use super::flow::{Part, part_of};
use crate::hands::Hands;
use crate::i18n::{DateStyle, date_in, feedback as text, t, use_locale};
use crate::replica::Connection;
use crate::request::address::Address;
use crate::ui::icon::CHEVRON_UP;
use crate::ui::{Button, LoadingBars, icon_small};

/// Pixels of an entry that has not been measured yet.
const THANKS_PX: f64 = 124.0;
const RATING_PX: f64 = 96.0;
/// A reader this far down is reading: what is new waits.
const READING_PX: f64 = 48.0;
/// The window is looked at again after so many pixels of scrolling.
const STEP_PX: f64 = 120.0;
/// Nearer to the end than this, older ones are asked for.
const NEAR_END_PX: f64 = 900.0;
/// Pieces asked for by themselves before somebody scrolls or presses: a filter that lets little
/// through must not fetch the whole history.
const AUTO_PIECES_MAX: u32 = 4;

/// What is listed, and what waits above it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shown {
    entries: Vec<Entry>,
    waiting: usize,
    top: Option<Entry>,
    flushed: u32,
}

impl Shown {
    /// The next state: while the reader is `away` from the top, what is newer than the newest entry
    /// shown waits, unless it is the reader's own or the button was pressed (`flushed` differs).
    fn next(before: Option<&Self>, all: &[Entry], away: bool, flushed: u32) -> Self {
        let top = before.filter(|before| away && before.flushed == flushed).and_then(|before| before.top);
        let waiting = top.map_or(0, |top| all.iter().take_while(|entry| **entry > top).count());
        let waiting = if all[..waiting].iter().any(|entry| entry.is_mine) { 0 } else { waiting };
        let entries = all[waiting..].to_vec();
        Self { top: entries.first().copied(), entries, waiting, flushed }
    }
}

/// One mounted piece: the entry, and whether it begins a day.
type Piece = (Entry, bool);

/// The list. A copy is the same.
#[derive(Clone, Copy)]
pub(super) struct List {
    hands: Hands,
    address: Address,
    source: Source,
    shown: Memo<Shown>,
    part: Memo<Part>,
    scroller: NodeRef<html::Div>,
    feed: NodeRef<html::Div>,
    window: RwSignal<(f64, f64)>,
    heights: StoredValue<HashMap<Key, f64>>,
    away: RwSignal<bool>,
    flushed: RwSignal<u32>,
    asked: StoredValue<u32>,
}

impl List {
    /// A list of what `source` has, in the box `scroller`, which tells it of every
    /// [`List::scrolled`].
    pub(super) fn new(hands: Hands, address: Address, source: Source, scroller: NodeRef<html::Div>) -> Self {
        let (away, flushed) = (RwSignal::new(false), RwSignal::new(0));
        let shown = Memo::new(move |before: Option<&Shown>| {
            source.entries.with(|all| Shown::next(before, all, away.get(), flushed.get()))
        });
        let window = RwSignal::new((0.0, 0.0));
        let heights = StoredValue::new(HashMap::new());
        let part = Memo::new(move |_| {
            let (top, height) = window.get();
            shown.with(|shown| {
                heights.with_value(|heights| {
                    part_of(top, height, shown.entries.len(), |at| height_of(heights, shown.entries[at]))
                })
            })
        });
        let (feed, asked) = (NodeRef::new(), StoredValue::new(0));
        let list = Self {
            hands,
            address,
            source,
            shown,
            part,
            scroller,
            feed,
            window,
            heights,
            away,
            flushed,
            asked,
        };
        list.follow();
        list
    }

    /// Whether nothing is listed and nothing is on its way.
    pub(super) fn is_empty(self) -> bool {
        let is_offline =
            matches!(self.hands.replica().connection().get(), Connection::Offline | Connection::Ended(_));
        let is_settled = is_offline || self.source.older.get() != Older::Asked;
        is_settled && self.shown.with(|shown| shown.entries.is_empty())
    }

    /// The box was scrolled.
    pub(super) fn scrolled(self) {
        self.asked.set_value(0);
        self.look();
    }

    /// The list as it is seen.
    pub(super) fn view(self) -> AnyView {
        let style = move || {
            self.part
                .with(|part| format!("padding-top:{:.0}px;padding-bottom:{:.0}px", part.above, part.below))
        };
        view! {
            {fresh(self)}
            <div
                class="feed"
                // A feed without an article is none to those who hear it.
                role=move || if self.pieces().is_empty() { "group" } else { "feed" }
                aria-label=t(text::feed)
                aria-busy=move || (self.source.older.get() == Older::Asked).to_string()
                node_ref=self.feed
                style=style
                on:pointerenter=move |event| self.hover(&event, true)
                on:pointerleave=move |event| self.hover(&event, false)
                on:keydown=step
            >
                <For each=move || self.pieces() key=|piece| *piece children=move |piece| self.piece(piece) />
            </div>
            {end(self)}
        }
        .into_any()
    }
}

fn height_of(heights: &HashMap<Key, f64>, entry: Entry) -> f64 {
    let estimate = if entry.key.kind == Kind::Kudos { THANKS_PX } else { RATING_PX };
    heights.get(&entry.key).copied().unwrap_or(estimate)
}

impl List {
    /// Looks again when the window changes its size and when something is mounted.
    fn follow(self) {
        Effect::new(move |_| {
            let resized = window_event_listener_untyped("resize", move |_| self.look());
            on_cleanup(move || resized.remove());
        });
        // What is mounted is measured for the next look; nothing is changed by it.
        Effect::new(move |_| {
            self.part.track();
            self.shown.track();
            request_animation_frame(move || {
                self.measure();
                self.look();
            });
        });
    }

    fn look(self) {
        // The page may be gone when a frame comes.
        let (Some(Some(scroller)), Some(Some(feed))) =
            (self.scroller.try_get_untracked(), self.feed.try_get_untracked())
        else {
            return;
        };
        let top = scroller.get_bounding_client_rect().top() - feed.get_bounding_client_rect().top();
        let stepped = ((top / STEP_PX).floor() * STEP_PX, f64::from(scroller.client_height()));
        if self.window.get_untracked() != stepped {
            self.window.set(stepped);
        }
        let is_reading = f64::from(scroller.scroll_top()) > READING_PX;
        self.set_away(is_reading || feed.matches(":hover").unwrap_or(false) && has_mouse());
        let left = scroller.scroll_height() - scroller.scroll_top() - scroller.client_height();
        if f64::from(left) < NEAR_END_PX
            && self.asked.get_value() < AUTO_PIECES_MAX
            && self.source.older.get_untracked() == Older::More
        {
            self.asked.update_value(|asked| *asked += 1);
            self.source.ask_older();
        }
    }

    fn set_away(self, away: bool) {
        if self.away.get_untracked() != away {
            self.away.set(away);
        }
    }

    fn measure(self) {
        let Some(Some(feed)) = self.feed.try_get_untracked() else { return };
        let children = feed.children();
        let range = self.part.with_untracked(|part| part.from..part.to);
        let mounted = self.shown.with_untracked(|shown| shown.entries.get(range).map(<[Entry]>::to_vec));
        self.heights.update_value(|heights| {
            for (at, entry) in mounted.unwrap_or_default().into_iter().enumerate() {
                let child = children.item(u32::try_from(at).unwrap_or(u32::MAX));
                if let Some(child) = child {
                    heights.insert(entry.key, child.get_bounding_client_rect().height());
                }
            }
        });
    }

    /// Nothing moves under a pointer that hovers; a finger does not hover.
    fn hover(self, event: &web_sys::PointerEvent, over: bool) {
        if event.pointer_type() == "mouse" {
            let is_reading = self
                .scroller
                .get_untracked()
                .is_some_and(|scroller| f64::from(scroller.scroll_top()) > READING_PX);
            self.set_away(is_reading || over);
        }
    }

    fn pieces(self) -> Vec<Piece> {
        let locale = use_locale().get();
        let day = |entry: &Entry| date_in(locale, entry.at, DateStyle::Date);
        let part = self.part.get();
        self.shown.with(|shown| {
            let entries = &shown.entries;
            let to = part.to.min(entries.len());
            let begins = |at: usize| at == 0 || day(&entries[at]) != day(&entries[at - 1]);
            (part.from.min(to)..to).map(|at| (entries[at], begins(at))).collect()
        })
    }

    fn piece(self, (entry, begins_day): Piece) -> AnyView {
        let place = move || {
            let at = self.shown.with(|shown| shown.entries.binary_search_by(|other| entry.cmp(other)));
            at.map_or(0, |at| at + 1)
        };
        let count = move || self.shown.with(|shown| shown.entries.len());
        entry::entry(
            self.hands,
            self.address,
            entry,
            begins_day,
            Signal::derive(place),
            Signal::derive(count),
        )
    }
}

/// “3 new”: what has arrived above the reader.
fn fresh(list: List) -> AnyView {
    let waiting = Memo::new(move |_| list.shown.with(|shown| shown.waiting));
    let press = move |_| {
        list.flushed.update(|flushed| *flushed += 1);
        if let Some(scroller) = list.scroller.get_untracked() {
            scroller.set_scroll_top(0);
        }
    };
    view! {
        <div class="news" role="status">
            {move || {
                (waiting.get() > 0)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="chip"
                                aria-pressed="true"
                                aria-label=t(move |locale| text::fresh_long(locale, waiting.get()))
                                on:click=press
                            >
                                {icon_small(CHEVRON_UP)}
                                {t(move |locale| text::fresh(locale, waiting.get()))}
                            </button>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// What stands below the last entry.
fn end(list: List) -> AnyView {
    let connection = list.hands.replica().connection();
    let has_some = move || list.shown.with(|shown| !shown.entries.is_empty());
    let older = list.source.older;
    view! {
        <div class="feed-end note">
            {move || match (older.get(), connection.get()) {
                (Older::None, _) => has_some().then(|| view! { <p>{t(text::the_end)}</p> }.into_any()),
                (_, Connection::Offline | Connection::Ended(_)) => {
                    has_some().then(|| view! { <p>{t(text::older_offline)}</p> }.into_any())
                }
                (Older::Asked, _) if has_some() => Some(view! { <p>{t(text::asking_older)}</p> }.into_any()),
                (Older::Asked, _) => Some(view! { <LoadingBars lines=6 /> }.into_any()),
                (Older::More, _) => {
                    Some(
                        view! {
                            <Button small=true on_press=move || list.source.ask_older()>{t(text::older)}</Button>
                        }
                            .into_any(),
                    )
                }
            }}
        </div>
    }
    .into_any()
}

/// Whether there is a pointer that hovers.
fn has_mouse() -> bool {
    let query = window().match_media("(hover: hover)").ok().flatten();
    query.is_some_and(|query| query.matches())
}

/// Page keys lead from entry to entry, as the ARIA feed pattern has it.
fn step(event: leptos::ev::KeyboardEvent) {
    let forward = match event.key().as_str() {
        "PageDown" => true,
        "PageUp" => false,
        _ => return,
    };
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(current) = target.and_then(|target| target.closest(".it").ok().flatten()) else { return };
    let next = if forward { current.next_element_sibling() } else { current.previous_element_sibling() };
    if let Some(next) = next.and_then(|next| next.dyn_into::<web_sys::HtmlElement>().ok()) {
        event.prevent_default();
        // One that has meanwhile gone needs no focus.
        let _ = next.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_domain::{Timestamp, testing};

    fn entries(instants: &[i64]) -> Vec<Entry> {
        let entry = |at: &i64| Entry {
            at: Timestamp(*at),
            key: Key { kind: Kind::Kudos, id: testing::uuid(7, u64::try_from(*at).expect("a small number")) },
            is_mine: false,
        };
        instants.iter().map(entry).collect()
    }

    #[test]
    fn what_arrives_above_a_reader_waits_until_it_is_asked_for() {
        let start = Shown::next(None, &entries(&[30, 20]), true, 0);
        assert_eq!((start.entries.len(), start.waiting), (2, 0));
        let grown = Shown::next(Some(&start), &entries(&[50, 40, 30, 20]), true, 0);
        assert_eq!((grown.entries.len(), grown.waiting), (2, 2));
        let older = Shown::next(Some(&grown), &entries(&[50, 40, 30, 20, 10]), true, 0);
        assert_eq!((older.entries.len(), older.waiting), (3, 2));
        let pressed = Shown::next(Some(&older), &entries(&[50, 40, 30, 20, 10]), true, 1);
        assert_eq!((pressed.entries.len(), pressed.waiting), (5, 0));
        let at_the_top = Shown::next(Some(&grown), &entries(&[50, 40, 30, 20]), false, 0);
        assert_eq!((at_the_top.entries.len(), at_the_top.waiting), (4, 0));
    }

    #[test]
    fn what_the_reader_did_shows_at_once() {
        let start = Shown::next(None, &entries(&[30, 20]), true, 0);
        let mut all = entries(&[40, 30, 20]);
        all[0].is_mine = true;
        assert_eq!(Shown::next(Some(&start), &all, true, 0).waiting, 0);
    }

    #[test]
    fn a_row_that_leaves_while_another_waits_loses_nothing() {
        let start = Shown::next(None, &entries(&[30, 20]), true, 0);
        let changed = Shown::next(Some(&start), &entries(&[40, 20]), true, 0);
        assert_eq!((changed.entries.len(), changed.waiting), (1, 1));
    }
}
