//! Creating a department.

use leptos::prelude::*;
use weft_domain::{CreateDepartment, DepartmentId, DepartmentKind, Field, RequestKey};

use super::super::find;
use super::super::form::{Refused, choices, name_of, value_of};
use super::super::name_form::NameForm;
use super::super::names::{KINDS, department_kind};
use crate::hands::use_hands;
use crate::i18n::{common, directory as text, t};
use crate::replica::use_replica;
use crate::ui::{Button, ButtonKind, ComboItem, Combobox, Dialog, Select, TextArea, TextField};

/// The fields whose errors show at the field.
const FIELDS: &[Field] = &[Field::Name, Field::Purpose, Field::Key];

/// A department about to be created.
#[derive(Clone, Copy)]
pub(crate) struct Creating {
    pub(crate) open: RwSignal<bool>,
    /// Where it is to stand.
    pub(super) parent: RwSignal<Option<ComboItem>>,
}

impl Creating {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self { open: RwSignal::new(false), parent: RwSignal::new(None) }
    }

    /// Opens the form for a department under another.
    pub(super) fn below(self, parent: ComboItem) {
        self.parent.set(Some(parent));
        self.open.set(true);
    }
}

/// Puts the directory's own form into context.
pub(in super::super) fn provide_creating() -> Creating {
    let creating = Creating::new();
    provide_context(creating);
    creating
}

/// The form of a new department.
#[component]
pub(crate) fn CreateDialog(
    /// Whether it is open, and where the department is to stand.
    creating: Creating,
    /// Called with the department that was created.
    #[prop(into)]
    on_created: Callback<(DepartmentId,)>,
) -> impl IntoView {
    let hands = use_hands();
    let name = NameForm::of(&"".into());
    let (purpose, key) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let kind = RwSignal::new(name_of(&KINDS, DepartmentKind::default()));
    let refused = Refused::new();
    let form = crate::ui::fresh_id("create");
    let submit = Callback::new(move |()| {
        let id = DepartmentId(hands.dispatch().new_id().0);
        let typed = key.with_untracked(|key| key.trim().to_owned());
        let command = CreateDepartment {
            id,
            name: name.read(),
            purpose: purpose.get_untracked(),
            kind: value_of(&KINDS, &kind.read_untracked()).unwrap_or_default(),
            parent: creating
                .parent
                .with_untracked(|item| item.as_ref().and_then(|item| item.id.parse().ok())),
            key: (!typed.is_empty()).then_some(RequestKey(typed)),
        };
        let said = text::created(hands.locale(), command.name.get(hands.locale()).trim());
        if refused.note(hands.try_send(command)) {
            creating.open.set(false);
            name.clear();
            purpose.set(String::new());
            key.set(String::new());
            hands.say(said);
            on_created.run((id,));
        }
    });
    let footer_form = form.clone();
    let footer = move || footer(creating.open, footer_form.clone(), text::create);
    view! {
        <Dialog open=creating.open title=t(text::new_department) footer=footer>
            <form
                id=form.clone()
                class="dialog-form"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    submit.run(());
                }
            >
                {name.view(refused)}
                <DepartmentField label=t(text::parent) value=creating.parent />
                <Select label=t(text::kind) options=choices(&KINDS, department_kind) value=kind />
                <TextArea label=t(text::purpose) value=purpose hint=t(text::purpose_hint) error=refused.of(Field::Purpose) />
                <TextField label=t(text::key) value=key hint=t(text::key_hint) error=refused.of(Field::Key) />
                {refused.rest(FIELDS)}
            </form>
        </Dialog>
    }
}

/// A field that finds a department.
#[component]
pub(in super::super) fn DepartmentField(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// The chosen department, both ways.
    value: RwSignal<Option<ComboItem>>,
    /// Shown while there is none.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
    /// A department that is not offered.
    #[prop(optional)]
    except: Option<DepartmentId>,
) -> impl IntoView {
    let replica = use_replica();
    let hands = use_hands();
    let except = except.map(|id| id.to_string());
    let find = move |words: String| {
        let mut found = find::departments(&replica.world(), hands.locale(), &words);
        found.retain(|item| Some(&item.id) != except.as_ref());
        found
    };
    let placeholder = placeholder.unwrap_or_else(|| t(text::top_level).into());
    view! { <Combobox label=label find=find value=value placeholder=placeholder /> }
}

/// Cancel, and the button that submits the form with this id.
pub(in super::super) fn footer(
    open: RwSignal<bool>,
    form: String,
    action: fn(weft_domain::Locale) -> &'static str,
) -> AnyView {
    view! {
        <Button on_press=move || open.set(false)>{t(common::cancel)}</Button>
        <Button kind=ButtonKind::Primary submit=true attr:form=form>{t(action)}</Button>
    }
    .into_any()
}
