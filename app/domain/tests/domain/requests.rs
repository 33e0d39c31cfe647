//! Requests: filed, moved, ended, opened again, handed over.

use weft_domain::*;

use crate::stage::{COMMENT, CUSTOMER, ELSEWHERE, LABEL, PROVIDER, REQUEST, SERVICE, Stage, Who, file, id};

fn titled(n: u64, title: &str) -> FileRequest {
    FileRequest { title: title.into(), ..file(RequestId(id(10, n)), Sight::Departments) }
}

fn end(how: End, reason: &str) -> EndRequest {
    EndRequest { id: REQUEST, end: how, reason: reason.into(), comment: CommentId(id(11, 1)) }
}

/// Three more cards below the first one, "Please help".
fn with_cards() -> Stage {
    let mut stage = Stage::new();
    for (n, title) in [(1, "a"), (2, "b"), (3, "c")] {
        stage.did(Who::Customer, titled(n, title));
    }
    stage
}

#[test]
fn a_filed_request_is_numbered_and_at_the_end_of_the_new_column() {
    let stage = with_cards();
    assert_eq!(stage.titles(PROVIDER, StateCategory::New), ["Please help", "a", "b", "c"]);
    let key = RequestKey("PROV".into());
    assert_eq!(stage.request(RequestId(id(10, 3))).number, RequestNumber::Filed { key, n: 4 });
}

#[test]
fn a_number_is_kept_whatever_happens_to_the_key() {
    let mut stage = Stage::new();
    let number = stage.request(REQUEST).number;
    stage.did(Who::Lead, SetDepartmentKey { id: PROVIDER, key: RequestKey("new".into()) });
    stage.did(Who::Agent, HandOverRequest { id: REQUEST, to: ELSEWHERE });
    assert_eq!(stage.request(REQUEST).number, number);
    assert_eq!(stage.world.department_by_key(&RequestKey("PROV".into())), Some(PROVIDER));
}

/// A browser does not know the last number, and guesses all the rest.
#[test]
fn a_browser_files_without_a_number() {
    let stage = Stage::new();
    let mut replica = World::replica();
    for kind in Kind::ALL.iter().filter(|kind| kind.is_replicated_whole()) {
        stage.world.rows(*kind).into_iter().for_each(|row| replica.apply(&Change::Put(row)));
    }
    replica.set_caught_up(true);
    let actor = Actor::of(&replica, Who::Customer.id());
    let context = Context { command: CommandId(id(9, 1)), now: stage.now };
    let decision = decide(&replica, &actor, &titled(1, "a").into(), &context).unwrap();
    replica.apply_all(&decision.changes);
    let row = replica.request(RequestId(id(10, 1))).present().unwrap();
    assert_eq!(row.number, RequestNumber::Provisional);
    assert!(row.column.is_some());
    assert_eq!(replica.count(Kind::Numbering) + replica.count(Kind::Traffic), 0);
    let hidden = AddComment { id: CommentId(id(11, 1)), request: REQUEST, text: "T".into() };
    let guess = decide(&replica, &actor, &hidden.into(), &context);
    assert_eq!(guess, Err(Stop::Need(vec![REQUEST.into()])), "it may be there");
}

#[test]
fn a_drop_lands_right_behind_the_card_it_was_dropped_on() {
    let mut stage = with_cards();
    let column = stage.request(REQUEST).column.unwrap();
    let (a, c) = (RequestId(id(10, 1)), RequestId(id(10, 3)));
    stage.did(Who::Agent, MoveRequest { id: c, column, after: Some(a) });
    assert_eq!(stage.titles(PROVIDER, StateCategory::New), ["Please help", "a", "c", "b"]);
    stage.did(Who::Agent, MoveRequest { id: c, column, after: None });
    assert_eq!(stage.titles(PROVIDER, StateCategory::New), ["c", "Please help", "a", "b"]);
    let nothing = stage.did(Who::Agent, MoveRequest { id: c, column, after: None });
    assert_eq!(nothing, Decision::default(), "it is there already");
    assert_eq!(stage.did(Who::Agent, MoveRequest { id: c, column, after: Some(c) }), Decision::default());
}

/// Two people drag at once: the card one drops behind is dragged away by the other.
#[test]
fn a_drop_behind_a_card_that_has_left_goes_to_the_end() {
    let mut stage = with_cards();
    let column = stage.request(REQUEST).column.unwrap();
    let (a, b) = (RequestId(id(10, 1)), RequestId(id(10, 2)));
    let away = stage.move_to(b, StateCategory::InProgress);
    stage.did(Who::Agent, away);
    stage.did(Who::Lead, MoveRequest { id: a, column, after: Some(b) });
    assert_eq!(stage.titles(PROVIDER, StateCategory::New), ["Please help", "c", "a"]);
}

