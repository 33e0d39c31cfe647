//! Dialogs: declare a dependency, amend a need, dispute, retire.

use leptos::prelude::*;
use weft_domain::{
    AmendNeed, DeclareDependency, DepartmentId, DependencyId, DisputeDependency, NeedId, Refusal,
    RetireDependency, limits,
};

use super::{Map, words};
use crate::i18n::{common, map as text, t};
use crate::ui::{
    Button, ButtonKind, Choice, ComboItem, Combobox, Confirm, Dialog, RadioGroup, Select, TextArea, Toast,
};

/// What the dialogs hold while they are open.
#[derive(Clone, Copy)]
pub(super) struct Dialogs {
    declare_open: RwSignal<bool>,
    customer: RwSignal<Option<ComboItem>>,
    provider: RwSignal<Option<ComboItem>>,
    mode: RwSignal<String>,
    amend_open: RwSignal<bool>,
    amended: RwSignal<Option<(DependencyId, NeedId, u32)>>,
    dispute_open: RwSignal<bool>,
    retire_open: RwSignal<bool>,
    about: RwSignal<Option<DependencyId>>,
    words: RwSignal<String>,
    severity: RwSignal<String>,
    error: RwSignal<Option<String>>,
    /// Which field the error is about, so that it stands there.
    place: RwSignal<ErrorPlace>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum ErrorPlace {
    #[default]
    Words,
    Customer,
    Provider,
}

impl Dialogs {
    pub(super) fn new() -> Self {
        Self {
            declare_open: RwSignal::new(false),
            customer: RwSignal::new(None),
            provider: RwSignal::new(None),
            mode: RwSignal::new(String::new()),
            amend_open: RwSignal::new(false),
            amended: RwSignal::new(None),
            dispute_open: RwSignal::new(false),
            retire_open: RwSignal::new(false),
            about: RwSignal::new(None),
            words: RwSignal::new(String::new()),
            severity: RwSignal::new(String::new()),
            error: RwSignal::new(None),
            place: RwSignal::new(ErrorPlace::Words),
        }
    }

    /// Opens the form for a new dependency, with what is known of it.
    pub(super) fn declare(self, map: Map, customer: Option<DepartmentId>, provider: Option<DepartmentId>) {
        let locale = map.locale.get_untracked();
        let world = map.world();
        let item =
            |id: DepartmentId| world.department(id).present().map(|row| words::item(row, &world, locale));
        let mine = my_departments(map, "");
        let chosen = customer.and_then(item).or_else(|| match &mine[..] {
            [only] => Some(only.clone()),
            _ => None,
        });
        self.customer.set(chosen);
        self.provider.set(provider.and_then(item));
        self.mode.set(words::mode_word(weft_domain::Mode::AsAService).to_owned());
        self.severity.set(words::severity_word(weft_domain::Severity::Slowing).to_owned());
        self.start_words(String::new());
        self.declare_open.set(true);
    }

    /// Opens the form for another text of a need.
    pub(super) fn amend(self, map: Map, dependency: DependencyId, need: NeedId) {
        let world = map.world();
        let Some(row) = world.dependency(dependency).present() else { return };
        let Some(need) = row.needs.iter().find(|line| line.id == need) else { return };
        self.amended.set(Some((dependency, need.id, row.rev)));
        self.severity.set(words::severity_word(need.severity).to_owned());
        self.start_words(need.text.clone());
        self.amend_open.set(true);
    }

    /// Asks for a dispute's reason.
    pub(super) fn dispute(self, id: DependencyId) {
        self.about.set(Some(id));
        self.start_words(String::new());
        self.dispute_open.set(true);
    }

    /// Asks before a dependency is retired.
    pub(super) fn retire(self, id: DependencyId) {
        self.about.set(Some(id));
        self.retire_open.set(true);
    }

    fn start_words(self, words: String) {
        self.words.set(words);
        self.error.set(None);
    }

    fn fail(self, place: ErrorPlace, error: String) {
        self.place.set(place);
        self.error.set(Some(error));
    }

