//! Texts of the map.

super::texts! {
    title: "Map", "协作地图", "協作地圖";
    form: "Form of the map", "地图形式", "地圖形式";
    canvas: "Canvas", "画布", "畫布";
    list: "List", "列表", "清單";
    people(n: u32): plural n { "{n} person" | "{n} people" }, "{n} 人", "{n} 人";
    people_open(n: u32, open: u32): plural n { "{n} person · {open} open" | "{n} people · {open} open" },
        "{n} 人 · {open} 未完成", "{n} 人 · {open} 未完成";

    declare: "Declare dependency", "声明依赖", "聲明依賴";
    declare_title: "What is needed, and from whom?", "需要什么，由谁提供", "需要什麼，由誰提供";
    customer: "Who needs it", "谁需要", "誰需要";
    provider: "Who is needed", "由谁提供", "由誰提供";
    what: "What is needed, and why", "需要什么，为什么", "需要什麼，為什麼";
    what_hint: "In a sentence or two. Both departments read it.", "用一两句话写清楚，双方部门都会看到。", "用一兩句話寫清楚，雙方部門都會看到。";
    what_sample: "Try builds within the hour, or reviews stand still.", "试构建在一小时内出结果，否则评审停摆。", "試建置在一小時內有結果，否則審查停擺。";
    pick_customer: "Choose one of your departments", "选择你所在的部门", "選擇你所在的部門";
    pick_provider: "Choose another department", "选择另一个部门", "選擇另一個部門";
    no_department: "You are in no department yet. A lead or steward can add you.",
        "你还不属于任何部门，可请部门负责人或管理员添加。", "你還不屬於任何部門，可請部門負責人或管理員加入。";
    severity: "How badly", "严重程度", "嚴重程度";
    blocking: "Blocking", "阻塞", "阻塞";
    slowing: "Slowing", "拖慢", "拖慢";
    ok: "Nice to have", "尚可", "尚可";
    blocking_long: "Blocking: work stops without it", "阻塞：没有它工作会停下", "阻塞：沒有它工作會停下";
    slowing_long: "Slowing: work is slower without it", "拖慢：没有它工作会变慢", "拖慢：沒有它工作會變慢";
    ok_long: "Nice to have", "尚可：有更好", "尚可：有更好";
    mode: "Mode", "合作方式", "合作方式";
    as_a_service: "As a service", "即服务", "即服務";
    collaboration: "Collaboration", "协作", "協作";
    facilitating: "Facilitating", "辅导", "輔導";
    declared(provider: &str): "Declared. {provider} can now agree", "已声明，等待{provider}确认", "已聲明，等待{provider}確認";

    state: "State", "状态", "狀態";
    proposed: "Proposed", "待确认", "待確認";
    agreed: "Agreed", "已约定", "已約定";
    disputed: "Disputed", "有争议", "有爭議";
    retired: "Retired", "已停用", "已停用";
    kind: "Kind", "类型", "類型";
    kind_division: "Division", "事业部", "事業部";
    kind_department: "Department", "部门", "部門";
    kind_team: "Team", "团队", "團隊";
    kind_committee: "Committee", "委员会", "委員會";
    kind_working_group: "Working group", "工作组", "工作小組";
    kind_subsidiary: "Subsidiary", "子公司", "子公司";
    kind_affiliate: "Affiliate", "关联公司", "關係企業";
    kind_partner: "Partner", "合作伙伴", "合作夥伴";
    kind_supplier: "Supplier", "供应商", "供應商";
    kind_other: "Other", "其他", "其他";
    any: "any", "不限", "不限";
    only_mine: "Only mine", "只看我的", "只看我的";
    show_retired: "Retired too", "含已停用", "含已停用";
    retired_count(n: u32): "{n} retired", "{n} 项已停用", "{n} 項已停用";
    findings: "Findings", "发现", "發現";
    mutual(n: u32): plural n { "{n} pair depends on each other" | "{n} pairs depend on each other" },
        "{n} 对部门互相依赖", "{n} 對部門互相依賴";
    rings(n: u32): plural n { "{n} circle: all in it depend on one another, directly or over others" | "{n} circles: all in one depend on one another, directly or over others" },
        "{n} 组循环依赖：组内部门直接或间接互相依赖", "{n} 組循環依賴：組內部門直接或間接互相依賴";
    undeclared(n: u32): plural n { "{n} pair works together undeclared. Declare it" | "{n} pairs work together undeclared. Declare them" },
        "{n} 对部门有往来而未声明，可补充声明", "{n} 對部門有往來而未聲明，可補充聲明";
    disputes(n: u32): plural n { "{n} disputed" | "{n} disputed" }, "{n} 条有争议", "{n} 條有爭議";
    no_findings: "Nothing found: no dispute, no circle, no work without a dependency.", "没有发现：无争议，无循环依赖，也无未声明的往来。", "沒有發現：無爭議，無循環依賴，也無未聲明的往來。";

    trace: "Trace", "追溯", "追溯";
    trace_note: "Over any number of steps.", "含间接依赖。", "含間接依賴。";
    upstream(n: usize): "All it rests on: {n}", "上游：{n}", "上游：{n}";
    downstream(n: usize): "All that rests on it: {n}", "下游：{n}", "下游：{n}";
    only_upstream(name: &str): "Only what {name} rests on", "只看{name}的上游", "只看{name}的上游";
    only_downstream(name: &str): "Only what rests on {name}", "只看{name}的下游", "只看{name}的下游";

    find: "Find a department", "查找部门", "尋找部門";
    counted(drawn: u32, departments: u32, edges: u32, dependencies: u32):
        "{drawn} of {departments} departments, {edges} of {dependencies} dependencies",
        "{departments} 个部门中的 {drawn} 个，{dependencies} 条依赖中的 {edges} 条",
        "{departments} 個部門中的 {drawn} 個，{dependencies} 條依賴中的 {edges} 條";
    in_tray(n: u32): plural n { "{n} without a dependency" | "{n} without a dependency" },
        "{n} 个没有依赖", "{n} 個沒有依賴";
    tray: "Departments without a dependency that is shown", "没有可显示依赖的部门", "沒有可顯示依賴的部門";
    folded(n: u32): plural n { "{n} that only needs others" | "{n} that only need others" },
        "{n} 个仅为需求方", "{n} 個僅為需求方";
    folds: "Departments that only need others", "仅为需求方的部门", "僅為需求方的部門";
    folds_note: "Each provider shows how many of them need it: “+45”. A department of the list is drawn when you choose it.", "各提供方以“+45”标出其中多少个部门需要它。选中列表中的部门即可将其画出。", "各提供方以「+45」標出其中多少個部門需要它。選取清單中的部門即可將其畫出。";
    draw_folds: "Draw them all", "全部画出", "全部畫出";
    folds_drawn: "All customers", "画出全部需求方", "畫出全部需求方";
    legend_folded: "+45: so many more need it", "+45：另有这么多部门需要它", "+45：另有這麼多部門需要它";
    tray_more(n: usize): "{n} more. Use the search to reach them.", "还有 {n} 个，可用搜索找到。", "還有 {n} 個，可用搜尋找到。";
    zoom: "Zoom", "缩放", "縮放";
    zoom_in: "Zoom in", "放大", "放大";
    zoom_out: "Zoom out", "缩小", "縮小";
    fit: "Show all", "显示全部", "顯示全部";
    arrange: "Arrange anew", "重新排列", "重新排列";
    overview: "Overview", "缩略图", "縮圖";

    legend: "Key", "图例", "圖例";
    legend_close: "Hide the key", "隐藏图例", "隱藏圖例";
    legend_width: "Width: severity", "粗细＝严重程度", "粗細＝嚴重程度";
    legend_make: "Make: mode", "线型＝合作方式", "線型＝合作方式";
    legend_dye: "Colour: the last 30 days", "颜色＝近 30 天", "顏色＝近 30 天";
    legend_other: "No trouble", "无异常", "無異常";
    legend_head: "Head: state", "箭头＝约定状态", "箭頭＝約定狀態";

    surface(departments: u32, dependencies: u32):
        "Dependency map. {departments} departments, {dependencies} dependencies. Arrow keys walk the map, D draws, L opens the list.",
        "依赖地图，{departments} 个部门，{dependencies} 条依赖。方向键移动，D 键连线，L 键打开列表。",
        "依賴地圖，{departments} 個部門，{dependencies} 條依賴。方向鍵移動，D 鍵連線，L 鍵開啟清單。";
    node_about(needs: usize, needed: usize): "needs {needs}, needed by {needed}", "需要 {needs} 个部门，被 {needed} 个部门需要", "需要 {needs} 個部門，被 {needed} 個部門需要";
    is_drawing(name: &str): "{name} is drawing", "{name} 正在连线", "{name} 正在連線";
    is_moving(name: &str): "{name} is moving it", "{name} 正在移动", "{name} 正在移動";

    empty_title: "Nothing is woven yet", "还没有织线", "還沒有織線";
    empty_body: "Say which department needs what from which other one, and the map draws itself.",
        "说出哪个部门需要另一个部门的什么，地图就会画出来。", "說出哪個部門需要另一個部門的什麼，地圖就會畫出來。";
    nothing_passes: "Nothing passes the filters", "没有符合筛选的内容", "沒有符合篩選的內容";
    nothing_passes_body: "Everything is there, the filters leave it out.", "内容都在，只是被筛选隐藏了。", "內容都在，只是被篩選隱藏了。";
    clear_filters: "Clear filters", "清除筛选", "清除篩選";

    panel_department: "Department", "部门", "部門";
    panel_dependency: "Dependency", "依赖", "依賴";
    gone: "This is no longer there.", "这一项已不存在。", "這一項已不存在。";
    needs: "Needs", "需要", "需要";
    needed_by: "Needed by", "被谁需要", "被誰需要";
    needs_nobody: "Needs nobody yet", "暂不需要其他部门", "暫不需要其他部門";
    needed_by_nobody: "Nobody needs it yet", "暂没有部门需要它", "暫沒有部門需要它";
    members: "Members", "成员", "成員";
    services: "Services", "服务", "服務";
    channel: "Channel", "沟通渠道", "溝通管道";
    deliverable: "Deliverable", "交付物", "交付物";
    deliverable_hint: "The provider's output that becomes the customer's input.", "提供方的产出，即需求方的输入。", "提供方的產出，即需求方的輸入。";
    lead: "lead", "负责人", "負責人";
    more_rows(n: usize): "{n} more", "还有 {n} 项", "還有 {n} 項";
    open_board: "Open board", "打开看板", "開啟看板";
    ask: "Ask for something", "提出请求", "提出請求";
    draw_from: "Declare a need", "声明需要", "聲明需要";
    unpin: "Let the map place it", "由地图自动摆放", "由地圖自動擺放";
    needs_word: "needs", "需要", "需要";
    tier: "Tier", "级别", "級別";
    tier_1: "Tier 1", "一级", "一級";
    tier_2: "Tier 2", "二级", "二級";
    tier_3: "Tier 3", "三级", "三級";
    grade: "Grade", "评级", "評級";
    observed(n: u32): plural n { "Seen once in the source" | "Seen {n} times in the source" },
        "来源中出现 {n} 次", "來源中出現 {n} 次";
    written_by(name: &str, when: &str): "{name}, {when}", "{name}，{when}", "{name}，{when}";
    agreed_by(name: &str, when: &str): "Agreed by {name}, {when}", "{name} 于 {when} 确认", "{name} 於 {when} 確認";
    disputed_by(name: &str, when: &str): "Disputed by {name}, {when}", "{name} 于 {when} 提出异议", "{name} 於 {when} 提出異議";
    imported: "Imported, not written by anybody here", "由导入产生，尚无人填写", "由匯入產生，尚無人填寫";
    no_needs: "Nobody has said yet what is needed.", "还没有人写明需要什么。", "還沒有人寫明需要什麼。";
    add_need: "Add a need", "补充一条需要", "補充一條需要";
    amend: "Amend", "修订", "修訂";
    amend_need: "Amend what is needed", "修订需要的内容", "修訂需要的內容";
    drop_need: "Take away", "删除这条", "刪除這條";
    drop_last: "This is the last need: the dependency ends with it.", "这是最后一条需要，删除后依赖随之结束。", "這是最後一條需要，刪除後依賴隨之結束。";
    agree: "Agree", "确认", "確認";
    dispute: "Dispute", "提出异议", "提出異議";
    dispute_title: "Why do you dispute it?", "为什么有异议", "為什麼有異議";
    reason: "Reason", "理由", "理由";
    reason_hint: "The other department reads it.", "对方部门会看到。", "對方部門會看到。";
    retire: "Retire", "停用", "停用";
    retire_title: "Retire this dependency?", "停用这条依赖？", "停用這條依賴？";
    retire_body: "It leaves the map; its history stays.", "它会从地图上消失，历史仍保留。", "它會從地圖上消失，歷史仍保留。";
    works: "How it is worked", "怎样合作", "怎樣合作";
    amended: "Saved", "已保存", "已儲存";
    none: "none", "无", "無";

    list_label: "Dependencies", "依赖列表", "依賴清單";
    list_search: "Search dependencies", "搜索依赖", "搜尋依賴";
    order: "Order of the list", "列表排序", "清單排序";
    by_customer: "By who needs", "按需求方", "依需求方";
    by_provider: "By who is needed", "按提供方", "依提供方";
    by_severity: "By severity", "按严重程度", "依嚴重程度";
    by_state: "By state", "按状态", "依狀態";
    grouped: "Grouped", "分组", "分組";
    unsaid: "Not said", "未写明", "未寫明";
    list_count(shown: usize, all: u32): "{shown} of {all} dependencies", "{all} 条依赖中的 {shown} 条", "{all} 條依賴中的 {shown} 條";
    open_row: "Open", "打开", "開啟";
    row_name(customer: &str, provider: &str): "{customer} needs {provider}", "{customer}需要{provider}", "{customer}需要{provider}";

    keys: "Map", "地图", "地圖";
    key_walk: "Walk from department to department", "在部门之间移动", "在部門之間移動";
    key_open: "Open the department", "打开部门", "開啟部門";
    key_draw: "Declare a dependency of the chosen department", "为所选部门声明依赖", "為所選部門聲明依賴";
    key_list: "Canvas or list", "切换画布与列表", "切換畫布與清單";
}
