//! A connection whose browser is behind: at its start, and after it missed something.

use weft_sync::{
    message::Bye,
    server::{CatchUp, Greeting},
};

use super::{Connection, End, failed};

impl Connection {
    /// The browser greeted: it goes on from its cursor, or starts anew.
    pub(super) async fn start(&mut self, greeting: Greeting) -> Result<(), End> {
        let engine = self.hub.0.engine.clone();
        // It may come from another server, with a cursor that is ahead of this one.
        engine.look().await.map_err(|_| Bye::GoingAway)?;
        // First subscribe, then look: what is committed in between is seen twice, never missed.
        self.events = engine.subscribe();
        let snapshot = engine.current();
        self.epoch = snapshot.head.epoch;
        let feed = match self.session.wants(&greeting, &snapshot.world, snapshot.head, snapshot.floor) {
            CatchUp::After(seq) => engine.feed(seq, &snapshot).await.map_err(failed)?,
            CatchUp::Reset => None,
        };
        let record = engine.client_record(&snapshot, greeting.client).await.map_err(failed)?;
        let frames = self.session.start(
            &greeting,
            record.as_ref(),
            &snapshot.world,
            snapshot.head,
            feed.as_deref(),
            engine.clock().now(),
        )?;
        self.greeting = Some(greeting);
        self.send(&frames)
    }

    /// Reads from the feed what the browser missed; where the feed does not reach, it starts anew.
    pub(super) async fn refill(&mut self) -> Result<(), End> {
        let Some(greeting) = self.greeting else { return Ok(()) };
        let engine = self.hub.0.engine.clone();
        self.events = engine.subscribe();
        let snapshot = engine.current();
        let is_same_life = self.epoch == snapshot.head.epoch && self.session.sent() <= snapshot.head.seq;
        let wants =
            if is_same_life { self.session.wants_again(&snapshot.world) } else { Some(CatchUp::Reset) };
        let feed = match wants {
            None => return Ok(()),
            Some(CatchUp::After(seq)) => engine.feed(seq, &snapshot).await.map_err(failed)?,
            // What is not told from the feed is not read from it.
            Some(CatchUp::Reset) => None,
        };
        let Some(feed) = feed else {
            return self.start(Greeting { cursor: None, ..greeting }).await;
        };
        let record = engine.client_record(&snapshot, greeting.client).await.map_err(failed)?;
        let now = engine.clock().now();
        let frames = self.session.catch_up(&snapshot.world, snapshot.head, &feed, record.as_ref(), now)?;
        self.send(&frames)
    }
}
