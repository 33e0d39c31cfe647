//! What holds for the connection and the numbers of now, not for earlier ones.

use super::*;

#[test]
fn where_one_is_is_told_with_every_connection() {
    let here = Presence { place: weft_sync::message::Place::Map, pointer: None, gesture: None };
    let tells = |client: &mut Client| {
        client.receive(&welcome(Start::Resume, 5, 0, None, Vec::new()));
        client.poll(NOW);
        sent(&client.effects()).contains(&Up::Presence(here.clone()))
    };
    let mut client = fresh();
    client.connected();
    client.set_presence(here.clone());
    client.poll(NOW);
    assert!(!sent(&client.effects()).contains(&Up::Presence(here.clone())), "nobody hears it yet");
    assert!(tells(&mut client));
    client.disconnected();
    client.connected();
    assert!(tells(&mut client));
}

#[test]
fn what_was_stored_under_an_old_number_says_nothing_of_who_has_it_now() {
    let mut client = restored(vec![(58, stored(rename(1, "Ann", 0), false))], 58);
    client.replay();
    client.dispatch(rename(2, "Bea", 1), NOW).unwrap();
    let old = saves(&client.effects()).pop().unwrap();
    client.connected();
    client.receive(&welcome(Start::Resume, 5, 0, None, Vec::new()));
    client.poll(NOW);
    let renumbered = saves(&client.effects()).pop().unwrap();
    client.dispatch(rename(3, "Cleo", 2), NOW).unwrap();
    let last = saves(&client.effects()).pop().unwrap();
    client.saved(old.ticket);
    assert_eq!(sent(&client.effects()), [], "nothing is stored under its number of now");
    client.saved(renumbered.ticket);
    let first = vec![rename(1, "Ann", 0), rename(2, "Bea", 1)];
    assert_eq!(sent(&client.effects()), [Up::Push { first: 1, commands: first }]);
    client.saved(last.ticket);
    assert_eq!(sent(&client.effects()), [Up::Push { first: 3, commands: vec![rename(3, "Cleo", 2)] }]);
}

/// A request that one sees by a role alone, and so holds only while it is open.
fn elsewhere() -> weft_domain::Request {
    let busy = testing::Gen::new(5).busy_world(200, &mut 1);
    let mut request = busy.requests().next().unwrap().clone();
    let mine = |id| world().memberships_of(testing::person(0)).any(|membership| membership.department == id);
    request.provider = world().departments().map(|row| row.id).find(|id| !mine(*id));
    (request.requester, request.sight, request.customer) = (None, Sight::Departments, None);
    (request.watchers, request.held_by) = (Vec::new(), Vec::new());
    request
}

fn answer(client: &mut Client, id: u32, at: u64, rows: Vec<Row>) {
    let answer = weft_sync::message::Answer { rows, ..Default::default() };
    client.receive(&encode(&Down::Answer { id, at: Seq(at), answer }));
    client.poll(NOW);
}

/// The board was opened after the first question and answered before it: what the first answer says of
/// its cards is older, and no delta told what was between.
#[test]
fn an_answer_brings_nothing_of_what_was_opened_since_it_was_asked_for() {
    let old = elsewhere();
    let new = weft_domain::Request { title: "new".to_owned(), ..old.clone() };
    let mut client = live();
    let first = client.ask(Ask::Timeline(old.id));
    let board = client.ask(Ask::Open(Scope::Board(old.provider)));
    answer(&mut client, board, 7, vec![new.clone().into()]);
    assert_eq!(client.view().request(old.id).present(), Some(&new));
    answer(&mut client, first, 6, vec![old.into()]);
    assert_eq!(client.view().request(new.id).present(), Some(&new));
}

/// The disk, full, keeps the command under its old number, and the next start sends it from there.
#[test]
fn what_the_disk_holds_under_an_old_number_is_not_sent_under_another() {
    for has_failed in [false, true] {
        let mut client = restored(vec![(58, stored(rename(1, "Ann", 0), false))], 58);
        client.replay();
        client.connected();
        client.receive(&welcome(Start::Resume, 5, 0, None, Vec::new()));
        client.poll(NOW);
        client.dispatch(rename(2, "Bea", 1), NOW).unwrap();
        if has_failed {
            client.storage_failed();
        }
        let batches = saves(&client.effects());
        batches.iter().for_each(|batch| client.saved(batch.ticket));
        let pushes = sent(&client.effects());
        assert_eq!(pushes.is_empty(), has_failed, "{pushes:?}");
        assert_eq!(client.status().pending, 2);
    }
}

/// What was made since is nowhere else, and what the disk holds has its number still.
#[test]
fn a_full_disk_stops_nothing_that_keeps_its_number() {
    let mut client = restored(vec![(1, stored(rename(1, "Ann", 0), false))], 1);
    client.replay();
    client.storage_failed();
    client.connected();
    client.receive(&welcome(Start::Resume, 5, 0, None, Vec::new()));
    client.poll(NOW);
    client.dispatch(rename(2, "Bea", 1), NOW).unwrap();
    let effects = client.effects();
    saves(&effects).iter().for_each(|batch| client.saved(batch.ticket));
    let numbers = |effects: &[Effect]| -> Vec<u64> {
        let first = |up| if let Up::Push { first, .. } = up { Some(first) } else { None };
        sent(effects).into_iter().filter_map(first).collect()
    };
    assert_eq!((numbers(&effects), numbers(&client.effects())), (vec![1], vec![2]));
}

/// The simulator's seed 40608: the replica was new, so that the request was not here yet and nobody
/// could tell who may see the comment; the answer's comment was older, and neither was taken.
#[test]
fn a_comment_that_changes_before_its_request_is_here_comes_with_it() {
    let request = elsewhere();
    let comment = |text: &str| weft_domain::Comment {
        id: weft_domain::CommentId(testing::uuid(11, 1)),
        request: request.id,
        author: None,
        at: NOW,
        text: text.to_owned(),
        edited_at: None,
        rev: 0,
    };
    let mut client = live();
    let asked = client.ask(Ask::Open(Scope::Request(request.id)));
    let changes = vec![comment("new").into()];
    client.receive(&encode(&Down::Delta { prev: Seq(5), to: Seq(7), changes, acks: Vec::new() }));
    client.poll(NOW);
    answer(&mut client, asked, 6, vec![request.clone().into(), comment("old").into()]);
    let comments = client.view().comments_on(request.id);
    assert_eq!(comments.iter().map(|row| &*row.text).collect::<Vec<_>>(), ["new"]);
}
