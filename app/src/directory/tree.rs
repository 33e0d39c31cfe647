//! The departments as a tree, of which only the window is mounted. The keys are those of the ARIA
//! tree pattern; a department is moved by dragging it, or by a command in its panel.

mod rows;

use std::collections::{HashMap, HashSet};

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use weft_domain::{DepartmentId, Kind, MembershipRole, MoveDepartment, PersonId};

use super::address::Open;
use super::cursor::Cursor;
use super::{Desk, names, use_desk};
use crate::i18n::{common, directory as text, t, use_locale};
use crate::replica::Topic;
use crate::ui::icon::{CHEVRON_DOWN, CHEVRON_RIGHT};
use crate::ui::{Button, ButtonKind, EmptyState, MarkSize, VirtualList, WeaveMark, icon_small};
use rows::TreeRow;

/// The height of a row in pixels.
const ROW_PX: u32 = 30;

/// What the rows share.
#[derive(Clone, Copy)]
struct Shared {
    desk: Desk,
    rows: Memo<Vec<TreeRow>>,
    /// What the reader opened or closed by hand.
    by_hand: RwSignal<HashMap<DepartmentId, bool>>,
    people: Memo<HashMap<DepartmentId, u32>>,
    cursor: Cursor,
    dragged: RwSignal<Option<DepartmentId>>,
    /// Over which row something is dragged.
    over: RwSignal<Option<DepartmentId>>,
    moves: Signal<bool>,
}

/// The tree.
#[component]
pub(super) fn Tree() -> impl IntoView {
    let desk = use_desk();
    let locale = use_locale();
    let by_hand = RwSignal::new(HashMap::new());
    let rows = Memo::new(move |_| {
        let address = desk.address.get();
        let by_hand = by_hand.get();
        let locale = locale.get();
        desk.hands
            .replica()
            .read(&[Topic::Kind(Kind::Department)], |world| rows::rows(world, locale, &address, &by_hand))
    });
    let count = Signal::derive(move || rows.with(Vec::len));
    let shared = Shared {
        desk,
        rows,
        by_hand,
        people: people_below(desk),
        cursor: Cursor::new(count),
        dragged: RwSignal::new(None),
        over: RwSignal::new(None),
        moves: Signal::derive(move || desk.hands.creates_departments()),
    };
    let on_key = move |event: KeyboardEvent| shared.key(&event);
    view! {
        <div class="dir-list">
            <Head shared=shared />
            <TopLevel shared=shared />
            <Show when=move || { count.get() > 0 } fallback=move || nothing(desk)>
                <VirtualList
                    label=t(text::departments)
                    count=count
                    row_px=ROW_PX
                    role="tree"
                    active=shared.cursor.active()
                    reveal=shared.cursor.reveal()
                    row=move |at| row_view(shared, at)
                    on:keydown=on_key
                />
            </Show>
        </div>
    }
}

/// People in a department or below it, each counted once.
fn people_below(desk: Desk) -> Memo<HashMap<DepartmentId, u32>> {
    Memo::new(move |_| {
        let topics =
            [Topic::Kind(Kind::Membership), Topic::Kind(Kind::Department), Topic::Kind(Kind::Person)];
        desk.hands.replica().read(&topics, |world| {
            let mut seen: HashSet<(DepartmentId, PersonId)> = HashSet::new();
            let mut counts = HashMap::new();
            for person in world.people().filter(|row| !row.is_retired) {
                for membership in world.memberships_of(person.id) {
                    let own = std::iter::once(membership.department);
                    for department in own.chain(world.ancestors(membership.department)) {
                        if seen.insert((department, person.id)) {
                            *counts.entry(department).or_default() += 1;
                        }
                    }
                }
            }
            counts
        })
    })
}

/// Nothing matches: what to do about it.
pub(super) fn nothing(desk: Desk) -> AnyView {
    view! {
        <div class="dir-empty">
            <EmptyState title=t(common::nothing_found) body=t(text::nothing_matches) drawn=false>
                <Button on_press=move || {
                    desk.go(|address| {
                        address.words.clear();
                        address.within = None;
                        address.role = None;
                    });
                }>{t(text::clear_filters)}</Button>
            </EmptyState>
        </div>
    }
    .into_any()
}