/// Dropping at the top for ever makes ranks grow; the column is ranked anew and keeps its order.
#[test]
fn a_column_is_ranked_anew_when_a_rank_grows_too_long() {
    let mut stage = with_cards();
    let column = stage.request(REQUEST).column.unwrap();
    let (a, b, c) = (RequestId(id(10, 1)), RequestId(id(10, 2)), RequestId(id(10, 3)));
    for turn in 0..2_000 {
        let (id, below) = if turn % 2 == 0 { (b, a) } else { (c, a) };
        stage.did(Who::Agent, MoveRequest { id, column, after: Some(below) });
        let rank = stage.request(id).rank;
        assert!(rank.0.len() <= rank::RANK_CHARS_MAX, "{rank:?}");
    }
    assert_eq!(stage.titles(PROVIDER, StateCategory::New), ["Please help", "a", "c", "b"]);
}

#[test]
fn a_card_stays_on_its_holders_board() {
    let mut stage = Stage::new();
    let column = ColumnId::standard(CUSTOMER, 0);
    let refused = stage.by(Who::Agent, MoveRequest { id: REQUEST, column, after: None });
    assert_eq!(refused, Err(Refusal::NotOnThisBoard));
}

#[test]
fn times_tell_when_it_was_resolved_and_ended() {
    let mut stage = Stage::new();
    stage.wait_minutes(90);
    let resolved = stage.now;
    stage.did(Who::Agent, stage.move_to(REQUEST, StateCategory::Resolved));
    stage.wait_minutes(10);
    stage.did(Who::Requester, end(End::Closed, ""));
    let row = stage.request(REQUEST);
    assert_eq!((row.resolved_at, row.ended_at, row.moved_at), (Some(resolved), Some(stage.now), stage.now));
    assert_eq!((row.column, row.state), (None, StateCategory::Closed));
    stage.wait_minutes(5);
    stage.did(Who::Customer, ReopenRequest { id: REQUEST });
    let row = stage.request(REQUEST);
    assert_eq!((row.resolved_at, row.ended_at, row.state), (None, None, StateCategory::New));
    assert_eq!(stage.titles(PROVIDER, StateCategory::New), ["Please help"]);
}

#[test]
fn declining_needs_a_reason_which_becomes_a_comment() {
    let mut stage = Stage::new();
    let refused = stage.by(Who::Agent, end(End::Declined, " \u{200b} "));
    assert_eq!(refused, Err(Refusal::Empty { field: Field::Reason }));
    stage.did(Who::Agent, end(End::Declined, "Not ours"));
    assert_eq!(stage.request(REQUEST).comments, 2);
    let texts: Vec<_> = stage.world.comments_on(REQUEST).iter().map(|row| row.text.clone()).collect();
    assert!(texts.contains(&"Not ours".to_owned()));
    assert_eq!(stage.did(Who::Agent, end(End::Declined, "Not ours")), Decision::default(), "sent twice");
    assert_eq!(stage.by(Who::Requester, end(End::Cancelled, "")), Err(Refusal::WrongState));
}

#[test]
fn handing_over_keeps_the_old_holder_in_sight() {
    let mut stage = Stage::new();
    stage.did(Who::Lead, AssignRequest { id: REQUEST, assignee: Some(Who::Agent.id()) });
    stage.did(Who::Agent, stage.move_to(REQUEST, StateCategory::InProgress));
    stage.did(Who::Agent, HandOverRequest { id: REQUEST, to: ELSEWHERE });
    let row = stage.request(REQUEST);
    assert_eq!((row.provider, row.held_by.as_slice()), (Some(ELSEWHERE), [PROVIDER].as_slice()));
    assert_eq!((row.state, row.assignee), (StateCategory::New, None));
    let comment = AddComment { id: CommentId(id(11, 2)), request: REQUEST, text: "Over to you".into() };
    stage.did(Who::Agent, comment);
    let back = stage.by(Who::Agent, HandOverRequest { id: REQUEST, to: PROVIDER });
    assert_eq!(back, Err(Refusal::NotAnAgent { department: ELSEWHERE }));
    stage.did(Who::Outsider, HandOverRequest { id: REQUEST, to: PROVIDER });
    assert_eq!(stage.request(REQUEST).held_by, [ELSEWHERE]);
    let again = stage.by(Who::Agent, HandOverRequest { id: REQUEST, to: PROVIDER });
    assert_eq!(again, Err(Refusal::Itself));
}

#[test]
fn an_unrouted_request_gets_a_board_when_it_is_routed() {
    let mut stage = Stage::new();
    let unrouted = RequestId(id(10, 1));
    stage.did(Who::Customer, FileRequest { provider: None, ..titled(1, "whose?") });
    let row = stage.request(unrouted);
    assert_eq!((row.provider, row.column), (None, None));
    assert_ne!(row.number, RequestNumber::Provisional);
    stage.did(Who::Steward, HandOverRequest { id: unrouted, to: PROVIDER });
    assert_eq!(stage.titles(PROVIDER, StateCategory::New), ["Please help", "whose?"]);
    assert_eq!(stage.request(unrouted).held_by, []);
}

