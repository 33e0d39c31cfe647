//! Two organisations to look at: a small one, written by hand, and a large one by chance.

use weft_domain::testing::{Gen, department, person, uuid};
use weft_domain::{
    Change, DailyId, Day, Department, DepartmentId, DepartmentKind, DepartmentState, Dependency,
    DependencyId, DependencyState, Kudos, KudosCategory, KudosId, Level, LocalText, Locale, Membership,
    MembershipId, MembershipRole, Mode, Need, NeedId, Organisation, OrganisationRole, Origin, Person, Rank,
    Rating, RatingComment, RatingId, Request, RequestId, RequestKey, RequestKind, RequestNumber, Roles,
    Score, ScoreSet, Scores, Severity, Side, Sight, StateCategory, Thanked, Timestamp, Traffic, World,
};

/// When the pictures are taken: 20 November 2026, 10:45 UTC.
pub(crate) const NOW: Timestamp = Timestamp(1_795_171_500_000);

const NAMES: [(&str, &str, &str, &str); 14] = [
    ("SE", "Sales East", "华东销售部", "華東銷售部"),
    ("SU", "Sales Europe", "欧洲销售部", "歐洲銷售部"),
    ("MK", "Marketing", "市场部", "市場部"),
    ("CC", "Customer Care", "客户服务部", "客戶服務部"),
    ("PR", "Production", "生产部", "生產部"),
    ("RD", "R&D Optics", "光学研发部", "光學研發部"),
    ("QA", "Quality", "质量部", "品質部"),
    ("LO", "Logistics", "物流部", "物流部"),
    ("IT", "IT Services", "信息技术部", "資訊技術部"),
    ("PC", "Procurement", "采购部", "採購部"),
    ("LG", "Legal", "法务部", "法務部"),
    ("FI", "Finance", "财务部", "財務部"),
    ("HR", "Human Resources", "人力资源部", "人力資源部"),
    ("FA", "Facilities", "行政部", "行政部"),
];

/// Customer, provider, filed, resolved, dropped, hours to resolve, ratings, mean score in tenths.
const PAIRS: [(u64, u64, u32, u32, u32, u64, u32, u32); 27] = [
    (4, 8, 142, 82, 21, 71, 40, 24),
    (1, 10, 61, 30, 12, 212, 18, 21),
    (3, 6, 96, 71, 4, 50, 31, 33),
    (5, 9, 88, 62, 9, 96, 12, 31),
    (11, 8, 74, 57, 2, 40, 22, 34),
    (4, 7, 134, 129, 1, 8, 44, 46),
    (0, 3, 120, 113, 2, 12, 39, 45),
    (4, 6, 110, 102, 3, 20, 20, 44),
    (5, 6, 70, 67, 0, 30, 17, 46),
    (1, 3, 66, 61, 1, 15, 9, 44),
    (9, 11, 64, 60, 1, 26, 11, 43),
    (4, 9, 60, 53, 2, 60, 10, 40),
    (3, 8, 58, 53, 0, 22, 16, 42),
    (0, 2, 52, 48, 1, 44, 6, 43),
    (3, 7, 48, 44, 0, 10, 9, 43),
    (9, 10, 46, 41, 1, 70, 7, 42),
    (0, 10, 44, 40, 0, 66, 8, 41),
    (5, 8, 40, 36, 1, 19, 4, 41),
    (7, 8, 36, 32, 0, 21, 3, 42),
    (1, 2, 34, 31, 0, 38, 6, 42),
    (7, 11, 30, 28, 0, 33, 2, 41),
    (2, 9, 28, 25, 1, 48, 5, 40),
    (8, 12, 26, 25, 0, 25, 7, 45),
    (6, 8, 24, 22, 0, 17, 1, 43),
    (8, 9, 22, 20, 0, 52, 0, 0),
    (6, 13, 0, 0, 0, 0, 0, 0),
    (10, 12, 0, 0, 0, 0, 0, 0),
];

