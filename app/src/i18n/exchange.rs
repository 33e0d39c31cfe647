//! Texts of import and export.

super::texts! {
    import: "Import", "导入", "匯入";
    export: "Export", "导出", "匯出";
    export_note: "Everything Weft keeps of departments, people, services, dependencies and requests, as a zip of CSV files that Weft can read again. Confidential requests stay out.",
        "将部门、人员、服务、依赖关系和请求全部导出为 CSV 压缩包，经纬可以再次读取。保密请求不在其中。",
        "將部門、人員、服務、依賴關係和請求全部匯出為 CSV 壓縮檔，經緯可以再次讀取。保密請求不在其中。";
    export_action: "Download zip", "下载压缩包", "下載壓縮檔";
    forbidden_title: "Not for your role", "没有权限", "沒有權限";
    forbidden: "Stewards import and export. Ask one of them.",
        "导入导出由内部客户管理委员操作，可与其联系。", "匯入匯出由內部客戶管理委員操作，可與其聯絡。";

    step_choose: "Choose", "选择", "選擇";
    step_look: "Look", "检查", "檢查";
    step_apply: "Bring in", "导入", "匯入";
    step_done: "Done", "完成", "完成";
    choose_note: "Bring in departments, people, services, dependencies and past requests. You see what would happen before anything changes.",
        "导入部门、人员、服务、依赖关系和历史请求。先预览结果，确认后才会改动。",
        "匯入部門、人員、服務、依賴關係和歷史請求。先預覽結果，確認後才會變更。";
    drop_here: "Drop a folder or a zip here", "将文件夹或压缩包拖到这里", "將資料夾或壓縮檔拖到這裡";
    choose_folder: "Choose a folder", "选择文件夹", "選擇資料夾";
    choose_files: "Choose files", "选择文件", "選擇檔案";
    choose_others: "Choose others", "重新选择", "重新選擇";
    format: "What the files look like", "文件格式", "檔案格式";
    format_note: "CSV in UTF-8 with a header line, columns in any order. Only departments.csv is needed.",
        "UTF-8 编码的 CSV，首行为列名，列的顺序不限，只有 departments.csv 是必需的。",
        "UTF-8 編碼的 CSV，首列為欄名，欄的順序不限，只有 departments.csv 是必需的。";
    sending(done: usize, of: usize): "Sending files: {done} of {of}", "正在上传文件：{done} / {of}", "正在上傳檔案：{done} / {of}";
    looking: "Looking at every line", "正在逐行检查", "正在逐行檢查";
    reading: "Reading the files", "正在读取文件", "正在讀取檔案";
    planning: "Working out what they bring", "正在计算改动", "正在計算變更";
    applying: "Writing", "正在写入", "正在寫入";
    applying_note: "All of it at once, or nothing. You can leave this page open or close it.",
        "全部写入或全部不写。可以停留在此页，也可以离开。", "全部寫入或全部不寫。可以停留在此頁，也可以離開。";
    all_or_nothing: "It comes in whole or not at all, and can be run again without doubles.",
        "要么全部导入，要么不做任何改动；重复导入不会产生重复数据。",
        "要麼全部匯入，要麼不做任何變更；重複匯入不會產生重複資料。";
    apply(rows: u32): plural rows { "Bring in {rows} row" | "Bring in {rows} rows" }, "导入 {rows} 条", "匯入 {rows} 筆";
    nothing_new: "Nothing new to bring in", "没有新内容", "沒有新內容";
    done: "Everything is in.", "已全部导入。", "已全部匯入。";
    to_map: "See the map", "查看地图", "檢視地圖";
    to_departments: "See the departments", "查看部门", "檢視部門";
    import_more: "Import more", "继续导入", "繼續匯入";
    source: "Source", "来源", "來源";
    source_hint: "Ids are kept per source. Use the same name each time, and a second run changes only what changed.",
        "编号按来源保存。每次使用同一名称，再次导入时只更新有变化的内容。",
        "編號按來源儲存。每次使用同一名稱，再次匯入時只更新有變化的內容。";
    look_again: "Look again", "重新检查", "重新檢查";
    not_read(n: usize, names: &str): plural n { "{n} file is not of the format and is not read: {names}" | "{n} files are not of the format and are not read: {names}" },
        "{n} 个文件不属于此格式，不会读取：{names}", "{n} 個檔案不屬於此格式，不會讀取：{names}";

    files: "Files", "文件", "檔案";
    file: "File", "文件", "檔案";
    created: "New", "新增", "新增";
    changed: "Changed", "更新", "更新";
    unchanged: "Unchanged", "不变", "不變";
    not_kept: "Not kept yet", "暂不保存", "暫不儲存";
    skipped: "Skipped", "跳过", "略過";
    looks_wrong: "To check", "待核对", "待核對";
    together: "Together", "合计", "合計";
    findings: "Findings", "检查结果", "檢查結果";
    all_well: "Every line is in order.", "所有行都没有问题。", "所有列都沒有問題。";
    save_list: "Save the list", "保存清单", "儲存清單";
    line(n: u32): "line {n}", "第 {n} 行", "第 {n} 列";
    lines(list: &str): "lines {list}", "第 {list} 行", "第 {list} 列";
    times(n: u32): "{n} ×", "{n} 次", "{n} 次";

    unreachable: "The server did not answer. Check your network and choose the files again.",
        "服务器没有响应，检查网络后重新选择文件。", "伺服器沒有回應，檢查網路後重新選擇檔案。";
    signed_out: "You are no longer signed in. Load the page again and sign in.",
        "登录已失效，重新加载页面并登录。", "登入已失效，重新載入頁面並登入。";
    too_large: "The files are too large: at most 256 MiB together. Import in parts.",
        "文件过大，合计最多 256 MiB，可分批导入。", "檔案過大，合計最多 256 MiB，可分批匯入。";
    busy: "Too many imports at once. Wait a minute and try again.", "同时进行的导入过多，稍后再试。", "同時進行的匯入過多，稍後再試。";
    forgotten: "The upload waited too long and was dropped. Choose the files again.",
        "上传的文件等待过久已被清除，重新选择即可。", "上傳的檔案等待過久已被清除，重新選擇即可。";
    unavailable: "The server could not finish it. Nothing was changed; try again in a minute.",
        "服务器未能完成，没有任何改动，稍后再试。", "伺服器未能完成，沒有任何變更，稍後再試。";
    nothing_to_read: "There is no file of the format here. It needs at least a departments.csv.",
        "没有可读取的文件，至少需要一个 departments.csv。", "沒有可讀取的檔案，至少需要一個 departments.csv。";
    too_many_files: "There are too many files: at most 100.", "文件过多，最多 100 个。", "檔案過多，最多 100 個。";
    broken_archive: "The zip cannot be read. Make it anew.", "压缩包无法读取，重新打包后再试。", "壓縮檔無法讀取，重新壓縮後再試。";
    bad_source_name: "The source needs a name of 1 to 100 characters.", "来源名称须为 1 到 100 个字。", "來源名稱須為 1 到 100 個字。";

    column_missing: "the file lacks a column it needs", "缺少必需的列", "缺少必需的欄";
    broken_quotes: "its quotes do not close", "引号未闭合", "引號未閉合";
    gave_up: "too many broken quotes before; the rest was not read", "引号错误过多，其余未读取", "引號錯誤過多，其餘未讀取";
    too_many_cells: "more cells than the header", "单元格多于列名", "儲存格多於欄名";
    too_many_rows: "more lines than one import may have", "超出单次导入的行数上限", "超出單次匯入的列數上限";
    missing_id: "no id", "没有编号", "沒有編號";
    id_too_long: "the id is too long", "编号过长", "編號過長";
    duplicate: "the id came on an earlier line", "编号与前面的行重复", "編號與前面的列重複";
    unknown_department: "names a department that is not there", "所指部门不存在", "所指部門不存在";
    unknown_person: "names a person who is not there", "所指人员不存在", "所指人員不存在";
    unknown_request: "names a request that is not there", "所指请求不存在", "所指請求不存在";
    unknown_dependency: "names a dependency that is not there", "所指依赖关系不存在", "所指依賴關係不存在";
    too_many_needs: "the dependency has all the needs it may have", "该依赖关系的需求已达上限", "該依賴關係的需求已達上限";
    itself: "a department cannot depend on itself", "部门不能依赖自身", "部門不能依賴自身";
    bad_time: "the time cannot be read", "时间无法识别", "時間無法識別";
    former_member: "a former member gets no rights", "已离任成员不授予权限", "已離任成員不授予權限";
    too_many_memberships: "the person has all the memberships they may have", "该人员所属部门已达上限", "該人員所屬部門已達上限";
    too_many_providers: "the service has all the providers it may have", "该服务的提供部门已达上限", "該服務的提供部門已達上限";
    erased: "the person was erased and is not brought back", "此人信息已清除，不再导入", "此人資訊已清除，不再匯入";
    confidential: "the request is confidential and is not touched", "保密请求，不作改动", "保密請求，不作變更";
    no_handler: "the request is confidential and nobody would handle it", "保密请求，无人可处理", "保密請求，無人可處理";
    says_nothing: "names neither a state nor a department", "既无状态也无部门", "既無狀態也無部門";

    unknown_column: "unknown column, values not kept", "未知的列，其值不保存", "未知的欄，其值不儲存";
    column_twice: "the column is there twice; the first counts", "列名重复，以第一个为准", "欄名重複，以第一個為準";
    other_delimiter: "cells are not parted by commas", "分隔符不是逗号", "分隔符號不是逗號";
    broken_text: "not UTF-8; broken characters were replaced", "不是 UTF-8，损坏的字符已替换", "不是 UTF-8，損壞的字元已替換";
    shortened: "a text was too long and was shortened", "文本过长，已截短", "文字過長，已截短";
    missing_name: "the name is missing; the id stands in", "缺少名称，以编号代替", "缺少名稱，以編號代替";
    missing_title: "the title is missing; kind and number stand in", "缺少标题，以类型和编号代替", "缺少標題，以類型和編號代替";
    unknown_parent: "the department above is unknown; it comes in at the top", "上级部门未知，放在最上层", "上級部門未知，放在最上層";
    own_ancestor: "it would stand above itself; it comes in at the top", "会位于自身之上，放在最上层", "會位於自身之上，放在最上層";
    too_deep: "the tree would be too deep; it comes in at the top", "层级过深，放在最上层", "層級過深，放在最上層";
    kind_guessed: "the kind was guessed; its own word is kept", "类别为推断，原文已保留", "類別為推斷，原文已保留";
    comes_retired: "it comes in retired", "以停用状态导入", "以停用狀態匯入";
    key_changed: "the key is malformed or taken; another was made", "编号前缀无效或已占用，已另取", "編號前綴無效或已占用，已另取";
    bad_email: "no e-mail address; left out", "邮箱无效，已略去", "電子郵件無效，已略去";
    email_taken: "somebody else has this e-mail; left out", "邮箱已被他人使用，已略去", "電子郵件已被他人使用，已略去";
    role_guessed: "the role was guessed; its own word is kept as title", "角色为推断，原文保留为岗位", "角色為推斷，原文保留為職稱";
    role_without_department: "a role without a department is not kept", "没有部门的角色不保存", "沒有部門的角色不儲存";
    joined: "says the same as an earlier line; joined", "与前面的行相同，已合并", "與前面的列相同，已合併";
    other_name: "an earlier line has another name; the first counts", "与前面的行名称不同，以第一个为准", "與前面的列名稱不同，以第一個為準";
    bad_number: "the number cannot be read; left out", "数字无法识别，已略去", "數字無法識別，已略去";
    bad_time_left_out: "the time cannot be read; left out", "时间无法识别，已略去", "時間無法識別，已略去";
    future_time: "the time lies in the future", "时间在将来", "時間在未來";
    missing_time: "the time is missing; another stands in", "缺少时间，以其他时间代替", "缺少時間，以其他時間代替";
    backwards: "times run backwards", "时间先后颠倒", "時間先後顛倒";
    state_guessed: "the state is not in states.csv; guessed", "状态不在 states.csv 中，已推断", "狀態不在 states.csv 中，已推斷";
    category_guessed: "the category is none of the eight; guessed", "类别不在八种之内，已推断", "類別不在八種之內，已推斷";
    priority_mapped: "the priority was mapped", "优先级已换算", "優先順序已換算";
    priority_unknown: "the priority cannot be read; medium stands in", "优先级无法识别，按中等处理", "優先順序無法識別，按中等處理";
    request_kind_mapped: "the kind was mapped; its own word is kept", "类型已换算，原文已保留", "類型已換算，原文已保留";
    department_left_out: "the department is unknown; left out", "部门未知，已略去", "部門未知，已略去";
    person_left_out: "the person is unknown; left out", "人员未知，已略去", "人員未知，已略去";
    service_left_out: "the service is unknown; left out", "服务未知，已略去", "服務未知，已略去";
    unknown_actor: "whoever did it is not in people.csv", "操作人不在 people.csv 中", "操作人不在 people.csv 中";
    closed_by_time: "has a closing time, so it comes in closed", "有关闭时间，以关闭状态导入", "有關閉時間，以關閉狀態匯入";
    left: "the source no longer says so; the membership ends", "来源已不再包含，成员关系结束", "來源已不再包含，成員關係結束";
    other_holder: "the last event names another holder; the event counts", "最后事件的负责部门不同，以事件为准", "最後事件的負責部門不同，以事件為準";
    holder_retired: "open, but its holder is retired; it goes to the intake", "负责部门已停用，转入待分派", "負責部門已停用，轉入待分派";
    number_changed: "the number is malformed or taken; it gets another", "编号无效或已占用，已另取", "編號無效或已占用，已另取";
    no_number: "neither department is known, so it has no number", "两个部门都未知，没有编号", "兩個部門都未知，沒有編號";
    part_mapped: "the role was mapped", "角色已换算", "角色已換算";
    too_many_watchers: "it has all the watchers it may have", "关注者已达上限", "關注者已達上限";
    vanished: "no longer in the source; it stays", "来源中已不存在，予以保留", "來源中已不存在，予以保留";
    history_rewritten: "the source changed its past; what came first is kept", "来源改动了历史，保留先前记录", "來源改動了歷史，保留先前記錄";
    unknown_word: "this word is not known; the usual one stands in", "词语无法识别，按常用值处理", "詞語無法識別，按常用值處理";
    here_before: "here before this source; an import does not change it", "先于该来源已存在，导入不作改动", "先於該來源已存在，匯入不作變更";
    in_their_name: "speaks for somebody who is here and can say it themselves", "以现有人员的名义发言，须由本人提出", "以現有人員的名義發言，須由本人提出";
    agreement_kept: "what people here agreed stays", "保留本组织已达成的约定", "保留本組織已達成的約定";
    comes_as_proposed: "speaks for somebody who is here; comes in as proposed", "以现有人员的名义确认，按“已提出”导入", "以現有人員的名義確認，按「已提出」匯入";
    too_many_holders: "went through more departments than are remembered", "经手部门超出记录上限", "經手部門超出記錄上限";
    unknown_zone: "the organisation's time zone is unknown here; times are read as UTC", "本机不识别组织时区，时间按 UTC 读取", "本機不識別組織時區，時間按 UTC 讀取";
    sight_kept: "who may see a request never changes", "请求的可见范围不会改变", "請求的可見範圍不會改變";
}
