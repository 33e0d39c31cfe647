//! Line by line: what was left out, and what looks wrong or was guessed.

use leptos::prelude::*;

use super::super::upload::{FileReport, Report};
use crate::i18n::{Locale, exchange as text, t, use_locale};
use crate::ui::icon::DOWNLOAD;
use crate::ui::internal::save_as;
use crate::ui::{Button, Choice, Segmented, VirtualList};

/// The height of a row in pixels.
const ROW_PX: u32 = 36;
/// The name under which the list is saved.
const SAVED_AS: &str = "weft-import.csv";

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    file: String,
    /// The lines it is about; empty: of none in particular.
    lines: Vec<u32>,
    /// How many lines.
    count: u32,
    is_skip: bool,
    /// The reason's or warning's name.
    what: String,
    value: String,
    became: String,
}

impl Finding {
    fn words(&self, locale: Locale) -> String {
        if self.is_skip { reason(locale, &self.what) } else { warning(locale, &self.what) }.to_owned()
    }
}

/// Everything there is to say of lines; nothing where all is well.
#[component]
pub(super) fn Findings(report: Report) -> impl IntoView {
    let locale = use_locale();
    let findings: Vec<Finding> = report.files.iter().flat_map(of_file).collect();
    if findings.is_empty() {
        return view! { <p class="note">{t(text::all_well)}</p> }.into_any();
    }
    let findings = StoredValue::new(findings);
    let counted = |is_skip: bool| {
        findings.with_value(|all| {
            all.iter().filter(|one| one.is_skip == is_skip).map(|one| one.count).sum::<u32>()
        })
    };
    let (skips, warnings) = (counted(true), counted(false));
    let chosen = RwSignal::new(if skips > 0 { "skipped" } else { "wrong" }.to_owned());
    let rows = Memo::new(move |_| {
        let is_skip = chosen.with(|chosen| chosen == "skipped");
        findings
            .with_value(|all| all.iter().filter(|one| one.is_skip == is_skip).cloned().collect::<Vec<_>>())
    });
    let tabs = vec![
        Choice::new("skipped", t(text::skipped)).count(Signal::stored(skips)),
        Choice::new("wrong", t(text::looks_wrong)).count(Signal::stored(warnings)),
    ];
    let save = move || save_as(SAVED_AS, &findings.with_value(|all| csv(locale.get_untracked(), all)));
    let row = move |at: usize| {
        (move || rows.with(|rows| rows.get(at).map(|row| line(locale.get(), row)))).into_any()
    };
    view! {
        <section class="findings">
            <div class="row wrap">
                <Segmented label=t(text::findings) options=tabs value=chosen on_change=move |tab| chosen.set(tab) small=true />
                <span class="push"></span>
                <Button small=true lead=DOWNLOAD on_press=save>{t(text::save_list)}</Button>
            </div>
            <div class="findings-list" style=move || format!("--rows:{}", rows.with(Vec::len).clamp(1, 12))>
                <VirtualList
                    label=t(text::findings)
                    count=Signal::derive(move || rows.with(Vec::len))
                    row_px=ROW_PX
                    row=row
                />
            </div>
        </section>
    }
    .into_any()
}

fn line(locale: Locale, finding: &Finding) -> AnyView {
    let place = match finding.lines.as_slice() {
        [] => String::new(),
        [one] if finding.count <= 1 => text::line(locale, *one),
        lines => {
            let listed: Vec<_> = lines.iter().map(u32::to_string).collect();
            let more = if finding.count as usize > lines.len() { "…" } else { "" };
            text::lines(locale, &format!("{}{more}", listed.join(", ")))
        }
    };
    let value = match (finding.value.is_empty(), finding.became.is_empty()) {
        (true, true) => String::new(),
        (_, true) => finding.value.clone(),
        (_, false) => format!("{} → {}", finding.value, finding.became),
    };
    let times = (finding.count > 1).then(|| text::times(locale, finding.count));
    view! {
        <div class="finding">
            <span class="clip mono small">{finding.file.clone()}</span>
            <span class="clip num faint" title=place.clone()>{place.clone()}</span>
            <span class="clip" title=finding.words(locale)>{finding.words(locale)}</span>
            <span class="clip mono small" dir="auto" title=value.clone()>{value.clone()}</span>
            <span class="r num faint">{times}</span>
        </div>
    }
    .into_any()
}

fn of_file(file: &FileReport) -> Vec<Finding> {
    let skip = |what: &str, value: &str, lines: Vec<u32>, count: u32| Finding {
        file: file.file.clone(),
        lines,
        count,
        is_skip: true,
        what: what.to_owned(),
        value: value.to_owned(),
        became: String::new(),
    };
    let skips = file.skips.iter().map(|one| skip(&one.reason, &one.value, vec![one.line], 1));
    let unlisted = file.skips_unlisted.iter().map(|(what, count)| skip(what, "", Vec::new(), *count));
    let warnings = file.warnings.iter().map(|one| Finding {
        file: file.file.clone(),
        lines: one.lines.clone(),
        count: one.count,
        is_skip: false,
        what: one.warning.clone(),
        value: one.value.clone(),
        became: one.became.clone(),
    });
    skips.chain(unlisted).chain(warnings).collect()
}

