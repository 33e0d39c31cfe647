//! One connection: what comes in, what goes out, and when it ends.

mod behind;

use std::{collections::VecDeque, time::Duration};

use axum::extract::ws::{Message, WebSocket};
use futures_util::{
    FutureExt as _, StreamExt as _,
    future::{self, BoxFuture},
    stream::{FuturesUnordered, SplitStream},
};
use tokio::{
    sync::{
        broadcast::{self, error::RecvError},
        mpsc,
    },
    time::{Instant, Interval, MissedTickBehavior},
};
use tracing::{debug, warn};
use weft_sync::{
    message::{Bye, Down, Epoch},
    server::{
        Found, Frame, Greeting, Origin, Outcome, Published, Question, Session, SessionEffect, Submission,
    },
};

use super::{
    Hub, PROTOCOL_JSON, Revoked, SessionPerson, outbound::Outbound, presence::Seat, sessions::Counted,
    throttle::Throttle,
};
use crate::{
    engine::{Event, NotSaved},
    store::StoreError,
};

/// How often we ask whether the browser is still there.
const PING_EVERY: Duration = Duration::from_secs(20);
/// How long it may stay silent, pongs included, before the connection is ended.
const SILENCE_MAX: Duration = Duration::from_secs(60);
/// Pushes that wait for the ones before them. While there are as many, nothing is read.
const PUSHES_WAITING_MAX: usize = 8;
/// Questions that wait for the store. While there are as many, nothing is read.
const ASKS_WAITING_MAX: usize = 8;
/// How long after a failed save the same commands are tried again.
const SAVE_AGAIN: Duration = Duration::from_secs(1);
type Answered = (u32, Question, Result<Found, StoreError>);

/// Serves one socket until it ends.
pub(super) async fn run(hub: Hub, who: SessionPerson, socket: WebSocket) {
    let is_json = socket.protocol().is_some_and(|protocol| protocol == PROTOCOL_JSON);
    let (sink, stream) = socket.split();
    let _counted = Counted::new(&hub, who.session);
    let out = Outbound::new(sink, is_json);
    let mut connection = Connection::new(hub, who, stream, out, is_json);
    let end = connection.serve().await;
    debug!(person = %who.person, ?end, "a connection ended");
    if let End::Because(bye) = end {
        // An error means that the browser is gone already.
        let _ = connection.out.frame(&Frame::from(Down::Bye(bye)));
    }
    connection.out.finish().await;
}

/// Why a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The browser went.
    Gone,
    /// We say why.
    Because(Bye),
}

impl From<Bye> for End {
    fn from(bye: Bye) -> Self {
        Self::Because(bye)
    }
}

impl From<super::outbound::Gone> for End {
    fn from(_: super::outbound::Gone) -> Self {
        Self::Gone
    }
}

struct Connection {
    hub: Hub,
    who: SessionPerson,
    stream: SplitStream<WebSocket>,
    out: Outbound,
    is_json: bool,
    session: Session,
    greeting: Option<Greeting>,
    /// The database's life in which it was greeted.
    epoch: Epoch,
    events: broadcast::Receiver<Event>,
    revoked: broadcast::Receiver<Revoked>,
    seat: Seat,
    others: mpsc::Receiver<Frame>,
    /// In order; the first one is on its way, or waits to be tried again.
    pushes: VecDeque<Submission>,
    saving: Option<BoxFuture<'static, Result<Outcome, NotSaved>>>,
    save_again: Option<Instant>,
    asks: FuturesUnordered<BoxFuture<'static, Answered>>,
    throttle: Throttle,
    ping: Interval,
    heard_at: Instant,
    expires: Instant,
    /// The server stops: when this connection is told.
    goodbye: Option<Instant>,
}

enum Step {
    Message(Option<Result<Message, axum::Error>>),
    Event(Result<Event, RecvError>),
    Saved(Result<Outcome, NotSaved>),
    SaveAgain,
    Found(Answered),
    Others(Frame),
    Revoked(Result<Revoked, RecvError>),
    Ping,
    Stopping,
    Nothing,
    End(End),
}

