//! What screens do. A command goes to the engine of the place the screens run in: in a browser the
//! sync client, on the server (which only renders) nothing.

use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};

use leptos::prelude::*;
use weft_domain::{Command, CommandId, Refusal, Timestamp};
use weft_sync::message::{Answer, Ask, Presence, Scope};
use weft_sync::tabs::{Made, Trayed};

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
    /// What waits to be sent or answered, oldest first, at most so many.
    fn waiting(&self, _max: usize) -> Vec<Made> {
        Vec::new()
    }
    /// An entry of the tray may go: its author has seen it.
    fn discard(&self, _number: u64, _id: Option<CommandId>) {}
    /// What waits to be sent, as text.
    fn export(&self) -> String {
        String::new()
    }
}

/// The handle screens act through. A clone is the same.
#[derive(Clone)]
pub struct Dispatch {
    engine: Arc<dyn Engine>,
    undoing: Arc<dyn Undoing>,
    history: Arc<RwLock<History>>,
}

/// How commands are taken back, as the world is when it is asked.
pub trait Undoing: Send + Sync {
    /// What would take a command back that is about to be done; none: nothing does, or its author may
    /// not.
    fn inverse(&self, command: &Command) -> Option<Command>;
    /// What a command has just left behind, as far as taking it back would change it.
    fn left_by(&self, done: &Command) -> Option<Command>;
    /// What takes it back now, after it was done and left `left`.
    ///
    /// # Errors
    /// [`Refusal::ChangedMeanwhile`] where somebody went on from it.
    fn take_back(
        &self,
        done: &Command,
        left: Option<&Command>,
        inverse: &Command,
    ) -> Result<Command, Refusal>;
}

/// Nothing can be taken back: where nothing is done.
pub struct NoUndoing;

impl Undoing for NoUndoing {
    fn inverse(&self, _: &Command) -> Option<Command> {
        None
    }
    fn left_by(&self, _: &Command) -> Option<Command> {
        None
    }
    fn take_back(&self, _: &Command, _: Option<&Command>, _: &Command) -> Result<Command, Refusal> {
        Err(Refusal::Internal)
    }
}

#[derive(Default)]
struct History {
    undo: Vec<Step>,
    redo: Vec<Step>,
}

struct Step {
    done: Command,
    inverse: Command,
    /// What it left behind: of the done command, or of its inverse once that was done.
    left: Option<Command>,
    /// What the reader was told when it was done.
    said: Option<String>,
}

impl Dispatch {
    /// A handle to `engine`; `undoing` says what takes a command back.
    pub fn new(engine: Arc<dyn Engine>, undoing: Arc<dyn Undoing>) -> Self {
        Self { engine, undoing, history: Arc::default() }
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
        let inverse = self.undoing.inverse(&command);
        self.engine.dispatch(self.new_id(), command.clone())?;
        if let Some(inverse) = inverse {
            let left = self.undoing.left_by(&command);
            let mut history = self.history();
            history.redo.clear();
            history.undo.push(Step { done: command, inverse, left, said });
            if history.undo.len() > UNDO_STEPS_MAX {
                history.undo.remove(0);
            }
        }
        Ok(())
    }

    /// What would take a command back, if its author may do that.
    pub fn inverse(&self, command: &Command) -> Option<Command> {
        self.undoing.inverse(command)
    }

    /// Takes the last gesture back and returns what was said of it; `None`: there is none.
    ///
    /// # Errors
    /// It can no longer be taken back: somebody changed it since.
    pub fn undo(&self) -> Option<Result<Option<String>, Refusal>> {
        let mut step = self.history().undo.pop()?;
        let back = self.undoing.take_back(&step.done, step.left.as_ref(), &step.inverse);
        let done = back.and_then(|back| self.engine.dispatch(self.new_id(), back));
        if done == Err(Refusal::OutboxFull) {
            // There will be room again.
            self.history().undo.push(step);
            return Some(Err(Refusal::OutboxFull));
        }
        Some(done.map(|()| {
            let said = step.said.clone();
            step.left = self.undoing.left_by(&step.inverse);
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
        let again = self.undoing.take_back(&step.inverse, step.left.as_ref(), &step.done);
        let inverse = again.as_ref().ok().and_then(|again| self.inverse(again));
        let again = again.and_then(|again| self.engine.dispatch(self.new_id(), again));
        if again == Err(Refusal::OutboxFull) {
            self.history().redo.push(step);
            return Some(Err(Refusal::OutboxFull));
        }
        Some(again.map(|()| {
            let said = step.said.clone();
            if let Some(inverse) = inverse {
                let left = self.undoing.left_by(&step.done);
                self.history().undo.push(Step { inverse, left, ..step });
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
        let of = |step: &Step| step.inverse == *inverse;
        let back = match self.history().undo.iter().rfind(|step| of(step)) {
            Some(step) => self.undoing.take_back(&step.done, step.left.as_ref(), inverse)?,
            None => inverse.clone(),
        };
        self.engine.dispatch(self.new_id(), back)?;
        let mut history = self.history();
        if let Some(at) = history.undo.iter().rposition(of) {
            let mut step = history.undo.remove(at);
            step.left = self.undoing.left_by(&step.inverse);
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

    /// What waits to be sent or answered, oldest first, at most so many.
    pub fn waiting(&self, max: usize) -> Vec<Made> {
        self.engine.waiting(max)
    }

    /// Drops an entry of the tray.
    pub fn discard(&self, entry: &Trayed) {
        self.engine.discard(entry.number, entry.id());
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
