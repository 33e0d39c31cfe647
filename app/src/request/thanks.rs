//! Thanks for a request: to the department that held it, or to the person who worked on it.

use leptos::prelude::*;
use weft_domain::{GiveKudos, KudosCategory, KudosId, Thanked, limits::FEEDBACK_CHARS_MAX};

use super::panel::Open;
use super::prose::cap;
use super::words;
use crate::i18n::{Locale, common, request as text, t, use_locale};
use crate::ui::{Button, ButtonKind, Choice, Dialog, Segmented, Select, TextArea};

const CATEGORIES: [KudosCategory; 4] =
    [KudosCategory::Help, KudosCategory::Teamwork, KudosCategory::Innovation, KudosCategory::Craft];

const fn category(locale: Locale, of: KudosCategory) -> &'static str {
    match of {
        KudosCategory::Help => text::thanks_help(locale),
        KudosCategory::Teamwork => text::thanks_teamwork(locale),
        KudosCategory::Innovation => text::thanks_innovation(locale),
        KudosCategory::Craft => text::thanks_craft(locale),
    }
}

/// Writes thanks that name this request.
#[component]
pub(super) fn ThanksDialog(
    /// Whether it is open, both ways.
    open: RwSignal<bool>,
    /// For which request.
    about: Open,
) -> impl IntoView {
    let locale = use_locale();
    let to = RwSignal::new(String::new());
    let what = RwSignal::new(String::from("0"));
    let said = RwSignal::new(String::new());
    let offered = Signal::derive(move || offered(about, locale.get()));
    let categories = Signal::derive(|| {
        let choice = |(at, of): (usize, KudosCategory)| {
            Choice::new(at.to_string(), t(move |locale| category(locale, of)))
        };
        CATEGORIES.into_iter().enumerate().map(choice).collect::<Vec<_>>()
    });
    let send = move || {
        let first = || offered.with_untracked(|all| all.first().map(|choice| choice.value.clone()));
        let chosen = Some(to.get_untracked()).filter(|to| !to.is_empty()).or_else(first);
        let Some(thanked) = chosen.as_deref().and_then(thanked) else { return };
        let category = what.get_untracked().parse::<usize>().ok().and_then(|at| CATEGORIES.get(at).copied());
        let text = said.get_untracked().trim().to_owned();
        if text.is_empty() {
            return;
        }
        let from_department = about.row.with_untracked(|row| row.as_ref().and_then(|row| row.customer));
        let mine = untrack(|| about.hands.replica().actor());
        let from_department =
            from_department.filter(|id| mine.is_some_and(|actor| actor.memberships.contains_key(id)));
        let sent = about.hands.send(GiveKudos {
            id: KudosId(about.hands.dispatch().new_id().0),
            from_department,
            to: thanked,
            request: Some(about.id),
            category: category.unwrap_or_default(),
            text,
        });
        if sent {
            open.set(false);
            said.set(String::new());
            about.hands.say(text::thanked(about.hands.locale()).to_owned());
        }
    };
    let is_blank = Signal::derive(move || said.with(|said| said.trim().is_empty()));
    let footer = move || {
        view! {
            <Button on_press=move || open.set(false)>{t(common::cancel)}</Button>
            <Button kind=ButtonKind::Primary disabled=is_blank on_press=send>{t(text::send_thanks)}</Button>
        }
    };
    view! {
        <Dialog open=open title=t(text::send_thanks) footer=footer>
            <div class="stack-v">
                <Select label=t(text::thanks_to) options=offered value=to />
                <Segmented
                    label=t(text::thanks_for)
                    options=categories
                    value=what
                    on_change=move |value| what.set(value)
                />
                <TextArea label=t(text::thanks_words) hint=t(text::thanks_seen) value=said max=cap(FEEDBACK_CHARS_MAX) />
            </div>
        </Dialog>
    }
}

/// Whom to thank: the department that held it, and the person who worked on it.
fn offered(about: Open, locale: Locale) -> Vec<Choice> {
    let world = about.hands.replica().world();
    let row = about.row.get();
    let person = row
        .as_ref()
        .and_then(|row| row.assignee)
        .map(|id| Choice::new(format!("p{id}"), words::person(&world, locale, id)));
    let holder = row.and_then(|row| row.provider);
    let department = holder.map(|id| Choice::new(format!("d{id}"), words::department(&world, locale, id)));
    department.into_iter().chain(person).collect()
}

fn thanked(said: &str) -> Option<Thanked> {
    if let Some(id) = said.strip_prefix('p') {
        id.parse().ok().map(Thanked::Person)
    } else {
        said.strip_prefix('d')?.parse().ok().map(Thanked::Department)
    }
}
