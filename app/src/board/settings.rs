//! What a lead changes about the board: its columns and its labels.

use leptos::prelude::*;
use weft_domain::{
    Column, ColumnId, Label, LabelId, LocalText, SetColumns, SetLabel, StateCategory, limits::COLUMNS_MAX,
    limits::NAME_CHARS_MAX,
};

use super::desk::{Desk, fresh};
use crate::i18n::{Locale, board as text, common, t, use_locale};
use crate::replica::Topic;
use crate::request::words;
use crate::ui::icon::{ARCHIVE, CHEVRON_DOWN, CHEVRON_UP, PLUS, TRASH};
use crate::ui::{Button, ButtonKind, Dialog, IconButton, Menu, MenuItem, icon_small};

/// The dialog with the board's settings.
#[component]
pub(super) fn BoardSettings(
    /// Whether it is open, both ways.
    open: RwSignal<bool>,
    /// The board.
    desk: Desk,
) -> impl IntoView {
    let body = move || {
        view! {
            {columns(open, desk)}
            {labels(desk)}
        }
    };
    view! { <Dialog open=open title=t(text::settings) class="board-settings">{body}</Dialog> }
}

/// The revision the columns were opened at, and the columns as they are edited.
#[derive(Clone, Copy)]
struct Draft {
    over: u32,
    columns: RwSignal<Vec<Column>>,
}

fn columns(open: RwSignal<bool>, desk: Desk) -> AnyView {
    let board = desk.hands.replica().world().board(desk.department);
    let draft = Draft { over: board.rev, columns: RwSignal::new(board.columns) };
    let missing = move || {
        draft.columns.with(|columns| {
            let has = |category: &StateCategory| columns.iter().any(|column| column.category == *category);
            StateCategory::ON_BOARD.iter().copied().find(|category| !has(category))
        })
    };
    let save = move || {
        let columns = draft.columns.get_untracked();
        if desk.hands.send(SetColumns { department: desk.department, over: draft.over, columns }) {
            open.set(false);
        }
    };
    let order =
        move || draft.columns.with(|columns| columns.iter().map(|column| column.id).collect::<Vec<_>>());
    view! {
        <section class="block">
            <h3>{t(text::columns)}</h3>
            <ol class="cols">
                <For each=order key=|id| *id children=move |id| column_row(draft, id) />
            </ol>
            <div class="row">{add_column(desk, draft)}</div>
            {move || {
                missing().map(|category| {
                    view! {
                        <p class="err" role="status">
                            {t(move |locale| text::column_missing(locale, words::state(locale, category)))}
                        </p>
                    }
                })
            }}
            <div class="row end">
                <Button on_press=move || open.set(false)>{t(common::cancel)}</Button>
                <Button
                    kind=ButtonKind::Primary
                    disabled=Signal::derive(move || missing().is_some())
                    on_press=save
                >
                    {t(text::save_columns)}
                </Button>
            </div>
        </section>
    }
    .into_any()
}

fn column_row(draft: Draft, id: ColumnId) -> AnyView {
    let locale = use_locale();
    let look = move |columns: &[Column]| columns.iter().find(|column| column.id == id).cloned();
    let Some(own) = draft.columns.with_untracked(|columns| look(columns)) else { return ().into_any() };
    let category = own.category;
    let change = move |with: &dyn Fn(&mut Column)| {
        draft.columns.update(|columns| columns.iter_mut().filter(|column| column.id == id).for_each(with));
    };
    let rename = move |name: String| {
        change(&|column| column.name = renamed(column.name.take(), locale.get_untracked(), &name));
    };
    let name = own.name.as_ref().map(|_| words::column(locale.get_untracked(), &own)).unwrap_or_default();
    let limit = own.limit.map(|limit| limit.to_string()).unwrap_or_default();
    view! {
        <li class="row">
            <span class="tag">{t(move |locale| words::state(locale, category))}</span>
            <input
                class="input"
                dir="auto"
                maxlength=NAME_CHARS_MAX.to_string()
                value=name
                aria-label=t(text::column_name)
                placeholder=t(move |locale| words::state(locale, category))
                on:input=move |event| rename(event_target_value(&event))
            />
            <input
                class="input limit-in"
                type="number"
                min="1"
                max="999"
                value=limit
                aria-label=t(text::limit)
                placeholder=t(text::limit)
                on:input=move |event| {
                    let said = event_target_value(&event).parse::<u16>().ok().filter(|limit| *limit > 0);
                    change(&|column| column.limit = said);
                }
            />
            {shifting(draft, id)}
            <IconButton
                path=TRASH
                label=t(text::column_remove)
                small=true
                on_press=move || draft.columns.update(|columns| columns.retain(|column| column.id != id))
            />
        </li>
    }
    .into_any()
}

