//! What was said about a request and what happened to it, in one line of time.

use leptos::prelude::*;
use weft_domain::{
    AddComment, Comment, CommentId, EditComment, Sight, StateCategory, What, limits::BODY_CHARS_MAX,
};
use weft_sync::message::TimelineEntry;

use super::panel::Open;
use super::prose::cap;
use super::{draft, history, words};
use crate::i18n::{DateStyle, common, date_in, relative, request as text, t, use_locale};
use crate::replica::Topic;
use crate::ui::icon::EDIT;
use crate::ui::{Avatar, Button, ButtonKind, IconButton, ItemMark, MarkSize, TextArea};

pub(super) fn talk(open: Open) -> AnyView {
    let entries = history::ask(open);
    let replica = open.hands.replica();
    let comments = Memo::new(move |_| {
        replica.read(&[Topic::Thread(open.id)], |world| {
            world.comments_on(open.id).into_iter().cloned().collect::<Vec<Comment>>()
        })
    });
    let lines = Memo::new(move |_| {
        let mut lines: Vec<Line> = comments.get().into_iter().map(Line::Said).collect();
        // A comment speaks for itself; its entry in the history would say it twice.
        let told = entries.get().unwrap_or_default().into_iter();
        lines.extend(told.filter(|entry| is_told(&entry.what)).map(Line::Happened));
        lines.sort_by_key(Line::at);
        lines
    });
    view! {
        <section class="block">
            <h3>{t(text::conversation)}</h3>
            <ol class="talk">
                <For each=move || lines.get() key=Line::key children=move |line| line_view(open, line) />
            </ol>
            {move || {
                (lines.with(Vec::is_empty) && open.is_answered.get())
                    .then(|| view! { <p class="note">{t(text::nothing_said)}</p> })
            }}
            {compose(open)}
        </section>
    }
    .into_any()
}

#[derive(Clone, PartialEq)]
enum Line {
    Said(Comment),
    Happened(TimelineEntry),
}

impl Line {
    fn at(&self) -> i64 {
        match self {
            Line::Said(comment) => comment.at.0,
            Line::Happened(entry) => entry.at.0,
        }
    }

    /// An edited comment is drawn anew.
    fn key(&self) -> String {
        match self {
            Line::Said(comment) => format!("{}-{}", comment.id, comment.rev),
            Line::Happened(entry) => format!("{}-{:?}", entry.at.0, entry.what),
        }
    }
}

/// Comments stand for themselves, and a move within a state is none to whoever reads.
fn is_told(what: &What) -> bool {
    match what {
        What::Commented => false,
        What::State { from, to } => from != to,
        _ => true,
    }
}

fn line_view(open: Open, line: Line) -> AnyView {
    match line {
        Line::Said(comment) => said(open, comment),
        Line::Happened(entry) => history::line(open, entry),
    }
}

fn said(open: Open, comment: Comment) -> AnyView {
    let world = open.hands.replica().world();
    let locale = use_locale();
    let at = comment.at;
    let name = comment.author.map_or_else(
        || text::someone(locale.get_untracked()).to_owned(),
        |id| words::person(&world, locale.get_untracked(), id),
    );
    let id = comment.author.map_or([0; 16], |id| *id.0.as_bytes());
    let is_mine = comment.author.is_some() && comment.author == open.hands.replica().me().get_untracked();
    let editing = RwSignal::new(false);
    let replica = StoredValue::new(open.hands.replica());
    let key = comment.id;
    let pending = move || replica.with_value(|replica| replica.is_pending(key.into()));
    let is_edited = comment.edited_at.is_some();
    let stored = StoredValue::new(comment);
    view! {
        <li class="say" class:pending=pending>
            <Avatar name=name.clone() id=id />
            <div>
                <div class="row hd">
                    <b class="clip" dir="auto">{name}</b>
                    {is_edited.then(|| view! { <span class="faint small">{t(text::edited)}</span> })}
                    <time class="faint small push" data-tip=move || date_in(locale.get(), at, DateStyle::DateTime)>
                        {move || relative(locale.get(), at, open.hands.minute())}
                    </time>
                    {is_mine
                        .then(|| {
                            view! {
                                <IconButton path=EDIT label=t(text::edit_comment) small=true on_press=move || editing.update(|on| *on = !*on) />
                            }
                        })}
                </div>
                {move || {
                    if editing.get() {
                        edit_comment(open, stored, editing)
                    } else {
                        view! { <div class="voice said" dir="auto">{stored.with_value(|comment| comment.text.clone())}</div> }
                            .into_any()
                    }
                }}
            </div>
        </li>
    }
    .into_any()
}

fn edit_comment(open: Open, comment: StoredValue<Comment>, editing: RwSignal<bool>) -> AnyView {
    let (id, over, before) = comment.with_value(|comment| (comment.id, comment.rev, comment.text.clone()));
    let field = RwSignal::new(before);
    let save = move || {
        let said = field.get_untracked();
        if said.trim().is_empty() {
            return;
        }
        if open.hands.send(EditComment { id, request: open.id, over, text: said }) {
            editing.set(false);
        }
    };
    view! {
        <div class="stack-v">
            <TextArea label=t(text::edit_comment) value=field max=cap(BODY_CHARS_MAX) />
            <div class="row end">
                <Button small=true on_press=move || editing.set(false)>{t(common::cancel)}</Button>
                <Button small=true kind=ButtonKind::Primary on_press=save>{t(common::save)}</Button>
            </div>
        </div>
    }
    .into_any()
}

/// The field at the end. What is typed is kept until it is sent; Ctrl Enter sends.
fn compose(open: Open) -> AnyView {
    let field = RwSignal::new(String::new());
    let replica = open.hands.replica();
    let is_hidden = Signal::derive(move || {
        replica.read(&[Topic::Row(open.id.into())], |world| {
            world.request(open.id).present().is_none_or(|row| matches!(row.sight, Sight::Confidential { .. }))
        })
    });
    draft::keep(open.hands, format!("comment.{}", open.id), field, is_hidden);
    let is_blank = move || field.with(|text| text.trim().is_empty());
    let send = move || {
        let said = field.get_untracked();
        if said.trim().is_empty() {
            return;
        }
        let id = CommentId(open.hands.dispatch().new_id().0);
        if open.hands.send(AddComment { id, request: open.id, text: said }) {
            field.set(String::new());
        }
    };
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing() {
            event.prevent_default();
            send();
        }
    };
    view! {
        <div class="compose" on:keydown=on_keydown>
            <TextArea label=t(text::comment) value=field rows=2 max=cap(BODY_CHARS_MAX) />
            <div class="row">
                <span class="note small">{t(text::comment_seen_by)}</span>
                <span class="push"></span>
                <Button kind=ButtonKind::Primary small=true disabled=Signal::derive(is_blank) on_press=send>
                    {t(text::send_comment)}
                    " "
                    <kbd>"Ctrl ↵"</kbd>
                </Button>
            </div>
        </div>
    }
    .into_any()
}

/// The mark of a department or of the system before a line of history.
pub(super) fn mark_of(open: Open, entry: &TimelineEntry) -> AnyView {
    match entry.actor {
        Some(id) => {
            let name = words::person(&open.hands.replica().world(), open.hands.locale(), id);
            view! { <Avatar name=name id=*id.0.as_bytes() size=MarkSize::Small /> }.into_any()
        }
        None => ItemMark::None.view(""),
    }
}

/// Whether a state is one in which feedback is asked for.
pub(super) fn is_done(state: StateCategory) -> bool {
    matches!(state, StateCategory::Resolved | StateCategory::Closed)
}