fn put(world: &mut World, row: impl Into<weft_domain::Row>) {
    world.apply(&Change::Put(row.into()));
}

fn a_department(n: u64, key: String, name: LocalText) -> Department {
    Department {
        id: department(n),
        name,
        purpose: String::new(),
        kind: DepartmentKind::Department,
        kind_name: None,
        parent: None,
        key: RequestKey(key),
        former_keys: Vec::new(),
        channel: String::new(),
        state: DepartmentState::Active,
        rev: 0,
    }
}

fn a_dependency(n: u64, customer: DepartmentId, provider: DepartmentId) -> Dependency {
    let text = "Labels and scanners that work before the shift".to_owned();
    let need =
        Need { id: NeedId(uuid(11, n)), text, severity: Severity::Slowing, author: person(1), at: NOW };
    Dependency {
        id: DependencyId::between(customer, provider),
        customer,
        provider,
        state: DependencyState::Agreed,
        mode: Mode::AsAService,
        tier: None,
        grade: None,
        needs: vec![need],
        services: Vec::new(),
        channel: String::new(),
        origin: Origin::Declared,
        proposed_by: None,
        agreed: None,
        dispute: None,
        observed: None,
        changed_at: NOW,
        rev: 0,
    }
}

fn people(world: &mut World, names: &[&str], departments: u64) {
    for (n, name) in (0..).zip(names) {
        let roles = if n == 0 { Roles::NONE.with(OrganisationRole::Leadership) } else { Roles::NONE };
        let id = person(n);
        put(world, Person { id, name: (*name).to_owned(), locale: None, roles, is_retired: false, rev: 0 });
        let (department, role) = (department((n + 8) % departments), MembershipRole::Agent);
        let id = MembershipId(uuid(4, n));
        put(world, Membership { id, person: person(n), department, role, title: String::new() });
    }
}

/// Spreads a month's figures over its days.
fn figures(world: &mut World, pair: (u64, u64), row: (u32, u32, u32, u64, u32, u32)) {
    let (customer, provider) = (department(pair.0), department(pair.1));
    let (filed, resolved, dropped, hours, ratings, tenths) = row;
    for back in 0..30_u32 {
        let day = Day(NOW.day().0 - i32::try_from(back).unwrap_or(0));
        let id = DailyId::of(customer, provider, day);
        let share = |all: u32| all * (back + 1) / 30 - all * back / 30;
        let (filed, resolved, dropped) = (share(filed), share(resolved), share(dropped));
        if filed + resolved + dropped > 0 {
            let resolve_minutes = u64::from(resolved) * hours * 60;
            put(world, Traffic { id, customer, provider, day, filed, resolved, dropped, resolve_minutes });
        }
        let ratings = share(ratings);
        if ratings > 0 {
            // A little better in the days before.
            let sum = ratings * (tenths + back / 8).min(50) / 10;
            put(
                world,
                Scores {
                    id,
                    customer,
                    provider,
                    day,
                    ratings,
                    sums: [sum + ratings / 3, sum + ratings / 2, sum, sum],
                },
            );
        }
    }
}

/// Fourteen departments with a month of work, ratings and thanks, as `person(0)` sees it.
pub(crate) fn small() -> World {
    let mut world = World::replica();
    put(
        &mut world,
        Organisation {
            name: "Lanqiao Instruments".into(),
            locale: Locale::En,
            time_zone: "Asia/Shanghai".into(),
            rev: 0,
        },
    );
    for (n, (key, en, hans, hant)) in (0..).zip(NAMES) {
        let mut name = LocalText::new(en);
        name.by_locale = [(Locale::ZhHans, hans.to_owned()), (Locale::ZhHant, hant.to_owned())].into();
        put(&mut world, a_department(n, key.to_owned(), name));
    }
    people(
        &mut world,
        &["Chen Siyuan", "Wei Min", "Jonas Weber", "Maria Keller", "王海涛", "Zhou Min", "Aylin Kaya"],
        14,
    );
    for (n, (customer, provider, filed, resolved, dropped, hours, ratings, tenths)) in (0..).zip(PAIRS) {
        put(&mut world, a_dependency(n, department(customer), department(provider)));
        figures(&mut world, (customer, provider), (filed, resolved, dropped, hours, ratings, tenths));
    }
    feed(&mut world);
    world.set_caught_up(true);
    world
}

