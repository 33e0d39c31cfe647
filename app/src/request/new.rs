//! Asking another department for something: two minutes for somebody who has never seen it.

mod sight;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use weft_domain::{
    Department, DepartmentId, FileRequest, Level, RequestId, RequestKind, ServiceState,
    limits::BODY_CHARS_MAX, limits::NAME_CHARS_MAX,
};

use super::prose::cap;
use super::{draft, pick, words};
use crate::hands::{Hands, use_hands};
use crate::i18n::{Locale, common, request as text, t, use_locale};
use crate::replica::Topic;
use crate::ui::{
    Button, ButtonKind, Choice, ComboItem, Combobox, Dialog, ItemMark, Segmented, Select, TextArea, TextField,
};

/// Under which name the unfinished request is kept.
const DRAFT: &str = "request";

/// The form's fields. A copy is the same.
#[derive(Clone, Copy)]
struct Form {
    hands: Hands,
    customer: RwSignal<String>,
    provider: RwSignal<Option<ComboItem>>,
    service: RwSignal<String>,
    title: RwSignal<String>,
    body: RwSignal<String>,
    kind: RwSignal<String>,
    impact: RwSignal<String>,
    urgency: RwSignal<String>,
    private: RwSignal<bool>,
    confidential: RwSignal<bool>,
    tried: RwSignal<bool>,
}

/// What is kept of an unfinished request. Drafts of earlier versions lack what has a default.
#[derive(Serialize, Deserialize)]
struct Draft {
    customer: String,
    provider: String,
    #[serde(default)]
    service: String,
    title: String,
    body: String,
    kind: String,
    impact: String,
    urgency: String,
    private: bool,
    #[serde(default)]
    confidential: bool,
}

impl Form {
    fn new(hands: Hands) -> Self {
        let level = || RwSignal::new(String::from("1"));
        Self {
            hands,
            customer: RwSignal::new(String::new()),
            provider: RwSignal::new(None),
            service: RwSignal::new(String::new()),
            title: RwSignal::new(String::new()),
            body: RwSignal::new(String::new()),
            kind: RwSignal::new(String::from("0")),
            impact: level(),
            urgency: level(),
            private: RwSignal::new(false),
            confidential: RwSignal::new(false),
            tried: RwSignal::new(false),
        }
    }

    fn provider_id(self) -> Option<DepartmentId> {
        self.provider.with(|item| item.as_ref().and_then(|item| item.id.parse().ok()))
    }

    /// The department asked for: the chosen one, else the reader's first.
    fn customer_id(self) -> Option<DepartmentId> {
        let chosen = self.customer.with(|id| id.parse().ok());
        chosen.or_else(|| my_departments(self.hands).first().copied())
    }

    fn set_provider(self, id: DepartmentId) {
        let world = self.hands.replica().world();
        let title = words::department(&world, self.hands.locale(), id);
        let mark = ItemMark::Department(*id.0.as_bytes());
        self.provider.set(Some(ComboItem { id: id.to_string(), title, hint: String::new(), mark }));
    }

    fn store(self) {
        let (title, body) = (self.title.get(), self.body.get());
        let kept = Draft {
            customer: self.customer.get(),
            provider: self.provider_id().map(|id| id.to_string()).unwrap_or_default(),
            service: self.service.get(),
            kind: self.kind.get(),
            impact: self.impact.get(),
            urgency: self.urgency.get(),
            private: self.private.get(),
            confidential: self.confidential.get(),
            title,
            body,
        };
        let is_blank = kept.title.is_empty() && kept.body.is_empty();
        let text = if is_blank || self.is_confidential() {
            String::new()
        } else {
            serde_json::to_string(&kept).unwrap_or_default()
        };
        draft::save(self.hands, DRAFT, &text);
    }

    fn restore(self) {
        let Some(kept) =
            draft::load(self.hands, DRAFT).and_then(|text| serde_json::from_str::<Draft>(&text).ok())
        else {
            return;
        };
        self.customer.set(kept.customer);
        if let (Ok(id), true) = (kept.provider.parse(), self.provider.with_untracked(Option::is_none)) {
            self.set_provider(id);
        }
        // A preset provider need not offer it: then it is let go.
        self.service.set(kept.service);
        self.title.set(kept.title);
        self.body.set(kept.body);
        self.kind.set(kept.kind);
        self.impact.set(kept.impact);
        self.urgency.set(kept.urgency);
        self.private.set(kept.private);
        self.confidential.set(kept.confidential);
    }

