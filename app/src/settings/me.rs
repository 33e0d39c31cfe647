//! Oneself: name, language, light or dark, keys, password, sessions, the way out.

use leptos::prelude::*;
use weft_domain::{ChooseLocale, Field, Locale, RenamePerson};

use super::preferences::{self, Theme};
use super::{leave, password, section, sessions, tokens};
use crate::directory::Refused;
use crate::hands::use_hands;
use crate::i18n::{common, settings as text, t, use_locale};
use crate::shell::use_key_settings;
use crate::ui::{Button, ButtonKind, Checkbox, Choice, Segmented, TextField};

/// The tab.
#[component]
pub(super) fn Me() -> impl IntoView {
    let keys = use_key_settings();
    view! {
        {section(text::own_name, Some(text::name_note), view! { <Name /> }.into_any())}
        {section(text::language, None, view! { <Language /> }.into_any())}
        {section(text::appearance, None, view! { <Appearance /> }.into_any())}
        {section(
            text::keys,
            Some(text::keys_note),
            view! {
                <Checkbox label=t(text::single_keys) checked=keys.single />
                <Button on_press=move || keys.show()>{t(text::show_keys)}</Button>
            }
                .into_any(),
        )}
        {section(text::password, Some(text::password_note), view! { <password::Password /> }.into_any())}
        {section(text::sessions, Some(text::sessions_note), view! { <sessions::Sessions /> }.into_any())}
        {section(text::tokens, Some(text::tokens_note), view! { <tokens::Tokens /> }.into_any())}
        {section(text::sign_out, None, view! { <leave::SignOut /> }.into_any())}
    }
}

#[component]
fn Name() -> impl IntoView {
    let hands = use_hands();
    let row = hands.replica().world().person(hands.replica().me().get_untracked()?).present().cloned()?;
    let name = RwSignal::new(row.name.clone());
    // The revision that what stands in the field was written over.
    let over = StoredValue::new(row.rev);
    let saved = RwSignal::new(row.name);
    let refused = Refused::new();
    let is_same = Signal::derive(move || name.with(|name| saved.with(|saved| name == saved)));
    let pending = Signal::derive(move || hands.replica().is_pending(row.id.into()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = name.get_untracked();
        let done =
            refused.note(hands.try_send(RenamePerson { id: row.id, over: over.get_value(), name: typed }));
        // What the rules made of it is what is there now; after a refusal the next goes over theirs.
        if let Some(now) = hands.replica().world().person(row.id).present() {
            over.set_value(now.rev);
            if done {
                name.set(now.name.clone());
                saved.set(now.name.clone());
                hands.say(text::saved(hands.locale()).to_owned());
            }
        }
    };
    Some(view! {
        <form class="setting-form" novalidate on:submit=submit>
            <TextField label=t(text::own_name) value=name autocomplete="name" error=refused.of(Field::Name) />
            {refused.rest(&[Field::Name])}
            <div>
                <Button kind=ButtonKind::Primary submit=true disabled=is_same pending=pending>{t(common::save)}</Button>
            </div>
        </form>
    })
}

#[component]
fn Language() -> impl IntoView {
    let hands = use_hands();
    let locale = use_locale();
    let choices =
        Locale::ALL.into_iter().map(|own| Choice::new(own.tag(), own.own_name())).collect::<Vec<_>>();
    let choose = move |tag: String| {
        let Some(to) = Locale::from_tag(&tag) else { return };
        preferences::choose_locale(locale, to);
        // The choice goes along to other browsers; where it cannot, this one keeps it.
        if let Some(person) = hands.replica().me().get_untracked() {
            let _ = hands.try_send(ChooseLocale { person, locale: Some(to) });
        }
    };
    view! {
        <Segmented
            label=t(text::language)
            options=choices
            value=Signal::derive(move || locale.get().tag().to_owned())
            on_change=choose
        />
    }
}

#[component]
fn Appearance() -> impl IntoView {
    let theme = RwSignal::new(Theme::current());
    let word = |theme: Theme| match theme {
        Theme::System => text::theme_system,
        Theme::Light => text::theme_light,
        Theme::Dark => text::theme_dark,
    };
    let choices = Theme::ALL.into_iter().map(|own| Choice::new(own.name(), t(word(own)))).collect::<Vec<_>>();
    let choose = move |name: String| {
        let chosen = Theme::named(&name);
        chosen.choose();
        theme.set(chosen);
    };
    view! {
        <Segmented
            label=t(text::appearance)
            options=choices
            value=Signal::derive(move || theme.get().name().to_owned())
            on_change=choose
        />
    }
}
