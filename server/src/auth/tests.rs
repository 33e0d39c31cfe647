//! What two at once, or a server that ends in between, must not leave behind.

use weft_app::api::{ApiError, NewAccount, NewOrganisation};
use weft_domain::{Kind, Locale, Timestamp};

use super::*;
use crate::{clock::Clock, hub::Limits, store::tests::Folder};

/// Milliseconds that a test's clock shows.
const NOW: i64 = 1_780_000_000_000;

async fn auth(folder: &Folder) -> Auth {
    let store = Store::open(&folder.url()).await.unwrap();
    let (engine, _) = Engine::start(store, Clock::new(|| Timestamp(NOW))).await.unwrap();
    let (_, stopping) = tokio::sync::watch::channel(false);
    let hub = Hub::new(engine.clone(), Arc::default(), Limits::default(), stopping);
    Auth::new(engine, hub).unwrap()
}

fn account(name: &str) -> NewAccount {
    let email = format!("{name}@weft.test");
    NewAccount { name: name.to_owned(), email, password: format!("the password of {name}") }
}

fn organisation(name: &str) -> NewOrganisation {
    let time_zone = "Asia/Shanghai".to_owned();
    NewOrganisation { name: name.to_owned(), locale: Locale::ZhHans, time_zone }
}

/// The names of everybody in the directory, and the addresses of all accounts.
async fn everybody(auth: &Auth) -> (Vec<String>, Vec<String>) {
    let world = auth.engine().current().world.clone();
    let people = world.people().map(|row| row.name.clone()).collect();
    let accounts = auth.store().accounts().await.unwrap();
    (people, accounts.into_iter().map(|row| row.email).collect())
}

#[tokio::test]
async fn of_two_who_set_up_at_once_one_does_and_the_other_leaves_nothing_behind() {
    let folder = Folder::new("set-up-twice");
    let auth = auth(&folder).await;
    let link = auth.setup_link().await.unwrap().unwrap().hash();
    let (ann, bo) = (account("ann"), account("bo"));
    let (first, second) = (organisation("First"), organisation("Second"));
    let (one, two) = tokio::join!(auth.set_up(link, &first, &ann), auth.set_up(link, &second, &bo));
    let (winner, loser) = if one.is_ok() { ("ann", two) } else { ("bo", one) };
    assert!(matches!(loser, Err(AuthError::Told(ApiError::LinkInvalid))), "{loser:?}");
    let (people, accounts) = everybody(&auth).await;
    assert_eq!(people, [winner]);
    assert_eq!(accounts, [format!("{winner}@weft.test")]);
    let name = auth.engine().current().world.organisation().unwrap().name.clone();
    assert_eq!(name, if winner == "ann" { "First" } else { "Second" });
}

#[tokio::test]
async fn of_two_who_accept_one_invitation_at_once_one_does() {
    let folder = Folder::new("accept-twice");
    let auth = auth(&folder).await;
    let setup = auth.setup_link().await.unwrap().unwrap().hash();
    let first = auth.set_up(setup, &organisation("Weft"), &account("root")).await.unwrap();
    let link = auth.invite(first.person, None, None, weft_domain::Roles::NONE).await.unwrap().hash();
    let (ann, bo) = (account("ann"), account("bo"));
    let (one, two) = tokio::join!(auth.accept_invitation(link, &ann), auth.accept_invitation(link, &bo));
    let winner = if one.is_ok() { "ann" } else { "bo" };
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    let (people, accounts) = everybody(&auth).await;
    assert_eq!(people.len(), 2);
    assert!(people.iter().any(|name| name == winner));
    assert_eq!(accounts, [format!("{winner}@weft.test"), "root@weft.test".to_owned()]);
}

#[tokio::test]
async fn of_two_accounts_with_one_address_made_at_once_one_is_made_and_no_person_too_many() {
    let folder = Folder::new("same-address");
    let auth = auth(&folder).await;
    let new = account("ann");
    let (one, two) = tokio::join!(
        auth.add_account(None, weft_domain::Roles::NONE, &new),
        auth.add_account(None, weft_domain::Roles::NONE, &new),
    );
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert_eq!(auth.engine().current().world.count(Kind::Person), 1);
}

