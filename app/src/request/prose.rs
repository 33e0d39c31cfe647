//! A request's title and body: read, and rewritten by whoever may.

use leptos::prelude::*;
use weft_domain::{EditRequest, limits::BODY_CHARS_MAX, limits::NAME_CHARS_MAX};

use super::panel::Open;
use crate::i18n::{common, request as text, t};
use crate::replica::{Connection, Topic};
use crate::ui::icon::EDIT;
use crate::ui::{Button, ButtonKind, IconButton, TextArea, TextField};

pub(super) fn prose(open: Open) -> AnyView {
    let editing = RwSignal::new(None::<u32>);
    view! {
        <section class="prose">
            {move || match editing.get() {
                Some(over) => edit(open, over, editing),
                None => read(open, editing),
            }}
        </section>
    }
    .into_any()
}

fn body_of(open: Open) -> Memo<Option<String>> {
    let replica = open.hands.replica();
    Memo::new(move |_| {
        replica.read(&[Topic::Thread(open.id)], |world| {
            world.request_text(open.id).present().map(|text| text.body.clone())
        })
    })
}

fn read(open: Open, editing: RwSignal<Option<u32>>) -> AnyView {
    let title = open.part(|row| row.title.clone());
    let rev = open.part(|row| row.rev);
    let body = body_of(open);
    let may_edit =
        move || open.hands.may(EditRequest { id: open.id, over: 0, title: String::new(), body: None });
    let connection = open.hands.replica().connection();
    view! {
        <div class="row title-row">
            <h2 dir="auto">{move || title.get()}</h2>
            {move || {
                may_edit()
                    .then(|| {
                        view! {
                            <IconButton
                                path=EDIT
                                label=t(common::edit)
                                small=true
                                on_press=move || editing.set(rev.get_untracked())
                            />
                        }
                    })
            }}
        </div>
        {move || match (body.get(), open.is_answered.get()) {
            (Some(body), _) if !body.trim().is_empty() => {
                view! { <div class="voice said" dir="auto">{body}</div> }.into_any()
            }
            (Some(_), _) | (None, true) => ().into_any(),
            (None, false) if connection.get() == Connection::Offline => {
                view! { <p class="note">{t(text::body_offline)}</p> }.into_any()
            }
            (None, false) => view! { <div class="bare" style="width:70%" aria-hidden="true"></div> }.into_any(),
        }}
    }
    .into_any()
}

fn edit(open: Open, over: u32, editing: RwSignal<Option<u32>>) -> AnyView {
    let before = body_of(open).get_untracked();
    let title = RwSignal::new(
        open.row.with_untracked(|row| row.as_ref().map(|row| row.title.clone())).unwrap_or_default(),
    );
    let body = RwSignal::new(before.clone().unwrap_or_default());
    let is_empty = move || title.with(|title| title.trim().is_empty());
    let error = Signal::derive(t(move |locale| is_empty().then(|| common::required(locale).to_owned())));
    let has_body = before.is_some();
    let save = move || {
        let new = body.get_untracked();
        let body = (before.as_ref() != Some(&new)).then_some(new).filter(|_| has_body);
        let title = title.get_untracked().trim().to_owned();
        if !title.is_empty() && open.hands.send(EditRequest { id: open.id, over, title, body }) {
            editing.set(None);
        }
    };
    view! {
        <form
            class="stack-v"
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <TextField label=t(text::title) value=title error=error max=cap(NAME_CHARS_MAX) attr:dir="auto" />
            {has_body
                .then(|| {
                    view! { <TextArea label=t(text::body) value=body rows=6 max=cap(BODY_CHARS_MAX) /> }
                })}
            <div class="row end">
                <Button on_press=move || editing.set(None)>{t(common::cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true disabled=Signal::derive(is_empty)>{t(common::save)}</Button>
            </div>
        </form>
    }
    .into_any()
}

/// A limit as a field takes it.
pub(super) fn cap(limit: usize) -> u32 {
    u32::try_from(limit).unwrap_or(u32::MAX)
}
