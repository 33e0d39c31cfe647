//! One message of every variant.

use weft_domain::{
    Change, ColumnId, Command, CommandId, Day, DepartmentId, DependencyId, Field, Key, Kind, Label, LabelId,
    OrganisationRole, PersonId, Refusal, RequestId, Row, StateCategory, Timestamp, WatchRequest, What,
    testing::{self, Gen},
};
use weft_sync::message::{
    Ack, Answer, Ask, Bootstrap, Bye, ClientId, Cursor, Down, Envelope, Epoch, Gesture, PROTOCOL, Place,
    Presence, SCHEMA, Scope, Selected, Seq, Start, TimelineEntry, Up,
};
use weft_sync::{
    client::{Over, Status, TrayReason},
    tabs::{Condition, Made, Numbered, Said, Step, Trayed},
};

fn department() -> DepartmentId {
    DepartmentId(testing::uuid(1, 1))
}

fn person() -> PersonId {
    PersonId(testing::uuid(2, 2))
}

fn request() -> RequestId {
    RequestId(testing::uuid(3, 3))
}

fn client() -> ClientId {
    ClientId(testing::uuid(4, 4))
}

fn cursor() -> Cursor {
    Cursor { epoch: Epoch(7), seq: Seq(300) }
}

fn label() -> Row {
    let id = LabelId(testing::uuid(5, 5));
    Label { id, department: department(), name: "急".to_owned(), is_retired: false }.into()
}

fn presence(gesture: Option<Gesture>) -> Presence {
    Presence { place: Place::Map, pointer: Some((-5, 70)), gesture }
}

pub(crate) fn asks() -> Vec<Ask> {
    vec![
        Ask::Open(Scope::Board(Some(department()))),
        Ask::Open(Scope::Board(None)),
        Ask::Open(Scope::Request(request())),
        Ask::Timeline(request()),
        Ask::Mine,
        Ask::Feed { before: Some(Timestamp(1_767_225_600_000)) },
        Ask::Pulse { from: Day(20_000), to: Day(20_034) },
        Ask::Search { query: "打印机 open".to_owned() },
        Ask::Unstored,
        Ask::History(department().into()),
    ]
}

pub(crate) fn presences() -> Vec<Presence> {
    let column = ColumnId::standard(department(), 1);
    let elsewhere = Presence { place: Place::Elsewhere, pointer: None, gesture: None };
    let board = Presence { place: Place::Board(department()), pointer: None, gesture: None };
    vec![
        presence(None),
        presence(Some(Gesture::Drawing { from: department(), over: None })),
        presence(Some(Gesture::MovingDepartment { id: department(), x: -1, y: 1 })),
        presence(Some(Gesture::MovingRequest { id: request(), over: Some(column), after: None })),
        board,
        elsewhere,
    ]
}

/// Came later: `presences` is pinned as one message.
pub(crate) fn selections() -> Vec<Presence> {
    let dependency = DependencyId(testing::uuid(7, 7));
    let all =
        [Selected::Department(department()), Selected::Dependency(dependency), Selected::Request(request())];
    all.into_iter().map(|one| presence(Some(Gesture::Selected(one)))).collect()
}

pub(crate) fn ups() -> Vec<Up> {
    let watch = WatchRequest { id: request(), person: person(), on: true };
    let envelope = Envelope { id: CommandId(testing::uuid(9, 9)), command: watch.into() };
    let hello = |schema| Up::Hello {
        protocol: PROTOCOL,
        schema,
        client: client(),
        cursor: Some(cursor()),
        rights: 0x1234_5678_9abc_def0,
        open: vec![Scope::Board(Some(department())), Scope::Request(request())],
    };
    let mut ups: Vec<_> = (1..=SCHEMA).map(hello).collect();
    ups.extend([Up::Push { first: 1, commands: vec![envelope] }, Up::Close(Scope::Board(None))]);
    ups.extend((1..).zip(asks()).map(|(id, ask)| Up::Ask { id, ask }));
    ups.extend(presences().into_iter().chain(selections()).map(Up::Presence));
    ups
}

