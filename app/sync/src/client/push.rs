//! The outbox on its way: commands made, numbered, pushed and answered.

use std::collections::BTreeSet;

use weft_domain::{CommandId, Refusal, Stop, Timestamp, limits::BODY_CHARS_MAX};

use super::{Client, Effect, Link, Over, Pending, Stage, TrayReason};
use crate::{
    fault::{self, Fault},
    message::{ClientId, Envelope, OUTBOX_COMMANDS_MAX, PUSH_COMMANDS_MAX, UP_BYTES_MAX, Up, encode},
    tabs::{Made, UNNUMBERED},
};

/// Bytes of a push that are not its commands, at most.
const PUSH_HEAD_BYTES: usize = 16;
/// Commands whose end is remembered, so that a tab that missed it does not hand them in again when
/// another tab takes the lead. A tab misses no more than what the leading one was told last.
pub(super) const OVER_KEPT_MAX: usize = 100;

impl Client {
    /// Takes a command. `now` is this browser's clock, uncorrected.
    ///
    /// # Errors
    /// Refused at once where the replica proves it; [`Refusal::TooLong`] where it fits in no message
    /// ([`UP_BYTES_MAX`]); [`Refusal::OutboxFull`] where the outbox is full ([`OUTBOX_COMMANDS_MAX`]).
    /// A refused command leaves no trace.
    pub fn dispatch(&mut self, envelope: Envelope, now: Timestamp) -> Result<(), Refusal> {
        self.admit(envelope, self.server_time(now))
    }

    /// The same for a command that was made in another tab, at `made_at`.
    ///
    /// # Errors
    /// As [`Client::dispatch`].
    pub(super) fn admit(&mut self, envelope: Envelope, made_at: Timestamp) -> Result<(), Refusal> {
        if self.pending.len() >= OUTBOX_COMMANDS_MAX {
            return Err(Refusal::OutboxFull);
        }
        if encode(&envelope).len() + PUSH_HEAD_BYTES > UP_BYTES_MAX {
            let max = u32::try_from(BODY_CHARS_MAX).unwrap_or(u32::MAX);
            return Err(Refusal::TooLong { field: weft_domain::Field::Body, max });
        }
        let mut pending = Pending {
            number: if self.follows.is_none() { self.last_number + 1 } else { UNNUMBERED },
            envelope,
            made_at,
            touches: Vec::new(),
            stage: Stage::Made,
        };
        let mut view = self.view.clone();
        match self.play(&mut view, &pending) {
            Ok(touches) => pending.touches = touches,
            // Only the server can tell: nothing is shown until it has.
            Err(Stop::Need(_) | Stop::Gather(_)) => {}
            Err(Stop::Refused(refusal)) => return Err(refusal),
        }
        let candidates: BTreeSet<_> = pending.touches.iter().copied().collect();
        let before = std::mem::replace(&mut self.view, view);
        if self.follows.is_none() {
            self.last_number = pending.number;
            self.save.put(pending.number);
        }
        self.pending.push_back(pending);
        self.wake(&before, candidates);
        self.save_now();
        self.update_status();
        Ok(())
    }

    /// Takes another id after [`Effect::Renumber`]: what is pending is numbered anew under it.
    pub fn renumber(&mut self, id: ClientId) {
        self.id = id;
        self.must_renumber = false;
        self.save.client();
        self.number_from(1);
        self.save_now();
        self.greet();
    }

    /// Sends what is stored, in order, as far as the window allows.
    pub(super) fn push(&mut self) {
        while self.link == Link::Live && !self.must_renumber {
            let sent = self.pending.iter().filter(|pending| pending.stage == Stage::Sent).count();
            let mut room = PUSH_COMMANDS_MAX.saturating_sub(sent);
            let mut bytes = PUSH_HEAD_BYTES;
            let mut first = None;
            let mut commands = Vec::new();
            let place = |pending: &Pending| (self.id, pending.number);
            let is_withheld = |one: &&Pending| self.save.is_withheld(one.envelope.id, place(one));
            let end = self.pending.iter().find(is_withheld).map(|pending| pending.number);
            let unsent = self.pending.iter_mut().skip_while(|pending| pending.stage >= Stage::Sent);
            for pending in unsent.take_while(|one| is_ready(one.stage) && Some(one.number) != end) {
                bytes += encode(&pending.envelope).len();
                if room == 0 || bytes > UP_BYTES_MAX {
                    break;
                }
                room -= 1;
                first = first.or(Some(pending.number));
                commands.push(pending.envelope.clone());
                pending.stage = Stage::Sent;
                if fault::is(Fault::ForgottenOnceSent) {
                    self.save.remove(pending.number);
                }
            }
            let Some(first) = first else { return };
            self.send(&Up::Push { first, commands });
        }
    }

