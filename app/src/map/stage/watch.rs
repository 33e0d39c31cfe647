//! What a canvas in the document must follow: its size and the colour scheme.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::Stage;

impl Stage {
    /// Watches size and colour scheme as long as the caller's owner lives.
    pub fn watch(&self) {
        let measured = self.clone();
        let on_size = Closure::<dyn FnMut()>::new(move || measured.measure());
        let recoloured = self.clone();
        let on_scheme = Closure::<dyn FnMut()>::new(move || recoloured.recolour());
        let size = web_sys::ResizeObserver::new(on_size.as_ref().unchecked_ref()).ok();
        let root = document().document_element();
        if let (Some(size), Some(parent)) = (&size, self.area()) {
            size.observe(&parent);
        }
        let scheme = web_sys::MutationObserver::new(on_scheme.as_ref().unchecked_ref()).ok();
        if let (Some(scheme), Some(root)) = (&scheme, root) {
            let options = web_sys::MutationObserverInit::new();
            options.set_attributes(true);
            // The root element is a node: it can be observed.
            let _ = scheme.observe_with_options(&root, &options);
        }
        let query = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
        if let Some(query) = &query {
            query.set_onchange(Some(on_scheme.as_ref().unchecked_ref()));
        }
        let held = StoredValue::new_local((size, scheme, query, on_size, on_scheme));
        on_cleanup(move || {
            held.try_update_value(|(size, scheme, query, ..)| {
                if let Some(size) = size {
                    size.disconnect();
                }
                if let Some(scheme) = scheme {
                    scheme.disconnect();
                }
                if let Some(query) = query {
                    query.set_onchange(None);
                }
            });
        });
    }
}
