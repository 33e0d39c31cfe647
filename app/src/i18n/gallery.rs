//! Texts of the gallery of primitives. It is there in development builds only.

super::texts! {
    title: "Gallery", "组件", "元件";
    note: "Every component in every state. Development builds only.", "所有组件的所有状态，仅开发版可见。", "所有元件的所有狀態，僅開發版可見。";

    scheme: "Light and dark", "浅色与深色", "淺色與深色";
    threads: "Threads", "织线", "織線";
    connection: "Connection", "连接", "連線";
    steps: "Steps", "步骤", "步驟";
    step_files: "Files", "文件", "檔案";
    step_look: "Look at it", "检查", "檢查";
    step_bring: "Bring it in", "导入", "匯入";
    trouble: "Offline, failed, refused", "离线、失败、未接受", "離線、失敗、未接受";
    offline: "Not on this device", "不在本机", "不在本機";
    offline_body: "You are offline. It shows once you are online.", "已离线，联网后显示。", "已離線，連線後顯示。";
    refused: "Not accepted: somebody else changed it meanwhile. Your text is kept.", "未接受：其间有人修改过。内容已保留。", "未接受：其間有人修改過。內容已保留。";
    full: "More than is shown", "未全部显示", "未全部顯示";
    cloth: "Cloth, ink, indigo", "底色、墨色、靛蓝", "底色、墨色、靛藍";
    dyes: "Health and dyes", "状态色与人员色", "狀態色與人員色";
    voices: "Two voices", "两种声音", "兩種聲音";
    buttons: "Buttons", "按钮", "按鈕";
    fields: "Fields", "表单", "表單";
    choices: "Choices", "选择", "選擇";
    small_things: "Chips, tags, priority, people, departments", "标签、优先级、人员、部门", "標籤、優先順序、人員、部門";
    health: "Health", "健康状态", "健康狀態";
    clocks: "Clock and ledger", "计时与记录", "計時與記錄";
    ratings: "Rating", "评分", "評分";
    figures: "Figures", "数字", "數字";
    floating: "Floating", "浮层", "浮層";
    states: "States", "页面状态", "頁面狀態";
    list: "Long list", "长列表", "長列表";

    who_needs: "Who needs whom", "谁依赖谁", "誰依賴誰";
    where_hurts: "Where it hurts now", "现在哪里不畅", "現在哪裡不順";
    panel_title: "Panel title", "面板标题", "面板標題";
    sans(ready: u32): "The interface speaks sans, {ready} ready", "界面用黑体，{ready} 项就绪", "介面用黑體，{ready} 項就緒";
    secondary: "Secondary, tables, chips", "次要文字、表格、标签", "次要文字、表格、標籤";
    captions: "Captions and axes", "说明与坐标", "說明與座標";
    serif: "People speak serif. Thank you for coming at six in the morning.", "人说的话用宋体：谢谢你早上六点就赶到现场。", "人說的話用宋體：謝謝你早上六點就趕到現場。";

    declare: "Declare dependency", "声明依赖", "宣告依賴";
    amend: "Amend", "修改", "修改";
    dispute: "Dispute", "提出异议", "提出異議";
    retire: "Retire", "停用", "停用";
    merge: "Merge", "合并", "合併";
    small: "Small", "小按钮", "小按鈕";
    zoom: "Zoom to fit", "适应窗口", "符合視窗";

    purpose: "Purpose", "用途", "用途";
    purpose_hint: "What you need, in a sentence", "一句话说明需要什么", "一句話說明需要什麼";
    provider: "Provider", "提供方", "提供方";
    infra: "Infrastructure team", "基础设施组", "基礎設施組";
    resolve_within: "Resolve within", "解决时限", "解決時限";
    resolve_error: "At least 15 minutes. Leave it empty for no target.", "至少 15 分钟，留空表示不设目标。", "至少 15 分鐘，留空表示不設目標。";
    comment: "Comment", "评论", "留言";
    tell: "Tell Infrastructure now", "立即通知基础设施组", "立即通知基礎設施組";
    severity: "Severity", "严重程度", "嚴重程度";
    blocking: "Blocking", "阻塞", "阻塞";
    slowing: "Slowing", "拖慢", "拖慢";
    ok: "OK", "正常", "正常";
    visible_to: "Who may see it", "可见范围", "可見範圍";
    only_me: "Only me", "仅自己", "僅自己";
    department: "My department", "本部门", "本部門";

    customer: "Customer", "客户部门", "客戶部門";
    kind: "Kind:", "类型：", "類型：";
    team: "team", "小组", "小組";
    agreed: "Agreed", "已达成", "已達成";
    compiler: "Compiler", "编译器组", "編譯器組";

    left(span: &str): "{span} left", "剩 {span}", "剩 {span}";
    waits(span: &str): "waits on requester, {span}", "等待提出方 {span}", "等待提出方 {span}";
    late(span: &str): "late by {span}", "超时 {span}", "逾時 {span}";
    done_in(span: &str): "done in {span}", "用时 {span}", "用時 {span}";
    ledger: "Ran 44 %, stood still 30 %", "运行 44%，停滞 30%", "運行 44%，停滯 30%";

    quality: "Quality", "质量", "品質";
    attitude: "Attitude", "态度", "態度";
    efficiency: "Efficiency", "效率", "效率";
    result: "Result", "结果", "結果";

    on_time: "On time", "准时率", "準時率";
    target(share: &str): "target {share}", "目标 {share}", "目標 {share}";
    rows(n: u32): plural n { "{n} row" | "{n} rows" }, "{n} 行", "{n} 行";

    differences: "See differences", "查看差异", "檢視差異";
    actions: "Actions", "操作", "操作";
    ask_retire: "Retire this dependency?", "停用这条依赖关系？", "停用這條依賴關係？";
    ask_retire_body(n: u32): plural n {
        "Both departments keep its history. {n} open request stays on the board."
        | "Both departments keep its history. {n} open requests stay on the board."
    }, "双方部门保留其历史，{n} 个进行中的请求仍在看板上。", "雙方部門保留其歷史，{n} 個進行中的請求仍在看板上。";
    target_button: "Popover", "弹出面板", "彈出面板";
    retired: "Dependency retired", "依赖关系已停用", "依賴關係已停用";

    no_threads: "No dependencies yet", "还没有依赖关系", "還沒有依賴關係";
    no_threads_body: "Draw from one department to another, or press D.", "从一个部门拉到另一个部门，或按 D。", "從一個部門拉到另一個部門，或按 D。";
    declare_first: "Declare the first", "声明第一条", "宣告第一條";
    may_not_see: "You may not see this", "你无权查看", "你無權檢視";
    may_not_see_body: "Complaints are open to the people named in them. Ask the committee.", "投诉仅对其中提到的人开放，可联系委员会。", "投訴僅對其中提到的人開放，可聯絡委員會。";
    row(n: usize): "Row {n}", "第 {n} 行", "第 {n} 列";
    new_request: "New request", "新建请求", "新建請求";
}
