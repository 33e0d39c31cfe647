//! What people say of requests: comments, ratings, thanks. The daily scores follow from ratings, as
//! they do live.

use std::collections::BTreeMap;

use weft_domain::limits::{BODY_CHARS_MAX, FEEDBACK_CHARS_MAX};
use weft_domain::{
    Comment, CommentId, DailyId, DepartmentId, Key, Kind, Kudos, KudosId, Person, PersonId, Rating,
    RatingComment, RatingId, Request, RequestId, Score, ScoreSet, Scores, Side, Sight, Thanked, What,
};

use super::boards::{department_then, each};
use super::draft::{Draft, request_of};
use crate::exchange::clean::shorten;
use crate::exchange::files::File;
use crate::exchange::read::Numbered;
use crate::exchange::records::{CommentRecord, KudosRecord, RatingRecord, Records};
use crate::exchange::refs::{Refs, said_id};
use crate::exchange::report::{Outcome, Reason, Warning};
use crate::exchange::words;

type Left = (Reason, String);

/// The rows of `records` that may be there already.
pub(super) fn wanted(records: &Records, refs: &Refs, source: &str) -> Vec<Key> {
    let comments = records.comments.iter().map(|(_, it)| CommentId(said_id(source, "comment", &it.id)));
    let kudos = records.kudos.iter().map(|(_, it)| KudosId(said_id(source, "kudos", &it.id)));
    let rated = records.ratings.iter().filter_map(|(_, record)| request_of(refs, record.request.as_deref()?));
    let ratings = rated.flat_map(|id| [Side::Customer, Side::Provider].map(|side| RatingId::of(id, side)));
    let ratings = ratings.flat_map(|id| [Key::from(id), Key { kind: Kind::RatingComment, id: id.0 }]);
    let spoken_of = records.comments.iter().map(|(_, it)| it.request.as_str());
    let spoken_of = spoken_of.chain(records.kudos.iter().filter_map(|(_, it)| it.request.as_deref()));
    let spoken_of = spoken_of.chain(records.ratings.iter().filter_map(|(_, it)| it.request.as_deref()));
    let requests = spoken_of.filter_map(|external| request_of(refs, external)).map(Key::from);
    comments.map(Key::from).chain(kudos.map(Key::from)).chain(ratings).chain(requests).collect()
}

pub(super) fn plan(draft: &mut Draft<'_>, records: &Records) {
    each(draft, File::Comments, &records.comments, comment);
    ratings(draft, &records.ratings);
    each(draft, File::Kudos, &records.kudos, thanks);
}

/// The request a source means.
fn request(draft: &Draft<'_>, external: &str) -> Result<Request, Left> {
    let id = draft.request(external);
    let row = id.and_then(|id| draft.world.request(id).present().cloned());
    row.ok_or_else(|| (Reason::UnknownRequest, external.to_owned()))
}

/// What people say comes in only of requests that its source brings: of all others they say it
/// themselves, signed in.
fn brought(draft: &Draft<'_>, request: RequestId, external: &str) -> Result<(), Left> {
    let is_brought = draft.is_brought(request, external);
    if is_brought { Ok(()) } else { Err((Reason::UnknownRequest, external.to_owned())) }
}

fn person(draft: &Draft<'_>, external: &str) -> Result<PersonId, Left> {
    draft.person(external).ok_or_else(|| (Reason::UnknownPerson, external.to_owned()))
}

fn comment(draft: &mut Draft<'_>, line: u32, record: &CommentRecord) -> Result<Outcome, Left> {
    const FILE: File = File::Comments;
    let mut row = request(draft, &record.request)?;
    // A confidential one is not touched once it is there.
    if matches!(row.sight, Sight::Confidential { .. }) && !draft.is_new(row.id) {
        return Err((Reason::Confidential, record.request.clone()));
    }
    let author = record.person.as_deref().map(|external| person(draft, external)).transpose()?;
    let mut text = record.text.clone();
    if text.is_empty() {
        return Err((Reason::SaysNothing, String::new()));
    }
    if shorten(&mut text, BODY_CHARS_MAX) {
        draft.notes.warn(FILE, line, Warning::Shortened, "text");
    }
    let at = draft.time(FILE, line, &record.at).ok_or_else(|| (Reason::BadTime, record.at.clone()))?;
    let edited_at = draft.time(FILE, line, &record.edited_at);
    let id = CommentId(draft.own_or_new("comment", &record.id));
    if draft.world.has(id.into()) {
        return Ok(Outcome::Unchanged);
    }
    brought(draft, row.id, &record.request)?;
    let rev = u32::from(edited_at.is_some());
    let outcome = draft.put(Comment { id, request: row.id, author, at, text, edited_at, rev });
    draft.fact_at(at, row.id, What::Commented);
    row.comments = row.comments.saturating_add(1);
    draft.put(row);
    Ok(outcome)
}

