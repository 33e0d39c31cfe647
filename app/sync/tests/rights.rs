//! What somebody may see changes: their replica hears of it as a difference while it is connected, and shows
//! nothing it should not when it comes back. Both engines, every row counted against a replica made anew.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "rights/story.rs"]
mod story;

use std::collections::BTreeSet;

use story::{ASKER, ME, NOW, STEWARD, Story};
use weft_domain::{
    AddComment, Command, CommentId, DepartmentId, EndMembership, ErasePerson, FileRequest, HandOverRequest,
    Key, Kind, Level, MergeDepartment, OrganisationRole, RequestId, RequestKind, RetirePerson, SetHandlers,
    SetRole, Sight, WatchRequest,
    testing::{self, department, person},
};
use weft_sync::{
    client::{Effect, Saved},
    message::{Bye, Up, decode},
    server::Session,
};

fn asked(n: u64, provider: DepartmentId, sight: Sight) -> FileRequest {
    FileRequest {
        id: RequestId(testing::uuid(3, n)),
        title: format!("Request {n}"),
        body: "Body".to_owned(),
        kind: RequestKind::Service,
        impact: Level::Medium,
        urgency: Level::Medium,
        customer: department(0),
        provider: Some(provider),
        service: None,
        sight,
        labels: Vec::new(),
    }
}

/// Runs a change of rights twice: while the browser is connected, and while it is away. `filed` is the
/// request it is about and that I have open; before the change I see it, after it I do as `sees` says.
fn both_ways(
    filed: FileRequest,
    before: impl Fn(&mut Story),
    change: impl Fn(&mut Story),
    sees: bool,
    rights_change: bool,
) {
    for is_online in [true, false] {
        let mut story = Story::new();
        let id = filed.id;
        story.does(ASKER, filed.clone());
        let other = asked(77, department(2), Sight::Departments);
        story.does(ASKER, other.clone());
        story
            .does(ASKER, AddComment { id: CommentId(testing::uuid(11, 1)), request: id, text: "Now".into() });
        before(&mut story);
        story.begin();
        story.opens(id);
        assert!(story.shows(id), "online {is_online}");
        assert!(story.shown().len() >= 3, "with its body and comment");
        story.is_true();
        story.resets = 0;
        if is_online {
            change(&mut story);
            assert_eq!(story.resets, 0, "a difference, no reset");
        } else {
            story.disconnect();
            change(&mut story);
            story.client.connected();
            story.session = Some(Session::new(person(ME), &story.world));
            // Up to the welcome: what it may not show is gone before anything is fetched.
            let hello = story.client.effects();
            for effect in hello {
                if let Effect::Send(bytes) = effect {
                    assert!(matches!(decode::<Up>(&bytes), Ok(Up::Hello { .. })));
                    story.up(&bytes);
                }
            }
            story.client.poll(NOW);
            assert_eq!(story.shows(id), sees && !rights_change, "before it has fetched anything");
            assert_eq!(story.resets, u32::from(rights_change));
            story.turn();
        }
        assert_eq!(story.shows(id), sees, "online {is_online}");
        assert!(!story.shows(other.id));
        story.is_true();
        // What is said of it from now on does not come either.
        story.does(
            ASKER,
            AddComment { id: CommentId(testing::uuid(11, 2)), request: id, text: "Late".into() },
        );
        let late = Key { kind: Kind::Comment, id: testing::uuid(11, 2) };
        assert_eq!(story.shown().contains(&late), sees, "online {is_online}");
        story.is_true();
    }
}

#[test]
fn a_member_who_leaves_a_department_sees_its_requests_no_more() {
    let leave = |story: &mut Story| {
        story.does(STEWARD, EndMembership { person: person(ME), department: department(1) });
    };
    both_ways(asked(1, department(1), Sight::Departments), |_| {}, leave, false, true);
    // What else opens it to them still does.
    let watch = |story: &mut Story| {
        let id = RequestId(testing::uuid(3, 1));
        story.does(ASKER, WatchRequest { id, person: person(ME), on: true });
    };
    both_ways(asked(1, department(1), Sight::Departments), watch, leave, true, true);
}

