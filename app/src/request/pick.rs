//! Choosing something for a request by keyboard or finger: its column, who works on it, its labels,
//! whom to hand it over to. One dialog for all of them.

mod offers;

use leptos::html;
use leptos::prelude::*;
use weft_domain::{
    AssignRequest, DepartmentId, HandOverRequest, LabelId, LabelRequest, MoveRequest, RequestId, SetHandlers,
    SetLabel, WatchRequest, World,
};

use super::words;
use crate::hands::{Hands, use_hands};
use crate::i18n::{Locale, common, request as text, t, use_locale};
use crate::ui::icon::CHECK;
use crate::ui::{ComboItem, Dialog, ItemMark, icon};
use offers::{Offer, offers, topics_of};

/// Choices shown at once; more words find the others.
const SHOWN_MAX: usize = 50;

/// What is to be chosen, and for which request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The column it stands in.
    Column(RequestId),
    /// Who works on it.
    Assignee(RequestId),
    /// Its labels.
    Labels(RequestId),
    /// The department it is handed over to.
    Holder(RequestId),
    /// Who follows it.
    Watchers(RequestId),
    /// Who handles it in confidence.
    Handlers(RequestId),
}

/// The dialog's state. A copy is the same.
#[derive(Clone, Copy)]
pub struct Picker {
    open: RwSignal<bool>,
    what: RwSignal<Option<Pick>>,
}

impl Picker {
    /// A closed one.
    #[expect(clippy::new_without_default, reason = "it makes signals, which a default should not")]
    pub fn new() -> Self {
        Self { open: RwSignal::new(false), what: RwSignal::new(None) }
    }

    /// Opens the dialog.
    pub fn ask(self, pick: Pick) {
        self.what.set(Some(pick));
        self.open.set(true);
    }
}

/// The dialog in which a [`Pick`] is made: words narrow, arrows and Enter choose, a press chooses.
#[component]
pub fn PickDialog(
    /// Its state.
    picker: Picker,
) -> impl IntoView {
    let title = t(move |locale| match picker.what.get() {
        Some(Pick::Column(_)) => text::move_to(locale),
        Some(Pick::Assignee(_)) => text::assign_to(locale),
        Some(Pick::Labels(_)) => text::labels(locale),
        Some(Pick::Holder(_)) => text::hand_over_to(locale),
        Some(Pick::Watchers(_)) => text::watchers(locale),
        Some(Pick::Handlers(_)) => text::handlers(locale),
        None => "",
    });
    let hands = use_hands();
    view! {
        <Dialog open=picker.open title=title class="pick">
            {move || picker.what.get().map(|pick| body(picker, hands, pick))}
        </Dialog>
    }
}

fn body(picker: Picker, hands: Hands, pick: Pick) -> AnyView {
    let locale = use_locale();
    let said = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let replica = StoredValue::new(hands.replica());
    let offers = Memo::new(move |_| {
        replica.with_value(|replica| {
            replica.read(&topics_of(&replica.world(), pick), |world| {
                said.with(|said| offers(world, locale.get(), pick, &said.trim().to_lowercase()))
            })
        })
    });
    let choose = move |offer: &Offer| {
        choose(hands, pick, offer, &said.get_untracked());
        if matches!(pick, Pick::Labels(_) | Pick::Watchers(_) | Pick::Handlers(_)) {
            said.set(String::new());
        } else {
            picker.open.set(false);
        }
    };
    let choose_at = move |at: usize| {
        if let Some(offer) = offers.with_untracked(|offers| offers.get(at).cloned()) {
            choose(&offer);
        }
    };
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        // Enter and the arrows belong to the input method while it composes a Chinese word.
        if event.is_composing() {
            return;
        }
        let (key, count) = (event.key(), offers.with_untracked(Vec::len).min(SHOWN_MAX));
        let at = active.get_untracked();
        if key == "Enter" {
            event.prevent_default();
            choose_at(at);
        } else if matches!(key.as_str(), "ArrowDown" | "ArrowUp")
            && let Some(next) = crate::ui::internal::roving(&key, at, count)
        {
            event.prevent_default();
            active.set(next);
        }
    };
    view! {
        <div class="picker" on:keydown=on_keydown>
            {field(said, active)}
            {move || list(offers.get(), active, Callback::new(move |(at,)| choose_at(at)))}
        </div>
    }
    .into_any()
}

fn field(said: RwSignal<String>, active: RwSignal<usize>) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            request_animation_frame(move || {
                // One that has meanwhile gone needs no focus.
                let _ = input.focus();
            });
        }
    });
    view! {
        <input
            class="input"
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls="picker-list"
            aria-activedescendant=move || format!("picker-{}", active.get())
            aria-label=t(text::type_to_find)
            placeholder=t(text::type_to_find)
            autocomplete="off"
            spellcheck="false"
            dir="auto"
            node_ref=input
            prop:value=move || said.get()
            on:input=move |event| {
                said.set(event_target_value(&event));
                active.set(0);
            }
        />
    }
    .into_any()
}

