//! The top of a request: what it is, between whom, and what can be done with it as a whole.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use weft_domain::{CommentId, End, EndRequest, HandOverRequest, ReopenRequest, RequestKind, Sight};

use super::panel::Open;
use super::pick::Pick;
use super::words;
use crate::i18n::{common, request as text, t, use_locale};
use crate::ui::icon::{ARROW_RIGHT, CHECK, CLOSE, EXTERNAL, LINK, LOCK, MORE, REPLY, STOP, UNDO};
use crate::ui::{Button, ItemMark, Menu, MenuItem, MenuRule, PriorityMark, icon, icon_small};

pub(super) fn head(open: Open) -> AnyView {
    let locale = use_locale();
    let line =
        open.part(|row| (row.priority(), row.number.clone(), row.kind, row.sight == Sight::Departments));
    let marks = move || {
        let (priority, number, kind, is_open_to_all) = line.get()?;
        let number = words::number(locale.get(), &number);
        Some(view! {
            <PriorityMark of=words::priority(priority) />
            <span class="num number">{number}</span>
            {(kind != RequestKind::Service).then(|| view! { <span class="tag">{t(move |locale| words::kind(locale, kind))}</span> })}
            {(!is_open_to_all).then(|| view! { <span class="tag">{icon_small(LOCK)}{t(text::private)}</span> })}
        })
    };
    view! {
        <header class="req-head">
            <div class="row">
                {marks}
                <span class="push"></span>
                {own_page(open)}
                <Button small=true lead=LINK on_press=move || copy_link(open)>{t(text::copy_link)}</Button>
                {menu(open)}
            </div>
        </header>
        {between(open)}
    }
    .into_any()
}

/// The way to the request's own page; nothing there.
fn own_page(open: Open) -> AnyView {
    let path = use_location().pathname;
    let to = open.part(words::path);
    (move || {
        let to = to.get().filter(|_| !path.get().starts_with("/request/"))?;
        let label = t(text::own_page);
        Some(view! { <a class="btn plain icon small" href=to aria-label=label.clone() data-tip=label>{icon(EXTERNAL)}</a> })
    })
    .into_any()
}

fn copy_link(open: Open) {
    let Some(path) = open.row.with_untracked(|row| row.as_ref().map(words::path)) else { return };
    let link = format!("{}{path}", window().location().origin().unwrap_or_default());
    spawn_local(async move {
        let is_copied = crate::ui::internal::copy(&link).await;
        let locale = open.hands.locale();
        open.hands.say(if is_copied {
            common::copied(locale).to_owned()
        } else {
            common::not_copied(locale, &link)
        });
    });
}

fn menu(open: Open) -> AnyView {
    let id = open.id;
    let state = open.part(|row| row.state);
    let ends = move || {
        let comment = CommentId(id.0);
        open.hands.may(EndRequest { id, end: End::Declined, reason: String::new(), comment })
    };
    let is_requester = open.part(|row| row.requester);
    let mine = move || {
        let me = open.hands.replica().me().get();
        me.is_some() && is_requester.get().flatten() == me
    };
    let items = move || {
        let is_end = state.get().is_some_and(weft_domain::StateCategory::is_end);
        let is_done = is_end || state.get() == Some(weft_domain::StateCategory::Resolved);
        view! {
            {(is_done && open.hands.may(ReopenRequest { id }))
                .then(|| view! { <MenuItem lead=UNDO on_press=move || reopen(open)>{t(text::reopen)}</MenuItem> })}
            {(!is_end && open.hands.may(HandOverRequest { id, to: weft_domain::DepartmentId(id.0) }))
                .then(|| {
                    view! {
                        <MenuItem lead=REPLY on_press=move || open.picker.ask(Pick::Holder(id))>{t(text::hand_over)}</MenuItem>
                    }
                })}
            {(!is_end && ends())
                .then(|| {
                    let end = move |end: End| open.ending.ask(open.hands, id, end);
                    view! {
                        <MenuRule />
                        <MenuItem lead=CHECK on_press=move || end(End::Closed)>{t(text::close_it)}</MenuItem>
                        {(!mine()).then(|| view! { <MenuItem lead=STOP on_press=move || end(End::Declined)>{t(text::decline)}</MenuItem> })}
                        <MenuItem lead=CLOSE on_press=move || end(End::Cancelled)>{t(text::cancel_it)}</MenuItem>
                    }
                })}
        }
    };
    view! {
        <Menu
            label=t(common::more)
            button_class="btn plain icon small"
            button_label=t(common::more)
            button=|| icon(MORE)
        >
            {items}
        </Menu>
    }
    .into_any()
}

fn reopen(open: Open) {
    let locale = open.hands.locale();
    let number = open.row.with_untracked(|row| row.as_ref().map(|row| words::number(locale, &row.number)));
    open.hands
        .send_saying(ReopenRequest { id: open.id }, text::reopened(locale, &number.unwrap_or_default()));
}

/// Customer and holder: the relationship it flows over.
fn between(open: Open) -> AnyView {
    let locale = use_locale();
    let ends = open.part(|row| (row.customer, row.provider));
    let replica = StoredValue::new(open.hands.replica());
    let side = move |id: weft_domain::DepartmentId| {
        let name =
            move || replica.with_value(|replica| words::department(&replica.world(), locale.get(), id));
        view! {
            <a class="dept clip" href=format!("/board/{id}")>
                {ItemMark::Department(*id.0.as_bytes()).view("")}
                <span class="clip" dir="auto">{name}</span>
            </a>
        }
        .into_any()
    };
    view! {
        <div class="pair note">
            {move || {
                let (customer, provider) = ends.get()?;
                Some(
                    view! {
                        {customer.map(side)}
                        <span class="to">
                            {icon_small(ARROW_RIGHT)}
                            <span class="sr">{t(text::asked)}</span>
                        </span>
                        {match provider {
                            Some(provider) => side(provider),
                            None => view! { <a href="/inbox">{t(text::unrouted)}</a> }.into_any(),
                        }}
                    },
                )
            }}
        </div>
    }
    .into_any()
}
