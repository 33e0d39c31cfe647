//! A tab: the engine of one page, whether it leads or follows.
//!
//! Whoever drives it owns, besides what a leading [`Client`] needs, the channel between the tabs and
//! the lock of whoever leads. The usual loop is the client's ([`client`](super)), through the tab:
//!
//! - at its start, and whenever it hears nothing from anybody: [`Tab::join`];
//! - the channel brings something: [`Tab::hear`], then [`Tab::poll`] in the next frame;
//! - the lock is granted: [`Tab::lead`], once all that was said before is heard;
//! - another tab's own lock, which it holds from before it joins, is granted: that tab is gone
//!   ([`Tab::gone`]). Silence means nothing.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use weft_domain::{CommandId, PersonId, Refusal, Timestamp};

use super::{
    Client, Effect, Stage, Stored,
    lead::{Leading, note},
};
use crate::{
    message::{Ask, Cursor, Envelope, Presence, Scope, Start},
    tabs::{Condition, Heard, Made, Numbered, Said, TabId, UNNUMBERED, read, write},
};

/// What is to be done, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum TabEffect {
    /// What the client wants done. What sends, stores and fetches comes to the leading tab only.
    Client(Effect),
    /// Say this in the channel.
    Tell(Vec<u8>),
    /// A newer version is here. Once what is being stored is stored: close the socket, give the lock
    /// back, and say that the page must be loaded anew.
    Aside,
    /// The person signed out in another tab: forget everything here.
    Left,
    /// Ask for this tab's own lock, and say [`Tab::gone`] once it is granted.
    Watch(TabId),
    /// Connect now, if there is no connection.
    Retry,
}

/// A page's engine.
#[derive(Debug)]
pub struct Tab {
    pub(super) id: TabId,
    pub(super) client: Client,
    pub(super) role: Role,
    pub(super) condition: Condition,
    /// What this tab shows: boards and requests.
    pub(super) shows: BTreeSet<Scope>,
    pub(super) others: BTreeMap<PersonId, Presence>,
    pub(super) effects: Vec<TabEffect>,
}

#[derive(Debug)]
pub(super) enum Role {
    Following(Following),
    Leading(Leading),
    /// Of an older version than another tab: it takes nothing more.
    Aside,
}

/// The state of a tab that follows.
#[derive(Debug, Default)]
pub(super) struct Following {
    /// Who leads.
    leader: Option<TabId>,
    /// The number of the step that must come next; none: a start must.
    next: Option<u64>,
    /// Where the replica stood at the start.
    pub(super) joined: Option<Cursor>,
    inbox: VecDeque<(TabId, Said)>,
    pub(super) asks: BTreeSet<u32>,
}

impl Tab {
    /// A tab that follows, though it does not know yet whom.
    pub fn new(id: TabId, mut client: Client) -> Self {
        client.follow();
        Self {
            id,
            client,
            role: Role::Following(Following::default()),
            condition: Condition::default(),
            shows: BTreeSet::new(),
            others: BTreeMap::new(),
            effects: Vec::new(),
        }
    }

    /// Its id.
    pub fn id(&self) -> TabId {
        self.id
    }

    /// What it shows and holds.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The client to drive, where this tab leads.
    pub fn leader(&mut self) -> Option<&mut Client> {
        matches!(self.role, Role::Leading(_)).then_some(&mut self.client)
    }

    /// Whether this tab leads.
    pub fn is_leading(&self) -> bool {
        matches!(self.role, Role::Leading(_))
    }

    /// How it stands with this browser, as the leading tab knows it.
    pub fn condition(&self) -> Condition {
        self.condition
    }

    /// What the driver of a leading tab knows of it.
    pub fn set_condition(&mut self, condition: Condition) {
        if let Role::Leading(leading) = &mut self.role
            && self.condition != condition
        {
            self.condition = condition;
            leading.has_moved = true;
        }
    }

    /// Asks whoever leads for all there is.
    pub fn join(&mut self) {
        if let Role::Following(following) = &mut self.role {
            following.next = None;
            let held: Vec<Numbered> = self.client.held().collect();
            let open = self.shows.iter().copied().collect();
            self.tell(None, &Said::Join { held, open });
        }
    }

