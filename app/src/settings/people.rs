//! Who gets in: invitations, and the accounts there are.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use weft_domain::{OrganisationRole, PersonId};

use super::{invite, section};
use crate::api::{self, AccountView, ApiError};
use crate::directory::CopyField;
use crate::hands::{Hands, use_hands};
use crate::i18n::{common, settings as text, t, use_locale};
use crate::replica::Topic;
use crate::ui::icon::{KEY, LOCK, MORE, UNDO};
use crate::ui::{
    Avatar, Button, Confirm, Dialog, LoadingBars, MarkSize, Menu, MenuItem, Tag, TextField, VirtualList, icon,
};

/// The height of a row in pixels.
const ROW_PX: u32 = 52;
/// Rows the list shows at most before it scrolls.
const ROWS_SHOWN_MAX: usize = 10;

/// The tab.
#[component]
pub(super) fn Access() -> impl IntoView {
    let hands = use_hands();
    let runs = Memo::new(move |_| hands.holds(OrganisationRole::Admin));
    view! {
        {section(text::invite, Some(text::invite_note), view! { <invite::Invite /> }.into_any())}
        {section(
            text::roles,
            Some(text::roles_note),
            view! {
                <A href="/directory?tab=people" attr:class="btn">{t(text::to_people)}</A>
            }
                .into_any(),
        )}
        {move || runs.get().then(|| section(text::accounts, Some(text::accounts_note), view! { <Accounts /> }.into_any()))}
    }
}

/// What is known of the accounts, and what is being done with one.
#[derive(Clone, Copy)]
struct Desk {
    hands: Hands,
    known: RwSignal<Option<Result<Vec<AccountView>, ApiError>>>,
    closing: RwSignal<Option<PersonId>>,
    link: RwSignal<Option<String>>,
}

#[component]
fn Accounts() -> impl IntoView {
    let hands = use_hands();
    let locale = use_locale();
    let desk =
        Desk { hands, known: RwSignal::new(None), closing: RwSignal::new(None), link: RwSignal::new(None) };
    if cfg!(target_arch = "wasm32") {
        desk.load();
    }
    let (asking, showing) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        {move || match desk.known.get() {
            None => view! { <LoadingBars /> }.into_any(),
            Some(Ok(accounts)) => view! { <List desk=desk accounts=accounts asking=asking showing=showing /> }.into_any(),
            Some(Err(error)) => {
                let said = crate::access::explain(locale.get(), &hands.replica().world(), &error);
                view! {
                    <p class="problem">{said}</p>
                    <Button on_press=move || desk.load()>{t(common::retry)}</Button>
                }
                    .into_any()
            }
        }}
        <Confirm
            open=asking
            title=t(text::close_question)
            body=t(text::close_note)
            action=t(text::close_account)
            danger=true
            on_confirm=move || {
                if let Some(person) = desk.closing.get_untracked() {
                    desk.set_disabled(person, true);
                }
            }
        />
        <Dialog open=showing title=t(text::reset_link)>
            {move || desk.link.get().map(|link| view! { <CopyField label=t(text::reset_link) text=link hint=t(text::link_note) /> })}
        </Dialog>
    }
}

