//! What was refused is kept until its author drops it, whatever happens to the program.

use weft_sync::tabs::Trayed;

use super::*;

/// A client whose only command was refused, and the batch that stores that.
fn refused() -> (Client, SaveBatch) {
    let mut client = live();
    client.dispatch(rename(1, "Ann", 0), NOW).unwrap();
    let made = saves(&client.effects()).pop().unwrap();
    client.saved(made.ticket);
    let acks = vec![Ack { number: 1, refusal: Some(Refusal::ChangedMeanwhile) }];
    client.receive(&encode(&Down::Delta { prev: Seq(5), to: Seq(5), changes: Vec::new(), acks }));
    client.poll(Timestamp(NOW.0 + 1_000));
    let effects = client.effects();
    assert!(effects.contains(&Effect::TrayMoved));
    (client, saves(&effects).pop().unwrap())
}

fn again(tray: Vec<(u64, String)>) -> Client {
    let mut client = Client::new(id(1), testing::person(0), weft_domain::decide);
    client.restore(Saved { tray, ..Saved::default() });
    client.replay();
    client
}

fn ids(client: &Client) -> Vec<Option<CommandId>> {
    client.tray().map(Trayed::id).collect()
}

#[test]
fn it_leaves_the_outbox_and_enters_the_tray_in_one_transaction() {
    let (client, batch) = refused();
    assert_eq!(batch.outbox_remove, [1]);
    assert_eq!(batch.tray_put.len(), 1);
    let entry = client.tray().next().unwrap();
    assert_eq!(entry.made.as_ref().unwrap().envelope, rename(1, "Ann", 0));
    assert_eq!(entry.made.as_ref().unwrap().at, NOW);
    assert_eq!(entry.reason, TrayReason::Refused(Refusal::ChangedMeanwhile));
}

#[test]
fn it_is_there_at_the_next_start_until_it_is_dropped() {
    let (client, batch) = refused();
    let mut next = again(batch.tray_put.clone());
    assert_eq!(ids(&next), ids(&client));
    assert!(next.effects().contains(&Effect::TrayMoved));
    next.poll(NOW);
    let stored = saves(&next.effects());
    assert!(stored.iter().all(|batch| batch.tray_put.is_empty()), "the disk has it already");
    next.discard(1, Some(rename(2, "", 0).id));
    assert_eq!(ids(&next).len(), 1, "another command stands there");
    next.discard(1, Some(rename(1, "", 0).id));
    let effects = next.effects();
    assert!(ids(&next).is_empty() && effects.contains(&Effect::TrayMoved));
    assert_eq!(saves(&effects).pop().unwrap().tray_remove, [1]);
}

#[test]
fn an_entry_of_a_later_version_is_kept_and_can_be_dropped() {
    let mut client = again(vec![(4, "{\"v\":99}".to_owned())]);
    let entry = client.tray().next().unwrap().clone();
    assert_eq!(entry.reason, TrayReason::Unreadable("{\"v\":99}".to_owned()));
    client.discard(4, None);
    assert!(ids(&client).is_empty());
}

#[test]
fn what_cannot_be_replayed_or_read_is_in_the_tray_too() {
    let outbox = vec![(1, stored(rename(1, "Ann", 0), true)), (2, "?".to_owned())];
    let mut client = restored(outbox, 2);
    let reasons: Vec<_> = client.tray().map(|entry| entry.reason.clone()).collect();
    assert_eq!(reasons, [TrayReason::Poisoned, TrayReason::Unreadable("?".to_owned())]);
    client.replay();
    client.poll(NOW);
    let batches = saves(&client.effects());
    let one = batches.iter().find(|batch| !batch.outbox_remove.is_empty()).unwrap();
    assert_eq!((one.outbox_remove.as_slice(), one.tray_put.len()), ([1, 2].as_slice(), 2));
}
