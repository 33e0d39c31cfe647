//! What a batch comes to.

use std::collections::BTreeMap;

use weft_domain::{
    Actor, Change, Command, CommandId, Comment, CommentId, Context, Decision, EditComment, Kind, PersonId,
    Refusal, RenamePerson, Stop, World, testing,
};
use weft_sync::{
    message::{Bye, ClientId, Envelope, Seq},
    server::{Batch, ClientRecord, Frame, Origin, Outcome, Plan, Published, Session, Submission, plan},
};

const CLIENT: ClientId = ClientId(testing_uuid());

const fn testing_uuid() -> uuid::Uuid {
    uuid::Uuid::from_u128(77)
}

fn world() -> World {
    testing::Gen::new(1).world()
}

/// Renames the first person; the revision it is written over decides whether it is refused.
fn rename(n: u64, name: &str, over: u32) -> Envelope {
    let command = RenamePerson { id: testing::person(0), over, name: name.to_owned() };
    Envelope { id: CommandId(testing::uuid(9, n)), command: command.into() }
}

fn from(person: PersonId, first: u64, envelopes: Vec<Envelope>) -> Submission {
    Submission { origin: Origin::Client { client: CLIENT, person, first }, envelopes }
}

fn decided(world: &World, records: &BTreeMap<ClientId, ClientRecord>, batch: &[Submission]) -> Plan {
    plan(world, batch, records, testing::EPOCH, Seq(10), breaks_on_boom)
}

fn breaks_on_boom(
    world: &World,
    actor: &Actor,
    command: &Command,
    context: &Context,
) -> Result<Decision, Stop> {
    assert!(!matches!(command, Command::RenamePerson(c) if c.name == "boom"), "boom");
    weft_domain::decide(world, actor, command, context)
}

#[test]
fn a_command_that_breaks_the_program_is_refused_alone() {
    let me = testing::person(0);
    let envelopes = vec![rename(1, "Ann", 0), rename(2, "boom", 1), rename(3, "Anna", 1)];
    let plan = decided(&world(), &BTreeMap::new(), &[from(me, 1, envelopes)]);
    assert_eq!(plan.outcomes, [Outcome::Answered(vec![None, Some(Refusal::Internal), None])]);
    assert_eq!(plan.panicked.len(), 1);
    assert!(plan.panicked[0].message.contains("boom"));
    assert_eq!((plan.prev, plan.to), (Seq(10), Seq(12)));
    assert_eq!(plan.world.person(me).present().unwrap().name, "Anna");
}

#[test]
fn a_number_that_comes_again_is_answered_and_not_repeated() {
    let me = testing::person(0);
    let envelopes = vec![rename(1, "Ann", 0), rename(2, "Late", 0)];
    let first = decided(&world(), &BTreeMap::new(), &[from(me, 1, envelopes.clone())]);
    let again = decided(&first.world, &first.records, &[from(me, 1, envelopes)]);
    assert_eq!(again.outcomes, first.outcomes);
    assert_eq!(again.acks, first.acks);
    assert_eq!(again.acks[1].1.refusal, Some(Refusal::ChangedMeanwhile));
    assert!(again.committed.is_empty());
    assert_eq!(again.to, again.prev);
}

#[test]
fn numbers_are_not_left_out_reused_or_borrowed() {
    let me = testing::person(0);
    let first =
        decided(&world(), &BTreeMap::new(), &[from(me, 1, vec![rename(1, "Ann", 0), rename(2, "Bea", 1)])]);
    let outcome = |person, number, envelope| {
        let plan = decided(&first.world, &first.records, &[from(person, number, vec![envelope])]);
        assert!(plan.committed.is_empty() && plan.acks.is_empty());
        plan.outcomes[0].clone()
    };
    assert_eq!(outcome(me, 4, rename(4, "Cat", 2)), Outcome::Rejected(Bye::BadMessage));
    assert_eq!(outcome(me, 0, rename(4, "Cat", 2)), Outcome::Rejected(Bye::BadMessage));
    assert_eq!(outcome(me, 1, rename(5, "Dot", 2)), Outcome::Rejected(Bye::Forked));
    assert_eq!(outcome(testing::person(1), 3, rename(6, "Eve", 2)), Outcome::Rejected(Bye::Forked));
}

