//! Why a rule refused something, in words that say the way out.

use weft_domain::{DepartmentId, Field, Kind, OrganisationRole, Refusal, World};

use super::Locale;

/// The words for a refusal. `world` gives the names of departments.
pub fn sentence(locale: Locale, world: &World, refusal: &Refusal) -> String {
    let name = |id: &DepartmentId| department(locale, world, *id);
    match refusal {
        Refusal::NotFound { .. } => not_found(locale).to_owned(),
        Refusal::NotAMember { department } => not_a_member(locale, &name(department)),
        Refusal::NotAnAgent { department } => not_an_agent(locale, &name(department)),
        Refusal::NotALead { department } => not_a_lead(locale, &name(department)),
        Refusal::NeedsRole { role: needed } => needs_role(locale, role(locale, *needed)),
        Refusal::GrantsMoreThanHeld => grants_more(locale).to_owned(),
        Refusal::OnlyOneself => only_oneself(locale).to_owned(),
        Refusal::NotOfOneself => not_of_oneself(locale).to_owned(),
        Refusal::Empty { field: which } => empty(locale, field(locale, *which)),
        Refusal::TooLong { field: which, max } => too_long(locale, field(locale, *which), *max),
        Refusal::TooMany { field: which, max } => too_many(locale, field(locale, *which), *max),
        Refusal::Malformed { field: Field::Key } => malformed_key(locale).to_owned(),
        Refusal::Malformed { field: Field::Email } => malformed_email(locale).to_owned(),
        Refusal::Malformed { field: which } => malformed(locale, field(locale, *which)),
        Refusal::Taken { field: which } => taken(locale, field(locale, *which)),
        Refusal::AlreadyExists { .. } => already_exists(locale).to_owned(),
        Refusal::ChangedMeanwhile => changed_meanwhile(locale).to_owned(),
        Refusal::IsRetired { .. } => is_retired(locale).to_owned(),
        Refusal::WouldBeACycle => would_be_a_cycle(locale).to_owned(),
        Refusal::TooDeep { max } => too_deep(locale, *max),
        Refusal::Itself => itself(locale).to_owned(),
        Refusal::WrongState => wrong_state(locale).to_owned(),
        Refusal::NotOnThisBoard => not_on_this_board(locale).to_owned(),
        Refusal::ColumnMissing => column_missing(locale).to_owned(),
        Refusal::NotResolved => not_resolved(locale).to_owned(),
        Refusal::OwnWork => own_work(locale).to_owned(),
        Refusal::AlreadyRated => already_rated(locale).to_owned(),
        Refusal::LastAdmin => last_admin(locale).to_owned(),
        Refusal::Internal => internal(locale).to_owned(),
        Refusal::StillInUse { kind: Kind::Department } => departments_below(locale).to_owned(),
        Refusal::StillInUse { .. } => open_requests(locale).to_owned(),
        Refusal::IsConfidential => is_confidential(locale).to_owned(),
    }
}

/// The name of a role across the organisation.
pub const fn role(locale: Locale, role: OrganisationRole) -> &'static str {
    match role {
        OrganisationRole::Admin => role_admin(locale),
        OrganisationRole::Steward => role_steward(locale),
        OrganisationRole::Leadership => role_leadership(locale),
        OrganisationRole::Auditor => role_auditor(locale),
    }
}

fn department(locale: Locale, world: &World, id: DepartmentId) -> String {
    let row = world.department(id).present();
    row.map_or_else(|| that_department(locale).to_owned(), |row| row.name.get(locale).to_owned())
}

const fn field(locale: Locale, field: Field) -> &'static str {
    match field {
        Field::Name => field_name(locale),
        Field::Title => field_title(locale),
        Field::Purpose => field_purpose(locale),
        Field::Description => field_description(locale),
        Field::Channel => field_channel(locale),
        Field::Key => field_key(locale),
        Field::Email => field_email(locale),
        Field::Need => field_need(locale),
        Field::Reason => field_reason(locale),
        Field::Body => field_body(locale),
        Field::Comment => field_comment(locale),
        Field::Thanks => field_thanks(locale),
        Field::TimeZone => field_time_zone(locale),
        Field::Columns => field_columns(locale),
        Field::Labels => field_labels(locale),
        Field::Watchers => field_watchers(locale),
        Field::Handlers => field_handlers(locale),
        Field::Providers => field_providers(locale),
        Field::Services => field_services(locale),
        Field::Parts => field_parts(locale),
        Field::Memberships => field_memberships(locale),
    }
}

