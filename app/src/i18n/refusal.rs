//! Refusals in words: what happened, why, and the way out. The rules say why in a closed enum;
//! these are the only words for it.

mod field;
mod reason;
mod what;

use weft_domain::{Command, DepartmentId, Refusal, World};

use super::Locale;

/// A refusal in three sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// What did not happen: “The card was not moved.”
    pub what: String,
    /// Why not.
    pub why: String,
    /// What to do now.
    pub way_out: String,
}

/// A refused command in words. `world` names departments; of rows it does not hold nothing is said.
pub fn explain(locale: Locale, world: &World, command: &Command, refusal: &Refusal) -> Explained {
    let (why, way_out) = both(locale, world, refusal);
    Explained { what: what::not_done(locale, command).to_owned(), why, way_out }
}

impl Explained {
    /// Why, and the way out, in one line.
    pub fn reason(&self, locale: Locale) -> String {
        let gap = if locale.is_chinese() { "" } else { " " };
        format!("{}{gap}{}", self.why, self.way_out)
    }
}

/// A command in a few words: “Card moved”.
pub fn named(locale: Locale, command: &Command) -> &'static str {
    what::done(locale, command)
}

/// A command of which nobody knows whether it was done, in three sentences.
pub fn unsure(locale: Locale, command: &Command) -> Explained {
    Explained {
        what: format!("{}{}", what::done(locale, command), reason::maybe(locale)),
        why: reason::unsure(locale).to_owned(),
        way_out: reason::unsure_out(locale).to_owned(),
    }
}

/// A command that ended the program, in three sentences.
pub fn poisoned(locale: Locale, command: &Command) -> Explained {
    Explained {
        what: what::not_done(locale, command).to_owned(),
        why: reason::poisoned(locale).to_owned(),
        way_out: reason::poisoned_out(locale).to_owned(),
    }
}

/// A refusal in one line, for where what was tried is in sight: why, and the way out.
pub fn sentence(locale: Locale, world: &World, refusal: &Refusal) -> String {
    let (why, way_out) = both(locale, world, refusal);
    Explained { what: String::new(), why, way_out }.reason(locale)
}

fn department(world: &World, locale: Locale, id: DepartmentId) -> String {
    let row = world.department(id).present();
    row.map_or_else(|| reason::the_department(locale).to_owned(), |row| row.name.get(locale).to_owned())
}

