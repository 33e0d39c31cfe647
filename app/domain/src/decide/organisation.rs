use super::draft::{Draft, written_over};
use crate::{Field, Key, Kind, ORGANISATION, Organisation, SetOrganisation, Stop, What, text};

/// The row is made by the first such command, over revision 0.
pub(super) fn set(draft: &mut Draft<'_>, command: &SetOrganisation) -> Result<(), Stop> {
    let rev = draft.world.organisation().map_or(0, |row| row.rev);
    written_over(command.over, rev)?;
    let name = text::name(Field::Name, &command.name)?;
    let time_zone = text::time_zone(&command.time_zone)?;
    draft.put(Organisation { name, locale: command.locale, time_zone, rev: rev.saturating_add(1) });
    draft.fact(Key { kind: Kind::Organisation, id: ORGANISATION }, What::Edited);
    Ok(())
}
