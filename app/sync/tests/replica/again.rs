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

/// The board was opened after the first question and answered before it: what the first answer says of
/// its cards is older, and no delta told what was between.
#[test]
fn an_answer_brings_nothing_of_what_was_opened_since_it_was_asked_for() {
    let busy = testing::Gen::new(5).busy_world(200, &mut 1);
    let mut old = busy.requests().next().unwrap().clone();
    let elsewhere = world().departments().map(|row| row.id).find(|id| {
        !world().memberships_of(testing::person(0)).any(|membership| membership.department == *id)
    });
    (old.requester, old.sight, old.provider) = (None, Sight::Departments, elsewhere);
    (old.customer, old.watchers, old.held_by) = (None, Vec::new(), Vec::new());
    let new = weft_domain::Request { title: "new".to_owned(), ..old.clone() };
    let mut client = live();
    let first = client.ask(Ask::Timeline(old.id));
    let board = client.ask(Ask::Open(Scope::Board(elsewhere)));
    let mut answer = |id, at, row: &weft_domain::Request| {
        let answer = weft_sync::message::Answer { rows: vec![row.clone().into()], ..Default::default() };
        client.receive(&encode(&Down::Answer { id, at: Seq(at), answer }));
        client.poll(NOW);
        client.view().request(row.id).present().map(|row| row.title.clone())
    };
    assert_eq!(answer(board, 7, &new).as_deref(), Some("new"));
    assert_eq!(answer(first, 6, &old).as_deref(), Some("new"));
}
