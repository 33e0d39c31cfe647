//! The frame around every screen: selvage, rail, page, command palette, keys, toasts.
//!
//! The application's root renders [`Shell`] inside the router and its routes inside the shell. A
//! screen renders one [`Page`], offers commands with [`use_palette`] and keys with [`use_keys`];
//! both are withdrawn when the screen goes.

mod beside;
mod connection;
mod keys;
mod page;
mod palette;
mod palette_view;
mod rail;

pub(crate) use connection::drawn as drawn_connection;
pub use connection::{ConnectionMark, ConnectionState};
pub use keys::{KeyHint, Keys, use_key_settings, use_keys};
pub use page::Page;
pub use palette::{
    Palette, PaletteEntry, PaletteGroup, use_palette, use_palette_control, use_palette_search,
};

use leptos::prelude::*;

use crate::dispatch::Dispatch;
use crate::hands::provide_hands;
use crate::i18n::{shell as text, t};
use crate::ui::{TipHost, ToastHost, provide_toasts};

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// The person's name.
    pub name: String,
    /// The person's id.
    pub person_id: [u8; 16],
}

/// What the frame shows of the world, in context for the pieces that need it.
#[derive(Clone, Copy)]
pub struct Frame {
    /// How the connection stands.
    pub connection: Signal<ConnectionState>,
    /// Who is signed in.
    pub me: Signal<Option<Me>>,
    /// How many requests wait in the reader's inbox.
    pub inbox: Signal<u32>,
    tray: StoredValue<ViewFn>,
}

/// The frame. It provides toasts, palette and keys to what is inside.
#[component]
pub fn Shell(
    /// How the connection stands.
    #[prop(into)]
    connection: Signal<ConnectionState>,
    /// Who is signed in.
    #[prop(into)]
    me: Signal<Option<Me>>,
    /// How many requests wait in the reader's inbox.
    #[prop(optional, into)]
    inbox: Signal<u32>,
    /// What the connection's panel lists: changes that wait, changes that were refused.
    #[prop(optional, into)]
    tray: ViewFn,
    /// The routes.
    children: Children,
) -> impl IntoView {
    provide_context(Frame { connection, me, inbox, tray: StoredValue::new(tray) });
    provide_toasts();
    // The gallery shows a frame without anything to act on.
    let hands = use_context::<Dispatch>().map(|_| provide_hands());
    let palette = palette::provide_palette();
    let keys = keys::provide_keys(hands, palette);
    palette::offer_navigation();
    view! {
        <a class="btn primary skip" href="#main">{t(text::skip)}</a>
        <div class="app" data-link=move || connection.get().link()>
            <rail::Rail />
            {children()}
        </div>
        <ToastHost />
        <palette_view::PaletteDialog palette=palette />
        <keys::KeysDialog keys=keys />
        <TipHost />
    }
}

/// The frame, or its stand-in where a page is rendered without a shell.
fn use_frame() -> Frame {
    use_context::<Frame>().unwrap_or_else(|| Frame {
        connection: Signal::stored(ConnectionState::Connecting),
        me: Signal::stored(None),
        inbox: Signal::stored(0),
        tray: StoredValue::new(ViewFn::default()),
    })
}
