//! Several tabs of one person in one browser: one leads, the others follow, and any may end at any
//! time. `WEFT_SIM_SEED` replays one seed, `WEFT_SIM_SEEDS` tries more of them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "tabs/check.rs"]
mod check;
#[path = "tabs/disk.rs"]
mod disk;
#[path = "tabs/profile.rs"]
mod profile;
#[path = "tabs/server.rs"]
mod server;

use profile::Profile;
use weft_domain::{CommandId, PersonId, Refusal, RenamePerson, testing};
use weft_sync::{
    client::{Client, Effect, SaveBatch, Saved, Stored, Tab, TabEffect},
    message::{Ask, Bootstrap, ClientId, Cursor, Envelope, Epoch, Scope, Seq, encode},
    server::bootstrap,
    tabs::{Head, Heard, Said, TabId, Version, read, write},
};

/// Seeds of a run.
const SEEDS: u64 = 30;
/// Things that happen in one.
const STEPS: u64 = 600;

fn run(keeps: bool) {
    let setting = |name| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let one = setting("WEFT_SIM_SEED");
    let mut hand_overs = 0;
    for seed in one.map_or(0..setting("WEFT_SIM_SEEDS").unwrap_or(SEEDS), |seed| seed..seed + 1) {
        println!("WEFT_SIM_SEED={seed}");
        let mut profile = Profile::new(seed, keeps);
        for _ in 0..STEPS {
            profile.step();
        }
        profile.heal();
        profile.check();
        hand_overs += profile.hand_overs;
    }
    assert!(one.is_some() || u64::from(hand_overs) > SEEDS, "tabs hardly ever took over: {hand_overs}");
}

#[test]
fn tabs_come_and_go_and_nothing_is_lost_or_repeated() {
    run(true);
}

#[test]
fn without_storage_the_tabs_keep_it_for_each_other() {
    run(false);
}

fn tab(n: u64) -> Tab {
    let client = Client::new(ClientId(testing::uuid(7, n)), person(), weft_domain::decide);
    Tab::new(TabId(testing::uuid(8, n)), client)
}

fn person() -> PersonId {
    testing::person(0)
}

fn rename(n: u64, name: &str) -> Envelope {
    let command = RenamePerson { id: person(), over: 0, name: name.to_owned() };
    Envelope { id: CommandId(testing::uuid(9, n)), command: command.into() }
}

fn standing() -> Bootstrap {
    let world = testing::Gen::new(1).world();
    let cursor = Cursor { epoch: Epoch(1), seq: Seq(5) };
    bootstrap(&world, &weft_domain::Viewer::of(&world, person()), cursor, testing::EPOCH)
}

fn leading(n: u64) -> Tab {
    let mut tab = tab(n);
    tab.lead(Saved::default(), []);
    tab.leader().unwrap().replay();
    tab.leader().unwrap().bootstrap(standing());
    tab.effects();
    tab
}

fn tells(effects: &[TabEffect]) -> Vec<Vec<u8>> {
    let tells = effects.iter().filter_map(|effect| match effect {
        TabEffect::Tell(bytes) => Some(bytes.clone()),
        _ => None,
    });
    tells.collect()
}

fn saves(effects: &[TabEffect]) -> Vec<SaveBatch> {
    let saves = effects.iter().filter_map(|effect| match effect {
        TabEffect::Client(Effect::Save(batch)) => Some((**batch).clone()),
        _ => None,
    });
    saves.collect()
}

/// What each says reaches the other, until both are silent.
fn talk(one: &mut Tab, other: &mut Tab) -> Vec<TabEffect> {
    let mut all = Vec::new();
    loop {
        let (said, answered) = (one.effects(), other.effects());
        if said.is_empty() && answered.is_empty() {
            return all;
        }
        tells(&said).iter().for_each(|bytes| other.hear(bytes));
        tells(&answered).iter().for_each(|bytes| one.hear(bytes));
        one.poll(testing::EPOCH);
        other.poll(testing::EPOCH);
        all.extend(said.into_iter().chain(answered));
    }
}

fn name(tab: &Tab) -> String {
    tab.client().view().person(person()).present().unwrap().name.clone()
}

