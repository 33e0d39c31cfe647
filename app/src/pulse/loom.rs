//! The loom: departments hang as warp, every relationship is one weft row with its knot at the
//! customer and its head at the provider. A graph that never tangles and a sorted table at once.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use weft_domain::DepartmentId;
use weft_domain::pulse::Pair;

use super::desk::Desk;
use super::place::days_of;
use super::row;
use super::weave::WOVEN_MAX;
use crate::feedback::flow::part_of;
use crate::i18n::{pulse as text, t, use_locale};

/// Pixels of a row before it has been measured; the stylesheet says how high it is.
const ROW_PX: f64 = 24.0;
/// Pixels between two slanted names at the head, so that neither lies on the other.
const NAME_PX: usize = 30;
/// Thousandths of the cloth's width that a name takes before the cloth has been measured.
const NAME_ROOM: usize = 46;
/// The window is looked at again after so many pixels of scrolling.
const STEP_PX: f64 = 96.0;

/// The loom. A copy is the same.
#[derive(Clone, Copy)]
pub(super) struct Loom {
    pub(super) desk: Desk,
    scroller: NodeRef<html::Div>,
    body: NodeRef<html::Div>,
    window: RwSignal<(f64, f64)>,
    row_px: RwSignal<f64>,
    /// Thousandths of the cloth's width that a name at a column's head takes.
    name_room: RwSignal<usize>,
    names: NodeRef<html::Span>,
    /// The row that the keyboard was on last.
    pub(super) current: RwSignal<Option<Pair>>,
    /// The pairs that are mounted, in order.
    mounted: Memo<Vec<Pair>>,
    /// The one row where the Tab key stops.
    pub(super) stop: Memo<Option<Pair>>,
}

impl Loom {
    /// A loom in the box `scroller`, which tells it of every [`Loom::look`] there is to do.
    pub(super) fn new(desk: Desk, scroller: NodeRef<html::Div>) -> Self {
        let body = NodeRef::new();
        let (window, row_px) = (RwSignal::new((0.0, 0.0)), RwSignal::new(ROW_PX));
        let current = RwSignal::new(None);
        let mounted = Memo::new(move |_| {
            let (top, height) = window.get();
            let row_px = row_px.get();
            desk.rows.with(|rows| {
                let part = part_of(top, height, rows.rows.len(), |_| row_px);
                rows.rows[part.from..part.to].iter().map(|row| (row.customer, row.provider)).collect()
            })
        });
        let stop = Memo::new(move |_| {
            let current: Option<Pair> = current.get();
            mounted.with(|mounted: &Vec<Pair>| {
                current.filter(|current| mounted.contains(current)).or(mounted.first().copied())
            })
        });
        let (name_room, names) = (RwSignal::new(NAME_ROOM), NodeRef::new());
        let loom = Self { desk, scroller, body, window, row_px, name_room, names, current, mounted, stop };
        Effect::new(move |_| {
            body.track();
            request_animation_frame(move || loom.look());
            let resized = window_event_listener_untyped("resize", move |_| loom.look());
            on_cleanup(move || resized.remove());
        });
        loom
    }

    /// Looks at what is in the window.
    pub(super) fn look(self) {
        // The page may be gone when a frame comes.
        let (Some(Some(scroller)), Some(Some(body))) =
            (self.scroller.try_get_untracked(), self.body.try_get_untracked())
        else {
            return;
        };
        if let Some(first) = body.first_element_child() {
            let height = first.get_bounding_client_rect().height();
            if height > 0.0 && height != self.row_px.get_untracked() {
                self.row_px.set(height);
            }
        }
        let names = self.names.try_get_untracked().flatten();
        let cloth_px = names.and_then(|names| usize::try_from(names.offset_width()).ok()).unwrap_or(0);
        if cloth_px > 0 {
            let room = (NAME_PX * 1_000).div_ceil(cloth_px);
            if room != self.name_room.get_untracked() {
                self.name_room.set(room);
            }
        }
        let top = scroller.get_bounding_client_rect().top() - body.get_bounding_client_rect().top();
        let stepped = ((top / STEP_PX).floor() * STEP_PX, f64::from(scroller.client_height()));
        if self.window.get_untracked() != stepped {
            self.window.set(stepped);
        }
    }

    /// The loom as it is seen.
    pub(super) fn view(self) -> AnyView {
        let desk = self.desk;
        let count = Memo::new(move |_| desk.rows.with(|rows| rows.rows.len()));
        let columns = Memo::new(move |_| desk.warp.with(|warp| warp.columns.len()));
        let is_dense = move || columns.get() > WOVEN_MAX;
        view! {
            <div
                class="loomtable"
                class:dense=is_dense
                role="table"
                aria-label=t(text::loom)
                aria-rowcount=move || count.get() + 1
                style=move || format!("--columns:{};--rows:{}", columns.get().max(1), count.get())
                on:keydown=move |event| self.key(&event)
            >
                {heads(self)}
                <div class="lcloth" role="rowgroup" node_ref=self.body>
                    <For each=move || self.mounted.get() key=|pair| *pair children=move |pair| row::row(self, pair) />
                </div>
            </div>
            <p class="note ltruth">{truth(self, count, columns)}{quiet(desk)}</p>
        }
        .into_any()
    }