#[test]
fn a_role_that_is_lost_closes_what_it_opened() {
    let role = |granted| {
        move |story: &mut Story| {
            story.does(STEWARD, SetRole { person: person(ME), role: OrganisationRole::Steward, granted });
        }
    };
    both_ways(asked(1, department(2), Sight::Departments), role(true), role(false), false, true);
}

#[test]
fn a_handler_who_is_taken_off_sees_it_no_more() {
    let secret = asked(1, department(1), Sight::Confidential { handlers: vec![person(ME), person(5)] });
    let id = secret.id;
    let taken_off = move |story: &mut Story| {
        story.does(5, SetHandlers { id, handlers: vec![person(5)] });
    };
    both_ways(secret, |_| {}, taken_off, false, false);
}

#[test]
fn one_who_follows_no_more_sees_it_no_more() {
    let watch = |on| {
        move |story: &mut Story| {
            story.does(ASKER, WatchRequest { id: RequestId(testing::uuid(3, 1)), person: person(ME), on });
        }
    };
    both_ways(asked(1, department(2), Sight::Departments), watch(true), watch(false), false, false);
}

#[test]
fn a_request_that_is_handed_over_stays_with_who_held_it() {
    let on = |story: &mut Story| {
        story.does(ME, HandOverRequest { id: RequestId(testing::uuid(3, 1)), to: department(3) });
    };
    both_ways(asked(1, department(1), Sight::Departments), |_| {}, on, true, false);
}

#[test]
fn a_merged_department_takes_its_members_and_their_sight_along() {
    let merge = |story: &mut Story| {
        story.does(STEWARD, MergeDepartment { id: department(1), into: department(3) });
    };
    both_ways(asked(1, department(1), Sight::Departments), |_| {}, merge, true, true);
}

#[test]
fn whoever_retires_or_is_erased_is_cut_off_at_once() {
    for command in
        [Command::from(RetirePerson { id: person(ME) }), Command::from(ErasePerson { id: person(ME) })]
    {
        let mut story = Story::new();
        story.does(ASKER, asked(1, department(1), Sight::Departments));
        story.begin();
        story.does(STEWARD, command.clone());
        assert_eq!(story.bye, Some(Bye::SignedOut), "{command:?}");

        let mut story = Story::new();
        story.begin();
        story.disconnect();
        story.does(STEWARD, command);
        story.connect();
        assert_eq!(story.bye, Some(Bye::SignedOut));
    }
}

/// No old row of the feed brings back what was said of somebody who was erased.
#[test]
fn an_erasure_reaches_replicas_that_were_away() {
    let mut story = Story::new();
    story.begin();
    story.disconnect();
    story.does(STEWARD, ErasePerson { id: person(ASKER) });
    story.connect();
    assert_eq!(story.resets, 0);
    let row = story.client.view().person(person(ASKER)).present().unwrap().clone();
    assert!(row.is_erased(), "{row:?}");
    story.is_true();
}

/// What a disk brings is looked through before it is shown, whatever became of it since.
#[test]
fn what_was_stored_is_purged_before_it_is_shown() {
    let mut story = Story::new();
    story.does(ASKER, asked(1, department(1), Sight::Departments));
    story.does(ASKER, asked(2, department(2), Sight::Departments));
    let standing = Session::bootstrap(person(ME), &story.world, story.head(), NOW);
    let mut rows = standing.rows;
    rows.extend(story.whole.rows(Kind::Request));
    rows.extend(story.whole.rows(Kind::RequestText));
    let (schema, cursor) = (standing.schema, Some(standing.cursor));
    let saved = Saved { schema, cursor, rows, ..Saved::default() };
    story.client.restore(saved);
    assert_eq!(story.shown(), BTreeSet::from([RequestId(testing::uuid(3, 1)).into()]));
}
