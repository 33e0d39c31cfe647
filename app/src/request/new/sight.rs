//! Who will see the request: said before it is filed.

use leptos::prelude::*;
use weft_domain::{PersonId, RequestKind, ServiceId, Sight, World, audience};

use super::super::words;
use super::Form;
use crate::i18n::{Locale, amid, listed, request as text, t, use_locale};
use crate::replica::Topic;
use crate::ui::Checkbox;
use crate::ui::icon::LOCK;
use crate::ui::icon_small;

/// Names that are said; the others are counted.
const NAMED_MAX: usize = 5;

/// How it is going to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    /// The service decides: in confidence.
    Always,
    /// The requester may say that it is confidential.
    Complaint,
    /// The requester may keep it from the rest of their department.
    Open,
}

impl Form {
    fn service_id(self) -> Option<ServiceId> {
        self.service.with(|id| id.parse().ok())
    }

    fn sight_choice(self) -> Choice {
        let world = self.hands.replica().world();
        let service = self.service_id().and_then(|id| world.service(id).present());
        let kind = self.kind.with(|kind| kind.parse::<usize>().ok());
        let kind = kind.and_then(|at| words::KINDS.get(at).copied()).unwrap_or_default();
        match service {
            Some(service) if service.is_confidential => Choice::Always,
            _ if kind == RequestKind::Complaint => Choice::Complaint,
            _ => Choice::Open,
        }
    }

    /// Whether only requester and handlers will see it.
    pub(super) fn is_confidential(self) -> bool {
        match self.sight_choice() {
            Choice::Always => true,
            Choice::Complaint => self.confidential.get(),
            Choice::Open => false,
        }
    }
}

/// What the command says: who handles it is who the requester was told.
pub(super) fn chosen(form: Form) -> Sight {
    match (form.is_confidential(), form.private.get()) {
        (true, _) => {
            let world = form.hands.replica().world();
            let handlers = audience::handlers_of_new(&world, form.service_id(), form.provider_id());
            Sight::Confidential { handlers }
        }
        (false, true) => Sight::Private,
        (false, false) => Sight::Departments,
    }
}

/// The choice, and the people who will see it.
pub(super) fn field(form: Form) -> AnyView {
    let locale = use_locale();
    let choice = Memo::new(move |_| form.sight_choice());
    let replica = StoredValue::new(form.hands.replica());
    let said = Memo::new(move |_| {
        if !form.is_confidential() {
            return None;
        }
        let (service, provider) = (form.service_id(), form.provider_id());
        let me = form.hands.replica().me().get();
        let mut topics: Vec<Topic> = provider.map(Topic::Around).into_iter().collect();
        topics.extend(
            service.map(|id| Topic::Row(weft_domain::Key { kind: weft_domain::Kind::Handlers, id: id.0 })),
        );
        Some(replica.with_value(|replica| {
            replica.read(&topics, |world| {
                seen_by(world, locale.get(), me, &audience::handlers_of_new(world, service, provider))
            })
        }))
    });
    let boxes = move || match choice.get() {
        Choice::Always => ().into_any(),
        Choice::Complaint => view! {
            <Checkbox label=t(text::confidential) checked=form.confidential />
            <Show when=move || !form.confidential.get()>
                <Checkbox label=t(text::private_hint) checked=form.private />
            </Show>
        }
        .into_any(),
        Choice::Open => view! { <Checkbox label=t(text::private_hint) checked=form.private /> }.into_any(),
    };
    view! {
        {boxes}
        <p class="note row" role="status">
            {move || said.get().map(|said| view! { {icon_small(LOCK)} <span dir="auto">{said}</span> })}
        </p>
    }
    .into_any()
}

fn seen_by(world: &World, locale: Locale, me: Option<PersonId>, people: &[PersonId]) -> String {
    if people.is_empty() {
        return text::seen_by_nobody(locale).to_owned();
    }
    // Whoever handles it oneself is named once.
    let others: Vec<PersonId> = people.iter().copied().filter(|id| Some(*id) != me).collect();
    if others.is_empty() {
        return text::seen_by_you(locale).to_owned();
    }
    let named: Vec<String> =
        others.iter().take(NAMED_MAX).map(|id| words::person(world, locale, *id)).collect();
    let names = listed(locale, &named);
    let more = others.len() - named.len();
    let names = if more > 0 { text::and_more(locale, &names, more) } else { names };
    text::seen_by(locale, &amid(locale, &names))
}
