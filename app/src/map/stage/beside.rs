//! The thread beside the page that lays out the map: the same program again, in a worker.

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use leptos::prelude::document;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::map::layout::Output;
use crate::map::layout::desk::{Order, order_bytes, read_answer};

/// Where the page says how the worker's script is called.
const SCRIPT: &str = "meta[name=weft-layout]";

/// A running worker. It ends when this is dropped.
pub(super) struct Beside {
    worker: JsValue,
    _heard: Closure<dyn FnMut(JsValue)>,
    _failed: Closure<dyn FnMut()>,
}

impl Beside {
    /// Starts the worker. `heard` gets the number of each order with its answer, or with nothing when
    /// it could not be done. None: the page names no script, or the browser refuses.
    pub(super) fn new(heard: impl Fn(u32, Option<Output>) + Clone + 'static) -> Option<Self> {
        let script = document().query_selector(SCRIPT).ok()??.get_attribute("content")?;
        let class: Function = Reflect::get(&js_sys::global(), &"Worker".into()).ok()?.dyn_into().ok()?;
        let options = Object::new();
        Reflect::set(&options, &"type".into(), &"module".into()).ok()?;
        let worker = Reflect::construct(&class, &Array::of2(&script.into(), &options)).ok()?;
        let answered = heard.clone();
        let on_message = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
            let Ok(answer) = Reflect::get(&event, &"data".into()) else { return };
            let answer: Array = answer.unchecked_into();
            let number = answer.get(0).as_f64().unwrap_or_default() as u32;
            let bytes = answer.get(1).dyn_into::<Uint8Array>().ok();
            answered(number, bytes.and_then(|bytes| read_answer(&bytes.to_vec())));
        });
        let on_error = Closure::<dyn FnMut()>::new(move || heard(0, None));
        Reflect::set(&worker, &"onmessage".into(), on_message.as_ref()).ok()?;
        Reflect::set(&worker, &"onerror".into(), on_error.as_ref()).ok()?;
        Some(Self { worker, _heard: on_message, _failed: on_error })
    }

    /// Sends an order. False: it cannot be sent.
    pub(super) fn send(&self, number: u32, order: &Order) -> bool {
        let bytes = Uint8Array::from(order_bytes(order).as_slice());
        let message = Array::of3(&wasm_bindgen::module(), &JsValue::from(number), &bytes);
        self.call("postMessage", &message)
    }

    fn call(&self, method: &str, argument: &JsValue) -> bool {
        let method =
            Reflect::get(&self.worker, &method.into()).ok().and_then(|m| m.dyn_into::<Function>().ok());
        method.is_some_and(|method| method.call1(&self.worker, argument).is_ok())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.call("terminate", &JsValue::UNDEFINED);
    }
}
