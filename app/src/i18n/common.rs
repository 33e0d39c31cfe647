//! Words that several screens share.

super::texts! {
    product: "Weft", "经纬", "經緯";
    cancel: "Cancel", "取消", "取消";
    close: "Close", "关闭", "關閉";
    save: "Save", "保存", "儲存";
    delete: "Delete", "删除", "刪除";
    edit: "Edit", "编辑", "編輯";
    add: "Add", "添加", "新增";
    remove: "Remove", "移除", "移除";
    more: "More", "更多", "更多";
    back: "Back", "返回", "返回";
    next: "Next", "下一步", "下一步";
    done: "Done", "完成", "完成";
    retry: "Try again", "重试", "重試";
    undo: "Undo", "撤销", "復原";
    undone(what: &str): "Undone: {what}", "已撤销：{what}", "已復原：{what}";
    undone_plain: "Undone", "已撤销", "已復原";
    redone(what: &str): "Done again: {what}", "已重做：{what}", "已重做：{what}";
    redone_plain: "Done again", "已重做", "已重做";
    redo: "Redo", "重做", "重做";
    nothing_to_undo: "Nothing to undo", "没有可撤销的操作", "沒有可復原的操作";
    nothing_to_redo: "Nothing to redo", "没有可重做的操作", "沒有可重做的操作";
    copy: "Copy", "复制", "複製";
    copied: "Copied", "已复制", "已複製";
    not_copied(text: &str): "This browser does not let Weft copy. Copy it yourself: {text}", "浏览器不允许复制，请自行复制：{text}", "瀏覽器不允許複製，請自行複製：{text}";
    select_and_copy: "Select it and copy it yourself: this browser does not let Weft", "浏览器不允许复制，请选中后自行复制", "瀏覽器不允許複製，請選取後自行複製";
    search: "Search", "搜索", "搜尋";
    loading: "Loading", "加载中", "載入中";
    optional: "optional", "选填", "選填";
    required: "Fill this in.", "此项必填。", "此項必填。";
    too_long(max: u32): "At most {max} characters.", "最多 {max} 个字。", "最多 {max} 個字。";
    longer_than(max: u32, now: u32): "At most {max} characters, now {now}.", "最多 {max} 个字，目前 {now} 个字。", "最多 {max} 個字，目前 {now} 個字。";
    erased_person: "Erased person", "已清除的人员", "已清除的人員";
    nothing_found: "Nothing found", "没有找到", "找不到";
    more_hidden(n: usize): plural n { "{n} more. Type to narrow." | "{n} more. Type to narrow." },
        "还有 {n} 项，输入以缩小范围。", "還有 {n} 項，輸入以縮小範圍。";
    here_now(names: &str): "Here now: {names}", "正在此处：{names}", "正在此處：{names}";
    hidden_by_filters(n: u32): "{n} hidden by filters", "{n} 条被筛选隐藏", "{n} 條被篩選隱藏";
    not_saved_yet: "Not yet saved", "尚未保存", "尚未儲存";

    good: "Good", "良好", "良好";
    strained: "Strained", "吃紧", "吃緊";
    broken: "Broken", "断裂", "斷裂";
    quiet: "Quiet", "沉寂", "沉寂";

    priority(level: &str): "Priority {level}", "优先级 {level}", "優先順序 {level}";
    rating_of_five(score: &str): "{score} of 5", "{score} 分（满分 5 分）", "{score} 分（滿分 5 分）";
    score_1: "very poor", "很差", "很差";
    score_2: "poor", "较差", "較差";
    score_3: "fair", "一般", "普通";
    score_4: "good", "好", "好";
    score_5: "very good", "很好", "很好";
}
