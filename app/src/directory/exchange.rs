//! Import and export. An import is looked at before it is done, and comes in whole or not at all.

mod choose;
mod findings;
mod table;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use weft_domain::OrganisationRole;

use super::upload::{Chosen, EXPORT_PATH, Progress, Report, Upload, UploadError};
use crate::hands::{Hands, use_hands};
use crate::i18n::{Locale, common, exchange as text, t, use_locale};
use crate::ui::icon::{DOWNLOAD, INFO};
use crate::ui::{Button, ButtonKind, EmptyState, Progress as ProgressBar, TextField, icon, icon_small};

/// Where an import is.
#[derive(Clone)]
enum Stage {
    /// Files are to be chosen.
    Choose,
    /// They are being sent: how many are there, of how many.
    Sending(usize, usize),
    /// The server looks at them.
    Looking,
    /// What would happen.
    Preview(Report),
    /// It is happening.
    Applying(Progress),
    /// What happened.
    Done(Report),
}

/// An import on its way.
#[derive(Clone, Copy)]
struct Import {
    hands: Hands,
    stage: RwSignal<Stage>,
    upload: StoredValue<Option<Upload>>,
    source: RwSignal<String>,
    error: RwSignal<Option<UploadError>>,
    others: RwSignal<Vec<String>>,
}

/// The tab.
#[component]
pub(super) fn Exchange() -> impl IntoView {
    let hands = use_hands();
    let import = Import {
        hands,
        stage: RwSignal::new(Stage::Choose),
        upload: StoredValue::new(None),
        source: RwSignal::new(String::new()),
        error: RwSignal::new(None),
        others: RwSignal::new(Vec::new()),
    };
    let may = Memo::new(move |_| hands.holds(OrganisationRole::Steward));
    view! {
        <div class="exchange">
            <Show when=move || may.get() fallback=forbidden>
                <section class="exchange-import">
                    <h2>{t(text::import)}</h2>
                    <Steps import=import />
                    <Failure import=import />
                    {move || stage_view(import)}
                </section>
                <section class="exchange-export">
                    <h2>{t(text::export)}</h2>
                    <p class="note">{t(text::export_note)}</p>
                    <a class="btn" href=EXPORT_PATH download rel="external">
                        {icon(DOWNLOAD)}
                        <span>{t(text::export_action)}</span>
                    </a>
                </section>
            </Show>
        </div>
    }
}

fn forbidden() -> AnyView {
    view! { <EmptyState title=t(text::forbidden_title) body=t(text::forbidden) /> }.into_any()
}

