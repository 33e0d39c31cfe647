//! What screens do. A command goes to the engine of the place the screens run in: in a browser the
//! sync client, on the server (which only renders) nothing.

use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};

use leptos::prelude::*;
use weft_domain::{Command, CommandId, Refusal, Timestamp};
use weft_sync::message::{Answer, Ask, Presence, Scope};

/// Gestures one can take back. Beyond it the oldest is forgotten.
const UNDO_STEPS_MAX: usize = 200;

/// Where the screens run.
pub trait Engine: Send + Sync {
    /// The time.
    fn now(&self) -> Timestamp;
    /// Random bytes for a new id.
    fn random(&self) -> [u8; 16];
    /// Takes a command: its effect is in the replica when this returns.
    ///
    /// # Errors
    /// What the replica alone proves wrong is refused at once.
    fn dispatch(&self, id: CommandId, command: Command) -> Result<(), Refusal>;
    /// Asks; the answer comes later, or never while offline.
    fn ask(&self, ask: Ask, answered: Box<dyn FnOnce(Answer)>);
    /// A scope is no longer shown.
    fn close(&self, scope: Scope);
    /// Tells others where I am. Latest wins.
    fn presence(&self, presence: Presence);
    /// Forgets everything kept here of the person and opens the front door.
    fn leave(&self);
    /// What waits to be sent, as text.
    fn export(&self) -> String {
        String::new()
    }
}

/// The handle screens act through. A clone is the same.
#[derive(Clone)]
pub struct Dispatch {
    engine: Arc<dyn Engine>,
    inverse: InverseOf,
    history: Arc<RwLock<History>>,
}

/// What takes a command back, as the world is before it.
pub type InverseOf = Arc<dyn Fn(&Command) -> Option<Command> + Send + Sync>;

#[derive(Default)]
struct History {
    undo: Vec<Step>,
    redo: Vec<Step>,
}

struct Step {
    done: Command,
    inverse: Command,
    /// What the reader was told when it was done.
    said: Option<String>,
}

impl Dispatch {
    /// A handle to `engine`; `inverse` says what would take a command back.
    pub fn new(engine: Arc<dyn Engine>, inverse: InverseOf) -> Self {
        Self { engine, inverse, history: Arc::default() }
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        self.engine.now()
    }

    /// A version 7 id, for what a command creates: `DepartmentId(dispatch.new_id().0)`.
    pub fn new_id(&self) -> CommandId {
        CommandId::new_v7(self.now().0, self.engine.random())
    }

    /// Does a command. Its effect is in the replica when this returns; the server's word follows.
    ///
    /// # Errors
    /// What the replica alone proves wrong is refused at once; nothing is kept of it.
    pub fn send(&self, command: impl Into<Command>) -> Result<(), Refusal> {
        self.keep(command.into(), None)
    }

    /// The same for what the reader is told of with `said`: undo names it so.
    ///
    /// # Errors
    /// As [`Dispatch::send`].
    pub fn send_saying(&self, command: impl Into<Command>, said: &str) -> Result<(), Refusal> {
        self.keep(command.into(), Some(said.to_owned()))
    }

    fn keep(&self, command: Command, said: Option<String>) -> Result<(), Refusal> {
        let inverse = (self.inverse)(&command);
        self.engine.dispatch(self.new_id(), command.clone())?;
        if let Some(inverse) = inverse {
            let mut history = self.history();
            history.redo.clear();
            history.undo.push(Step { done: command, inverse, said });
            if history.undo.len() > UNDO_STEPS_MAX {
                history.undo.remove(0);
            }
        }
        Ok(())
    }

    /// What would take a command back, if its author may do that.
    pub fn inverse(&self, command: &Command) -> Option<Command> {
        (self.inverse)(command)
    }

    /// Takes the last gesture back and returns what was said of it; `None`: there is none.
    ///
    /// # Errors
    /// It can no longer be taken back: somebody changed it since.
    pub fn undo(&self) -> Option<Result<Option<String>, Refusal>> {
        let step = self.history().undo.pop()?;
        let done = self.engine.dispatch(self.new_id(), step.inverse.clone());
        if done == Err(Refusal::OutboxFull) {
            // There will be room again.
            self.history().undo.push(step);
            return Some(Err(Refusal::OutboxFull));
        }
        Some(done.map(|()| {
            let said = step.said.clone();
            self.history().redo.push(step);
            said
        }))
    }

    /// Does the last gesture that was taken back again and returns what was said of it; `None`:
    /// there is none.
    ///
    /// # Errors
    /// It can no longer be done: somebody changed it since.
    pub fn redo(&self) -> Option<Result<Option<String>, Refusal>> {
        let step = self.history().redo.pop()?;
        let inverse = self.inverse(&step.done);
        let again = self.engine.dispatch(self.new_id(), step.done.clone());
        if again == Err(Refusal::OutboxFull) {
            self.history().redo.push(step);
            return Some(Err(Refusal::OutboxFull));
        }
        Some(again.map(|()| {
            let said = step.said.clone();
            if let Some(inverse) = inverse {
                self.history().undo.push(Step { inverse, ..step });
            }
            said
        }))
    }

    /// Takes back the gesture that this command is the inverse of, wherever it is in the order of
    /// gestures; undo does not take it back a second time.
    ///
    /// # Errors
    /// It can no longer be taken back: somebody changed it since.
    pub fn take_back(&self, inverse: &Command) -> Result<(), Refusal> {
        self.engine.dispatch(self.new_id(), inverse.clone())?;
        let mut history = self.history();
        if let Some(at) = history.undo.iter().rposition(|step| step.inverse == *inverse) {
            let step = history.undo.remove(at);
            history.redo.push(step);
        }
        Ok(())
    }

    fn history(&self) -> RwLockWriteGuard<'_, History> {
        self.history.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for what is not in the replica's standing part. The answer's rows are in the replica when
    /// `answered` runs; while offline it does not run.
    pub fn ask(&self, ask: Ask, answered: impl FnOnce(Answer) + 'static) {
        self.engine.ask(ask, Box::new(answered));
    }

    /// Says that a scope is no longer shown.
    pub fn close(&self, scope: Scope) {
        self.engine.close(scope);
    }

    /// Tells others where I am and what I am doing. Latest wins.
    pub fn presence(&self, presence: Presence) {
        self.engine.presence(presence);
    }

    /// Forgets everything kept here of the person and opens the front door: after signing out.
    pub fn leave(&self) {
        self.engine.leave();
    }

    /// What waits to be sent, as text that can be kept elsewhere.
    pub fn export(&self) -> String {
        self.engine.export()
    }
}

/// The dispatch handle of the screens below.
pub fn use_dispatch() -> Dispatch {
    expect_context()
}

/// The engine of a place that only renders: it takes no commands and answers nothing.
pub struct RenderOnly {
    /// The time it renders at.
    pub now: Timestamp,
}

impl Engine for RenderOnly {
    fn now(&self) -> Timestamp {
        self.now
    }
    fn random(&self) -> [u8; 16] {
        [0; 16]
    }
    fn dispatch(&self, _: CommandId, _: Command) -> Result<(), Refusal> {
        Err(Refusal::Internal)
    }
    fn ask(&self, _: Ask, _: Box<dyn FnOnce(Answer)>) {}
    fn close(&self, _: Scope) {}
    fn presence(&self, _: Presence) {}
    fn leave(&self) {}
}

#[cfg(test)]
mod tests;