/// Why, and the way out.
fn both(locale: Locale, world: &World, refusal: &Refusal) -> (String, String) {
    let name = |id: &DepartmentId| department(world, locale, *id);
    let fixed = |why: &str, out: &str| (why.to_owned(), out.to_owned());
    match refusal {
        Refusal::NotFound { kind } => {
            (reason::not_found(locale, field::kind(locale, *kind)), reason::not_found_out(locale).to_owned())
        }
        Refusal::NotAMember { department } => {
            (reason::not_a_member(locale, &name(department)), reason::not_a_member_out(locale).to_owned())
        }
        Refusal::NotAnAgent { department } => {
            (reason::not_an_agent(locale, &name(department)), reason::ask_a_lead(locale).to_owned())
        }
        Refusal::NotALead { department } => {
            (reason::not_a_lead(locale, &name(department)), reason::ask_a_lead(locale).to_owned())
        }
        Refusal::NeedsRole { role } => (
            reason::needs_role(locale, field::role(locale, *role)),
            reason::needs_role_out(locale).to_owned(),
        ),
        Refusal::Empty { field } => {
            (reason::empty(locale, field::field(locale, *field)), reason::empty_out(locale).to_owned())
        }
        Refusal::TooLong { field, max } => (
            reason::too_long(locale, field::field(locale, *field), *max),
            reason::too_long_out(locale).to_owned(),
        ),
        Refusal::TooMany { field, max } => (
            reason::too_many(locale, field::field(locale, *field), *max),
            reason::too_many_out(locale).to_owned(),
        ),
        Refusal::Malformed { field } => (
            reason::malformed(locale, field::field(locale, *field)),
            reason::malformed_out(locale).to_owned(),
        ),
        Refusal::Taken { field } => {
            (reason::taken(locale, field::field(locale, *field)), reason::taken_out(locale).to_owned())
        }
        Refusal::AlreadyExists { kind } => {
            (reason::exists(locale, field::kind(locale, *kind)), reason::exists_out(locale).to_owned())
        }
        Refusal::IsRetired { kind } => {
            (reason::retired(locale, field::kind(locale, *kind)), reason::retired_out(locale).to_owned())
        }
        Refusal::StillInUse { kind } => {
            (reason::in_use(locale, field::kind(locale, *kind)), reason::in_use_out(locale).to_owned())
        }
        Refusal::TooDeep { max } => (reason::too_deep(locale, *max), reason::too_deep_out(locale).to_owned()),
        Refusal::GrantsMoreThanHeld => fixed(reason::grants_more(locale), reason::grants_more_out(locale)),
        Refusal::OnlyOneself => fixed(reason::only_oneself(locale), reason::only_oneself_out(locale)),
        Refusal::NotOfOneself => fixed(reason::not_of_oneself(locale), reason::not_of_oneself_out(locale)),
        Refusal::ChangedMeanwhile => fixed(reason::changed(locale), reason::changed_out(locale)),
        Refusal::WouldBeACycle => fixed(reason::cycle(locale), reason::cycle_out(locale)),
        Refusal::Itself => fixed(reason::itself(locale), reason::itself_out(locale)),
        Refusal::WrongState => fixed(reason::wrong_state(locale), reason::wrong_state_out(locale)),
        Refusal::NotOnThisBoard => fixed(reason::not_on_board(locale), reason::not_on_board_out(locale)),
        Refusal::ColumnMissing => fixed(reason::column_missing(locale), reason::column_missing_out(locale)),
        Refusal::NotResolved => fixed(reason::not_resolved(locale), reason::not_resolved_out(locale)),
        Refusal::OwnWork => fixed(reason::own_work(locale), reason::own_work_out(locale)),
        Refusal::AlreadyRated => fixed(reason::already_rated(locale), reason::already_rated_out(locale)),
        Refusal::LastAdmin => fixed(reason::last_admin(locale), reason::last_admin_out(locale)),
        Refusal::IsConfidential => fixed(reason::confidential(locale), reason::confidential_out(locale)),
        Refusal::OutboxFull => fixed(reason::outbox_full(locale), reason::outbox_full_out(locale)),
        Refusal::OlderVersion => fixed(reason::older_version(locale), reason::older_version_out(locale)),
        Refusal::IsErased => fixed(reason::erased(locale), reason::erased_out(locale)),
        Refusal::NotToOneself => fixed(reason::not_to_oneself(locale), reason::not_to_oneself_out(locale)),
        Refusal::NotAHandler => fixed(reason::not_a_handler(locale), reason::not_a_handler_out(locale)),
        Refusal::Internal => fixed(reason::internal(locale), reason::internal_out(locale)),
    }
}

#[cfg(test)]
mod tests {
    use weft_domain::{Field, Kind};

    use super::*;

    #[test]
    fn a_refusal_says_why_and_the_way_out_in_three_languages() {
        let world = World::complete();
        let refusals =
            [Refusal::NotFound { kind: Kind::Request }, Refusal::TooLong { field: Field::Title, max: 200 }];
        for refusal in refusals {
            for locale in [Locale::En, Locale::ZhHans, Locale::ZhHant] {
                let (why, way_out) = both(locale, &world, &refusal);
                assert!(!why.is_empty() && !way_out.is_empty());
                assert!(sentence(locale, &world, &refusal).starts_with(&why));
            }
        }
    }

    #[test]
    fn an_unknown_department_is_not_named() {
        let id = DepartmentId::new_v7(0, [7; 16]);
        let said = sentence(Locale::En, &World::complete(), &Refusal::NotALead { department: id });
        assert!(said.contains("the department") && !said.contains(&id.to_string()), "{said}");
    }
}
