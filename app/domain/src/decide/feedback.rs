use super::{draft::Draft, traffic};
use crate::{
    Field, GiveKudos, Kind, Kudos, RateRequest, Rating, RatingComment, RatingId, Refusal, Request, Row, Side,
    Sight, StateCategory, Stop, Thanked, What, limits::FEEDBACK_CHARS_MAX, look::taken, text,
};

/// One rating per request per side, after it is resolved, by the other side: a team's own work is
/// not rated, and nobody rates their own. The customer's scores count in the daily figures.
pub(super) fn rate(draft: &mut Draft<'_>, command: &RateRequest) -> Result<(), Stop> {
    let rater = draft.person()?;
    let row = draft.request(command.request)?;
    let comment = text::prose(Field::Comment, &command.comment, FEEDBACK_CHARS_MAX)?;
    if !matches!(row.state, StateCategory::Resolved | StateCategory::Closed) {
        return Err(Refusal::NotResolved.into());
    }
    let (customer, provider) =
        row.customer.zip(row.provider).ok_or(Refusal::NotFound { kind: Kind::Department })?;
    if customer == provider {
        return Err(Refusal::OwnWork.into());
    }
    if matches!(row.sight, Sight::Confidential { .. }) {
        return Err(Refusal::IsConfidential.into());
    }
    if rates_themselves(draft, &row, command.side, rater) {
        return Err(Refusal::NotOfOneself.into());
    }
    let id = RatingId::of(row.id, command.side);
    let key = crate::Key::from(id);
    if let Some(there) = taken(&draft.world, key)? {
        let is_same =
            matches!(there, Row::Rating(there) if there.rater == rater && there.scores == command.scores);
        return if is_same { Ok(()) } else { Err(Refusal::AlreadyRated.into()) };
    }
    let (side, scores, at) = (command.side, command.scores, draft.now());
    draft.put(Rating { id, request: row.id, side, rater, customer, provider, scores, at });
    if !comment.is_empty() {
        draft.put(RatingComment { rating: id, customer, provider, text: comment });
    }
    if side == Side::Customer {
        traffic::count_scores(draft, (customer, provider), scores);
    }
    draft.fact(row.id, What::Rated);
    Ok(())
}

pub(super) fn thank(draft: &mut Draft<'_>, command: &GiveKudos) -> Result<(), Stop> {
    let from = draft.person()?;
    let words = text::prose(Field::Thanks, &command.text, FEEDBACK_CHARS_MAX)?;
    let text = text::filled(Field::Thanks, words)?;
    match command.to {
        Thanked::Person(person) if person == from => return Err(Refusal::NotOfOneself.into()),
        Thanked::Person(person) => draft.active_person(person).map(|_| ())?,
        // Who is in it would thank themselves too.
        Thanked::Department(department) if draft.world.role_in(from, department).is_some() => {
            return Err(Refusal::NotOfOneself.into());
        }
        Thanked::Department(department) => draft.active_department(department).map(|_| ())?,
    }
    if let Some(id) = command.request
        && matches!(draft.request(id)?.sight, Sight::Confidential { .. })
    {
        return Err(Refusal::IsConfidential.into());
    }
    if let Some(row) = taken(&draft.world, command.id)? {
        let is_same =
            matches!(row, Row::Kudos(row) if row.from == from && row.to == command.to && row.text == text);
        return if is_same { Ok(()) } else { Err(Refusal::AlreadyExists { kind: Kind::Kudos }.into()) };
    }
    draft.put(Kudos {
        id: command.id,
        from,
        from_department: command.from_department,
        to: command.to,
        request: command.request,
        category: command.category,
        text,
        at: draft.now(),
    });
    draft.fact(command.id, What::Thanked { request: command.request });
    Ok(())
}

/// The customer's side rates the provider and who worked on it there, the provider's side the customer
/// and who asked. Whoever is in both departments would rate their own with either.
fn rates_themselves(draft: &Draft<'_>, row: &Request, side: Side, rater: crate::PersonId) -> bool {
    let (rated, person) = match side {
        Side::Customer => (row.provider, row.assignee),
        Side::Provider => (row.customer, row.requester),
    };
    person == Some(rater) || rated.is_some_and(|department| draft.world.role_in(rater, department).is_some())
}
