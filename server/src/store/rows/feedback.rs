use weft_domain::{
    DepartmentId, Kudos, KudosId, PersonId, Rating, RatingComment, RatingId, RequestId, Score, ScoreSet,
    Thanked,
};

use super::{Cells, Columns, StoreError, Stored};

impl Stored for Rating {
    const TABLE: &'static str = "rating";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "request",
        "side",
        "rater",
        "customer",
        "provider",
        "quality",
        "attitude",
        "efficiency",
        "result",
        "at",
    ];

    fn write(&self, cells: &mut Cells) {
        let ScoreSet { quality, attitude, efficiency, result } = self.scores;
        cells
            .id(self.id.0)
            .id(self.request.0)
            .word(self.side)
            .id(self.rater.0)
            .id(self.customer.0)
            .id(self.provider.0);
        for score in [quality, attitude, efficiency, result] {
            cells.int(u8::from(score));
        }
        cells.at(self.at);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: RatingId(columns.id()?),
            request: RequestId(columns.id()?),
            side: columns.word()?,
            rater: PersonId(columns.id()?),
            customer: DepartmentId(columns.id()?),
            provider: DepartmentId(columns.id()?),
            scores: ScoreSet {
                quality: read_score(columns)?,
                attitude: read_score(columns)?,
                efficiency: read_score(columns)?,
                result: read_score(columns)?,
            },
            at: columns.at()?,
        })
    }
}

fn read_score(columns: &mut Columns<'_>) -> Result<Score, StoreError> {
    let value: u8 = columns.number()?;
    Score::try_from(value).map_err(|_| columns.bad())
}

impl Stored for RatingComment {
    const TABLE: &'static str = "rating_comment";
    const COLUMNS: &'static [&'static str] = &["rating", "customer", "provider", "text"];

    fn write(&self, cells: &mut Cells) {
        cells.id(self.rating.0).id(self.customer.0).id(self.provider.0).text(&self.text);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            rating: RatingId(columns.id()?),
            customer: DepartmentId(columns.id()?),
            provider: DepartmentId(columns.id()?),
            text: columns.text()?,
        })
    }
}

impl Stored for Kudos {
    const TABLE: &'static str = "kudos";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "from_person",
        "from_department",
        "to_department",
        "to_person",
        "request",
        "category",
        "text",
        "at",
    ];

    fn write(&self, cells: &mut Cells) {
        let (department, person) = match self.to {
            Thanked::Department(id) => (Some(id.0), None),
            Thanked::Person(id) => (None, Some(id.0)),
        };
        cells
            .id(self.id.0)
            .id(self.from.0)
            .id_or(self.from_department.map(|id| id.0))
            .id_or(department)
            .id_or(person)
            .id_or(self.request.map(|id| id.0))
            .word(self.category)
            .text(&self.text)
            .at(self.at);
    }

    fn read(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: KudosId(columns.id()?),
            from: PersonId(columns.id()?),
            from_department: columns.id_or()?.map(DepartmentId),
            to: read_thanked(columns)?,
            request: columns.id_or()?.map(RequestId),
            category: columns.word()?,
            text: columns.text()?,
            at: columns.at()?,
        })
    }
}

fn read_thanked(columns: &mut Columns<'_>) -> Result<Thanked, StoreError> {
    let (department, person) = (columns.id_or()?, columns.id_or()?);
    match (department, person) {
        (Some(department), None) => Ok(Thanked::Department(DepartmentId(department))),
        (None, Some(person)) => Ok(Thanked::Person(PersonId(person))),
        _ => Err(columns.bad()),
    }
}