/// The names of the columns, and opening and closing all.
#[component]
fn Head(shared: Shared) -> impl IntoView {
    let all_open = move |open: bool| {
        let locale = shared.desk.hands.locale();
        let address = shared.desk.address.get_untracked();
        let world = shared.desk.hands.replica().world();
        let every: HashMap<_, _> = world.departments().map(|row| (row.id, true)).collect();
        let ids = rows::rows(&world, locale, &address, &every).into_iter().map(|row| (row.id, open));
        shared.by_hand.set(ids.collect());
    };
    view! {
        <div class="dir-head tree-grid">
            <span class="row">
                <span aria-hidden="true">{t(text::department)}</span>
                <Button small=true kind=ButtonKind::Plain on_press=move || all_open(true)>{t(text::open_all)}</Button>
                <Button small=true kind=ButtonKind::Plain on_press=move || all_open(false)>{t(text::close_all)}</Button>
            </span>
            <span class="wide2" aria-hidden="true">{t(text::kind)}</span>
            <span class="wide2" aria-hidden="true">{t(text::role_lead)}</span>
            <span class="r" aria-hidden="true">{t(text::people)}</span>
        </div>
    }
}

/// Where a dragged department is dropped to stand at the top.
#[component]
fn TopLevel(shared: Shared) -> impl IntoView {
    let over = RwSignal::new(false);
    view! {
        <Show when=move || shared.dragged.get().is_some()>
            <div
                class="tree-top"
                class:target=move || over.get()
                on:dragover=move |event| {
                    event.prevent_default();
                    over.set(true);
                }
                on:dragleave=move |_| over.set(false)
                on:drop=move |event| {
                    event.prevent_default();
                    over.set(false);
                    shared.drop_under(None);
                }
            >
                {t(text::drop_at_top)}
            </div>
        </Show>
    }
}

impl Shared {
    fn row(self, at: usize) -> Option<TreeRow> {
        self.rows.with_untracked(|rows| rows.get(at).cloned())
    }

    fn set_open(self, id: DepartmentId, open: bool) {
        self.by_hand.update(|by_hand| {
            by_hand.insert(id, open);
        });
    }

    fn key(self, event: &KeyboardEvent) {
        if self.cursor.key(event) {
            return;
        }
        let at = self.cursor.at.get_untracked();
        let Some(row) = self.row(at) else { return };
        match event.key().as_str() {
            "Enter" | " " => self.desk.open(Open::Department(row.id)),
            "ArrowRight" if row.has_children && !row.is_open => self.set_open(row.id, true),
            "ArrowRight" if row.has_children => self.cursor.put(at + 1),
            "ArrowLeft" if row.has_children && row.is_open => self.set_open(row.id, false),
            "ArrowLeft" => {
                let above = self
                    .rows
                    .with_untracked(|rows| rows.iter().take(at).rposition(|other| other.depth < row.depth));
                if let Some(above) = above {
                    self.cursor.put(above);
                }
            }
            _ => return,
        }
        event.prevent_default();
    }

    fn drop_under(self, parent: Option<DepartmentId>) {
        self.over.set(None);
        let Some(id) = self.dragged.get_untracked() else { return };
        self.dragged.set(None);
        if parent != Some(id) {
            move_department(self.desk, id, parent);
        }
    }
}

/// Puts a department under another, and says so.
pub(super) fn move_department(desk: Desk, id: DepartmentId, parent: Option<DepartmentId>) -> bool {
    let (locale, world) = (desk.hands.locale(), desk.hands.replica().world());
    let name = names::department(&world, locale, id);
    let done = match parent {
        Some(parent) => text::moved_under(locale, &name, &names::department(&world, locale, parent)),
        None => text::moved_to_top(locale, &name),
    };
    desk.hands.send_saying(MoveDepartment { id, parent }, done)
}

fn row_view(shared: Shared, at: usize) -> AnyView {
    // One row's memo, so that a change elsewhere in the tree redraws nothing here.
    let row = Memo::new(move |_| shared.rows.with(|rows| rows.get(at).cloned()));
    (move || row.get().map(|row| department_row(shared, at, row))).into_any()
}

