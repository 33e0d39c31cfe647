//! What the leading tab tells those that follow, and what it does for them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use weft_domain::{CommandId, PersonId};

use super::{
    Client, Effect, Pending, Saved, TrayReason,
    push::OVER_KEPT_MAX,
    save::Due,
    tab::{Role, Tab, TabEffect},
};
use crate::{
    message::{Ask, Presence, Scope},
    tabs::{Made, Numbered, Said, Step, TabId, UNNUMBERED},
};

/// The state of a tab that leads.
#[derive(Debug, Default)]
pub(super) struct Leading {
    /// The number of the last step.
    step: u64,
    /// Questions of others: under which id they were passed on, whose they are and which.
    asks: BTreeMap<u32, (TabId, u32)>,
    /// The tabs that follow, and the boards and requests that each shows.
    shown: BTreeMap<TabId, BTreeSet<Scope>>,
    /// Tabs that followed the one that led before, and have not joined yet.
    expected: BTreeSet<TabId>,
    /// The last number that was stored when this tab took the lead.
    began: u64,
    /// The last commands that got no number, and why.
    turned_away: VecDeque<(CommandId, TrayReason)>,
    /// What is said to one tab once all others were told what changed: of a command that got no number
    /// some tab must hold the entry in the tray before its own tab lets it go.
    replies: Vec<(TabId, Said)>,
    /// Followers are to be told of it, though nothing else changed.
    pub(super) has_moved: bool,
    /// A newer version is here, and what waits is only in this tab's memory: it goes once that is sent.
    pub(super) must_go: bool,
}

impl Leading {
    /// Whether other tabs hold what this one holds.
    pub(super) fn is_followed(&self) -> bool {
        !self.shown.is_empty()
    }
}

impl Tab {
    /// This tab leads from now on: the others' lock is its own, and `saved` is what was stored
    /// ([`Saved::default`]: nothing, or nothing can be). `living` are the other tabs there are. Do
    /// what [`Tab::effects`] says (await the saves), then call [`Client::replay`] and connect.
    pub fn lead(&mut self, saved: Saved, living: impl IntoIterator<Item = TabId>) {
        let Role::Following(following) = &mut self.role else { return };
        let asks = std::mem::take(&mut following.asks);
        let joined = following.joined;
        let began = saved.outbox.iter().map(|(number, _)| *number).fold(saved.last_number, u64::max);
        let expected: BTreeSet<TabId> = living.into_iter().filter(|tab| *tab != self.id).collect();
        // Whoever is expected is told from now on: their start is a snapshot, and steps follow it.
        self.client.save.tabs = (!expected.is_empty()).then(Due::default);
        if self.client.cursor.is_none() && self.client.pending.is_empty() {
            self.client.follows = None;
            self.client.restore(saved);
        } else {
            self.client.take_over(saved, joined, self.condition.is_kept);
        }
        self.effects.extend(expected.iter().copied().map(TabEffect::Watch));
        let unanswered = asks.into_iter().map(|id| TabEffect::Client(Effect::Unanswered { id }));
        self.effects.extend(unanswered);
        self.role = Role::Leading(Leading { expected, began, ..Leading::default() });
        self.tell(None, &Said::Leads);
    }

    /// Another tab is gone.
    pub fn gone(&mut self, tab: TabId) {
        let Role::Leading(leading) = &mut self.role else { return };
        leading.expected.remove(&tab);
        leading.asks.retain(|_, (asker, _)| *asker != tab);
        leading.shown.remove(&tab);
        if !leading.is_followed() && leading.expected.is_empty() {
            self.client.save.tabs = None;
        }
        self.close_unshown();
    }

    pub(super) fn hear_leading(&mut self, from: TabId, said: Said) {
        let Role::Leading(leading) = &mut self.role else { return };
        match said {
            Said::Join { held, open } => self.joined(from, held, open),
            Said::Command(made) => self.take(from, made),
            Said::Ask { id, ask } => {
                if let Ask::Open(scope) = ask
                    && let Some(shown) = leading.shown.get_mut(&from)
                {
                    shown.insert(scope);
                }
                let passed = self.client.ask(ask);
                leading.asks.insert(passed, (from, id));
            }
            Said::Close(scope) => {
                if let Some(shown) = leading.shown.get_mut(&from) {
                    shown.remove(&scope);
                }
                self.close_unless_shown(scope);
            }
            Said::Presence(presence) => self.client.set_presence(presence),
            Said::Discard { number, id } => self.client.discard(number, id),
            Said::Retry => self.effects.push(TabEffect::Retry),
            // Of a tab that led before, or from this one's own kind: locks keep it from happening.
            Said::Leads
            | Said::Start(_)
            | Said::Step(_)
            | Said::Answer { .. }
            | Said::Unanswered { .. }
            | Said::Refused { .. }
            | Said::Left
            | Said::Here => {}
        }
    }