#[test]
fn what_a_following_tab_does_shows_at_once_and_is_stored_by_the_leading_one() {
    let (mut leader, mut follower) = (leading(1), tab(2));
    follower.join();
    talk(&mut leader, &mut follower);
    follower.dispatch(rename(1, "Ann"), testing::EPOCH).unwrap();
    assert_eq!(name(&follower), "Ann");
    assert_eq!(follower.at_risk(), 1, "nobody has stored it yet");
    let effects = talk(&mut leader, &mut follower);
    assert_eq!(name(&leader), "Ann");
    let outbox: Vec<_> = saves(&effects).into_iter().flat_map(|batch| batch.outbox_put).collect();
    assert_eq!(Stored::from_json(&outbox[0].1).unwrap().envelope, rename(1, "Ann"));
    assert_eq!(follower.at_risk(), 0);
    assert_eq!(follower.client().status().pending, 1);
}

#[test]
fn the_outbox_is_exported_as_text_that_can_be_read_again() {
    let mut leader = leading(1);
    leader.dispatch(rename(1, "Ann"), testing::EPOCH).unwrap();
    let entries: Vec<Stored> = serde_json::from_str(&leader.export()).unwrap();
    assert_eq!(entries[0].envelope, rename(1, "Ann"));
}

#[test]
fn a_newer_version_makes_the_older_one_store_and_step_aside() {
    let mut leader = leading(1);
    leader.dispatch(rename(1, "Ann"), testing::EPOCH).unwrap();
    let version = Version { tabs: Version::OURS.tabs + 1, ..Version::OURS };
    let mut newer = encode(&Head { version, from: TabId(testing::uuid(8, 2)), to: None });
    newer.extend([200, 1, 2, 3]);
    leader.hear(&newer);
    let effects = leader.effects();
    let stored = saves(&effects).into_iter().any(|batch| !batch.outbox_put.is_empty());
    assert!(stored, "its outbox is intact");
    assert_eq!(effects.last(), Some(&TabEffect::Aside));
    assert!(leader.leader().is_none());
    assert_eq!(leader.dispatch(rename(2, "Bob"), testing::EPOCH), Err(Refusal::OlderVersion));
}

#[test]
fn without_storage_an_older_version_goes_once_all_is_sent() {
    let mut leader = leading(1);
    leader.set_condition(weft_sync::tabs::Condition { is_trying: false, is_kept: false });
    leader.dispatch(rename(1, "Ann"), testing::EPOCH).unwrap();
    let version = Version { tabs: Version::OURS.tabs + 1, ..Version::OURS };
    leader.hear(&encode(&Head { version, from: TabId(testing::uuid(8, 2)), to: None }));
    assert!(!leader.effects().contains(&TabEffect::Aside));
    assert_eq!(leader.at_risk(), 1);
}

#[test]
fn an_older_version_is_told_that_a_newer_one_is_here() {
    let (mut tab, older) = (tab(1), TabId(testing::uuid(8, 2)));
    let version = Version { tabs: 0, ..Version::OURS };
    let mut bytes = encode(&Head { version, from: older, to: None });
    bytes.push(99);
    tab.hear(&bytes);
    let told = tells(&tab.effects());
    assert_eq!(read(&told[0], older), Ok(Heard::Said(tab.id(), Said::Here)));
}

#[test]
fn what_is_for_another_tab_is_left_to_it_and_what_cannot_be_read_is_newer() {
    let (me, other) = (TabId(testing::uuid(8, 1)), TabId(testing::uuid(8, 2)));
    assert_eq!(read(&write(other, Some(other), &Said::Leads), me), Ok(Heard::Nothing));
    assert_eq!(read(&write(other, Some(me), &Said::Leads), me), Ok(Heard::Said(other, Said::Leads)));
    let mut grown = encode(&Head { version: Version::OURS, from: other, to: None });
    grown.push(250);
    assert_eq!(read(&grown, me), Ok(Heard::Newer));
    assert!(read(&[255; 40], me).is_err());
}

#[test]
fn signing_out_in_one_tab_reaches_the_others() {
    let (mut leader, mut follower) = (leading(1), tab(2));
    follower.leave();
    assert!(talk(&mut leader, &mut follower).contains(&TabEffect::Left));
}

