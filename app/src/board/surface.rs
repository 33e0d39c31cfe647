//! The cloth: column heads, lanes, cards, the way to add one, and what shows while one is carried.

use leptos::html;
use leptos::prelude::*;
use weft_domain::{Column, ColumnId, End, RequestId};

use super::card;
use super::desk::Desk;
use super::drag::Hand;
use super::keys;
use super::layout::{CARD_PX, LANE_PX};
use crate::i18n::{board as text, common, t};
use crate::request::words;
use crate::ui::icon::{CHECK, CLOSE, PLUS, STOP};
use crate::ui::{IconButton, Kbd, icon, icon_small};

/// The board itself.
pub(super) fn surface(desk: Desk) -> AnyView {
    let hand = Hand::new(desk);
    Effect::new(move |_| {
        if desk.scroller.get().is_none() {
            return;
        }
        desk.measure();
        let resized = window_event_listener_untyped("resize", move |_| desk.measure());
        on_cleanup(move || resized.remove());
    });
    let count = move || desk.columns.with(Vec::len).max(1);
    let style = move || format!("--n:{}", count());
    view! {
        <div
            class="board"
            // Without a card there is nothing else in it to scroll from by keyboard.
            tabindex=move || desk.layout.with(|layout| layout.first().is_none()).then_some("0")
            class:carrying=move || desk.drag.with(Option::is_some)
            node_ref=desk.scroller
            on:scroll=move |_| desk.measure()
            on:pointerdown=move |event| hand.down(&event)
            on:pointermove=move |event| hand.moved(&event)
            on:pointerup=move |_| hand.up()
            on:pointercancel=move |_| hand.cancel()
            on:touchmove=move |event| {
                if desk.drag.with_untracked(Option::is_some) {
                    event.prevent_default();
                }
            }
            on:contextmenu=move |event| {
                // A long press on a phone lifts the card and asks for no menu.
                if desk.drag.with_untracked(Option::is_some) {
                    event.prevent_default();
                }
            }
            on:keydown=move |event| keys::pressed(desk, hand, &event)
        >
            <div class="kanban" style=style>
                <div class="heads">
                    {move || desk.columns.get().into_iter().enumerate().map(|(at, column)| head(desk, at, column)).collect_view()}
                </div>
                <div class="cloth" node_ref=desk.cloth style=move || format!("min-height:{}px", desk.layout.with(super::layout::Layout::height))>
                    {move || lanes(desk)}
                    {move || desk.columns.get().into_iter().enumerate().map(|(at, column)| column_list(desk, at, column)).collect_view()}
                    <For
                        each=move || desk.spots.with(|spots| spots.keys().copied().collect::<Vec<RequestId>>())
                        key=|id| *id
                        children=move |id| card::card(desk, id)
                    />
                    {move || insertion(desk)}
                </div>
            </div>
            {move || desk.drag.with(|drag| drag.as_ref().map(|drag| drag.id)).map(|id| carried(desk, id))}
        </div>
    }
    .into_any()
}

fn head(desk: Desk, at: usize, column: Column) -> AnyView {
    let (id, limit) = (column.id, column.limit);
    let counts = Memo::new(move |_| {
        desk.layout.with(|layout| layout.piles.get(at).map_or((0, 0), |pile| (pile.shown(), pile.total)))
    });
    let over = move || limit.map_or(0, |limit| counts.get().1.saturating_sub(usize::from(limit)));
    let named = column.clone();
    let name = t(move |locale| words::column(locale, &named));
    let add_name = t(move |locale| text::add_to(locale, &words::column(locale, &column)));
    let count = t(move |locale| {
        let (shown, total) = counts.get();
        match (limit, desk.filter.with(super::filter::Filter::is_on)) {
            (_, true) => text::shown_of(locale, shown, total),
            (Some(limit), false) => text::of_limit(locale, total, limit),
            (None, false) => crate::i18n::number(locale, i64::try_from(total).unwrap_or(i64::MAX)),
        }
    });
    view! {
        <div class="head" class:over=move || 0 < over()>
            <h2 class="clip" dir="auto" id=format!("head-{id}")>{name}</h2>
            <span class="num">{count}</span>
            {move || (over() > 0).then(|| view! { <span class="over-t">{t(move |locale| text::over(locale, over()))}</span> })}
            <span class="push"></span>
            {move || {
                let add_name = add_name.clone();
                desk.may_add
                    .get()
                    .then(|| view! { <IconButton path=PLUS label=add_name small=true on_press=move || desk.adding.set(Some(id)) /> })
            }}
        </div>
    }
    .into_any()
}

fn lanes(desk: Desk) -> Option<AnyView> {
    if !desk.lanes.get() {
        return None;
    }
    let tops = desk.layout.with(|layout| [layout.lane_top(0), layout.lane_top(1)]);
    let head = |at: usize| {
        let is_rapid = at == 0;
        let name =
            move |locale| if is_rapid { text::lane_rapid(locale) } else { text::lane_standard(locale) };
        let what = move |locale| {
            if is_rapid { text::lane_rapid_what(locale) } else { text::lane_standard_what(locale) }
        };
        view! {
            <div class="lane" style=format!("top:{}px;height:{LANE_PX}px", tops[at])>
                <span class="lane-t">
                    <b>{t(name)}</b>
                    <span class="faint">{t(what)}</span>
                </span>
            </div>
        }
    };
    Some(view! { {head(0)} {head(1)} }.into_any())
}

