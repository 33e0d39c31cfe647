//! A field of several: one to find the next, and those chosen below it.

use leptos::prelude::*;
use leptos::text_prop::TextProp;

use crate::i18n::{common, t};
use crate::ui::icon::CLOSE;
use crate::ui::{ComboItem, Combobox, IconButton};

/// The field. One that is chosen again stays once.
#[component]
pub(super) fn Several(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// Finds what matches the words typed, best first.
    #[prop(into)]
    find: Callback<(String,), Vec<ComboItem>>,
    /// Shown while the field is empty.
    #[prop(into)]
    placeholder: TextProp,
    /// Those chosen, both ways.
    value: RwSignal<Vec<ComboItem>>,
) -> impl IntoView {
    let picked = RwSignal::new(None::<ComboItem>);
    // What is picked is chosen: whoever saves at once means it.
    Effect::new(move || {
        if let Some(item) = picked.get() {
            value.update(|items| {
                if !items.iter().any(|own| own.id == item.id) {
                    items.push(item);
                }
            });
            picked.set(None);
        }
    });
    let chosen = move |item: ComboItem| {
        let id = item.id.clone();
        let remove = move || value.update(|items| items.retain(|own| own.id != id));
        view! {
            <li>
                {item.mark.view(&item.title)}
                <span class="clip dir-item-text" dir="auto">{item.title.clone()}</span>
                <IconButton path=CLOSE label=t(common::remove) small=true on_press=remove />
            </li>
        }
    };
    view! {
        <Combobox label=label find=find value=picked placeholder=placeholder />
        <ul class="dir-items">{move || value.get().into_iter().map(chosen).collect_view()}</ul>
    }
}
