//! Texts of one request: its panel, its page, and the dialog that files one.

super::texts! {
    request: "Request", "请求", "請求";
    new_request: "New request", "新请求", "新請求";
    unnumbered: "new", "新", "新";

    // States, kinds, levels.
    state_new: "New", "新建", "新增";
    state_accepted: "Accepted", "已接受", "已接受";
    state_in_progress: "In progress", "进行中", "進行中";
    state_waiting: "Waiting", "等待中", "等待中";
    state_resolved: "Resolved", "已解决", "已解決";
    state_closed: "Closed", "已关闭", "已關閉";
    state_declined: "Declined", "已拒绝", "已拒絕";
    state_cancelled: "Cancelled", "已取消", "已取消";
    kind_service: "Service", "服务", "服務";
    kind_question: "Question", "咨询", "諮詢";
    kind_problem: "Problem", "故障", "故障";
    kind_complaint: "Complaint", "投诉", "投訴";
    kind_suggestion: "Suggestion", "建议", "建議";
    level_high: "High", "高", "高";
    level_medium: "Medium", "中", "中";
    level_low: "Low", "低", "低";
    named_level(name: &str, level: &str): "{name}: {level}", "{name}：{level}", "{name}：{level}";
    impact_urgency(impact: &str, urgency: &str): "impact {impact} × urgency {urgency}", "影响{impact} × 紧急度{urgency}", "影響{impact} × 緊急度{urgency}";

    // Head.
    private: "Private", "不公开", "不公開";
    copy_link: "Copy link", "复制链接", "複製連結";
    asked: "asked", "请求", "請求";
    unrouted: "Unrouted", "待分派", "待分派";
    someone: "Somebody", "某人", "某人";

    // Facts.
    state: "State", "状态", "狀態";
    assignee: "Assignee", "负责人", "負責人";
    priority: "Priority", "优先级", "優先順序";
    impact: "Impact", "影响", "影響";
    urgency: "Urgency", "紧急度", "緊急度";
    service: "Service", "服务", "服務";
    labels: "Labels", "标签", "標籤";
    requester: "Requester", "提出人", "提出人";
    handlers: "Handlers", "经办人", "經辦人";
    handlers_hint: "Confidential: seen by the requester and these people only.", "保密：仅提出人和以上人员可见。", "保密：僅提出人和以上人員可見。";
    change_handlers: "Change who handles it", "更改经办人", "變更經辦人";
    confidential: "Confidential: only I and those who handle it see it", "保密：仅我和经办人可见", "保密：僅我和經辦人可見";
    seen_by(names: &str): "Only you and {names} will see this.", "只有你和{names}可以看到。", "只有你和{names}可以看到。";
    seen_by_you: "Only you will see this.", "只有你可以看到。", "只有你可以看到。";
    seen_by_nobody: "Nobody handles confidential requests there yet: choose a department with a lead.", "该部门暂无人处理保密请求，可选择有负责人的部门。", "該部門暫無人處理保密請求，可選擇有負責人的部門。";
    and_more(names: &str, n: usize): plural n { "{names} and {n} more" | "{names} and {n} more" }, "{names}和另外 {n} 人", "{names}和另外 {n} 人";
    watchers: "Watchers", "关注者", "關注者";
    filed: "Filed", "提交时间", "提交時間";
    assign: "Assign", "指派", "指派";
    add_label: "Add a label", "添加标签", "新增標籤";
    take_off_label(name: &str): "Take off {name}", "移除标签 {name}", "移除標籤 {name}";
    follow: "Follow", "关注", "關注";
    unfollow: "Following", "已关注", "已關注";
    add_watcher: "Let somebody follow", "添加关注者", "新增關注者";

    // Choosing.
    move_to: "Move to", "移到", "移到";
    assign_to: "Assign to", "指派给", "指派給";
    hand_over_to: "Hand over to", "转交给", "轉交給";
    type_to_find: "Type to find", "输入以查找", "輸入以尋找";
    choices: "Choices", "选项", "選項";
    new_label(name: &str): "New label “{name}”", "新标签“{name}”", "新標籤「{name}」";
    moved_to(column: &str): "Moved to {column}", "已移到{column}", "已移到{column}";
    assigned_to(name: &str): "Assigned to {name}", "已指派给 {name}", "已指派給 {name}";
    unassigned: "Nobody works on it now", "已撤销指派", "已撤銷指派";
    label_on(name: &str): "Label {name} put on", "已加标签 {name}", "已加標籤 {name}";
    label_off(name: &str): "Label {name} taken off", "已移除标签 {name}", "已移除標籤 {name}";
    prioritised(priority: &str): "Priority is now {priority}", "优先级现为 {priority}", "優先順序現為 {priority}";
    handed_over(name: &str): "Handed over to {name}", "已转交{name}", "已轉交{name}";

    // Ending.
    hand_over: "Hand over", "转交", "轉交";
    reopen: "Open again", "重新打开", "重新開啟";
    close_it: "Close", "关闭", "關閉";
    decline: "Decline", "拒绝", "拒絕";
    cancel_it: "Cancel request", "取消请求", "取消請求";
    decline_request: "Decline the request", "拒绝请求", "拒絕請求";
    cancel_request: "Cancel the request", "取消请求", "取消請求";
    why: "Why?", "原因", "原因";
    why_hint: "The requester reads this.", "提出人会看到。", "提出人會看到。";
    closed(card: &str): "{card} closed", "{card} 已关闭", "{card} 已關閉";
    declined(card: &str): "{card} declined", "{card} 已拒绝", "{card} 已拒絕";
    cancelled(card: &str): "{card} cancelled", "{card} 已取消", "{card} 已取消";
    reopened(card: &str): "{card} is open again", "{card} 已重新打开", "{card} 已重新開啟";

    // Body, comments, history.
    title: "Title", "标题", "標題";
    body: "Description", "说明", "說明";
    body_offline: "The description is not on this device. It comes once you are online.",
        "说明不在本机，联网后显示。", "說明不在本機，連線後顯示。";
    not_here: "Not found", "没有找到", "找不到";
    not_here_what: "There is no such request, or you may not open it. Ask its requester for access.",
        "没有此请求，或你无权查看，可联系提出人。", "沒有此請求，或你無權查看，可聯絡提出人。";
    not_here_offline: "Not on this device", "不在本机", "不在本機";
    not_here_offline_what: "You are offline and this request was not open here before. It shows once you are online.",
        "已离线，且本机未保存此请求，联网后显示。", "已離線，且本機未儲存此請求，連線後顯示。";
    conversation: "Conversation", "往来", "往來";
    nothing_said: "Nothing said yet.", "还没有评论。", "還沒有留言。";
    comment: "Comment", "评论", "留言";
    comment_seen_by: "Seen by all who see the request", "可见此请求者均可见", "可見此請求者均可見";
    send_comment: "Comment", "发表", "送出";
    edit_comment: "Edit comment", "编辑评论", "編輯留言";
    edited: "edited", "已编辑", "已編輯";
    the_source: "The source", "来源系统", "來源系統";
    the_system: "Weft", "经纬", "經緯";
    told_filed(who: &str): "{who} filed it", "{who}提交了请求", "{who}提交了請求";
    told_filed_with(who: &str, with: &str): "{who} filed it with {with}", "{who}向{with}提交了请求", "{who}向{with}提交了請求";
    told_state(who: &str, from: &str, to: &str): "{who} moved it from {from} to {to}", "{who}将其从{from}移到{to}", "{who}將其從{from}移到{to}";
    told_handed(who: &str, to: &str): "{who} handed it over to {to}", "{who}转交给{to}", "{who}轉交給{to}";
    told_unrouted(who: &str): "{who} put it back into the intake", "{who}退回待分派", "{who}退回待分派";
    told_took(who: &str): "{who} took it on", "{who}开始负责", "{who}開始負責";
    told_assigned(who: &str, to: &str): "{who} assigned it to {to}", "{who}指派给{to}", "{who}指派給{to}";
    told_unassigned(who: &str): "{who} left it without an assignee", "{who}撤销了指派", "{who}撤銷了指派";
    told_priority(who: &str): "{who} changed impact or urgency", "{who}调整了影响或紧急度", "{who}調整了影響或緊急度";
    told_labels(who: &str): "{who} changed its labels", "{who}调整了标签", "{who}調整了標籤";
    told_handlers(who: &str): "{who} changed who handles it", "{who}更改了经办人", "{who}變更了經辦人";
    told_watchers(who: &str): "{who} changed who follows it", "{who}调整了关注者", "{who}調整了關注者";
    told_rated(who: &str): "{who} rated it", "{who}评了分", "{who}評了分";
    told_thanked(who: &str): "{who} sent thanks", "{who}表示了感谢", "{who}表示了感謝";
    told_commented(who: &str): "{who} commented", "{who}发表了评论", "{who}留了言";
    told_edited(who: &str): "{who} edited it", "{who}编辑了请求", "{who}編輯了請求";

    // In a list.
    row_below: "The row below", "下一行", "下一列";
    row_above: "The row above", "上一行", "上一列";
    row_open: "Open the request", "打开请求", "開啟請求";

    // On its own page.
    back_to(name: &str): "Back to {name}", "返回{name}", "返回{name}";
    nth_of(at: usize, all: usize): "{at} of {all}", "第 {at} 个，共 {all} 个", "第 {at} 個，共 {all} 個";
    previous: "The request before", "上一个请求", "上一個請求";
    next: "The next request", "下一个请求", "下一個請求";
    own_page: "Open on a page of its own", "在独立页面打开", "在獨立頁面開啟";

    // Feedback.
    how_it_went: "How it went", "评价", "評價";
    by_customer: "The requester's side", "提出方评分", "提出方評分";
    by_provider: "The provider's side", "提供方评分", "提供方評分";
    quality: "Quality", "质量", "品質";
    attitude: "Attitude", "态度", "態度";
    efficiency: "Efficiency", "效率", "效率";
    result: "Result", "结果", "結果";
    rate_what: "Quality, attitude and efficiency are about the way; result is about what came out.",
        "质量、态度、效率针对过程，结果针对成效。", "品質、態度、效率針對過程，結果針對成效。";
    rating_comment: "What would you say about it?", "补充说明", "補充說明";
    rate: "Rate", "提交评分", "送出評分";
    rated: "Rated", "已评分", "已評分";
    send_thanks: "Send thanks", "表示感谢", "表示感謝";
    thanks_to: "To", "感谢对象", "感謝對象";
    thanks_for: "For", "感谢原因", "感謝原因";
    thanks_words: "Your words", "想说的话", "想說的話";
    thanks_seen: "Everybody can read it.", "所有人可见。", "所有人可見。";
    thanks_help: "Help", "帮助", "協助";
    thanks_teamwork: "Teamwork", "协作", "協作";
    thanks_innovation: "New idea", "创新", "創新";
    thanks_craft: "Craft", "专业", "專業";
    thanked: "Thanks sent", "感谢已发出", "感謝已送出";

    // New request.
    ask_as: "Ask as", "代表部门", "代表部門";
    provider: "Who is asked", "向谁提出", "向誰提出";
    provider_hint: "Leave empty if you do not know", "不清楚可留空", "不清楚可留空";
    no_service: "None in particular", "不指定", "不指定";
    what_do_you_need: "What do you need?", "需要什么？", "需要什麼？";
    details: "Details", "详情", "詳情";
    details_hint: "What have you tried, by when, who else is hit?", "已试过什么、何时需要、还影响谁？", "已試過什麼、何時需要、還影響誰？";
    kind: "Kind", "类型", "類型";
    impact_hint: "How much hangs on it", "影响范围有多大", "影響範圍有多大";
    urgency_hint: "How soon it is needed", "多快需要", "多快需要";
    private_hint: "Private: the rest of my department does not see it", "不公开：本部门其他人看不到", "不公開：本部門其他人看不到";
    draft_not_kept: "Not kept: it is confidential", "保密内容不存草稿", "保密內容不存草稿";
    draft_kept: "Kept as you type", "草稿自动保存", "草稿自動儲存";
    file: "File request", "提交请求", "送出請求";
    filed_with(name: &str): "Filed with {name}", "已向{name}提交", "已向{name}送出";
    filed_unrouted: "Filed. It waits in the intake to be routed", "已提交，等待分派", "已送出，等待分派";
    no_department: "You belong to no department, so you cannot ask yet. A steward can add you in the directory.",
        "你不属于任何部门，暂不能提交。管理委员会可在组织中添加你。", "你不屬於任何部門，暫不能提交。管理委員會可在組織中加入你。";
}
