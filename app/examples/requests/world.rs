//! A made-up organisation: one IT team with a board of any size, its customers and its people.

use weft_domain::{
    Board, Change, Comment, CommentId, Department, DepartmentId, DepartmentKind, DepartmentState, Label,
    LabelId, Level, LocalText, Membership, MembershipId, MembershipRole, Person, PersonId, Rank, Rating,
    RatingId, Request, RequestId, RequestKey, RequestKind, RequestNumber, RequestText, Roles, Row, Score,
    ScoreSet, Side, Sight, StateCategory, Timestamp, World,
};
use weft_sync::message::{Gesture, Place, Presence};

/// When the pages are looked at.
pub(crate) const NOW: Timestamp = Timestamp(1_795_370_000_000);

const DEPARTMENTS: [(&str, &str); 7] = [
    ("IT Services", "IT"),
    ("Sales Europe", "SE"),
    ("Production", "PR"),
    ("Finance", "FI"),
    ("法务部", "FW"),
    ("Research and Development, Optical Benches and Precision Measurements", "RD"),
    ("Quality", "QA"),
];
const PEOPLE: [&str; 5] = ["Chen Siyuan", "Wang Haitao", "Aisha Rahman", "林晓燕", "Jonas Weber"];
const TITLES: [&str; 12] = [
    "Cannot reach the CRM from the Munich office",
    "Label printers on line 3 drop off the network every shift change",
    "Scanner gun does not pair after firmware update",
    "ERP export to the tax portal fails with error 4012",
    "Second monitor",
    "车间看板屏幕黑屏，重启无效，夜班无法查看排产",
    "<script>alert('x')</script> & <b>markup</b> in a title",
    "طلب وصول إلى قاعدة بيانات الجودة لاثنين من المدققين",
    "🖨️🖨️🖨️ emoji everywhere 👩‍🏭🚚",
    "Averyveryverylongwordwithoutanyspacewhichmustnotbreakthelayoutofthecardatall_0123456789",
    "New file share for the optical bench measurements, 40 TB, with nightly copies to the second site",
    "Which VPN profile for the Vietnam trip?",
];
const LABELS: [&str; 4] = ["network", "hardware", "access", "夜班"];

/// The organisation.
pub(crate) struct Made {
    /// All of it.
    pub(crate) world: World,
    count: u8,
}

fn id(kind: u8, n: u32) -> [u8; 16] {
    let n = n.to_be_bytes();
    [kind; 12].into_iter().chain(n).collect::<Vec<_>>().try_into().unwrap_or([kind; 16])
}

fn department(n: u32) -> DepartmentId {
    DepartmentId::new_v7(1, id(1, n))
}

fn person(n: u32) -> PersonId {
    PersonId::new_v7(2, id(2, n))
}

fn request(n: u32) -> RequestId {
    RequestId::new_v7(3 + i64::from(n), id(3, n))
}

fn label(n: u32) -> LabelId {
    LabelId::new_v7(4, id(4, n))
}

impl Made {
    /// An organisation whose IT team holds `count` requests.
    pub(crate) fn new(count: u32) -> Self {
        let mut world = World::complete();
        let mut put = |row: Row| world.apply(&Change::Put(row));
        for (n, (name, key)) in (0..).zip(DEPARTMENTS) {
            put(Row::Department(Department {
                id: department(n),
                name: LocalText::new(name),
                purpose: String::new(),
                kind: DepartmentKind::Team,
                kind_name: None,
                parent: None,
                key: RequestKey(key.to_owned()),
                former_keys: Vec::new(),
                channel: String::new(),
                state: DepartmentState::Active,
                rev: 0,
            }));
        }
        for (n, name) in (0..).zip(PEOPLE) {
            put(Row::Person(Person {
                id: person(n),
                name: name.to_owned(),
                locale: None,
                roles: Roles::NONE,
                is_retired: false,
                rev: 0,
            }));
            put(Row::Membership(Membership {
                id: MembershipId::new_v7(5, id(5, n)),
                person: person(n),
                department: department(0),
                role: if n == 0 { MembershipRole::Lead } else { MembershipRole::Agent },
                title: "Engineer".to_owned(),
            }));
        }
        put(Row::Membership(Membership {
            id: MembershipId::new_v7(5, id(5, 99)),
            person: person(0),
            department: department(2),
            role: MembershipRole::Member,
            title: String::new(),
        }));
        for (n, name) in (0..).zip(LABELS) {
            put(Row::Label(Label {
                id: label(n),
                department: department(0),
                name: name.to_owned(),
                is_retired: false,
            }));
        }
        let mut board = Board::standard(department(0));
        board.columns[1].limit = Some(6);
        board.columns[2].limit = Some(3);
        put(Row::Board(board.clone()));
        for (n, rank) in (0..count).zip(Rank::spread(count as usize)) {
            put(Row::Request(requested(n, rank, &board)));
        }
        for n in 0..3.min(count) {
            put(Row::Request(unrouted(10_000 + n)));
        }
        if count > 0 {
            said(&mut put);
        }
        Self { world, count: u8::from(count > 0) }
    }

