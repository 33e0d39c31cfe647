//! Texts of the board and the inbox.

super::texts! {
    // What is there.
    open_and_mine(open: u32, mine: u32): "{open} open · {mine} with you", "{open} 个未完成 · {mine} 个由你处理", "{open} 個未完成 · {mine} 個由你處理";
    asking: "fetching the rest", "正在取回其余内容", "正在取回其餘內容";
    offline: "offline, shown as last seen", "离线，显示上次内容", "離線，顯示上次內容";
    shown_of(shown: usize, total: usize): "{shown} of {total}", "{shown} / 共 {total}", "{shown} / 共 {total}";
    of_limit(total: usize, limit: u16): "{total} / {limit}", "{total} / {limit}", "{total} / {limit}";
    over(n: usize): "{n} over", "超出 {n}", "超出 {n}";
    comments(n: u32): plural n { "{n} comment" | "{n} comments" }, "{n} 条评论", "{n} 則留言";
    from_department(name: &str): "from {name}", "来自{name}", "來自{name}";
    not_for_all: "Not for everyone", "并非人人可见", "並非人人可見";
    nobody: "Nobody", "无人", "無人";
    nobody_yet: "Nobody yet", "尚无负责人", "尚無負責人";
    waits_for(span: &str): "waits {span}", "等待 {span}", "等待 {span}";
    resolved_ago(span: &str): "done {span}", "{span}前解决", "{span}前解決";
    here_for(span: &str): "Here for {span}", "停留 {span}", "停留 {span}";
    looks_at_this(name: &str): "{name} is looking at this", "{name} 正在查看", "{name} 正在檢視";
    moves_this(name: &str): "{name} is moving this", "{name} 正在移动", "{name} 正在移動";
    nothing_here: "Nothing waits here", "这里没有请求", "這裡沒有請求";
    empty: "No requests yet", "还没有请求", "還沒有請求";
    empty_what: "What others ask of this team stands here. Press N to add the team's own work.",
        "其他部门的请求会出现在这里。按 N 添加本组的工作。", "其他部門的請求會出現在這裡。按 N 新增本組的工作。";

    // Narrowing.
    filter_cards: "Filter cards", "筛选卡片", "篩選卡片";
    mine: "Mine", "我的", "我的";
    customer: "Customer", "提出方", "提出方";
    label: "Label", "标签", "標籤";
    all: "All", "全部", "全部";
    lanes: "Lanes", "泳道", "泳道";
    lane_rapid: "Rapid lane", "快速通道", "快速通道";
    lane_rapid_what: "P1 and P2", "P1 与 P2", "P1 與 P2";
    lane_standard: "Standard", "常规", "一般";
    lane_standard_what: "P3 and P4", "P3 与 P4", "P3 與 P4";

    // Doing.
    add_request: "Add a request", "添加请求", "新增請求";
    add_to(column: &str): "Add to {column}", "添加到{column}", "新增至{column}";
    what_is_needed: "What is needed?", "需要什么？", "需要什麼？";
    moved(card: &str, column: &str): "{card} moved to {column}", "{card} 已移到{column}", "{card} 已移到{column}";
    added(title: &str): "Added: {title}", "已添加：{title}", "已新增：{title}";
    end_close: "Close", "关闭", "關閉";
    end_decline: "Decline", "拒绝", "拒絕";
    end_cancel: "Cancel", "取消", "取消";

    // Keys.
    key_arrows: "Go from card to card", "在卡片间移动", "在卡片間移動";
    key_below: "The card below", "下一张卡片", "下一張卡片";
    key_above: "The card above", "上一张卡片", "上一張卡片";
    key_step: "Move the card", "移动卡片", "移動卡片";
    key_open: "Open the card", "打开卡片", "開啟卡片";
    key_move: "Move to a column", "移到某列", "移到某欄";
    key_assign: "Assign", "指派", "指派";
    key_labels: "Labels", "标签", "標籤";
    key_add: "Add a request", "添加请求", "新增請求";
    key_filter: "Filter cards", "筛选卡片", "篩選卡片";

    // Which board.
    other_board: "Another board", "切换看板", "切換看板";
    find_board: "Find a department", "查找部门", "尋找部門";
    no_board: "Whose board?", "查看哪个看板？", "查看哪個看板？";
    no_board_what: "You belong to no department yet. Choose one to look at.",
        "你尚未加入任何部门，可选择一个查看。", "你尚未加入任何部門，可選擇一個查看。";
    no_such_board: "No such board", "没有这个看板", "沒有這個看板";
    no_such_board_what: "No department has this address. It may have been renamed: look for it.",
        "没有部门使用此地址，可能已改名，请查找。", "沒有部門使用此位址，可能已改名，可搜尋。";

    // Inbox.
    unrouted_count(n: usize): plural n { "{n} waits to be routed" | "{n} wait to be routed" },
        "{n} 个待分派", "{n} 個待分派";
    route: "Route", "分派", "分派";
    inbox_empty: "Everything is routed", "全部已分派", "全部已分派";
    inbox_empty_what: "Requests that name no department wait here until somebody hands them over.",
        "未指明部门的请求会在此等待分派。", "未指明部門的請求會在此等待分派。";

    // Settings.
    settings: "Board settings", "看板设置", "看板設定";
    columns: "Columns", "列", "欄";
    column_name: "Column name", "列名", "欄名";
    limit: "Limit", "上限", "上限";
    column_left: "Move left", "左移", "左移";
    column_right: "Move right", "右移", "右移";
    column_remove: "Remove column", "移除列", "移除欄";
    add_column: "Add a column", "添加列", "新增欄";
    save_columns: "Save columns", "保存列", "儲存欄";
    column_missing(state: &str): "A board needs a column for “{state}”.", "看板需要一列对应“{state}”。", "看板需要一欄對應「{state}」。";
    labels: "Labels", "标签", "標籤";
    label_name: "Label name", "标签名", "標籤名";
    label_new: "New label", "新标签", "新標籤";
    label_retire: "Stop offering it", "停用", "停用";
}
