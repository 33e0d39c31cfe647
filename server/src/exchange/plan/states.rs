//! What a source's states are among Weft's eight categories.

use std::collections::BTreeMap;

use weft_domain::StateCategory;

use super::draft::Draft;
use crate::exchange::files::File;
use crate::exchange::read::Numbered;
use crate::exchange::records::StateRecord;
use crate::exchange::report::{Reason, Warning};
use crate::exchange::words;

/// The states a source lists, without regard to case.
pub(super) struct States(BTreeMap<String, StateCategory>);

/// Reads `states.csv`.
pub(super) fn read(draft: &mut Draft<'_>, records: &[Numbered<StateRecord>]) -> States {
    let mut listed = BTreeMap::new();
    for (line, record) in records {
        let state = record.state.to_lowercase();
        if listed.contains_key(&state) {
            draft.notes.skip(File::States, *line, Reason::Duplicate, &record.state);
            continue;
        }
        let category = words::category::read(&record.category).unwrap_or_else(|| {
            let word = if record.category.is_empty() { &record.state } else { &record.category };
            let guess = words::guess_state(word);
            draft.notes.guess(
                File::States,
                *line,
                Warning::CategoryGuessed,
                word,
                words::category::write(guess),
            );
            guess
        });
        listed.insert(state, category);
        draft.notes.of(File::States).used += 1;
    }
    States(listed)
}

impl States {
    /// The category of a state; one that is not listed is guessed, and the guess noted.
    pub(super) fn category(&self, draft: &mut Draft<'_>, line: u32, state: &str) -> Option<StateCategory> {
        if state.is_empty() {
            return None;
        }
        let listed = self.0.get(&state.to_lowercase()).copied();
        Some(listed.or_else(|| words::category::read(state)).unwrap_or_else(|| {
            let guess = words::guess_state(state);
            let became = words::category::write(guess);
            draft.notes.guess(File::RequestEvents, line, Warning::StateGuessed, state, became);
            guess
        }))
    }
}
