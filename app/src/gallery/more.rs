//! The gallery's samples of what goes on around the screens: light and dark, threads, the connection,
//! what was refused, what is full.

use leptos::prelude::*;

use crate::i18n::{Locale, common, gallery as text, map, number, settings, shell, t, use_locale};
use crate::map::legend_samples;
use crate::settings::preferences::Theme;
use crate::shell::{ConnectionState, drawn_connection};
use crate::ui::icon::WARNING;
use crate::ui::{Button, Choice, EmptyState, Segmented, TextField, icon};

/// Light, dark, or as the system has it: the whole page follows.
pub(super) fn scheme() -> AnyView {
    let chosen = RwSignal::new(Theme::current().name().to_owned());
    let choose = move |name: String| {
        Theme::named(&name).choose();
        chosen.set(name);
    };
    let name = |theme: Theme| match theme {
        Theme::System => settings::theme_system as fn(Locale) -> &'static str,
        Theme::Light => settings::theme_light,
        Theme::Dark => settings::theme_dark,
    };
    let options = Theme::ALL.map(|theme| Choice::new(theme.name(), t(name(theme)))).to_vec();
    view! { <Segmented label=t(settings::appearance) options=options value=chosen on_change=choose /> }
        .into_any()
}

/// Width, make and head of a dependency.
pub(super) fn threads() -> AnyView {
    view! { <div class="threads">{legend_samples()}</div> }.into_any()
}

/// Every way the connection can stand, with its sentence.
pub(super) fn connection() -> AnyView {
    let locale = use_locale();
    let states = [
        ConnectionState::Live,
        ConnectionState::Connecting,
        ConnectionState::Offline { waiting: 0 },
        ConnectionState::Offline { waiting: 3 },
        ConnectionState::Refused { count: 2 },
    ];
    let row = |state: ConnectionState| {
        view! {
            <div class="row" style="gap:16px">
                <span style="width:96px">{drawn_connection(Signal::stored(state))}</span>
                <span class="note">{move || state.sentence(locale.get())}</span>
            </div>
        }
    };
    states.map(row).collect_view().into_any()
}

/// Where one is in something that takes several steps.
pub(super) fn steps() -> AnyView {
    view! {
        <ol class="steps">
            <li class="done">{t(text::step_files)}</li>
            <li class="now">{t(text::step_look)}</li>
            <li>{t(text::step_bring)}</li>
        </ol>
    }
    .into_any()
}

/// Offline, refused, not saved yet, failed.
pub(super) fn trouble() -> AnyView {
    let wrong = t(|locale| Some(common::required(locale).to_owned()));
    view! {
        <div class="states">
            <EmptyState title=t(text::offline) body=t(text::offline_body) drawn=false />
            <EmptyState title=t(shell::not_fetched) body=t(shell::not_fetched_why) drawn=false>
                <Button>{t(common::retry)}</Button>
            </EmptyState>
            <div>
                <TextField label=t(text::purpose) value=RwSignal::new(String::new()) error=Signal::derive(wrong) />
                <p class="problem row" role="alert">{icon(WARNING)} {t(text::refused)}</p>
            </div>
        </div>
    }
    .into_any()
}

/// What stands where more is there than is shown.
pub(super) fn full() -> AnyView {
    let locale = use_locale();
    view! {
        <p class="note">{t(|locale| common::more_hidden(locale, 12))}</p>
        <p class="note">{t(|locale| common::hidden_by_filters(locale, 75))}</p>
        <p class="note">{t(|locale| map::counted(locale, 220, 403, 423, 445))}</p>
        <p class="num">{move || number(locale.get(), 10_000)}</p>
    }
    .into_any()
}