#[component]
fn List(
    desk: Desk,
    accounts: Vec<AccountView>,
    asking: RwSignal<bool>,
    showing: RwSignal<bool>,
) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let world = desk.hands.replica().world();
    let name =
        |person: PersonId| world.person(person).present().map(|row| row.name.clone()).unwrap_or_default();
    let mut all: Vec<(String, AccountView)> =
        accounts.into_iter().map(|account| (name(account.person), account)).collect();
    all.sort_by_cached_key(|(name, _)| name.to_lowercase());
    let all = StoredValue::new(all);
    let rows = Memo::new(move |_| {
        let words = words.with(|words| words.trim().to_lowercase());
        all.with_value(|all| {
            let matches = |(name, account): &&(String, AccountView)| {
                name.to_lowercase().contains(&words) || account.email.to_lowercase().contains(&words)
            };
            all.iter().filter(matches).map(|(_, account)| account.clone()).collect::<Vec<_>>()
        })
    });
    let count = Signal::derive(move || rows.with(Vec::len));
    let row = move |at: usize| {
        let account = Memo::new(move |_| rows.with(|rows| rows.get(at).cloned()));
        (move || account.get().map(|account| account_row(desk, account, asking, showing))).into_any()
    };
    view! {
        <TextField label=t(text::find_account) value=words kind="search" />
        <p class="note num" aria-live="polite">{t(move |locale| text::accounts_count(locale, count.get()))}</p>
        <div class="setting-list" style=move || format!("height:{}px", count.get().clamp(1, ROWS_SHOWN_MAX) * ROW_PX as usize)>
            <VirtualList label=t(text::accounts) count=count row_px=ROW_PX row=row />
        </div>
    }
}

fn account_row(desk: Desk, account: AccountView, asking: RwSignal<bool>, showing: RwSignal<bool>) -> AnyView {
    let AccountView { person, email, is_disabled } = account;
    let replica = desk.hands.replica();
    let name = Signal::derive(move || {
        let topics = [Topic::Row(person.into())];
        replica.read(&topics, |world| {
            world.person(person).present().map(|row| row.name.clone()).unwrap_or_default()
        })
    });
    let is_me = desk.hands.replica().me().get_untracked() == Some(person);
    let more = t(move |locale| text::more_for(locale, &name.get()));
    let close = move || {
        desk.closing.set(Some(person));
        asking.set(true);
    };
    let items = move || {
        let step = if is_disabled {
            view! { <MenuItem lead=UNDO on_press=move || desk.set_disabled(person, false)>{t(text::open_account)}</MenuItem> }.into_any()
        } else {
            view! { <MenuItem lead=LOCK disabled=is_me on_press=close>{t(text::close_account_more)}</MenuItem> }.into_any()
        };
        view! {
            <MenuItem lead=KEY on_press=move || desk.reset_link(person, showing)>{t(text::make_reset_link)}</MenuItem>
            {step}
        }
        .into_any()
    };
    view! {
        <div class="setting-line account">
            <Avatar name=name id=person.0.into_bytes() size=MarkSize::Small />
            <span class="setting-line-text">
                <span class="row">
                    <A href=format!("/directory?tab=people&person={person}") attr:class="clip" attr:dir="auto">{name}</A>
                    {is_disabled.then(|| view! { <Tag>{t(text::closed)}</Tag> })}
                    {is_me.then(|| view! { <Tag>{t(text::you)}</Tag> })}
                </span>
                <span class="note clip" dir="auto">{email}</span>
            </span>
            <Menu label=more.clone() button_class="btn plain icon small" button_label=more button=|| icon(MORE)>{items()}</Menu>
        </div>
    }
    .into_any()
}

impl Desk {
    fn load(self) {
        spawn_local(async move {
            let answer = api::accounts().await.flatten();
            // The page may have been left meanwhile.
            let _ = self.known.try_set(Some(answer));
        });
    }

    fn set_disabled(self, person: PersonId, disabled: bool) {
        spawn_local(async move {
            match api::set_account_disabled(person, disabled).await.flatten() {
                Ok(()) => self.load(),
                Err(error) => self.say(&error),
            }
        });
    }

    fn reset_link(self, person: PersonId, showing: RwSignal<bool>) {
        spawn_local(async move {
            match api::make_reset_link(person).await.flatten() {
                Ok(link) => {
                    let _ = self.link.try_set(Some(link));
                    let _ = showing.try_set(true);
                }
                Err(error) => self.say(&error),
            }
        });
    }

    fn say(self, error: &ApiError) {
        self.hands.say(crate::access::explain(self.hands.locale(), &self.hands.replica().world(), error));
    }
}