/// What the lines say together of one side's rating of one request.
#[derive(Default)]
struct Said<'r> {
    lines: Vec<(u32, &'r RatingRecord)>,
    scores: [Option<Score>; 4],
    /// A score that is of no single one.
    overall: Option<Score>,
}

fn ratings(draft: &mut Draft<'_>, records: &[Numbered<RatingRecord>]) {
    const FILE: File = File::Ratings;
    let mut said: BTreeMap<(&str, Side), Said<'_>> = BTreeMap::new();
    for (line, record) in records {
        // Weft keeps ratings of requests; one of a department as a whole has no place yet.
        let Some(external) = record.request.as_deref() else {
            draft.notes.of(FILE).not_kept += 1;
            continue;
        };
        let side = if record.of == "customer" { Side::Provider } else { Side::Customer };
        let rating = said.entry((external, side)).or_default();
        if hear(rating, record) {
            rating.lines.push((*line, record));
        } else {
            draft.notes.warn(FILE, *line, Warning::BadNumber, &record.score);
            draft.notes.skip(FILE, *line, Reason::SaysNothing, &record.score);
        }
    }
    for ((external, side), said) in said {
        if said.lines.is_empty() {
            continue;
        }
        let outcome = rating(draft, external, side, &said);
        for (line, _) in &said.lines {
            match &outcome {
                Ok(outcome) => draft.notes.count(FILE, *outcome),
                Err((reason, value)) => draft.notes.skip(FILE, *line, *reason, value),
            }
        }
    }
}

/// Takes a line's scores; `false`: it has none that can be read.
fn hear(said: &mut Said<'_>, record: &RatingRecord) -> bool {
    let all: Vec<Score> = record.scores.iter().filter_map(|text| score(text)).collect();
    if let [quality, attitude, efficiency, result] = all[..] {
        said.scores = [quality, attitude, efficiency, result].map(Some);
        return true;
    }
    let Some(given) = score(&record.score) else { return false };
    let which = ["quality", "attitude", "efficiency", "result"].iter().position(|name| *name == record.of);
    match which.and_then(|at| said.scores.get_mut(at)) {
        Some(place) => *place = Some(given),
        None => said.overall = Some(given),
    }
    true
}

/// A score of 1 to 5; a half is rounded up.
fn score(text: &str) -> Option<Score> {
    let value: f64 = text.replace(',', ".").parse().ok()?;
    let is_score = (1.0..=5.0).contains(&value);
    is_score.then(|| Score::try_from(value.round() as u8).ok()).flatten()
}

fn rating(draft: &mut Draft<'_>, external: &str, side: Side, said: &Said<'_>) -> Result<Outcome, Left> {
    const FILE: File = File::Ratings;
    let row = request(draft, external)?;
    if matches!(row.sight, Sight::Confidential { .. }) {
        return Err((Reason::Confidential, external.to_owned()));
    }
    let (line, first) = said.lines.first().copied().ok_or((Reason::SaysNothing, String::new()))?;
    let side_of = |draft: &Draft<'_>, external: &Option<String>, own| match external {
        Some(external) => department_then(draft, external).map(Some),
        None => Ok(own),
    };
    let customer = side_of(draft, &first.from, row.customer)?;
    let provider = side_of(draft, &first.to, row.provider)?;
    let Some((customer, provider)) = customer.zip(provider) else {
        return Err((Reason::UnknownDepartment, String::new()));
    };
    // A team's own work is not rated.
    if customer == provider {
        return Err((Reason::Itself, String::new()));
    }
    let rater = match (&first.person, side) {
        (Some(external), _) => person(draft, external)?,
        (None, Side::Customer) => row.requester.ok_or((Reason::UnknownPerson, String::new()))?,
        (None, Side::Provider) => return Err((Reason::UnknownPerson, String::new())),
    };
    let scores = whole(draft, line, said)?;
    let at = draft.time(FILE, line, &first.at).ok_or_else(|| (Reason::BadTime, first.at.clone()))?;
    let id = RatingId::of(row.id, side);
    // One rating per request per side, for ever.
    if draft.world.has(id.into()) {
        return Ok(Outcome::Unchanged);
    }
    brought(draft, row.id, external)?;
    let outcome = draft.put(Rating { id, request: row.id, side, rater, customer, provider, scores, at });
    let mut text = first.comment.clone();
    if shorten(&mut text, FEEDBACK_CHARS_MAX) {
        draft.notes.warn(FILE, line, Warning::Shortened, "comment");
    }
    if !text.is_empty() {
        draft.put(RatingComment { rating: id, customer, provider, text });
    }
    if side == Side::Customer {
        count(draft, (customer, provider), at.day(), scores);
    }
    draft.fact_at(at, row.id, What::Rated);
    Ok(outcome)
}

