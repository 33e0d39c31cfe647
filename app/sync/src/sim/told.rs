//! What people were told of their commands.

use std::collections::{BTreeMap, BTreeSet};

use weft_domain::CommandId;

use crate::{client::TrayReason, message::Envelope};

/// What a person knows of a command of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// The screen shows it, the disk does not have it yet.
    Made,
    /// It is stored.
    Stored,
    /// The server has done it.
    Done,
    /// The server refused it.
    Refused,
    /// It is in the tray, and nobody knows.
    Unsure,
    /// The browser crashed before it was stored.
    Lost,
    /// The browser crashed while its disk was full, or its storage fell back: it may have been sent.
    Gone,
}

/// Every command that a browser took.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    told: BTreeMap<CommandId, Told>,
    /// Committed, and undone by putting back a copy of the database. An answer to one may still be on
    /// its way, and one that is sent again may be refused now, or done again.
    undone: BTreeSet<CommandId>,
    was_restored: bool,
    /// Commands whose entry in the tray was lost with a page whose disk was full.
    untrayed: BTreeSet<CommandId>,
    /// Commands in trays for other reasons than a refusal.
    pub(super) unsure: u64,
}

impl Ledger {
    pub(super) fn set(&mut self, id: CommandId, told: Told) {
        self.told.insert(id, told);
    }

    pub(super) fn of(&self, id: CommandId) -> Option<Told> {
        self.told.get(&id).copied()
    }

    pub(super) fn stored(&mut self, id: CommandId) {
        if let Some(told @ Told::Made) = self.told.get_mut(&id) {
            *told = Told::Stored;
        }
    }

    pub(super) fn done(&mut self, envelope: &Envelope) -> Result<(), String> {
        let id = envelope.id;
        match self.told.insert(id, Told::Done) {
            Some(Told::Refused) if !self.was_restored => Err(format!("{id:?}: done after it was refused")),
            Some(Told::Unsure) => Err(format!("{id:?}: done after the tray")),
            None => Err(format!("{id:?}: done, and nobody made it")),
            _ => Ok(()),
        }
    }

    pub(super) fn tray(&mut self, envelope: Option<&Envelope>, reason: &TrayReason) -> Result<(), String> {
        let id = envelope.ok_or("an entry of the outbox could not be read")?.id;
        let told = match reason {
            TrayReason::Refused(_) => Told::Refused,
            // A program that is ended from outside while it replays leaves the same mark.
            TrayReason::Poisoned | TrayReason::Unsure | TrayReason::Unreadable(_) => Told::Unsure,
        };
        match (self.of(id), told) {
            (Some(Told::Done), Told::Refused) if !self.was_restored => {
                Err(format!("{id:?}: refused after it was done"))
            }
            // What was known stays known, though the disk did not hear of it.
            (Some(Told::Done | Told::Refused), Told::Unsure) => Ok(()),
            _ => {
                self.unsure += u64::from(told == Told::Unsure);
                self.set(id, told);
                Ok(())
            }
        }
    }

    /// A page whose disk took nothing any more is gone, and its tray with it.
    pub(super) fn tray_lost(&mut self, ids: impl Iterator<Item = CommandId>) {
        self.untrayed.extend(ids);
    }

    /// Whatever was refused is in a tray, where its author finds it.
    ///
    /// # Errors
    /// Where a command is not.
    pub(super) fn check_trays(&self, trayed: &BTreeSet<CommandId>) -> Result<(), String> {
        let is_missing = |(id, told): &(&CommandId, &Told)| {
            matches!(told, Told::Refused | Told::Unsure)
                && !trayed.contains(id)
                && !self.untrayed.contains(id)
        };
        match self.told.iter().find(is_missing) {
            Some((id, _)) => Err(format!("{id:?}: refused, and in no tray")),
            None => Ok(()),
        }
    }

    /// A copy of the database was put back: what was done since is not in it.
    pub(super) fn restored(&mut self, undone: impl Iterator<Item = CommandId>) {
        self.was_restored = true;
        self.undone.extend(undone);
    }

    /// What the journal and what people were told say of each other, once everything is quiet.
    ///
    /// # Errors
    /// Where they differ.
    pub(super) fn check(
        &self,
        is_done: impl Fn(CommandId) -> bool,
        refused: &BTreeSet<CommandId>,
    ) -> Result<(), String> {
        for (id, told) in &self.told {
            let is_undone = self.undone.contains(id);
            match (told, is_done(*id)) {
                (Told::Done, false) if !is_undone => {
                    return Err(format!("{id:?}: acknowledged and not in the journal"));
                }
                (Told::Refused, true) if !self.was_restored => {
                    return Err(format!("{id:?}: refused and yet done"));
                }
                (Told::Lost, true) => return Err(format!("{id:?}: never stored and yet done")),
                (Told::Made | Told::Stored, _) => return Err(format!("{id:?}: never answered")),
                _ => {}
            }
        }
        let is_unheard = |id: &&CommandId| match self.of(**id) {
            Some(Told::Done) => !is_done(**id) && !self.undone.contains(*id),
            Some(Told::Lost) => true,
            _ => false,
        };
        match refused.iter().find(is_unheard) {
            Some(id) => Err(format!("{id:?}: refused, and nobody was told")),
            None => Ok(()),
        }
    }
}
