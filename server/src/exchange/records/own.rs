//! The lines of the files that an export of Weft has beyond the format, and of ratings.

use super::Read;
use crate::exchange::files::File;
use crate::exchange::read::{Line, Record};

#[derive(Clone, Debug)]
pub(in crate::exchange) struct OrganisationRecord {
    pub(in crate::exchange) name: String,
    pub(in crate::exchange) locale: Option<String>,
    pub(in crate::exchange) time_zone: Option<String>,
}

impl Record for OrganisationRecord {
    const FILE: File = File::Organisation;
    fn of(line: &Line<'_>) -> Read<Self> {
        let (locale, time_zone) = (line.reference("locale"), line.reference("time_zone"));
        Ok(Self { name: line.id("name")?, locale, time_zone })
    }
}

/// A column of a department's board.
#[derive(Clone, Debug)]
pub(in crate::exchange) struct ColumnRecord {
    pub(in crate::exchange) id: String,
    pub(in crate::exchange) department: String,
    pub(in crate::exchange) category: String,
    pub(in crate::exchange) name: String,
    /// English, simplified and traditional Chinese.
    pub(in crate::exchange) names: [String; 3],
    pub(in crate::exchange) limit: String,
}

impl Record for ColumnRecord {
    const FILE: File = File::Boards;
    fn of(line: &Line<'_>) -> Read<Self> {
        Ok(Self {
            id: line.id("id")?,
            department: line.id("department_id")?,
            category: line.line("category"),
            name: line.line("name"),
            names: ["name_en", "name_zh_hans", "name_zh_hant"].map(|column| line.line(column)),
            limit: line.line("limit"),
        })
    }
}

#[derive(Clone, Debug)]
pub(in crate::exchange) struct LabelRecord {
    pub(in crate::exchange) id: String,
    pub(in crate::exchange) department: String,
    pub(in crate::exchange) name: String,
    pub(in crate::exchange) state: String,
}

impl Record for LabelRecord {
    const FILE: File = File::Labels;
    fn of(line: &Line<'_>) -> Read<Self> {
        let (department, name) = (line.id("department_id")?, line.line("name"));
        Ok(Self { id: line.id("id")?, department, name, state: line.line("state") })
    }
}

/// Where a department was put on the map by hand.
#[derive(Clone, Debug)]
pub(in crate::exchange) struct PlaceRecord {
    pub(in crate::exchange) department: String,
    pub(in crate::exchange) x: String,
    pub(in crate::exchange) y: String,
}

impl Record for PlaceRecord {
    const FILE: File = File::MapPlaces;
    fn of(line: &Line<'_>) -> Read<Self> {
        Ok(Self { department: line.id("department_id")?, x: line.line("x"), y: line.line("y") })
    }
}

#[derive(Clone, Debug)]
pub(in crate::exchange) struct CommentRecord {
    pub(in crate::exchange) id: String,
    pub(in crate::exchange) request: String,
    pub(in crate::exchange) person: Option<String>,
    pub(in crate::exchange) at: String,
    pub(in crate::exchange) text: String,
    pub(in crate::exchange) edited_at: String,
}

impl Record for CommentRecord {
    const FILE: File = File::Comments;
    fn of(line: &Line<'_>) -> Read<Self> {
        Ok(Self {
            id: line.id("id")?,
            request: line.id("request_id")?,
            person: line.reference("person_id"),
            at: line.line("at"),
            text: line.prose("text"),
            edited_at: line.line("edited_at"),
        })
    }
}

#[derive(Clone, Debug)]
pub(in crate::exchange) struct RatingRecord {
    pub(in crate::exchange) request: Option<String>,
    pub(in crate::exchange) from: Option<String>,
    pub(in crate::exchange) to: Option<String>,
    pub(in crate::exchange) score: String,
    /// What the score is of: one of the four, or of one of the two sides as a whole.
    pub(in crate::exchange) of: String,
    pub(in crate::exchange) at: String,
    pub(in crate::exchange) comment: String,
    pub(in crate::exchange) person: Option<String>,
    /// Quality, attitude, efficiency and result, where the line has them all.
    pub(in crate::exchange) scores: [String; 4],
}

impl Record for RatingRecord {
    const FILE: File = File::Ratings;
    fn of(line: &Line<'_>) -> Read<Self> {
        Ok(Self {
            request: line.reference("request_id"),
            from: line.reference("from_department_id"),
            to: line.reference("to_department_id"),
            score: line.line("score"),
            of: line.line("of"),
            at: line.line("at"),
            comment: line.prose("comment"),
            person: line.reference("person_id"),
            scores: ["quality", "attitude", "efficiency", "result"].map(|column| line.line(column)),
        })
    }
}

#[derive(Clone, Debug)]
pub(in crate::exchange) struct KudosRecord {
    pub(in crate::exchange) id: String,
    pub(in crate::exchange) from: String,
    pub(in crate::exchange) from_department: Option<String>,
    pub(in crate::exchange) to_department: Option<String>,
    pub(in crate::exchange) to_person: Option<String>,
    pub(in crate::exchange) request: Option<String>,
    pub(in crate::exchange) category: String,
    pub(in crate::exchange) text: String,
    pub(in crate::exchange) at: String,
}

impl Record for KudosRecord {
    const FILE: File = File::Kudos;
    fn of(line: &Line<'_>) -> Read<Self> {
        Ok(Self {
            id: line.id("id")?,
            from: line.id("from_person_id")?,
            from_department: line.reference("from_department_id"),
            to_department: line.reference("to_department_id"),
            to_person: line.reference("to_person_id"),
            request: line.reference("request_id"),
            category: line.line("category"),
            text: line.prose("text"),
            at: line.line("at"),
        })
    }
}
