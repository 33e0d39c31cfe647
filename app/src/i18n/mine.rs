//! Texts of “Mine”.

super::texts! {
    asked: "Asked for", "我提出的", "我提出的";
    working: "Working on", "我负责的", "我負責的";
    following: "Following", "我关注的", "我關注的";
    which: "Which requests", "哪些请求", "哪些請求";
    with_ended: "Ended ones too", "包含已结束", "包含已結束";
    summary(open: usize, all: usize): "{open} open of {all}", "{open} 个未完成，共 {all} 个", "{open} 個未完成，共 {all} 個";
    more_there(n: u32): plural n { "{n} more on the server" | "{n} more on the server" },
        "服务器上还有 {n} 个", "伺服器上還有 {n} 個";
    asked_empty: "Nothing asked for", "还没有提出请求", "還沒有提出請求";
    asked_empty_what: "What you ask of other teams stands here, with where it has got to.",
        "你向其他部门提出的请求及其进展会显示在这里。", "你向其他部門提出的請求及其進展會顯示在這裡。";
    working_empty: "Nothing to work on", "没有待办", "沒有待辦";
    working_empty_what: "Requests that are assigned to you stand here.", "指派给你的请求会显示在这里。", "指派給你的請求會顯示在這裡。";
    following_empty: "Nothing followed", "没有关注", "沒有關注";
    following_empty_what: "Press “Follow” on a request to see it here.", "在请求中点“关注”，即会显示在这里。", "在請求中按「關注」，即會顯示在這裡。";
}