/// Where the import is, as a thread of four knots.
#[component]
fn Steps(import: Import) -> impl IntoView {
    let at = move || match import.stage.get() {
        Stage::Choose | Stage::Sending(..) | Stage::Looking => 0,
        Stage::Preview(_) => 1,
        Stage::Applying(_) => 2,
        Stage::Done(_) => 3,
    };
    let step = move |(own, name): (usize, fn(Locale) -> &'static str)| {
        view! {
            <li
                class:done=move || { own < at() || at() == 3 }
                class:now=move || { own == at() && at() != 3 }
                aria-current=move || (own == at()).then_some("step")
            >
                {t(name)}
            </li>
        }
    };
    let names: [fn(Locale) -> &'static str; 4] =
        [text::step_choose, text::step_look, text::step_apply, text::step_done];
    view! { <ol class="steps">{names.into_iter().enumerate().map(step).collect_view()}</ol> }
}

/// What went wrong on the way to the server; the files are still chosen.
#[component]
fn Failure(import: Import) -> impl IntoView {
    let locale = use_locale();
    view! {
        <div class="problem-slot" role="alert">
            {move || {
                import
                    .error
                    .get()
                    .map(|error| {
                        view! {
                            <p class="problem">
                                {icon_small(INFO)} <span>{words(locale.get(), error)}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
}

const fn words(locale: Locale, error: UploadError) -> &'static str {
    match error {
        UploadError::Unreachable => text::unreachable(locale),
        UploadError::SignedOut => text::signed_out(locale),
        UploadError::Forbidden => text::forbidden(locale),
        UploadError::TooLarge => text::too_large(locale),
        UploadError::Busy => text::busy(locale),
        UploadError::Forgotten => text::forgotten(locale),
        UploadError::Unavailable => text::unavailable(locale),
    }
}

fn stage_view(import: Import) -> AnyView {
    match import.stage.get() {
        Stage::Choose => view! { <choose::Choose on_chosen=move |chosen| import.send(chosen) /> }.into_any(),
        Stage::Sending(done, of) => {
            let percent = (done * 100 / of.max(1)) as f32;
            waiting(percent, t(move |locale| text::sending(locale, done, of)))
        }
        Stage::Looking => waiting(100.0, t(|locale| text::looking(locale).to_owned())),
        Stage::Preview(report) => preview(import, report),
        Stage::Applying(progress) => {
            let step = progress.step.clone().unwrap_or_default();
            view! {
                {waiting(f32::from(progress.percent), t(move |locale| applying(locale, &step).to_owned()))}
                <p class="note">{t(text::applying_note)}</p>
            }
            .into_any()
        }
        Stage::Done(report) => done(import, report),
    }
}

const fn applying(locale: Locale, step: &str) -> &'static str {
    match step.as_bytes() {
        b"reading" => text::reading(locale),
        b"planning" => text::planning(locale),
        _ => text::applying(locale),
    }
}

fn waiting(percent: f32, words: impl Fn() -> String + Clone + Send + Sync + 'static) -> AnyView {
    let label = words.clone();
    view! {
        <div class="exchange-wait">
            <p role="status">{words}</p>
            <ProgressBar label=label value=Signal::stored(percent / 100.0) />
        </div>
    }
    .into_any()
}

fn preview(import: Import, report: Report) -> AnyView {
    if let Some(refused) = report.refused.clone() {
        return view! {
            <p class="problem">
                {icon_small(INFO)}
                <span>{t(move |locale| findings::refused(locale, &refused))}</span>
            </p>
            <Button on_press=move || import.start_over()>{t(text::choose_others)}</Button>
        }
        .into_any();
    }
    let changes = report.changes;
    let nothing = changes == 0;
    view! {
        <table::Table report=report.clone() />
        <Source import=import shown=report.source.clone() />
        <Others import=import report=report.clone() />
        <div class="row wrap exchange-hands">
            <Button kind=ButtonKind::Primary disabled=nothing on_press=move || import.apply()>
                {t(move |locale| if nothing { text::nothing_new(locale).to_owned() } else { text::apply(locale, changes) })}
            </Button>
            <Button on_press=move || import.start_over()>{t(common::cancel)}</Button>
        </div>
        <p class="note">{t(text::all_or_nothing)}</p>
        <findings::Findings report=report />
    }
    .into_any()
}

fn done(import: Import, report: Report) -> AnyView {
    if report.refused.is_some() {
        return preview(import, report);
    }
    view! {
        <p class="exchange-done">{t(text::done)}</p>
        <table::Table report=report.clone() />
        <div class="row wrap exchange-hands">
            <A href="/map" attr:class="btn primary">{t(text::to_map)}</A>
            <A href="/directory" attr:class="btn">{t(text::to_departments)}</A>
            <Button kind=ButtonKind::Plain on_press=move || import.start_over()>{t(text::import_more)}</Button>
        </div>
        <findings::Findings report=report />
    }
    .into_any()
}

/// The name the source's ids are kept under. Another name makes everything new, so it is looked at
/// again.
#[component]
fn Source(import: Import, shown: String) -> impl IntoView {
    let differs = {
        let shown = shown.clone();
        move || import.source.with(|source| !source.trim().is_empty() && *source != shown)
    };
    if import.source.with_untracked(String::is_empty) {
        import.source.set(shown);
    }
    view! {
        <div class="row exchange-source">
            <TextField label=t(text::source) value=import.source hint=t(text::source_hint) />
            {move || differs().then(|| view! { <Button on_press=move || import.look()>{t(text::look_again)}</Button> })}
        </div>
    }
}

/// Files that are not read.
#[component]
fn Others(import: Import, report: Report) -> impl IntoView {
    let names = move || {
        let mut names = import.others.get();
        names.extend(report.unknown_files.iter().cloned());
        names
    };
    move || {
        let names = names();
        (!names.is_empty()).then(|| {
            let list = names.join(", ");
            view! {
                <p class="note" dir="auto">{t(move |locale| text::not_read(locale, names.len(), &list))}</p>
            }
        })
    }
}

impl Import {
    fn send(self, chosen: Chosen) {
        if chosen.files.is_empty() {
            self.others.set(chosen.others);
            self.error.set(None);
            self.stage.set(Stage::Preview(Report {
                refused: Some("nothing_to_read".to_owned()),
                ..Report::default()
            }));
            return;
        }
        let upload = Upload { id: self.hands.dispatch().new_id().0, folder: chosen.folder.clone() };
        self.upload.set_value(Some(upload.clone()));
        self.source.set(String::new());
        self.others.set(chosen.others);
        self.error.set(None);
        let of = chosen.files.len();
        self.stage.set(Stage::Sending(0, of));
        spawn_local(async move {
            for (at, file) in chosen.files.iter().enumerate() {
                if let Err(error) = upload.put(file).await {
                    return self.failed(error, Stage::Choose);
                }
                // Meanwhile it may have been called off, or the page left.
                if !matches!(self.stage.try_get_untracked(), Some(Stage::Sending(..))) {
                    return;
                }
                let _ = self.stage.try_set(Stage::Sending(at + 1, of));
            }
            self.look();
        });
    }

    /// Asks the server what would happen.
    fn look(self) {
        let (Some(Some(upload)), Some(source)) =
            (self.upload.try_get_value(), self.source.try_get_untracked())
        else {
            return;
        };
        let _ = self.error.try_set(None);
        let _ = self.stage.try_set(Stage::Looking);
        spawn_local(async move {
            match upload.preview(&source).await {
                Ok(report) => {
                    let _ = self.stage.try_set(Stage::Preview(report));
                }
                Err(error) => self.failed(error, Stage::Choose),
            }
        });
    }

    fn apply(self) {
        let Some(upload) = self.upload.get_value() else { return };
        let source = self.source.get_untracked();
        let before = self.stage.get_untracked();
        self.error.set(None);
        self.stage.set(Stage::Applying(Progress::default()));
        spawn_local(async move {
            if let Err(error) = upload.apply(&source).await {
                return self.failed(error, before);
            }
            let told = upload.wait(|progress| {
                let _ = self.stage.try_set(Stage::Applying(progress));
            });
            match told.await {
                Ok(report) => {
                    let _ = self.stage.try_set(Stage::Done(report));
                }
                Err(error) => self.failed(error, before),
            }
        });
    }

    fn failed(self, error: UploadError, back: Stage) {
        let _ = self.error.try_set(Some(error));
        let _ = self.stage.try_set(back);
    }

    fn start_over(self) {
        if let Some(upload) = self.upload.get_value() {
            spawn_local(async move { upload.forget().await });
        }
        self.upload.set_value(None);
        self.error.set(None);
        self.others.set(Vec::new());
        self.stage.set(Stage::Choose);
    }
}
