//! Changing what a department says of itself. What was typed over an older text is kept, and
//! saving again writes over the newer one.

use leptos::prelude::*;
use weft_domain::{
    Department, DepartmentId, DepartmentKind, DescribeDepartment, Field, Refusal, RenameDepartment,
    RequestKey, SetDepartmentKey,
};

use super::super::form::{Refused, choices, name_of, value_of};
use super::super::name_form::NameForm;
use super::super::names::{KINDS, department_kind};
use super::create::footer;
use crate::hands::{Hands, use_hands};
use crate::i18n::{common, directory as text, t};
use crate::ui::{Dialog, Select, TextArea, TextField};

/// The fields whose errors show at the field.
const FIELDS: &[Field] = &[Field::Name, Field::Purpose, Field::Channel, Field::Key];

/// A change of nothing: to ask whether the reader may change it.
pub(super) fn as_it_is(id: DepartmentId) -> RenameDepartment {
    RenameDepartment { id, over: 0, name: "".into() }
}

/// The form.
#[component]
pub(super) fn EditDialog(id: DepartmentId, open: RwSignal<bool>) -> impl IntoView {
    let form = crate::ui::fresh_id("edit");
    let footer_form = form.clone();
    view! {
        <Dialog open=open title=t(text::edit_department) footer=move || footer(open, footer_form.clone(), common::save)>
            <EditForm id=id open=open form=form.clone() />
        </Dialog>
    }
}

/// What is being typed, over which text.
#[derive(Clone, Copy)]
struct Typed {
    before: StoredValue<Department>,
    name: NameForm,
    purpose: RwSignal<String>,
    kind: RwSignal<String>,
    channel: RwSignal<String>,
    key: RwSignal<String>,
}

#[component]
fn EditForm(id: DepartmentId, open: RwSignal<bool>, form: String) -> impl IntoView {
    let hands = use_hands();
    let row = hands.replica().world().department(id).present().cloned();
    row.map(|row| {
        let typed = Typed {
            name: NameForm::of(&row.name),
            purpose: RwSignal::new(row.purpose.clone()),
            kind: RwSignal::new(name_of(&KINDS, row.kind)),
            channel: RwSignal::new(row.channel.clone()),
            key: RwSignal::new(row.key.0.clone()),
            before: StoredValue::new(row),
        };
        let refused = Refused::new();
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            if refused.note(typed.save(hands)) {
                open.set(false);
                hands.say(text::saved(hands.locale()).to_owned());
            } else {
                typed.rebase(hands);
            }
        };
        view! {
            <form id=form class="dialog-form" novalidate on:submit=submit>
                {typed.name.view(refused)}
                <Select label=t(text::kind) options=choices(&KINDS, department_kind) value=typed.kind />
                <TextArea label=t(text::purpose) value=typed.purpose hint=t(text::purpose_hint) error=refused.of(Field::Purpose) />
                <TextField label=t(text::channel) value=typed.channel hint=t(text::channel_hint) error=refused.of(Field::Channel) />
                <TextField label=t(text::key) value=typed.key hint=t(text::key_change_hint) error=refused.of(Field::Key) />
                {refused.rest(FIELDS)}
            </form>
        }
    })
}

impl Typed {
    /// Sends what is different, one command per thing.
    fn save(self, hands: Hands) -> Result<(), Refusal> {
        let before = self.before.get_value();
        let (id, mut over) = (before.id, before.rev);
        let name = self.name.read();
        if name != before.name {
            hands.try_send(RenameDepartment { id, over, name: name.clone() })?;
            over += 1;
            self.before.update_value(|before| (before.name, before.rev) = (name, over));
        }
        let (purpose, channel) = (self.purpose.get_untracked(), self.channel.get_untracked());
        let kind = value_of(&KINDS, &self.kind.read_untracked()).unwrap_or(DepartmentKind::Other);
        if (&purpose, kind, &channel) != (&before.purpose, before.kind, &before.channel) {
            let command =
                DescribeDepartment { id, over, purpose: purpose.clone(), kind, channel: channel.clone() };
            hands.try_send(command)?;
            over += 1;
            self.before.update_value(|before| {
                (before.purpose, before.kind, before.channel, before.rev) = (purpose, kind, channel, over);
            });
        }
        let key = RequestKey(self.key.with_untracked(|key| key.trim().to_ascii_uppercase()));
        if key != before.key {
            hands.try_send(SetDepartmentKey { id, key: key.clone() })?;
            self.before.update_value(|before| before.key = key);
        }
        Ok(())
    }

    /// After somebody else's change: what is saved next goes over theirs, knowingly.
    fn rebase(self, hands: Hands) {
        let id = self.before.with_value(|before| before.id);
        if let Some(row) = hands.replica().world().department(id).present() {
            self.before.update_value(|before| before.rev = row.rev);
        }
    }
}
