//! One connection: what comes in, what goes out, and when it ends.

mod behind;

use std::{collections::VecDeque, pin::Pin, time::Duration};

use axum::extract::ws::{Message, WebSocket};
use futures_util::{
    FutureExt as _, StreamExt as _,
    future::{self, BoxFuture},
    stream::FuturesUnordered,
};
use tokio::{
    sync::{
        broadcast::{self, error::RecvError},
        watch,
    },
    time::{Instant, Sleep},
};
use tracing::debug;
use weft_sync::{
    message::{Bye, Down, Epoch},
    server::{
        Found, Frame, Greeting, Origin, Outcome, Published, Question, Session, SessionEffect, Submission,
    },
};

use super::{
    Hub, PROTOCOL_JSON, Revoked, SessionPerson,
    admission::Place,
    asking,
    end::{End, failed},
    presence::Seat,
    sessions::Counted,
    wire::{Heard, Wire},
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
pub(super) async fn run(hub: Hub, who: SessionPerson, place: Place, socket: WebSocket) {
    let is_json = socket.protocol().is_some_and(|protocol| protocol == PROTOCOL_JSON);
    let _counted = Counted::new(&hub, who.session);
    let wire = Wire::new(socket, is_json, hub.0.waiting.clone());
    let mut connection = Connection::new(hub, who, place, wire);
    let end = connection.serve().await;
    debug!(person = %who.person, ?end, "a connection ended");
    if let End::Because(bye) = end {
        // An error means that the browser is gone already.
        let _ = connection.wire.frame(&Frame::from(Down::Bye(bye)));
    }
    connection.wire.finish().await;
}

struct Connection {
    hub: Hub,
    who: SessionPerson,
    wire: Wire,
    session: Session,
    greeting: Option<Greeting>,
    /// The database's life in which it was greeted.
    epoch: Epoch,
    events: broadcast::Receiver<Event>,
    revoked: broadcast::Receiver<Revoked>,
    stopping: watch::Receiver<bool>,
    seat: Seat,
    /// In order; the first one is on its way, or waits to be tried again.
    pushes: VecDeque<Submission>,
    saving: Option<BoxFuture<'static, Result<Outcome, NotSaved>>>,
    save_again: Option<Instant>,
    asks: FuturesUnordered<BoxFuture<'static, Answered>>,
    place: Place,
    ping_at: Instant,
    heard_at: Instant,
    expires: Instant,
    /// The server stops: when this connection is told.
    goodbye: Option<Instant>,
    /// Rings at the first of the instants above that something is to be done at.
    alarm: Pin<Box<Sleep>>,
}

enum Step {
    Heard(Heard),
    Event(Result<Event, RecvError>),
    Saved(Result<Outcome, NotSaved>),
    Found(Box<Answered>),
    Others(Frame),
    Revoked(Result<Revoked, RecvError>),
    Alarm,
    Stopping,
}

/// What a step leaves to be done that takes a while.
enum Rest {
    Nothing,
    /// The browser greeted.
    Start(Greeting),
    /// It missed something.
    Refill,
}

impl Connection {
    fn new(hub: Hub, who: SessionPerson, place: Place, wire: Wire) -> Self {
        let engine = &hub.0.engine;
        let (events, revoked) = (engine.subscribe(), hub.0.revoked.subscribe());
        let session = Session::new(who.person, &engine.current().world);
        let seat = hub.0.presence.join(hub.next_id(), who.person);
        let now = Instant::now();
        let left = u64::try_from(who.expires_at.0.saturating_sub(engine.clock().now().0)).unwrap_or(0);
        Self {
            who,
            wire,
            session,
            greeting: None,
            epoch: engine.current().head.epoch,
            events,
            revoked,
            stopping: hub.0.stopping.clone(),
            seat,
            pushes: VecDeque::new(),
            saving: None,
            save_again: None,
            asks: FuturesUnordered::new(),
            place,
            ping_at: now + PING_EVERY,
            heard_at: now,
            expires: now + Duration::from_millis(left),
            goodbye: None,
            alarm: Box::pin(tokio::time::sleep_until(now + PING_EVERY)),
            hub,
        }
    }

    async fn serve(&mut self) -> End {
        loop {
            let done = match self.next().await {
                Step::Heard(Heard::Message(message)) => self.message(message),
                Step::Heard(Heard::Room) => Ok(Rest::Nothing),
                Step::Event(event) => self.event(event),
                Step::Saved(outcome) => self.saved(outcome).map(|()| Rest::Nothing),
                Step::Found(answered) => self.found(*answered).map(|()| Rest::Nothing),
                Step::Others(frame) => self.wire.frame(&frame).map(|()| Rest::Nothing).map_err(End::from),
                Step::Revoked(revoked) => self.revoked(revoked).map(|()| Rest::Nothing),
                Step::Alarm => self.ring().map(|()| Rest::Nothing),
                Step::Stopping => {
                    self.goodbye = Some(Instant::now() + self.hub.place_in_line(self.who.session));
                    Ok(Rest::Nothing)
                }
            };
            // What is rare is put into a box of its own, so that a connection that waits does not
            // keep room for it.
            let done = match done {
                Ok(Rest::Nothing) => Ok(()),
                Ok(Rest::Start(greeting)) => Box::pin(self.start(greeting)).await,
                Ok(Rest::Refill) => Box::pin(self.refill()).await,
                Err(end) => Err(end),
            };
            if let Err(end) = done {
                return end;
            }
        }
    }

    /// Waits for what comes first. While the browser takes nothing, nothing is made for it.
    async fn next(&mut self) -> Step {
        let has_room = self.wire.has_room();
        let open_at = self.place.open_at();
        let is_open = open_at <= Instant::now();
        let may_read = has_room
            && is_open
            && self.pushes.len() < PUSHES_WAITING_MAX
            && self.asks.len() < ASKS_WAITING_MAX;
        let others = [Some(self.expires), self.goodbye, self.save_again, (!is_open).then_some(open_at)];
        let ring_at = others.into_iter().flatten().fold(self.ping_at, Instant::min);
        if self.alarm.deadline() != ring_at {
            self.alarm.as_mut().reset(ring_at);
        }
        let saving = async {
            match &mut self.saving {
                Some(saving) => saving.await,
                None => future::pending().await,
            }
        };
        tokio::select! {
            // What ends the connection goes first, so that a flood cannot outrun it.
            biased;
            _ = self.stopping.wait_for(|stop| *stop), if self.goodbye.is_none() => Step::Stopping,
            revoked = self.revoked.recv() => Step::Revoked(revoked),
            () = self.alarm.as_mut() => Step::Alarm,
            outcome = saving => Step::Saved(outcome),
            Some(answered) = self.asks.next(), if has_room => Step::Found(Box::new(answered)),
            event = self.events.recv(), if has_room => Step::Event(event),
            frame = self.seat.next(), if has_room => Step::Others(frame),
            heard = self.wire.next(may_read) => Step::Heard(heard),
        }
    }

    fn message(&mut self, message: Option<Result<Message, axum::Error>>) -> Result<Rest, End> {
        let now = Instant::now();
        self.heard_at = now;
        self.place.note(now);
        let (bytes, is_text) = match message {
            Some(Ok(Message::Binary(bytes))) => (bytes, false),
            Some(Ok(Message::Text(text))) => (text.into(), true),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Ok(Rest::Nothing),
            Some(Ok(Message::Close(_))) | None => return Err(End::Gone),
            // Too long, or no WebSocket any more; the socket tells them apart no better than this.
            Some(Err(_)) => return Err(Bye::BadMessage.into()),
        };
        if is_text != self.wire.is_json() {
            return Err(Bye::BadMessage.into());
        }
        let effect = self.session.up(&bytes, is_text)?;
        if effect.as_ref().is_some_and(|effect| !self.who.may(effect)) {
            return Err(Bye::ReadOnly.into());
        }
        match effect {
            None => {}
            Some(SessionEffect::Start(greeting)) => return Ok(Rest::Start(greeting)),
            Some(SessionEffect::Submit { client, first, envelopes }) => {
                let origin = Origin::Client { client, person: self.who.person, first };
                self.pushes.push_back(Submission { origin, envelopes });
                self.save();
            }
            Some(SessionEffect::Answer { id, ask }) => {
                let snapshot = self.hub.0.engine.current();
                let now = self.hub.0.engine.clock().now();
                let mut question = self.session.answer(&snapshot.world, snapshot.head.seq, ask, now);
                match question.query.take() {
                    None => self.found((id, question, Ok(Found::default())))?,
                    Some(query) => {
                        let (store, own) = (self.hub.0.engine.store().clone(), self.place.searches());
                        let found = async move {
                            (id, question, asking::ask(&store, &own, query, &snapshot.world).await)
                        };
                        self.asks.push(found.boxed());
                    }
                }
            }
            Some(SessionEffect::Presence(presence)) => self.seat.set(presence),
        }
        Ok(Rest::Nothing)
    }

    fn event(&mut self, event: Result<Event, RecvError>) -> Result<Rest, End> {
        match event {
            Ok(Event::Batch(batch)) => match self.session.batch(&batch) {
                Published::Nothing => Ok(Rest::Nothing),
                Published::Send(frame) => Ok(self.wire.frame(&frame).map(|()| Rest::Nothing)?),
                Published::Behind(_) => Ok(Rest::Refill),
                Published::End(bye) => Err(bye.into()),
            },
            Ok(Event::Anew) | Err(RecvError::Lagged(_)) => Ok(Rest::Refill),
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
        Ok(self.wire.frame(&frame)?)
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

    /// Does what is due.
    fn ring(&mut self) -> Result<(), End> {
        let now = Instant::now();
        if self.goodbye.is_some_and(|at| at <= now) {
            return Err(Bye::GoingAway.into());
        }
        if self.expires <= now {
            return Err(Bye::SignedOut.into());
        }
        if self.save_again.is_some_and(|at| at <= now) {
            self.save_again = None;
            self.save();
        }
        if self.ping_at <= now {
            self.ping_at = now + PING_EVERY;
            if self.heard_at.elapsed() > SILENCE_MAX {
                return Err(End::Gone);
            }
            if self.wire.has_room() {
                self.wire.ping()?;
            }
        }
        Ok(())
    }

    fn send(&mut self, frames: &[Frame]) -> Result<(), End> {
        frames.iter().try_for_each(|frame| self.wire.frame(frame).map_err(End::from))
    }
}