#[test]
fn only_who_may_see_it_works_on_it() {
    let mut stage = Stage::new();
    let assign = |assignee: Who| AssignRequest { id: REQUEST, assignee: Some(assignee.id()) };
    let refused = stage.by(Who::Agent, assign(Who::Outsider));
    assert_eq!(refused, Err(Refusal::NotAMember { department: PROVIDER }));
    stage.did(Who::Agent, assign(Who::Provider));
    stage.did(Who::Lead, EndMembership { person: Who::Provider.id(), department: PROVIDER });
    assert_eq!(stage.request(REQUEST).assignee, None, "who leaves hands their work back");
}

#[test]
fn labels_are_the_holders() {
    let mut stage = Stage::new();
    let label = |label, on| LabelRequest { id: REQUEST, label, on };
    stage.did(Who::Agent, label(LABEL, true));
    assert_eq!(stage.request(REQUEST).labels, [LABEL]);
    let other = LabelId(id(7, 1));
    stage.system(SetLabel { id: other, department: ELSEWHERE, name: "theirs".into(), is_retired: false });
    assert_eq!(stage.by(Who::Agent, label(other, true)), Err(Refusal::NotFound { kind: Kind::Label }));
    stage.did(Who::Agent, HandOverRequest { id: REQUEST, to: ELSEWHERE });
    stage.did(Who::Outsider, label(LABEL, false));
    assert_eq!(stage.request(REQUEST).labels, [], "any label can be taken off");
    let same =
        SetLabel { id: LabelId(id(7, 2)), department: PROVIDER, name: "URGENT".into(), is_retired: false };
    assert_eq!(stage.by(Who::Agent, same), Err(Refusal::Taken { field: Field::Name }));
}

#[test]
fn confidential_requests_count_nowhere_and_open_to_nobody() {
    let mut stage = Stage::new();
    let before = stage.world.count(Kind::Traffic);
    stage.wait_minutes(2 * 24 * 60);
    let secret = RequestId(id(10, 1));
    let handlers = vec![Who::Outsider.id()];
    stage.did(Who::Customer, file(secret, Sight::Confidential { handlers }));
    stage.did(Who::Outsider, stage.move_to(secret, StateCategory::Resolved));
    assert_eq!(stage.world.count(Kind::Traffic), before);
    let watch = WatchRequest { id: secret, person: Who::Provider.id(), on: true };
    assert_eq!(stage.by(Who::Customer, watch), Err(Refusal::IsConfidential));
}

#[test]
fn a_confidential_service_makes_its_requests_confidential() {
    let mut stage = Stage::new();
    let service = ServiceId(id(5, 1));
    stage.system(CreateService {
        id: service,
        name: "Counsel".into(),
        description: String::new(),
        providers: vec![PROVIDER],
        is_confidential: true,
    });
    stage.did(Who::Customer, FileRequest { service: Some(service), ..titled(1, "between us") });
    let handlers = vec![Who::Lead.id()];
    assert_eq!(stage.request(RequestId(id(10, 1))).sight, Sight::Confidential { handlers });
    stage.did(Who::Lead, EndMembership { person: Who::Lead.id(), department: PROVIDER });
    let unheard = stage.by(Who::Customer, FileRequest { service: Some(service), ..titled(2, "to nobody") });
    assert_eq!(unheard, Err(Refusal::Empty { field: Field::Handlers }));
}

#[test]
fn a_service_can_be_asked_for_while_it_is_offered() {
    let mut stage = Stage::new();
    let ask = |n| FileRequest { service: Some(SERVICE), ..titled(n, "please") };
    stage.did(Who::Customer, ask(1));
    stage.did(Who::Lead, SetServiceState { id: SERVICE, state: ServiceState::Retired });
    assert_eq!(stage.by(Who::Customer, ask(2)), Err(Refusal::IsRetired { kind: Kind::Service }));
}

#[test]
fn texts_are_written_over_the_revision_they_were_read_at() {
    let mut stage = Stage::new();
    let edit = |over, title: &str| EditRequest { id: REQUEST, over, title: title.into(), body: None };
    stage.did(Who::Requester, edit(0, "First"));
    assert_eq!(stage.by(Who::Customer, edit(0, "Second")), Err(Refusal::ChangedMeanwhile));
    stage.did(Who::Customer, edit(1, "  Second\u{0}\n line "));
    assert_eq!(stage.request(REQUEST).title, "Second  line");
    let comment = |over, text: &str| EditComment { id: COMMENT, request: REQUEST, over, text: text.into() };
    stage.did(Who::Requester, comment(0, "x"));
    assert_eq!(stage.by(Who::Requester, comment(0, "y")), Err(Refusal::ChangedMeanwhile));
}

