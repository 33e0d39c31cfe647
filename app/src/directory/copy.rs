//! A text to be handed on, such as a link that works once.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::i18n::{common, t};
use crate::ui::icon::{CHECK, COPY};
use crate::ui::{Button, Field, fresh_id};

/// A text that can be selected, and a button that copies it.
#[component]
pub(crate) fn CopyField(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// The text.
    text: String,
    /// A line below it.
    #[prop(into)]
    hint: TextProp,
) -> impl IntoView {
    let id = fresh_id("copy");
    let copied = RwSignal::new(None::<bool>);
    let said = text.clone();
    let copy = Callback::new(move |()| {
        let said = said.clone();
        spawn_local(async move {
            // Where the browser refuses (no TLS), the text stays selectable. The field may be gone by now.
            let _ = copied.try_set(Some(crate::ui::internal::copy(&said).await));
        });
    });
    let select = |event: web_sys::FocusEvent| event_target::<web_sys::HtmlInputElement>(&event).select();
    view! {
        <Field label=label for_id=id.clone() hint=hint>
            <span class="row">
                <input
                    class="input mono"
                    id=id
                    readonly
                    value=text
                    on:focus=select
                />
                {move || {
                    let is_copied = copied.get() == Some(true);
                    let icon = if is_copied { CHECK } else { COPY };
                    let word = t(move |locale| if is_copied { common::copied(locale) } else { common::copy(locale) });
                    view! { <Button lead=icon on_press=move || copy.run(())>{word}</Button> }
                }}
            </span>
            {move || {
                (copied.get() == Some(false))
                    .then(|| view! { <span class="note" role="status">{t(common::select_and_copy)}</span> })
            }}
        </Field>
    }
}