    /// Something came through the channel.
    pub fn hear(&mut self, bytes: &[u8]) {
        // What cannot be read at all is nobody's of ours.
        let Ok(heard) = read(bytes, self.id) else { return };
        match heard {
            Heard::Nothing => {}
            Heard::Newer => self.make_way(),
            Heard::Older(tab) => self.tell(Some(tab), &Said::Here),
            Heard::Said(_, Said::Left) => self.effects.push(TabEffect::Left),
            Heard::Said(from, said) => match &mut self.role {
                Role::Following(following) => following.inbox.push_back((from, said)),
                Role::Leading(_) => self.hear_leading(from, said),
                Role::Aside => {}
            },
        }
    }

    /// Drops an entry of the tray. As [`Client::discard`].
    pub fn discard(&mut self, number: u64, id: Option<CommandId>) {
        match &self.role {
            Role::Following(_) => self.tell(None, &Said::Discard { number, id }),
            Role::Leading(_) => self.client.discard(number, id),
            Role::Aside => {}
        }
    }

    /// Asks whoever leads to connect now: for a tab that is looked at, while it is offline.
    pub fn retry(&mut self) {
        if matches!(self.role, Role::Following(_)) {
            self.tell(None, &Said::Retry);
        }
    }

    /// Tells the other tabs that the person signs out.
    pub fn leave(&mut self) {
        self.tell(None, &Said::Left);
    }

    /// Takes a command: its guess is in the view when this returns. As [`Client::dispatch`].
    ///
    /// # Errors
    /// As there; [`Refusal::OlderVersion`] where a newer version has taken over.
    pub fn dispatch(&mut self, envelope: Envelope, now: Timestamp) -> Result<(), Refusal> {
        match &self.role {
            Role::Aside => Err(Refusal::OlderVersion),
            Role::Leading(_) => self.client.dispatch(envelope, now),
            Role::Following(_) => {
                let at = self.client.server_time(now);
                self.client.admit(envelope.clone(), at)?;
                self.tell(None, &Said::Command(Made { envelope, at }));
                Ok(())
            }
        }
    }

    /// Asks the server. As [`Client::ask`].
    pub fn ask(&mut self, ask: Ask) -> u32 {
        if let Ask::Open(scope) = ask {
            self.shows.insert(scope);
        }
        let Role::Following(following) = &mut self.role else { return self.client.ask(ask) };
        let id = self.client.next_ask();
        following.asks.insert(id);
        self.tell(None, &Said::Ask { id, ask });
        id
    }

    /// A scope is not shown any more. As [`Client::close`], once no tab shows it.
    pub fn close(&mut self, scope: Scope) {
        self.shows.remove(&scope);
        match &self.role {
            Role::Following(_) => self.tell(None, &Said::Close(scope)),
            Role::Leading(_) => self.close_unless_shown(scope),
            Role::Aside => {}
        }
    }

    /// As [`Client::set_presence`]. Of several tabs the one that said it last counts.
    pub fn set_presence(&mut self, presence: Presence) {
        match &self.role {
            Role::Following(_) => {
                self.tell(None, &Said::Presence(presence.clone()));
                // Should this tab lead one day, it tells the server so with its first connection.
                self.client.set_presence(presence);
            }
            Role::Leading(_) => self.client.set_presence(presence),
            Role::Aside => {}
        }
    }

    /// As [`Client::poll`].
    pub fn poll(&mut self, now: Timestamp) {
        match &mut self.role {
            Role::Following(following) => {
                let inbox = std::mem::take(&mut following.inbox);
                self.take_in(inbox);
            }
            Role::Leading(_) => self.client.poll(now),
            Role::Aside => {}
        }
    }

    /// As [`Client::wants_poll`].
    pub fn wants_poll(&self) -> bool {
        match &self.role {
            Role::Following(following) => !following.inbox.is_empty(),
            Role::Leading(_) => self.client.wants_poll(),
            Role::Aside => false,
        }
    }

    /// What is to be done since the last call, in order.
    pub fn effects(&mut self) -> Vec<TabEffect> {
        let effects = self.client.effects();
        if self.is_leading() {
            self.relay(effects);
        } else {
            self.effects.extend(effects.into_iter().map(TabEffect::Client));
        }
        if matches!(&self.role, Role::Leading(leading) if leading.must_go) {
            self.make_way();
        }
        std::mem::take(&mut self.effects)
    }

