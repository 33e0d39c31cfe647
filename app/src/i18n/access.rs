//! Texts of the front door, and of what the server says when it does not do something.

super::texts! {
    language: "Language", "语言", "語言";
    email: "E-mail", "邮箱", "電子郵件";
    password: "Password", "密码", "密碼";
    new_password: "Password", "设置密码", "設定密碼";
    password_hint(min: usize): "At least {min} characters. A few words make a good one.",
        "至少 {min} 个字符，用几个词语组合更好记。", "至少 {min} 個字元，用幾個詞語組合更好記。";
    show_password: "Show password", "显示密码", "顯示密碼";
    capitals_on: "Caps Lock is on", "大写锁定已开启", "大寫鎖定已開啟";
    your_name: "Your name", "姓名", "姓名";
    organisation: "Organisation", "组织名称", "組織名稱";

    sign_in: "Sign in", "登录", "登入";
    forgot: "I forgot my password", "忘记密码", "忘記密碼";
    invited_note: "Invited? Open the link you were given.", "收到邀请的话，直接打开邀请链接。", "收到邀請的話，直接開啟邀請連結。";
    to_sign_in: "Go to sign in", "前往登录", "前往登入";
    have_account: "I have an account", "已有账号，去登录", "已有帳號，去登入";

    not_set_up: "Not set up yet", "尚未初始化", "尚未初始化";
    not_set_up_note: "This Weft has no accounts.", "这里还没有任何账号。", "這裡還沒有任何帳號。";
    not_set_up_link: "When it started, the server printed a link that works once. Whoever opens it makes the first account.",
        "服务器启动时打印了一个一次性链接，打开它即可创建第一个账号。",
        "伺服器啟動時印出了一個一次性連結，開啟它即可建立第一個帳號。";
    not_set_up_again: "Lost it? Restart the server: it prints a new one until somebody has used it.",
        "找不到链接的话，重启服务器即可重新打印，直到有人使用为止。",
        "找不到連結的話，重新啟動伺服器即可再次印出，直到有人使用為止。";

    set_up: "Set up Weft", "初始化经纬", "初始化經緯";
    set_up_note: "You make the first account. It runs the system and can share that later.",
        "创建第一个账号，由它管理系统，之后可以与他人分担。", "建立第一個帳號，由它管理系統，之後可以與他人分擔。";
    set_up_action: "Create and enter", "创建并进入", "建立並進入";

    invitation: "Invitation", "邀请", "邀請";
    join: "Join", "加入", "加入";
    invited_to(organisation: &str): "{organisation} invites you to Weft.", "{organisation}邀请你加入经纬。", "{organisation}邀請你加入經緯。";
    you_are(person: &str): "You join as {person}.", "你将以“{person}”的身份加入。", "你將以「{person}」的身分加入。";
    join_action: "Create account and enter", "创建账号并进入", "建立帳號並進入";

    forgot_title: "Forgot your password?", "忘记密码", "忘記密碼";
    forgot_who: "Ask somebody who runs Weft in your organisation. They can make a link with which you choose a new password.",
        "联系所在组织的经纬管理员，由其生成一个链接，打开后即可设置新密码。",
        "聯絡所在組織的經緯管理員，由其產生一個連結，開啟後即可設定新密碼。";
    forgot_why: "Weft sends no e-mail yet, so it cannot send you the link itself.",
        "经纬目前还不发送邮件，无法直接把链接发给你。", "經緯目前還不寄送郵件，無法直接把連結寄給你。";
    reset: "Choose a new password", "设置新密码", "設定新密碼";
    reset_note: "Every device where you are signed in will be signed out.",
        "所有已登录的设备都会退出登录。", "所有已登入的裝置都會登出。";
    reset_action: "Set password", "保存新密码", "儲存新密碼";
    reset_done: "Password changed", "密码已更新", "密碼已更新";
    reset_done_note: "Sign in with the new one.", "用新密码登录即可。", "用新密碼登入即可。";
    link_title: "This link does not work", "链接无法使用", "連結無法使用";

    bad_credentials: "E-mail and password do not match. Check both; capitals count.",
        "邮箱与密码不匹配，检查两者，注意大小写。", "電子郵件與密碼不相符，檢查兩者，注意大小寫。";
    not_current: "This is not your current password. Nothing was changed.", "当前密码不正确，没有任何改动。", "目前密碼不正確，沒有任何變更。";
    throttled(seconds: u32): plural seconds {
        "Too many tries. You can go on in {seconds} second; nothing you typed is lost."
        | "Too many tries. You can go on in {seconds} seconds; nothing you typed is lost."
    }, "尝试次数过多，{seconds} 秒后可继续，已填内容不会丢失。", "嘗試次數過多，{seconds} 秒後可繼續，已填內容不會遺失。";
    link_invalid: "It was used already, has run out or is incomplete. Ask whoever gave it to you for a new one.",
        "链接已被使用、已过期或不完整，向提供者再要一个即可。", "連結已被使用、已過期或不完整，向提供者再要一個即可。";
    password_length(min: usize, max: usize): "A password has {min} to {max} characters.",
        "密码须为 {min} 到 {max} 个字符。", "密碼須為 {min} 到 {max} 個字元。";
    bad_email: "This is no complete e-mail address. It looks like name@example.org.",
        "邮箱地址不完整，格式如 name@example.org。", "電子郵件地址不完整，格式如 name@example.org。";
    account_exists: "There is an account for this already. Sign in, or ask somebody who runs Weft.",
        "该账号已存在，直接登录，或联系经纬管理员。", "該帳號已存在，直接登入，或聯絡經緯管理員。";
    bad_token(chars: usize, days: u32): "A token needs a name of at most {chars} characters, and lives for 1 to {days} days.",
        "令牌须有名称（不超过 {chars} 个字符），有效期为 1 到 {days} 天。", "權杖須有名稱（不超過 {chars} 個字元），有效期為 1 到 {days} 天。";
    too_many_tokens(max: usize): "You have {max} tokens, as many as one may have. Revoke one you no longer need.",
        "已有 {max} 个令牌，达到上限，撤销不再需要的令牌后再试。", "已有 {max} 個權杖，達到上限，撤銷不再需要的權杖後再試。";
    forbidden: "Your roles do not include this. Ask somebody who runs Weft.",
        "你的角色没有此权限，可联系经纬管理员。", "你的角色沒有此權限，可聯絡經緯管理員。";
    signed_out: "You are no longer signed in. Load this page again and sign in.",
        "登录已失效，重新加载页面并登录。", "登入已失效，重新載入頁面並登入。";
    not_saved: "The server cannot save right now, so nothing was changed. Try again in a minute.",
        "服务器暂时无法保存，没有任何改动，稍后再试。", "伺服器暫時無法儲存，沒有任何變更，稍後再試。";
    unreachable: "The server did not answer. Check your network and try again; nothing you typed is lost.",
        "服务器没有响应，检查网络后重试，已填内容不会丢失。", "伺服器沒有回應，檢查網路後重試，已填內容不會遺失。";
}