pub(crate) fn name_of_up(up: &Up) -> String {
    match up {
        Up::Hello { schema: 1, .. } => "hello".to_owned(),
        Up::Hello { schema, .. } => format!("hello.schema{schema}"),
        Up::Push { .. } => "push".to_owned(),
        Up::Ask { ask, .. } => match ask {
            Ask::Open(Scope::Board(department)) => format!("ask.open.board.{}", department.is_some()),
            Ask::Open(Scope::Request(_)) => "ask.open.request".to_owned(),
            Ask::Timeline(_) => "ask.timeline".to_owned(),
            Ask::Mine => "ask.mine".to_owned(),
            Ask::Feed { .. } => "ask.feed".to_owned(),
            Ask::Pulse { .. } => "ask.pulse".to_owned(),
            Ask::Search { .. } => "ask.search".to_owned(),
            Ask::Unstored => "ask.unstored".to_owned(),
            Ask::History(_) => "ask.history".to_owned(),
        },
        Up::Close(_) => "close".to_owned(),
        Up::Presence(presence) => format!("presence.{}", name_of_presence(presence)),
    }
}

fn name_of_presence(presence: &Presence) -> String {
    let place = match presence.place {
        Place::Map => "map",
        Place::Board(_) => "board",
        Place::Elsewhere => "elsewhere",
    };
    let gesture = match presence.gesture {
        None => "still",
        Some(Gesture::Drawing { .. }) => "drawing",
        Some(Gesture::MovingDepartment { .. }) => "department",
        Some(Gesture::MovingRequest { .. }) => "request",
        Some(Gesture::Selected(Selected::Department(_))) => "selected.department",
        Some(Gesture::Selected(Selected::Dependency(_))) => "selected.dependency",
        Some(Gesture::Selected(Selected::Request(_))) => "selected.request",
    };
    format!("{place}.{gesture}")
}

pub(crate) fn downs() -> Vec<Down> {
    let welcome = |start| Down::Welcome {
        person: person(),
        head: cursor(),
        start,
        answered: 12,
        answered_id: Some(CommandId(testing::uuid(9, 9))),
        refused: vec![Ack { number: 11, refusal: Some(Refusal::AlreadyRated) }],
        now: Timestamp(1_767_225_600_000),
    };
    let changes =
        vec![Change::Put(label()), Change::Remove(Key { kind: Kind::Membership, id: testing::uuid(6, 6) })];
    let acks = vec![
        Ack { number: 1, refusal: None },
        Ack { number: 2, refusal: Some(Refusal::TooLong { field: Field::Body, max: 20_000 }) },
    ];
    let entry = TimelineEntry {
        at: Timestamp(5),
        actor: Some(person()),
        is_imported: true,
        what: What::State { from: StateCategory::New, to: StateCategory::Waiting },
    };
    let answer = Answer {
        rows: vec![label()],
        order: vec![label().key()],
        timeline: vec![entry],
        total: 3,
        hidden: 2,
    };
    let mut downs = vec![
        welcome(Start::Resume),
        welcome(Start::Reset),
        Down::Delta { prev: Seq(1), to: Seq(300), changes, acks },
        Down::Answer { id: 4, at: Seq(299), answer },
        Down::Presence(
            presences().into_iter().map(|one| (person(), Some(one))).chain([(person(), None)]).collect(),
        ),
    ];
    downs.extend(byes().into_iter().map(Down::Bye));
    downs
}

fn byes() -> Vec<Bye> {
    vec![
        Bye::ClientTooOld,
        Bye::ServerTooOld,
        Bye::SignedOut,
        Bye::Forked,
        Bye::BadMessage,
        Bye::TooMany,
        Bye::GoingAway,
        Bye::ReadOnly,
    ]
}

pub(crate) fn name_of_down(down: &Down) -> String {
    match down {
        Down::Welcome { start: Start::Resume, .. } => "welcome.resume".to_owned(),
        Down::Welcome { start: Start::Reset, .. } => "welcome.reset".to_owned(),
        Down::Delta { .. } => "delta".to_owned(),
        Down::Answer { .. } => "answer".to_owned(),
        Down::Presence(_) => "presence".to_owned(),
        Down::Bye(bye) => format!("bye.{bye:?}"),
    }
}

pub(crate) fn bootstrap() -> Bootstrap {
    Bootstrap { schema: 1, person: person(), cursor: cursor(), rows: vec![label()] }
}

fn made() -> Made {
    let envelope = Envelope { id: CommandId(testing::uuid(9, 9)), command: watch() };
    Made { envelope, at: Timestamp(1_767_225_600_000) }
}

fn watch() -> Command {
    WatchRequest { id: request(), person: person(), on: true }.into()
}

