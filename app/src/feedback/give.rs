//! The dialog in which thanks are given: to a department or a person, in one's own words.

use leptos::prelude::*;
use weft_domain::{DepartmentId, GiveKudos, KudosId, PersonId, Thanked, limits::FEEDBACK_CHARS_MAX};

use super::entry::{CATEGORIES, category};
use crate::hands::Hands;
use crate::i18n::{common, feedback as text, t, use_locale};
use crate::request::{pick, words};
use crate::ui::{
    Button, ButtonKind, Choice, ComboItem, Combobox, Dialog, ItemMark, Segmented, Select, TextArea,
};

/// The value of “my own” among those in whose name one thanks.
const MYSELF: &str = "";

/// What is being written. It is kept while the page lives, so that closing the dialog loses nothing.
#[derive(Clone, Copy)]
struct Draft {
    to: RwSignal<Option<ComboItem>>,
    behalf: RwSignal<String>,
    what: RwSignal<String>,
    said: RwSignal<String>,
    tried: RwSignal<bool>,
}

/// Thanks to a department or a person.
#[component]
pub(crate) fn GiveDialog(
    /// Whether it is open, both ways.
    open: RwSignal<bool>,
    /// What acts.
    hands: Hands,
) -> impl IntoView {
    let locale = use_locale();
    let draft = Draft {
        to: RwSignal::new(None),
        behalf: RwSignal::new(MYSELF.to_owned()),
        what: RwSignal::new("0".to_owned()),
        said: RwSignal::new(String::new()),
        tried: RwSignal::new(false),
    };
    let missing = move |is_missing: bool, what: &'static str| {
        (draft.tried.get() && is_missing).then(|| what.to_owned())
    };
    let whom_error =
        Signal::derive(move || missing(draft.to.with(Option::is_none), text::whom_missing(locale.get())));
    let words_error = Signal::derive(move || {
        missing(draft.said.with(|said| said.trim().is_empty()), text::words_missing(locale.get()))
    });
    let find = Callback::new(move |(said,): (String,)| found(hands, &said));
    let footer = move || {
        view! {
            <Button on_press=move || open.set(false)>{t(common::cancel)}</Button>
            <Button kind=ButtonKind::Primary on_press=move || send(hands, draft, open)>{t(text::give)}</Button>
        }
    };
    let categories = Signal::derive(|| {
        let choice = |(at, of)| Choice::new(format!("{at}"), t(move |locale| category(locale, of)));
        CATEGORIES.into_iter().enumerate().map(choice).collect::<Vec<_>>()
    });
    let behalf = in_whose_name(hands);
    view! {
        <Dialog open=open title=t(text::give) footer=footer>
            <div class="stack-v">
                <Combobox
                    label=t(text::to_whom)
                    placeholder=t(text::to_whom_hint)
                    find=find
                    value=draft.to
                    error=whom_error
                />
                <Segmented
                    label=t(text::what_for)
                    options=categories
                    value=draft.what
                    on_change=move |chosen| draft.what.set(chosen)
                />
                <TextArea
                    label=t(text::your_words)
                    hint=t(text::everyone_reads)
                    value=draft.said
                    rows=4
                    max=u32::try_from(FEEDBACK_CHARS_MAX).unwrap_or(u32::MAX)
                    error=words_error
                />
                {move || {
                    (behalf.with(Vec::len) > 1)
                        .then(|| view! { <Select label=t(text::on_behalf_of) options=behalf value=draft.behalf /> })
                }}
            </div>
        </Dialog>
    }
}

/// Departments and people that match, departments first; nobody thanks themselves.
fn found(hands: Hands, said: &str) -> Vec<ComboItem> {
    let (replica, locale) = (hands.replica(), hands.locale());
    let me = replica.me().get_untracked();
    let world = replica.world();
    let above = |item: ComboItem| {
        let hint = if item.hint.is_empty() { text::department(locale).to_owned() } else { item.hint };
        ComboItem { hint, ..item }
    };
    let departments = pick::departments(&world, locale, said).into_iter().map(above);
    let people = pick::people(&world, said)
        .into_iter()
        .filter(|item| me.is_none_or(|me| item.id != me.to_string()))
        .map(|item| ComboItem { hint: text::person(locale).to_owned(), ..item });
    // With nothing typed a few of each serve better than all departments before the first person.
    let few = if said.trim().is_empty() { 8 } else { usize::MAX };
    departments.take(few).chain(people.take(few)).collect()
}

/// The departments one belongs to, after oneself.
fn in_whose_name(hands: Hands) -> Signal<Vec<Choice>> {
    let replica = hands.replica();
    let locale = use_locale();
    Signal::derive(move || {
        let locale = locale.get();
        let mine = replica.actor().map(|actor| actor.memberships).unwrap_or_default();
        let world = replica.world();
        let departments =
            mine.keys().map(|id| Choice::new(id.to_string(), words::department(&world, locale, *id)));
        std::iter::once(Choice::new(MYSELF, t(text::myself))).chain(departments).collect()
    })
}

fn send(hands: Hands, draft: Draft, open: RwSignal<bool>) {
    let said = draft.said.get_untracked().trim().to_owned();
    let to = draft.to.get_untracked();
    let thanked = to.as_ref().and_then(thanked);
    let (Some(to), Some(thanked), false) = (to, thanked, said.is_empty()) else {
        draft.tried.set(true);
        return crate::access::focus_first_error();
    };
    let category =
        draft.what.get_untracked().parse::<usize>().ok().and_then(|at| CATEGORIES.get(at).copied());
    let sent = hands.send(GiveKudos {
        id: KudosId(hands.dispatch().new_id().0),
        from_department: draft.behalf.get_untracked().parse().ok(),
        to: thanked,
        request: None,
        category: category.unwrap_or_default(),
        text: said,
    });
    if sent {
        open.set(false);
        draft.to.set(None);
        draft.said.set(String::new());
        draft.tried.set(false);
        hands.say(text::sent(hands.locale(), &to.title));
    }
}

fn thanked(item: &ComboItem) -> Option<Thanked> {
    match item.mark {
        ItemMark::Person(_) => item.id.parse::<PersonId>().ok().map(Thanked::Person),
        ItemMark::Department(_) => item.id.parse::<DepartmentId>().ok().map(Thanked::Department),
        ItemMark::None | ItemMark::Icon(_) => None,
    }
}
