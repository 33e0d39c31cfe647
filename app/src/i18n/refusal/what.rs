//! What is done, and what was not.

use weft_domain::Command;

use crate::i18n::Locale;

/// The words for what was not done.
mod not_done {
    crate::i18n::texts! {
        organisation: "The organisation's settings were not changed.", "组织设置未更改。", "組織設定未變更。";
        department: "The department was not changed.", "部门未更改。", "部門未變更。";
        department_created: "The department was not created.", "部门未创建。", "部門未建立。";
        placed: "The department was not moved on the map.", "部门在地图上的位置未更改。", "部門在地圖上的位置未變更。";
        person: "The person's entry was not changed.", "人员信息未更改。", "人員資料未變更。";
        person_added: "The person was not added.", "人员未添加。", "人員未加入。";
        role: "The role was not changed.", "角色未更改。", "角色未變更。";
        membership: "The membership was not changed.", "成员关系未更改。", "成員關係未變更。";
        service: "The service was not changed.", "服务未更改。", "服務未變更。";
        dependency: "The dependency was not changed.", "依赖关系未更改。", "依賴關係未變更。";
        declared: "The dependency was not declared. Your text is kept.", "依赖关系未提交，内容已保留。", "依賴關係未送出，內容已保留。";
        board: "The board was not changed.", "看板未更改。", "看板未變更。";
        label: "The label was not changed.", "标签未更改。", "標籤未變更。";
        filed: "The request was not filed. Your text is kept.", "请求未提交，内容已保留。", "請求未送出，內容已保留。";
        request: "The request was not changed.", "请求未更改。", "請求未變更。";
        edited: "The request was not changed. Your text is kept.", "请求未更改，内容已保留。", "請求未變更，內容已保留。";
        moved: "The card was not moved.", "卡片未移动。", "卡片未移動。";
        handlers: "The handlers were not changed.", "经办人未更改。", "經辦人未變更。";
        ended: "The request was not ended.", "请求未结束。", "請求未結束。";
        reopened: "The request was not opened again.", "请求未重新打开。", "請求未重新開啟。";
        handed_over: "The request was not handed over.", "请求未转交。", "請求未轉交。";
        commented: "The comment was not saved. Your text is kept.", "评论未保存，内容已保留。", "留言未儲存，內容已保留。";
        rated: "The rating was not saved.", "评分未保存。", "評分未儲存。";
        thanked: "The thanks were not sent. Your text is kept.", "感谢未发出，内容已保留。", "感謝未送出，內容已保留。";
    }
}

/// The same where it is done, or waits to be.
mod done {
    crate::i18n::texts! {
        organisation: "The organisation's settings changed", "更改组织设置", "變更組織設定";
        department_created: "Department created", "创建部门", "建立部門";
        department: "Department changed", "更改部门", "變更部門";
        placed: "Department moved on the map", "在地图上移动部门", "在地圖上移動部門";
        person_added: "Person added", "添加人员", "加入人員";
        person: "Person's entry changed", "更改人员信息", "變更人員資料";
        role: "Role changed", "更改角色", "變更角色";
        membership: "Membership changed", "更改成员关系", "變更成員關係";
        service: "Service changed", "更改服务", "變更服務";
        declared: "Dependency declared", "声明依赖关系", "聲明依賴關係";
        dependency: "Dependency changed", "更改依赖关系", "變更依賴關係";
        board: "Board changed", "更改看板", "變更看板";
        label: "Label changed", "更改标签", "變更標籤";
        filed: "Request filed", "提交请求", "送出請求";
        edited: "Request edited", "编辑请求", "編輯請求";
        handlers: "Handlers changed", "更改经办人", "變更經辦人";
        moved: "Card moved", "移动卡片", "移動卡片";
        ended: "Request ended", "结束请求", "結束請求";
        reopened: "Request opened again", "重新打开请求", "重新開啟請求";
        handed_over: "Request handed over", "转交请求", "轉交請求";
        request: "Request changed", "更改请求", "變更請求";
        commented: "Comment", "评论", "留言";
        rated: "Rating", "评分", "評分";
        thanked: "Thanks", "感谢", "感謝";
    }
}

enum Act {
    Organisation,
    DepartmentCreated,
    Department,
    Placed,
    PersonAdded,
    Person,
    Role,
    Membership,
    Service,
    Declared,
    Dependency,
    Board,
    Label,
    Filed,
    Edited,
    Handlers,
    Moved,
    Ended,
    Reopened,
    HandedOver,
    Request,
    Commented,
    Rated,
    Thanked,
}

