//! What did not happen.

use weft_domain::Command;

use crate::i18n::Locale;

/// The words themselves.
mod word {
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

/// A command that was not done, in one sentence.
pub(super) const fn not_done(locale: Locale, command: &Command) -> &'static str {
    match command {
        Command::SetOrganisation(_) => word::organisation(locale),
        Command::CreateDepartment(_) => word::department_created(locale),
        Command::RenameDepartment(_)
        | Command::DescribeDepartment(_)
        | Command::SetDepartmentKey(_)
        | Command::MoveDepartment(_)
        | Command::MergeDepartment(_)
        | Command::SplitDepartment(_)
        | Command::RetireDepartment(_)
        | Command::RestoreDepartment(_) => word::department(locale),
        Command::PlaceDepartment(_) => word::placed(locale),
        Command::AddPerson(_) => word::person_added(locale),
        Command::RenamePerson(_)
        | Command::SetContact(_)
        | Command::ChooseLocale(_)
        | Command::RetirePerson(_)
        | Command::RestorePerson(_)
        | Command::ErasePerson(_) => word::person(locale),
        Command::SetRole(_) => word::role(locale),
        Command::SetMembership(_) | Command::EndMembership(_) => word::membership(locale),
        Command::CreateService(_)
        | Command::DescribeService(_)
        | Command::SetServiceState(_)
        | Command::ProvideService(_)
        | Command::SetServiceSight(_) => word::service(locale),
        Command::DeclareDependency(_) => word::declared(locale),
        Command::AmendNeed(_)
        | Command::DropNeed(_)
        | Command::AgreeDependency(_)
        | Command::DisputeDependency(_)
        | Command::AmendDependency(_)
        | Command::SetDeliverable(_)
        | Command::RetireDependency(_) => word::dependency(locale),
        Command::SetColumns(_) => word::board(locale),
        Command::SetLabel(_) => word::label(locale),
        Command::FileRequest(_) => word::filed(locale),
        Command::EditRequest(_) => word::edited(locale),
        Command::SetHandlers(_) => word::handlers(locale),
        Command::MoveRequest(_) => word::moved(locale),
        Command::EndRequest(_) => word::ended(locale),
        Command::ReopenRequest(_) => word::reopened(locale),
        Command::HandOverRequest(_) => word::handed_over(locale),
        Command::PrioritiseRequest(_)
        | Command::AssignRequest(_)
        | Command::LabelRequest(_)
        | Command::WatchRequest(_) => word::request(locale),
        Command::AddComment(_) | Command::EditComment(_) => word::commented(locale),
        Command::RateRequest(_) => word::rated(locale),
        Command::GiveKudos(_) => word::thanked(locale),
    }
}