    fn joined(&mut self, from: TabId, held: Vec<Numbered>, open: Vec<Scope>) {
        let Role::Leading(leading) = &mut self.role else { return };
        let began = leading.began;
        let was_expected = leading.expected.remove(&from);
        let shown = leading.shown.insert(from, open.iter().copied().collect());
        if !was_expected && shown.is_none() {
            self.effects.push(TabEffect::Watch(from));
        }
        self.client.save.tabs.get_or_insert_default();
        for scope in open {
            if !self.client.scopes.has(scope) {
                // Nobody waits for the answer: its rows come with the steps.
                self.client.ask(Ask::Open(scope));
            }
        }
        for Numbered { number, made } in held {
            let id = made.envelope.id;
            // What was never stored was never sent, where things are stored. Of all else that had a
            // number nobody knows, where it is not known here.
            let is_new = number == UNNUMBERED || (self.condition.is_kept && number > began);
            if is_new || self.client.knows(id) {
                self.take(from, made);
            } else {
                self.turn_away(from, made, TrayReason::Unsure);
            }
        }
        let Role::Leading(leading) = &self.role else { return };
        let others = self.others.iter().map(|(person, presence)| (*person, Some(presence.clone())));
        let step = Step { number: leading.step, condition: self.condition, ..Step::default() };
        let start = self.client.whole(Step { others: others.collect(), ..step });
        self.tell(Some(from), &Said::Start(Box::new(start)));
        self.close_unshown();
    }

    /// Takes a command of another tab, once.
    fn take(&mut self, from: TabId, made: Made) {
        let id = made.envelope.id;
        if self.client.knows(id) {
            return;
        }
        let Role::Leading(leading) = &self.role else { return };
        let before = leading.turned_away.iter().find(|(turned, _)| *turned == id);
        // Another tab that led may have given it none, and this one holds the entry only.
        let entry = self.client.tray().find(|entry| entry.id() == Some(id)).map(|entry| entry.reason.clone());
        let reason = before.map(|(_, reason)| reason.clone()).or(entry);
        let reason = reason
            .or_else(|| self.client.admit(made.envelope.clone(), made.at).err().map(TrayReason::Refused));
        if let Some(reason) = reason {
            self.turn_away(from, made, reason);
        }
    }

    /// Gives a command no number. Handed in again it gets none again, whatever has changed meanwhile.
    fn turn_away(&mut self, from: TabId, made: Made, reason: TrayReason) {
        let Role::Leading(leading) = &mut self.role else { return };
        let id = made.envelope.id;
        leading.replies.push((from, Said::Refused { id, reason: reason.clone() }));
        if leading.turned_away.iter().all(|(turned, _)| *turned != id) {
            if leading.turned_away.len() >= OVER_KEPT_MAX {
                leading.turned_away.pop_front();
            }
            leading.turned_away.push_back((id, reason.clone()));
            self.client.put_in_tray(Some(made), reason);
            self.client.save_now();
        }
    }

    /// Closes a scope, where no tab shows it.
    pub(super) fn close_unless_shown(&mut self, scope: Scope) {
        let Role::Leading(leading) = &self.role else { return };
        let is_shown =
            self.shows.contains(&scope) || leading.shown.values().any(|shown| shown.contains(&scope));
        if !is_shown {
            self.client.close(scope);
        }
    }

    /// Closes the requests that were shown by tabs that are gone, once all others have said what
    /// they show. Boards stay, as many as may be open: one that this page is about to show must not be
    /// fetched again, least of all without a connection.
    fn close_unshown(&mut self) {
        let Role::Leading(leading) = &self.role else { return };
        if !leading.expected.is_empty() {
            return;
        }
        let open: Vec<Scope> = self.client.open_scopes().collect();
        for scope in open.into_iter().filter(|scope| matches!(scope, Scope::Request(_))) {
            self.close_unless_shown(scope);
        }
    }