impl Connection {
    fn new(
        hub: Hub,
        who: SessionPerson,
        stream: SplitStream<WebSocket>,
        out: Outbound,
        is_json: bool,
    ) -> Self {
        let engine = &hub.0.engine;
        let (events, revoked) = (engine.subscribe(), hub.0.revoked.subscribe());
        let session = Session::new(who.person, &engine.current().world);
        let (seat, others) = hub.0.presence.join(hub.next_id(), session.viewer().clone());
        let now = Instant::now();
        let left = u64::try_from(who.expires_at.0.saturating_sub(engine.clock().now().0)).unwrap_or(0);
        let mut ping = tokio::time::interval_at(now + PING_EVERY, PING_EVERY);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            who,
            stream,
            out,
            is_json,
            session,
            greeting: None,
            epoch: engine.current().head.epoch,
            events,
            revoked,
            seat,
            others,
            pushes: VecDeque::new(),
            saving: None,
            save_again: None,
            asks: FuturesUnordered::new(),
            throttle: Throttle::new(now),
            ping,
            heard_at: now,
            expires: now + Duration::from_millis(left),
            goodbye: None,
            hub,
        }
    }

    async fn serve(&mut self) -> End {
        loop {
            let done = match self.next().await {
                Step::Message(message) => self.message(message).await,
                Step::Event(event) => self.event(event).await,
                Step::Saved(outcome) => self.saved(outcome),
                Step::SaveAgain => {
                    self.save_again = None;
                    self.save();
                    Ok(())
                }
                Step::Found(answered) => self.found(answered),
                Step::Others(frame) => self.out.frame(&frame).map_err(End::from),
                Step::Revoked(revoked) => self.revoked(revoked),
                Step::Ping => self.ping(),
                Step::Stopping => {
                    self.goodbye = Some(Instant::now() + self.hub.place_in_line(self.who.session));
                    Ok(())
                }
                Step::Nothing => Ok(()),
                Step::End(end) => Err(end),
            };
            if let Err(end) = done {
                return end;
            }
        }
    }

    /// Waits for what comes first. While the browser takes nothing, nothing is made for it.
    async fn next(&mut self) -> Step {
        let has_room = self.out.has_room();
        let open_at = self.throttle.open_at();
        let is_open = open_at <= Instant::now();
        let may_read = has_room
            && is_open
            && self.pushes.len() < PUSHES_WAITING_MAX
            && self.asks.len() < ASKS_WAITING_MAX;
        let mut stopping = self.hub.0.stopping.clone();
        let saving = async {
            match &mut self.saving {
                Some(saving) => saving.await,
                None => future::pending().await,
            }
        };
        let (save_again, goodbye) = (self.save_again, self.goodbye);
        tokio::select! {
            // What ends the connection goes first, so that a flood cannot outrun it.
            biased;
            _ = stopping.wait_for(|stop| *stop), if goodbye.is_none() => Step::Stopping,
            () = sleep_until(goodbye) => Step::End(Bye::GoingAway.into()),
            revoked = self.revoked.recv() => Step::Revoked(revoked),
            () = tokio::time::sleep_until(self.expires) => Step::End(Bye::SignedOut.into()),
            _ = self.ping.tick() => Step::Ping,
            outcome = saving => Step::Saved(outcome),
            () = sleep_until(save_again) => Step::SaveAgain,
            Some(answered) = self.asks.next(), if has_room => Step::Found(answered),
            event = self.events.recv(), if has_room => Step::Event(event),
            message = self.stream.next(), if may_read => Step::Message(message),
            Some(frame) = self.others.recv(), if has_room => Step::Others(frame),
            () = self.out.sent(), if !has_room => Step::Nothing,
            () = tokio::time::sleep_until(open_at), if !is_open => Step::Nothing,
        }
    }

    async fn message(&mut self, message: Option<Result<Message, axum::Error>>) -> Result<(), End> {
        let now = Instant::now();
        self.heard_at = now;
        self.throttle.note(now);
        let (bytes, is_text) = match message {
            Some(Ok(Message::Binary(bytes))) => (bytes, false),
            Some(Ok(Message::Text(text))) => (text.into(), true),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Ok(()),
            Some(Ok(Message::Close(_))) | None => return Err(End::Gone),
            // Too long, or no WebSocket any more; the socket tells them apart no better than this.
            Some(Err(_)) => return Err(Bye::BadMessage.into()),
        };
        if is_text != self.is_json {
            return Err(Bye::BadMessage.into());
        }
        let effect = self.session.up(&bytes, self.is_json)?;
        if effect.as_ref().is_some_and(|effect| !self.who.may(effect)) {
            return Err(Bye::ReadOnly.into());
        }
        match effect {
            None => Ok(()),
            Some(SessionEffect::Start(greeting)) => self.start(greeting).await,
            Some(SessionEffect::Submit { client, first, envelopes }) => {
                let origin = Origin::Client { client, person: self.who.person, first };
                self.pushes.push_back(Submission { origin, envelopes });
                self.save();
                Ok(())
            }
            Some(SessionEffect::Answer { id, ask }) => {
                let snapshot = self.hub.0.engine.current();
                let now = self.hub.0.engine.clock().now();
                let mut question = self.session.answer(&snapshot.world, snapshot.head.seq, ask, now);
                match question.query.take() {
                    None => self.found((id, question, Ok(Found::default()))),
                    Some(query) => {
                        let store = self.hub.0.engine.store().clone();
                        let found = async move { (id, question, store.query(query).await) };
                        self.asks.push(found.boxed());
                        Ok(())
                    }
                }
            }
            Some(SessionEffect::Presence(presence)) => {
                self.seat.set(presence);
                Ok(())
            }
        }
    }

    async fn event(&mut self, event: Result<Event, RecvError>) -> Result<(), End> {
        match event {
            Ok(Event::Batch(batch)) => match self.session.batch(&batch) {
                Published::Nothing => Ok(()),
                Published::Send(frame) => {
                    self.out.frame(&frame)?;
                    self.seat.set_viewer(self.session.viewer().clone());
                    Ok(())
                }
                Published::Behind(_) => self.refill().await,
                Published::End(bye) => Err(bye.into()),
            },
            Ok(Event::Anew) | Err(RecvError::Lagged(_)) => self.refill().await,
            Err(RecvError::Closed) => Err(Bye::GoingAway.into()),
        }
    }

    /// Hands the first push to the engine, one at a time: were an earlier one not saved, a later
    /// one must not overtake it.
    fn save(&mut self) {
        if self.saving.is_none()
            && self.save_again.is_none()
            && let Some(first) = self.pushes.front().cloned()
        {
            let engine = self.hub.0.engine.clone();
            self.saving = Some(async move { engine.submit(first).await }.boxed());
        }
    }

    fn saved(&mut self, outcome: Result<Outcome, NotSaved>) -> Result<(), End> {
        self.saving = None;
        match outcome {
            // The answers themselves come with the batch.
            Ok(Outcome::Answered(_)) => {
                self.pushes.pop_front();
                self.save();
                Ok(())
            }
            Ok(Outcome::Rejected(bye)) => Err(bye.into()),
            Err(NotSaved::Stopping) => Err(Bye::GoingAway.into()),
            // Nothing is acknowledged; the browser shows it as not saved until it is.
            Err(_) => {
                self.save_again = Some(Instant::now() + SAVE_AGAIN);
                Ok(())
            }
        }
    }

    fn found(&mut self, (id, question, found): Answered) -> Result<(), End> {
        let found = found.map_err(failed)?;
        let snapshot = self.hub.0.engine.current();
        let frame = self.session.finish(id, question, found, &snapshot.world);
        Ok(self.out.frame(&frame)?)
    }

    fn revoked(&self, revoked: Result<Revoked, RecvError>) -> Result<(), End> {
        match revoked {
            Ok(Revoked::Session(session)) if session == self.who.session => Err(Bye::SignedOut.into()),
            Ok(Revoked::Person(person)) if person == self.who.person => Err(Bye::SignedOut.into()),
            Ok(_) => Ok(()),
            // It may have been ours: whoever comes back is checked anew.
            Err(_) => Err(Bye::GoingAway.into()),
        }
    }

    fn ping(&self) -> Result<(), End> {
        if self.heard_at.elapsed() > SILENCE_MAX {
            return Err(End::Gone);
        }
        if self.out.has_room() {
            self.out.ping()?;
        }
        Ok(())
    }

    fn send(&self, frames: &[Frame]) -> Result<(), End> {
        frames.iter().try_for_each(|frame| self.out.frame(frame).map_err(End::from))
    }
}

/// The store failed us; the browser comes back and asks again.
fn failed(error: StoreError) -> End {
    warn!(%error, "a connection could not be served from the store");
    Bye::GoingAway.into()
}

async fn sleep_until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => future::pending().await,
    }
}