fn department_row(shared: Shared, at: usize, row: TreeRow) -> AnyView {
    let TreeRow { id, depth, has_children, is_open, is_match, is_ended } = row;
    let is_chosen =
        Memo::new(move |_| shared.desk.address.with(|address| address.open == Some(Open::Department(id))));
    let twisty = has_children.then(|| {
        let path = if is_open { CHEVRON_DOWN } else { CHEVRON_RIGHT };
        let toggle = move |event: leptos::ev::MouseEvent| {
            event.stop_propagation();
            shared.set_open(id, !is_open);
        };
        // The row's arrow keys do the same, so this one is no stop for the keyboard.
        view! { <button type="button" class="twisty" tabindex="-1" aria-hidden="true" on:click=toggle>{icon_small(path)}</button> }
    });
    view! {
        <div
            role="treeitem"
            id=shared.cursor.id(at)
            class="tree-row tree-grid"
            class:at=move || shared.cursor.is_at(at)
            class:faded=!is_match || is_ended
            class:target=move || shared.over.get() == Some(id)
            style=format!("--l:{depth}")
            {..leptos::attr::custom::custom_attribute("aria-level", (depth + 1).to_string())}
            aria-expanded=has_children.then(|| is_open.to_string())
            aria-selected=move || is_chosen.get().to_string()
            draggable=move || shared.moves.get().to_string()
            on:click=move |_| {
                shared.cursor.at.set(at);
                shared.desk.open(Open::Department(id));
            }
            on:dragstart=move |_| shared.dragged.set(Some(id))
            on:dragend=move |_| {
                shared.dragged.set(None);
                shared.over.set(None);
            }
            on:dragover=move |event| {
                if shared.dragged.with_untracked(|dragged| dragged.is_some_and(|dragged| dragged != id)) {
                    event.prevent_default();
                    if shared.over.get_untracked() != Some(id) {
                        shared.over.set(Some(id));
                    }
                }
            }
            on:drop=move |event| {
                event.prevent_default();
                shared.drop_under(Some(id));
            }
        >
            <span class="tree-name">{twisty} <WeaveMark id=id.0.into_bytes() size=MarkSize::Small /> {name_of(shared.desk, id)}</span>
            {cells(shared, id)}
        </div>
    }
    .into_any()
}

fn name_of(desk: Desk, id: DepartmentId) -> AnyView {
    let locale = use_locale();
    let pending = move || desk.hands.replica().is_pending(id.into());
    let name = move || {
        desk.hands.replica().read(&[Topic::Row(id.into())], |world| {
            let name = names::department(world, locale.get(), id);
            let ended = world.department(id).present().and_then(|row| names::ended(world, locale.get(), row));
            (name, ended)
        })
    };
    (move || {
        let (name, ended) = name();
        view! {
            <span class="clip" class:pending=pending dir="auto">{name}</span>
            {ended.map(|ended| view! { <span class="tag">{ended}</span> })}
        }
    })
    .into_any()
}

/// Kind, lead and people.
fn cells(shared: Shared, id: DepartmentId) -> AnyView {
    let locale = use_locale();
    let replica = shared.desk.hands.replica();
    let lead_replica = replica.clone();
    let kind = move || {
        replica.read(&[Topic::Row(id.into())], |world| {
            world.department(id).present().map(|row| names::kind_of(locale.get(), row))
        })
    };
    let lead = move || {
        lead_replica.read(&[Topic::Around(id)], |world| {
            let mut leads = world.members_of(id).filter(|row| row.role == MembershipRole::Lead);
            let person = leads.next().and_then(|row| world.person(row.person).present());
            person.map(|row| row.name.clone())
        })
    };
    let people =
        Memo::new(move |_| shared.people.with(|people| people.get(&id).copied().unwrap_or_default()));
    let people = t(move |locale| crate::i18n::number(locale, i64::from(people.get())));
    view! {
        <span class="wide2 clip faint" dir="auto">{kind}</span>
        <span class="wide2 clip faint" dir="auto">{lead}</span>
        <span class="r num faint">{people}</span>
    }
    .into_any()
}
