//! What is offered for a pick.

use weft_domain::{PersonId, RequestId, World};

use super::super::words;
use super::{Pick, departments, people};
use crate::i18n::{Locale, board, request as text};
use crate::replica::Topic;
use crate::ui::icon::{BOARD, MINUS, PLUS, TAG};
use crate::ui::{ComboItem, ItemMark};

/// One choice.
#[derive(Clone, PartialEq)]
pub(super) struct Offer {
    /// What it stands for; empty for what does not exist yet, or for nobody.
    pub(super) id: String,
    /// Its name.
    pub(super) title: String,
    /// What tells it from others.
    pub(super) hint: String,
    /// What stands before it.
    pub(super) mark: ItemMark,
    /// Whether it is chosen already.
    pub(super) is_chosen: bool,
}

/// What the choices for a pick are read from.
pub(super) fn topics_of(world: &World, pick: Pick) -> Vec<Topic> {
    let (Pick::Column(id)
    | Pick::Assignee(id)
    | Pick::Labels(id)
    | Pick::Holder(id)
    | Pick::Watchers(id)
    | Pick::Handlers(id)) = pick;
    let holder = world.request(id).present().and_then(|request| request.provider);
    let mut topics = vec![Topic::Row(id.into())];
    topics.extend(holder.map(Topic::Around));
    topics
}

/// The choices that hold the words (lower case, perhaps none).
pub(super) fn offers(world: &World, locale: Locale, pick: Pick, said: &str) -> Vec<Offer> {
    match pick {
        Pick::Column(id) => columns(world, locale, id, said),
        Pick::Assignee(id) => assignees(world, locale, id, said),
        Pick::Labels(id) => labels(world, locale, id, said),
        Pick::Holder(id) => {
            let holder = world.request(id).present().and_then(|request| request.provider);
            let found = departments(world, locale, said).into_iter();
            found
                .filter(|item| holder.is_none_or(|holder| item.id != holder.to_string()))
                .map(offer)
                .collect()
        }
        Pick::Watchers(id) => {
            let watchers = world.request(id).present().map(|request| request.watchers.as_slice());
            chosen_among(people(world, said), watchers.unwrap_or_default())
        }
        Pick::Handlers(id) => {
            let handlers = world.request(id).present().map(words::handlers);
            chosen_among(people(world, said), handlers.unwrap_or_default())
        }
    }
}

fn chosen_among(found: Vec<ComboItem>, chosen: &[PersonId]) -> Vec<Offer> {
    let is_chosen = |item: &ComboItem| chosen.iter().any(|id| id.to_string() == item.id);
    found.into_iter().map(|item| Offer { is_chosen: is_chosen(&item), ..offer(item) }).collect()
}

fn offer(item: ComboItem) -> Offer {
    Offer { id: item.id, title: item.title, hint: item.hint, mark: item.mark, is_chosen: false }
}

fn columns(world: &World, locale: Locale, id: RequestId, said: &str) -> Vec<Offer> {
    let Some(request) = world.request(id).present() else { return Vec::new() };
    let Some(holder) = request.provider else { return Vec::new() };
    let offer = |column: weft_domain::Column| {
        let count = world.column(column.id).count();
        Offer {
            id: column.id.to_string(),
            title: words::column(locale, &column),
            hint: crate::i18n::number(locale, i64::try_from(count).unwrap_or(i64::MAX)),
            mark: ItemMark::Icon(BOARD),
            is_chosen: request.column == Some(column.id),
        }
    };
    let all = world.board(holder).columns.into_iter().map(offer);
    all.filter(|offer| offer.title.to_lowercase().contains(said)).collect()
}

fn assignees(world: &World, locale: Locale, id: RequestId, said: &str) -> Vec<Offer> {
    let Some(request) = world.request(id).present() else { return Vec::new() };
    let Some(holder) = request.provider else { return Vec::new() };
    let mut found: Vec<Offer> = world
        .members_of(holder)
        .filter_map(|member| Some((member, world.person(member.person).present()?)))
        .filter(|(_, person)| !person.is_retired && person.name.to_lowercase().contains(said))
        .map(|(member, person)| Offer {
            id: person.id.to_string(),
            title: person.name.clone(),
            hint: member.title.clone(),
            mark: ItemMark::Person(*person.id.0.as_bytes()),
            is_chosen: request.assignee == Some(person.id),
        })
        .collect();
    found.sort_by(|a, b| a.title.cmp(&b.title));
    if request.assignee.is_some() && said.is_empty() {
        found.insert(
            0,
            Offer {
                id: String::new(),
                title: board::nobody(locale).to_owned(),
                hint: String::new(),
                mark: ItemMark::Icon(MINUS),
                is_chosen: false,
            },
        );
    }
    found
}

fn labels(world: &World, locale: Locale, id: RequestId, said: &str) -> Vec<Offer> {
    let Some(request) = world.request(id).present() else { return Vec::new() };
    let Some(holder) = request.provider else { return Vec::new() };
    let mut found: Vec<Offer> = world
        .labels_of(holder)
        .filter(|label| !label.is_retired || request.labels.contains(&label.id))
        .filter(|label| label.name.to_lowercase().contains(said))
        .map(|label| Offer {
            id: label.id.to_string(),
            title: label.name.clone(),
            hint: String::new(),
            mark: ItemMark::Icon(TAG),
            is_chosen: request.labels.contains(&label.id),
        })
        .collect();
    found.sort_by(|a, b| a.title.cmp(&b.title));
    let is_new = !said.is_empty() && !found.iter().any(|offer| offer.title.to_lowercase() == said);
    if is_new {
        found.push(Offer {
            id: String::new(),
            title: text::new_label(locale, said),
            hint: String::new(),
            mark: ItemMark::Icon(PLUS),
            is_chosen: false,
        });
    }
    found
}
