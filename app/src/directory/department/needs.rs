//! What a department needs of others, and who needs it.

use leptos::prelude::*;
use leptos_router::components::A;
use weft_domain::{DepartmentId, Dependency, DependencyId, DependencyState, World};

use crate::directory::{names, use_desk};
use crate::i18n::{Locale, directory as text, map, t, use_locale};
use crate::replica::Topic;
use crate::ui::{MarkSize, Tag, WeaveMark};

/// Lines shown of one direction; the map shows the others.
const SHOWN_MAX: usize = 12;

/// One dependency, from here.
#[derive(Clone, PartialEq)]
struct Line {
    id: DependencyId,
    other: DepartmentId,
    name: String,
    state: DependencyState,
}

/// Both directions, each line the way to the dependency on the map.
#[component]
pub(super) fn NeedsOf(id: DepartmentId) -> impl IntoView {
    let (desk, locale) = (use_desk(), use_locale());
    let both = Memo::new(move |_| {
        desk.hands.replica().read(&[Topic::Around(id)], |world| {
            let locale = locale.get();
            let needs = world.needs_of(id).map(|row| line(world, locale, row, row.provider));
            let needed = world.needed_by(id).map(|row| line(world, locale, row, row.customer));
            (standing(needs), standing(needed))
        })
    });
    view! {
        {move || both.with(|(needs, _)| part(id, map::needs, map::needs_nobody, needs))}
        {move || both.with(|(_, needed)| part(id, map::needed_by, map::needed_by_nobody, needed))}
    }
}

fn line(world: &World, locale: Locale, row: &Dependency, other: DepartmentId) -> Line {
    Line { id: row.id, other, name: names::department(world, locale, other), state: row.state }
}

/// Those that are not retired, by name.
fn standing(lines: impl Iterator<Item = Line>) -> Vec<Line> {
    let mut lines: Vec<Line> = lines.filter(|line| line.state != DependencyState::Retired).collect();
    lines.sort_by_cached_key(|line| line.name.to_lowercase());
    lines
}

fn part(
    id: DepartmentId,
    title: fn(Locale) -> &'static str,
    nothing: fn(Locale) -> &'static str,
    lines: &[Line],
) -> AnyView {
    let more = lines.len().saturating_sub(SHOWN_MAX);
    let row = |line: &Line| {
        let state = match line.state {
            DependencyState::Proposed => Some(map::proposed as fn(Locale) -> &'static str),
            DependencyState::Disputed => Some(map::disputed as fn(Locale) -> &'static str),
            DependencyState::Agreed | DependencyState::Retired => None,
        };
        let name = line.name.clone();
        view! {
            <li>
                <WeaveMark id=line.other.0.into_bytes() size=MarkSize::Small />
                <A href=format!("/map?dep={}", line.id) attr:class="dir-link clip">
                    <span dir="auto">{name}</span>
                </A>
                {state.map(|state| view! { <Tag>{t(state)}</Tag> })}
            </li>
        }
    };
    view! {
        <section class="block">
            <div class="dir-section">
                <h3>{t(title)} " " <span class="faint num">{lines.len()}</span></h3>
            </div>
            {lines.is_empty().then(|| view! { <p class="note">{t(nothing)}</p> })}
            <ul class="dir-items">{lines.iter().take(SHOWN_MAX).map(row).collect_view()}</ul>
            {(more > 0)
                .then(|| {
                    view! {
                        <A href=format!("/map?focus={id}") attr:class="dir-link small">
                            {t(move |locale| text::more_on_map(locale, more))}
                        </A>
                    }
                })}
        </section>
    }
    .into_any()
}
