//! Ending a request: closing is one gesture that can be taken back, declining and cancelling ask
//! why.

use leptos::prelude::*;
use weft_domain::{CommentId, End, EndRequest, RequestId, limits::PROSE_CHARS_MAX};

use super::words;
use crate::hands::{Hands, use_hands};
use crate::i18n::{common, request as text, t};
use crate::ui::{Button, ButtonKind, Dialog, TextArea};

/// What is about to end. A copy is the same.
#[derive(Clone, Copy)]
pub struct Ending {
    open: RwSignal<bool>,
    what: RwSignal<Option<(RequestId, End)>>,
}

impl Ending {
    /// Nothing.
    #[expect(clippy::new_without_default, reason = "it makes signals, which a default should not")]
    pub fn new() -> Self {
        Self { open: RwSignal::new(false), what: RwSignal::new(None) }
    }

    /// Ends a request, after asking why where that is asked.
    pub fn ask(self, hands: Hands, id: RequestId, end: End) {
        if end == End::Closed {
            finish(hands, id, end, String::new());
            return;
        }
        self.what.set(Some((id, end)));
        self.open.set(true);
    }
}

fn finish(hands: Hands, id: RequestId, end: End, reason: String) -> bool {
    let locale = hands.locale();
    let world = hands.replica().world();
    let number =
        world.request(id).present().map(|row| words::number(locale, &row.number)).unwrap_or_default();
    let done = match end {
        End::Closed => text::closed(locale, &number),
        End::Declined => text::declined(locale, &number),
        End::Cancelled => text::cancelled(locale, &number),
    };
    let comment = CommentId(hands.dispatch().new_id().0);
    hands.send_saying(EndRequest { id, end, reason, comment }, done)
}

/// Asks why a request is declined or cancelled.
#[component]
pub fn EndDialog(
    /// What is about to end.
    ending: Ending,
) -> impl IntoView {
    let hands = use_hands();
    let reason = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let is_declined = move || ending.what.get().is_some_and(|(_, end)| end == End::Declined);
    let title = t(
        move |locale| {
            if is_declined() { text::decline_request(locale) } else { text::cancel_request(locale) }
        },
    );
    let confirm = move || {
        let Some((id, end)) = ending.what.get_untracked() else { return };
        let said = reason.get_untracked().trim().to_owned();
        if said.is_empty() && end == End::Declined {
            missing.set(true);
            return;
        }
        if finish(hands, id, end, said) {
            ending.open.set(false);
            reason.set(String::new());
            missing.set(false);
        }
    };
    let footer = move || {
        view! {
            <Button on_press=move || ending.open.set(false)>{t(common::back)}</Button>
            <Button kind=ButtonKind::Danger on_press=confirm>
                {t(move |locale| if is_declined() { text::decline(locale) } else { text::cancel_it(locale) })}
            </Button>
        }
    };
    let error = t(move |locale| {
        let is_missing = missing.get() && reason.with(|reason| reason.trim().is_empty());
        is_missing.then(|| common::required(locale).to_owned())
    });
    let error = Signal::derive(error);
    view! {
        <Dialog open=ending.open title=title footer=footer>
            <TextArea
                label=t(text::why)
                hint=t(text::why_hint)
                value=reason
                error=error
                max=u32::try_from(PROSE_CHARS_MAX).unwrap_or(u32::MAX)
            />
        </Dialog>
    }
}
