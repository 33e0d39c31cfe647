//! What the connection's panel lists: changes that wait to be sent, and those that were not accepted,
//! until their author has tried them again, copied or dropped them.

mod about;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use weft_domain::{Refusal, World, undo};
use weft_sync::{
    client::TrayReason,
    tabs::{Made, Trayed},
};

use crate::hands::{Hands, use_hands};
use crate::i18n::refusal::{self, Explained};
use crate::i18n::{Locale, common, relative, shell as text, t, use_locale};
use crate::ui::icon::{CHECK, COPY, DOWNLOAD, REFRESH, TRASH};
use crate::ui::{Button, ButtonKind, Confirm, Toast, use_toasts};

/// Waiting changes that are listed by name; of the others there is a number.
const WAITING_SHOWN: usize = 5;
/// Refused changes that are listed; the others come as these are dropped.
const REFUSED_SHOWN: usize = 50;
/// The name of the file that waiting changes are saved in.
const FILE_NAME: &str = "weft-unsent.json";

/// Both lists. Nothing where nothing waits and nothing was refused.
#[component]
pub(crate) fn Tray() -> impl IntoView {
    let hands = use_hands();
    let refused = hands.replica().refused();
    let unsent = hands.replica().unsent();
    view! {
        <Show when=move || { unsent.get() > 0 }>
            <Waiting hands=hands />
        </Show>
        <Show when=move || refused.with(|tray| !tray.is_empty())>
            <Refused hands=hands />
        </Show>
    }
}

/// Says of each command that the server refuses why, when the word comes. Those that were refused
/// before this page opened are in the tray without a word.
#[component]
pub(crate) fn SayRefusals() -> impl IntoView {
    let hands = use_hands();
    let toasts = use_toasts();
    let refused = hands.replica().refused();
    Effect::new(move |last: Option<Option<u64>>| {
        let tray = refused.get();
        let newest = tray.last().map(|entry| entry.number);
        let fresh = |entry: &&Trayed| Some(entry.number) > last.flatten();
        if last.is_some()
            && let Some(entry) = tray.last().filter(fresh)
        {
            let words = words(&hands.replica().world(), hands.locale(), entry);
            let gap = if hands.locale().is_chinese() { "" } else { " " };
            toasts.push(Toast::new(format!("{}{gap}{}", words.what, words.why)));
        }
        // A number that is free again may be given anew.
        newest
    });
}

#[component]
fn Waiting(hands: Hands) -> impl IntoView {
    let unsent = hands.replica().unsent();
    let count = unsent.clone();
    let list = move || {
        count.track();
        let locale = use_locale().get();
        let world = hands.replica().world();
        let waiting = hands.dispatch().waiting(WAITING_SHOWN);
        waiting.iter().map(|made| line(&world, locale, made)).collect_view()
    };
    let more = move || unsent.get().saturating_sub(u32::try_from(WAITING_SHOWN).unwrap_or(u32::MAX));
    view! {
        <section class="traylist">
            <h3>{t(text::waits_title)}</h3>
            <ul>{list}</ul>
            {
                let more = more.clone();
                move || (more() > 0).then(|| { let n = more(); view! { <p class="note">{t(move |locale| text::waits_more(locale, n))}</p> } })
            }
            <Button small=true lead=DOWNLOAD on_press=move || crate::ui::internal::save_as(FILE_NAME, &hands.dispatch().export())>
                {t(text::keep_copy)}
            </Button>
        </section>
    }
}

/// A command in a few words, and what it is about.
fn line(world: &World, locale: Locale, made: &Made) -> AnyView {
    let what = refusal::named(locale, &made.envelope.command);
    let about = about::of(world, locale, &made.envelope.command);
    view! { <li>{what} {about.map(shown)}</li> }.into_any()
}

fn shown(about: about::About) -> AnyView {
    let about::About { name, path } = about;
    match path {
        Some(path) => view! { <A href=path attr:class="clip" attr:dir="auto">{name}</A> }.into_any(),
        None => view! { <span class="clip faint" dir="auto">{name}</span> }.into_any(),
    }
}