    /// Tells the others what changed, and passes on what is for this tab alone.
    pub(super) fn relay(&mut self, effects: Vec<Effect>) {
        let Role::Leading(leading) = &mut self.role else { return };
        let mut has_moved = std::mem::take(&mut leading.has_moved);
        let mut step = Step { condition: self.condition, ..Step::default() };
        let (mut local, mut answers) = (Vec::new(), std::mem::take(&mut leading.replies));
        for effect in effects {
            match &effect {
                Effect::Tray { envelope, reason } => step.trays.push((envelope.clone(), reason.clone())),
                Effect::Presence(changes) => step.others.extend(changes.iter().cloned()),
                Effect::Started(_) => step.has_started = true,
                Effect::Status(_) => has_moved = true,
                Effect::Answered { id, answer } => {
                    if let Some((tab, id)) = leading.asks.remove(id) {
                        answers.push((tab, Said::Answer { id, answer: answer.clone() }));
                        continue;
                    }
                }
                Effect::Unanswered { id } => {
                    if let Some((tab, id)) = leading.asks.remove(id) {
                        answers.push((tab, Said::Unanswered { id }));
                        continue;
                    }
                }
                _ => {}
            }
            local.push(TabEffect::Client(effect));
        }
        note(&mut self.others, &step.others);
        let is_more = has_moved || step.has_started || !step.trays.is_empty() || !step.others.is_empty();
        let due = self.client.save.tabs.as_mut().filter(|due| is_more || due.is_any());
        if let Some(due) = due.map(std::mem::take) {
            leading.step += 1;
            step.number = leading.step;
            let step = self.client.step(due, step);
            self.tell(None, &Said::Step(Box::new(step)));
        }
        for (tab, said) in answers {
            self.tell(Some(tab), &said);
        }
        // What is sent may not be known to the server before it is known here: told first.
        self.effects.extend(local);
    }
}

impl Client {
    /// Whether a command came before.
    fn knows(&self, id: CommandId) -> bool {
        let is_pending = self.pending.iter().any(|pending| pending.envelope.id == id);
        is_pending || self.is_over(id)
    }

    /// Fills in what changed.
    fn step(&self, due: Due, mut step: Step) -> Step {
        for key in due.dirty {
            match self.confirmed.row(key).present() {
                Some(row) => step.put.push(row),
                None => step.remove.push(key),
            }
        }
        let put = self.pending.iter().filter(|pending| due.put.contains(&pending.number));
        step.outbox_put = put.map(numbered).collect();
        step.clear = due.must_clear;
        step.over = (!due.remove.is_empty()).then(|| self.over.iter().cloned().collect());
        step.outbox_remove = due.remove.into_iter().collect();
        let put = self.tray.values().filter(|entry| due.tray_put.contains(&entry.number));
        step.tray_put = put.cloned().collect();
        step.tray_remove = due.tray_remove.into_iter().collect();
        step.scopes = due.scopes_moved.then(|| self.scopes_loaded());
        self.stand(step)
    }

    /// Fills in everything there is.
    fn whole(&self, mut step: Step) -> Step {
        step.put = weft_domain::Kind::ALL.iter().flat_map(|kind| self.confirmed.rows(*kind)).collect();
        step.outbox_put = self.pending.iter().map(numbered).collect();
        step.over = Some(self.over.iter().cloned().collect());
        step.tray_put = self.tray.values().cloned().collect();
        step.scopes = Some(self.scopes_loaded());
        self.stand(step)
    }

    fn stand(&self, step: Step) -> Step {
        let (cursor, client, last_number) = (self.cursor, Some(self.id), self.last_number);
        Step { cursor, client, last_number, status: self.status, ..step }
    }
}

pub(super) fn numbered(pending: &Pending) -> Numbered {
    let made = Made { envelope: pending.envelope.clone(), at: pending.made_at };
    Numbered { number: pending.number, made }
}

/// Keeps where others are.
pub(super) fn note(others: &mut BTreeMap<PersonId, Presence>, changes: &[(PersonId, Option<Presence>)]) {
    for (person, presence) in changes {
        match presence {
            Some(presence) => others.insert(*person, presence.clone()),
            None => others.remove(person),
        };
    }
}
