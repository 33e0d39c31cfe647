//! Several engines over one database: what one commits, the others show, and no number, command or
//! answer is given twice.

use weft_domain::{Change, OrganisationRole, Row, SetRole, World};
use weft_sync::server::Batch;

use super::*;
use crate::store::JournalEntry;

async fn beside(folder: &Folder) -> (Engine, JoinHandle<()>) {
    let store = Store::open_beside(&folder.url()).await.unwrap();
    Engine::start(store, Clock::new(|| Timestamp(1))).await.unwrap()
}

fn person(number: u128) -> PersonId {
    PersonId(uuid::Uuid::from_u128(number))
}

fn names(world: &World) -> Vec<PersonId> {
    world.rows(Kind::Person).iter().map(|row| PersonId(row.key().id)).collect()
}

/// The batches that wait; anything else is a failure.
fn batches(events: &mut broadcast::Receiver<Event>) -> Vec<Arc<Batch>> {
    std::iter::from_fn(|| events.try_recv().ok())
        .map(|event| match event {
            Event::Batch(batch) => batch,
            Event::Anew => panic!("viewers were thrown back"),
        })
        .collect()
}

#[tokio::test]
async fn what_one_commits_the_other_shows() {
    let folder = Folder::new("shows");
    let ((one, _), (other, _)) = (beside(&folder).await, beside(&folder).await);
    let mut events = other.subscribe();
    one.run_all(None, some(1, 3)).await.unwrap();
    one.run_all(None, some(4, 1)).await.unwrap();
    other.look().await.unwrap();
    assert_eq!(other.current().head, one.current().head);
    assert_eq!(names(&other.current().world), names(&one.current().world));
    let shown = batches(&mut events);
    assert_eq!(shown.first().unwrap().prev, Seq(0));
    assert!(shown.is_sorted_by(|one, next| one.to == next.prev));
    assert_eq!(shown.last().unwrap().to, Seq(4));
    assert_eq!(shown.iter().map(|batch| batch.changes().count()).sum::<usize>(), 4);
}

#[tokio::test]
async fn nobody_asks_and_it_is_shown_all_the_same() {
    let folder = Folder::new("polled");
    let ((one, _), (other, _)) = (beside(&folder).await, beside(&folder).await);
    let mut events = other.subscribe();
    one.run_all(None, some(1, 1)).await.unwrap();
    let Event::Batch(batch) = events.recv().await.unwrap() else { panic!("viewers were thrown back") };
    assert_eq!((batch.prev, batch.to), (Seq(0), Seq(1)));
}

#[tokio::test]
async fn who_comes_second_decides_again_over_what_came_first() {
    let folder = Folder::new("second");
    let ((one, _), (other, _)) = (beside(&folder).await, beside(&folder).await);
    let mut events = other.subscribe();
    one.run_all(None, some(1, 2)).await.unwrap();
    // Its own world does not know them yet, and no commit would tell: a refusal is looked at twice.
    steward_of(&other, 1).await;
    assert_eq!(other.current().head.seq, Seq(3));
    // Here it is the commit that tells.
    one.run_all(None, some(7, 1)).await.unwrap();
    let shown = batches(&mut events);
    assert!(shown.is_sorted_by(|one, next| one.to == next.prev));
    assert_eq!(one.current().head.seq, Seq(4));
    assert_eq!(names(&one.current().world).len(), 3);
    let nobody = SetRole { person: person(99), role: OrganisationRole::Steward, granted: true };
    assert!(one.run(None, CommandId(uuid::Uuid::from_u128(9)), nobody.into()).await.unwrap().is_err());
}

/// Somebody who may do what the tests do.
async fn steward(engine: &Engine) {
    engine.run_all(None, some(1, 1)).await.unwrap();
    steward_of(engine, 1).await;
}

async fn steward_of(engine: &Engine, number: u128) {
    let command = SetRole { person: person(number), role: OrganisationRole::Steward, granted: true };
    let done = engine.run(None, CommandId(uuid::Uuid::from_u128(2)), command.into()).await.unwrap();
    assert_eq!(done, Ok(()));
}

/// A name is missing.
fn refused() -> Command {
    AddPerson { id: person(80), name: String::new(), email: None }.into()
}

fn numbered(client: ClientId, number: u64, command: Command) -> Submission {
    let id = CommandId(uuid::Uuid::from_u128(1_000 + u128::from(number)));
    let origin = Origin::Client { client, person: person(1), first: number };
    Submission { origin, envelopes: vec![Envelope { id, command }] }
}

