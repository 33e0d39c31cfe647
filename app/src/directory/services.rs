//! What is offered, as a list of which only the window is mounted.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use weft_domain::{
    CreateService, DepartmentId, Field, Kind, LocalText, ServiceId, ServiceState, Uuid, World,
};

use super::address::{Address, Open};
use super::cursor::Cursor;
use super::department::footer;
use super::form::Refused;
use super::name_form::NameForm;
use super::several::Several;
use super::{Desk, find, names, tree, use_desk};
use crate::hands::use_hands;
use crate::i18n::{Locale, directory as text, t, use_locale};
use crate::replica::Topic;
use crate::ui::icon::{LOCK, SERVICE};
use crate::ui::{Checkbox, Dialog, EmptyState, Tag, TextArea, VirtualList, icon, icon_small};

/// The height of a row in pixels.
const ROW_PX: u32 = 44;

/// The form of a new service, and for whom.
#[derive(Clone, Copy)]
pub(super) struct Offering {
    pub(super) open: RwSignal<bool>,
    provider: RwSignal<Option<DepartmentId>>,
}

impl Offering {
    /// Opens the form, for a department if one is named.
    pub(super) fn begin(self, provider: Option<DepartmentId>) {
        self.provider.set(provider);
        self.open.set(true);
    }
}

/// Puts the form into context.
pub(super) fn provide_offering() -> Offering {
    let offering = Offering { open: RwSignal::new(false), provider: RwSignal::new(None) };
    provide_context(offering);
    offering
}

/// The form of the directory.
pub(super) fn use_offering() -> Offering {
    expect_context()
}

/// An offer of nothing: to ask whether the reader may offer for a department.
pub(super) fn offer_by(provider: DepartmentId) -> CreateService {
    CreateService {
        id: ServiceId(Uuid::nil()),
        name: LocalText::default(),
        description: String::new(),
        providers: vec![provider],
        is_confidential: false,
    }
}

/// The list.
#[component]
pub(super) fn Services() -> impl IntoView {
    let desk = use_desk();
    let locale = use_locale();
    let rows = Memo::new(move |_| {
        let (address, locale) = (desk.address.get(), locale.get());
        desk.hands.replica().read(&[Topic::Kind(Kind::Service)], |world| services(world, locale, &address))
    });
    let count = Signal::derive(move || rows.with(Vec::len));
    let cursor = Cursor::new(count);
    let on_key = move |event: KeyboardEvent| {
        let at = cursor.at.get_untracked();
        if !cursor.key(&event)
            && event.key() == "Enter"
            && let Some(id) = rows.with_untracked(|rows| rows.get(at).copied())
        {
            event.prevent_default();
            desk.open(Open::Service(id));
        }
    };
    let row = move |at: usize| {
        let id = Memo::new(move |_| rows.with(|rows| rows.get(at).copied()));
        (move || id.get().map(|id| service_row(desk, cursor, at, id))).into_any()
    };
    let empty = move || {
        if desk.address.with(|address| !address.words.is_empty()) {
            return tree::nothing(desk);
        }
        view! {
            <div class="dir-empty">
                <EmptyState title=t(text::no_services) body=t(text::no_services_note) />
            </div>
        }
        .into_any()
    };
    view! {
        <div class="dir-list">
            <div class="dir-head service-grid" aria-hidden="true">
                <span>{t(text::service)}</span>
                <span class="wide2">{t(text::providers)}</span>
                <span class="r">{t(text::state)}</span>
            </div>
            <Show when=move || { count.get() > 0 } fallback=empty>
                <VirtualList
                    label=t(text::services)
                    count=count
                    row_px=ROW_PX
                    role="grid"
                    active=cursor.active()
                    reveal=cursor.reveal()
                    row=row
                    on:keydown=on_key
                />
            </Show>
        </div>
    }
}

