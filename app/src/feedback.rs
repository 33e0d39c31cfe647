//! `/feedback`: the live feed of ratings and thanks, and the way to give thanks.
//!
//! In the query: `show` (`thanks`, `ratings`, `low`), `mine`, `give` (opens the dialog at first) and
//! `request` (the panel).

mod aside;
mod band;
mod entry;
mod feed;
mod give;
mod list;

pub(crate) mod flow;

use leptos::html;
use leptos::prelude::*;

use crate::hands::{Hands, use_hands};
use crate::i18n::{Locale, feedback as text, shell, t};
use crate::replica::Connection;
use crate::request::address::{Address, use_address};
use crate::request::{PANEL_PX, panel_of};
use crate::shell::{KeyHint, Page, PaletteEntry, PaletteGroup, use_keys, use_palette};
use crate::ui::icon::THANKS;
use crate::ui::{Button, ButtonKind, EmptyState, ItemMark};
pub(crate) use feed::horizon_of;
use feed::{Filter, Show, Source};
pub(crate) use give::GiveDialog;
use list::List;

/// The feed of ratings and thanks.
#[component]
pub fn FeedbackPage() -> impl IntoView {
    let (hands, address) = (use_hands(), use_address());
    let filter = filter_of(hands, address);
    let source = Source::new(hands, filter);
    let scroller = NodeRef::<html::Div>::new();
    let list = List::new(hands, address, source, scroller);
    let giving = RwSignal::new(untrack(|| address.has("give")));
    offer(giving);
    let actions = move || {
        view! {
            <Button
                kind=ButtonKind::Primary
                lead=THANKS
                collapse=t(text::give)
                on_press=move || giving.set(true)
            >
                {t(text::give)}
            </Button>
        }
    };
    view! {
        <Page
            title=t(shell::feedback)
            actions=actions
            panel=panel_of(address)
            panel_open=Signal::derive(move || address.has("request"))
            on_panel_close=move || address.set("request", None, false)
            panel_px=PANEL_PX
            class="fb-body"
        >
            <div class="fb" node_ref=scroller on:scroll=move |_| list.scrolled()>
                {band::band(hands, address, source)}
                <div class="fbcols">
                    <section class="mainf" aria-label=t(text::feed)>
                        {filters(address)}
                        {list.view()}
                        {move || list.is_empty().then(|| empty(hands, address, giving))}
                    </section>
                    {aside::aside(hands, address, source)}
                </div>
            </div>
        </Page>
        <GiveDialog open=giving hands=hands />
    }
}

fn filter_of(hands: Hands, address: Address) -> Memo<Filter> {
    let replica = StoredValue::new(hands.replica());
    Memo::new(move |_| {
        let mine = address.has("mine").then(|| {
            let actor = replica.with_value(crate::replica::Replica::actor);
            actor.map(|actor| (actor.memberships.into_keys().collect(), actor.person)).unwrap_or_default()
        });
        Filter { show: Show::of(address.get("show").as_deref()), mine }
    })
}

const fn name_of(show: Show, locale: Locale) -> &'static str {
    match show {
        Show::All => text::all(locale),
        Show::Thanks => text::only_thanks(locale),
        Show::Ratings => text::only_ratings(locale),
        Show::Low => text::only_low(locale),
    }
}

fn filters(address: Address) -> AnyView {
    let chosen = Memo::new(move |_| Show::of(address.get("show").as_deref()));
    let chip = move |show: Show| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (chosen.get() == show).to_string()
                data-tip=(show == Show::Low).then(|| t(text::low_tip))
                on:click=move |_| address.set("show", show.word().map(str::to_owned), true)
            >
                {t(move |locale| name_of(show, locale))}
            </button>
        }
    };
    let mine = move || address.has("mine");
    view! {
        <div class="row filt" role="group" aria-label=t(text::filter)>
            {Show::ALL.map(chip).collect_view()}
            <span class="rule" aria-hidden="true"></span>
            <button
                type="button"
                class="chip"
                aria-pressed=move || mine().to_string()
                on:click=move |_| address.set("mine", (!untrack(mine)).then(|| "1".to_owned()), true)
            >
                {t(text::my_departments)}
            </button>
        </div>
    }
    .into_any()
}

/// Nothing is listed: because nothing passes, because nothing is here, or because nothing was said.
fn empty(hands: Hands, address: Address, giving: RwSignal<bool>) -> AnyView {
    let is_offline =
        matches!(hands.replica().connection().get_untracked(), Connection::Offline | Connection::Ended(_));
    let is_filtered = untrack(|| address.has("show") || address.has("mine"));
    let give = move || {
        view! {
            <Button kind=ButtonKind::Primary on_press=move || giving.set(true)>{t(text::give)}</Button>
        }
    };
    if is_filtered {
        let all = move || address.go(untrack(|| address.with_all(&[("show", None), ("mine", None)])));
        view! {
            <EmptyState title=t(text::nothing_passes) body=t(text::nothing_passes_what)>
                <Button on_press=all>{t(text::show_all)}</Button>
            </EmptyState>
        }
        .into_any()
    } else if is_offline {
        view! {
            <EmptyState title=t(text::nothing_offline) body=t(text::nothing_offline_what)>{give()}</EmptyState>
        }
        .into_any()
    } else {
        view! {
            <EmptyState title=t(text::nothing_yet) body=t(text::nothing_yet_what)>{give()}</EmptyState>
        }
        .into_any()
    }
}

/// The key and the palette's entry for giving thanks.
fn offer(giving: RwSignal<bool>) {
    let give = Callback::new(move |()| giving.set(true));
    use_keys(
        t(shell::feedback),
        vec![
            KeyHint::run("t", text::give, give),
            KeyHint::new("PgDn", text::key_next),
            KeyHint::new("PgUp", text::key_previous),
        ],
    );
    use_palette(move |locale| {
        let entry = PaletteEntry::new("thank", PaletteGroup::Do, text::give(locale), give);
        vec![entry.mark(ItemMark::Icon(THANKS)).key("T")]
    });
}
