//! Rows with everything in them: every variant, empty and long texts, other scripts.

use uuid::Uuid;
use weft_domain::*;

/// A small generator of its own, so that a failure comes again with the same seed (SplitMix64).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn flag(&mut self) -> bool {
        self.below(2) == 1
    }

    fn pick<T: Clone>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()].clone()
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.flag().then(|| make(self))
    }

    fn list<T>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(4)).map(|_| make(self)).collect()
    }

    fn id(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.next(), self.next())
    }

    fn count(&mut self) -> u32 {
        u32::try_from(self.next() >> 32).unwrap()
    }

    fn at(&mut self) -> Timestamp {
        Timestamp(self.next().cast_signed() >> 8)
    }

    fn text(&mut self) -> String {
        let parts = [
            "",
            "a",
            "经纬 協作",
            "'; DROP TABLE request; --",
            "🧵\u{202e}שלום",
            "\u{1}\n\t\"\\{},NULL'",
            "<b>&amp;</b>",
        ];
        let mut text: String = (0..self.below(4)).map(|_| self.pick(&parts)).collect();
        if self.below(20) == 0 {
            text = text.repeat(200);
        }
        text
    }

    fn local(&mut self) -> LocalText {
        let by_locale = self.list(|random| (random.locale(), random.text())).into_iter().collect();
        LocalText { default: self.text(), by_locale }
    }

    fn locale(&mut self) -> Locale {
        self.pick(&[Locale::En, Locale::ZhHans, Locale::ZhHant])
    }

    fn person(&mut self) -> PersonId {
        PersonId(self.id())
    }

    fn unit(&mut self) -> DepartmentId {
        DepartmentId(self.id())
    }

    fn key(&mut self) -> RequestKey {
        RequestKey(format!("K{:x}", self.next()))
    }

    fn day(&mut self) -> Day {
        Day(self.count().cast_signed())
    }

    fn score(&mut self) -> Score {
        Score::try_from(u8::try_from(1 + self.below(5)).unwrap()).unwrap()
    }

    fn state(&mut self) -> StateCategory {
        self.pick(StateCategory::ALL)
    }

    fn level(&mut self) -> Level {
        self.pick(&[Level::High, Level::Medium, Level::Low])
    }

    fn severity(&mut self) -> Severity {
        self.pick(&[Severity::Ok, Severity::Slowing, Severity::Blocking])
    }

    /// A row of any kind.
    pub(super) fn row(&mut self, kind: Kind) -> Row {
        match kind {
            Kind::Organisation => self.organisation().into(),
            Kind::Department => self.department().into(),
            Kind::Person => self.somebody().into(),
            Kind::Contact => Contact { person: self.person(), email: self.text() }.into(),
            Kind::Membership => self.membership().into(),
            Kind::Service => self.service().into(),
            Kind::Dependency => self.dependency().into(),
            Kind::Board => self.board().into(),
            Kind::Label => self.label().into(),
            Kind::Request => self.request().into(),
            Kind::RequestText => RequestText { request: RequestId(self.id()), body: self.text() }.into(),
            Kind::Comment => self.comment().into(),
            Kind::Rating => self.rating().into(),
            Kind::RatingComment => self.rating_comment().into(),
            Kind::Kudos => self.kudos().into(),
            Kind::Traffic => self.traffic().into(),
            Kind::Scores => self.scores().into(),
            Kind::MapPlace => self.map_place().into(),
            Kind::Numbering => Numbering { department: self.unit(), last: self.count() }.into(),
            Kind::Handlers => {
                Handlers { service: ServiceId(self.id()), people: self.list(Self::person) }.into()
            }
            Kind::Deliverable => {
                let (dependency, text) = (DependencyId(self.id()), self.text());
                Deliverable { dependency, text, rev: self.count() }.into()
            }
        }
    }

    fn organisation(&mut self) -> Organisation {
        Organisation { name: self.text(), locale: self.locale(), time_zone: self.text(), rev: self.count() }
    }

    fn department(&mut self) -> Department {
        let kinds = [
            DepartmentKind::Division,
            DepartmentKind::Department,
            DepartmentKind::Team,
            DepartmentKind::Committee,
            DepartmentKind::WorkingGroup,
            DepartmentKind::Subsidiary,
            DepartmentKind::Affiliate,
            DepartmentKind::Partner,
            DepartmentKind::Supplier,
            DepartmentKind::Other,
        ];
        let into = self.unit();
        let states = [DepartmentState::Active, DepartmentState::Retired, DepartmentState::Merged { into }];
        Department {
            id: self.unit(),
            name: self.local(),
            purpose: self.text(),
            kind: self.pick(&kinds),
            kind_name: self.maybe(Self::text),
            parent: self.maybe(Self::unit),
            key: self.key(),
            former_keys: self.list(Self::key),
            channel: self.text(),
            state: self.pick(&states),
            rev: self.count(),
        }
    }

    fn somebody(&mut self) -> Person {
        Person {
            id: self.person(),
            name: self.text(),
            locale: self.maybe(Self::locale),
            roles: self.list(|random| random.pick(OrganisationRole::ALL)).into_iter().collect(),
            is_retired: self.flag(),
            rev: self.count(),
        }
    }

    fn membership(&mut self) -> Membership {
        Membership {
            id: MembershipId(self.id()),
            person: self.person(),
            department: self.unit(),
            role: self.pick(&[MembershipRole::Member, MembershipRole::Agent, MembershipRole::Lead]),
            title: self.text(),
        }
    }

    fn service(&mut self) -> Service {
        Service {
            id: ServiceId(self.id()),
            name: self.local(),
            description: self.text(),
            providers: self.list(Self::unit),
            state: self.pick(&[ServiceState::Draft, ServiceState::Active, ServiceState::Retired]),
            is_confidential: self.flag(),
            rev: self.count(),
        }
    }

    fn dependency(&mut self) -> Dependency {
        let states = [
            DependencyState::Proposed,
            DependencyState::Agreed,
            DependencyState::Disputed,
            DependencyState::Retired,
        ];
        Dependency {
            id: DependencyId(self.id()),
            customer: self.unit(),
            provider: self.unit(),
            state: self.pick(&states),
            mode: self.pick(&[Mode::Collaboration, Mode::AsAService, Mode::Facilitating]),
            tier: self.maybe(|random| random.pick(&[Tier::One, Tier::Two, Tier::Three])),
            grade: self.maybe(|random| random.pick(&[Grade::A, Grade::B, Grade::C])),
            needs: self.list(Self::need),
            services: self.list(|random| ServiceId(random.id())),
            channel: self.text(),
            origin: self.pick(&[Origin::Declared, Origin::Imported]),
            proposed_by: self.maybe(Self::person),
            agreed: self.maybe(|random| (random.person(), random.at())),
            dispute: self.maybe(|random| Dispute {
                by: random.person(),
                at: random.at(),
                reason: random.text(),
            }),
            observed: self.maybe(|random| Observed {
                count: random.count(),
                first: random.maybe(Self::at),
                last: random.maybe(Self::at),
            }),
            changed_at: self.at(),
            rev: self.count(),
        }
    }

    fn need(&mut self) -> Need {
        Need {
            id: NeedId(self.id()),
            text: self.text(),
            severity: self.severity(),
            author: self.person(),
            at: self.at(),
        }
    }

    fn board(&mut self) -> Board {
        let columns = self.list(|random| Column {
            id: ColumnId(random.id()),
            name: random.maybe(Self::local),
            category: random.state(),
            limit: random.maybe(|random| u16::try_from(random.below(99)).unwrap()),
        });
        Board { department: self.unit(), columns, rev: self.count() }
    }

    fn label(&mut self) -> Label {
        Label { id: LabelId(self.id()), department: self.unit(), name: self.text(), is_retired: self.flag() }
    }

    fn request(&mut self) -> Request {
        let filed = RequestNumber::Filed { key: self.key(), n: self.count() };
        let kinds = [
            RequestKind::Service,
            RequestKind::Question,
            RequestKind::Problem,
            RequestKind::Complaint,
            RequestKind::Suggestion,
        ];
        let handlers = self.list(Self::person);
        let sights = [Sight::Departments, Sight::Private, Sight::Confidential { handlers }];
        Request {
            id: RequestId(self.id()),
            number: self.pick(&[RequestNumber::Provisional, filed]),
            title: self.text(),
            kind: self.pick(&kinds),
            kind_name: self.maybe(Self::text),
            impact: self.level(),
            urgency: self.level(),
            customer: self.maybe(Self::unit),
            provider: self.maybe(Self::unit),
            requester: self.maybe(Self::person),
            service: self.maybe(|random| ServiceId(random.id())),
            sight: self.pick(&sights),
            state: self.state(),
            column: self.maybe(|random| ColumnId(random.id())),
            rank: Rank(self.text()),
            assignee: self.maybe(Self::person),
            labels: self.list(|random| LabelId(random.id())),
            watchers: self.list(Self::person),
            held_by: self.list(Self::unit),
            comments: self.count(),
            filed_at: self.at(),
            moved_at: self.at(),
            resolved_at: self.maybe(Self::at),
            ended_at: self.maybe(Self::at),
            rev: self.count(),
        }
    }

    fn comment(&mut self) -> Comment {
        Comment {
            id: CommentId(self.id()),
            request: RequestId(self.id()),
            author: self.maybe(Self::person),
            at: self.at(),
            text: self.text(),
            edited_at: self.maybe(Self::at),
            rev: self.count(),
        }
    }

    fn rating(&mut self) -> Rating {
        let scores = ScoreSet {
            quality: self.score(),
            attitude: self.score(),
            efficiency: self.score(),
            result: self.score(),
        };
        Rating {
            id: RatingId(self.id()),
            request: RequestId(self.id()),
            side: self.pick(&[Side::Customer, Side::Provider]),
            rater: self.person(),
            customer: self.unit(),
            provider: self.unit(),
            scores,
            at: self.at(),
        }
    }

    fn rating_comment(&mut self) -> RatingComment {
        RatingComment {
            rating: RatingId(self.id()),
            customer: self.unit(),
            provider: self.unit(),
            text: self.text(),
        }
    }

    fn kudos(&mut self) -> Kudos {
        let to = [Thanked::Department(self.unit()), Thanked::Person(self.person())];
        let categories =
            [KudosCategory::Help, KudosCategory::Teamwork, KudosCategory::Innovation, KudosCategory::Craft];
        Kudos {
            id: KudosId(self.id()),
            from: self.person(),
            from_department: self.maybe(Self::unit),
            to: self.pick(&to),
            request: self.maybe(|random| RequestId(random.id())),
            category: self.pick(&categories),
            text: self.text(),
            at: self.at(),
        }
    }

    fn traffic(&mut self) -> Traffic {
        Traffic {
            id: DailyId(self.id()),
            customer: self.unit(),
            provider: self.unit(),
            day: self.day(),
            filed: self.count(),
            resolved: self.count(),
            dropped: self.count(),
            resolve_minutes: self.next(),
        }
    }

    fn scores(&mut self) -> Scores {
        Scores {
            id: DailyId(self.id()),
            customer: self.unit(),
            provider: self.unit(),
            day: self.day(),
            ratings: self.count(),
            sums: [self.count(), self.count(), self.count(), self.count()],
        }
    }

    fn map_place(&mut self) -> MapPlace {
        MapPlace { department: self.unit(), x: self.count().cast_signed(), y: self.count().cast_signed() }
    }
}
