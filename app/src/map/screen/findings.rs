//! What the graph tells that nobody declared: who depends on each other, rings, work without a
//! dependency, and disputes.

use leptos::prelude::*;
use weft_domain::{DepartmentId, DependencyId, DependencyState, Kind, Locale, World, graph};

use super::{Map, words};
use crate::i18n::{listed, map as text, t};
use crate::replica::Topic;
use crate::ui::Popover;

/// Rows listed of one sort; more are counted.
const LISTED_MAX: usize = 50;
/// Departments of a ring that are named; more are counted.
const NAMED_MAX: usize = 4;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Findings {
    mutual: Vec<DependencyId>,
    /// Three and more that depend on each other over one another.
    rings: Vec<Vec<DepartmentId>>,
    undeclared: Vec<(DepartmentId, DepartmentId)>,
    disputed: Vec<DependencyId>,
}

impl Findings {
    fn of(world: &World) -> Self {
        let mutual = graph::mutual(world).into_iter().map(|(a, b)| DependencyId::between(a, b)).collect();
        let rings = graph::cycles(world).into_iter().filter(|ring| ring.len() > 2).collect();
        let disputed = world.dependencies().filter(|row| row.state == DependencyState::Disputed);
        let disputed = disputed.map(|row| row.id).collect();
        Self { mutual, rings, undeclared: graph::undeclared(world), disputed }
    }

    fn count(&self) -> usize {
        self.mutual.len() + self.rings.len() + self.undeclared.len() + self.disputed.len()
    }
}

/// The chip with their number, and all of them.
pub(super) fn view(map: Map) -> AnyView {
    let found = Memo::new(move |_| {
        let topics = [Kind::Department, Kind::Dependency, Kind::Traffic].map(Topic::Kind);
        map.read(&topics, Findings::of)
    });
    let count = Memo::new(move |_| found.with(Findings::count));
    let button = move || {
        view! {
            {t(text::findings)}
            " "
            <b class="num">{move || count.get()}</b>
        }
        .into_any()
    };
    view! {
        <Popover label=t(text::findings) button_class="chip" button=button>
            {move || list(map, &found.get())}
        </Popover>
    }
    .into_any()
}

fn list(map: Map, found: &Findings) -> AnyView {
    if found.count() == 0 {
        return view! { <p class="note mapfound">{t(text::no_findings)}</p> }.into_any();
    }
    let (world, locale) = (map.world(), map.locale.get());
    let pair = |id: &DependencyId, sign: &str| {
        let row = world.dependency(*id).present();
        let said = row.map(|row| {
            format!(
                "{} {sign} {}",
                words::name(&world, row.customer, locale),
                words::name(&world, row.provider, locale)
            )
        });
        let id = *id;
        (said.unwrap_or_default(), Callback::new(move |()| map.open(id)))
    };
    let ring = |ring: &Vec<DepartmentId>| {
        let first = ring.first().copied();
        let go = Callback::new(move |()| {
            if let Some(id) = first {
                map.show(id);
            }
        });
        (ring_name(&world, locale, ring), go)
    };
    let undeclared = |(customer, provider): &(DepartmentId, DepartmentId)| {
        let (customer, provider) = (*customer, *provider);
        let said = text::row_name(
            locale,
            &words::name(&world, customer, locale),
            &words::name(&world, provider, locale),
        );
        (said, Callback::new(move |()| map.dialogs.declare(map, Some(customer), Some(provider))))
    };
    view! {
        <div class="mapfound">
            {part(text::disputes, &found.disputed, |id| pair(id, "→"))}
            {part(text::undeclared, &found.undeclared, undeclared)}
            {part(text::mutual, &found.mutual, |id| pair(id, "⇄"))}
            {part(text::rings, &found.rings, ring)}
        </div>
    }
    .into_any()
}

fn ring_name(world: &World, locale: Locale, ring: &[DepartmentId]) -> String {
    let named = ring.iter().take(NAMED_MAX).map(|id| words::name(world, *id, locale));
    // No arrows: they depend on one another over some way, in no particular order.
    let said = listed(locale, &named.collect::<Vec<_>>());
    match ring.len().saturating_sub(NAMED_MAX) {
        0 => said,
        more => format!("{said} … {}", text::more_rows(locale, more)),
    }
}

/// Findings of one sort under a line that counts them; nothing where there are none.
fn part<T>(
    title: fn(Locale, u32) -> String,
    found: &[T],
    row: impl Fn(&T) -> (String, Callback<()>),
) -> Option<AnyView> {
    let count = u32::try_from(found.len()).unwrap_or(u32::MAX);
    let more = found.len().saturating_sub(LISTED_MAX);
    let line = |of: &T| {
        let (said, go) = row(of);
        view! {
            <li>
                <button type="button" on:click=move |_| go.run(())>
                    <span class="clip">{said}</span>
                </button>
            </li>
        }
    };
    (count > 0).then(|| {
        view! {
            <p class="note">{t(move |locale| title(locale, count))}</p>
            <ul class="maptray">{found.iter().take(LISTED_MAX).map(line).collect_view()}</ul>
            {(more > 0).then(|| view! { <p class="note">{t(move |locale| text::more_rows(locale, more))}</p> })}
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_world_has_no_findings() {
        assert_eq!(Findings::of(&World::complete()).count(), 0);
    }
}
