//! A list of which only what is in the window is mounted.

use leptos::html;
use leptos::prelude::*;

/// Rows mounted above and below the window, so that scrolling by a wheel's notch shows no gap.
const OVERSCAN_ROWS: usize = 8;
/// Rows drawn before the window's height is known, and on the server.
const FIRST_ROWS: usize = 40;

/// A list of rows of one height, scrolling in its own box. What is mounted depends on the window,
/// not on the count. The box needs a height from its surroundings.
#[component]
pub fn VirtualList(
    /// The accessible name.
    #[prop(into)]
    label: TextProp,
    /// How many rows there are.
    #[prop(into)]
    count: Signal<usize>,
    /// The height of a row in pixels.
    #[prop(into)]
    row_px: Signal<u32>,
    /// Draws the row at an index: once, until the index leaves the window. What stands there may change
    /// meanwhile, so it is read within the view that is returned.
    #[prop(into)]
    row: Callback<(usize,), AnyView>,
    /// A row to bring into the window whenever this changes.
    #[prop(optional, into)]
    reveal: Signal<Option<usize>>,
    /// What the list is: `list`, `grid` (its rows hold cells) or `tree` (its rows say the rest).
    #[prop(default = "list")]
    role: &'static str,
    /// The id of the row that the keyboard is at, where the list itself keeps the focus.
    #[prop(optional, into)]
    active: Signal<Option<String>>,
) -> impl IntoView {
    let element = NodeRef::<html::Div>::new();
    let scroll = RwSignal::new((0_i32, 0_i32));
    let mounted = Memo::new(move |_| {
        let (top, height) = scroll.get();
        window_of(top, height, row_px.get(), count.get())
    });
    keep_measured(element, scroll);
    Effect::new(move |_| {
        if let (Some(at), Some(list)) = (reveal.get(), element.get()) {
            bring_in(&list, at, row_px.get_untracked());
        }
    });
    let item = move |at: usize| {
        let place = move || place_of(at, row_px.get());
        let is_list = role == "list";
        view! {
            <div
                role=if is_list { "listitem" } else { "presentation" }
                class="vrow"
                style=place
                aria-setsize=move || is_list.then(|| count.get())
                aria-posinset=is_list.then_some(at + 1)
            >
                {row.run((at,))}
            </div>
        }
    };
    view! {
        <div
            class="vlist"
            role=role
            aria-label=label
            aria-activedescendant=move || active.get()
            aria-rowcount=move || (role == "grid").then(|| count.get())
            tabindex="0"
            node_ref=element
            on:scroll=move |_| measure(element, scroll)
        >
            <div role="presentation" class="vspace" style=move || format!("height:{}px", count.get() * row_px.get() as usize)>
                <For each=move || { let (from, to) = mounted.get(); from..to } key=|at| *at children=item />
            </div>
        </div>
    }
}

/// Where a row lies.
fn place_of(at: usize, row_px: u32) -> String {
    format!("top:{}px;height:{row_px}px", at * row_px as usize)
}

/// Notes where the list stands and how high its window is.
fn measure(element: NodeRef<html::Div>, scroll: RwSignal<(i32, i32)>) {
    if let Some(list) = element.get_untracked() {
        scroll.set((list.scroll_top(), list.client_height()));
    }
}

/// Measures once the list is there, and whenever the window changes.
fn keep_measured(element: NodeRef<html::Div>, scroll: RwSignal<(i32, i32)>) {
    Effect::new(move |_| {
        if element.get().is_none() {
            return;
        }
        measure(element, scroll);
        let resized = window_event_listener_untyped("resize", move |_| measure(element, scroll));
        on_cleanup(move || resized.remove());
    });
}

/// Scrolls just as far as it takes to have a row in the window.
fn bring_in(list: &web_sys::Element, at: usize, row_px: u32) {
    let (top, height) = (at as i32 * row_px as i32, row_px as i32);
    if top < list.scroll_top() {
        list.set_scroll_top(top);
    } else if top + height > list.scroll_top() + list.client_height() {
        list.set_scroll_top(top + height - list.client_height());
    }
}

/// The rows to mount, from (including) and to (excluding), for a scroll position.
fn window_of(top_px: i32, height_px: i32, row_px: u32, count: usize) -> (usize, usize) {
    let row_px = row_px.max(1) as usize;
    if height_px <= 0 {
        return (0, count.min(FIRST_ROWS));
    }
    let top = usize::try_from(top_px).unwrap_or(0) / row_px;
    let rows = usize::try_from(height_px).unwrap_or(0).div_ceil(row_px);
    let to = (top + rows + OVERSCAN_ROWS).min(count);
    (top.saturating_sub(OVERSCAN_ROWS).min(to), to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_mounted_with_a_margin_and_never_more() {
        assert_eq!(window_of(0, 360, 36, 10_000), (0, 18));
        assert_eq!(window_of(36_000, 360, 36, 10_000), (992, 1018));
        assert_eq!(window_of(359_640, 360, 36, 10_000), (9982, 10_000));
    }

    #[test]
    fn odd_sizes_do_no_harm() {
        assert_eq!(window_of(0, 0, 36, 3), (0, 3));
        assert_eq!(window_of(0, 0, 36, 10_000), (0, FIRST_ROWS));
        assert_eq!(window_of(-20, 100, 36, 5), (0, 5));
        assert_eq!(window_of(99_999, 100, 36, 5), (5, 5));
        assert_eq!(window_of(10, 100, 0, 0), (0, 0));
    }
}
