//! What happened to a request, in words.

use leptos::prelude::*;
use weft_domain::{What, World};
use weft_sync::message::{Ask, TimelineEntry};

use super::panel::Open;
use super::{talk, words};
use crate::i18n::{DateStyle, Locale, amid, date_in, relative, request as text, use_locale};
use crate::replica::Topic;

/// Asks for the history, again after each change of the request. None until it is known.
pub(super) fn ask(open: Open) -> RwSignal<Option<Vec<TimelineEntry>>> {
    let entries = RwSignal::new(None);
    let replica = open.hands.replica();
    Effect::new(move |_| {
        replica.read(&[Topic::Thread(open.id)], |_| ());
        open.hands.dispatch().ask(Ask::Timeline(open.id), move |answer| {
            // The panel may be gone when the answer comes.
            let _ = entries.try_set(Some(answer.timeline));
        });
    });
    entries
}

/// One line of history.
pub(super) fn line(open: Open, entry: TimelineEntry) -> AnyView {
    let locale = use_locale();
    let replica = StoredValue::new(open.hands.replica());
    let at = entry.at;
    let mark = talk::mark_of(open, &entry);
    let said = move || replica.with_value(|replica| said(&replica.world(), locale.get(), &entry));
    view! {
        <li class="ev">
            {mark}
            <span dir="auto">{said}</span>
            <time class="faint small push" data-tip=move || date_in(locale.get(), at, DateStyle::DateTime)>
                {move || relative(locale.get(), at, open.hands.minute())}
            </time>
        </li>
    }
    .into_any()
}

/// A line in words: who did what. What has no words of its own is an edit.
fn said(world: &World, locale: Locale, entry: &TimelineEntry) -> String {
    let who = match (entry.actor, entry.is_imported) {
        (Some(id), _) => words::person(world, locale, id),
        (None, true) => text::the_source(locale).to_owned(),
        (None, false) => text::the_system(locale).to_owned(),
    };
    // It begins the sentence; the others stand within one.
    let who = amid(locale, &who).trim_start().to_owned();
    let department = |id| amid(locale, &words::department(world, locale, id));
    let person = |id| amid(locale, &words::person(world, locale, id));
    match &entry.what {
        What::Created | What::Filed { provider: None } => text::told_filed(locale, &who),
        What::Filed { provider: Some(id) } => text::told_filed_with(locale, &who, &department(*id)),
        What::State { from, to } => {
            text::told_state(locale, &who, words::state(locale, *from), words::state(locale, *to))
        }
        What::HandedOver { to: Some(id), .. } => text::told_handed(locale, &who, department(*id).trim_end()),
        What::HandedOver { to: None, .. } => text::told_unrouted(locale, &who),
        What::Assigned { to: Some(id) } if Some(*id) == entry.actor => text::told_took(locale, &who),
        What::Assigned { to: Some(id) } => text::told_assigned(locale, &who, person(*id).trim_end()),
        What::Assigned { to: None } => text::told_unassigned(locale, &who),
        What::Prioritised => text::told_priority(locale, &who),
        What::Labelled => text::told_labels(locale, &who),
        What::Watched => text::told_watchers(locale, &who),
        What::Handlers => text::told_handlers(locale, &who),
        What::Rated => text::told_rated(locale, &who),
        What::Thanked { .. } => text::told_thanked(locale, &who),
        What::Commented => text::told_commented(locale, &who),
        _ => text::told_edited(locale, &who),
    }
}