#[tokio::test]
async fn who_comes_back_after_the_server_ended_in_between_is_no_second_person() {
    let folder = Folder::new("in-between");
    let auth = auth(&folder).await;
    let link = auth.setup_link().await.unwrap().unwrap().hash();
    // The person gets in, the account does not.
    auth.store()
        .tell_writer(
            "CREATE TRIGGER not_yet BEFORE INSERT ON account BEGIN SELECT RAISE(ABORT, 'not yet'); END",
        )
        .await;
    auth.set_up(link, &organisation("Weft"), &account("an")).await.unwrap_err();
    assert_eq!(auth.engine().current().world.count(Kind::Person), 1);
    auth.store().tell_writer("DROP TRIGGER not_yet").await;
    let made = auth.set_up(link, &organisation("Weft"), &account("ann")).await.unwrap();
    assert_eq!(everybody(&auth).await, (vec!["ann".to_owned()], vec!["ann@weft.test".to_owned()]));
    let world = auth.engine().current().world.clone();
    assert_eq!(world.contact(made.person).present().unwrap().email, "ann@weft.test");
}

fn is_throttled<T>(said: &Result<T, AuthError>) -> bool {
    matches!(said, Err(AuthError::Told(ApiError::Throttled { .. })))
}

#[tokio::test]
async fn of_many_wrong_passwords_at_once_no_more_are_looked_at_than_one_after_the_other() {
    let folder = Folder::new("burst");
    let auth = auth(&folder).await;
    auth.add_account(None, weft_domain::Roles::NONE, &account("ann")).await.unwrap();
    let mut tries = tokio::task::JoinSet::new();
    for number in 0..40 {
        let auth = auth.clone();
        tries.spawn(async move {
            let from = CameFrom { address: format!("192.0.2.{number}"), ..CameFrom::default() };
            auth.sign_in("ann@weft.test", "a wrong password", &from).await
        });
    }
    let said = tries.join_all().await;
    let looked_at = said.iter().filter(|said| !is_throttled(said)).count();
    assert_eq!(looked_at, 6, "five are free, the sixth begins the wait");
    assert!(said.iter().all(Result::is_err));
}

#[tokio::test]
async fn who_sets_another_password_by_a_link_does_not_wait_for_what_they_tried_before() {
    let folder = Folder::new("locked-out");
    let auth = auth(&folder).await;
    let ann = auth.add_account(None, weft_domain::Roles::NONE, &account("ann")).await.unwrap();
    let sign_in = |password: &'static str, from: &'static str| {
        let (auth, address) = (auth.clone(), from.to_owned());
        async move {
            let from = CameFrom { address, ..CameFrom::default() };
            auth.sign_in("ann@weft.test", password, &from).await
        }
    };
    for _ in 0..6 {
        sign_in("forgotten", "192.0.2.1").await.unwrap_err();
    }
    assert!(is_throttled(&sign_in("the password of ann", "192.0.2.2").await));
    let link = auth.reset_link(ann.person).await.unwrap().hash();
    auth.reset_password(link, "another password").await.unwrap();
    sign_in("another password", "192.0.2.2").await.unwrap();
}

#[tokio::test]
async fn an_organisation_begins_in_the_language_and_zone_of_who_sets_it_up() {
    for (asked, kept) in [("Asia/Shanghai", "Asia/Shanghai"), ("Mars/Olympus", "UTC")] {
        let folder = Folder::new(&format!("begins-{kept}").replace('/', "-"));
        let auth = auth(&folder).await;
        let link = auth.setup_link().await.unwrap().unwrap().hash();
        let new = NewOrganisation { time_zone: asked.to_owned(), ..organisation("Weft") };
        auth.set_up(link, &new, &account("ann")).await.unwrap();
        let row = auth.engine().current().world.organisation().unwrap().clone();
        assert_eq!((row.locale, row.time_zone.as_str()), (Locale::ZhHans, kept));
    }
}

#[tokio::test]
async fn an_organisation_begun_on_the_command_line_has_somebody_who_can_give_every_role() {
    let folder = Folder::new("first-admin");
    let auth = auth(&folder).await;
    let admin = weft_domain::Roles::NONE.with(weft_domain::OrganisationRole::Admin);
    for (name, roles) in
        [("ann", weft_domain::OrganisationRole::ALL.iter().copied().collect()), ("bo", admin)]
    {
        let made = auth.add_account(None, admin, &account(name)).await.unwrap();
        let world = auth.engine().current().world.clone();
        assert_eq!(world.person(made.person).present().unwrap().roles, roles, "{name}");
    }
}