#[component]
fn Refused(hands: Hands) -> impl IntoView {
    let refused = hands.replica().refused();
    let asking = RwSignal::new(false);
    let count = {
        let refused = refused.clone();
        Signal::derive(move || u32::try_from(refused.with(Vec::len)).unwrap_or(u32::MAX))
    };
    let shown = {
        let refused = refused.clone();
        move || refused.get().into_iter().take(REFUSED_SHOWN).collect::<Vec<_>>()
    };
    let drop_all = move || {
        for entry in refused.get_untracked() {
            hands.dispatch().discard(&entry);
        }
    };
    view! {
        <section class="traylist">
            <h3>{t(text::refused_title)}</h3>
            <ul>
                <For each=shown key=|entry| (entry.number, entry.id()) children=move |entry| refused_view(hands, entry) />
            </ul>
            <Show when=move || { count.get() > 1 }>
                <Button small=true kind=ButtonKind::Plain on_press=move || asking.set(true)>{t(text::refused_drop_all)}</Button>
            </Show>
        </section>
        <Confirm
            open=asking
            title=t(move |locale| text::refused_drop_all_question(locale, count.get()))
            body=t(text::refused_drop_all_note)
            action=t(text::refused_drop_all_do)
            danger=true
            on_confirm=drop_all
        />
    }
}

/// One that was not accepted: what, why, what to do, and the hands for it.
fn refused_view(hands: Hands, entry: Trayed) -> AnyView {
    let locale = use_locale();
    let world = hands.replica().world();
    let words = {
        let (world, entry) = (world.clone(), entry.clone());
        Memo::new(move |_| words(&world, locale.get(), &entry))
    };
    let about = entry
        .made
        .as_ref()
        .and_then(|made| about::of(&world, locale.get_untracked(), &made.envelope.command));
    let written = entry.made.as_ref().and_then(|made| about::written(&made.envelope.command));
    let made_at = entry.made.as_ref().map(|made| made.at);
    let copied = RwSignal::new(false);
    let copy = {
        let (entry, about, written) = (entry.clone(), about.clone(), written.clone());
        move || {
            let Explained { what, why, .. } = words.get_untracked();
            let name = about.as_ref().map(|about| about.name.clone());
            let raw = match &entry.reason {
                TrayReason::Unreadable(raw) => Some(raw.clone()),
                _ => None,
            };
            let lines = [Some(what), name, written.clone(), raw, Some(why)];
            let lines = lines.into_iter().flatten().collect::<Vec<_>>().join("\n");
            spawn_local(async move {
                let is_copied = crate::ui::internal::copy(&lines).await;
                if !is_copied {
                    hands.say(common::not_copied(hands.locale(), &lines));
                }
                // The entry may be gone by now.
                let _ = copied.try_set(is_copied);
            });
        }
    };
    // Who has looked at what somebody wrote meanwhile may mean it still.
    let is_behind = entry.reason == TrayReason::Refused(Refusal::ChangedMeanwhile);
    let verb = if is_behind { text::refused_over } else { text::refused_again };
    let again = entry.made.clone().map(|made| {
        let entry = entry.clone();
        let press = move || {
            let command = undo::over_now(&hands.replica().world(), &made.envelope.command);
            if hands.send(command) {
                hands.dispatch().discard(&entry);
            }
        };
        view! { <Button small=true lead=REFRESH on_press=press>{t(verb)}</Button> }
    });
    view! {
        <li class="refused">
            <p class="head"><b>{move || words.get().what}</b> {about.map(shown)}</p>
            {written.map(|written| view! { <p class="written" dir="auto">{written}</p> })}
            <p class="note">{move || words.with(|words| words.reason(locale.get()))}</p>
            {made_at.map(|at| {
                let when = move |locale| text::refused_at(locale, &relative(locale, at, hands.minute()));
                view! { <p class="note">{t(when)}</p> }
            })}
            <span class="row">
                {again}
                {move || {
                    let (icon, word) = if copied.get() { (CHECK, common::copied as fn(Locale) -> &'static str) } else { (COPY, common::copy as _) };
                    view! { <Button small=true lead=icon on_press=copy.clone()>{t(word)}</Button> }
                }}
                <Button small=true lead=TRASH on_press=move || hands.dispatch().discard(&entry)>{t(text::refused_drop)}</Button>
            </span>
        </li>
    }
    .into_any()
}

/// An entry in words.
fn words(world: &World, locale: Locale, entry: &Trayed) -> Explained {
    let unreadable = || Explained {
        what: text::refused_unreadable(locale).to_owned(),
        why: String::new(),
        way_out: text::refused_unreadable_out(locale).to_owned(),
    };
    let Some(made) = &entry.made else { return unreadable() };
    let command = &made.envelope.command;
    match &entry.reason {
        TrayReason::Refused(reason) => refusal::explain(locale, world, command, reason),
        TrayReason::Unsure => refusal::unsure(locale, command),
        TrayReason::Poisoned => refusal::poisoned(locale, command),
        TrayReason::Unreadable(_) => unreadable(),
    }
}