/// What is sent twice is done once; what takes somebody else's id is refused.
#[test]
fn ids_are_taken_once() {
    let mut stage = Stage::new();
    let again = stage.did(Who::Customer, titled(1, "a"));
    assert!(!again.changes.is_empty());
    assert_eq!(stage.did(Who::Customer, titled(1, "a")), Decision::default());
    let exists = |kind| Err(Refusal::AlreadyExists { kind });
    assert_eq!(stage.by(Who::Customer, titled(1, "other")), exists(Kind::Request));
    assert_eq!(stage.by(Who::CustomerLead, titled(1, "a")), exists(Kind::Request));
    let comment = AddComment { id: COMMENT, request: REQUEST, text: "Mine now".into() };
    assert_eq!(stage.by(Who::Agent, comment), exists(Kind::Comment));
    assert_eq!(stage.request(REQUEST).comments, 1);
}

#[test]
fn limits_hold() {
    let mut stage = Stage::new();
    let title = "长".repeat(limits::NAME_CHARS_MAX);
    stage.did(Who::Customer, titled(1, &title));
    let max = u32::try_from(limits::NAME_CHARS_MAX).unwrap();
    let refused = stage.by(Who::Customer, titled(2, &format!("{title}!")));
    assert_eq!(refused, Err(Refusal::TooLong { field: Field::Title, max }));
    let blank = stage.by(Who::Customer, titled(3, "\u{200b}\u{2060} \t"));
    assert_eq!(blank, Err(Refusal::Empty { field: Field::Title }));
    stage.did(Who::Customer, titled(4, "עברית 👩‍👩‍👧 ‏mixed"));
    assert_eq!(stage.request(RequestId(id(10, 4))).title, "עברית 👩‍👩‍👧 ‏mixed");
}

#[test]
fn a_request_goes_through_no_more_departments_than_can_be_kept_in_sight_of_it() {
    let mut stage = Stage::new();
    let mut row = stage.request(REQUEST).clone();
    let held = (0..limits::FORMER_HOLDERS_MAX as u64).map(|n| DepartmentId(id(1, 1_000 + n)));
    row.held_by = held.collect();
    stage.world.apply(&Change::from(row));
    let max = u32::try_from(limits::FORMER_HOLDERS_MAX).unwrap();
    let refused = stage.by(Who::Agent, HandOverRequest { id: REQUEST, to: ELSEWHERE });
    assert_eq!(refused, Err(Refusal::TooMany { field: Field::Holders, max }));
}

#[test]
fn editing_a_board_moves_no_request_to_another_state() {
    let mut stage = with_cards();
    let Board { mut columns, rev, .. } = stage.world.board(PROVIDER);
    let new_column = ColumnId(id(8, 1));
    columns[0] =
        Column { id: new_column, name: Some("Inbox".into()), category: StateCategory::New, limit: None };
    let set = |over, columns| SetColumns { department: PROVIDER, over, columns };
    stage.did(Who::Lead, set(rev, columns.clone()));
    let titles: Vec<_> = stage.world.column(new_column).map(|row| row.title.clone()).collect();
    assert_eq!(titles, ["Please help", "a", "b", "c"]);
    assert_eq!(stage.by(Who::Lead, set(rev, columns.clone())), Err(Refusal::ChangedMeanwhile));
    let missing = columns[..4].to_vec();
    assert_eq!(stage.by(Who::Lead, set(rev + 1, missing)), Err(Refusal::ColumnMissing));
    let mut stolen = columns;
    stolen[0].id = ColumnId::standard(CUSTOMER, 0);
    assert_eq!(stage.by(Who::Lead, set(rev + 1, stolen)), Err(Refusal::Taken { field: Field::Columns }));
}

#[test]
fn columns_that_change_places_keep_the_states_of_their_cards() {
    let mut stage = with_cards();
    let Board { mut columns, rev, .. } = stage.world.board(PROVIDER);
    let (first, second) = (columns[0].id, columns[1].id);
    let accepted = RequestId(id(10, 2));
    stage.did(Who::Agent, MoveRequest { id: accepted, column: second, after: None });
    (columns[0].category, columns[1].category) = (columns[1].category, columns[0].category);
    stage.did(Who::Lead, SetColumns { department: PROVIDER, over: rev, columns });
    let titles = |column| -> Vec<_> { stage.world.column(column).map(|row| row.title.clone()).collect() };
    assert_eq!(
        (titles(first), titles(second)),
        (vec!["b".into()], vec!["Please help".to_owned(), "a".into(), "c".into()])
    );
    assert_eq!(stage.request(accepted).state, StateCategory::Accepted);
    assert_eq!(invariants::check(&stage.world), Ok(()));
}