fn step() -> Step {
    let refusal = Refusal::WrongState;
    let (envelope, presence) = (made().envelope, presence(None));
    Step {
        number: 3,
        clear: true,
        remove: vec![Key::from(request())],
        put: vec![label()],
        cursor: Some(cursor()),
        outbox_remove: vec![1],
        outbox_put: vec![Numbered { number: 2, made: made() }],
        over: Some(vec![Over { id: envelope.id, tray: Some(TrayReason::Refused(refusal.clone())) }]),
        client: Some(client()),
        last_number: 2,
        scopes: Some(vec![(Scope::Request(request()), true)]),
        tray_remove: vec![1],
        tray_put: vec![Trayed {
            number: 2,
            made: Some(made()),
            reason: TrayReason::Refused(refusal.clone()),
        }],
        trays: vec![
            (Some(envelope), TrayReason::Refused(refusal)),
            (None, TrayReason::Unreadable("?".into())),
        ],
        others: vec![(person(), Some(presence))],
        has_started: true,
        status: Status { is_live: true, has_caught_up: false, pending: 1, clock_offset: -7 },
        condition: Condition { is_trying: false, is_kept: true },
    }
}

/// What tabs say, each with a name.
pub(crate) fn said() -> Vec<(&'static str, Said)> {
    let (id, ask) = (5, Ask::Open(Scope::Request(request())));
    vec![
        (
            "join",
            Said::Join {
                held: vec![Numbered { number: 2, made: made() }],
                open: vec![Scope::Request(request())],
            },
        ),
        ("command", Said::Command(made())),
        ("ask", Said::Ask { id, ask }),
        ("close", Said::Close(Scope::Board(None))),
        ("presence", Said::Presence(presence(None))),
        ("leads", Said::Leads),
        ("start", Said::Start(Box::new(step()))),
        ("step", Said::Step(Box::new(step()))),
        ("answer", Said::Answer { id, answer: Answer::default() }),
        ("unanswered", Said::Unanswered { id }),
        (
            "refused",
            Said::Refused { id: made().envelope.id, reason: TrayReason::Refused(Refusal::OutboxFull) },
        ),
        ("left", Said::Left),
        ("here", Said::Here),
        ("retry", Said::Retry),
        ("discard", Said::Discard { number: 2, id: Some(made().envelope.id) }),
    ]
}

pub(crate) fn refusals() -> Vec<Refusal> {
    let (department, kind, field) = (department(), Kind::Request, Field::Title);
    vec![
        Refusal::NotFound { kind },
        Refusal::NotAMember { department },
        Refusal::NotAnAgent { department },
        Refusal::NotALead { department },
        Refusal::NeedsRole { role: OrganisationRole::Steward },
        Refusal::GrantsMoreThanHeld,
        Refusal::OnlyOneself,
        Refusal::NotOfOneself,
        Refusal::Empty { field },
        Refusal::TooLong { field, max: 200 },
        Refusal::TooMany { field: Field::Labels, max: 20 },
        Refusal::Malformed { field },
        Refusal::Taken { field: Field::Key },
        Refusal::AlreadyExists { kind },
        Refusal::ChangedMeanwhile,
        Refusal::IsRetired { kind },
        Refusal::WouldBeACycle,
        Refusal::TooDeep { max: 64 },
        Refusal::Itself,
        Refusal::WrongState,
        Refusal::NotOnThisBoard,
        Refusal::ColumnMissing,
        Refusal::NotResolved,
        Refusal::OwnWork,
        Refusal::AlreadyRated,
        Refusal::LastAdmin,
        Refusal::Internal,
        Refusal::StillInUse { kind },
        Refusal::IsConfidential,
        Refusal::OutboxFull,
        Refusal::OlderVersion,
        Refusal::IsErased,
        Refusal::NotToOneself,
        Refusal::NotAHandler,
    ]
}

/// A command of every name and a row of every kind, found by chance: to be pinned once.
pub(crate) fn commands_and_rows(
    command_bytes: fn(&str, &Command) -> String,
    row_bytes: fn(&str, &Row) -> String,
) -> Vec<(String, String)> {
    let mut found = std::collections::BTreeMap::new();
    for seed in 0..200 {
        let mut chance = Gen::new(seed);
        let mut next_id = 1;
        let world = chance.busy_world(60, &mut next_id);
        for row in Kind::ALL.iter().flat_map(|kind| world.rows(*kind)) {
            found.entry(format!("row.{}", row.kind().name())).or_insert_with(|| row_bytes("row", &row));
        }
        for _ in 0..60 {
            let person = chance.person(&world);
            let command = chance.command(&world, person, &mut next_id);
            let name = format!("command.{}", command.name());
            found.entry(name).or_insert_with(|| command_bytes("command", &command));
        }
    }
    found.into_iter().collect()
}
