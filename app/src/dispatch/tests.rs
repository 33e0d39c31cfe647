use std::sync::Mutex;

use weft_domain::{DepartmentId, RestoreDepartment, RetireDepartment};

use super::*;

/// Notes what it is given; refuses everything while told to.
#[derive(Default)]
struct Noting {
    done: Mutex<Vec<Command>>,
    refuses: Mutex<bool>,
}

impl Engine for Noting {
    fn now(&self) -> Timestamp {
        Timestamp(0)
    }
    fn random(&self) -> [u8; 16] {
        [0; 16]
    }
    fn dispatch(&self, _: CommandId, command: Command) -> Result<(), Refusal> {
        if *self.refuses.lock().unwrap() {
            return Err(Refusal::Internal);
        }
        self.done.lock().unwrap().push(command);
        Ok(())
    }
    fn ask(&self, _: Ask, _: Box<dyn FnOnce(Answer)>) {}
    fn close(&self, _: Scope) {}
    fn presence(&self, _: Presence) {}
    fn leave(&self) {}
}

fn retire(n: u8) -> Command {
    RetireDepartment { id: DepartmentId(weft_domain::Uuid::from_bytes([n; 16])) }.into()
}

fn inverse(command: &Command) -> Option<Command> {
    match command {
        Command::RetireDepartment(of) => Some(RestoreDepartment { id: of.id }.into()),
        Command::RestoreDepartment(of) => Some(RetireDepartment { id: of.id }.into()),
        _ => None,
    }
}

/// Takes everything back but what somebody went on from.
#[derive(Default)]
struct Undo {
    changed: Mutex<Option<Command>>,
}

impl Undoing for Undo {
    fn inverse(&self, command: &Command) -> Option<Command> {
        inverse(command)
    }
    fn left_by(&self, _: &Command) -> Option<Command> {
        None
    }
    fn take_back(&self, done: &Command, _: Option<&Command>, inverse: &Command) -> Result<Command, Refusal> {
        match &*self.changed.lock().unwrap() {
            Some(changed) if changed == done => Err(Refusal::ChangedMeanwhile),
            _ => Ok(inverse.clone()),
        }
    }
}

fn dispatch() -> (Dispatch, Arc<Noting>) {
    let engine = Arc::new(Noting::default());
    (Dispatch::new(engine.clone(), Arc::new(Undo::default())), engine)
}

fn last(engine: &Noting) -> Option<Command> {
    engine.done.lock().unwrap().last().cloned()
}

#[test]
fn gestures_are_undone_from_the_last_and_named() {
    let (dispatch, engine) = dispatch();
    dispatch.send_saying(retire(1), "first").unwrap();
    dispatch.send(retire(2)).unwrap();
    assert_eq!(dispatch.undo(), Some(Ok(None)));
    assert_eq!(dispatch.undo(), Some(Ok(Some("first".to_owned()))));
    assert_eq!(last(&engine), inverse(&retire(1)));
    assert_eq!(dispatch.undo(), None);
    assert_eq!(dispatch.redo(), Some(Ok(Some("first".to_owned()))));
    assert_eq!(last(&engine), Some(retire(1)));
    assert_eq!(dispatch.undo(), Some(Ok(Some("first".to_owned()))));
}

#[test]
fn what_a_toast_took_back_is_not_undone_again() {
    let (dispatch, engine) = dispatch();
    dispatch.send(retire(1)).unwrap();
    dispatch.send(retire(2)).unwrap();
    dispatch.take_back(&inverse(&retire(1)).unwrap()).unwrap();
    assert_eq!(dispatch.undo(), Some(Ok(None)));
    assert_eq!(last(&engine), inverse(&retire(2)));
    assert_eq!(dispatch.undo(), None);
}

#[test]
fn a_new_gesture_ends_what_could_be_done_again() {
    let (dispatch, _) = dispatch();
    dispatch.send(retire(1)).unwrap();
    dispatch.undo();
    dispatch.send(retire(2)).unwrap();
    assert_eq!(dispatch.redo(), None);
}

#[test]
fn what_is_refused_is_said_and_forgotten() {
    let (dispatch, engine) = dispatch();
    dispatch.send(retire(1)).unwrap();
    *engine.refuses.lock().unwrap() = true;
    assert_eq!(dispatch.undo(), Some(Err(Refusal::Internal)));
    *engine.refuses.lock().unwrap() = false;
    assert_eq!(dispatch.undo(), None);
    assert_eq!(dispatch.redo(), None);
}

#[test]
fn what_somebody_went_on_from_is_left_alone_and_said() {
    let (engine, undo) = (Arc::new(Noting::default()), Arc::new(Undo::default()));
    let dispatch = Dispatch::new(engine.clone(), undo.clone());
    dispatch.send(retire(1)).unwrap();
    dispatch.send(retire(2)).unwrap();
    *undo.changed.lock().unwrap() = Some(retire(2));
    assert_eq!(dispatch.take_back(&inverse(&retire(2)).unwrap()), Err(Refusal::ChangedMeanwhile));
    assert_eq!(dispatch.undo(), Some(Err(Refusal::ChangedMeanwhile)));
    assert_eq!(last(&engine), Some(retire(2)), "nothing was sent");
    assert_eq!(dispatch.undo(), Some(Ok(None)), "the one before it is still one's own");
}
