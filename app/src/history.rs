//! What happened to a department, a person, a service or a dependency: a list that is asked for when
//! somebody unfolds it.

use leptos::prelude::*;
use weft_domain::{DepartmentId, DependencyState, Key, Kind, PersonId, What, World};
use weft_sync::message::{Ask, TimelineEntry};

use crate::directory::{department_name, organisation_role, service_state};
use crate::hands::use_hands;
use crate::i18n::{
    DateStyle, Locale, amid, date_in, history as text, map, person_name, request, t, use_locale,
};
use crate::replica::Topic;

/// Lines shown; earlier ones are counted.
const LINES_MAX: usize = 200;

/// The history of a row, newest first.
#[component]
pub(crate) fn History(
    /// Whose.
    subject: Key,
) -> impl IntoView {
    let hands = use_hands();
    let is_open = RwSignal::new(false);
    let entries = RwSignal::new(None::<Vec<TimelineEntry>>);
    Effect::new(move |_| {
        if !is_open.get() {
            return;
        }
        // Asked again after each change of what it is about.
        let around = (subject.kind == Kind::Department).then_some(Topic::Around(DepartmentId(subject.id)));
        let topics: Vec<_> = [Topic::Row(subject)].into_iter().chain(around).collect();
        hands.replica().read(&topics, |_| ());
        hands.dispatch().ask(Ask::History(subject), move |answer| {
            // The panel may be gone when the answer comes.
            let _ = entries.try_set(Some(answer.timeline));
        });
    });
    let list = move || match entries.get() {
        None => view! { <p class="note">{t(text::coming)}</p> }.into_any(),
        Some(entries) if entries.is_empty() => view! { <p class="note">{t(text::nothing)}</p> }.into_any(),
        Some(entries) => lines(entries),
    };
    // What the element says, not what was thought of it.
    let toggled = move |event: web_sys::Event| {
        is_open.set(event_target::<web_sys::Element>(&event).has_attribute("open"));
    };
    view! {
        <details class="block history" on:toggle=toggled>
            <summary>{t(text::title)}</summary>
            {move || is_open.get().then(list)}
        </details>
    }
}

fn lines(entries: Vec<TimelineEntry>) -> AnyView {
    let hands = use_hands();
    let locale = use_locale();
    let earlier = entries.len().saturating_sub(LINES_MAX);
    let line = move |entry: TimelineEntry| {
        let at = entry.at;
        let words = move || said(&hands.replica().world(), locale.get(), &entry);
        view! {
            <li>
                <time class="faint small">{move || date_in(locale.get(), at, DateStyle::DateTime)}</time>
                <span dir="auto">{words}</span>
            </li>
        }
    };
    view! {
        <ol class="history-lines">{entries.into_iter().rev().take(LINES_MAX).map(line).collect_view()}</ol>
        {(earlier > 0).then(|| view! { <p class="note">{t(move |locale| text::earlier(locale, earlier))}</p> })}
    }
    .into_any()
}

/// A line in words: who did what.
fn said(world: &World, locale: Locale, entry: &TimelineEntry) -> String {
    let person = |id: PersonId| {
        let row = world.person(id).present();
        row.map_or_else(|| request::someone(locale).to_owned(), |row| person_name(locale, row))
    };
    let who = match (entry.actor, entry.is_imported) {
        (Some(id), _) => person(id),
        (None, true) => request::the_source(locale).to_owned(),
        (None, false) => request::the_system(locale).to_owned(),
    };
    // It begins the sentence; the others stand within one.
    let who = amid(locale, &who).trim_start().to_owned();
    let department = |id| amid(locale, &department_name(world, locale, id));
    let other = |id| amid(locale, &person(id));
    match &entry.what {
        What::Created => text::created(locale, &who),
        What::Renamed { from } => text::renamed(locale, &who, from.get(locale)),
        What::Moved { to: Some(to), .. } => text::moved(locale, &who, &department(*to)),
        What::Moved { to: None, .. } => text::moved_to_top(locale, &who),
        What::MergedInto { department: into } => text::merged(locale, &who, department(*into).trim_end()),
        What::SplitFrom { department: from } => text::split(locale, &who, &department(*from)),
        What::Retired => text::retired(locale, &who),
        What::Restored => text::restored(locale, &who),
        What::Erased => text::erased(locale, &who),
        What::Handlers => text::handlers(locale, &who),
        What::Role { role, granted: true } => text::given(locale, &who, organisation_role(locale, *role)),
        What::Role { role, granted: false } => text::taken(locale, &who, organisation_role(locale, *role)),
        What::Joined { person: joined } => text::joined(locale, &who, &other(*joined)),
        What::Left { person: left } => text::left(locale, &who, &other(*left)),
        What::Service { state } => text::became(locale, &who, service_state(locale, *state)),
        What::Dependency { to, .. } => text::became(locale, &who, dependency_state(locale, *to)),
        _ => text::edited(locale, &who),
    }
}

const fn dependency_state(locale: Locale, state: DependencyState) -> &'static str {
    match state {
        DependencyState::Proposed => map::proposed(locale),
        DependencyState::Agreed => map::agreed(locale),
        DependencyState::Disputed => map::disputed(locale),
        DependencyState::Retired => map::retired(locale),
    }
}

#[cfg(test)]
mod tests {
    use weft_domain::{LocalText, Timestamp};

    use super::*;

    #[test]
    fn a_former_name_can_be_read_in_every_language() {
        let what = What::Renamed { from: LocalText::new("Tools".to_owned()) };
        let entry = TimelineEntry { at: Timestamp(0), actor: None, is_imported: false, what };
        for locale in Locale::ALL {
            let said = said(&World::replica(), locale, &entry);
            assert!(said.contains("Tools"), "{said}");
        }
    }
}
