//! How a dependency is worked, to be changed: mode, tier, grade, deliverable, channel, services.

use std::collections::BTreeSet;

use leptos::prelude::*;
use weft_domain::{
    AmendDependency, Dependency, DependencyId, Grade, Refusal, ServiceId, ServiceState, SetDeliverable, Tier,
    World, limits,
};

use super::dialogs::{buttons, characters, mode_choices};
use super::{Map, words};
use crate::i18n::{Locale, common, map as text, t};
use crate::ui::{Choice, Dialog, Select, TextArea, Toast};

const TIERS: [(&str, Tier); 3] = [("1", Tier::One), ("2", Tier::Two), ("3", Tier::Three)];
const GRADES: [(&str, Grade); 3] = [("a", Grade::A), ("b", Grade::B), ("c", Grade::C)];
/// The value of a choice that says nothing.
const NONE: &str = "";

/// What the dialog holds while it is open.
#[derive(Clone, Copy)]
pub(super) struct Works {
    open: RwSignal<bool>,
    row: RwSignal<Option<Dependency>>,
    /// What was said to be handed over, and its revision.
    said: RwSignal<(String, u32)>,
    mode: RwSignal<String>,
    tier: RwSignal<String>,
    grade: RwSignal<String>,
    deliverable: RwSignal<String>,
    channel: RwSignal<String>,
    services: RwSignal<BTreeSet<ServiceId>>,
    deliverable_error: RwSignal<Option<String>>,
    error: RwSignal<Option<String>>,
}

impl Works {
    pub(super) fn new() -> Self {
        let word = || RwSignal::new(String::new());
        Self {
            open: RwSignal::new(false),
            row: RwSignal::new(None),
            said: RwSignal::default(),
            mode: word(),
            tier: word(),
            grade: word(),
            deliverable: word(),
            channel: word(),
            services: RwSignal::new(BTreeSet::new()),
            deliverable_error: RwSignal::new(None),
            error: RwSignal::new(None),
        }
    }

    /// Opens the form over what is there now.
    pub(super) fn change(self, map: Map, id: DependencyId) {
        let world = map.world();
        let Some(row) = world.dependency(id).present() else { return };
        self.mode.set(words::mode_word(row.mode).to_owned());
        self.tier.set(word_of(&TIERS, row.tier));
        self.grade.set(word_of(&GRADES, row.grade));
        self.channel.set(row.channel.clone());
        self.services.set(row.services.iter().copied().collect());
        self.read_said(&world, id);
        self.deliverable.set(self.said.with_untracked(|(text, _)| text.clone()));
        self.deliverable_error.set(None);
        self.error.set(None);
        self.row.set(Some(row.clone()));
        self.open.set(true);
    }

    fn read_said(self, world: &World, id: DependencyId) {
        let row = world.deliverable(id).present();
        self.said.set(row.map(|row| (row.text.clone(), row.rev)).unwrap_or_default());
    }

    /// Says what is handed over, if that was changed.
    fn say(self, map: Map) -> Result<(), Refusal> {
        let Some(id) = self.row.with_untracked(|row| row.as_ref().map(|row| row.id)) else { return Ok(()) };
        let text = self.deliverable.get_untracked();
        let (before, over) = self.said.get_untracked();
        if text == before {
            return Ok(());
        }
        map.try_send(SetDeliverable { id, over, text })?;
        // Should the rest be refused, this is said already.
        self.read_said(&map.world(), id);
        self.deliverable.set(self.said.with_untracked(|(text, _)| text.clone()));
        Ok(())
    }

    fn command(self) -> Option<AmendDependency> {
        let (id, over) = self.row.with_untracked(|row| row.as_ref().map(|row| (row.id, row.rev)))?;
        Some(AmendDependency {
            id,
            over,
            mode: self.mode.with_untracked(|word| words::mode_of(word)),
            tier: self.tier.with_untracked(|word| of_word(&TIERS, word)),
            grade: self.grade.with_untracked(|word| of_word(&GRADES, word)),
            channel: self.channel.get_untracked(),
            services: self.services.get_untracked().into_iter().collect(),
        })
    }
}

fn word_of<T: Copy + PartialEq>(words: &[(&str, T)], value: Option<T>) -> String {
    let found = words.iter().find(|(_, other)| Some(*other) == value);
    found.map_or(NONE, |(word, _)| word).to_owned()
}