/// All four scores. What a source does not say one by one is taken from what it says of the whole.
fn whole(draft: &mut Draft<'_>, line: u32, said: &Said<'_>) -> Result<ScoreSet, Left> {
    let given: Vec<Score> = said.scores.iter().flatten().copied().collect();
    let other = said.overall.or(given.first().copied()).ok_or((Reason::SaysNothing, String::new()))?;
    if given.len() < said.scores.len() {
        let became = "quality, attitude, efficiency, result";
        draft.notes.guess(File::Ratings, line, Warning::UnknownWord, "score", became);
    }
    let [quality, attitude, efficiency, result] = said.scores.map(|score| score.unwrap_or(other));
    Ok(ScoreSet { quality, attitude, efficiency, result })
}

/// The pair for which a rating counts: their heirs. Where both became part of one department, what came
/// into the other's last stays what it was, since merges keep scores between the two; which of two
/// that a third took in was the last is not known, and is said to be the customer.
fn counted_for(
    draft: &Draft<'_>,
    (customer, provider): (DepartmentId, DepartmentId),
) -> Option<(DepartmentId, DepartmentId)> {
    let (customers, providers) = (draft.heirs(customer)?, draft.heirs(provider)?);
    let (customer, provider) = (*customers.last()?, *providers.last()?);
    if customer != provider {
        return Some((customer, provider));
    }
    let before = |heirs: &[DepartmentId], others: &[DepartmentId]| {
        heirs.iter().take_while(|id| !others.contains(id)).last().copied()
    };
    match before(&customers, &providers) {
        Some(kept) => Some((kept, provider)),
        None => Some((customer, before(&providers, &customers)?)),
    }
}

fn count(
    draft: &mut Draft<'_>,
    rated: (DepartmentId, DepartmentId),
    day: weft_domain::Day,
    scores: ScoreSet,
) {
    let Some((customer, provider)) = counted_for(draft, rated) else { return };
    let id = DailyId::of(customer, provider, day);
    let there = draft.world.scores(id).present().cloned();
    let mut row = there.unwrap_or(Scores { id, customer, provider, day, ratings: 0, sums: [0; 4] });
    row.ratings = row.ratings.saturating_add(1);
    let given = [scores.quality, scores.attitude, scores.efficiency, scores.result];
    for (sum, score) in row.sums.iter_mut().zip(given) {
        *sum = sum.saturating_add(u32::from(u8::from(score)));
    }
    draft.put(row);
}

fn thanks(draft: &mut Draft<'_>, line: u32, record: &KudosRecord) -> Result<Outcome, Left> {
    const FILE: File = File::Kudos;
    let from = person(draft, &record.from)?;
    let from_department =
        record.from_department.as_deref().map(|external| department_then(draft, external)).transpose()?;
    let to = match (&record.to_department, &record.to_person) {
        (Some(external), _) => Thanked::Department(department_then(draft, external)?),
        (None, Some(external)) => Thanked::Person(person(draft, external)?),
        (None, None) => return Err((Reason::SaysNothing, String::new())),
    };
    let about = record.request.as_deref().map(|external| request(draft, external)).transpose()?;
    if about.as_ref().is_some_and(|row| matches!(row.sight, Sight::Confidential { .. })) {
        return Err((Reason::Confidential, record.request.clone().unwrap_or_default()));
    }
    let request: Option<RequestId> = about.map(|row| row.id);
    let category = words::thanks::read(&record.category).unwrap_or_else(|| {
        draft.notes.warn(FILE, line, Warning::UnknownWord, &record.category);
        weft_domain::KudosCategory::default()
    });
    let mut text = record.text.clone();
    let is_erased = |id: PersonId| draft.world.person(id).present().is_some_and(Person::is_erased);
    if matches!(to, Thanked::Person(id) if is_erased(id)) {
        text.clear();
    } else if text.is_empty() {
        return Err((Reason::SaysNothing, String::new()));
    }
    if shorten(&mut text, FEEDBACK_CHARS_MAX) {
        draft.notes.warn(FILE, line, Warning::Shortened, "text");
    }
    let at = draft.time(FILE, line, &record.at).ok_or_else(|| (Reason::BadTime, record.at.clone()))?;
    let id = KudosId(draft.own_or_new("kudos", &record.id));
    if draft.world.has(id.into()) {
        return Ok(Outcome::Unchanged);
    }
    if let Some((request, external)) = request.zip(record.request.as_deref()) {
        brought(draft, request, external)?;
    }
    let outcome = draft.put(Kudos { id, from, from_department, to, request, category, text, at });
    draft.fact_at(at, id, What::Thanked { request });
    Ok(outcome)
}