#[test]
fn one_submission_does_not_spoil_another() {
    let me = testing::person(0);
    let batch = [from(me, 7, vec![rename(1, "Ann", 0)]), from(me, 1, vec![rename(2, "Bea", 0)])];
    let plan = decided(&world(), &BTreeMap::new(), &batch);
    assert_eq!(plan.outcomes, [Outcome::Rejected(Bye::BadMessage), Outcome::Answered(vec![None])]);
}

#[test]
fn rows_that_are_not_at_hand_are_asked_for_and_forgotten_afterwards() {
    let me = testing::person(0);
    let mut chance = testing::Gen::new(3);
    let mut next_id = 1;
    let mut world = chance.busy_world(300, &mut next_id);
    let request = world.requests().find(|request| request.requester.is_some()).unwrap().clone();
    let author = request.requester.unwrap();
    let id = CommentId(testing::uuid(8, 1));
    let edit = EditComment { id, request: request.id, over: 0, text: "better".to_owned() };
    let submission =
        from(author, 1, vec![Envelope { id: CommandId(testing::uuid(9, 1)), command: edit.into() }]);

    world.forget_loaded();
    let needy = decided(&world, &BTreeMap::new(), std::slice::from_ref(&submission));
    assert_eq!(needy.needs, [id.into()]);

    let mut absent = world.clone();
    absent.note_absent(id.into());
    let refused = decided(&absent, &BTreeMap::new(), std::slice::from_ref(&submission));
    assert!(refused.needs.is_empty());
    assert_eq!(refused.acks[0].1.refusal, Some(Refusal::NotFound { kind: Kind::Comment }));

    let comment = Comment {
        id,
        request: request.id,
        author: Some(author),
        at: testing::EPOCH,
        text: "good".to_owned(),
        edited_at: None,
        rev: 0,
    };
    world.apply(&Change::from(comment));
    let done = decided(&world, &BTreeMap::new(), &[submission]);
    assert_eq!(done.outcomes, [Outcome::Answered(vec![None])]);
    assert_eq!(done.world.count(Kind::Comment), 0);
    assert!(me != author || done.committed.len() == 1);
}

#[test]
fn a_row_that_changes_twice_in_a_batch_is_sent_once_and_encoded_as_the_message_is() {
    let me = testing::person(0);
    let world = world();
    let mut session = Session::new(me, &world);
    let hello = weft_sync::message::Up::Hello {
        protocol: weft_sync::message::PROTOCOL,
        schema: weft_sync::message::SCHEMA,
        client: CLIENT,
        cursor: Some(weft_sync::message::Cursor { epoch: weft_sync::message::Epoch(1), seq: Seq(10) }),
        rights: weft_sync::message::rights(session.viewer()),
        open: Vec::new(),
    };
    let effect = session.up(&weft_sync::message::encode(&hello), false).unwrap().unwrap();
    let weft_sync::server::SessionEffect::Start(greeting) = effect else { panic!("{effect:?}") };
    let head = greeting.cursor.unwrap();
    session.start(&greeting, None, &world, head, Some(&[]), testing::EPOCH).unwrap();

    let commands = vec![rename(1, "Ann", 0), rename(2, "Bea", 1)];
    let push = weft_sync::message::Up::Push { first: 1, commands: commands.clone() };
    session.up(&weft_sync::message::encode(&push), false).unwrap();
    let plan = decided(&world, &BTreeMap::new(), &[from(me, 1, commands)]);
    let Published::Send(frame) = session.batch(&Batch::of(&plan)) else { panic!("nothing was sent") };
    let weft_sync::message::Down::Delta { prev, to, changes, acks } = frame.message() else { panic!() };
    assert_eq!((prev, to, changes.len(), acks.len()), (Seq(10), Seq(12), 1, 2));
    assert_eq!(frame.compact(), weft_sync::message::encode(&frame.message()));
    assert_eq!(Frame::from(frame.message()).compact(), frame.compact());

    // The same number with another command, which an earlier connection sent: no answer to ours.
    let theirs = from(me, 1, vec![rename(3, "Cleo", 0), rename(2, "Bea", 1)]);
    let mut other = session.clone();
    let plan = decided(&world, &BTreeMap::new(), &[theirs]);
    let mut batch = Batch::of(&plan);
    (batch.prev, batch.to) = (Seq(12), Seq(14));
    let Published::Send(frame) = other.batch(&batch) else { panic!("nothing was sent") };
    let weft_sync::message::Down::Delta { acks, .. } = frame.message() else { panic!() };
    assert_eq!(acks.iter().map(|ack| ack.number).collect::<Vec<_>>(), [2]);
}