    fn clear(self) {
        self.title.set(String::new());
        self.body.set(String::new());
        self.service.set(String::new());
        self.kind.set(String::from("0"));
        self.impact.set(String::from("1"));
        self.urgency.set(String::from("1"));
        self.private.set(false);
        self.confidential.set(false);
        self.tried.set(false);
    }

    /// Files it. False if something is missing or refused; what was typed stays.
    fn file(self) -> bool {
        self.tried.set(true);
        let title = self.title.get_untracked().trim().to_owned();
        let (provider, customer) = untrack(|| (self.provider_id(), self.customer_id()));
        let is_long = title.chars().count() > NAME_CHARS_MAX
            || self.body.with_untracked(|body| body.trim().chars().count() > BODY_CHARS_MAX);
        let Some(customer) = customer.filter(|_| !title.is_empty() && !is_long) else {
            crate::access::focus_first_error();
            return false;
        };
        let level = |value: RwSignal<String>| {
            let at = value.with_untracked(|value| value.parse::<usize>().ok());
            at.and_then(|at| words::LEVELS.get(at).copied()).unwrap_or_default()
        };
        let kind = self.kind.with_untracked(|kind| kind.parse::<usize>().ok());
        let command = FileRequest {
            id: RequestId(self.hands.dispatch().new_id().0),
            title,
            body: self.body.get_untracked().trim().to_owned(),
            kind: kind.and_then(|at| words::KINDS.get(at).copied()).unwrap_or_default(),
            impact: level(self.impact),
            urgency: level(self.urgency),
            customer,
            provider,
            service: self.service.with_untracked(|id| id.parse().ok()),
            sight: untrack(|| sight::chosen(self)),
            labels: Vec::new(),
        };
        if !self.hands.send(command) {
            return false;
        }
        let locale = self.hands.locale();
        let world = self.hands.replica().world();
        self.hands.say(match provider {
            Some(id) => text::filed_with(locale, &words::department(&world, locale, id)),
            None => text::filed_unrouted(locale).to_owned(),
        });
        self.clear();
        // The dialog closes before an effect could say so.
        draft::save(self.hands, DRAFT, "");
        true
    }
}

/// The departments the reader can ask for, by name: the first is asked for where nothing is chosen.
fn my_departments(hands: Hands) -> Vec<DepartmentId> {
    let replica = hands.replica();
    let (world, locale) = (replica.world(), hands.locale());
    let is_active = |id: &DepartmentId| world.department(*id).present().is_some_and(Department::is_active);
    let mut mine: Vec<DepartmentId> = replica
        .actor()
        .map(|actor| actor.memberships.into_keys().filter(is_active).collect())
        .unwrap_or_default();
    mine.sort_by_cached_key(|id| words::department(&world, locale, *id));
    mine
}

/// The dialog that files a new request. What is typed survives closing it and reloading the page.
#[component]
pub fn NewRequest(
    /// Whether it is open, both ways.
    open: RwSignal<bool>,
    /// Who is asked, where the screen knows; the reader can change it.
    #[prop(optional, into)]
    provider: Signal<Option<DepartmentId>>,
) -> impl IntoView {
    let form = Form::new(use_hands());
    // Opened: the preset first, then what was left unfinished. From then on every change is kept.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if is_open && was_open != Some(true) {
            if let Some(id) = provider.get_untracked() {
                form.set_provider(id);
            }
            form.restore();
        }
        if is_open {
            form.store();
        }
        is_open
    });
    let file = move || {
        if form.file() {
            open.set(false);
        }
    };
    let footer = move || {
        view! {
            <span class="note small">
                {t(move |locale| if form.is_confidential() { text::draft_not_kept(locale) } else { text::draft_kept(locale) })}
            </span>
            <span class="push"></span>
            <Button on_press=move || open.set(false)>{t(common::cancel)}</Button>
            <Button kind=ButtonKind::Primary on_press=file>
                {t(text::file)}
                " "
                <kbd>"Ctrl ↵"</kbd>
            </Button>
        }
    };
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing() {
            event.prevent_default();
            file();
        }
    };
    view! {
        <Dialog open=open title=t(text::new_request) footer=footer class="ask">
            <div class="stack-v" on:keydown=on_keydown>
                {fields(form)}
            </div>
        </Dialog>
    }
}