fn feed(world: &mut World) {
    const DAY: i64 = 86_400_000;
    const MINUTE: i64 = 60_000;
    let said = [
        (
            1,
            Thanked::Department(department(8)),
            Some(482),
            KudosCategory::Teamwork,
            3 * MINUTE,
            "Wang Haitao came to line 3 at 6 in the morning, before the shift, and stayed until the first pallet left. We have not lost a label since.",
        ),
        (
            2,
            Thanked::Department(department(6)),
            None,
            KudosCategory::Craft,
            90 * MINUTE,
            "谢谢你们早早说了“不”，替我们省下一台样机。",
        ),
        (
            3,
            Thanked::Person(person(4)),
            None,
            KudosCategory::Help,
            DAY + 30 * MINUTE,
            "For explaining the same thing to me three times without once sighing.",
        ),
        (
            6,
            Thanked::Department(department(11)),
            None,
            KudosCategory::Innovation,
            4 * DAY,
            "The new cost sheet. One page, and it answers the question before anybody asks it.",
        ),
    ];
    for (n, (from, to, request, category, ago, text)) in (0..).zip(said) {
        if let Some(number) = request {
            a_request(
                world,
                number,
                4,
                8,
                ago + 60 * MINUTE,
                StateCategory::Resolved,
                "Labels of line 3 come out unreadable",
            );
        }
        put(
            world,
            Kudos {
                id: KudosId(uuid(7, n)),
                from: person(from),
                from_department: (n % 2 == 0).then(|| department((from + 8) % 14)),
                to,
                request: request.map(|number| RequestId(uuid(6, number))),
                category,
                text: text.to_owned(),
                at: Timestamp(NOW.0 - ago),
            },
        );
    }
    let rated = [
        (
            207,
            1,
            10,
            [4, 4, 1, 3],
            14 * MINUTE,
            Side::Customer,
            "The advice is excellent. Nine days for a standard NDA is not. The customer signed with somebody else.",
        ),
        (458, 3, 8, [5, 5, 4, 5], 33 * MINUTE, Side::Customer, ""),
        (
            466,
            8,
            9,
            [4, 4, 4, 4],
            47 * MINUTE,
            Side::Provider,
            "Clear request, every field filled in. That is why it took a day and not a week.",
        ),
        (312, 5, 9, [4, 4, 2, 3], DAY + 200 * MINUTE, Side::Customer, "Fine once it moved."),
        (290, 4, 7, [5, 5, 5, 5], 2 * DAY, Side::Customer, ""),
    ];
    for (number, customer, provider, [q, a, e, r], ago, side, comment) in rated {
        a_request(world, number, customer, provider, ago + 60 * MINUTE, StateCategory::Closed, "A request");
        let score = |value: u8| Score::try_from(value).ok();
        let (Some(quality), Some(attitude), Some(efficiency), Some(result)) =
            (score(q), score(a), score(e), score(r))
        else {
            continue;
        };
        let request = RequestId(uuid(6, number));
        let id = RatingId::of(request, side);
        let (customer, provider) = (department(customer), department(provider));
        let scores = ScoreSet { quality, attitude, efficiency, result };
        put(
            world,
            Rating {
                id,
                request,
                side,
                rater: person(5),
                customer,
                provider,
                scores,
                at: Timestamp(NOW.0 - ago),
            },
        );
        if !comment.is_empty() {
            put(world, RatingComment { rating: id, customer, provider, text: comment.to_owned() });
        }
    }
    for (number, title) in [
        (497, "New badge for the loading bay"),
        (471, "VPN drops every hour on the train"),
        (455, "打印机驱动更新"),
    ] {
        a_request(world, number, 4, 8, 50 * MINUTE, StateCategory::Resolved, title);
    }
    for number in 600..612 {
        a_request(
            world,
            number,
            4,
            8,
            i64::try_from(number - 590).unwrap_or(1) * DAY / 2,
            StateCategory::InProgress,
            "Scanner at gate 4 does not read the new labels",
        );
    }
}