/// The buttons that move a column among the others.
fn shifting(draft: Draft, id: ColumnId) -> AnyView {
    let at =
        Memo::new(move |_| draft.columns.with(|columns| columns.iter().position(|column| column.id == id)));
    let shift = move |by: isize| {
        draft.columns.update(|columns| {
            let Some(at) = columns.iter().position(|column| column.id == id) else { return };
            if let Some(to) = at.checked_add_signed(by).filter(|to| *to < columns.len()) {
                columns.swap(at, to);
            }
        });
    };
    let last = move || draft.columns.with(Vec::len).saturating_sub(1);
    view! {
        <IconButton
            path=CHEVRON_UP
            label=t(text::column_left)
            small=true
            disabled=Signal::derive(move || at.get() == Some(0))
            on_press=move || shift(-1)
        />
        <IconButton
            path=CHEVRON_DOWN
            label=t(text::column_right)
            small=true
            disabled=Signal::derive(move || at.get() == Some(last()))
            on_press=move || shift(1)
        />
    }
    .into_any()
}

/// The name with the reader's language changed; an empty one gives the state's own name back.
fn renamed(before: Option<LocalText>, locale: Locale, name: &str) -> Option<LocalText> {
    let name = name.trim();
    if name.is_empty() {
        return None;
    }
    let mut text = before.unwrap_or_else(|| LocalText::new(name));
    match text.by_locale.get_mut(&locale) {
        Some(own) => name.clone_into(own),
        None => name.clone_into(&mut text.default),
    }
    Some(text)
}

fn add_column(desk: Desk, draft: Draft) -> AnyView {
    let button = || view! { {icon_small(PLUS)} {t(text::add_column)} };
    let add = move |category: StateCategory| {
        let column = Column { id: ColumnId(fresh(desk.hands).0), name: None, category, limit: None };
        draft.columns.update(|columns| {
            // After the last of its own state, where it is looked for.
            let after = columns.iter().rposition(|other| other.category <= category);
            columns.insert(after.map_or(0, |at| at + 1), column);
        });
    };
    let full = move || draft.columns.with(Vec::len) >= COLUMNS_MAX;
    let item = move |category: &StateCategory| {
        let category = *category;
        view! {
            <MenuItem disabled=Signal::derive(full) on_press=move || add(category)>
                {t(move |locale| words::state(locale, category))}
            </MenuItem>
        }
    };
    view! {
        <Menu label=t(text::add_column) button_class="btn small" button=button>
            {StateCategory::ON_BOARD.iter().map(item).collect_view()}
        </Menu>
    }
    .into_any()
}

fn labels(desk: Desk) -> AnyView {
    let replica = desk.hands.replica();
    let all = Memo::new(move |_| {
        replica.read(&[Topic::Around(desk.department)], |world| {
            let mut all: Vec<_> =
                world.labels_of(desk.department).filter(|label| !label.is_retired).cloned().collect();
            all.sort_by(|a, b| a.name.cmp(&b.name));
            all
        })
    });
    let name = RwSignal::new(String::new());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let said = name.get_untracked().trim().to_owned();
        if !said.is_empty() && set_label(desk, LabelId(fresh(desk.hands).0), said, false) {
            name.set(String::new());
        }
    };
    view! {
        <section class="block">
            <h3>{t(text::labels)}</h3>
            <ul class="cols">
                <For
                    each=move || all.get()
                    key=|label| (label.id, label.name.clone())
                    children=move |label| label_row(desk, label)
                />
            </ul>
            <form class="row" on:submit=add>
                <input
                    class="input"
                    dir="auto"
                    maxlength=NAME_CHARS_MAX.to_string()
                    aria-label=t(text::label_new)
                    placeholder=t(text::label_new)
                    prop:value=move || name.get()
                    on:input=move |event| name.set(event_target_value(&event))
                />
                <Button submit=true>{t(common::add)}</Button>
            </form>
        </section>
    }
    .into_any()
}

fn label_row(desk: Desk, label: Label) -> AnyView {
    let (id, shown) = (label.id, label.name.clone());
    let retired = label.name;
    let rename = move |event: leptos::ev::Event| {
        let said = event_target_value(&event).trim().to_owned();
        if !said.is_empty() {
            set_label(desk, id, said, false);
        }
    };
    view! {
        <li class="row">
            <input
                class="input"
                dir="auto"
                maxlength=NAME_CHARS_MAX.to_string()
                value=shown
                aria-label=t(text::label_name)
                on:change=rename
            />
            <IconButton
                path=ARCHIVE
                label=t(text::label_retire)
                small=true
                on_press=move || {
                    set_label(desk, id, retired.clone(), true);
                }
            />
        </li>
    }
    .into_any()
}

fn set_label(desk: Desk, id: LabelId, name: String, is_retired: bool) -> bool {
    desk.hands.send(SetLabel { id, department: desk.department, name, is_retired })
}
