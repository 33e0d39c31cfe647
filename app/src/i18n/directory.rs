//! Texts of the directory and of the first run.

super::texts! {
    title: "Directory", "组织", "組織";
    views: "Lists", "列表", "清單";
    departments: "Departments", "部门", "部門";
    people: "People", "人员", "人員";
    services: "Services", "服务", "服務";
    exchange: "Import & export", "导入导出", "匯入匯出";
    departments_count(n: usize): plural n { "{n} department" | "{n} departments" }, "{n} 个部门", "{n} 個部門";
    people_count(n: usize): plural n { "{n} person" | "{n} people" }, "{n} 人", "{n} 人";
    search: "Find by name", "按名称查找", "依名稱尋找";
    with_retired: "Retired too", "含已停用", "含已停用";
    nothing_matches: "Nothing matches the words and filters.", "没有符合查找词和筛选条件的内容。", "沒有符合搜尋詞和篩選條件的內容。";
    clear_filters: "Clear them", "清除条件", "清除條件";
    not_here: "Not here", "内容不存在", "內容不存在";
    not_here_note: "What this link names is gone, or was never here.", "链接所指的内容已不存在。", "連結所指的內容已不存在。";
    open: "Open", "打开", "開啟";
    saved: "Saved", "已保存", "已儲存";

    department: "Department", "部门", "部門";
    kind: "Kind", "类别", "類別";
    key: "Key", "编号前缀", "編號前綴";
    key_hint: "2 to 6 letters or digits before its request numbers, such as IT-42. Left empty, one is proposed.",
        "请求编号的前缀，2 到 6 位字母或数字，如 IT-42；留空则自动生成。",
        "請求編號的前綴，2 到 6 位字母或數字，如 IT-42；留空則自動產生。";
    key_change_hint: "The old key still leads to its requests.", "旧前缀仍可找到原有请求。", "舊前綴仍可找到原有請求。";
    former_keys: "Former keys", "曾用前缀", "曾用前綴";
    channel: "Channel", "联系渠道", "聯絡管道";
    channel_hint: "How to reach it outside Weft: a chat group, an extension, a room.",
        "经纬之外的联系方式：群、分机号或办公室。", "經緯之外的聯絡方式：群組、分機或辦公室。";
    also: "Also called", "其他语言名称", "其他語言名稱";
    name: "Name", "名称", "名稱";
    other_names: "Names in other languages", "其他语言的名称", "其他語言的名稱";
    purpose: "Purpose", "职责", "職責";
    purpose_hint: "What it does for others, in a sentence or two.", "用一两句话说明它为其他部门做什么。", "用一兩句話說明它為其他部門做什麼。";
    parent: "Stands under", "上级部门", "上級部門";
    top_level: "Nothing: top level", "无，位于最上层", "無，位於最上層";
    path: "Above it", "上级部门", "上級部門";
    open_all: "Open all", "全部展开", "全部展開";
    close_all: "Close all", "全部收起", "全部收合";
    drop_at_top: "Drop here for the top level", "拖到这里放在最上层", "拖到這裡放在最上層";
    new_department: "New department", "新建部门", "新增部門";
    department_below: "New department under it", "新建下级部门", "新增下級部門";
    create: "Create", "创建", "建立";
    created(name: &str): "{name} created", "已创建“{name}”", "已建立「{name}」";
    edit_department: "Edit department", "编辑部门", "編輯部門";
    merged_into(name: &str): "Merged into {name}", "已并入{name}", "已併入{name}";
    move_to: "Move…", "移动…", "移動…";
    move_title(name: &str): "Move {name}", "移动“{name}”", "移動「{name}」";
    move_action: "Move", "移动", "移動";
    move_note: "What stands under it moves along.", "下级部门会一起移动。", "下級部門會一起移動。";
    moved_under(name: &str, parent: &str): "{name} moved under {parent}", "“{name}”已移到“{parent}”之下", "「{name}」已移到「{parent}」之下";
    moved_to_top(name: &str): "{name} moved to the top level", "“{name}”已移到最上层", "「{name}」已移到最上層";
    merge: "Merge into…", "并入…", "併入…";
    merge_title(name: &str): "Merge {name}", "合并“{name}”", "合併「{name}」";
    merge_into: "Into", "并入", "併入";
    merge_note: "Its people, services, dependencies and requests go over, with their history. It cannot be taken back.",
        "人员、服务、依赖关系和请求连同历史一并转入，无法撤销。", "人員、服務、依賴關係和請求連同歷史一併轉入，無法復原。";
    merge_action: "Merge", "合并", "合併";
    merged(name: &str, into: &str): "{name} is part of {into} now", "“{name}”已并入“{into}”", "「{name}」已併入「{into}」";
    split: "Split…", "拆分…", "拆分…";
    split_title(name: &str): "Split {name}", "拆分“{name}”", "拆分「{name}」";
    split_note: "A new department beside it takes the people and services you tick. The rest stays.",
        "在旁边新建一个部门，转入勾选的人员和服务，其余保持不变。", "在旁邊新增一個部門，轉入勾選的人員和服務，其餘保持不變。";
    split_people: "People it takes", "转入的人员", "轉入的人員";
    split_services: "Services it takes", "转入的服务", "轉入的服務";
    split_action: "Split", "拆分", "拆分";
    retire: "Retire", "停用", "停用";
    retire_more: "Retire…", "停用…", "停用…";
    retire_question(name: &str): "Retire {name}?", "停用“{name}”？", "停用「{name}」？";
    retire_department_note: "It takes part no more; its history stays. You can bring it back.",
        "该部门不再参与协作，历史保留，之后可以恢复。", "該部門不再參與協作，歷史保留，之後可以恢復。";
    retired(name: &str): "{name} retired", "“{name}”已停用", "「{name}」已停用";
    restore: "Bring back", "恢复", "恢復";
    restored(name: &str): "{name} is back", "“{name}”已恢复", "「{name}」已恢復";
    ask: "Ask for something", "提出请求", "提出請求";
    more_on_map(n: usize): plural n { "{n} more, on the map" | "{n} more, on the map" }, "另有 {n} 个，在地图上查看", "另有 {n} 個，在地圖上檢視";
    to_board: "Its board", "查看看板", "檢視看板";
    to_map: "On the map", "在地图上查看", "在地圖上檢視";
    show_people_below: "All people in it and below", "查看本部门及下级的所有人员", "檢視本部門及下級的所有人員";
    choose_department: "Choose a department", "选择部门", "選擇部門";

    kind_division: "Division", "中心", "中心";
    kind_department: "Department", "部门", "部門";
    kind_team: "Team", "团队", "團隊";
    kind_committee: "Committee", "委员会", "委員會";
    kind_working_group: "Working group", "工作组", "工作小組";
    kind_subsidiary: "Subsidiary", "子公司", "子公司";
    kind_affiliate: "Affiliate", "关联公司", "關係企業";
    kind_partner: "Partner", "合作伙伴", "合作夥伴";
    kind_supplier: "Supplier", "供应商", "供應商";
    kind_other: "Other", "其他", "其他";

    person: "Person", "人员", "人員";
    role: "Role", "角色", "角色";
    any_role: "Any role", "不限角色", "不限角色";
    role_lead: "Lead", "负责人", "負責人";
    role_agent: "Agent", "经办人", "經辦人";
    role_member: "Member", "成员", "成員";
    role_of(name: &str): "Role of {name}", "{name}的角色", "{name}的角色";
    role_hint: "Members ask. Agents also work the board. Leads also edit the department.",
        "成员可提请求，经办人还可处理看板，负责人还可编辑部门。", "成員可提請求，經辦人還可處理看板，負責人還可編輯部門。";
    job_title: "Job role, in your words", "岗位", "職稱";
    new_person: "New person", "新建人员", "新增人員";
    added(name: &str): "{name} added", "已添加“{name}”", "已新增「{name}」";
    edit_person: "Edit person", "编辑人员", "編輯人員";
    email: "E-mail", "邮箱", "電子郵件";
    email_optional: "E-mail (optional)", "邮箱（选填）", "電子郵件（選填）";
    email_hint: "Only they and stewards see it.", "仅本人和管理委员可见。", "僅本人和管理委員可見。";
    no_people: "Nobody yet", "还没有人员", "還沒有人員";
    no_people_note: "Add people, or bring them in with an import.", "逐个添加，或通过导入批量添加。", "逐個新增，或透過匯入批次新增。";
    add_provider: "Add a department that offers it", "添加服务提供部门", "新增服務提供部門";
    take_provider_off: "No longer offered by it", "不再由该部门提供", "不再由該部門提供";
    add_member: "Add a member", "添加成员", "新增成員";
    add_to_department: "Add to a department", "加入部门", "加入部門";
    find_person: "Type a name", "输入姓名", "輸入姓名";
    more_people(n: usize): "{n} more", "还有 {n} 人", "還有 {n} 人";
    take_out: "Take out of the department", "移出部门", "移出部門";
    took_out(name: &str): "{name} taken out", "已移出“{name}”", "已移出「{name}」";
    organisation_roles: "Roles across the organisation", "组织角色", "組織角色";
    role_admin: "Admin", "系统管理员", "系統管理員";
    role_steward: "Steward", "内部客户管理委员", "內部客戶管理委員";
    role_leadership: "Leadership", "管理层", "管理層";
    role_auditor: "Auditor", "审计员", "稽核員";
    admin_note: "Runs the system; sees no more by it.", "管理系统，不因此看到更多内容。", "管理系統，不因此看到更多內容。";
    steward_note: "Keeps the directory and roles true.", "维护组织与角色。", "維護組織與角色。";
    leadership_note: "Watches the collaboration as a whole.", "查看整体协作情况。", "檢視整體協作情況。";
    auditor_note: "Checks that the figures are honest.", "核验指标是否真实。", "核驗指標是否真實。";
    person_retired: "Left", "已离任", "已離任";
    person_retired_note: "Left. Their history stays; they have no rights.", "已离任，历史保留，不再有任何权限。", "已離任，歷史保留，不再有任何權限。";
    retire_person_note: "They lose all rights at once and their open work goes back to its department. Their history stays. You can bring them back.",
        "立即失去所有权限，未完成的工作退回部门，历史保留，之后可以恢复。",
        "立即失去所有權限，未完成的工作退回部門，歷史保留，之後可以恢復。";
    person_erased_note: "Erased. What they did stays in the history, without their name.", "信息已清除，其工作记录保留，不再署名。", "資訊已清除，其工作紀錄保留，不再署名。";
    erase_title: "Erase", "清除信息", "清除資訊";
    erase_hint: "When somebody asks for it, or the law does: name, address and account go for ever.",
        "应本人或法律要求，永久清除姓名、邮箱和账号。", "應本人或法律要求，永久清除姓名、電子郵件和帳號。";
    erase_more: "Erase…", "清除信息…", "清除資訊…";
    erase: "Erase for ever", "永久清除", "永久清除";
    erase_question(name: &str): "Erase {name} for ever?", "永久清除“{name}”的信息？", "永久清除「{name}」的資訊？";
    erase_note: "Name, address, account, roles, departments and thanks to them are taken out of the server and of every browser. A backup made before holds them until it is restored: then they go again. What they did and wrote stays, without their name. It cannot be taken back.",
        "姓名、邮箱、账号、角色、所属部门和收到的感谢都会从服务器和所有浏览器中清除。此前的备份仍含有这些信息，恢复备份时会再次清除。其工作记录和所写内容保留，不再署名。无法撤销。",
        "姓名、電子郵件、帳號、角色、所屬部門和收到的感謝都會從伺服器和所有瀏覽器中清除。此前的備份仍含有這些資訊，還原備份時會再次清除。其工作紀錄和所寫內容保留，不再署名。無法復原。";
    erased: "Erased", "已清除", "已清除";
    account: "Account", "账号", "帳號";
    account_note: "Being in the directory is no account. An invitation link lets them make one.",
        "列入组织名录不等于拥有账号，通过邀请链接可以创建账号。", "列入組織名錄不等於擁有帳號，透過邀請連結可以建立帳號。";
    make_invitation: "Make an invitation link", "生成邀请链接", "產生邀請連結";
    invitation_link: "Invitation link", "邀请链接", "邀請連結";
    invitation_hint: "It works once. Hand it to them yourself: Weft sends no mail yet.",
        "仅可使用一次。经纬目前不发送邮件，需自行转交。", "僅可使用一次。經緯目前不寄送郵件，需自行轉交。";

    service: "Service", "服务", "服務";
    new_service: "New service", "新建服务", "新增服務";
    edit_service: "Edit service", "编辑服务", "編輯服務";
    offer: "Offer", "添加服务", "新增服務";
    providers: "Offered by", "提供部门", "提供部門";
    state: "State", "状态", "狀態";
    state_draft: "Draft", "筹备中", "籌備中";
    state_active: "Offered", "提供中", "提供中";
    state_retired: "Retired", "已停用", "已停用";
    to_draft: "Back to draft", "转为筹备", "轉為籌備";
    to_active: "Offer it", "开始提供", "開始提供";
    covers: "What it covers", "服务范围", "服務範圍";
    covers_hint: "What others get, and what not.", "能提供什么，不提供什么。", "能提供什麼，不提供什麼。";
    confidential: "Confidential", "保密", "保密";
    confidential_long: "Confidential: only the requester and named handlers see its requests",
        "保密：仅提出人和指定经办人可见相关请求", "保密：僅提出人和指定經辦人可見相關請求";
    seen_by: "Who sees its requests", "谁能看到相关请求", "誰能看到相關請求";
    seen_by_departments: "The departments that ask and are asked.", "需求方和提供方的成员。", "需求方和提供方的成員。";
    handled_by_leads: "The requester, and the leads of the department that is asked.", "提出人，以及提供方的负责人。", "提出人，以及提供方的負責人。";
    change_seen_by: "Change…", "更改…", "變更…";
    seen_by_note: "It is so for what is filed from now on. Without anybody named, the leads of the department handle it.",
        "仅对之后提交的请求生效。未指定时由该部门负责人处理。", "僅對之後送出的請求生效。未指定時由該部門負責人處理。";
    handlers: "Handlers", "经办人", "經辦人";
    no_services: "Nothing offered yet", "还没有服务", "還沒有服務";
    no_services_note: "A service says what a department does for others, and for whom to ask.",
        "服务说明部门能为其他部门做什么。", "服務說明部門能為其他部門做什麼。";

    first_none: "No departments yet", "还没有部门", "還沒有部門";
    first_ask: "A steward of your organisation brings them in. Ask one to begin.",
        "由所在组织的管理委员添加，可联系其开始。", "由所在組織的管理委員新增，可聯絡其開始。";
    first_title: "Bring your departments", "添加部门", "新增部門";
    first_note: "Everything in Weft hangs on them. Two are enough to draw the first dependency.",
        "一切从部门开始，有两个部门就能画出第一条依赖关系。", "一切從部門開始，有兩個部門就能畫出第一條依賴關係。";
    first_draw: "Begin with one", "从一个开始", "從一個開始";
    first_draw_note: "Name it and say what it is for. The rest can follow.", "写下名称和职责，其余之后补充。", "寫下名稱和職責，其餘之後補充。";
    first_draw_action: "Draw the first department", "新建第一个部门", "新增第一個部門";
    first_import: "Bring them all", "一次导入", "一次匯入";
    first_import_note: "From CSV files or a zip, with people, services and past requests. You see everything before it happens.",
        "从 CSV 或压缩包导入，可包含人员、服务和历史请求，导入前可预览。",
        "從 CSV 或壓縮檔匯入，可包含人員、服務和歷史請求，匯入前可預覽。";
    first_import_action: "Import", "导入", "匯入";
    step_account: "Your account", "账号", "帳號";
    step_departments: "Your departments", "部门", "部門";
    step_invite: "Invite someone", "邀请", "邀請";
}
