//! The gallery's samples, one function a row.

use leptos::prelude::*;

use crate::i18n::{Locale, common, duration, gallery as text, percent, t};
use crate::ui::icon::{CHEVRON_DOWN, FILTER};
use crate::ui::{
    Avatar, Button, ButtonKind, Checkbox, Chip, Choice, ClockMark, ClockState, ComboItem, Combobox, Count,
    EmptyState, FilterChip, Health, HealthMark, ItemMark, Kbd, Ledger, LedgerPart, LoadingBars, MarkSize,
    Meter, PartKind, Picks, Priority, PriorityMark, Progress, RadioGroup, RatingInput, Segmented, Select,
    Spark, Stat, Tabs, Tag, TextArea, TextField, VirtualList, WeaveMark, icon_small,
};

const MINUTE_MS: i64 = 60_000;

type Name = fn(Locale) -> &'static str;

fn sample_id(n: u8) -> [u8; 16] {
    [n.wrapping_mul(37); 16]
}

pub(super) fn fields() -> AnyView {
    let provider = RwSignal::new("infra".to_owned());
    let wrong = t(|locale| Some(text::resolve_error(locale).to_owned()));
    let found = RwSignal::new(Some(ComboItem {
        id: "1".to_owned(),
        title: "Infrastructure".to_owned(),
        hint: String::new(),
        mark: ItemMark::Department(sample_id(1)),
    }));
    view! {
        <div class="cols3">
            <TextField label=t(text::purpose) value=RwSignal::new(String::new()) placeholder=t(text::purpose_hint) />
            <Select
                label=t(text::provider)
                value=provider
                options=vec![Choice::new("infra", t(text::infra)), Choice::new("compiler", t(text::compiler))]
            />
            <TextField label=t(text::resolve_within) value=RwSignal::new("0 h".to_owned()) error=Signal::derive(wrong) />
            <TextArea label=t(text::comment) value=RwSignal::new(text::serif(Locale::En).to_owned()) max=2000 />
            <Combobox label=t(text::department) value=found find=find_sample />
            <TextField
                label=t(text::purpose)
                hint=t(text::purpose_hint)
                value=RwSignal::new(String::new())
                disabled=true
            />
        </div>
    }
    .into_any()
}

fn find_sample(words: String) -> Vec<ComboItem> {
    let names = [
        "Infrastructure",
        "Compiler",
        "Cargo",
        "Docs.rs",
        "Libs",
        "Clippy",
        "Rustdoc",
        "Release",
        "Security",
    ];
    let words = words.to_lowercase();
    let item = |(at, name): (u8, &str)| ComboItem {
        id: at.to_string(),
        title: name.to_owned(),
        hint: format!("#{at}"),
        mark: ItemMark::Department(sample_id(at)),
    };
    (0..).zip(names).filter(|(_, name)| name.to_lowercase().contains(&words)).map(item).collect()
}

pub(super) fn choices() -> AnyView {
    let severity = RwSignal::new("blocking".to_owned());
    let severities = || {
        vec![
            Choice::new("blocking", t(text::blocking)),
            Choice::new("slowing", t(text::slowing)),
            Choice::new("ok", t(text::ok)),
        ]
    };
    let sight = RwSignal::new("me".to_owned());
    let tab = RwSignal::new("slowing".to_owned());
    let counted: Vec<_> = severities().into_iter().map(|tab| tab.count(Signal::stored(12_u32))).collect();
    view! {
        <div class="row wrap" style="gap:24px">
            <Segmented
                label=t(text::severity)
                options=severities()
                value=severity
                on_change=move |chosen| severity.set(chosen)
            />
            <Segmented
                label=t(text::severity)
                options=severities()
                value=severity
                on_change=move |chosen| severity.set(chosen)
                small=true
            />
            <Checkbox label=t(text::tell) checked=RwSignal::new(true) />
            <Checkbox label=t(text::tell) checked=RwSignal::new(false) disabled=true />
        </div>
        <RadioGroup
            label=t(text::visible_to)
            options=vec![Choice::new("me", t(text::only_me)), Choice::new("dept", t(text::department))]
            value=sight
            on_change=move |chosen| sight.set(chosen)
        />
        <div style="width:420px">
            <Tabs
                label=t(text::severity)
                options=counted
                value=tab
                on_change=move |chosen| tab.set(chosen)
            />
        </div>
    }
    .into_any()
}

