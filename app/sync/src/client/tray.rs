//! The tray: commands that ended without their effect, until their author has mended, copied or dropped
//! them.
//!
//! An entry is stored in the transaction that takes its command out of the outbox: a program that
//! ends at any moment leaves the command in one of the two.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use weft_domain::CommandId;

use super::{Client, Effect, TrayReason};
use crate::{
    message::OUTBOX_COMMANDS_MAX,
    tabs::{Made, Trayed},
};

/// Entries of the tray; beyond it the oldest goes. As many as can ever wait at once.
pub const TRAY_MAX: usize = OUTBOX_COMMANDS_MAX;
/// The version of the stored form. A later one must still read this one.
const VERSION: u32 = 1;

/// An entry as it is stored: self-describing, like those of the outbox. Its number is its key.
#[derive(Serialize, Deserialize)]
struct StoredEntry {
    v: u32,
    made: Option<Made>,
    reason: TrayReason,
}

/// The text of an entry.
pub(super) fn to_json(entry: &Trayed) -> String {
    let stored = StoredEntry { v: VERSION, made: entry.made.clone(), reason: entry.reason.clone() };
    serde_json::to_string(&stored).unwrap_or_default()
}

/// Reads a text. One of a form that this version does not know is kept as it is.
fn from_json(number: u64, text: String) -> Trayed {
    match serde_json::from_str::<StoredEntry>(&text) {
        Ok(stored) if stored.v == VERSION => Trayed { number, made: stored.made, reason: stored.reason },
        _ => Trayed { number, made: None, reason: TrayReason::Unreadable(text) },
    }
}

impl Client {
    /// Commands that ended without their effect and that their author has not dropped yet, oldest
    /// first.
    pub fn tray(&self) -> impl Iterator<Item = &Trayed> {
        self.tray.values()
    }

    /// Drops an entry of the tray: its author has seen it. Nothing happens where another command
    /// stands under that number.
    pub fn discard(&mut self, number: u64, id: Option<CommandId>) {
        if self.tray.get(&number).is_some_and(|entry| entry.id() == id) {
            self.take_from_tray(number);
            self.save_now();
        }
    }

    /// Keeps a command that ended without its effect, once.
    pub(super) fn put_in_tray(&mut self, made: Option<Made>, reason: TrayReason) {
        let id = made.as_ref().map(|made| made.envelope.id);
        if id.is_some() && self.tray.values().any(|entry| entry.id() == id) {
            return;
        }
        if self.tray.len() >= TRAY_MAX
            && let Some(oldest) = self.tray.keys().next().copied()
        {
            self.take_from_tray(oldest);
        }
        let number = self.tray.keys().next_back().map_or(1, |last| last + 1);
        self.tray.insert(number, Trayed { number, made, reason });
        self.save.tray_put(number);
        self.effects.push(Effect::TrayMoved);
    }

    /// Takes in what was stored. What this tab was told of stays as it is.
    pub(super) fn restore_tray(&mut self, stored: Vec<(u64, String)>) {
        let mut lacking: BTreeSet<u64> = self.tray.keys().copied().collect();
        for (number, text) in stored {
            let entry = from_json(number, text);
            let is_known = |known: &Trayed| entry.id().is_some() && known.id() == entry.id();
            match self.tray.get(&number) {
                Some(known) if *known == entry => {
                    lacking.remove(&number);
                }
                // The disk has it under another number.
                _ if self.tray.values().any(is_known) => self.save.tray_remove(number),
                Some(_) => self.put_in_tray(entry.made, entry.reason),
                None => {
                    self.tray.insert(number, entry);
                }
            }
        }
        lacking.into_iter().for_each(|number| self.save.tray_put(number));
        self.effects.push(Effect::TrayMoved);
    }

    /// Takes over what the leading tab says of its tray.
    pub(super) fn mirror_tray(&mut self, remove: Vec<u64>, put: Vec<Trayed>) {
        if remove.is_empty() && put.is_empty() {
            return;
        }
        for number in remove {
            self.tray.remove(&number);
        }
        self.tray.extend(put.into_iter().map(|entry| (entry.number, entry)));
        self.effects.push(Effect::TrayMoved);
    }

    fn take_from_tray(&mut self, number: u64) {
        self.tray.remove(&number);
        self.save.tray_remove(number);
        self.effects.push(Effect::TrayMoved);
    }
}