/// The list as a table for other programs, by RFC 4180.
fn csv(locale: Locale, findings: &[Finding]) -> String {
    let mut out = String::from("\u{feff}file,line,count,what,value,became\r\n");
    for one in findings {
        let lines: Vec<_> = one.lines.iter().map(u32::to_string).collect();
        let (lines, count) = (lines.join(" "), one.count.to_string());
        let cells = [&one.file, &lines, &count, &one.words(locale), &one.value, &one.became];
        let cells: Vec<_> = cells.into_iter().map(|cell| quoted(cell)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

/// A cell that no program takes for a formula.
fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    let text = format!("{guard}{cell}");
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// Why nothing can come in.
pub(super) fn refused(locale: Locale, name: &str) -> String {
    match name {
        "nothing_to_read" => text::nothing_to_read(locale),
        "too_large" => text::too_large(locale),
        "too_many_files" => text::too_many_files(locale),
        "broken_archive" => text::broken_archive(locale),
        "bad_source_name" => text::bad_source_name(locale),
        _ => text::unavailable(locale),
    }
    .to_owned()
}

fn reason(locale: Locale, name: &str) -> &str {
    match name {
        "column_missing" => text::column_missing(locale),
        "broken_quotes" => text::broken_quotes(locale),
        "gave_up" => text::gave_up(locale),
        "too_many_cells" => text::too_many_cells(locale),
        "too_many_rows" => text::too_many_rows(locale),
        "missing_id" => text::missing_id(locale),
        "id_too_long" => text::id_too_long(locale),
        "duplicate" => text::duplicate(locale),
        "unknown_department" => text::unknown_department(locale),
        "unknown_person" => text::unknown_person(locale),
        "unknown_request" => text::unknown_request(locale),
        "unknown_dependency" => text::unknown_dependency(locale),
        "too_many_needs" => text::too_many_needs(locale),
        "itself" => text::itself(locale),
        "bad_time" => text::bad_time(locale),
        "former_member" => text::former_member(locale),
        "too_many_memberships" => text::too_many_memberships(locale),
        "too_many_providers" => text::too_many_providers(locale),
        "confidential" => text::confidential(locale),
        "no_handler" => text::no_handler(locale),
        "erased" => text::erased(locale),
        "says_nothing" => text::says_nothing(locale),
        "here_before" => text::here_before(locale),
        "in_their_name" => text::in_their_name(locale),
        other => other,
    }
}

fn warning(locale: Locale, name: &str) -> &str {
    match name {
        "unknown_column" => text::unknown_column(locale),
        "column_twice" => text::column_twice(locale),
        "other_delimiter" => text::other_delimiter(locale),
        "broken_text" => text::broken_text(locale),
        "shortened" => text::shortened(locale),
        "missing_name" => text::missing_name(locale),
        "missing_title" => text::missing_title(locale),
        "unknown_parent" => text::unknown_parent(locale),
        "own_ancestor" => text::own_ancestor(locale),
        "too_deep" => text::too_deep(locale),
        "kind_guessed" => text::kind_guessed(locale),
        "comes_retired" => text::comes_retired(locale),
        "key_changed" => text::key_changed(locale),
        "bad_email" => text::bad_email(locale),
        "email_taken" => text::email_taken(locale),
        "role_guessed" => text::role_guessed(locale),
        "role_without_department" => text::role_without_department(locale),
        "joined" => text::joined(locale),
        "other_name" => text::other_name(locale),
        "bad_number" => text::bad_number(locale),
        "bad_time" => text::bad_time_left_out(locale),
        "future_time" => text::future_time(locale),
        "missing_time" => text::missing_time(locale),
        "backwards" => text::backwards(locale),
        "state_guessed" => text::state_guessed(locale),
        "category_guessed" => text::category_guessed(locale),
        "priority_mapped" => text::priority_mapped(locale),
        "priority_unknown" => text::priority_unknown(locale),
        "request_kind_mapped" => text::request_kind_mapped(locale),
        "unknown_department" => text::department_left_out(locale),
        "unknown_person" => text::person_left_out(locale),
        "unknown_service" => text::service_left_out(locale),
        "unknown_actor" => text::unknown_actor(locale),
        "closed_by_time" => text::closed_by_time(locale),
        "left" => text::left(locale),
        "other_holder" => text::other_holder(locale),
        "holder_retired" => text::holder_retired(locale),
        "number_changed" => text::number_changed(locale),
        "no_number" => text::no_number(locale),
        "part_mapped" => text::part_mapped(locale),
        "too_many_watchers" => text::too_many_watchers(locale),
        "vanished" => text::vanished(locale),
        "history_rewritten" => text::history_rewritten(locale),
        "unknown_word" => text::unknown_word(locale),
        "agreement_kept" => text::agreement_kept(locale),
        "in_their_name" => text::comes_as_proposed(locale),
        "sight_kept" => text::sight_kept(locale),
        "too_many_holders" => text::too_many_holders(locale),
        "unknown_zone" => text::unknown_zone(locale),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_saved_list_is_a_table_that_runs_nothing() {
        let finding = Finding {
            file: "people.csv".to_owned(),
            lines: vec![2, 3],
            count: 2,
            is_skip: false,
            what: "role_guessed".to_owned(),
            value: "=HYPERLINK(\"x\",\"y\")".to_owned(),
            became: "-1".to_owned(),
        };
        let list = csv(Locale::En, &[finding]);
        let line = list.lines().nth(1).unwrap();
        assert!(line.starts_with("people.csv,2 3,2,"), "{line}");
        assert!(line.ends_with("\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\",'-1"), "{line}");
    }

    #[test]
    fn what_a_newer_server_says_is_shown_as_it_is() {
        assert_eq!(reason(Locale::ZhHans, "some_new_reason"), "some_new_reason");
    }
}