    /// Commands that would be lost if this page went now, refused ones among them.
    pub fn at_risk(&self) -> u32 {
        let is_alone = match &self.role {
            Role::Leading(leading) => !leading.is_followed(),
            Role::Following(_) | Role::Aside => false,
        };
        let is_held = |stage| stage >= Stage::Stored && (self.condition.is_kept || !is_alone);
        let at_risk = self
            .client
            .pending()
            .filter(|pending| pending.number == UNNUMBERED || (is_alone && !is_held(pending.stage)));
        let refused = if is_alone && !self.condition.is_kept { self.client.tray().count() } else { 0 };
        u32::try_from(at_risk.count() + refused).unwrap_or(u32::MAX)
    }

    /// The outbox as text, for whoever wants to keep it elsewhere: the stored form of each command, in
    /// order.
    pub fn export(&self) -> String {
        let entries = self.client.pending();
        let entries: Vec<Stored> =
            entries.map(|entry| Stored::new(entry.envelope.clone(), entry.made_at, false)).collect();
        serde_json::to_string_pretty(&entries).unwrap_or_default()
    }

    pub(super) fn tell(&mut self, to: Option<TabId>, said: &Said) {
        self.effects.push(TabEffect::Tell(write(self.id, to, said)));
    }

    /// A newer version is here.
    fn make_way(&mut self) {
        if let Role::Leading(leading) = &mut self.role {
            if !self.condition.is_kept && self.client.pending().next().is_some() {
                leading.must_go = true;
                return;
            }
            self.client.save_now();
            let saves = self.client.effects().into_iter().map(TabEffect::Client);
            self.effects.extend(saves);
        }
        if !matches!(self.role, Role::Aside) {
            self.role = Role::Aside;
            self.effects.push(TabEffect::Aside);
        }
    }

    /// What the leading tab said, in order, with one replay at the end.
    fn take_in(&mut self, inbox: VecDeque<(TabId, Said)>) {
        let mut keys = Some(BTreeSet::new());
        let (mut late, mut must_join) = (Vec::new(), false);
        for (from, said) in inbox {
            let Role::Following(following) = &mut self.role else { return };
            match said {
                Said::Leads => must_join = true,
                Said::Start(step) => {
                    following.leader = Some(from);
                    following.next = Some(step.number + 1);
                    following.joined = step.cursor;
                    must_join = false;
                    let asks = std::mem::take(&mut following.asks);
                    late.extend(asks.into_iter().map(|id| Effect::Unanswered { id }));
                    let gone = self.others.keys().map(|person| (*person, None)).collect();
                    late.push(Effect::Presence(gone));
                    self.others.clear();
                    self.begin(*step, &mut late);
                    keys = None;
                }
                Said::Step(step) if following.leader == Some(from) => match following.next {
                    Some(next) if step.number == next => {
                        following.next = Some(next + 1);
                        keys = keys.filter(|_| !step.clear);
                        let mut touched = self.go_on(*step, &mut late);
                        if let Some(keys) = &mut keys {
                            keys.append(&mut touched);
                        }
                    }
                    // One that the start held already, or none is expected before a start.
                    Some(next) if step.number < next => {}
                    None => {}
                    Some(_) => must_join = true,
                },
                Said::Answer { id, answer } if following.asks.remove(&id) => {
                    late.push(Effect::Answered { id, answer });
                }
                Said::Unanswered { id } if following.asks.remove(&id) => late.push(Effect::Unanswered { id }),
                Said::Refused { id, reason } => self.client.give_up(id, reason, &mut late),
                // What is for the leading tab.
                _ => {}
            }
        }
        self.client.catch_up(keys);
        self.client.effects.append(&mut late);
        self.client.update_status();
        if must_join {
            self.join();
        }
    }

    fn begin(&mut self, mut step: crate::tabs::Step, late: &mut Vec<Effect>) {
        self.condition = step.condition;
        let others = std::mem::take(&mut step.others);
        note(&mut self.others, &others);
        self.client.begin_from(step, late);
        late.push(Effect::Presence(others));
        late.push(Effect::Started(Start::Resume));
    }

    fn go_on(&mut self, mut step: crate::tabs::Step, late: &mut Vec<Effect>) -> BTreeSet<weft_domain::Key> {
        self.condition = step.condition;
        let others = std::mem::take(&mut step.others);
        note(&mut self.others, &others);
        let has_started = step.has_started;
        let keys = self.client.take_step(step, late);
        if !others.is_empty() {
            late.push(Effect::Presence(others));
        }
        if has_started {
            late.push(Effect::Started(Start::Resume));
        }
        keys
    }
}
