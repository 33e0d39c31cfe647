//! The directory: departments as a tree, people, services, and how all of it comes in and goes
//! out. What is shown is in the address, so a link shows a colleague the same.

mod address;
mod copy;
mod cursor;
mod department;
mod exchange;
pub(crate) mod find;
mod form;
mod name_form;
mod names;
mod people;
mod person;
mod service;
mod services;
mod several;
mod tree;
mod upload;

pub(crate) use copy::CopyField;
pub(crate) use department::{CreateDialog, Creating};
pub(crate) use form::Refused;
pub(crate) use names::{department as department_name, service_state};
pub use names::{department_kind, membership_role, organisation_role};
pub(crate) use person::role_note;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use weft_domain::Kind;

use crate::first_run::FirstRun;
use crate::hands::{Hands, use_hands};
use crate::i18n::{directory as text, t};
use crate::replica::{Topic, use_replica};
use crate::shell::{KeyHint, Page, PaletteEntry, PaletteGroup, use_keys, use_palette};
use crate::ui::icon::{PLUS, SEARCH};
use crate::ui::{Button, ButtonKind, Choice, ItemMark, Segmented, icon_small};
use address::{Address, Open, Tab};

/// What the pieces of the directory share.
#[derive(Clone, Copy)]
struct Desk {
    address: Memo<Address>,
    go: Callback<(Address,)>,
    hands: Hands,
}

impl Desk {
    /// Shows something else.
    fn go(self, change: impl FnOnce(&mut Address)) {
        let mut address = self.address.get_untracked();
        change(&mut address);
        self.go.run((address,));
    }

    /// Opens something in the panel.
    fn open(self, open: Open) {
        self.go(|address| address.show(open));
    }
}

fn use_desk() -> Desk {
    expect_context()
}

/// The screen at `/directory`.
#[component]
pub fn Directory() -> impl IntoView {
    let query = use_query_map();
    let address = Memo::new(move |_| query.with(Address::read));
    let navigate = use_navigate();
    let go = Callback::new(move |(address,): (Address,)| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&address.path(), options);
    });
    let desk = Desk { address, go, hands: use_hands() };
    provide_context(desk);
    let creating = department::provide_creating();
    let adding = people::provide_adding();
    let offering = services::provide_offering();
    offer(desk);
    let is_empty = no_departments();
    let panel_label = t(move |locale| match address.with(|address| address.open) {
        Some(Open::Person(_)) => text::person(locale),
        Some(Open::Service(_)) => text::service(locale),
        Some(Open::Department(_)) | None => text::department(locale),
    });
    let actions = move || {
        let may = desk.hands;
        match address.with(|address| address.tab) {
            // The first run has its own.
            Tab::Departments if is_empty.get() => None,
            Tab::Departments => may.creates_departments().then(|| add(text::new_department, creating.open)),
            Tab::People => may.adds_people().then(|| add(text::new_person, adding)),
            Tab::Services => may.offers_services().then(|| add(text::new_service, offering.open)),
            Tab::Exchange => None,
        }
    };
    view! {
        <Page
            title=t(text::title)
            tabs=|| view! { <Summary /> }
            actions=move || actions
            sub=move || view! { <SubBar /> }
            panel=move || panel_of(address)
            panel_open=Signal::derive(move || address.with(|address| address.open.is_some()))
            on_panel_close=move || desk.go(|address| address.open = None)
            panel_label=panel_label
            panel_px=432
            class="dir-body"
        >
            {move || match address.with(|address| address.tab) {
                Tab::Departments if is_empty.get() => view! { <FirstRun /> }.into_any(),
                Tab::Departments => view! { <tree::Tree /> }.into_any(),
                Tab::People => view! { <people::People /> }.into_any(),
                Tab::Services => view! { <services::Services /> }.into_any(),
                Tab::Exchange => view! { <exchange::Exchange /> }.into_any(),
            }}
            <department::CreateDialog creating=creating on_created=move |id| desk.open(Open::Department(id)) />
            <people::AddDialog open=adding />
            <services::OfferDialog offering=offering />
        </Page>
    }
}

fn add(label: fn(weft_domain::Locale) -> &'static str, open: RwSignal<bool>) -> AnyView {
    view! {
        <Button kind=ButtonKind::Primary lead=PLUS collapse=t(label) on_press=move || open.set(true)>
            {t(label)}
        </Button>
    }
    .into_any()
}

