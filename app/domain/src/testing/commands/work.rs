//! Dependencies, boards and requests.

use uuid::Uuid;

use super::Maker;
use crate::{
    AddComment, AgreeDependency, AmendDependency, AmendNeed, AssignRequest, Board, Column, ColumnId, Command,
    CommentId, DeclareDependency, Dependency, DependencyId, DisputeDependency, DropNeed, EditComment,
    EditRequest, End, EndRequest, FileRequest, GiveKudos, HandOverRequest, Kind, KudosCategory, KudosId,
    LabelId, LabelRequest, Level, Mode, MoveRequest, NeedId, PrioritiseRequest, RateRequest, ReopenRequest,
    Request, RequestId, RequestKind, RetireDependency, Score, ScoreSet, ServiceId, SetColumns,
    SetDeliverable, SetHandlers, SetLabel, Severity, Side, Sight, StateCategory, Thanked, Tier, WatchRequest,
};

impl Maker<'_> {
    pub(super) fn on_dependencies(&mut self) -> Command {
        let ids = self.ids(Kind::Dependency);
        let known = self.chance.pick(&ids).map(DependencyId);
        let row = known.and_then(|id| self.world.dependency(id).present());
        let Some(row) = row.filter(|_| self.chance.chance(60)) else {
            let (customer, provider) = (self.department(), self.department());
            let (need, text) = (NeedId(self.fresh(6)), self.text());
            let (severity, mode) = (Severity::Blocking, Mode::Collaboration);
            return DeclareDependency { customer, provider, need, text, severity, mode }.into();
        };
        self.on_dependency(row)
    }

    fn on_dependency(&mut self, row: &Dependency) -> Command {
        let id = row.id;
        let needs: Vec<NeedId> = row.needs.iter().map(|need| need.id).collect();
        let need = self.chance.pick(&needs).unwrap_or(NeedId(Uuid::nil()));
        let over = self.over(row.rev);
        match self.chance.below(8) {
            0 => {
                let (text, severity) = (self.text(), Severity::Slowing);
                AmendNeed { dependency: id, need, over, text, severity }.into()
            }
            1 => DropNeed { dependency: id, need }.into(),
            2..4 => AgreeDependency { id }.into(),
            4 => DisputeDependency { id, reason: self.text() }.into(),
            5 => RetireDependency { id }.into(),
            6 => {
                let rev = self.world.deliverable(id).present().map_or(0, |row| row.rev);
                SetDeliverable { id, over: self.over(rev), text: self.text() }.into()
            }
            _ => {
                let offered: Vec<ServiceId> = self.world.services().map(|row| row.id).collect();
                let services = self.chance.pick(&offered).into_iter().collect();
                let (mode, tier, grade, channel) = (Mode::Facilitating, Some(Tier::Two), None, self.text());
                AmendDependency { id, over, mode, tier, grade, channel, services }.into()
            }
        }
    }

    pub(super) fn on_boards(&mut self) -> Command {
        let department = self.department();
        if self.chance.chance(50) {
            let known: Vec<LabelId> = self.world.labels_of(department).map(|row| row.id).collect();
            let known = self.chance.pick(&known).filter(|_| self.chance.chance(40));
            let id = known.unwrap_or_else(|| LabelId(self.fresh(7)));
            return SetLabel { id, department, name: self.text(), is_retired: self.chance.chance(20) }.into();
        }
        let Board { mut columns, rev, .. } = self.world.board(department);
        match self.chance.below(4) {
            0 => columns.reverse(),
            1 => {
                columns.pop();
            }
            2 => {
                if let Some(column) = columns.first_mut() {
                    column.category = StateCategory::Waiting;
                }
            }
            _ => {}
        }
        let mut add = |category| {
            let id = ColumnId(self.fresh(8));
            columns.push(Column { id, name: Some("Column".into()), category, limit: Some(3) });
        };
        add(StateCategory::New);
        add(StateCategory::Resolved);
        SetColumns { department, over: self.over(rev), columns }.into()
    }

    pub(super) fn on_requests(&mut self) -> Command {
        let ids = self.ids(Kind::Request);
        let known = self.chance.pick(&ids).map(RequestId);
        match known.and_then(|id| self.world.request(id).present()).filter(|_| self.chance.chance(80)) {
            Some(row) => self.on_request(row),
            None => self.file(),
        }
    }

    fn file(&mut self) -> Command {
        let provider = self.chance.chance(90).then(|| self.department());
        let offered: Vec<ServiceId> =
            provider.map(|id| self.world.services_of(id).map(|row| row.id).collect()).unwrap_or_default();
        let labels: Vec<LabelId> =
            provider.map(|id| self.world.labels_of(id).map(|row| row.id).collect()).unwrap_or_default();
        let sight = match self.chance.below(10) {
            0 => Sight::Private,
            1 => Sight::Confidential { handlers: vec![self.somebody()] },
            _ => Sight::Departments,
        };
        let is_labelled = self.chance.chance(20);
        FileRequest {
            id: RequestId(self.fresh(10)),
            title: self.name().to_owned(),
            body: self.text(),
            kind: RequestKind::Problem,
            impact: Level::High,
            urgency: Level::Medium,
            customer: self.department(),
            provider,
            service: self.chance.pick(&offered).filter(|_| self.chance.chance(30)),
            sight,
            labels: self.chance.pick(&labels).filter(|_| is_labelled).into_iter().collect(),
        }
        .into()
    }

    fn on_request(&mut self, row: &Request) -> Command {
        let id = row.id;
        if matches!(row.sight, Sight::Confidential { .. }) && self.chance.chance(15) {
            return SetHandlers { id, handlers: vec![self.person, self.somebody()] }.into();
        }
        match self.chance.below(24) {
            0..9 => self.relocate(row),
            9 => {
                let body = self.chance.chance(50).then(|| self.text());
                EditRequest { id, over: self.over(row.rev), title: self.text(), body }.into()
            }
            10 => PrioritiseRequest { id, impact: Level::Low, urgency: Level::High }.into(),
            11 | 12 => {
                let ends = [End::Closed, End::Declined, End::Cancelled];
                let end = self.chance.pick(&ends).unwrap_or(End::Closed);
                EndRequest { id, end, reason: self.text(), comment: CommentId(self.fresh(11)) }.into()
            }
            13 => ReopenRequest { id }.into(),
            14 => AssignRequest { id, assignee: self.chance.chance(80).then(|| self.somebody()) }.into(),
            15 => {
                let labels = self.ids(Kind::Label);
                let label = LabelId(self.chance.pick(&labels).unwrap_or_default());
                LabelRequest { id, label, on: self.chance.chance(70) }.into()
            }
            16 => WatchRequest { id, person: self.somebody(), on: self.chance.chance(70) }.into(),
            17 | 18 => HandOverRequest { id, to: self.department() }.into(),
            19 => AddComment { id: CommentId(self.fresh(11)), request: id, text: self.text() }.into(),
            20 => {
                let own: Vec<_> = self.world.comments_on(id).iter().map(|row| (row.id, row.rev)).collect();
                let (comment, rev) = self.chance.pick(&own).unwrap_or((CommentId(Uuid::nil()), 0));
                EditComment { id: comment, request: id, over: self.over(rev), text: self.text() }.into()
            }
            21 | 22 => self.rate(id),
            _ => {
                let to = match self.chance.chance(50) {
                    true => Thanked::Person(self.somebody()),
                    false => Thanked::Department(self.department()),
                };
                let (from_department, request) = (None, self.chance.chance(50).then_some(id));
                let (category, text) = (KudosCategory::Craft, self.text());
                GiveKudos { id: KudosId(self.fresh(12)), from_department, to, request, category, text }.into()
            }
        }
    }

    fn relocate(&mut self, row: &Request) -> Command {
        let holder = row.provider.unwrap_or_else(|| self.department());
        let columns: Vec<ColumnId> =
            self.world.board(holder).columns.iter().map(|column| column.id).collect();
        let column = self.chance.pick(&columns).unwrap_or(ColumnId(Uuid::nil()));
        let cards: Vec<RequestId> = self.world.column(column).map(|row| row.id).collect();
        let after = self.chance.pick(&cards).filter(|_| self.chance.chance(70));
        MoveRequest { id: row.id, column, after }.into()
    }

    fn rate(&mut self, request: RequestId) -> Command {
        let side = if self.chance.chance(70) { Side::Customer } else { Side::Provider };
        let [quality, attitude, efficiency, result] = std::array::from_fn(|_| self.score());
        let scores = ScoreSet { quality, attitude, efficiency, result };
        RateRequest { request, side, scores, comment: self.text() }.into()
    }

    fn score(&mut self) -> Score {
        let scores: Vec<Score> = (1..=5).filter_map(|value| Score::try_from(value).ok()).collect();
        let at = usize::try_from(self.chance.below(5)).unwrap_or(0);
        scores[at]
    }
}
