//! The names of fields, rows and roles inside a refusal.

use weft_domain::{Field, Kind, OrganisationRole};

use crate::i18n::Locale;

/// The words themselves.
mod word {
    crate::i18n::texts! {
        name: "The name", "名称", "名稱";
        title: "The title", "标题", "標題";
        purpose: "The purpose", "职责", "職責";
        description: "The description", "说明", "說明";
        channel: "The channel", "沟通渠道", "溝通管道";
        key: "The request key", "请求代号", "請求代號";
        email: "The e-mail address", "邮箱", "電子郵件";
        need: "What is needed", "需求", "需求";
        reason: "The reason", "原因", "原因";
        body: "The details", "详情", "詳情";
        comment: "The comment", "评论", "留言";
        thanks: "The thanks", "感谢内容", "感謝內容";
        time_zone: "The time zone", "时区", "時區";
        columns: "Columns", "列", "欄";
        labels: "Labels", "标签", "標籤";
        watchers: "Watchers", "关注者", "關注者";
        handlers: "Handlers", "经办人", "經辦人";
        providers: "Providers", "提供方", "提供方";
        services: "Services", "服务", "服務";
        parts: "Parts", "拆分部分", "拆分部分";
        memberships: "Memberships", "所属部门", "所屬部門";
        holders: "Departments that held it", "经手部门", "經手部門";
        deliverable: "The deliverable", "交付物", "交付物";

        row_organisation: "organisation", "组织", "組織";
        row_department: "department", "部门", "部門";
        row_person: "person", "人员", "人員";
        row_membership: "membership", "成员关系", "成員關係";
        row_service: "service", "服务", "服務";
        row_dependency: "dependency", "依赖关系", "依賴關係";
        row_board: "board", "看板", "看板";
        row_label: "label", "标签", "標籤";
        row_request: "request", "请求", "請求";
        row_comment: "comment", "评论", "留言";
        row_rating: "rating", "评分", "評分";
        row_kudos: "thanks", "感谢", "感謝";
        row_other: "record", "记录", "記錄";

        admin: "admins", "系统管理员", "系統管理員";
        steward: "stewards", "管理委员会", "管理委員會";
        leadership: "leadership", "管理层", "管理層";
        auditor: "auditors", "审计员", "稽核員";
    }
}

/// A field, at the start of a sentence.
pub(super) const fn field(locale: Locale, of: Field) -> &'static str {
    match of {
        Field::Name => word::name(locale),
        Field::Title => word::title(locale),
        Field::Purpose => word::purpose(locale),
        Field::Description => word::description(locale),
        Field::Channel => word::channel(locale),
        Field::Key => word::key(locale),
        Field::Email => word::email(locale),
        Field::Need => word::need(locale),
        Field::Reason => word::reason(locale),
        Field::Body => word::body(locale),
        Field::Comment => word::comment(locale),
        Field::Thanks => word::thanks(locale),
        Field::TimeZone => word::time_zone(locale),
        Field::Columns => word::columns(locale),
        Field::Labels => word::labels(locale),
        Field::Watchers => word::watchers(locale),
        Field::Handlers => word::handlers(locale),
        Field::Providers => word::providers(locale),
        Field::Services => word::services(locale),
        Field::Parts => word::parts(locale),
        Field::Memberships => word::memberships(locale),
        Field::Holders => word::holders(locale),
        Field::Deliverable => word::deliverable(locale),
    }
}

/// A sort of row, inside a sentence. Rows that nobody names are records.
pub(super) const fn kind(locale: Locale, of: Kind) -> &'static str {
    match of {
        Kind::Organisation => word::row_organisation(locale),
        Kind::Department => word::row_department(locale),
        Kind::Person | Kind::Contact => word::row_person(locale),
        Kind::Membership => word::row_membership(locale),
        Kind::Service | Kind::Handlers => word::row_service(locale),
        Kind::Dependency | Kind::Deliverable => word::row_dependency(locale),
        Kind::Board => word::row_board(locale),
        Kind::Label => word::row_label(locale),
        Kind::Request | Kind::RequestText => word::row_request(locale),
        Kind::Comment => word::row_comment(locale),
        Kind::Rating | Kind::RatingComment => word::row_rating(locale),
        Kind::Kudos => word::row_kudos(locale),
        Kind::Traffic | Kind::Scores | Kind::MapPlace | Kind::Numbering => word::row_other(locale),
    }
}

/// The holders of a role across the organisation, inside a sentence.
pub(crate) const fn role(locale: Locale, of: OrganisationRole) -> &'static str {
    match of {
        OrganisationRole::Admin => word::admin(locale),
        OrganisationRole::Steward => word::steward(locale),
        OrganisationRole::Leadership => word::leadership(locale),
        OrganisationRole::Auditor => word::auditor(locale),
    }
}
