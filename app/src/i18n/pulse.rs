//! Texts of Pulse: the collaboration by health, as map and as loom.

super::texts! {
    as_map: "Map", "地图", "地圖";
    as_loom: "Loom", "织机", "織機";
    view: "View", "视图", "檢視";
    loom_note: "Every dependency is one thread across the departments. The worst lies on top.",
        "每段依赖关系是横穿各部门的一根线，最糟的在最上面。", "每段依賴關係是橫穿各部門的一條線，最糟的在最上面。";
    map_note(name: &str, period: &str): "{name}, {period}", "{name}，{period}", "{name}，{period}";

    // Period.
    period: "Period", "时段", "時段";
    last_days(n: u32): plural n { "last day" | "last {n} days" }, "近 {n} 天", "近 {n} 天";
    days(n: u32): plural n { "{n} day" | "{n} days" }, "{n} 天", "{n} 天";
    from_to(from: &str, to: &str): "{from} – {to}", "{from} 至 {to}", "{from} 至 {to}";
    from: "From", "从", "從";
    to: "To", "到", "到";
    apply: "Show", "查看", "檢視";
    not_a_day: "Choose both days.", "请选择两个日期。", "請選擇兩個日期。";
    counting: "Counting older days", "正在统计更早的日子", "正在統計更早的日子";
    cut: "More days than fit here: figures may be too low", "日子过多，数字可能偏低", "日子過多，數字可能偏低";
    offline_note: "Offline: as of the last connection", "已离线，为上次连接时的数据", "已離線，為上次連線時的資料";

    // Order and filters.
    order: "Order", "排序", "排序";
    by_friction: "friction", "摩擦", "摩擦";
    by_traffic: "traffic", "往来量", "往來量";
    by_rating: "rating", "评分", "評分";
    customer: "Customer", "需求方", "需求方";
    provider: "Provider", "提供方", "提供方";
    any: "Any", "不限", "不限";
    find_department: "Find a department", "查找部门", "尋找部門";
    width_is_traffic: "width is traffic", "线宽表示往来量", "線寬表示往來量";
    legend: "What the lines mean", "线条含义", "線條含義";

    // Columns of the loom.
    loom: "Relationships", "协作关系", "協作關係";
    relationship: "Customer › provider", "需求方 › 提供方", "需求方 › 提供方";
    thread: "Dependency", "依赖关系", "依賴關係";
    filed: "requests", "请求", "請求";
    resolved: "resolved", "已解决", "已解決";
    mean_time: "takes", "用时", "用時";
    rated: "rated", "评分", "評分";
    needs(customer: &str, provider: &str): "{customer} needs {provider}", "{customer}依赖{provider}", "{customer}依賴{provider}";
    unnamed_columns(named: usize, all: usize): "{named} of {all} departments named; each row names its own",
        "{all} 个部门中标出 {named} 个，每行另有名称", "{all} 個部門中標出 {named} 個，每行另有名稱";
    row_count(n: usize): plural n { "{n} relationship" | "{n} relationships" }, "{n} 段关系", "{n} 段關係";
    hidden(n: usize): "{n} hidden by filters", "{n} 段被筛选隐藏", "{n} 段被篩選隱藏";
    undeclared: "not declared", "未登记", "未登記";

    // Figures.
    filed_rows(n: u32): plural n { "{n} request. Show it" | "{n} requests. Show them" }, "{n} 个请求，点击查看", "{n} 個請求，點按檢視";
    resolved_rows(share: &str): "{share} resolved. Show them", "已解决 {share}，点击查看", "已解決 {share}，點按檢視";
    rating_rows(mean: &str, n: u32): plural n { "rated {mean} in {n} rating. Show it" | "rated {mean} in {n} ratings. Show them" },
        "{n} 份评价均分 {mean}，点击查看", "{n} 份評價均分 {mean}，點按檢視";
    few_ratings(n: u32): plural n { "{n} rating. Shown from 5 up" | "{n} ratings. Shown from 5 up" },
        "{n} 份评价，满 5 份才显示", "{n} 份評價，滿 5 份才顯示";
    few_short(n: u32): "n {n}", "{n} 份", "{n} 份";
    no_ratings: "no rating", "无评价", "無評價";
    scores_hidden: "Seen by the two departments, leadership and the committee", "仅双方部门、领导与管理委员会可见", "僅雙方部門、領導與管理委員會可見";
    no_traffic: "no traffic in this period", "该时段无往来", "該時段無往來";

    // Why it hurts.
    why_rated(mean: &str): "rated {mean} on average", "平均 {mean} 分", "平均 {mean} 分";
    why_rated_low: "rated low", "评分偏低", "評分偏低";
    why_dropped(n: u32, all: u32): "{n} of {all} declined or cancelled", "{all} 个中有 {n} 个被拒绝或取消", "{all} 個中有 {n} 個被拒絕或取消";
    why_piles(filed: u32, done: u32): "{filed} came in, {done} got done", "收到 {filed} 个，办结 {done} 个", "收到 {filed} 個，辦結 {done} 個";
    why_good: "runs well", "运行良好", "運作良好";
    why_quiet: "nothing came, nothing went", "没有往来", "沒有往來";

    // Where it hurts now.
    hurts: "Where it hurts now", "当前痛点", "目前痛點";
    all_threads(n: usize): plural n { "All {n} dependency" | "All {n} dependencies" },
        "全部 {n} 段依赖关系", "全部 {n} 段依賴關係";
    nothing_hurts: "Nothing strained, nothing broken.", "没有吃紧，没有断裂。", "沒有吃緊，沒有斷裂。";
    fig_resolved: "resolved", "解决", "解決";
    fig_rated: "rated", "评分", "評分";

    // Indicators.
    indicators: "Indicators", "指标", "指標";
    requests: "Requests", "请求", "請求";
    resolved_share: "Resolved", "已解决", "已解決";
    time_taken: "Time to resolve", "解决用时", "解決用時";
    satisfaction: "Satisfaction", "满意度", "滿意度";
    in_trouble: "In trouble", "有问题的依赖", "有問題的依賴";
    rows(n: u32): plural n { "{n} row" | "{n} rows" }, "{n} 行", "{n} 列";
    of_filed(n: u32): "of {n} filed", "共提交 {n} 个", "共提交 {n} 個";
    mean_of(n: u32): "mean of {n}", "{n} 个的均值", "{n} 個的均值";
    of_ratings(n: u32): plural n { "{n} rating" | "{n} ratings" }, "{n} 份评价", "{n} 份評價";
    yours_only: "your departments only", "仅你的部门", "僅你的部門";
    broken_strained(broken: u32, strained: u32): "{broken} broken, {strained} strained", "断裂 {broken}，吃紧 {strained}", "斷裂 {broken}，吃緊 {strained}";
    of_all(n: usize): "of {n}", "共 {n}", "共 {n}";
    trend(name: &str): "{name} over the period", "{name}走势", "{name}走勢";

    // The rows behind a figure.
    behind: "Rows behind the figure", "数字背后的记录", "數字背後的記錄";
    behind_all: "All relationships", "全部依赖关系", "全部依賴關係";
    measure: "Figure", "指标", "指標";
    m_filed: "Filed", "提交", "提交";
    m_resolved: "Resolved", "已解决", "已解決";
    m_dropped: "Dropped", "未办理", "未辦理";
    m_ratings: "Ratings", "评价", "評價";
    more_hidden(n: u32): plural n { "{n} more is not listed here" | "{n} more are not listed here" }, "另有 {n} 条未列出", "另有 {n} 條未列出";
    more_hidden_what: "Requests are seen by both departments, ratings also by leadership and the committee; comments only by both departments.",
        "请求仅双方部门可见；评分另对领导与管理委员会可见；评语仅双方部门可见。",
        "請求僅雙方部門可見；評分另對領導與管理委員會可見；評語僅雙方部門可見。";
    more_elsewhere: "Older ones and those handed over may be missing from this list.",
        "较早的与已转交的可能不在此列表中。", "較早的與已轉交的可能不在此清單中。";
    nothing_behind: "No row in this period.", "该时段没有记录。", "該時段沒有記錄。";
    asking: "Looking for the rows", "正在查找记录", "正在尋找記錄";
    on_the_map: "On the map", "在地图上查看", "在地圖上檢視";
    declare_it: "Declare it on the map", "在地图上登记", "在地圖上登記";
    dropped_fig: "dropped", "未办理", "未辦理";

    // The map.
    live_map(n: usize): plural n { "Live collaboration map, {n} department" | "Live collaboration map, {n} departments" },
        "实时协作地图，{n} 个部门", "即時協作地圖，{n} 個部門";
    in_out(came: u32, done: u32): "{came} in, {done} done", "进 {came}，办结 {done}", "進 {came}，辦結 {done}";
    truth(shown: usize, all: usize, threads: usize): "{shown} of {all} departments, {threads} dependencies",
        "{all} 个部门中的 {shown} 个，{threads} 段依赖关系", "{all} 個部門中的 {shown} 個，{threads} 段依賴關係";
    show_quiet(n: usize): plural n { "{n} quiet one, show" | "{n} quiet ones, show" }, "另有 {n} 段无往来，显示", "另有 {n} 段無往來，顯示";
    hide_quiet: "Hide the quiet ones", "隐藏无往来的", "隱藏無往來的";
    undeclared_pairs(n: usize): plural n {
        "{n} pair works together undeclared, see loom" | "{n} pairs work together undeclared, see loom"
    }, "另有 {n} 对未登记却有往来，见织机", "另有 {n} 對未登記卻有往來，見織機";
    threads_of(name: &str): "Dependencies of {name}", "{name}的依赖关系", "{name}的依賴關係";
    everywhere: "Everywhere", "查看全部", "檢視全部";
    zoom_in: "Nearer", "放大", "放大";
    zoom_out: "Farther", "缩小", "縮小";
    fit: "Show all", "显示全部", "顯示全部";

    // Nothing there.
    empty: "No dependencies yet", "还没有依赖关系", "還沒有依賴關係";
    empty_what: "Pulse shows how departments work for one another. It begins with a dependency on the map.",
        "全景展示部门间的协作。先在地图上登记一段依赖关系。", "全景展示部門間的協作。先在地圖上登記一段依賴關係。";
    to_the_map: "Go to the map", "前往地图", "前往地圖";
    nothing_passes: "No dependency passes the filter", "没有符合筛选的依赖关系", "沒有符合篩選的依賴關係";
    nothing_passes_what: "Choose another customer or provider.", "换一个需求方或提供方试试。", "換一個需求方或提供方試試。";
    show_all: "Show all", "显示全部", "顯示全部";

    // Keys.
    key_view: "Map or loom", "切换地图与织机", "切換地圖與織機";
    key_rows: "Row to row, figure to figure", "在行与数字间移动", "在列與數字間移動";
}
