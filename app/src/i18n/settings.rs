//! Texts of the settings.

super::texts! {
    title: "Settings", "设置", "設定";
    me: "Me", "我", "我";
    organisation: "Organisation", "组织", "組織";
    access: "People & access", "人员与访问", "人員與存取";
    no_right: "Not for your role", "没有权限", "沒有權限";
    no_right_note: "Admins and stewards see this. Ask one of them.", "仅系统管理员和管理委员可见，可与其联系。", "僅系統管理員和管理委員可見，可與其聯絡。";
    saved: "Saved", "已保存", "已儲存";

    name: "Name", "名称", "名稱";
    own_name: "Name", "姓名", "姓名";
    name_note: "As your colleagues see it.", "同事看到的名称。", "同事看到的名稱。";
    language: "Language", "语言", "語言";
    appearance: "Appearance", "外观", "外觀";
    theme_system: "As the system", "跟随系统", "跟隨系統";
    theme_light: "Light", "浅色", "淺色";
    theme_dark: "Dark", "深色", "深色";
    keys: "Keys", "快捷键", "快速鍵";
    keys_note: "Turn single keys off if you speak to your computer.", "使用语音输入时可关闭单键命令。", "使用語音輸入時可關閉單鍵指令。";
    single_keys: "Single keys run commands", "单键执行命令", "單鍵執行指令";
    show_keys: "Show all keys", "查看全部快捷键", "檢視全部快速鍵";
    password: "Password", "密码", "密碼";
    password_note: "Your other sessions end when you change it.", "修改后，其他登录会话将结束。", "修改後，其他登入工作階段將結束。";
    old_password: "Current password", "当前密码", "目前密碼";
    new_password: "New password", "新密码", "新密碼";
    change_password: "Change password", "修改密码", "修改密碼";
    password_changed: "Password changed. Other sessions ended.", "密码已修改，其他会话已结束。", "密碼已修改，其他工作階段已結束。";
    sessions: "Where you are signed in", "登录会话", "登入工作階段";
    sessions_note: "End what you do not know, then change your password.", "结束不认识的会话，并修改密码。", "結束不認識的工作階段，並修改密碼。";
    this_one: "This one", "当前", "目前";
    unknown_device: "Unknown device", "未知设备", "未知裝置";
    last_seen(when: &str, address: &str): "Seen {when} from {address}", "最近活动：{when}，来自 {address}", "最近活動：{when}，來自 {address}";
    end: "End", "结束", "結束";
    tokens: "Access tokens", "访问令牌", "存取權杖";
    tokens_note: "A program signs in with one in your stead and sees what you see. Guard it like your password.",
        "程序凭令牌代你登录，能看到你所能看到的内容，应像密码一样保管。", "程式憑權杖代你登入，能看到你所能看到的內容，應像密碼一樣保管。";
    no_tokens: "You have none.", "还没有令牌。", "還沒有權杖。";
    token_name: "What it is for", "用途", "用途";
    token_scope: "What it may do", "权限", "權限";
    token_reads: "Read", "只读", "唯讀";
    token_writes: "Read and write", "读写", "讀寫";
    token_days: "Ends by itself after", "有效期", "有效期";
    days(n: u32): plural n { "{n} day" | "{n} days" }, "{n} 天", "{n} 天";
    make_token: "Make a token", "生成令牌", "產生權杖";
    new_token: "Your new token", "新令牌", "新權杖";
    new_token_note: "Copy it now: it is shown this once. Only its fingerprint is kept.",
        "立即复制，仅显示这一次，系统只保存其指纹。", "立即複製，僅顯示這一次，系統只儲存其指紋。";
    token_never_used(until: &str): "Never used, ends on {until}", "从未使用，{until}到期", "從未使用，{until}到期";
    token_used(when: &str, until: &str): "Last used {when}, ends on {until}", "最近使用：{when}，{until}到期", "最近使用：{when}，{until}到期";
    revoke: "Revoke", "撤销", "撤銷";
    revoke_named(name: &str): "Revoke {name}", "撤销“{name}”", "撤銷「{name}」";
    revoked(name: &str): "“{name}” opens nothing any more", "“{name}”已失效", "「{name}」已失效";
    sign_out: "Sign out", "退出登录", "登出";
    sign_out_note: "This browser forgets everything of yours.", "此浏览器将清除你的全部数据。", "此瀏覽器將清除你的全部資料。";
    unsent(n: u32): plural n { "{n} change has not been sent yet. Signing out now would lose it." | "{n} changes have not been sent yet. Signing out now would lose them." },
        "还有 {n} 项改动未发送，此时退出将会丢失。", "還有 {n} 項變更未送出，此時登出將會遺失。";
    sign_out_question: "Sign out and lose your changes?", "退出并丢弃改动？", "登出並捨棄變更？";
    unsent_lost(n: u32): plural n { "{n} change waits here to be sent. Wait until you are live again to keep it." | "{n} changes wait here to be sent. Wait until you are live again to keep them." },
        "{n} 项改动等待发送，恢复同步后再退出即可保留。", "{n} 項變更等待送出，恢復同步後再登出即可保留。";
    refused(n: u32): plural n { "{n} change was not accepted and is still in the connection's panel. Signing out drops it." | "{n} changes were not accepted and are still in the connection's panel. Signing out drops them." },
        "有 {n} 项改动未被接受，仍留在连接面板中，退出后将被丢弃。", "有 {n} 項變更未被接受，仍留在連線面板中，登出後將被捨棄。";
    refused_lost(n: u32): plural n { "{n} change that was not accepted goes with it." | "{n} changes that were not accepted go with it." },
        "{n} 项未被接受的改动也会丢弃。", "{n} 項未被接受的變更也會捨棄。";
    sign_out_anyway: "Sign out anyway", "仍然退出", "仍要登出";

    organisation_note: "For everybody here.", "对所有人生效。", "對所有人生效。";
    organisation_unnamed: "It has no name yet.", "尚未命名。", "尚未命名。";
    organisation_admins: "Admins change this.", "由系统管理员修改。", "由系統管理員修改。";
    default_language: "Language for those who chose none", "默认语言", "預設語言";
    default_language_note: "Used where neither the person nor their browser names one of ours.",
        "本人未选择且浏览器语言不受支持时使用。", "本人未選擇且瀏覽器語言不受支援時使用。";
    time_zone: "Time zone", "时区", "時區";
    time_zone_note: "Times without a zone, as in imports, are read in it.", "未注明时区的时间（如导入数据）按此解读。", "未註明時區的時間（如匯入資料）按此解讀。";

    invite: "Invite somebody", "邀请成员", "邀請成員";
    invite_note: "For somebody who is not in the directory yet. Those who are get their link there.",
        "用于尚未列入组织的人员，已列入者在其资料中生成链接。", "用於尚未列入組織的人員，已列入者在其資料中產生連結。";
    invite_email: "E-mail (optional)", "邮箱（选填）", "電子郵件（選填）";
    invite_email_note: "It is filled in for them. Weft sends no mail yet.", "将自动填入注册表单，经纬目前不发送邮件。", "將自動填入註冊表單，經緯目前不寄送郵件。";
    invite_roles: "Roles they get", "授予的角色", "授予的角色";
    make_link: "Make the link", "生成链接", "產生連結";
    invitation_link: "Invitation link", "邀请链接", "邀請連結";
    link_note: "It works once. Hand it over yourself, to nobody else.", "仅可使用一次，需自行转交，不要给其他人。", "僅可使用一次，需自行轉交，不要給其他人。";
    roles: "Roles", "角色", "角色";
    roles_note: "You give and take roles in a person's panel in the directory.", "在组织的人员资料中授予或收回角色。", "在組織的人員資料中授予或收回角色。";
    to_people: "People in the directory", "查看人员", "檢視人員";
    accounts: "Accounts", "账号", "帳號";
    accounts_note: "Whoever has one can sign in.", "拥有账号者可以登录。", "擁有帳號者可以登入。";
    accounts_count(n: usize): plural n { "{n} account" | "{n} accounts" }, "{n} 个账号", "{n} 個帳號";
    find_account: "Find by name or e-mail", "按姓名或邮箱查找", "依姓名或電子郵件尋找";
    more_for(name: &str): "More for {name}", "{name}的更多操作", "{name}的更多操作";
    make_reset_link: "Make a link for a new password", "生成重置密码链接", "產生重設密碼連結";
    reset_link: "Link for a new password", "重置密码链接", "重設密碼連結";
    close_account_more: "Close account…", "停用账号…", "停用帳號…";
    close_account: "Close account", "停用账号", "停用帳號";
    open_account: "Open account again", "重新启用账号", "重新啟用帳號";
    close_question: "Close this account?", "停用此账号？", "停用此帳號？";
    close_note: "The person is signed out everywhere at once and cannot sign in. You can open it again.",
        "该用户立即在所有设备退出登录，且无法再登录，之后可以重新启用。",
        "該使用者立即在所有裝置登出，且無法再登入，之後可以重新啟用。";
    closed: "Closed", "已停用", "已停用";
    you: "You", "你", "你";
}