/// What is not a card in one column: its list for screen readers, “nothing here”, the way to add.
fn column_list(desk: Desk, at: usize, column: Column) -> AnyView {
    let id = column.id;
    let named = column.clone();
    let label = t(move |locale| words::column(locale, &named));
    // The cards lie beside the list in the document, so that moving one never moves its element,
    // and belong to it here.
    let owns = move || {
        let own = desk.spots.with(|spots| {
            let mut own: Vec<_> =
                spots.iter().filter(|(_, spot)| spot.column == at).map(|(id, spot)| (spot.y, *id)).collect();
            own.sort_unstable();
            own
        });
        own.iter().map(|(_, id)| format!("slot-{id}")).collect::<Vec<_>>().join(" ")
    };
    let foot = Memo::new(move |_| {
        desk.layout.with(|layout| {
            let lane = layout.lane_count() - 1;
            let count = layout.piles.get(at).map_or(0, |pile| pile.cards[lane].len());
            (layout.top(lane, count), layout.piles.get(at).is_some_and(|pile| pile.shown() == 0))
        })
    });
    let is_adding = move || desk.adding.get() == Some(id);
    view! {
        <div class="sr" role="list" aria-label=label aria-owns=owns></div>
        <div class="tail" style=move || format!("--c:{at};--y:{}px", foot.get().0)>
            {move || {
                if is_adding() {
                    quick_add(desk, id)
                } else {
                    tail(desk, at, id, foot.get().1)
                }
            }}
        </div>
    }
    .into_any()
}

fn tail(desk: Desk, at: usize, id: ColumnId, is_empty: bool) -> AnyView {
    view! {
        {(is_empty && at > 0).then(|| view! { <p class="none-t">{t(text::nothing_here)}</p> })}
        {(at == 0 && desk.may_add.get())
            .then(|| {
                view! {
                    <button type="button" class="add" on:click=move |_| desk.adding.set(Some(id))>
                        {icon_small(PLUS)}
                        {t(text::add_request)}
                        <Kbd key="N" />
                    </button>
                }
            })}
    }
    .into_any()
}

/// One line: type, Enter, and the next.
fn quick_add(desk: Desk, column: ColumnId) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let title = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            // One that has meanwhile gone needs no focus.
            let _ = input.focus();
        }
    });
    let file = move || {
        let said = title.get_untracked().trim().to_owned();
        if !said.is_empty() && desk.add(column, said) {
            title.set(String::new());
        }
    };
    view! {
        <form
            class="quick"
            on:submit=move |event| {
                event.prevent_default();
                file();
            }
        >
            <input
                class="input"
                node_ref=input
                dir="auto"
                aria-label=t(text::what_is_needed)
                placeholder=t(text::what_is_needed)
                prop:value=move || title.get()
                on:input=move |event| title.set(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Escape" {
                        event.prevent_default();
                        event.stop_propagation();
                        desk.adding.set(None);
                    }
                }
                on:blur=move |_| {
                    // Closing by Esc takes the field away, and with it the focus: nothing is left to ask.
                    if title.try_with_untracked(|title| title.trim().is_empty()) == Some(true) {
                        desk.adding.set(None);
                    }
                }
            />
            <IconButton path=CLOSE label=t(common::cancel) small=true on_press=move || desk.adding.set(None) />
        </form>
    }
    .into_any()
}

fn insertion(desk: Desk) -> Option<AnyView> {
    let landing = desk.drag.with(|drag| drag.as_ref().and_then(|drag| drag.landing))?;
    let style = format!("--c:{};--y:{}px", landing.column, landing.y);
    Some(view! { <div class="insert" aria-hidden="true" style=style></div> }.into_any())
}

/// The card in hand, and where it can end.
fn carried(desk: Desk, id: RequestId) -> AnyView {
    let style = move || {
        desk.drag.with(|drag| {
            let drag = drag.as_ref()?;
            let (x, y) = drag.at;
            Some(format!("width:{}px;height:{CARD_PX}px;transform:translate({x}px,{y}px)", drag.width))
        })
    };
    let over = move |end: End| desk.drag.with(|drag| drag.as_ref().is_some_and(|drag| drag.end == Some(end)));
    view! {
        <div class="drag" aria-hidden="true" style=style>{card::lifted(desk, id)}</div>
        <div class="ends" aria-hidden="true">
            <span data-end="closed" class:on=move || over(End::Closed)>{icon(CHECK)}{t(text::end_close)}</span>
            <span data-end="declined" class:on=move || over(End::Declined)>{icon(STOP)}{t(text::end_decline)}</span>
            <span data-end="cancelled" class:on=move || over(End::Cancelled)>{icon(CLOSE)}{t(text::end_cancel)}</span>
        </div>
    }
    .into_any()
}
