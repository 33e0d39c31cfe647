//! Every limit of the rules, by name and unit. What goes beyond one is refused with
//! [`Refusal::TooLong`](crate::Refusal::TooLong) or [`Refusal::TooMany`](crate::Refusal::TooMany).

/// Characters in a name or title.
pub const NAME_CHARS_MAX: usize = 200;
/// Characters in a purpose, need, reason, channel or other short prose.
pub const PROSE_CHARS_MAX: usize = 4_000;
/// Characters in a request's body or a comment.
pub const BODY_CHARS_MAX: usize = 20_000;
/// Characters in thanks or a rating's comment.
pub const FEEDBACK_CHARS_MAX: usize = 2_000;
/// Levels of the department tree.
pub const TREE_DEPTH_MAX: usize = 64;
/// Needs in one dependency.
pub const NEEDS_MAX: usize = 100;
/// Columns of one board.
pub const COLUMNS_MAX: usize = 20;
/// Labels on one request.
pub const LABELS_PER_REQUEST_MAX: usize = 20;
/// Labels of one department.
pub const LABELS_PER_DEPARTMENT_MAX: usize = 200;
/// Watchers of one request.
pub const WATCHERS_MAX: usize = 50;
/// Departments that held one request before and still see it.
pub const FORMER_HOLDERS_MAX: usize = 50;
/// Named handlers of one confidential request.
pub const HANDLERS_MAX: usize = 20;
/// Departments that provide one service.
pub const PROVIDERS_PER_SERVICE_MAX: usize = 200;
/// Memberships of one person.
pub const MEMBERSHIPS_PER_PERSON_MAX: usize = 500;
/// Parts a department can be split into by one command.
pub const SPLIT_PARTS_MAX: usize = 20;
/// Characters in a request key, at least.
pub const KEY_CHARS_MIN: usize = 2;
/// Characters in a request key, at most.
pub const KEY_CHARS_MAX: usize = 6;
/// Services named by one dependency.
pub const SERVICES_PER_DEPENDENCY_MAX: usize = 100;
/// Characters in an e-mail address (RFC 5321).
pub const EMAIL_CHARS_MAX: usize = 254;
/// Characters in the name of a time zone.
pub const TIME_ZONE_CHARS_MAX: usize = 64;
