//! The channel between the tabs of one person in one browser: bytes to all others, in order.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// A channel. It lives as long as its page.
pub(crate) struct Channel {
    channel: BroadcastChannel,
    waiting: Rc<RefCell<Vec<Function>>>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// Opens one; `None` where the browser has none.
    pub(crate) fn open(name: &str, hear: impl Fn(Vec<u8>) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        let waiting = Rc::<RefCell<Vec<Function>>>::default();
        let called = waiting.clone();
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Ok(bytes) = event.data().dyn_into::<Uint8Array>() else { return };
            if bytes.length() > 0 {
                return hear(bytes.to_vec());
            }
            for called in called.take() {
                // It settles a promise, which cannot fail.
                let _ = called.call0(&JsValue::UNDEFINED);
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Self { channel, waiting, _heard: heard })
    }

    /// Settles once everything is heard that was said before: a word to oneself takes the same way.
    pub(crate) fn caught_up(&self) -> Promise {
        let heard = Promise::new(&mut |done, _| self.waiting.borrow_mut().push(done));
        if let Ok(channel) = BroadcastChannel::new(&self.channel.name()) {
            let _ = channel.post_message(&Uint8Array::new_with_length(0));
            channel.close();
        }
        heard
    }

    /// Says something to all other tabs.
    pub(crate) fn say(&self, bytes: &[u8]) {
        // Refused only where the page is going.
        let _ = self.channel.post_message(&Uint8Array::from(bytes));
    }
}