pub(super) fn small_things() -> AnyView {
    let priorities = [Priority::P1, Priority::P2, Priority::P3, Priority::P4];
    let people = ["Sara Conti", "Li Xin", "Tom Fischer", "陈思远", "Maria Keller", "Aisha Rahman"];
    let on = RwSignal::new(true);
    view! {
        <div class="row wrap">
            <Chip lead=FILTER>{t(text::customer)} {icon_small(CHEVRON_DOWN)}</Chip>
            <FilterChip on=on on_press=move || on.update(|on| *on = !*on)>
                <span>{t(text::kind)} " " <b>{t(text::team)}</b></span>
            </FilterChip>
            <Tag>{t(text::agreed)} " · v3"</Tag>
            <Count of=7_u32 label="7" />
            <Kbd key="Ctrl K" />
            {priorities.map(|priority| view! { <PriorityMark of=priority /> }).collect_view()}
        </div>
        <div class="row wrap">
            {(0..).zip(people).map(|(at, name)| view! { <Avatar name=name id=sample_id(at) named=true /> }).collect_view()}
            <Avatar name="Maria Keller" id=sample_id(9) size=MarkSize::Large named=true />
            <span class="stack">
                <Avatar name="Aisha Rahman" id=sample_id(3) />
                <Avatar name="Wang Haitao" id=sample_id(7) />
            </span>
            {(0..12).map(|at| view! { <WeaveMark id=sample_id(at) /> }).collect_view()}
            <WeaveMark id=sample_id(5) size=MarkSize::Large />
        </div>
    }
    .into_any()
}

pub(super) fn health() -> AnyView {
    let all = [Health::Good, Health::Strained, Health::Broken, Health::Quiet];
    view! {
        <div class="row wrap" style="gap:24px">{all.map(|health| view! { <HealthMark health=health /> }).collect_view()}</div>
    }
    .into_any()
}

pub(super) fn clocks() -> AnyView {
    let clock = |state: ClockState, label: fn(Locale, &str) -> String, minutes: i64| {
        let label = t(move |locale| label(locale, &duration(locale, minutes * MINUTE_MS)));
        view! { <ClockMark state=state label=label /> }
    };
    let part = |kind, share| LedgerPart { kind, share };
    let ledgers = [
        vec![part(PartKind::Ran, 0.24), part(PartKind::Stood, 0.3), part(PartKind::Ran, 0.2)],
        vec![part(PartKind::Ran, 0.4), part(PartKind::Close, 0.22)],
        vec![part(PartKind::Ran, 0.46), part(PartKind::Stood, 0.12), part(PartKind::Over, 0.3)],
    ];
    view! {
        <div class="row wrap" style="gap:20px">
            {clock(ClockState::Running(0.1), text::left, 360)}
            {clock(ClockState::Running(0.7), text::left, 120)}
            {clock(ClockState::Kept, text::done_in, 300)}
            {clock(ClockState::Paused, text::waits, 2880)}
            {clock(ClockState::Close, text::left, 35)}
            {clock(ClockState::Late, text::late, 80)}
        </div>
        <div style="width:420px;display:grid;gap:10px">
            {ledgers.clone().map(|parts| view! { <Ledger parts=parts label=t(text::ledger) /> }).collect_view()}
            <Ledger parts=ledgers[2].clone() label=t(text::ledger) thin=true />
        </div>
    }
    .into_any()
}

pub(super) fn ratings() -> AnyView {
    let scores: [(Name, f32); 4] =
        [(text::quality, 5.0), (text::attitude, 4.2), (text::efficiency, 2.0), (text::result, 3.0)];
    let shown = scores.map(|(name, score)| {
        view! {
            <span>{t(name)}</span>
            <Picks score=score />
            <span class="n">{score.to_string()}</span>
        }
    });
    view! {
        <div class="row wrap" style="gap:48px;align-items:start">
            <div class="rate">{shown.collect_view()}</div>
            <RatingInput label=t(text::efficiency) value=RwSignal::new(Some(4)) />
            <RatingInput label=t(text::quality) value=RwSignal::new(None) />
        </div>
    }
    .into_any()
}

pub(super) fn figures() -> AnyView {
    let trend = vec![84.0, 86.0, 91.0, 89.0, 92.0, 93.0, 90.0, 88.4];
    view! {
        <div class="cols3">
            <Stat name=t(text::on_time) value=t(|locale| percent(locale, 0.884, 1))>
                {t(|locale| text::target(locale, &percent(locale, 0.92, 0)))} " · "
                <a href="/gallery">{t(|locale| text::rows(locale, 1207))}</a>
            </Stat>
            <Spark values=trend target=92.0 label=t(text::on_time) />
        </div>
        <div style="width:560px;display:grid;gap:16px">
            <Progress value=0.48_f32 label=t(common::loading) />
            <Meter value=0.63_f32 target=0.85_f32 label=t(text::on_time) />
        </div>
    }
    .into_any()
}

pub(super) fn states() -> AnyView {
    view! {
        <div class="states">
            <EmptyState title=t(text::no_threads) body=t(text::no_threads_body)>
                <Button kind=ButtonKind::Primary>{t(text::declare_first)}</Button>
            </EmptyState>
            <LoadingBars />
            <EmptyState title=t(text::may_not_see) body=t(text::may_not_see_body) drawn=false />
        </div>
    }
    .into_any()
}

pub(super) fn long_list() -> AnyView {
    let row = |at: usize| {
        view! { <span class="row" style="height:100%">{t(move |locale| text::row(locale, at + 1))}</span> }
            .into_any()
    };
    view! {
        <div style="height:180px;width:100%">
            <VirtualList label=t(text::list) count=10_000_usize row_px=36 row=row />
        </div>
    }
    .into_any()
}