    /// Arrows lead from row to row and from figure to figure.
    fn key(self, event: &leptos::ev::KeyboardEvent) {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let Some(link) = target.and_then(|target| target.closest("a").ok().flatten()) else { return };
        let Some(line) = link.closest(".lrow").ok().flatten() else { return };
        let links = links_of(&line);
        let at = links.iter().position(|other| other.is_same_node(Some(&link))).unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowDown" => line.next_element_sibling().map(|line| (links_of(&line), at)),
            "ArrowUp" => line.previous_element_sibling().map(|line| (links_of(&line), at)),
            "ArrowRight" => Some((links, at + 1)),
            "ArrowLeft" => Some((links, at.saturating_sub(1))),
            _ => return,
        };
        event.prevent_default();
        if let Some((links, at)) = next
            && let Some(next) = links.get(at.min(links.len().saturating_sub(1)))
        {
            // One that has meanwhile gone needs no focus.
            let _ = next.focus();
        }
    }
}

fn links_of(line: &web_sys::Element) -> Vec<web_sys::HtmlElement> {
    let Ok(found) = line.query_selector_all("a") else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

/// The head: the departments' names over their threads, the figures' names over theirs.
fn heads(loom: Loom) -> AnyView {
    let desk = loom.desk;
    let name = move |(at, id): (usize, DepartmentId)| {
        let locale = use_locale();
        let left = desk.warp.with_untracked(|warp| percent(warp.x(at)));
        view! {
            <span style=format!("left:{left}") dir="auto">
                <b>{move || desk.name(locale.get(), id)}</b>
            </span>
        }
    };
    let names = move || {
        let named = desk.warp.with(|warp| {
            let id = |at: &usize| Some((*at, *warp.columns.get(*at)?));
            warp.named(loom.name_room.get()).iter().filter_map(id).collect::<Vec<_>>()
        });
        named.into_iter().map(name).collect_view()
    };
    let days = t(move |locale| text::days(locale, desk.period.with(|period| days_of(*period))));
    view! {
        <div class="lhead" role="row" aria-rowindex="1">
            <span role="columnheader" class="who">
                <span class="sr">{t(text::relationship)}</span>
            </span>
            <span role="columnheader" class="names" node_ref=loom.names>
                <span class="sr">{t(text::thread)}</span>
                <span aria-hidden="true">{names}</span>
            </span>
            <span role="columnheader" class="n">
                {days}<span class="sr">": "{t(text::filed)}</span>
            </span>
            <span role="columnheader" class="kept">{t(text::resolved)}</span>
            <span role="columnheader" class="time">{t(text::mean_time)}</span>
            <span role="columnheader" class="rated">{t(text::rated)}</span>
        </div>
    }
    .into_any()
}

/// How much is shown, and what is left out.
fn truth(loom: Loom, count: Memo<usize>, columns: Memo<usize>) -> impl Fn() -> String + Clone + Send + Sync {
    let desk = loom.desk;
    let named = Memo::new(move |_| desk.warp.with(|warp| warp.named(loom.name_room.get()).len()));
    let hidden = Memo::new(move |_| desk.rows.with(|rows| rows.hidden));
    let locale = use_locale();
    move || {
        let locale = locale.get();
        let mut parts = vec![text::row_count(locale, count.get())];
        if hidden.get() > 0 {
            parts.push(text::hidden(locale, hidden.get()));
        }
        if named.get() < columns.get() {
            parts.push(text::unnamed_columns(locale, named.get(), columns.get()));
        }
        parts.join(" · ")
    }
}

/// How many have no traffic and are not shown, as the way to them; or the way back.
pub(super) fn quiet(desk: Desk) -> AnyView {
    let count = Memo::new(move |_| desk.rows.with(|rows| rows.quiet));
    let shows_all = Memo::new(move |_| desk.address.has("quiet"));
    let to = move || desk.address.with("quiet", (!shows_all.get()).then(|| "1".to_owned()));
    (move || {
        let words = t(move |locale| {
            if shows_all.get() {
                text::hide_quiet(locale).to_owned()
            } else {
                text::show_quiet(locale, count.get())
            }
        });
        (shows_all.get() || count.get() > 0).then(|| view! { " · " <a href=to>{words}</a> })
    })
    .into_any()
}

/// Hundredths of a percent as CSS writes them.
pub(super) fn percent(hundredths: usize) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
