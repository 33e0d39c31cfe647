//! Toasts: what has just happened, and how to undo it.

use std::time::Duration;

use leptos::prelude::*;

use super::button::{ButtonKind, IconButton};
use super::chip::Kbd;
use super::icon::CLOSE;
use crate::i18n::{common, shell as text, t};

/// Toasts shown at once; an older one goes when a new one comes.
const TOASTS_MAX: usize = 3;
/// How long a toast stays. Long enough to read it and press undo; it stays while the pointer or
/// the focus is in it.
const TOAST_SHOWN: Duration = Duration::from_secs(8);

/// Something that has just happened.
#[derive(Clone)]
pub struct Toast {
    text: TextProp,
    undo: Option<Callback<()>>,
}

impl Toast {
    /// A toast that says what happened, such as “IT-469 moved to Resolved”.
    pub fn new(text: impl Into<TextProp>) -> Self {
        Self { text: text.into(), undo: None }
    }

    /// The same with an undo button. Make the callback with an owner that outlives the screen, or undoing after leaving it does nothing.
    pub fn undo(mut self, undo: Callback<()>) -> Self {
        self.undo = Some(undo);
        self
    }
}

#[derive(Clone)]
struct Shown {
    id: u32,
    toast: Toast,
}

/// Where toasts are pushed to.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Shown>>,
    next: StoredValue<u32>,
    held: RwSignal<bool>,
}

impl Toasts {
    /// Shows a toast for a while.
    pub fn push(self, toast: Toast) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.shown.update(|shown| {
            shown.push(Shown { id, toast });
            let over = shown.len().saturating_sub(TOASTS_MAX);
            shown.drain(..over);
        });
        self.dismiss_later(id);
    }

    /// What this toast offers to undo has been undone in another way: it goes.
    pub fn undone(self, said: &str) {
        let offers = |shown: &&Shown| shown.toast.undo.is_some() && shown.toast.text.get() == said;
        let newest = untrack(|| self.shown.read().iter().rev().find(offers).map(|shown| shown.id));
        if let Some(id) = newest {
            self.dismiss(id);
        }
    }

    fn dismiss(self, id: u32) {
        // The page may be gone when a timer fires.
        let _ = self.shown.try_update(|shown| shown.retain(|shown| shown.id != id));
    }

    fn dismiss_later(self, id: u32) {
        set_timeout(
            move || match self.held.try_get_untracked() {
                Some(true) => self.dismiss_later(id),
                Some(false) => self.dismiss(id),
                None => {}
            },
            TOAST_SHOWN,
        );
    }
}

/// Puts the toasts into context. The shell does it once.
pub fn provide_toasts() -> Toasts {
    let toasts =
        Toasts { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0), held: RwSignal::new(false) };
    provide_context(toasts);
    toasts
}

/// The toasts of the page. Outside a shell, toasts that nobody sees.
pub fn use_toasts() -> Toasts {
    use_context::<Toasts>().unwrap_or_else(provide_toasts)
}

/// Where the toasts appear: low at the left, above the bottom bar on phones. Screen readers hear
/// them.
#[component]
pub fn ToastHost() -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <section
            class="toasts"
            role="status"
            aria-live="polite"
            aria-label=t(text::notices)
            on:pointerenter=move |_| toasts.held.set(true)
            on:pointerleave=move |_| toasts.held.set(false)
            on:focusin=move |_| toasts.held.set(true)
            on:focusout=move |_| toasts.held.set(false)
        >
            <For
                each=move || toasts.shown.get()
                key=|shown| shown.id
                children=move |shown| toast_view(toasts, shown)
            />
        </section>
    }
}

fn toast_view(toasts: Toasts, Shown { id, toast: Toast { text: said, undo } }: Shown) -> AnyView {
    view! {
        <div class="toast">
            <span>{move || said.get()}</span>
            {undo
                .map(|undo| {
                    let press = move |_| {
                        toasts.dismiss(id);
                        undo.try_run(());
                    };
                    view! {
                        <button type="button" on:click=press>
                            {t(common::undo)}
                            " "
                            <Kbd key="Ctrl Z" />
                        </button>
                    }
                })}
            <IconButton
                path=CLOSE
                label=t(text::dismiss)
                kind=ButtonKind::Plain
                small=true
                on_press=move || toasts.dismiss(id)
            />
        </div>
    }
    .into_any()
}
