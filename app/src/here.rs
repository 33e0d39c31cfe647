//! Who else is here right now.

use leptos::prelude::*;
use weft_domain::PersonId;
use weft_sync::message::Place;

use crate::i18n::{common, listed, t, use_locale};
use crate::replica::{Replica, use_replica};
use crate::request::words;
use crate::ui::{Avatar, MarkSize};

/// Faces shown; more are counted.
const FACES_MAX: usize = 4;

/// The faces of those who look at the same place; nothing where nobody does.
#[component]
pub(crate) fn WhoIsHere(
    /// Where.
    place: Place,
) -> impl IntoView {
    let (replica, locale) = (StoredValue::new(use_replica()), use_locale());
    let (others, me) = replica.with_value(|replica| (replica.others(), replica.me()));
    let here = Memo::new(move |_| {
        let me = me.get();
        let people = others.with(|others| {
            let there = others.iter().filter(|(id, presence)| presence.place == place && Some(**id) != me);
            there.map(|(id, _)| *id).collect::<Vec<PersonId>>()
        });
        let world = replica.with_value(Replica::world);
        people.into_iter().map(|id| (id, words::person(&world, locale.get(), id))).collect::<Vec<_>>()
    });
    move || {
        let here = here.get();
        if here.is_empty() {
            return None;
        }
        let more = here.len().saturating_sub(FACES_MAX);
        let names = here.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>();
        let names = listed(locale.get(), &names);
        let face = |(id, name): (PersonId, String)| {
            view! { <Avatar name=name id=id.0.into_bytes() size=MarkSize::Small /> }
        };
        let label = t(move |locale| common::here_now(locale, &names));
        Some(view! {
            <span class="stack here" role="img" aria-label=label.clone() data-tip=label>
                {here.into_iter().take(FACES_MAX).map(face).collect_view()}
                {(more > 0).then(|| view! { <span class="faint num small">"+"{more}</span> })}
            </span>
        })
    }
}
