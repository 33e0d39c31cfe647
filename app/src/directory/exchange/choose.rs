//! Choosing what comes in: drop a folder or a zip, or pick one.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::HtmlInputElement;

use super::super::upload::{Chosen, chosen, dropped, files_of};
use crate::i18n::{exchange as text, t};
use crate::ui::icon::{FILE, FOLDER, UPLOAD};
use crate::ui::{fresh_id, icon, icon_large};

/// What is chosen goes nowhere else than to the one who asked; a browser's files are no `Send`.
#[component]
pub(super) fn Choose(#[prop(into)] on_chosen: UnsyncCallback<(Chosen,)>) -> impl IntoView {
    let over = RwSignal::new(false);
    let on_drop = move |event: web_sys::DragEvent| {
        event.prevent_default();
        over.set(false);
        let Some(transfer) = event.data_transfer() else { return };
        let entries = dropped(&transfer);
        spawn_local(async move {
            let files = files_of(entries).await;
            on_chosen.run((files,));
        });
    };
    let picked = move |event: web_sys::Event| {
        let input = event_target::<HtmlInputElement>(&event);
        if let Some(list) = input.files().filter(|list| list.length() > 0) {
            on_chosen.run((chosen(&list),));
        }
        // The same files can be chosen again after they were mended.
        input.set_value("");
    };
    let (folder, files) = (fresh_id("folder"), fresh_id("files"));
    view! {
        <p class="note">{t(text::choose_note)}</p>
        <div
            class="drop"
            class:over=move || over.get()
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=on_drop
        >
            {icon_large(UPLOAD)}
            <p>{t(text::drop_here)}</p>
            <div class="row wrap">
                <label class="btn" for=folder.clone()>
                    {icon(FOLDER)}
                    {t(text::choose_folder)}
                </label>
                <input class="sr" id=folder type="file" prop:webkitdirectory=true multiple on:change=picked />
                <label class="btn" for=files.clone()>
                    {icon(FILE)}
                    {t(text::choose_files)}
                </label>
                <input class="sr" id=files type="file" accept=".csv,.zip" multiple on:change=picked />
            </div>
        </div>
        <details class="exchange-format">
            <summary>{t(text::format)}</summary>
            <p class="note">{t(text::format_note)}</p>
            <dl class="facts">
                {FILES.into_iter().map(|(file, columns)| view! { <dt class="mono">{file}</dt><dd class="mono">{columns}</dd> }).collect_view()}
            </dl>
        </details>
    }
}

/// The main files of the format and their columns, as they are written.
const FILES: [(&str, &str); 6] = [
    ("departments.csv", "id, name, parent_id, purpose, kind"),
    ("people.csv", "id, name, email, department_id, role"),
    ("services.csv", "id, name, department_id, description"),
    ("dependencies.csv", "customer_department_id, provider_department_id"),
    (
        "requests.csv",
        "id, title, kind, priority, from_department_id, to_department_id, created_at, closed_at",
    ),
    ("request_events.csv", "request_id, at, actor_id, from_department_id, to_department_id, state"),
];
