//! A field of several: one to find the next, and those chosen below it.

use leptos::prelude::*;
use leptos::text_prop::TextProp;

use crate::i18n::{common, t};
use crate::ui::icon::CLOSE;
use crate::ui::{Button, ComboItem, Combobox, IconButton};

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
    let add = move || {
        if let Some(item) = picked.get_untracked() {
            value.update(|items| {
                if !items.iter().any(|own| own.id == item.id) {
                    items.push(item);
                }
            });
            picked.set(None);
        }
    };
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
        <div class="row dir-add">
            <Combobox label=label find=find value=picked placeholder=placeholder />
            <Button disabled=Signal::derive(move || picked.with(Option::is_none)) on_press=add>{t(common::add)}</Button>
        </div>
        <ul class="dir-items">{move || value.get().into_iter().map(chosen).collect_view()}</ul>
    }
}
