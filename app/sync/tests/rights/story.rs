//! A server with one browser, both engines for real, nothing between them.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::{
    Change, Command, CommandId, Key, Kind, Lookup, Membership, MembershipId, MembershipRole, RequestId, Row,
    Timestamp, World, audience,
    testing::{self, department, person},
};
use weft_sync::{
    client::{Client, Effect, Saved},
    message::{Ask, Bye, ClientId, Cursor, Down, Envelope, Epoch, Scope, Seq, Start, decode},
    server::{
        Batch, CatchUp, FeedEntry, Found, Greeting, Origin, Published, Session, SessionEffect, Submission,
        plan,
    },
};

pub(crate) const NOW: Timestamp = testing::EPOCH;
/// Who looks: in the department that is asked, and nothing else.
pub(crate) const ME: u64 = 3;
pub(crate) const ASKER: u64 = 4;
pub(crate) const STEWARD: u64 = 0;

/// A server with one browser.
pub(crate) struct Story {
    /// Every row.
    pub(crate) whole: World,
    /// What the server holds.
    pub(crate) world: World,
    pub(crate) feed: Vec<FeedEntry>,
    pub(crate) seq: u64,
    pub(crate) session: Option<Session>,
    pub(crate) client: Client,
    /// Whether the replica was thrown away since the last look.
    pub(crate) resets: u32,
    pub(crate) bye: Option<Bye>,
    pub(crate) commands: u64,
}

impl Story {
    /// I am an agent of department 1, which department 0 asks.
    pub(crate) fn new() -> Self {
        let mut world = testing::Gen::new(1).world();
        for row in world.rows(Kind::Membership) {
            world.apply(&Change::Remove(row.key()));
        }
        let client = Client::new(ClientId(testing::uuid(7, 1)), person(ME), weft_domain::decide);
        let mut story = Self {
            whole: world.clone(),
            world,
            feed: Vec::new(),
            seq: 0,
            session: None,
            client,
            resets: 0,
            bye: None,
            commands: 0,
        };
        for (n, who, at, role) in [
            (1, ME, 1, MembershipRole::Agent),
            (2, ASKER, 0, MembershipRole::Member),
            (3, 5, 1, MembershipRole::Lead),
        ] {
            let id = MembershipId(testing::uuid(4, 900 + n));
            let (person, department, title) = (person(who), department(at), String::new());
            story.put(Membership { id, person, department, role, title });
        }
        story
    }

    pub(crate) fn put(&mut self, row: impl Into<Row>) {
        let change = Change::Put(row.into());
        self.whole.apply(&change);
        self.world.apply(&change);
    }

    pub(crate) fn head(&self) -> Cursor {
        Cursor { epoch: Epoch(1), seq: Seq(self.seq) }
    }

    pub(crate) fn connect(&mut self) {
        self.session = Some(Session::new(person(ME), &self.world));
        self.client.connected();
        self.turn();
    }

    pub(crate) fn disconnect(&mut self) {
        self.session = None;
        self.client.disconnected();
        self.client.effects();
    }

    /// The first start: nothing stored.
    pub(crate) fn begin(&mut self) {
        self.client.restore(Saved::default());
        self.client.replay();
        self.connect();
    }

