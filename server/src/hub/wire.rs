//! The wire to one browser: what waits to be sent is counted in bytes, and everything is done by the
//! connection's own task, so that one that is idle costs one task and no queue.

use std::{
    collections::VecDeque,
    future::poll_fn,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::Bytes,
    extract::ws::{Message, WebSocket},
};
use futures_util::{SinkExt as _, StreamExt as _};
use weft_sync::server::Frame;

/// Bytes that may wait for one browser. At this much nothing more is made for it: it is not read,
/// batches pass it by, and later it is refilled from the feed.
pub const BYTES_WAITING_MAX: usize = 1024 * 1024;
/// Messages that may wait for one browser.
const MESSAGES_WAITING_MAX: usize = 1_024;
/// Of them, those kept free for what one step can make.
const MESSAGES_SPARE: usize = 16;
/// How long the last messages may take to be sent before the connection is cut.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// A socket, and what waits to be sent over it.
#[derive(Debug)]
pub(super) struct Wire {
    socket: WebSocket,
    queue: VecDeque<Message>,
    /// Bytes in the queue, and of what the socket was given but has not sent yet.
    waiting: usize,
    /// Of them, those that the socket was given.
    given: usize,
    /// Whether the socket has sent all that it was given.
    is_flushed: bool,
    is_json: bool,
    /// Bytes that wait for all browsers together.
    of_all: Arc<AtomicUsize>,
}

/// The browser is gone, or takes nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gone;

/// What happened on the wire.
#[derive(Debug)]
pub(super) enum Heard {
    /// A message came; none: the browser is gone.
    Message(Option<Result<Message, axum::Error>>),
    /// Something was sent, so that there is room again.
    Room,
}

impl Wire {
    pub(super) fn new(socket: WebSocket, is_json: bool, of_all: Arc<AtomicUsize>) -> Self {
        Self { socket, queue: VecDeque::new(), waiting: 0, given: 0, is_flushed: true, is_json, of_all }
    }

    /// Whether messages are text.
    pub(super) fn is_json(&self) -> bool {
        self.is_json
    }

    /// Whether more may be made for this browser.
    pub(super) fn has_room(&self) -> bool {
        self.waiting < BYTES_WAITING_MAX && self.queue.len() < MESSAGES_WAITING_MAX - MESSAGES_SPARE
    }

    /// Lets a message wait for being sent by [`Wire::next`].
    pub(super) fn frame(&mut self, frame: &Frame) -> Result<(), Gone> {
        self.message(if self.is_json {
            Message::Text(frame.json().into())
        } else {
            let bytes = frame.shared().map(Bytes::from_owner);
            Message::Binary(bytes.unwrap_or_else(|| frame.compact().into()))
        })
    }

    pub(super) fn ping(&mut self) -> Result<(), Gone> {
        self.message(Message::Ping(Bytes::new()))
    }

    fn message(&mut self, message: Message) -> Result<(), Gone> {
        if self.queue.len() >= MESSAGES_WAITING_MAX {
            return Err(Gone);
        }
        self.waiting += size(&message);
        self.of_all.fetch_add(size(&message), Ordering::Relaxed);
        self.queue.push_back(message);
        Ok(())
    }

    /// Sends what waits, and reads where `may_read`. Nothing is lost where it is not waited for.
    pub(super) async fn next(&mut self, may_read: bool) -> Heard {
        poll_fn(|context| self.poll(context, may_read)).await
    }

    fn poll(&mut self, context: &mut Context<'_>, may_read: bool) -> Poll<Heard> {
        let had_room = self.has_room();
        if let Poll::Ready(Err(_)) = self.poll_send(context) {
            return Poll::Ready(Heard::Message(None));
        }
        if !had_room && self.has_room() {
            return Poll::Ready(Heard::Room);
        }
        if !may_read {
            return Poll::Pending;
        }
        self.socket.poll_next_unpin(context).map(Heard::Message)
    }

    /// Gives the socket what waits; ready once everything is on its way.
    fn poll_send(&mut self, context: &mut Context<'_>) -> Poll<Result<(), axum::Error>> {
        while !self.queue.is_empty() {
            match self.socket.poll_ready_unpin(context) {
                Poll::Ready(Ok(())) => {}
                other => return other,
            }
            let Some(message) = self.queue.pop_front() else { break };
            self.given += size(&message);
            self.is_flushed = false;
            self.socket.start_send_unpin(message)?;
        }
        // What took much room once is not kept for what will take little.
        if self.queue.capacity() > MESSAGES_SPARE {
            self.queue = VecDeque::new();
        }
        if self.is_flushed {
            return Poll::Ready(Ok(()));
        }
        let flushed = self.socket.poll_flush_unpin(context);
        if matches!(flushed, Poll::Ready(Ok(()))) {
            self.of_all.fetch_sub(self.given, Ordering::Relaxed);
            self.waiting -= self.given;
            self.given = 0;
            self.is_flushed = true;
        }
        flushed
    }

    /// Sends what waits, for a short while, and ends the connection.
    pub(super) async fn finish(mut self) {
        let last = async {
            poll_fn(|context| self.poll_send(context)).await?;
            self.socket.close().await
        };
        // An error means that the browser is gone, which is where this leads anyway.
        let _ = tokio::time::timeout(LAST_WORDS, last).await;
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.of_all.fetch_sub(self.waiting, Ordering::Relaxed);
    }
}

fn size(message: &Message) -> usize {
    match message {
        Message::Text(text) => text.len(),
        Message::Binary(bytes) | Message::Ping(bytes) | Message::Pong(bytes) => bytes.len(),
        Message::Close(_) => 0,
    }
}