#[tokio::test]
async fn a_client_that_moves_over_is_answered_as_it_was_there() {
    let folder = Folder::new("moves");
    let ((one, _), (other, _)) = (beside(&folder).await, beside(&folder).await);
    steward(&one).await;
    let client = ClientId(uuid::Uuid::from_u128(77));
    let first = one.submit(numbered(client, 1, add(90))).await.unwrap();
    // The other one answers the second with a refusal only: the sequence stands where it stood.
    let second = other.submit(numbered(client, 2, refused())).await.unwrap();
    let seq = other.current().head.seq;
    assert!(matches!(&second, Outcome::Answered(answers) if answers[0].is_some()), "{second:?}");
    // Back again: nothing that the first one remembered counts any more.
    assert_eq!(one.submit(numbered(client, 1, add(90))).await.unwrap(), first);
    assert_eq!(one.submit(numbered(client, 2, refused())).await.unwrap(), second);
    assert_eq!(one.current().head.seq, seq, "nothing was done twice");
    let third = one.submit(numbered(client, 3, add(91))).await.unwrap();
    let snapshot = other.current();
    other.look().await.unwrap();
    let record = other.client_record(&other.current(), client).await.unwrap().unwrap();
    assert_eq!(record.last, 3, "{third:?} {:?}", snapshot.head);
}

fn import(numbers: std::ops::Range<u128>) -> Bulk {
    let rows = numbers.map(|number| weft_domain::Person {
        id: person(number),
        name: format!("Imported {number}"),
        roles: weft_domain::Roles::default(),
        locale: None,
        is_retired: false,
        rev: 0,
    });
    Bulk {
        id: CommandId(uuid::Uuid::from_u128(5)),
        name: "Test".into(),
        changes: rows.map(|row| Change::Put(Row::Person(row))).collect(),
        journal: Vec::<JournalEntry>::new(),
        refs: Vec::new(),
        meter: crate::meter::Meter::default(),
    }
}

#[tokio::test]
async fn an_import_reaches_the_others() {
    let folder = Folder::new("import");
    let ((one, _), (other, _)) = (beside(&folder).await, beside(&folder).await);
    let mut events = other.subscribe();
    one.import(import(1..100), Seq(0)).await.unwrap();
    other.look().await.unwrap();
    assert_eq!(batches(&mut events).len(), 1, "a small one is shown row by row");
    assert_eq!(other.current().world.count(Kind::Person), 99);
    // One that nobody made over the newest world is made again.
    one.run_all(None, some(500, 1)).await.unwrap();
    let over = other.current().head.seq;
    assert_eq!(other.import(import(200..210), over).await, Err(NotSaved::Stale));
    let over = other.current().head.seq;
    other.import(import(1_000..8_000), over).await.unwrap();
    let mut events = one.subscribe();
    one.look().await.unwrap();
    assert!(matches!(events.try_recv().unwrap(), Event::Anew), "a big one is not");
    assert_eq!(names(&one.current().world), names(&other.current().world));
    assert_eq!(one.current().floor, one.current().head.seq);
}

#[tokio::test]
async fn many_clients_of_several_servers_are_served_exactly_once() {
    const SERVERS: usize = 3;
    const CLIENTS: u128 = 12;
    const EACH: u64 = 12;
    let folder = Folder::new("fire");
    let mut engines = Vec::new();
    for _ in 0..SERVERS {
        engines.push(beside(&folder).await.0);
    }
    steward(&engines[0]).await;
    let clients = (0..CLIENTS).map(|number| {
        let engines = engines.clone();
        tokio::spawn(async move {
            let client = ClientId(uuid::Uuid::from_u128(900 + number));
            for count in 1..=EACH {
                let command = add(10_000 + number * 1_000 + u128::from(count));
                let id = CommandId(uuid::Uuid::from_u128(1_000_000 + number * 1_000 + u128::from(count)));
                let origin = Origin::Client { client, person: person(1), first: count };
                let submission = Submission { origin, envelopes: vec![Envelope { id, command }] };
                // Each goes to two servers, as from a browser that lost the first one.
                for turn in 0..2 {
                    let server = (usize::try_from(count).unwrap() + turn) % SERVERS;
                    // What is not saved is tried again, as the hub does.
                    while engines[server].submit(submission.clone()).await
                        != Ok(Outcome::Answered(vec![None]))
                    {}
                }
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.unwrap();
    }
    let total = CLIENTS * u128::from(EACH);
    for engine in &engines {
        engine.look().await.unwrap();
        let current = engine.current();
        assert_eq!(current.head.seq, Seq(u64::try_from(total).unwrap() + 2), "one number for each command");
        assert_eq!(current.world.count(Kind::Person) as u128, total + 1);
    }
}

#[tokio::test]
async fn an_old_server_ends_when_a_newer_one_takes_over() {
    let folder = Folder::new("upgrade");
    let ((old, task), (newer, _)) = (beside(&folder).await, beside(&folder).await);
    newer.store().tell_writer("UPDATE head SET schema = 99").await;
    assert_eq!(old.look().await, Err(Unreachable));
    task.await.unwrap();
    assert_eq!(old.run_all(None, some(1, 1)).await, Err(NotSaved::Stopping));
}
