//! What waits to be sent to one browser, counted in bytes.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::extract::ws::{Message, WebSocket};
use futures_util::{SinkExt as _, stream::SplitSink};
use tokio::{
    sync::{Notify, mpsc},
    task::JoinHandle,
};
use weft_sync::server::Frame;

/// Bytes that may wait for one browser. At this much nothing more is made for it: it is not read,
/// batches pass it by, and later it is refilled from the feed.
const BYTES_WAITING_MAX: usize = 1024 * 1024;
/// Messages that may wait for one browser.
const MESSAGES_WAITING_MAX: usize = 1_024;
/// Of them, those kept free for what one step can make.
const MESSAGES_SPARE: usize = 16;
/// How long the last messages may take to be sent before the connection is cut.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// The sending half of a connection.
#[derive(Debug)]
pub(super) struct Outbound {
    queue: mpsc::Sender<Message>,
    waiting: Arc<Waiting>,
    writer: JoinHandle<()>,
    is_json: bool,
}

#[derive(Debug, Default)]
struct Waiting {
    bytes: AtomicUsize,
    sent: Notify,
}

/// The browser is gone, or takes nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gone;

impl Outbound {
    pub(super) fn new(sink: SplitSink<WebSocket, Message>, is_json: bool) -> Self {
        let (queue, messages) = mpsc::channel(MESSAGES_WAITING_MAX);
        let waiting = Arc::new(Waiting::default());
        let writer = tokio::spawn(write(sink, messages, waiting.clone()));
        Self { queue, waiting, writer, is_json }
    }

    /// Whether more may be made for this browser.
    pub(super) fn has_room(&self) -> bool {
        self.waiting.bytes.load(Ordering::Acquire) < BYTES_WAITING_MAX
            && self.queue.capacity() > MESSAGES_SPARE
    }

    /// Waits until something was sent, so that [`Outbound::has_room`] may have changed.
    pub(super) async fn sent(&self) {
        self.waiting.sent.notified().await;
    }

    pub(super) fn frame(&self, frame: &Frame) -> Result<(), Gone> {
        self.message(if self.is_json {
            Message::Text(frame.json().into())
        } else {
            Message::Binary(frame.compact().into())
        })
    }

    pub(super) fn ping(&self) -> Result<(), Gone> {
        self.message(Message::Ping(axum::body::Bytes::new()))
    }

    fn message(&self, message: Message) -> Result<(), Gone> {
        let bytes = size(&message);
        self.waiting.bytes.fetch_add(bytes, Ordering::AcqRel);
        self.queue.try_send(message).map_err(|_| Gone)
    }

    /// Sends what waits, for a short while, and ends the connection.
    pub(super) async fn finish(self) {
        let Self { queue, mut writer, .. } = self;
        drop(queue);
        if tokio::time::timeout(LAST_WORDS, &mut writer).await.is_err() {
            writer.abort();
        }
    }
}

async fn write(
    mut sink: SplitSink<WebSocket, Message>,
    mut messages: mpsc::Receiver<Message>,
    waiting: Arc<Waiting>,
) {
    while let Some(message) = messages.recv().await {
        let bytes = size(&message);
        if sink.feed(message).await.is_err() || (messages.is_empty() && sink.flush().await.is_err()) {
            return;
        }
        waiting.bytes.fetch_sub(bytes, Ordering::AcqRel);
        waiting.sent.notify_one();
    }
    // An error means that the browser is gone, which is where this leads anyway.
    let _ = sink.close().await;
}

fn size(message: &Message) -> usize {
    match message {
        Message::Text(text) => text.len(),
        Message::Binary(bytes) | Message::Ping(bytes) | Message::Pong(bytes) => bytes.len(),
        Message::Close(_) => 0,
    }
}