#[test]
fn what_was_refused_is_in_every_tabs_tray_and_any_of_them_drops_it() {
    let (mut leader, mut follower) = (tab(1), tab(2));
    let poisoned = Stored::new(rename(1, "Ann"), testing::EPOCH, true);
    leader.lead(Saved { outbox: vec![(1, poisoned.to_json())], ..Saved::default() }, []);
    leader.leader().unwrap().replay();
    leader.leader().unwrap().bootstrap(standing());
    follower.join();
    talk(&mut leader, &mut follower);
    let entry = follower.client().tray().next().unwrap().clone();
    assert_eq!(entry.id(), Some(rename(1, "Ann").id));
    follower.discard(entry.number, entry.id());
    let effects = talk(&mut leader, &mut follower);
    assert_eq!(leader.client().tray().count() + follower.client().tray().count(), 0);
    assert!(saves(&effects).iter().any(|batch| batch.tray_remove == [entry.number]));
}

#[test]
fn a_tab_that_takes_over_has_the_tray_that_was_told_and_the_one_that_was_stored() {
    let (mut leader, mut follower) = (tab(1), tab(2));
    let poisoned = |n| Stored::new(rename(n, "Ann"), testing::EPOCH, true).to_json();
    leader.lead(Saved { outbox: vec![(1, poisoned(1))], ..Saved::default() }, []);
    leader.leader().unwrap().replay();
    leader.leader().unwrap().bootstrap(standing());
    follower.join();
    talk(&mut leader, &mut follower);
    // What the disk has was never told, and stands there under the same number.
    let mut stranger = tab(3);
    stranger.lead(Saved { outbox: vec![(1, poisoned(2))], ..Saved::default() }, []);
    stranger.poll(testing::EPOCH);
    let stored: Vec<_> = saves(&stranger.effects()).into_iter().flat_map(|batch| batch.tray_put).collect();
    assert_eq!(stored.len(), 1);
    follower.lead(Saved { tray: stored, ..Saved::default() }, []);
    let ids: Vec<_> = follower.client().tray().filter_map(weft_sync::tabs::Trayed::id).collect();
    assert_eq!(ids, [rename(1, "").id, rename(2, "").id]);
    follower.poll(testing::EPOCH);
    let put: Vec<u64> = saves(&follower.effects())
        .into_iter()
        .flat_map(|batch| batch.tray_put)
        .map(|(number, _)| number)
        .collect();
    assert_eq!(put, [1, 2]);
}

#[test]
fn a_board_that_two_tabs_show_stays_until_both_have_left_it() {
    let (mut leader, mut follower) = (leading(1), tab(2));
    let board = Scope::Board(Some(testing::department(2)));
    follower.join();
    talk(&mut leader, &mut follower);
    leader.ask(Ask::Open(board));
    follower.ask(Ask::Open(board));
    talk(&mut leader, &mut follower);
    follower.close(board);
    talk(&mut leader, &mut follower);
    assert!(leader.client().open_scopes().any(|scope| scope == board));
    leader.close(board);
    assert!(leader.client().open_scopes().all(|scope| scope != board));
}

#[test]
fn what_was_numbered_in_memory_only_is_not_sent_under_another_number() {
    for is_kept in [true, false] {
        let (mut leader, mut follower) = (leading(1), tab(2));
        leader.set_condition(weft_sync::tabs::Condition { is_trying: false, is_kept });
        follower.join();
        leader.dispatch(rename(1, "Ann"), testing::EPOCH).unwrap();
        talk(&mut leader, &mut follower);
        // The disk still has something else under that number.
        let stored = Stored::new(rename(2, "Bob"), testing::EPOCH, false);
        let client = Some(ClientId(testing::uuid(7, 1)));
        follower.lead(Saved { client, outbox: vec![(1, stored.to_json())], ..Saved::default() }, []);
        let numbers: Vec<_> = follower.client().pending().map(|one| (one.number, one.envelope.id)).collect();
        let trayed: Vec<_> = follower.client().tray().filter_map(weft_sync::tabs::Trayed::id).collect();
        let (ann, bob) = (rename(1, "").id, rename(2, "").id);
        match is_kept {
            // It was never stored, so it was never sent.
            true => assert_eq!((numbers, trayed), (vec![(1, bob), (2, ann)], vec![])),
            false => assert_eq!((numbers, trayed), (vec![(1, bob)], vec![ann])),
        }
    }
}
