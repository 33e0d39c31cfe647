//! The socket: opening, bytes in, bytes out, and the end.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{BinaryType, MessageEvent, WebSocket};

use crate::web;

/// What a socket tells.
pub(crate) enum Event {
    /// It is open.
    Opened,
    /// A message came.
    Message(Vec<u8>),
    /// It is over.
    Closed,
}

/// A socket to our own server. Dropping it ends it without another event.
pub(crate) struct Socket {
    socket: WebSocket,
    _opened: Closure<dyn FnMut()>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _closed: Closure<dyn FnMut()>,
}

impl Socket {
    /// Begins to open one; `None` where the browser refuses at once.
    pub(crate) fn open(tell: impl Fn(Event) + Clone + 'static) -> Option<Self> {
        let location = web::window()?.location();
        let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
        let url = format!("{scheme}://{}/sync/socket", location.host().ok()?);
        let socket = WebSocket::new(&url).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let told = tell.clone();
        let opened = Closure::<dyn FnMut()>::new(move || told(Event::Opened));
        socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
        let told = tell.clone();
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() {
                told(Event::Message(Uint8Array::new(&buffer).to_vec()));
            }
        });
        socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
        // An error is always followed by a close.
        let closed = Closure::<dyn FnMut()>::new(move || tell(Event::Closed));
        socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
        Some(Self { socket, _opened: opened, _message: message, _closed: closed })
    }

    /// Sends. Where the socket is closing, the message is lost, as it would be on the way.
    pub(crate) fn send(&self, message: &[u8]) {
        let _ = self.socket.send_with_u8_array(message);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let _ = self.socket.close();
    }
}
