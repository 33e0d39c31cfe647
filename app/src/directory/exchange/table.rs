//! What becomes of each file.

use leptos::prelude::*;

use super::super::upload::{FileReport, Report};
use crate::i18n::{exchange as text, number, t, use_locale};

/// One line per file, and all together.
#[component]
pub(super) fn Table(report: Report) -> impl IntoView {
    let locale = use_locale();
    let all = report.files.iter().fold([0_u32; 6], |mut all, file| {
        let own = figures(file);
        all.iter_mut().zip(own).for_each(|(all, own)| *all = all.saturating_add(own));
        all
    });
    let shows_not_kept = all[4] > 0;
    let cell = move |figure: u32, strong: bool| {
        let written = move || number(locale.get(), i64::from(figure));
        let (none, strong) = (figure == 0, strong && figure > 0);
        view! { <td class="r" class:faint=none class:strong=strong>{written}</td> }
    };
    let cells = move |figures: [u32; 6]| {
        let [created, changed, unchanged, skipped, not_kept, wrong] = figures;
        view! {
            {cell(created, false)}
            {cell(changed, false)}
            {cell(unchanged, false)}
            {shows_not_kept.then(|| cell(not_kept, false))}
            {cell(skipped, true)}
            {cell(wrong, false)}
        }
        .into_any()
    };
    let row = move |file: FileReport| {
        let figures = figures(&file);
        view! { <tr><th scope="row" class="mono">{file.file}</th>{cells(figures)}</tr> }
    };
    let many = report.files.len() > 1;
    view! {
        <div class="exchange-table" tabindex="0" role="region" aria-label=t(text::files)>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t(text::file)}</th>
                        <th scope="col" class="r">{t(text::created)}</th>
                        <th scope="col" class="r">{t(text::changed)}</th>
                        <th scope="col" class="r">{t(text::unchanged)}</th>
                        {shows_not_kept.then(|| view! { <th scope="col" class="r">{t(text::not_kept)}</th> })}
                        <th scope="col" class="r">{t(text::skipped)}</th>
                        <th scope="col" class="r">{t(text::looks_wrong)}</th>
                    </tr>
                </thead>
                <tbody>{report.files.into_iter().map(row).collect_view()}</tbody>
                {many.then(|| view! { <tfoot><tr><th scope="row">{t(text::together)}</th>{cells(all)}</tr></tfoot> })}
            </table>
        </div>
    }
}

/// Created, changed, unchanged (lines that only help to read others too), skipped, not kept, and
/// lines that look wrong.
fn figures(file: &FileReport) -> [u32; 6] {
    let wrong = file.warnings.iter().map(|warned| warned.count).fold(0, u32::saturating_add);
    [file.created, file.changed, file.unchanged.saturating_add(file.used), file.skipped, file.not_kept, wrong]
}