    /// What is wrong with one field.
    fn error_at(self, place: ErrorPlace) -> Signal<Option<String>> {
        Signal::derive(move || self.error.get().filter(|_| self.place.get() == place))
    }

    /// The words as they will be sent, if there are any; else the field says so.
    fn said(self, map: Map) -> Option<String> {
        let words = self.words.get_untracked().trim().to_owned();
        if words.is_empty() {
            self.fail(ErrorPlace::Words, common::required(map.locale.get_untracked()).to_owned());
            return None;
        }
        Some(words)
    }

    fn refused(self, map: Map, place: ErrorPlace, refusal: &Refusal) {
        self.fail(place, words::refusal(map.locale.get_untracked(), &map.world(), refusal));
    }
}

/// The dialogs, closed.
pub(super) fn view(map: Map) -> AnyView {
    view! {
        {declare_view(map)}
        {amend_view(map)}
        {dispute_view(map)}
        <Confirm
            open=map.dialogs.retire_open
            title=t(text::retire_title)
            body=t(text::retire_body)
            action=t(text::retire)
            danger=true
            on_confirm=move || {
                if let Some(id) = map.dialogs.about.get_untracked() {
                    map.send(RetireDependency { id });
                }
            }
        />
    }
    .into_any()
}

/// The departments one may declare for: one's own.
fn my_departments(map: Map, query: &str) -> Vec<ComboItem> {
    let (world, locale) = (map.world(), map.locale.get_untracked());
    let Some(me) = map.replica.with_value(|replica| replica.me().get_untracked()) else { return Vec::new() };
    let query = query.to_lowercase();
    let mut items: Vec<ComboItem> = world
        .memberships_of(me)
        .filter_map(|row| world.department(row.department).present())
        .filter(|row| row.is_active())
        .map(|row| words::item(row, &world, locale))
        .filter(|item| item.title.to_lowercase().contains(&query))
        .collect();
    items.sort_by(|a, b| a.title.cmp(&b.title));
    items
}

fn declare_view(map: Map) -> AnyView {
    let form = map.dialogs;
    let footer = move || buttons(form.declare_open, t(text::declare), move || send_declaration(map));
    view! {
        <Dialog open=form.declare_open title=t(text::declare_title) footer=footer class="declare">
            {move || {
                let none_mine = my_departments(map, "").is_empty();
                none_mine.then(|| view! { <p class="note">{t(text::no_department)}</p> })
            }}
            <div class="two">
                <Combobox
                    label=t(text::customer)
                    find=Callback::new(move |(query,): (String,)| my_departments(map, &query))
                    value=form.customer
                    placeholder=t(text::pick_customer)
                    error=form.error_at(ErrorPlace::Customer)
                />
                <Combobox
                    label=t(text::provider)
                    find=Callback::new(move |(query,): (String,)| {
                        words::find_departments(&map.world(), &query, map.locale.get_untracked())
                    })
                    value=form.provider
                    placeholder=t(text::pick_provider)
                    error=form.error_at(ErrorPlace::Provider)
                />
            </div>
            {words_field(map)}
            {severity_field(map)}
            <Select label=t(text::mode) options=mode_choices(map) value=form.mode />
        </Dialog>
    }
    .into_any()
}

fn send_declaration(map: Map) {
    let form = map.dialogs;
    let locale = map.locale.get_untracked();
    let id = |item: RwSignal<Option<ComboItem>>| {
        item.with_untracked(|item| item.as_ref().and_then(|item| item.id.parse::<DepartmentId>().ok()))
    };
    let Some(customer) = id(form.customer) else {
        return form.fail(ErrorPlace::Customer, text::pick_customer(locale).to_owned());
    };
    let Some(provider) = id(form.provider).filter(|provider| *provider != customer) else {
        return form.fail(ErrorPlace::Provider, text::pick_provider(locale).to_owned());
    };
    let Some(words) = form.said(map) else { return };
    let need = NeedId(map.dispatch.with_value(|dispatch| dispatch.new_id()).0);
    let command = DeclareDependency {
        customer,
        provider,
        need,
        text: words,
        severity: form.severity.with_untracked(|word| words::severity_of(word)),
        mode: form.mode.with_untracked(|word| words::mode_of(word)),
    };
    match map.try_send(command) {
        Ok(()) => {
            form.declare_open.set(false);
            let name = words::name(&map.world(), provider, locale);
            map.toasts.push(Toast::new(text::declared(locale, &name)));
            map.open(DependencyId::between(customer, provider));
        }
        Err(refusal) => {
            let place = match refusal {
                Refusal::NotAMember { .. } => ErrorPlace::Customer,
                Refusal::IsRetired { .. } | Refusal::Itself => ErrorPlace::Provider,
                _ => ErrorPlace::Words,
            };
            form.refused(map, place, &refusal);
        }
    }
}

fn amend_view(map: Map) -> AnyView {
    let form = map.dialogs;
    let save = move || {
        let Some((dependency, need, over)) = form.amended.get_untracked() else { return };
        let Some(text) = form.said(map) else { return };
        let severity = form.severity.with_untracked(|word| words::severity_of(word));
        match map.try_send(AmendNeed { dependency, need, over, text, severity }) {
            Ok(()) => form.amend_open.set(false),
            Err(refusal) => form.refused(map, ErrorPlace::Words, &refusal),
        }
    };
    let footer = move || buttons(form.amend_open, t(common::save), save);
    view! {
        <Dialog open=form.amend_open title=t(text::amend_need) footer=footer>
            {words_field(map)}
            {severity_field(map)}
        </Dialog>
    }
    .into_any()
}

fn dispute_view(map: Map) -> AnyView {
    let form = map.dialogs;
    let send = move || {
        let Some(id) = form.about.get_untracked() else { return };
        let Some(reason) = form.said(map) else { return };
        match map.try_send(DisputeDependency { id, reason }) {
            Ok(()) => form.dispute_open.set(false),
            Err(refusal) => form.refused(map, ErrorPlace::Words, &refusal),
        }
    };
    let footer = move || buttons(form.dispute_open, t(text::dispute), send);
    view! {
        <Dialog open=form.dispute_open title=t(text::dispute_title) footer=footer>
            <TextArea
                label=t(text::reason)
                value=form.words
                hint=t(text::reason_hint)
                error=form.error_at(ErrorPlace::Words)
                required=true
                max=characters(limits::PROSE_CHARS_MAX)
            />
        </Dialog>
    }
    .into_any()
}

fn words_field(map: Map) -> AnyView {
    view! {
        <TextArea
            label=t(text::what)
            value=map.dialogs.words
            hint=t(text::what_hint)
            placeholder=t(text::what_sample)
            error=map.dialogs.error_at(ErrorPlace::Words)
            required=true
            max=characters(limits::PROSE_CHARS_MAX)
        />
    }
    .into_any()
}

fn severity_field(map: Map) -> AnyView {
    let options = vec![
        Choice::new("blocking", t(text::blocking_long)),
        Choice::new("slowing", t(text::slowing_long)),
        Choice::new("ok", t(text::ok_long)),
    ];
    let value = map.dialogs.severity;
    view! {
        <RadioGroup
            label=t(text::severity)
            options=Signal::stored(options)
            value=value
            on_change=Callback::new(move |(chosen,): (String,)| value.set(chosen))
        />
    }
    .into_any()
}

/// The modes, for a select.
pub(super) fn mode_choices(map: Map) -> Signal<Vec<Choice>> {
    Signal::derive(move || {
        use weft_domain::Mode::{AsAService, Collaboration, Facilitating};
        let choice = |mode| Choice::new(words::mode_word(mode), words::mode(map.locale.get(), mode));
        [AsAService, Collaboration, Facilitating].map(choice).to_vec()
    })
}

pub(super) fn buttons(
    open: RwSignal<bool>,
    action: impl Fn() -> &'static str + Send + Sync + 'static,
    act: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    view! {
        <Button on_press=move || open.set(false)>{t(common::cancel)}</Button>
        <Button kind=ButtonKind::Primary on_press=act>
            {action}
        </Button>
    }
    .into_any()
}

pub(super) fn characters(limit: usize) -> u32 {
    u32::try_from(limit).unwrap_or(u32::MAX)
}