/// A command that was not done, in one sentence.
pub(super) const fn not_done(locale: Locale, command: &Command) -> &'static str {
    match act(command) {
        Act::Organisation => not_done::organisation(locale),
        Act::DepartmentCreated => not_done::department_created(locale),
        Act::Department => not_done::department(locale),
        Act::Placed => not_done::placed(locale),
        Act::PersonAdded => not_done::person_added(locale),
        Act::Person => not_done::person(locale),
        Act::Role => not_done::role(locale),
        Act::Membership => not_done::membership(locale),
        Act::Service => not_done::service(locale),
        Act::Declared => not_done::declared(locale),
        Act::Dependency => not_done::dependency(locale),
        Act::Board => not_done::board(locale),
        Act::Label => not_done::label(locale),
        Act::Filed => not_done::filed(locale),
        Act::Edited => not_done::edited(locale),
        Act::Handlers => not_done::handlers(locale),
        Act::Moved => not_done::moved(locale),
        Act::Ended => not_done::ended(locale),
        Act::Reopened => not_done::reopened(locale),
        Act::HandedOver => not_done::handed_over(locale),
        Act::Request => not_done::request(locale),
        Act::Commented => not_done::commented(locale),
        Act::Rated => not_done::rated(locale),
        Act::Thanked => not_done::thanked(locale),
    }
}

/// A command in a few words.
pub(super) const fn done(locale: Locale, command: &Command) -> &'static str {
    match act(command) {
        Act::Organisation => done::organisation(locale),
        Act::DepartmentCreated => done::department_created(locale),
        Act::Department => done::department(locale),
        Act::Placed => done::placed(locale),
        Act::PersonAdded => done::person_added(locale),
        Act::Person => done::person(locale),
        Act::Role => done::role(locale),
        Act::Membership => done::membership(locale),
        Act::Service => done::service(locale),
        Act::Declared => done::declared(locale),
        Act::Dependency => done::dependency(locale),
        Act::Board => done::board(locale),
        Act::Label => done::label(locale),
        Act::Filed => done::filed(locale),
        Act::Edited => done::edited(locale),
        Act::Handlers => done::handlers(locale),
        Act::Moved => done::moved(locale),
        Act::Ended => done::ended(locale),
        Act::Reopened => done::reopened(locale),
        Act::HandedOver => done::handed_over(locale),
        Act::Request => done::request(locale),
        Act::Commented => done::commented(locale),
        Act::Rated => done::rated(locale),
        Act::Thanked => done::thanked(locale),
    }
}

/// What a command does, as far as the words for it differ.
const fn act(command: &Command) -> Act {
    match command {
        Command::SetOrganisation(_) => Act::Organisation,
        Command::CreateDepartment(_) => Act::DepartmentCreated,
        Command::RenameDepartment(_)
        | Command::DescribeDepartment(_)
        | Command::SetDepartmentKey(_)
        | Command::MoveDepartment(_)
        | Command::MergeDepartment(_)
        | Command::SplitDepartment(_)
        | Command::RetireDepartment(_)
        | Command::RestoreDepartment(_) => Act::Department,
        Command::PlaceDepartment(_) => Act::Placed,
        Command::AddPerson(_) => Act::PersonAdded,
        Command::RenamePerson(_)
        | Command::SetContact(_)
        | Command::ChooseLocale(_)
        | Command::RetirePerson(_)
        | Command::RestorePerson(_)
        | Command::ErasePerson(_) => Act::Person,
        Command::SetRole(_) => Act::Role,
        Command::SetMembership(_) | Command::EndMembership(_) => Act::Membership,
        Command::CreateService(_)
        | Command::DescribeService(_)
        | Command::SetServiceState(_)
        | Command::ProvideService(_)
        | Command::SetServiceSight(_) => Act::Service,
        Command::DeclareDependency(_) => Act::Declared,
        Command::AmendNeed(_)
        | Command::DropNeed(_)
        | Command::AgreeDependency(_)
        | Command::DisputeDependency(_)
        | Command::AmendDependency(_)
        | Command::SetDeliverable(_)
        | Command::RetireDependency(_) => Act::Dependency,
        Command::SetColumns(_) => Act::Board,
        Command::SetLabel(_) => Act::Label,
        Command::FileRequest(_) => Act::Filed,
        Command::EditRequest(_) => Act::Edited,
        Command::SetHandlers(_) => Act::Handlers,
        Command::MoveRequest(_) => Act::Moved,
        Command::EndRequest(_) => Act::Ended,
        Command::ReopenRequest(_) => Act::Reopened,
        Command::HandOverRequest(_) => Act::HandedOver,
        Command::PrioritiseRequest(_)
        | Command::AssignRequest(_)
        | Command::LabelRequest(_)
        | Command::WatchRequest(_) => Act::Request,
        Command::AddComment(_) | Command::EditComment(_) => Act::Commented,
        Command::RateRequest(_) => Act::Rated,
        Command::GiveKudos(_) => Act::Thanked,
    }
}