super::texts! {
    not_found: "It is gone, or not open to you. Go back and look again.",
        "内容已不存在，或你无权查看，返回后再看看。", "內容已不存在，或你無權檢視，返回後再看看。";
    not_a_member(department: &str): "Only members of {department} can do this. Ask one of them.",
        "只有{department}的成员可以操作，可联系其成员。", "只有{department}的成員可以操作，可聯絡其成員。";
    not_an_agent(department: &str): "Only those who work {department}'s board can do this. Ask its lead.",
        "只有{department}的经办人可以操作，可联系其负责人。", "只有{department}的經辦人可以操作，可聯絡其負責人。";
    not_a_lead(department: &str): "Only leads of {department} and stewards can do this. Ask one of them.",
        "只有{department}的负责人或委员会可以操作，可与其联系。", "只有{department}的負責人或委員會可以操作，可與其聯絡。";
    needs_role(role: &str): "This needs the role “{role}”. Ask somebody who holds it.",
        "需要“{role}”角色，可联系拥有该角色的人。", "需要「{role}」角色，可聯絡擁有該角色的人。";
    grants_more: "You can only give roles that you hold. Ask somebody who holds this one.",
        "只能授予自己拥有的角色，可联系拥有该角色的人。", "只能授予自己擁有的角色，可聯絡擁有該角色的人。";
    only_oneself: "Only the person themselves can do this.", "只有本人可以操作。", "只有本人可以操作。";
    not_of_oneself: "One cannot rate or thank oneself.", "不能评价或感谢自己。", "不能評價或感謝自己。";
    empty(field: &str): "{field} is missing. Fill it in.", "{field}未填写。", "{field}未填寫。";
    too_long(field: &str, max: u32): "{field} is too long: at most {max} characters. Shorten it.",
        "{field}过长，最多 {max} 个字。", "{field}過長，最多 {max} 個字。";
    too_many(field: &str, max: u32): "{field}: at most {max}. Take some away.",
        "{field}最多 {max} 项，移除一些再试。", "{field}最多 {max} 項，移除一些再試。";
    malformed(field: &str): "{field} has no usable form. Check it.", "{field}格式不正确。", "{field}格式不正確。";
    malformed_key: "A key has 2 to 6 of A–Z and 0–9 and starts with a letter.",
        "编号前缀须为 2 到 6 位大写字母或数字，以字母开头。", "編號前綴須為 2 到 6 位大寫字母或數字，以字母開頭。";
    malformed_email: "This is no complete e-mail address. It looks like name@example.org.",
        "邮箱地址不完整，格式如 name@example.org。", "電子郵件地址不完整，格式如 name@example.org。";
    taken(field: &str): "{field} is taken. Choose another.", "{field}已被占用，换一个。", "{field}已被占用，換一個。";
    already_exists: "There is one already, with other contents. Look at it first.",
        "已经存在，内容不同，先查看现有的。", "已經存在，內容不同，先檢視現有的。";
    changed_meanwhile: "Somebody changed it meanwhile. Your text is kept: look at theirs, then save again.",
        "其间已有人修改，你的内容已保留，查看后再次保存。", "其間已有人修改，你的內容已保留，檢視後再次儲存。";
    is_retired: "It is retired and takes no changes. Bring it back first.",
        "已停用，不能修改，先恢复再操作。", "已停用，不能修改，先恢復再操作。";
    would_be_a_cycle: "A department cannot stand under itself. Choose another place.",
        "部门不能位于自身之下，换一个位置。", "部門不能位於自身之下，換一個位置。";
    too_deep(max: u32): "The tree has at most {max} levels. Choose a place further up.",
        "组织树最多 {max} 层，换到更靠上的位置。", "組織樹最多 {max} 層，換到更靠上的位置。";
    itself: "Choose another department: this would be itself.", "不能选择部门自身，换一个部门。", "不能選擇部門自身，換一個部門。";
    wrong_state: "Its state does not allow this any more. Look at where it stands now.",
        "当前状态不允许此操作，先看最新状态。", "目前狀態不允許此操作，先看最新狀態。";
    not_on_this_board: "This column is not on the board that holds the request.",
        "该列不在负责部门的看板上。", "該欄不在負責部門的看板上。";
    column_missing: "A board needs at least one column for every state. Keep one.",
        "每个状态至少保留一列。", "每個狀態至少保留一欄。";
    not_resolved: "Only what is resolved or closed can be rated.", "解决或关闭后才能评价。", "解決或關閉後才能評價。";
    own_work: "A team's own work is not rated.", "团队自己的工作不参与评价。", "團隊自己的工作不參與評價。";
    already_rated: "Your side has rated this already.", "你方已经评价过。", "你方已經評價過。";
    last_admin: "Somebody must run the system. Give the role “Admin” to somebody else first.",
        "至少保留一名系统管理员，先把该角色授予他人。", "至少保留一名系統管理員，先把該角色授予他人。";
    internal: "Something went wrong on our side. It is logged; try another way.",
        "系统内部出错，已记录，可换一种方式操作。", "系統內部出錯，已記錄，可換一種方式操作。";
    departments_below: "Other departments stand under it. Move or retire them first.",
        "其下还有部门，先移动或停用它们。", "其下還有部門，先移動或停用它們。";
    open_requests: "It holds open requests. Finish them or hand them over first.",
        "还有未完成的请求，先处理完或转交。", "還有未完成的請求，先處理完或轉交。";
    is_confidential: "Confidential requests are neither rated nor thanked for in the open.",
        "保密请求不公开评价或致谢。", "保密請求不公開評價或致謝。";

    that_department: "that department", "该部门", "該部門";
    role_admin: "Admin", "系统管理员", "系統管理員";
    role_steward: "Steward", "内部客户管理委员", "內部客戶管理委員";
    role_leadership: "Leadership", "管理层", "管理層";
    role_auditor: "Auditor", "审计员", "稽核員";
    field_name: "Name", "名称", "名稱";
    field_title: "Title", "标题", "標題";
    field_purpose: "Purpose", "职责", "職責";
    field_description: "Description", "说明", "說明";
    field_channel: "Channel", "联系渠道", "聯絡管道";
    field_key: "Key", "编号前缀", "編號前綴";
    field_email: "E-mail", "邮箱", "電子郵件";
    field_need: "Need", "需求", "需求";
    field_reason: "Reason", "原因", "原因";
    field_body: "Text", "正文", "內文";
    field_comment: "Comment", "评论", "留言";
    field_thanks: "Thanks", "感谢", "感謝";
    field_time_zone: "Time zone", "时区", "時區";
    field_columns: "Columns", "列", "欄";
    field_labels: "Labels", "标签", "標籤";
    field_watchers: "Watchers", "关注者", "關注者";
    field_handlers: "Handlers", "处理人", "處理人";
    field_providers: "Providers", "提供部门", "提供部門";
    field_services: "Services", "服务", "服務";
    field_parts: "Parts", "拆分项", "拆分項";
    field_memberships: "Memberships", "所属部门", "所屬部門";
}
