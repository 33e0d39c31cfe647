//! The few things the primitives ask of the document. Nothing here runs on the server, except
//! [`fresh_id`].

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// An id for an element that another one refers to. It is unique within the page, not the same
/// from one rendering to the next.
pub fn fresh_id(prefix: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// An attribute that may be left out.
pub(crate) fn maybe(
    text: Option<TextProp>,
) -> impl Fn() -> Option<Oco<'static, str>> + Clone + Send + Sync + 'static {
    move || text.as_ref().map(TextProp::get)
}

/// Whether the event happened where its keys are text: a field, or something editable.
pub fn typing_into(event: &web_sys::KeyboardEvent) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    target.is_content_editable()
        || target
            .matches("textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=button])")
            .unwrap_or(false)
}

/// The element with this id, if it is in the document.
pub(crate) fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// The elements under `root` that the selector names, in document order.
pub(crate) fn all(root: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(list) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..list.length()).filter_map(|at| list.get(at)?.dyn_into().ok()).collect()
}

/// Moves the focus to the element; one that has meanwhile gone is no loss.
pub(crate) fn focus(element: &HtmlElement) {
    let _ = element.focus();
}

/// The element that has the focus.
pub(crate) fn focused() -> Option<HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

/// Where an arrow key leads among `count` items; `None` for other keys. Both axes serve, for a
/// row may have wrapped; Home and End go to the ends.
pub(crate) fn roving(key: &str, at: usize, count: usize) -> Option<usize> {
    if count == 0 {
        return None;
    }
    match key {
        "ArrowDown" | "ArrowRight" => Some((at + 1) % count),
        "ArrowUp" | "ArrowLeft" => Some((at + count - 1) % count),
        "Home" => Some(0),
        "End" => Some(count - 1),
        _ => None,
    }
}

/// Moves the focus among the elements under `root` that the selector names. True if the key was
/// one of those that do.
pub(crate) fn rove(event: &web_sys::KeyboardEvent, root: &Element, selector: &str) -> bool {
    let items = all(root, selector);
    let current = focused();
    let at = items.iter().position(|item| Some(item) == current.as_ref());
    let Some(next) = roving(&event.key(), at.unwrap_or(items.len().saturating_sub(1)), items.len()) else {
        return false;
    };
    event.prevent_default();
    focus(&items[next]);
    true
}

/// Puts a floating element beside its anchor: below it, or above where there is no room, and
/// always within the window.
pub(crate) fn place(floating: &HtmlElement, anchor: &HtmlElement, gap: f64) {
    let (window, at, size) =
        (window(), anchor.get_bounding_client_rect(), floating.get_bounding_client_rect());
    let extent = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
    let (width, height) = (extent(window.inner_width()), extent(window.inner_height()));
    let below = at.bottom() + gap;
    let top =
        if below + size.height() <= height { below } else { (at.top() - gap - size.height()).max(EDGE_PX) };
    let left = at.left().min(width - size.width() - EDGE_PX).max(EDGE_PX);
    let style = floating.style();
    // Two plain lengths: the document accepts them.
    let _ = style.set_property("top", &format!("{top}px"));
    let _ = style.set_property("left", &format!("{left}px"));
}

/// Puts a text on the clipboard. False: the browser has none (no TLS), or refuses.
pub(crate) async fn copy(text: &str) -> bool {
    let navigator = window().navigator();
    // Without TLS there is no such property, and a call on it would throw.
    let has_one = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|found| found.is_object());
    has_one && wasm_bindgen_futures::JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// Floating things keep this distance from the window's rim.
const EDGE_PX: f64 = 8.0;

/// Hands a text to the reader as a file.
pub(crate) fn save_as(name: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    let Ok(blob) = web_sys::Blob::new_with_str_sequence(&parts) else { return };
    let Ok(url) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    if let Ok(link) = document().create_element("a")
        && let Ok(link) = link.dyn_into::<web_sys::HtmlAnchorElement>()
    {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The download has begun; a browser that keeps the text a little longer does no harm.
    let _ = web_sys::Url::revoke_object_url(&url);
}

#[cfg(test)]
mod tests {
    use super::roving;

    #[test]
    fn arrows_go_round_and_ends_stay() {
        assert_eq!(roving("ArrowDown", 2, 3), Some(0));
        assert_eq!(roving("ArrowLeft", 0, 3), Some(2));
        assert_eq!(roving("End", 0, 3), Some(2));
        assert_eq!(roving("a", 0, 3), None);
        assert_eq!(roving("ArrowDown", 0, 0), None);
    }
}