    /// A command was answered.
    pub(super) fn acknowledged(&mut self, number: u64, refusal: Option<Refusal>, late: &mut Vec<Effect>) {
        if fault::is(Fault::LostAck) && number.is_multiple_of(7) {
            return;
        }
        let Some(place) = self.pending.iter().position(|pending| pending.number == number) else { return };
        let refusal = refusal.filter(|_| !fault::is(Fault::RefusalAsDone));
        let was_answered = self.pending[place].stage == Stage::Answered;
        let tray = refusal.map(TrayReason::Refused);
        let Some(envelope) = self.release(place, tray.clone()) else { return };
        match tray {
            Some(reason) => late.push(Effect::Tray { envelope: Some(envelope), reason }),
            None if was_answered => {}
            None => late.push(Effect::Done(envelope)),
        }
    }

    /// Commands whose effects have come since they were answered are over.
    pub(super) fn drop_answered(&mut self) {
        while let Some(place) = self.pending.iter().position(|pending| pending.stage == Stage::Answered) {
            self.release(place, None);
        }
    }

    /// The server and this outbox disagree on what numbers up to `upto` were: what may have been
    /// sent under them goes to the tray, the rest waits for another id.
    pub(super) fn fork(&mut self, upto: u64, late: &mut Vec<Effect>) {
        let is_unsure = |pending: &Pending| match pending.stage {
            Stage::Answered => false,
            Stage::Sent => true,
            Stage::Restored | Stage::Made | Stage::Stored => pending.number <= upto && upto != u64::MAX,
        };
        while let Some(place) = self.pending.iter().position(is_unsure) {
            let envelope = self.release(place, Some(TrayReason::Unsure));
            late.push(Effect::Tray { envelope, reason: TrayReason::Unsure });
        }
        self.must_renumber = true;
        late.push(Effect::Renumber);
    }

    /// Numbers what is not answered densely from `next`, where it is not so already.
    pub(super) fn number_from(&mut self, next: u64) {
        let open = || self.pending.iter().filter(|pending| pending.stage != Stage::Answered);
        let is_dense = open().map(|pending| pending.number).eq((next..).take(open().count()));
        let end = next - 1 + open().count() as u64;
        if !is_dense {
            self.save.renumbered();
            open().map(|pending| pending.number).collect::<Vec<_>>().into_iter().for_each(|number| {
                self.save.remove(number);
            });
            let open = self.pending.iter_mut().filter(|pending| pending.stage != Stage::Answered);
            for (number, pending) in (next..).zip(open) {
                pending.number = number;
                pending.stage = Stage::Made;
                self.save.put(number);
            }
        }
        if self.last_number != end {
            self.last_number = end;
            self.save.number();
        }
    }

    /// Takes a command out of the outbox; `tray` is what became of it.
    pub(super) fn release(&mut self, place: usize, tray: Option<TrayReason>) -> Option<Envelope> {
        let made = self.take_out(place)?;
        self.note_over(made.envelope.id, tray.clone());
        let envelope = made.envelope.clone();
        if let Some(reason) = tray {
            self.put_in_tray(Some(made), reason);
        }
        Some(envelope)
    }

    /// Remembers how a command ended.
    pub(super) fn note_over(&mut self, id: CommandId, tray: Option<TrayReason>) {
        if self.over.len() >= OVER_KEPT_MAX {
            self.over.pop_front();
        }
        self.over.push_back(Over { id, tray });
    }

    /// Takes a command out of what is replayed and stored.
    pub(super) fn take_out(&mut self, place: usize) -> Option<Made> {
        let pending = self.pending.remove(place)?;
        self.freed.extend(pending.touches);
        if pending.number != UNNUMBERED {
            self.save.remove(pending.number);
        }
        Some(Made { envelope: pending.envelope, at: pending.made_at })
    }
}

/// What is stored may be sent.
fn is_ready(stage: Stage) -> bool {
    stage == Stage::Stored || (fault::is(Fault::SentUnstored) && stage == Stage::Made)
}
