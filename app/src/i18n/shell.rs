//! Texts of the frame: navigation, connection, palette, keys.

super::texts! {
    skip: "Skip to content", "跳到正文", "跳到正文";
    not_found: "Nothing here", "这里没有内容", "這裡沒有內容";
    not_found_why: "The address leads to no screen. Choose one on the left.", "此地址没有对应的页面，从左侧选择一个。", "此網址沒有對應的頁面，從左側選擇一個。";
    not_fetched: "This screen is not here yet", "页面尚未加载", "頁面尚未載入";
    not_fetched_why: "It could not be fetched from the server. Check your network and try again; nothing is lost.",
        "无法从服务器加载。请检查网络后重试，内容不会丢失。", "無法從伺服器載入。請檢查網路後重試，內容不會遺失。";
    main_navigation: "Main", "主导航", "主導覽";
    map: "Map", "地图", "地圖";
    board: "Board", "看板", "看板";
    feedback: "Feedback", "反馈", "反饋";
    pulse: "Pulse", "全景", "全景";
    directory: "Directory", "组织", "組織";
    inbox: "Inbox", "待办", "待辦";
    mine: "Mine", "我的", "我的";
    settings: "Settings", "设置", "設定";
    me: "My menu", "我的菜单", "我的選單";
    unread(n: u32): plural n { "{n} waits" | "{n} wait" }, "{n} 项待处理", "{n} 項待處理";

    live: "Live", "已同步", "已同步";
    live_long: "Live, everything saved", "已同步，全部已保存", "已同步，全部已儲存";
    connecting: "Joining", "连接中", "連線中";
    connecting_long: "Joining. You can go on", "正在连接，可以继续操作", "正在連線，可以繼續操作";
    offline: "Offline", "离线", "離線";
    offline_count(n: u32): "Offline · {n}", "离线 {n}", "離線 {n}";
    refused_count(n: u32): "Refused · {n}", "未接受 {n}", "未接受 {n}";
    offline_long(n: u32): plural n {
        "You are offline. {n} change waits here" | "You are offline. {n} changes wait here"
    }, "已离线，{n} 项改动待发送", "已離線，{n} 項變更待送出";
    offline_idle: "You are offline. You can go on", "已离线，可以继续操作", "已離線，可以繼續操作";
    unkept: "Not kept", "不保存", "不保存";
    unkept_count(n: u32): "Not kept · {n}", "未保存 {n}", "未保存 {n}";
    unkept_idle: "This browser keeps nothing. What you do goes to the server at once, while you are online",
        "此浏览器不保存数据，联网时改动会立即发送", "此瀏覽器不保存資料，連線時變更會立即送出";
    unkept_long(n: u32): plural n {
        "This browser keeps nothing. {n} change waits, and is lost if you close the page"
        | "This browser keeps nothing. {n} changes wait, and are lost if you close the page"
    }, "此浏览器不保存数据，{n} 项改动待发送，关闭页面会丢失", "此瀏覽器不保存資料，{n} 項變更待送出，關閉頁面會遺失";
    outdated: "Reload", "请重新加载", "請重新載入";
    outdated_long: "Another tab runs a newer version. Load this page anew to go on",
        "另一标签页运行的是新版本，请重新加载本页后继续", "另一分頁執行的是新版本，請重新載入本頁後繼續";
    waits_title: "Waits to be sent", "待发送", "待送出";
    waits_more(n: u32): plural n { "and {n} more" | "and {n} more" }, "另有 {n} 项", "另有 {n} 項";
    keep_copy: "Save a copy as a file", "另存为文件", "另存為檔案";
    refused_title: "Not accepted", "未被接受", "未被接受";
    refused_unreadable: "A change that this version of Weft cannot read.", "此版本的经纬无法读取的改动。", "此版本的經緯無法讀取的變更。";
    refused_unreadable_out: "Copy it for your admin, then drop it.", "请复制后交给系统管理员，再丢弃。", "請複製後交給系統管理員，再捨棄。";
    refused_at(when: &str): "Made {when}", "{when}所做", "{when}所做";
    refused_over: "Write over it", "覆盖", "覆蓋";
    refused_again: "Try again", "重试", "重試";
    refused_drop: "Drop", "丢弃", "捨棄";
    refused_drop_all: "Drop all…", "全部丢弃…", "全部捨棄…";
    refused_drop_all_question(n: u32): plural n { "Drop {n} change?" | "Drop all {n} changes?" }, "丢弃全部 {n} 项改动？", "捨棄全部 {n} 項變更？";
    refused_drop_all_note: "What you wrote in them is gone for good.", "其中所写的内容将无法找回。", "其中所寫的內容將無法找回。";
    refused_drop_all_do: "Drop all", "全部丢弃", "全部捨棄";
    refused_long(n: u32): plural n {
        "{n} change was not accepted. Your text is kept" | "{n} changes were not accepted. Your text is kept"
    }, "{n} 项改动未被接受，内容已保留", "{n} 項變更未被接受，內容已保留";

    ask_department(name: &str): "Ask {name} for something", "向{name}提出请求", "向{name}提出請求";
    declare_that(customer: &str, provider: &str): "Declare that {customer} needs {provider}", "声明{customer}需要{provider}", "聲明{customer}需要{provider}";
    theme_words: "Appearance, theme, light, dark", "外观 主题 浅色 深色 theme", "外觀 主題 淺色 深色 theme";
    language_words: "Language 语言 語言", "语言 language", "語言 language";
    keys_go: "Go to", "前往", "前往";
    search_or_run: "Search or run a command", "搜索或执行命令", "搜尋或執行指令";
    palette: "Command palette", "命令面板", "指令面板";
    choose: "choose", "选择", "選擇";
    open: "open", "打开", "開啟";
    all_keys: "all keys", "全部快捷键", "全部快速鍵";
    group_go: "Go to", "前往", "前往";
    group_do: "Do", "操作", "操作";
    group_departments: "Departments", "部门", "部門";
    group_people: "People", "人员", "人員";
    group_requests: "Requests", "请求", "請求";
    group_views: "Views", "视图", "檢視";
    nothing_for(query: &str): "Nothing for “{query}”", "没有与“{query}”相符的内容", "沒有與「{query}」相符的內容";
    results(n: u32): plural n { "{n} result" | "{n} results" }, "{n} 条结果", "{n} 條結果";

    keys: "Keys", "快捷键", "快速鍵";
    keys_everywhere: "Everywhere", "全局", "全域";
    single_keys: "Single keys run commands", "单键执行命令", "單鍵執行指令";
    key_palette: "Search or run a command", "搜索或执行命令", "搜尋或執行指令";
    key_help: "Show these keys", "显示快捷键", "顯示快速鍵";
    key_escape: "Close what is on top", "关闭最上层", "關閉最上層";

    panel_close: "Close panel", "关闭面板", "關閉面板";
    notices: "Notices", "通知", "通知";
    dismiss: "Dismiss", "知道了", "知道了";
}
