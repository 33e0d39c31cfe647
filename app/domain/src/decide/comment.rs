use super::draft::{Draft, written_over};
use crate::{
    AddComment, Comment, CommentId, EditComment, Field, Kind, Refusal, Request, Row, Stop, What,
    limits::BODY_CHARS_MAX,
    look::{found, taken},
    text,
};

pub(super) fn add(draft: &mut Draft<'_>, command: &AddComment) -> Result<(), Stop> {
    let mut row = draft.request(command.request)?;
    let text = comment_text(&command.text)?;
    attach(draft, &mut row, command.id, text)?;
    draft.put(row);
    Ok(())
}

pub(super) fn edit(draft: &mut Draft<'_>, command: &EditComment) -> Result<(), Stop> {
    let mut row = found(draft.world.comment(command.id), command.id.0)?.clone();
    written_over(command.over, row.rev)?;
    row.text = comment_text(&command.text)?;
    row.edited_at = Some(draft.now());
    row.rev = row.rev.saturating_add(1);
    draft.put(row);
    draft.fact(command.request, What::Edited);
    Ok(())
}

/// Writes a comment and counts it on `request`, which the caller puts. The same comment sent twice
/// is one.
pub(super) fn attach(
    draft: &mut Draft<'_>,
    request: &mut Request,
    id: CommentId,
    text: String,
) -> Result<(), Stop> {
    let author = draft.actor.person;
    if let Some(row) = taken(&draft.world, id)? {
        let is_same = matches!(row, Row::Comment(row) if row.request == request.id && row.author == author && row.text == text);
        return if is_same { Ok(()) } else { Err(Refusal::AlreadyExists { kind: Kind::Comment }.into()) };
    }
    let at = draft.now();
    draft.put(Comment { id, request: request.id, author, at, text, edited_at: None, rev: 0 });
    request.comments = request.comments.saturating_add(1);
    draft.fact(request.id, What::Commented);
    Ok(())
}

fn comment_text(text: &str) -> Result<String, Refusal> {
    text::filled(Field::Comment, text::prose(Field::Comment, text, BODY_CHARS_MAX)?)
}