fn fields(form: Form) -> AnyView {
    let no_department = move || my_departments(form.hands).is_empty();
    let title_error = t(move |locale| {
        let is_missing = form.tried.get() && form.title.with(|title| title.trim().is_empty());
        is_missing.then(|| common::required(locale).to_owned())
    });
    let finder = form.hands.replica();
    let find = move |said: String| pick::departments(&finder.world(), form.hands.locale(), &said);
    view! {
        {move || no_department().then(|| view! { <p class="note" role="alert">{t(text::no_department)}</p> })}
        {ask_as(form)}
        <Combobox label=t(text::provider) find=find value=form.provider placeholder=t(text::provider_hint) />
        {service(form)}
        <TextField
            label=t(text::what_do_you_need)
            value=form.title
            required=true
            error=Signal::derive(title_error)
            max=cap(NAME_CHARS_MAX)
        />
        <TextArea label=t(text::details) value=form.body rows=4 max=cap(BODY_CHARS_MAX) hint=t(text::details_hint) />
        <Select label=t(text::kind) options=Signal::derive(kinds) value=form.kind />
        <div class="pairs">
            {levels(text::impact, text::impact_hint, form.impact)}
            {levels(text::urgency, text::urgency_hint, form.urgency)}
        </div>
        {sight::field(form)}
    }
    .into_any()
}

/// A person in several departments chooses for which they ask; for one there is no choice.
fn ask_as(form: Form) -> AnyView {
    let locale = use_locale();
    let options = Signal::derive(move || {
        let world = form.hands.replica().world();
        let name = |id: DepartmentId| words::department(&world, locale.get(), id);
        let mine = my_departments(form.hands).into_iter();
        mine.map(|id| Choice::new(id.to_string(), name(id))).collect::<Vec<_>>()
    });
    (move || {
        (options.with(Vec::len) > 1)
            .then(|| view! { <Select label=t(text::ask_as) options=options value=form.customer /> })
    })
    .into_any()
}

/// The services the provider offers, if it offers any.
fn service(form: Form) -> AnyView {
    let locale = use_locale();
    let replica = StoredValue::new(form.hands.replica());
    let options = Signal::derive(move || {
        let Some(provider) = form.provider_id() else { return Vec::new() };
        let of = locale.get();
        let mut options: Vec<(String, String)> = replica.with_value(|replica| {
            replica.read(&[Topic::Around(provider)], |world| {
                let offered = world.services_of(provider).filter(|row| row.state == ServiceState::Active);
                offered.map(|row| (row.name.get(of).to_owned(), row.id.to_string())).collect()
            })
        });
        options.sort();
        let none = Choice::new("", t(text::no_service));
        std::iter::once(none)
            .chain(options.into_iter().map(|(name, id)| Choice::new(id, name)))
            .collect::<Vec<_>>()
    });
    Effect::new(move || {
        let is_offered = |id: &String| options.with(|all| all.iter().any(|one| one.value == *id));
        if form.service.with(|id| !id.is_empty() && !is_offered(id)) {
            form.service.set(String::new());
        }
    });
    (move || {
        (options.with(Vec::len) > 1)
            .then(|| view! { <Select label=t(text::service) options=options value=form.service /> })
    })
    .into_any()
}

fn kinds() -> Vec<Choice> {
    let choice = |(at, kind): (usize, RequestKind)| {
        Choice::new(at.to_string(), t(move |locale| words::kind(locale, kind)))
    };
    words::KINDS.into_iter().enumerate().map(choice).collect()
}

fn levels(
    name: fn(Locale) -> &'static str,
    hint: fn(Locale) -> &'static str,
    value: RwSignal<String>,
) -> AnyView {
    let options = Signal::derive(|| {
        let choice = |(at, level): (usize, Level)| {
            Choice::new(at.to_string(), t(move |locale| words::level(locale, level)))
        };
        words::LEVELS.into_iter().enumerate().map(choice).collect::<Vec<_>>()
    });
    view! {
        <div class="field">
            <span class="label" aria-hidden="true">{t(name)}</span>
            <Segmented label=t(name) options=options value=value on_change=move |chosen| value.set(chosen) />
            <p class="hint">{t(hint)}</p>
        </div>
    }
    .into_any()
}
