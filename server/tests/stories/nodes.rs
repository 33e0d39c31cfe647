//! Two and three servers over one PostgreSQL, behind a balancer that sends each connection to the next
//! one. The browsers have the real client engine.

use crate::support::{
    COMPILER, INFRA,
    balancer::Balancer,
    department, filed,
    postgres::{self, Cluster},
    program::{Served, add_user, run},
    roamer::{Roamer, fetch},
    uuid,
};
use weft_domain::{
    CreateDepartment, DepartmentId, DepartmentKind, MembershipId, MembershipRole, PersonId, SetMembership,
    Sight,
};
use weft_sync::message::{Bye, Gesture, Place, Presence};

const EMAIL: &str = "mei@example.org";

/// Servers over one database, and somebody who is signed in.
struct Together {
    url: String,
    balancer: Balancer,
    servers: Vec<Served>,
    cookie: String,
    person: PersonId,
}

impl Together {
    async fn start(url: String, count: usize) -> Self {
        let (status, report) = add_user(&url, EMAIL, "steward");
        assert_eq!(status, 0, "{report}");
        let balancer = Balancer::start().await;
        let mut servers = Vec::new();
        for _ in 0..count {
            let server = Served::start_behind(&url, &balancer.url());
            balancer.add(&server.address);
            servers.push(server);
        }
        let cookie = servers[0].sign_in_from(&balancer.url(), EMAIL).await;
        let person = fetch(&servers[0].address, &cookie).await.unwrap().person;
        Self { url, balancer, servers, cookie, person }
    }

    fn roamer(&self, id: u64) -> Roamer {
        self.roamer_at(&self.balancer.address.to_string(), id)
    }

    fn roamer_at(&self, address: &str, id: u64) -> Roamer {
        Roamer::new(address, &self.balancer.url(), &self.cookie, self.person, id)
    }

    /// Somebody else who is signed in, at this server.
    async fn colleague_at(&self, server: usize, id: u64) -> Roamer {
        let email = format!("p{id}@example.org");
        let (status, report) = add_user(&self.url, &email, "member");
        assert_eq!(status, 0, "{report}");
        let (server, origin) = (&self.servers[server], self.balancer.url());
        let cookie = server.sign_in_from(&origin, &email).await;
        let person = fetch(&server.address, &cookie).await.unwrap().person;
        let mut roamer = Roamer::new(&server.address, &origin, &cookie, person, id);
        roamer.until(|me| me.client.status().is_live).await;
        roamer
    }

    /// The one who was signed in first, at this server.
    async fn first_at(&self, server: usize) -> Roamer {
        let mut roamer = self.roamer_at(&self.servers[server].address, 1);
        roamer.until(|me| me.client.status().is_live).await;
        roamer
    }

    fn more(&mut self) {
        let server = Served::start_behind(&self.url, &self.balancer.url());
        self.balancer.add(&server.address);
        self.servers.push(server);
    }
}

fn create(number: u64) -> CreateDepartment {
    CreateDepartment {
        id: department(number),
        name: format!("Team {number}").as_str().into(),
        purpose: String::new(),
        kind: DepartmentKind::Team,
        parent: None,
        key: None,
    }
}

fn knows(roamer: &Roamer, number: u64) -> bool {
    roamer.client.confirmed().department(department(number)).present().is_some()
}

fn departments(roamer: &Roamer) -> Vec<DepartmentId> {
    roamer.client.confirmed().departments().map(|row| row.id).collect()
}

/// Every accepted command has one number, none is missing and none is given twice.
fn check_sequence(cluster: &Cluster, url: &str) {
    let sql = "SELECT (SELECT seq FROM head) = (SELECT count(*) FROM \
               (SELECT seq FROM feed UNION SELECT seq FROM journal) AS numbers) \
               AND count(DISTINCT command_id) = count(DISTINCT seq) FROM journal";
    assert_eq!(cluster.tell(url, sql).trim(), "t");
}

#[tokio::test(flavor = "multi_thread")]
async fn any_server_takes_any_command_and_all_show_it() {
    let Some(cluster) = postgres::shared() else { return };
    let together = Together::start(cluster.new_database(), 3).await;
    let mut roamers: Vec<Roamer> = (1..=3).map(|id| together.roamer(id)).collect();
    for (number, roamer) in (1..).zip(&mut roamers) {
        roamer.until(|me| me.client.status().is_live).await;
        for count in 0..4 {
            roamer.dispatch(create(number * 10 + count)).await;
        }
    }
    for roamer in &mut roamers {
        roamer.until(|me| departments(me).len() == 12 && me.client.status().pending == 0).await;
        assert_eq!((roamer.done.len(), roamer.resets, roamer.welcomes), (4, 0, 1));
    }
    check_sequence(cluster, &together.url);
}

