//! What the engine wants done, done as the driver in a browser does it.

use weft_domain::testing;

use super::{
    Turn,
    browser::{Browser, DISK_MAX_MS, RETRY_MAX_MS, later, rows},
    version::{Version, spoken},
};
use crate::{
    client::Effect,
    message::{Bye, ClientId, Start},
};

impl Browser {
    /// Carries out what the engine wants done.
    pub(super) fn settle(&mut self, turn: &mut Turn<'_>) -> Result<(), String> {
        while let Some(page) = &mut self.page {
            let effects = page.client.effects();
            if effects.is_empty() {
                break;
            }
            for effect in effects {
                self.carry_out(effect, turn)?;
            }
        }
        Ok(())
    }

    fn carry_out(&mut self, effect: Effect, turn: &mut Turn<'_>) -> Result<(), String> {
        let Some(page) = &mut self.page else { return Ok(()) };
        match effect {
            Effect::Send(bytes) => {
                let id = page.connection.ok_or("something was sent without a connection")?;
                turn.network.up(id, spoken(bytes, self.version), turn.now);
            }
            Effect::Save(batch) => {
                let last = page.saves.back().map_or(turn.now, |(due, _)| *due);
                let due = later(&mut self.chance, turn.now, DISK_MAX_MS).max(last);
                page.saves.push_back((due, *batch));
            }
            Effect::Changed(touched) => {
                for row in touched {
                    let before = match row.after {
                        Some(after) => page.screen.insert(row.key, after),
                        None => page.screen.remove(&row.key),
                    };
                    if before != row.before {
                        return Err(format!(
                            "{:?} was not on the screen as it is said to have been",
                            row.key
                        ));
                    }
                }
            }
            Effect::Replaced => page.screen = rows(page.client.view()),
            Effect::Tray { envelope, reason } => turn.told.tray(envelope.as_ref(), &reason)?,
            Effect::Done(envelope) => turn.told.done(&envelope)?,
            Effect::Fetch => page.fetch_at = Some(later(&mut self.chance, turn.now, RETRY_MAX_MS)),
            Effect::Started(Start::Reset) => turn.report.resets += 1,
            Effect::Bye(bye) => self.bye(bye, turn)?,
            Effect::Renumber => {
                self.ids_drawn += 1;
                let id = self.ids_drawn * 100 + self.place as u64;
                page.client.renumber(ClientId(testing::uuid(42, id)));
            }
            Effect::Stranger(person) => return Err(format!("taken for {person:?}")),
            Effect::Started(Start::Resume)
            | Effect::Answered { .. }
            | Effect::Unanswered { .. }
            | Effect::TrayMoved
            | Effect::Presence(_)
            | Effect::Status(_) => {}
        }
        Ok(())
    }

    /// The server ends the connection. Only a program of another version may be turned away, and by
    /// the right name.
    fn bye(&mut self, bye: Bye, turn: &mut Turn<'_>) -> Result<(), String> {
        let Version { protocol, schema } = self.version;
        let is_expected = match bye {
            Bye::ClientTooOld => protocol < 0 || schema < 0,
            Bye::ServerTooOld => protocol > 0 || schema > 0,
            Bye::Forked | Bye::GoingAway => true,
            Bye::SignedOut | Bye::BadMessage | Bye::TooMany | Bye::ReadOnly => false,
        };
        if !is_expected {
            return Err(format!("the server said {bye:?} to {:?}", self.version));
        }
        turn.report.turned_away += u64::from(self.version != Version::default());
        if let Some(page) = &mut self.page {
            if let Some(id) = page.connection {
                turn.network.abandon(id, turn.now);
            }
            page.hang_up(turn.now, &mut self.chance);
        }
        Ok(())
    }
}