fn a_request(
    world: &mut World,
    n: u64,
    customer: u64,
    provider: u64,
    ago: i64,
    state: StateCategory,
    title: &str,
) {
    let at = Timestamp(NOW.0 - ago);
    let is_mine = (450..500).contains(&n) && state == StateCategory::Resolved;
    let is_done = matches!(state, StateCategory::Resolved | StateCategory::Closed);
    let key = NAMES.get(usize::try_from(provider).unwrap_or(0)).map_or("X", |row| row.0);
    put(
        world,
        Request {
            id: RequestId(uuid(6, n)),
            number: RequestNumber::Filed {
                key: RequestKey(key.to_owned()),
                n: u32::try_from(n).unwrap_or(0),
            },
            title: title.to_owned(),
            kind: RequestKind::Problem,
            kind_name: None,
            impact: Level::Medium,
            urgency: Level::Medium,
            customer: Some(department(customer)),
            provider: Some(department(provider)),
            requester: Some(person(if is_mine { 0 } else { 5 })),
            service: None,
            sight: Sight::Departments,
            state,
            column: None,
            rank: Rank::default(),
            assignee: None,
            labels: Vec::new(),
            watchers: Vec::new(),
            held_by: Vec::new(),
            comments: 0,
            filed_at: at,
            moved_at: at,
            resolved_at: is_done.then_some(at),
            ended_at: None,
            rev: 0,
        },
    );
}

/// 706 departments and 2 463 dependencies, as many as the largest set there is.
pub(crate) fn large() -> World {
    const DEPARTMENTS: u64 = 706;
    const DEPENDENCIES: usize = 2_463;
    let mut chance = Gen::new(7);
    let mut world = World::replica();
    for n in 0..DEPARTMENTS {
        let region = ["Org line A2", "Org line C", "Org line V11n", "G96 2nd", "N36 3rd", "V3 2nd"]
            [usize::try_from(n % 6).unwrap_or(0)];
        put(&mut world, a_department(n, format!("D{n}"), LocalText::new(format!("{region} {n}"))));
    }
    people(&mut world, &["Chen Siyuan"], DEPARTMENTS);
    let mut pairs = std::collections::BTreeSet::new();
    while pairs.len() < DEPENDENCIES {
        // A few hold most of the threads.
        let hub = chance.below(40);
        let (a, b) =
            (chance.below(DEPARTMENTS), if chance.chance(60) { hub } else { chance.below(DEPARTMENTS) });
        if a != b {
            pairs.insert((a, b));
        }
    }
    for (n, (customer, provider)) in (0..).zip(pairs) {
        put(&mut world, a_dependency(n, department(customer), department(provider)));
        let most = if chance.chance(5) { 300 } else { 24 };
        let filed = u32::try_from(chance.below(most)).unwrap_or(0);
        let resolved = filed * u32::try_from(40 + chance.below(61)).unwrap_or(50) / 100;
        let dropped = if chance.chance(10) { filed - resolved } else { 0 };
        let tenths = u32::try_from(20 + chance.below(31)).unwrap_or(40);
        figures(
            &mut world,
            (customer, provider),
            (filed, resolved, dropped, 5 + chance.below(200), filed / 4, tenths),
        );
    }
    world.set_caught_up(true);
    world
}
