//! Texts of the search over requests.

super::texts! {
    search: "Search", "搜索", "搜尋";
    search_requests: "Search requests", "搜索请求", "搜尋請求";
    placeholder: "Words, a number, or operators", "关键词、编号或运算符", "關鍵詞、編號或運算子";
    operators: "Operators", "运算符", "運算子";
    operators_what: "Words must all occur. Operators narrow; a minus before one turns it round.",
        "关键词须全部出现；运算符用于缩小范围，前加减号表示排除。", "關鍵詞須全部出現；運算子用於縮小範圍，前加減號表示排除。";
    op_is: "needs work, has ended, asked by you, followed, without a department", "未完成、已结束、我提出、我关注、待分派", "未完成、已結束、我提出、我關注、待分派";
    op_state: "one state", "某一状态", "某一狀態";
    op_to: "who is asked: key or part of the name", "提供方：代号或部分名称", "提供方：代號或部分名稱";
    op_from: "who asks", "提出方", "提出方";
    op_assignee: "who works on it: you, nobody, part of a name", "负责人：自己、无人、部分姓名", "負責人：自己、無人、部分姓名";
    op_by: "who filed it", "提出人", "提出人";
    op_label: "part of a label", "部分标签名", "部分標籤名";
    op_priority: "priority", "优先级", "優先順序";
    op_kind: "kind", "类型", "類型";
    op_quote: "words that stand together", "连在一起的词", "連在一起的詞";
    op_not: "leaves out what matches", "排除匹配项", "排除相符項";
    found(n: usize): plural n { "{n} found" | "{n} found" }, "找到 {n} 个", "找到 {n} 個";
    on_this_device: "on this device", "仅本机", "僅本機";
    asking: "asking the server", "正在查询服务器", "正在查詢伺服器";
    hidden(n: u32): plural n { "{n} more you may not open" | "{n} more you may not open" },
        "另有 {n} 个你无权查看", "另有 {n} 個你無權查看";
    cut(n: u32): "{n} in all. Add words to narrow.", "共 {n} 个，可增加关键词缩小范围。", "共 {n} 個，可增加關鍵詞縮小範圍。";
    nothing: "Nothing found", "没有找到", "找不到";
    nothing_what: "Try fewer words, or look at the operators.", "减少关键词，或查看运算符。", "減少關鍵詞，或查看運算子。";
    nothing_offline: "Nothing on this device. You are offline; the server may know more.",
        "本机没有匹配内容。已离线，服务器上可能有。", "本機沒有相符內容。已離線，伺服器上可能有。";
    start: "Look for a request", "查找请求", "尋找請求";
    start_what: "By words of its title, by its number, or by operators such as state:open.",
        "输入标题关键词、编号，或 state:open 等运算符。", "輸入標題關鍵詞、編號，或 state:open 等運算子。";
    search_all(words: &str): "Search requests for “{words}”", "在请求中搜索“{words}”", "在請求中搜尋「{words}」";
}