    /// Does what the browser wants until it wants nothing.
    pub(crate) fn turn(&mut self) {
        loop {
            self.client.poll(NOW);
            let effects = self.client.effects();
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                match effect {
                    Effect::Send(bytes) => self.up(&bytes),
                    Effect::Fetch => {
                        let standing = Session::bootstrap(person(ME), &self.world, self.head(), NOW);
                        self.client.bootstrap(standing);
                    }
                    Effect::Save(batch) => self.client.saved(batch.ticket),
                    _ => {}
                }
            }
        }
    }

    pub(crate) fn up(&mut self, bytes: &[u8]) {
        let Some(mut session) = self.session.take() else { return };
        match session.up(bytes, false).unwrap() {
            Some(SessionEffect::Start(greeting)) => self.start(&mut session, &greeting),
            Some(SessionEffect::Answer { id, ask }) => {
                let question = session.answer(&self.world, Seq(self.seq), ask.clone(), NOW);
                let found = match ask {
                    Ask::Open(Scope::Request(request)) if question.query.is_some() => self.found(request),
                    _ => Found::default(),
                };
                let frame = session.finish(id, question, found, &self.world);
                self.client.receive(&frame.compact());
            }
            Some(SessionEffect::Submit { .. } | SessionEffect::Presence(_)) | None => {}
        }
        if self.bye.is_none() {
            self.session = Some(session);
        }
    }

    pub(crate) fn found(&self, id: RequestId) -> Found {
        let hangs = |row: &Row| match row {
            Row::RequestText(text) => text.request == id,
            Row::Comment(comment) => comment.request == id,
            row => row.key() == id.into(),
        };
        let kinds = [Kind::Request, Kind::RequestText, Kind::Comment];
        let rows = kinds.iter().flat_map(|kind| self.whole.rows(*kind)).filter(hangs).collect();
        Found { rows, ..Found::default() }
    }

    pub(crate) fn start(&mut self, session: &mut Session, greeting: &Greeting) {
        let feed: Option<Vec<FeedEntry>> = match session.wants(greeting, &self.world, self.head(), Seq(0)) {
            CatchUp::After(seq) => Some(self.feed.iter().filter(|entry| entry.seq > seq).cloned().collect()),
            CatchUp::Reset => None,
        };
        match session.start(greeting, None, &self.world, self.head(), feed.as_deref(), NOW) {
            Ok(frames) => frames.iter().for_each(|frame| self.down(&frame.compact())),
            Err(bye) => self.end(bye),
        }
    }

    pub(crate) fn down(&mut self, bytes: &[u8]) {
        if matches!(decode::<Down>(bytes), Ok(Down::Welcome { start: Start::Reset, .. })) {
            self.resets += 1;
        }
        self.client.receive(bytes);
    }

    pub(crate) fn end(&mut self, bye: Bye) {
        self.bye = Some(bye);
        self.session = None;
    }

    /// Somebody does something; the server commits it and tells the browser, if it is there.
    pub(crate) fn does(&mut self, who: u64, command: impl Into<Command>) {
        self.commands += 1;
        let id = CommandId(testing::uuid(9, self.commands));
        let envelopes = vec![Envelope { id, command: command.into() }];
        let submissions = [Submission { origin: Origin::Direct { person: Some(person(who)) }, envelopes }];
        let mut world = self.world.clone();
        let plan = loop {
            let made = plan(&world, &submissions, &BTreeMap::new(), NOW, Seq(self.seq), weft_domain::decide);
            if !made.is_short() {
                break made;
            }
            for key in &made.needs {
                match self.whole.row(*key) {
                    Lookup::Present(row) => world.apply(&Change::Put(row)),
                    _ => world.note_absent(*key),
                }
            }
            made.gathers.iter().for_each(|gather| world.note_gathered(*gather));
        };
        assert_eq!(plan.committed.len(), 1, "{:?} {:?}", submissions[0].envelopes, plan.outcomes);
        for committed in &plan.committed {
            self.feed.push(FeedEntry { seq: committed.seq, changes: committed.changes.clone() });
            committed.changes.iter().for_each(|seen| self.whole.apply(&seen.change));
        }
        let batch = Batch::of(&plan);
        (self.world, self.seq) = (plan.world, plan.to.0);
        if let Some(mut session) = self.session.take() {
            match session.batch(&batch) {
                Published::Send(frame) => self.down(&frame.compact()),
                Published::Nothing => {}
                Published::Behind(_) => panic!("one command is never too much"),
                Published::End(bye) => return self.end(bye),
            }
            self.session = Some(session);
            self.turn();
        }
    }

    pub(crate) fn opens(&mut self, id: RequestId) {
        self.client.ask(Ask::Open(Scope::Request(id)));
        self.turn();
    }

    /// What the browser shows of what is not for everyone.
    pub(crate) fn shown(&self) -> BTreeSet<Key> {
        let guarded = [Kind::Contact, Kind::Request, Kind::RequestText, Kind::Comment, Kind::Scores];
        guarded.iter().flat_map(|kind| self.client.view().rows(*kind)).map(|row| row.key()).collect()
    }

    pub(crate) fn shows(&self, id: RequestId) -> bool {
        let text = Key { kind: Kind::RequestText, id: id.0 };
        let shown = self.shown();
        assert!(shown.contains(&id.into()) || !shown.contains(&text), "a body without its request");
        shown.contains(&id.into())
    }

    /// It shows nothing that its person may not see, and all that a replica made anew has.
    pub(crate) fn is_true(&self) {
        let viewer = weft_domain::Viewer::of(&self.world, person(ME));
        for key in self.shown() {
            let row = self.whole.row(key).present().unwrap();
            assert!(audience::may_see(&self.whole, &viewer, &row), "shows {key:?}");
        }
        let standing = Session::bootstrap(person(ME), &self.world, self.head(), NOW);
        for row in standing.rows {
            assert_eq!(self.client.view().row(row.key()), Lookup::Present(row.clone()), "lacks {row:?}");
        }
    }
}