fn of_word<T: Copy>(words: &[(&str, T)], word: &str) -> Option<T> {
    words.iter().find(|(other, _)| *other == word).map(|(_, value)| *value)
}

pub(super) fn view(map: Map) -> AnyView {
    let works = map.works;
    let save = move || {
        let Some(command) = works.command() else { return };
        let why = |refusal| words::refusal(map.locale.get_untracked(), &map.world(), &refusal);
        let said = works.say(map).map_err(why);
        works.deliverable_error.set(said.clone().err());
        if said.is_err() {
            return;
        }
        let done = map.try_send(command).map_err(why);
        works.error.set(done.clone().err());
        if done.is_ok() {
            works.open.set(false);
            map.toasts.push(Toast::new(t(text::amended)));
        }
    };
    let footer = move || buttons(works.open, t(common::save), save);
    view! {
        <Dialog open=works.open title=t(text::works) footer=footer>
            <Select label=t(text::mode) options=mode_choices(map) value=works.mode />
            <div class="two">
                <Select label=t(text::tier) options=tiers(map) value=works.tier />
                <Select label=t(text::grade) options=grades(map) value=works.grade />
            </div>
            {move || services(map)}
            <TextArea
                label=t(text::deliverable)
                value=works.deliverable
                rows=2
                hint=t(text::deliverable_hint)
                error=Signal::derive(move || works.deliverable_error.get())
                max=characters(limits::PROSE_CHARS_MAX)
            />
            <TextArea
                label=t(text::channel)
                value=works.channel
                rows=2
                error=Signal::derive(move || works.error.get())
                max=characters(limits::PROSE_CHARS_MAX)
            />
        </Dialog>
    }
    .into_any()
}

fn tiers(map: Map) -> Signal<Vec<Choice>> {
    choices(map, TIERS.map(|(word, tier)| (word, move |locale| words::tier(locale, tier))).to_vec())
}

fn grades(map: Map) -> Signal<Vec<Choice>> {
    choices(map, GRADES.map(|(word, grade)| (word, move |_| words::grade(grade))).to_vec())
}

fn choices<F>(map: Map, all: Vec<(&'static str, F)>) -> Signal<Vec<Choice>>
where
    F: Fn(Locale) -> &'static str + Send + Sync + 'static,
{
    Signal::derive(move || {
        let locale = map.locale.get();
        let none = Choice::new(NONE, text::none(locale));
        std::iter::once(none).chain(all.iter().map(|(word, name)| Choice::new(*word, name(locale)))).collect()
    })
}

/// The provider's services, to be ticked; nothing where it offers none.
fn services(map: Map) -> Option<AnyView> {
    let works = map.works;
    let row = works.row.get()?;
    let offered = offered(&map.world(), &row, map.locale.get());
    if offered.is_empty() {
        return None;
    }
    let tick = move |(id, name): (ServiceId, String)| {
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || works.services.with(|chosen| chosen.contains(&id))
                    on:change=move |event| {
                        let is_ticked = event_target_checked(&event);
                        works
                            .services
                            .update(|chosen| {
                                if is_ticked { chosen.insert(id) } else { chosen.remove(&id) };
                            });
                    }
                />
                <span>{name}</span>
            </label>
        }
    };
    Some(
        view! {
            <fieldset class="ticks">
                <legend>{t(text::services)}</legend>
                {offered.into_iter().map(tick).collect_view()}
            </fieldset>
        }
        .into_any(),
    )
}

/// What the provider offers, and what is used already, by name.
fn offered(world: &World, row: &Dependency, locale: Locale) -> Vec<(ServiceId, String)> {
    let active = world.services_of(row.provider).filter(|service| service.state == ServiceState::Active);
    let used = row.services.iter().filter_map(|id| world.service(*id).present());
    let all: std::collections::BTreeMap<ServiceId, String> =
        active.chain(used).map(|service| (service.id, service.name.get(locale).to_owned())).collect();
    let mut all: Vec<(ServiceId, String)> = all.into_iter().collect();
    all.sort_by(|a, b| a.1.cmp(&b.1));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tier_and_grade_has_a_word_and_none_has_one_too() {
        for (word, tier) in TIERS {
            assert_eq!(of_word(&TIERS, word), Some(tier));
            assert_eq!(word_of(&TIERS, Some(tier)), word);
        }
        assert_eq!((of_word(&GRADES, NONE), word_of(&GRADES, None)), (None, String::new()));
    }
}