    /// The IT team.
    pub(crate) fn it(&self) -> DepartmentId {
        department(0)
    }

    /// Who looks at the pages: the team's lead.
    pub(crate) fn me(&self) -> PersonId {
        person(0)
    }

    /// A request in work, with a conversation.
    pub(crate) fn open(&self) -> RequestId {
        request(1)
    }

    /// A resolved request.
    pub(crate) fn done(&self) -> RequestId {
        request(4)
    }

    /// A colleague who is moving a card.
    pub(crate) fn others(&self) -> Vec<(PersonId, Option<Presence>)> {
        let gesture = Gesture::MovingRequest { id: request(3), over: None, after: None };
        let place = Place::Board(department(0));
        let moving = (person(2), Some(Presence { place, pointer: None, gesture: Some(gesture) }));
        std::iter::repeat_n(moving, usize::from(self.count)).collect()
    }
}

fn requested(n: u32, rank: Rank, board: &Board) -> Request {
    let column = &board.columns[(n * 7 / 3 % 5) as usize];
    let levels = [Level::High, Level::Medium, Level::Low];
    let kinds = [RequestKind::Service, RequestKind::Service, RequestKind::Problem, RequestKind::Question];
    let is_resolved = column.category == StateCategory::Resolved;
    let at = Timestamp(NOW.0 - i64::from(n % 97) * 5_400_000);
    Request {
        id: request(n),
        number: RequestNumber::Filed { key: RequestKey("IT".to_owned()), n: 400 + n },
        title: TITLES[n as usize % TITLES.len()].to_owned(),
        kind: kinds[n as usize % kinds.len()],
        kind_name: None,
        impact: levels[(n / 2) as usize % 3],
        urgency: levels[(n / 3) as usize % 3],
        customer: Some(department(1 + n % 6)),
        provider: Some(department(0)),
        requester: Some(person(n % 5)),
        service: None,
        sight: if n % 9 == 8 { Sight::Private } else { Sight::Departments },
        state: column.category,
        column: Some(column.id),
        rank,
        assignee: (!n.is_multiple_of(3)).then(|| person(n % 5)),
        labels: (0..n % 4).map(label).collect(),
        watchers: vec![person(1), person(3)],
        held_by: if n % 11 == 5 { vec![department(6)] } else { Vec::new() },
        comments: n % 5,
        filed_at: at,
        moved_at: at,
        resolved_at: is_resolved.then_some(at),
        ended_at: None,
        rev: 0,
    }
}

fn unrouted(n: u32) -> Request {
    let board = Board::standard(department(0));
    Request {
        provider: None,
        column: None,
        state: StateCategory::New,
        ..requested(n, Rank::default(), &board)
    }
}

fn said(put: &mut dyn FnMut(Row)) {
    let body = "At 06:00 and 18:00 all four printers lose the network for ten to twenty minutes. Pallets wait, \
                and the night shift has started writing labels by hand.\n\n换班时最严重，重启没有用。";
    for n in [1, 4] {
        put(Row::RequestText(RequestText { request: request(n), body: body.to_owned() }));
        let words = ["The log shows it: the lease of the whole line renews at once.", "Yes. 18:40 is best."];
        for (at, text) in (0..).zip(words) {
            put(Row::Comment(Comment {
                id: CommentId::new_v7(6, id(6, n * 10 + at)),
                request: request(n),
                author: Some(person(1 - at)),
                at: Timestamp(NOW.0 - 3_600_000 * i64::from(5 - at)),
                text: text.to_owned(),
                edited_at: (at == 1).then_some(NOW),
                rev: 0,
            }));
        }
    }
    let score = |n: u8| Score::try_from(n).ok();
    let scores = [score(5), score(4), score(2), score(5)];
    if let [Some(quality), Some(attitude), Some(efficiency), Some(result)] = scores {
        put(Row::Rating(Rating {
            id: RatingId::of(request(4), Side::Provider),
            request: request(4),
            side: Side::Provider,
            rater: person(1),
            customer: department(5),
            provider: department(0),
            scores: ScoreSet { quality, attitude, efficiency, result },
            at: NOW,
        }));
    }
}
