//! What came from the server.

use std::collections::BTreeSet;

use weft_domain::{Change, Key, Timestamp};

use super::{Client, Effect, Link};
use crate::{
    fault::{self, Fault},
    message::{Ack, Bye, Down, Seq},
};

impl Client {
    /// Applies everything that was received, in order, with one rebase at the end.
    pub(super) fn take_in(&mut self, now: Timestamp) {
        if self.inbox.is_empty() {
            return;
        }
        let mut keys = BTreeSet::new();
        // Told after the view has changed: whoever hears of it looks at the view.
        let mut late = Vec::new();
        for message in std::mem::take(&mut self.inbox) {
            match message {
                Down::Welcome { person, head, start, answered, answered_id, refused, now: server_now } => {
                    self.status.clock_offset = server_now.0.saturating_sub(now.0);
                    let greeted =
                        super::start::Welcome { person, head, start, answered, answered_id, refused };
                    self.welcomed(greeted, &mut late);
                }
                Down::Delta { prev, to, changes, acks } => {
                    keys.append(&mut self.delta(prev, to, &changes, acks, &mut late));
                }
                Down::Answer { id, at, answer } => {
                    if let Some((mut touched, is_own)) = self.apply_answer(id, at, &answer) {
                        keys.append(&mut touched);
                        if !is_own {
                            late.push(Effect::Answered { id, answer });
                        }
                    }
                }
                Down::Presence(mut people) => {
                    people.retain(|(person, _)| *person != self.person);
                    if !people.is_empty() {
                        late.push(Effect::Presence(people));
                    }
                }
                Down::Bye(bye) => self.bye(bye, &mut late),
            }
        }
        if !keys.is_empty() || !self.freed.is_empty() {
            self.rebase(keys);
        }
        self.effects.append(&mut late);
    }

    fn delta(
        &mut self,
        prev: Seq,
        to: Seq,
        changes: &[Change],
        acks: Vec<Ack>,
        late: &mut Vec<Effect>,
    ) -> BTreeSet<Key> {
        let Some(cursor) = self.cursor.filter(|_| self.link == Link::Live) else { return BTreeSet::new() };
        if prev != cursor.seq {
            // Something is missing: greet again, and take nothing before the welcome.
            self.link = Link::Open;
            self.greet();
            return BTreeSet::new();
        }
        let is_dropped = fault::is(Fault::DroppedDelta) && to.0.is_multiple_of(11);
        let keys = self.apply_delta(if is_dropped { &[] } else { changes }, to);
        self.move_cursor(to);
        for ack in acks {
            self.acknowledged(ack.number, ack.refusal, late);
        }
        keys
    }

    fn bye(&mut self, bye: Bye, late: &mut Vec<Effect>) {
        self.link = Link::Down;
        self.must_tell = false;
        if bye == Bye::Forked {
            self.fork(u64::MAX, late);
        }
        late.push(Effect::Bye(bye));
    }
}