#[tokio::test(flavor = "multi_thread")]
async fn under_fire_and_with_a_server_killed_every_command_counts_once() {
    const BROWSERS: u64 = 9;
    const EACH: u64 = 20;
    let Some(cluster) = postgres::shared() else { return };
    let mut together = Together::start(cluster.new_database(), 3).await;
    let (half, mut halves) = tokio::sync::mpsc::channel(1);
    let browsers: Vec<_> = (1..=BROWSERS)
        .map(|id| {
            let (mut roamer, half) = (together.roamer(id), half.clone());
            tokio::spawn(async move {
                roamer.until(|me| me.client.status().is_live).await;
                for count in 0..EACH {
                    roamer.dispatch(create(id * 100 + count)).await;
                    if count == EACH / 2 {
                        // Only the first one is waited for; the others find no room.
                        let _ = half.try_send(());
                    }
                    // Some wait for their answer, some run ahead.
                    if id % 2 == 0 {
                        roamer.until_answered().await;
                    }
                }
                roamer.until_answered().await;
                roamer
            })
        })
        .collect();
    // In the midst of it one is killed, and another one comes.
    halves.recv().await.unwrap();
    together.servers.remove(0).kill();
    together.more();
    let all = usize::try_from(BROWSERS * EACH).unwrap();
    for browser in browsers {
        let mut roamer = browser.await.unwrap();
        roamer.until(|me| departments(me).len() == all).await;
        assert_eq!(roamer.done.len() as u64, EACH);
        assert_eq!(roamer.resets, 0, "nobody was thrown back");
    }
    check_sequence(cluster, &together.url);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_told_to_stop_hands_its_people_over() {
    let Some(cluster) = postgres::shared() else { return };
    let mut together = Together::start(cluster.new_database(), 1).await;
    let mut roamers: Vec<Roamer> = (1..=4).map(|id| together.roamer(id)).collect();
    for roamer in &mut roamers {
        roamer.until(|me| me.client.status().is_live).await;
    }
    together.more();
    for (number, roamer) in (100..).zip(&mut roamers) {
        roamer.dispatch(create(number)).await;
    }
    let stopped = together.servers.remove(0);
    // It fails where the server does not end well by itself.
    let stopping = tokio::task::spawn_blocking(|| stopped.stop());
    for roamer in &mut roamers {
        let is_over = |me: &Roamer| me.welcomes == 2 && (100..104).all(|number| knows(me, number));
        roamer.until(|me| me.client.status().pending == 0 && is_over(me)).await;
        assert_eq!((roamer.byes.as_slice(), roamer.resets), ([Bye::GoingAway].as_slice(), 0));
    }
    stopping.await.unwrap();
    check_sequence(cluster, &together.url);
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_hints_lost_connections_and_a_database_that_restarts_are_survived() {
    let Some(cluster) = Cluster::start() else { return };
    let together = Together::start(cluster.new_database(), 2).await;
    let at = |server: usize, id| together.roamer_at(&together.servers[server].address, id);
    let (mut one, mut other) = (at(0, 1), at(1, 2));
    for roamer in [&mut one, &mut other] {
        roamer.until(|me| me.client.status().is_live).await;
    }
    let listeners = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                     WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN%'";
    let everybody = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                     WHERE datname = current_database() AND pid <> pg_backend_pid()";
    for (number, blow) in [(1, Some(listeners)), (2, Some(everybody)), (3, None)] {
        match blow {
            Some(sql) => assert_ne!(cluster.tell(&together.url, sql).trim(), "0"),
            None => cluster.restart(),
        }
        one.dispatch(create(number)).await;
        one.until(|me| me.client.status().pending == 0 && knows(me, number)).await;
        other.until(|me| knows(me, number)).await;
    }
    assert_eq!((one.resets, other.resets), (0, 0));
    check_sequence(&cluster, &together.url);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_out_at_one_server_is_signed_out_at_all() {
    let Some(cluster) = postgres::shared() else { return };
    let together = Together::start(cluster.new_database(), 2).await;
    let mut roamer = together.roamer_at(&together.servers[1].address, 1);
    roamer.until(|me| me.client.status().is_live).await;
    let origin = together.balancer.url();
    let (head, _) =
        together.servers[0].ask_from(&origin, "POST", "/api/sign_out", &together.cookie, "{}").await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    roamer.until(|me| !me.byes.is_empty()).await;
    assert_eq!(roamer.byes, [Bye::SignedOut]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_reaches_those_who_are_connected_elsewhere() {
    let Some(cluster) = postgres::shared() else { return };
    let together = Together::start(cluster.new_database(), 2).await;
    let mut roamers: Vec<Roamer> = (1..=2).map(|id| together.roamer(id)).collect();
    for roamer in &mut roamers {
        roamer.until(|me| me.client.status().is_live).await;
    }
    let folder = crate::support::Folder::new();
    std::fs::write(folder.file("departments.csv"), "id,name,parent_id\n1,Compiler,\n2,Infra,1\n").unwrap();
    let place = folder.file("");
    let (status, report) = run(&together.url, &["import", place.to_str().unwrap(), "--source", "test"]);
    assert_eq!(status, 0, "{report}");
    for roamer in &mut roamers {
        roamer.until(|me| departments(me).len() == 2).await;
        assert_eq!(roamer.resets, 0);
    }
}

fn at(x: i32) -> Presence {
    Presence { place: Place::Map, pointer: Some((x, x)), gesture: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pointer_at_one_server_is_seen_at_another() {
    let Some(cluster) = postgres::shared() else { return };
    let mut together = Together::start(cluster.new_database(), 2).await;
    let (mut mei, mut colleague) = (together.first_at(0).await, together.colleague_at(1, 2).await);
    let person = together.person;
    colleague.show(at(0)).await;
    mei.show(at(1)).await;
    colleague.until_shown(person, Some(at(1))).await;
    // Whoever comes later is shown who is there, at a server that comes later, too.
    together.more();
    together.colleague_at(2, 3).await.until_shown(person, Some(at(1))).await;
    let everybody = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                     WHERE datname = current_database() AND pid <> pg_backend_pid()";
    assert_ne!(cluster.tell(&together.url, everybody).trim(), "0");
    mei.show(at(2)).await;
    colleague.until_shown(person, Some(at(2))).await;
    drop(mei);
    colleague.until_shown(person, None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_at_a_server_that_is_killed_is_shown_no_more() {
    let Some(cluster) = postgres::shared() else { return };
    let mut together = Together::start(cluster.new_database(), 2).await;
    let (mut mei, mut colleague) = (together.first_at(0).await, together.colleague_at(1, 2).await);
    mei.show(at(1)).await;
    colleague.until_shown(together.person, Some(at(1))).await;
    together.servers.remove(0).kill();
    colleague.until_shown(together.person, None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confidential_request_is_not_named_through_another_server() {
    let Some(cluster) = postgres::shared() else { return };
    let together = Together::start(cluster.new_database(), 2).await;
    let (mut handler, mut stranger) = (together.colleague_at(1, 2).await, together.colleague_at(1, 3).await);
    let mut mei = together.first_at(0).await;
    let member = |number, person, team, role| SetMembership {
        id: MembershipId(uuid(number)),
        person,
        department: department(team),
        role,
        title: String::new(),
    };
    mei.dispatch(create(COMPILER)).await;
    mei.dispatch(create(INFRA)).await;
    mei.dispatch(member(1, together.person, COMPILER, MembershipRole::Member)).await;
    mei.dispatch(member(2, handler.client.person(), INFRA, MembershipRole::Lead)).await;
    mei.dispatch(member(3, stranger.client.person(), INFRA, MembershipRole::Member)).await;
    let mut request = filed(1);
    request.sight = Sight::Confidential { handlers: vec![handler.client.person()] };
    let id = request.id;
    mei.dispatch(request).await;
    mei.until_answered().await;
    handler.until(|me| me.client.confirmed().request(id).present().is_some()).await;
    let there = Presence { place: Place::Board(department(INFRA)), ..at(0) };
    handler.show(there.clone()).await;
    stranger.show(there.clone()).await;
    let gesture = Some(Gesture::MovingRequest { id, over: None, after: None });
    mei.show(Presence { gesture: gesture.clone(), ..there.clone() }).await;
    handler.until_shown(together.person, Some(Presence { gesture, ..there.clone() })).await;
    // By the time the stranger is shown what follows, nothing of it is still to come.
    let after = Presence { pointer: Some((9, 9)), ..there };
    mei.show(after.clone()).await;
    stranger.until_shown(together.person, Some(after)).await;
    let shown = stranger.others.iter().filter_map(|(_, presence)| presence.as_ref());
    assert!(shown.into_iter().all(|presence| presence.gesture.is_none()));
}
