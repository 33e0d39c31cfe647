//! Queries over requests.

use weft_domain::{search::Query, *};

use crate::stage::{LABEL, REQUEST, Stage, Who};

fn stage() -> Stage {
    let mut stage = Stage::new();
    let title = "修理网络打印机 Printer on the second floor".to_owned();
    stage.did(Who::Requester, EditRequest { id: REQUEST, over: 0, title, body: None });
    stage.did(Who::Agent, LabelRequest { id: REQUEST, label: LABEL, on: true });
    stage.did(Who::Agent, AssignRequest { id: REQUEST, assignee: Some(Who::Agent.id()) });
    stage
}

fn finds(stage: &Stage, who: Who, query: &str) -> bool {
    let row = stage.request(REQUEST);
    Query::parse(query).matches(&stage.world, who.id(), &row, Some("Paper jam in tray 2"))
}

#[test]
fn queries_find_what_they_say() {
    let stage = stage();
    let yes = [
        "",
        "打印",
        "网络",
        "printer",
        "PRINTER floor",
        "\"second floor\"",
        "jam",
        "prov-1",
        "is:open",
        "state:new",
        "label:urg",
        "to:prov",
        "to:Provider",
        "from:custo",
        "p:3",
        "P:p3",
        "kind:service",
        "-state:closed",
        "-tomato",
        "is：open",
        "“second floor”",
        "「打印机」",
        "assignee:person",
        "by:\"Person r\"",
        "-is:closed -is:confidential -is:unrouted",
    ];
    let no = [
        "打字",
        "\"floor second\"",
        "prov-2",
        "prov",
        "-printer",
        "is:closed",
        "state:waiting",
        "label:later",
        "to:elsewhere",
        "p:1",
        "kind:question",
        "assignee:none",
        "printer -floor",
        "\"is:open\"",
    ];
    for query in yes {
        assert!(finds(&stage, Who::Customer, query), "{query}");
    }
    for query in no {
        assert!(!finds(&stage, Who::Customer, query), "{query}");
    }
}

#[test]
fn me_is_who_searches() {
    let stage = stage();
    assert!(finds(&stage, Who::Agent, "assignee:me") && !finds(&stage, Who::Lead, "assignee:me"));
    assert!(finds(&stage, Who::Requester, "is:mine by:me") && !finds(&stage, Who::Agent, "is:mine"));
    assert!(finds(&stage, Who::Watcher, "is:watched") && !finds(&stage, Who::Agent, "is:watched"));
}

#[test]
fn odd_queries_are_words() {
    for query in ["-", "--", ":", "label:", "\"", "\"open", "a:b:c", "-\"", "state:nonsense"] {
        let _ = Query::parse(query);
    }
    assert!(Query::parse(" \"\" \u{3000} ").is_empty());
    assert_eq!(Query::parse(&"a ".repeat(1_000)).terms.len(), search::QUERY_TERMS_MAX);
}
