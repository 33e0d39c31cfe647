use weft_domain::{
    ColumnId, Comment, CommentId, DepartmentId, PersonId, Rank, Request, RequestId, RequestKey,
    RequestNumber, RequestText, ServiceId, Sight,
};

use super::{Cells, Columns, StoreError, Stored};

impl Stored for Request {
    const TABLE: &'static str = "request";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "number_key",
        "number",
        "title",
        "kind",
        "kind_name",
        "impact",
        "urgency",
        "customer",
        "provider",
        "requester",
        "service",
        "sight",
        "handlers",
        "state",
        "board_column",
        "rank",
        "assignee",
        "labels",
        "watchers",
        "held_by",
        "comments",
        "filed_at",
        "moved_at",
        "resolved_at",
        "ended_at",
        "rev",
    ];

    fn write(&self, cells: &mut Cells) {
        let (key, number) = match &self.number {
            RequestNumber::Provisional => (None, None),
            RequestNumber::Filed { key, n } => (Some(key.0.clone()), Some(*n)),
        };
        let (sight, handlers) = match &self.sight {
            Sight::Departments => ("departments", None),
            Sight::Private => ("private", None),
            Sight::Confidential { handlers } => ("confidential", Some(handlers)),
        };
        cells
            .id(self.id.0)
            .text_or(key)
            .int_or(number)
            .text(&self.title)
            .word(self.kind)
            .text_or(self.kind_name.clone())
            .word(self.impact)
            .word(self.urgency)
            .id_or(self.customer.map(|id| id.0))
            .id_or(self.provider.map(|id| id.0))
            .id_or(self.requester.map(|id| id.0))
            .id_or(self.service.map(|id| id.0))
            .text(sight)
            .json_or(handlers)
            .word(self.state)
            .id_or(self.column.map(|id| id.0))
            .text(&self.rank.0)
            .id_or(self.assignee.map(|id| id.0))
            .json(&self.labels)
            .json(&self.watchers)
            .json(&self.held_by)
            .int(self.comments)
            .at(self.filed_at)
            .at(self.moved_at)
            .at_or(self.resolved_at)
            .at_or(self.ended_at)
            .int(self.rev);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: RequestId(columns.id()?),
            number: read_number(columns)?,
            title: columns.text()?,
            kind: columns.word()?,
            kind_name: columns.text_or()?,
            impact: columns.word()?,
            urgency: columns.word()?,
            customer: columns.id_or()?.map(DepartmentId),
            provider: columns.id_or()?.map(DepartmentId),
            requester: columns.id_or()?.map(PersonId),
            service: columns.id_or()?.map(ServiceId),
            sight: read_sight(columns)?,
            state: columns.word()?,
            column: columns.id_or()?.map(ColumnId),
            rank: Rank(columns.text()?),
            assignee: columns.id_or()?.map(PersonId),
            labels: columns.json()?,
            watchers: columns.json()?,
            held_by: columns.json()?,
            comments: columns.number()?,
            filed_at: columns.at()?,
            moved_at: columns.at()?,
            resolved_at: columns.at_or()?,
            ended_at: columns.at_or()?,
            rev: columns.number()?,
        })
    }
}

fn read_number(columns: &mut Columns<'_>) -> Result<RequestNumber, StoreError> {
    let (key, number) = (columns.text_or()?, columns.number_or()?);
    Ok(key
        .zip(number)
        .map_or(RequestNumber::Provisional, |(key, n)| RequestNumber::Filed { key: RequestKey(key), n }))
}

fn read_sight(columns: &mut Columns<'_>) -> Result<Sight, StoreError> {
    let sight = columns.text()?;
    let handlers = columns.json_or()?;
    match (sight.as_str(), handlers) {
        ("departments", None) => Ok(Sight::Departments),
        ("private", None) => Ok(Sight::Private),
        ("confidential", Some(handlers)) => Ok(Sight::Confidential { handlers }),
        _ => Err(columns.bad()),
    }
}

impl Stored for RequestText {
    const TABLE: &'static str = "request_text";
    const COLUMNS: &'static [&'static str] = &["request", "body"];

    fn write(&self, cells: &mut Cells) {
        cells.id(self.request.0).text(&self.body);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self { request: RequestId(columns.id()?), body: columns.text()? })
    }
}

impl Stored for Comment {
    const TABLE: &'static str = "comment";
    const COLUMNS: &'static [&'static str] = &["id", "request", "author", "at", "text", "edited_at", "rev"];

    fn write(&self, cells: &mut Cells) {
        cells
            .id(self.id.0)
            .id(self.request.0)
            .id_or(self.author.map(|id| id.0))
            .at(self.at)
            .text(&self.text)
            .at_or(self.edited_at)
            .int(self.rev);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: CommentId(columns.id()?),
            request: RequestId(columns.id()?),
            author: columns.id_or()?.map(PersonId),
            at: columns.at()?,
            text: columns.text()?,
            edited_at: columns.at_or()?,
            rev: columns.number()?,
        })
    }
}