fn list(offers: Vec<Offer>, active: RwSignal<usize>, choose: Callback<(usize,)>) -> AnyView {
    let hidden = offers.len().saturating_sub(SHOWN_MAX);
    let row = |(at, offer): (usize, Offer)| {
        view! {
            <div
                role="option"
                id=format!("picker-{at}")
                aria-selected=move || (active.get() == at).to_string()
                aria-checked=offer.is_chosen.to_string()
                on:pointermove=move |_| {
                    if active.get_untracked() != at {
                        active.set(at);
                    }
                }
                on:click=move |_| choose.run((at,))
            >
                {offer.mark.view(&offer.title)}
                <span class="clip" dir="auto">{offer.title.clone()}</span>
                <span class="faint small clip push" dir="auto">{offer.hint}</span>
                {offer.is_chosen.then(|| icon(CHECK))}
            </div>
        }
    };
    let is_empty = offers.is_empty();
    view! {
        <div class="options" role="listbox" id="picker-list" aria-label=t(text::choices)>
            {offers.into_iter().take(SHOWN_MAX).enumerate().map(row).collect_view()}
        </div>
        {is_empty.then(|| view! { <p class="note" role="status">{t(common::nothing_found)}</p> })}
        {(hidden > 0).then(|| view! { <p class="note">{t(move |locale| common::more_hidden(locale, hidden))}</p> })}
    }
    .into_any()
}

/// Departments whose name or key holds the words, for fields that find one; those that begin with
/// them first.
pub fn departments(world: &World, locale: Locale, said: &str) -> Vec<ComboItem> {
    let said = said.trim().to_lowercase();
    let mut found: Vec<(bool, ComboItem)> = Vec::new();
    for row in world.departments().filter(|row| row.is_active()) {
        let title = row.name.get(locale);
        let (lower, key) = (title.to_lowercase(), row.key.0.to_lowercase());
        if !said.is_empty() && !lower.contains(&said) && !key.contains(&said) {
            continue;
        }
        let above = row.parent.map(|parent| words::department(world, locale, parent));
        let item = ComboItem {
            id: row.id.to_string(),
            title: title.to_owned(),
            hint: above.unwrap_or_else(|| row.key.0.clone()),
            mark: ItemMark::Department(*row.id.0.as_bytes()),
        };
        found.push((!(lower.starts_with(&said) || key == said), item));
    }
    found.sort_by(|a, b| (a.0, &a.1.title).cmp(&(b.0, &b.1.title)));
    found.into_iter().map(|(_, item)| item).collect()
}

/// People whose name holds the words, for fields that find one; those that begin with them first.
pub fn people(world: &World, said: &str) -> Vec<ComboItem> {
    let said = said.trim().to_lowercase();
    let mut found: Vec<(bool, ComboItem)> = Vec::new();
    for row in world.people().filter(|row| !row.is_retired) {
        let lower = row.name.to_lowercase();
        if !lower.contains(&said) {
            continue;
        }
        let item = ComboItem {
            id: row.id.to_string(),
            title: row.name.clone(),
            hint: String::new(),
            mark: ItemMark::Person(*row.id.0.as_bytes()),
        };
        found.push((!lower.starts_with(&said), item));
    }
    found.sort_by(|a, b| (a.0, &a.1.title).cmp(&(b.0, &b.1.title)));
    found.into_iter().map(|(_, item)| item).collect()
}

fn choose(hands: Hands, pick: Pick, offer: &Offer, said: &str) {
    let locale = hands.locale();
    let world = hands.replica().world();
    match pick {
        Pick::Column(id) => {
            let Ok(column) = offer.id.parse() else { return };
            let done = text::moved_to(locale, &offer.title);
            hands.send_saying(MoveRequest { id, column, after: None }, done);
        }
        Pick::Assignee(id) => {
            let assignee = offer.id.parse().ok();
            let done = match assignee {
                Some(_) => text::assigned_to(locale, &offer.title),
                None => text::unassigned(locale).to_owned(),
            };
            hands.send_saying(AssignRequest { id, assignee }, done);
        }
        Pick::Labels(id) => {
            let known = offer.id.parse::<LabelId>().ok();
            let holder = world.request(id).present().and_then(|request| request.provider);
            let label = known.unwrap_or_else(|| LabelId(hands.dispatch().new_id().0));
            if let (None, Some(department)) = (known, holder) {
                let name = said.trim().to_owned();
                if !hands.send(SetLabel { id: label, department, name, is_retired: false }) {
                    return;
                }
            }
            let name = if known.is_some() { offer.title.as_str() } else { said.trim() };
            let done =
                if offer.is_chosen { text::label_off(locale, name) } else { text::label_on(locale, name) };
            hands.send_saying(LabelRequest { id, label, on: !offer.is_chosen }, done);
        }
        Pick::Holder(id) => {
            let Ok(to) = offer.id.parse::<DepartmentId>() else { return };
            hands.send_saying(HandOverRequest { id, to }, text::handed_over(locale, &offer.title));
        }
        Pick::Watchers(id) => {
            let Ok(person) = offer.id.parse() else { return };
            hands.send(WatchRequest { id, person, on: !offer.is_chosen });
        }
        Pick::Handlers(id) => {
            let Ok(person) = offer.id.parse() else { return };
            let Some(row) = world.request(id).present() else { return };
            let mut handlers = words::handlers(row).to_vec();
            if offer.is_chosen {
                handlers.retain(|handler| *handler != person);
            } else {
                handlers.push(person);
            }
            hands.send(SetHandlers { id, handlers });
        }
    }
}
