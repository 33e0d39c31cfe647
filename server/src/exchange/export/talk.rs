//! What people say of requests on its way out: comments, ratings, thanks; each as far as whoever
//! exports may see it.

use std::collections::BTreeMap;

use weft_domain::{Comment, Kudos, Rating, RatingId, Row, ScoreSet, Side, Thanked};

use super::{Ids, Input, sheet::Sheet};
use crate::exchange::files::File;
use crate::exchange::instant;
use crate::exchange::words;

pub(super) fn sheets(input: &Input<'_>, ids: &Ids) -> Vec<Sheet> {
    let mut comments: Vec<&Comment> = Vec::new();
    let mut ratings: Vec<&Rating> = Vec::new();
    let mut words: BTreeMap<RatingId, &str> = BTreeMap::new();
    let mut thanks: Vec<Kudos> = Vec::new();
    for row in input.said.iter().filter(|row| input.shows((*row).clone())) {
        match row {
            Row::Comment(row) => comments.push(row),
            Row::Rating(row) => ratings.push(row),
            Row::RatingComment(row) => drop(words.insert(row.rating, &row.text)),
            row => {
                if let Row::Kudos(row) = input.shown(row) {
                    thanks.push(row);
                }
            }
        }
    }
    comments.sort_by_key(|row| (row.request, row.at, row.id));
    ratings.sort_by_key(|row| (row.request, row.side));
    thanks.sort_by_key(|row| (row.at, row.id));
    let mut sheets = [Sheet::new(File::Comments), Sheet::new(File::Ratings), Sheet::new(File::Kudos)];
    let [comment_sheet, rating_sheet, kudos_sheet] = &mut sheets;
    comments.into_iter().for_each(|row| comment(comment_sheet, ids, row));
    for row in ratings {
        rating(rating_sheet, ids, row, words.get(&row.id).copied().unwrap_or_default());
    }
    thanks.iter().for_each(|row| kudos(kudos_sheet, ids, row));
    sheets.into()
}

fn comment(sheet: &mut Sheet, ids: &Ids, row: &Comment) {
    sheet.line(&[
        ("id", row.id.to_string()),
        ("request_id", ids.request(row.request)),
        ("person_id", ids.person(row.author)),
        ("at", instant::write(row.at)),
        ("text", row.text.clone()),
        ("edited_at", row.edited_at.map(instant::write).unwrap_or_default()),
    ]);
}

fn rating(sheet: &mut Sheet, ids: &Ids, row: &Rating, comment: &str) {
    let ScoreSet { quality, attitude, efficiency, result } = row.scores;
    let [quality, attitude, efficiency, result] = [quality, attitude, efficiency, result].map(u8::from);
    let sum = u32::from(quality) + u32::from(attitude) + u32::from(efficiency) + u32::from(result);
    let of = match row.side {
        Side::Customer => "provider",
        Side::Provider => "customer",
    };
    sheet.line(&[
        ("request_id", ids.request(row.request)),
        ("from_department_id", ids.department(Some(row.customer))),
        ("to_department_id", ids.department(Some(row.provider))),
        ("score", format!("{}.{:02}", sum / 4, sum % 4 * 25)),
        ("of", of.to_owned()),
        ("at", instant::write(row.at)),
        ("comment", comment.to_owned()),
        ("person_id", ids.person(Some(row.rater))),
        ("quality", quality.to_string()),
        ("attitude", attitude.to_string()),
        ("efficiency", efficiency.to_string()),
        ("result", result.to_string()),
    ]);
}

fn kudos(sheet: &mut Sheet, ids: &Ids, row: &Kudos) {
    let (department, person) = match row.to {
        Thanked::Department(id) => (Some(id), None),
        Thanked::Person(id) => (None, Some(id)),
    };
    sheet.line(&[
        ("id", row.id.to_string()),
        ("from_person_id", ids.person(Some(row.from))),
        ("from_department_id", ids.department(row.from_department)),
        ("to_department_id", ids.department(department)),
        ("to_person_id", ids.person(person)),
        ("request_id", row.request.map(|id| ids.request(id)).unwrap_or_default()),
        ("category", words::thanks::write(row.category).to_owned()),
        ("text", row.text.clone()),
        ("at", instant::write(row.at)),
    ]);
}