/// Whether the organisation has no department at all.
pub(crate) fn no_departments() -> Memo<bool> {
    let replica = use_replica();
    Memo::new(move |_| {
        replica.read(&[Topic::Kind(Kind::Department)], |world| world.departments().next().is_none())
    })
}

fn panel_of(address: Memo<Address>) -> AnyView {
    let open = Memo::new(move |_| address.with(|address| address.open));
    (move || match open.get() {
        Some(Open::Department(id)) => view! { <department::DepartmentPanel id=id /> }.into_any(),
        Some(Open::Person(id)) => view! { <person::PersonPanel id=id /> }.into_any(),
        Some(Open::Service(id)) => view! { <service::ServicePanel id=id /> }.into_any(),
        None => ().into_any(),
    })
    .into_any()
}

/// How many there are, beside the title.
#[component]
fn Summary() -> impl IntoView {
    let replica = use_replica();
    let counts = Memo::new(move |_| {
        replica.read(&[Topic::Kind(Kind::Department), Topic::Kind(Kind::Person)], |world| {
            let departments = world.departments().filter(|row| row.is_active()).count();
            let people = world.people().filter(|row| !row.is_retired).count();
            (departments, people)
        })
    });
    let departments = t(move |locale| text::departments_count(locale, counts.get().0));
    let people = t(move |locale| text::people_count(locale, counts.get().1));
    view! { <span class="note wide num">{departments} " · " {people}</span> }
}

/// The tabs, the search, and what the tab filters by.
#[component]
fn SubBar() -> impl IntoView {
    let desk = use_desk();
    let tabs = vec![
        Choice::new(Tab::Departments.name(), t(text::departments)),
        Choice::new(Tab::People.name(), t(text::people)),
        Choice::new(Tab::Services.name(), t(text::services)),
        Choice::new(Tab::Exchange.name(), t(text::exchange)),
    ];
    let tab = Memo::new(move |_| desk.address.with(|address| address.tab));
    view! {
        <Segmented
            label=t(text::views)
            options=tabs
            value=Signal::derive(move || tab.get().name().to_owned())
            on_change=move |name: String| desk.go(|address| *address = Address::of(Tab::named(&name)))
            small=true
        />
        {move || {
            (tab.get() != Tab::Exchange)
                .then(|| {
                    view! {
                        <SearchField />
                        {match tab.get() {
                            Tab::People => view! { <people::Filters /> }.into_any(),
                            Tab::Departments | Tab::Services | Tab::Exchange => ().into_any(),
                        }}
                        <address::RetiredFilter />
                    }
                })
        }}
    }
}

/// The field that narrows the list; `/` leads to it.
#[component]
fn SearchField() -> impl IntoView {
    let desk = use_desk();
    let field = NodeRef::<leptos::html::Input>::new();
    let focus = Callback::new(move |()| {
        if let Some(field) = field.get_untracked() {
            crate::ui::internal::focus(&field);
            field.select();
        }
    });
    use_keys(t(text::title), vec![KeyHint::run("/", text::search, focus)]);
    view! {
        <label class="search dir-search">
            {icon_small(SEARCH)}
            <span class="sr">{t(text::search)}</span>
            <input
                type="search"
                dir="auto"
                autocomplete="off"
                spellcheck="false"
                node_ref=field
                placeholder=t(text::search)
                prop:value=move || desk.address.with(|address| address.words.clone())
                on:input=move |event| {
                    let words = event_target_value(&event);
                    desk.go(|address| address.words = words);
                }
            />
            <kbd>"/"</kbd>
        </label>
    }
}

/// What the directory gives the palette: its lists.
fn offer(desk: Desk) {
    use_palette(move |locale| {
        let show = |tab: Tab, name: &str| {
            let run = Callback::new(move |()| desk.go(|address| *address = Address::of(tab)));
            PaletteEntry::new(format!("directory:{}", tab.name()), PaletteGroup::Views, name, run)
                .mark(ItemMark::Icon(crate::ui::icon::DIRECTORY))
        };
        vec![
            show(Tab::People, text::people(locale)),
            show(Tab::Services, text::services(locale)),
            show(Tab::Exchange, text::exchange(locale)),
        ]
    });
}
