//! Texts of the feed of ratings and thanks.

super::texts! {
    // What the feed says.
    thanks: "thanks", "感谢", "感謝";
    rated: "rated", "评价", "評價";
    on_behalf(name: &str): "for {name}", "代表{name}", "代表{name}";
    other_direction: "The other direction: the provider rates the asking side",
        "反向评价：提供方评价需求方", "反向評價：提供方評價需求方";
    about_request(number: &str): "Open {number}", "打开 {number}", "開啟 {number}";
    today: "Today", "今天", "今天";
    yesterday: "Yesterday", "昨天", "昨天";

    // The list.
    feed: "Ratings and thanks, newest first", "评价与感谢，新的在前", "評價與感謝，新的在前";
    filter: "Show", "显示", "顯示";
    all: "All", "全部", "全部";
    only_thanks: "Thanks", "感谢", "感謝";
    only_ratings: "Ratings", "评价", "評價";
    only_low: "Low", "低分", "低分";
    low_tip: "A score of 1 or 2 in it", "任一项为 1 或 2 分", "任一項為 1 或 2 分";
    my_departments: "My departments", "我的部门", "我的部門";
    fresh(n: usize): "{n} new", "{n} 条新动态", "{n} 則新動態";
    fresh_long(n: usize): "{n} new. Show them", "{n} 条新动态，点击显示", "{n} 則新動態，點按顯示";
    older: "Show older", "更早的动态", "更早的動態";
    asking_older: "Looking for older ones", "正在查找更早的动态", "正在尋找更早的動態";
    older_offline: "Offline: older ones come once you are online", "已离线，联网后可看更早的动态", "已離線，連線後可看更早的動態";
    the_end: "This is the beginning. There is nothing older.", "没有更早的动态了。", "沒有更早的動態了。";
    nothing_yet: "Nothing said yet", "还没有动态", "還沒有動態";
    nothing_yet_what: "Thanks and ratings appear here the moment they are given. Begin with thanks.",
        "感谢与评价会即时出现在这里。先感谢一位同事吧。", "感謝與評價會即時出現在這裡。先感謝一位同事吧。";
    nothing_passes: "Nothing passes the filter", "没有符合筛选的动态", "沒有符合篩選的動態";
    nothing_passes_what: "Among what is loaded there is none of this kind.", "已加载的动态中没有这一类。", "已載入的動態中沒有這一類。";
    show_all: "Show all", "显示全部", "顯示全部";
    nothing_offline: "Not on this device", "不在本机", "不在本機";
    nothing_offline_what: "You are offline. The feed comes once you are online; you can give thanks now.",
        "已离线，动态将在联网后显示；现在也能表示感谢。", "已離線，動態將在連線後顯示；現在也能表示感謝。";

    // Giving thanks.
    give: "Give thanks", "表示感谢", "表示感謝";
    to_whom: "Whom do you thank?", "感谢谁？", "感謝誰？";
    to_whom_hint: "A department or a person", "部门或个人", "部門或個人";
    department: "department", "部门", "部門";
    person: "person", "个人", "個人";
    on_behalf_of: "In whose name", "以谁的名义", "以誰的名義";
    myself: "My own", "我个人", "我個人";
    what_for: "For", "感谢原因", "感謝原因";
    your_words: "What did they do?", "他们做了什么？", "他們做了什麼？";
    everyone_reads: "Everybody can read it, with your name.", "所有人可见，并显示你的姓名。", "所有人可見，並顯示你的姓名。";
    whom_missing: "Choose whom you thank.", "选择要感谢的部门或个人。", "選擇要感謝的部門或個人。";
    words_missing: "Say it in a few words.", "写几句话。", "寫幾句話。";
    sent(name: &str): "Thanks to {name} sent", "已感谢{name}", "已感謝{name}";
    key_next: "Next entry", "下一条", "下一則";
    key_previous: "Previous entry", "上一条", "上一則";

    // Figures.
    band: "Scores of the last 30 days", "近 30 天评分", "近 30 天評分";
    everywhere: "all departments", "全部门", "全部門";
    mine_only: "your departments", "你的部门", "你的部門";
    trend(name: &str): "{name}, week by week", "{name}，按周", "{name}，按週";
    falling: "falling", "下滑", "下滑";
    rising: "rising", "上升", "上升";
    count_ratings(n: u32): plural n { "{n} rating" | "{n} ratings" }, "{n} 份评价", "{n} 份評價";
    from_five_up(n: u32): plural n { "{n} rating. Shown from 5 up" | "{n} ratings. Shown from 5 up" },
        "{n} 份评价，满 5 份才显示", "{n} 份評價，滿 5 份才顯示";
    thanks_loaded: "Thanks, 30 days", "近 30 天感谢", "近 30 天感謝";
    at_least(n: &str): "{n} or more", "{n} 条以上", "{n} 則以上";
    everyone_sees: "seen by everybody", "所有人可见", "所有人可見";

    // Beside the feed.
    waits_for_you: "Waits for your rating", "待你评价", "待你評價";
    nothing_waits: "Nothing waits for your rating.", "没有待评价的请求。", "沒有待評價的請求。";
    resolved_by(name: &str): "resolved by {name}", "{name}已解决", "{name}已解決";
    rate_now: "Rate", "评价", "評價";
    more_waiting(n: usize): "{n} more in Mine", "“我的”中还有 {n} 条", "「我的」中還有 {n} 條";
    low_scores: "Low scores", "低分项", "低分項";
    low_scores_what: "Mean below 3.5, from 5 ratings up, last 30 days.", "近 30 天均分低于 3.5，满 5 份才计入。",
        "近 30 天均分低於 3.5，滿 5 份才計入。";
    no_low_scores: "No department is rated below 3.5 where it can be said.", "可公布的部门均分都不低于 3.5。", "可公布的部門均分都不低於 3.5。";
    see_on_loom: "See on Pulse", "在全景中查看", "在全景中檢視";
}