fn services(world: &World, locale: Locale, address: &Address) -> Vec<ServiceId> {
    let words = address.words.trim().to_lowercase();
    let mut found: Vec<(String, ServiceId)> = world
        .services()
        .filter(|row| address.with_retired || row.state != ServiceState::Retired)
        .filter(|row| {
            let names = row.name.by_locale.values().chain([&row.name.default, &row.description]);
            words.is_empty() || names.into_iter().any(|text| text.to_lowercase().contains(&words))
        })
        .map(|row| (row.name.get(locale).to_lowercase(), row.id))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, id)| id).collect()
}

fn service_row(desk: Desk, cursor: Cursor, at: usize, id: ServiceId) -> AnyView {
    let locale = use_locale();
    let row = Memo::new(move |_| {
        desk.hands.replica().read(&[Topic::Row(id.into())], |world| {
            let row = world.service(id).present()?;
            let providers: Vec<_> =
                row.providers.iter().map(|id| names::department(world, locale.get(), *id)).collect();
            Some((
                row.name.get(locale.get()).to_owned(),
                providers.join(", "),
                row.state,
                row.is_confidential,
            ))
        })
    });
    let is_chosen = Memo::new(move |_| desk.address.with(|address| address.open == Some(Open::Service(id))));
    let inside = move || {
        let (name, providers, state, confidential) = row.get()?;
        Some(view! {
            <span role="gridcell" class="dir-cell">
                {icon(SERVICE)}
                <span class="clip" dir="auto">{name}</span>
                {confidential.then(|| view! { <Tag>{icon_small(LOCK)} {t(text::confidential)}</Tag> })}
            </span>
            <span role="gridcell" class="wide2 clip faint" dir="auto">{providers}</span>
            <span role="gridcell" class="r faint">{t(move |locale| names::service_state(locale, state))}</span>
        })
    };
    let open = move |_| {
        cursor.at.set(at);
        desk.open(Open::Service(id));
    };
    view! {
        <div
            role="row"
            id=cursor.id(at)
            class="dir-row service-grid"
            class:at=move || cursor.is_at(at)
            class:faded=move || row.with(|row| row.as_ref().is_some_and(|row| row.2 != ServiceState::Active))
            aria-rowindex=at + 1
            aria-selected=move || is_chosen.get().to_string()
            on:click=open
        >
            {inside}
        </div>
    }
    .into_any()
}

/// The form of a new service.
#[component]
pub(super) fn OfferDialog(offering: Offering) -> impl IntoView {
    let form = crate::ui::fresh_id("offer");
    let footer_form = form.clone();
    view! {
        <Dialog open=offering.open title=t(text::new_service) footer=move || footer(offering.open, footer_form.clone(), text::offer)>
            <OfferForm offering=offering form=form.clone() />
        </Dialog>
    }
}

#[component]
fn OfferForm(offering: Offering, form: String) -> impl IntoView {
    let hands = use_hands();
    let desk = use_desk();
    let name = NameForm::of(&"".into());
    let description = RwSignal::new(String::new());
    let confidential = RwSignal::new(false);
    let first = offering.provider.get_untracked().and_then(|id| {
        let world = hands.replica().world();
        world.department(id).present().map(|row| find::department_item(&world, hands.locale(), row))
    });
    let providers = RwSignal::new(first.into_iter().collect::<Vec<_>>());
    let find = move |words: String| find::departments(&hands.replica().world(), hands.locale(), &words);
    let refused = Refused::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let id = ServiceId(hands.dispatch().new_id().0);
        let command = CreateService {
            id,
            name: name.read(),
            description: description.get_untracked(),
            providers: providers
                .with_untracked(|items| items.iter().filter_map(|item| item.id.parse().ok()).collect()),
            is_confidential: confidential.get_untracked(),
        };
        if refused.note(hands.try_send(command)) {
            offering.open.set(false);
            desk.open(Open::Service(id));
        }
    };
    view! {
        <form id=form class="dialog-form" novalidate on:submit=submit>
            {name.view(refused)}
            <TextArea label=t(text::covers) value=description hint=t(text::covers_hint) error=refused.of(Field::Description) />
            <Several label=t(text::providers) find=find placeholder=t(text::choose_department) value=providers />
            <Checkbox label=t(text::confidential_long) checked=confidential />
            {refused.rest(&[Field::Name, Field::Description])}
        </form>
    }
}
