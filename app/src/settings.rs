//! Settings: oneself, the organisation, who gets in.

mod invite;
mod leave;
mod me;
mod organisation;
mod password;
mod people;
pub mod preferences;
mod sessions;
mod tokens;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use weft_domain::OrganisationRole;

use crate::hands::use_hands;
use crate::i18n::{settings as text, t};
use crate::shell::{Page, PaletteEntry, PaletteGroup, use_palette};
use crate::ui::icon::SETTINGS;
use crate::ui::{Choice, EmptyState, ItemMark, Segmented};

/// Which part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Me,
    Organisation,
    Access,
}

impl Tab {
    const fn name(self) -> &'static str {
        match self {
            Self::Me => "me",
            Self::Organisation => "organisation",
            Self::Access => "access",
        }
    }

    fn named(name: &str) -> Self {
        [Self::Organisation, Self::Access].into_iter().find(|tab| tab.name() == name).unwrap_or_default()
    }
}

/// The screen at `/settings`.
#[component]
pub fn Settings() -> impl IntoView {
    let hands = use_hands();
    let query = use_query_map();
    let tab =
        Memo::new(move |_| query.with(|query| query.get_str("tab").map(Tab::named).unwrap_or_default()));
    let navigate = use_navigate();
    let invites =
        Memo::new(move |_| hands.holds(OrganisationRole::Admin) || hands.holds(OrganisationRole::Steward));
    let tabs = Signal::derive(move || {
        let mut tabs = vec![
            Choice::new(Tab::Me.name(), t(text::me)),
            Choice::new(Tab::Organisation.name(), t(text::organisation)),
        ];
        if invites.get() {
            tabs.push(Choice::new(Tab::Access.name(), t(text::access)));
        }
        tabs
    });
    let choose = Callback::new(move |(name,): (String,)| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        let tab = Tab::named(&name);
        let path =
            if tab == Tab::Me { "/settings".to_owned() } else { format!("/settings?tab={}", tab.name()) };
        navigate(&path, options);
    });
    use_palette(move |locale| {
        let entry = |tab: Tab, name: &str| {
            let show = Callback::new(move |()| choose.run((tab.name().to_owned(),)));
            PaletteEntry::new(format!("settings:{}", tab.name()), PaletteGroup::Views, name, show)
                .hint(text::title(locale))
                .mark(ItemMark::Icon(SETTINGS))
        };
        let mut entries =
            vec![entry(Tab::Me, text::me(locale)), entry(Tab::Organisation, text::organisation(locale))];
        entries.extend(invites.get().then(|| entry(Tab::Access, text::access(locale))));
        entries
    });
    let bar = move || {
        view! {
            <Segmented
                label=t(text::title)
                options=tabs
                value=Signal::derive(move || tab.get().name().to_owned())
                on_change=choose
                small=true
            />
        }
    };
    view! {
        <Page title=t(text::title) sub=bar class="settings-body">
            <div class="settings">
                {move || match tab.get() {
                    Tab::Me => view! { <me::Me /> }.into_any(),
                    Tab::Organisation => view! { <organisation::OrganisationTab /> }.into_any(),
                    Tab::Access if invites.get() => view! { <people::Access /> }.into_any(),
                    Tab::Access => {
                        view! { <EmptyState title=t(text::no_right) body=t(text::no_right_note) /> }.into_any()
                    }
                }}
            </div>
        </Page>
    }
}

/// One part of the page: a heading, a line about it, and what can be set.
fn section(
    title: fn(weft_domain::Locale) -> &'static str,
    note: Option<fn(weft_domain::Locale) -> &'static str>,
    content: AnyView,
) -> AnyView {
    view! {
        <section class="setting">
            <div class="setting-head">
                <h2>{t(title)}</h2>
                {note.map(|note| view! { <p class="note">{t(note)}</p> })}
            </div>
            <div class="setting-body">{content}</div>
        </section>
    }
    .into_any()
}
