//! The organisation, boards with their labels, and the map on their way out.

use weft_domain::{Column, Kind, LocalText, Locale, Row};

use super::{Ids, Input, sheet::Sheet};
use crate::exchange::files::File;
use crate::exchange::words;

pub(super) fn sheets(input: &Input<'_>, ids: &Ids) -> Vec<Sheet> {
    let mut organisation = Sheet::new(File::Organisation);
    if let Some(row) = input.world.organisation() {
        organisation.line(&[
            ("name", row.name.clone()),
            ("locale", row.locale.tag().to_owned()),
            ("time_zone", row.time_zone.clone()),
        ]);
    }
    let mut boards = Sheet::new(File::Boards);
    let mut labels = Sheet::new(File::Labels);
    let mut places = Sheet::new(File::MapPlaces);
    let kinds = [Kind::Board, Kind::Label, Kind::MapPlace];
    for row in kinds.iter().flat_map(|kind| input.world.rows(*kind)) {
        match row {
            Row::Board(row) => {
                for one in &row.columns {
                    column(&mut boards, &ids.department(Some(row.department)), one);
                }
            }
            Row::Label(row) => labels.line(&[
                ("id", row.id.to_string()),
                ("department_id", ids.department(Some(row.department))),
                ("name", row.name),
                ("state", if row.is_retired { "retired" } else { "active" }.to_owned()),
            ]),
            Row::MapPlace(row) => places.line(&[
                ("department_id", ids.department(Some(row.department))),
                ("x", row.x.to_string()),
                ("y", row.y.to_string()),
            ]),
            _ => {}
        }
    }
    vec![organisation, boards, labels, places]
}

fn column(sheet: &mut Sheet, department: &str, row: &Column) {
    let name = row.name.clone().unwrap_or_else(|| LocalText::new(String::new()));
    let of = |locale| name.by_locale.get(&locale).cloned().unwrap_or_default();
    sheet.line(&[
        ("department_id", department.to_owned()),
        ("id", row.id.to_string()),
        ("category", words::category::write(row.category).to_owned()),
        ("name_en", of(Locale::En)),
        ("name_zh_hans", of(Locale::ZhHans)),
        ("name_zh_hant", of(Locale::ZhHant)),
        ("name", name.default),
        ("limit", row.limit.map(|limit| limit.to_string()).unwrap_or_default()),
    ]);
}
