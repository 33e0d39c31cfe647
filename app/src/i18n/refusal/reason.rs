//! Why, and the way out.

crate::i18n::texts! {
    the_department: "the department", "该部门", "該部門";

    not_found(what: &str): "There is no such {what}, or you may not see it.", "没有此{what}，或你无权查看。", "沒有此{what}，或你無權查看。";
    not_found_out: "It may have been removed: look again, or ask its owner.", "它可能已被移除，可重新查找或询问负责人。", "它可能已被移除，可重新尋找或詢問負責人。";
    not_a_member(name: &str): "Only members of {name} can do this.", "只有{name}的成员可以这样做。", "只有{name}的成員可以這樣做。";
    not_a_member_out: "Choose a department of yours, or ask its lead to add you.", "可选择你所在的部门，或请其负责人添加你。", "可選擇你所在的部門，或請其負責人加入你。";
    not_an_agent(name: &str): "Only agents and leads of {name} can do this.", "只有{name}的处理人和负责人可以这样做。", "只有{name}的處理人和負責人可以這樣做。";
    not_a_lead(name: &str): "Only leads of {name} can do this.", "只有{name}的负责人可以这样做。", "只有{name}的負責人可以這樣做。";
    ask_a_lead: "Ask a lead of theirs; the directory names them.", "可联系其负责人，组织中有名单。", "可聯絡其負責人，組織中有名單。";
    needs_role(role: &str): "Only {role} can do this.", "只有{role}可以这样做。", "只有{role}可以這樣做。";
    needs_role_out: "Settings lists who they are.", "设置中列有名单。", "設定中列有名單。";

    grants_more: "Nobody gives a right they do not hold.", "不能授予自己没有的权限。", "不能授予自己沒有的權限。";
    grants_more_out: "Ask somebody who holds it.", "可请拥有该权限的人授予。", "可請擁有該權限的人授予。";
    only_oneself: "Everybody changes this for themselves only.", "此项只能由本人修改。", "此項只能由本人修改。";
    only_oneself_out: "Ask the person.", "可联系本人。", "可聯絡本人。";
    not_of_oneself: "Nobody rates or thanks themselves.", "不能评价或感谢自己。", "不能評價或感謝自己。";
    not_of_oneself_out: "Choose somebody else.", "可选择其他人。", "可選擇其他人。";

    empty(field: &str): "{field} is empty.", "{field}为空。", "{field}為空。";
    empty_out: "Fill it in and send it again.", "填写后重新提交。", "填寫後重新送出。";
    too_long(field: &str, max: u32): "{field} is longer than {max} characters.", "{field}超过 {max} 个字。", "{field}超過 {max} 個字。";
    too_long_out: "Shorten it; your text is kept.", "缩短后重新提交，内容已保留。", "縮短後重新送出，內容已保留。";
    too_many(field: &str, max: u32): "{field}: at most {max}.", "{field}最多 {max} 个。", "{field}最多 {max} 個。";
    too_many_out: "Take some away first.", "先移除一些。", "先移除一些。";
    malformed(field: &str): "{field} has the wrong form.", "{field}格式不对。", "{field}格式不對。";
    malformed_out: "Correct it and send it again.", "更正后重新提交。", "更正後重新送出。";
    taken(field: &str): "{field} is in use already.", "{field}已被使用。", "{field}已被使用。";
    taken_out: "Choose another.", "换一个。", "換一個。";
    exists(what: &str): "There is another {what} under this id.", "此标识已用于其他{what}。", "此識別碼已用於其他{what}。";
    exists_out: "Make it anew.", "重新创建。", "重新建立。";
    retired(what: &str): "This {what} is retired and takes no changes.", "此{what}已停用，不能更改。", "此{what}已停用，不能變更。";
    retired_out: "Choose one in use, or have it brought back.", "选择使用中的，或请人恢复它。", "選擇使用中的，或請人恢復它。";
    in_use(what: &str): "Something still hangs on it: {what}.", "仍有关联：{what}。", "仍有關聯：{what}。";
    in_use_out: "Move or end that first.", "先移走或结束。", "先移走或結束。";

    changed: "Somebody changed it while you wrote.", "在你编辑期间，他人已修改。", "在你編輯期間，他人已修改。";
    changed_out: "Look at the new text and write over that.", "查看新内容后再修改。", "查看新內容後再修改。";
    cycle: "A department cannot stand below itself.", "部门不能置于自身之下。", "部門不能置於自身之下。";
    cycle_out: "Choose another place in the tree.", "选择其他上级部门。", "選擇其他上級部門。";
    too_deep(max: u32): "The tree is at most {max} levels deep.", "组织层级最多 {max} 级。", "組織層級最多 {max} 級。";
    too_deep_out: "Choose a place higher up.", "选择更高的层级。", "選擇更高的層級。";
    itself: "A department cannot do this with itself.", "部门不能对自身这样做。", "部門不能對自身這樣做。";
    itself_out: "Choose another department.", "选择其他部门。", "選擇其他部門。";
    wrong_state: "It is in a state that does not allow this.", "当前状态不允许这样做。", "目前狀態不允許這樣做。";
    wrong_state_out: "Look at what it is now; it may have been done already.", "查看当前状态，可能已经完成。", "查看目前狀態，可能已經完成。";

    not_on_board: "The column is not on the board of the team that holds it now.", "该列不在当前处理部门的看板上。", "該欄不在目前處理部門的看板上。";
    not_on_board_out: "Open that team's board and move it there.", "到该部门的看板上移动。", "到該部門的看板上移動。";
    column_missing: "A board needs a column for every state.", "看板的每个状态都要有一列。", "看板的每個狀態都要有一欄。";
    column_missing_out: "Add the missing column.", "补上缺少的列。", "補上缺少的欄。";
    not_resolved: "Only resolved requests are rated.", "只有已解决的请求可以评分。", "只有已解決的請求可以評分。";
    not_resolved_out: "Rate it once it is resolved.", "解决后再评分。", "解決後再評分。";
    own_work: "A team's own work is not rated.", "本部门自己的工作不评分。", "本部門自己的工作不評分。";
    own_work_out: "There is nothing to do.", "无需操作。", "無需操作。";
    already_rated: "Your side has rated this request.", "你方已评过分。", "你方已評過分。";
    already_rated_out: "A comment can still be added.", "仍可发表评论。", "仍可留言。";
    last_admin: "Nobody would be left to run the system.", "将没有人管理系统。", "將沒有人管理系統。";
    last_admin_out: "Make somebody else an admin first.", "先指定另一位系统管理员。", "先指定另一位系統管理員。";
    confidential: "A confidential request is not spoken of in the open.", "保密请求不公开评价或感谢。", "保密請求不公開評價或感謝。";
    confidential_out: "Thank the person directly.", "可直接向对方致谢。", "可直接向對方致謝。";
    outbox_full: "As much waits to be sent as this browser can keep.", "待发送的更改已达本浏览器的上限。", "待傳送的變更已達本瀏覽器的上限。";
    outbox_full_out: "Connect to the network. Once it is sent, go on.", "请先联网，待其发出后再继续。", "請先連上網路，待其送出後再繼續。";
    older_version: "This tab runs an older version of Weft than another one.", "此标签页的经纬版本较另一标签页旧。", "此分頁的經緯版本較另一分頁舊。";
    older_version_out: "Load the page anew, then do it again.", "请重新加载页面后再试。", "請重新載入頁面後再試。";
    erased: "What was said of this person was taken out for ever.", "此人的信息已永久清除。", "此人的資訊已永久清除。";
    erased_out: "Add them anew if they come back.", "如其回归，可重新添加。", "如其回歸，可重新新增。";
    not_to_oneself: "What cannot be taken back is not done to oneself.", "不能对自己做无法撤销的操作。", "不能對自己做無法復原的操作。";
    not_to_oneself_out: "Ask another steward.", "可请另一位管理委员操作。", "可請另一位管理委員操作。";
    not_a_handler: "Only who handles this confidential request says who else does.", "只有此保密请求的经办人可以更改经办人。", "只有此保密請求的經辦人可以變更經辦人。";
    not_a_handler_out: "Ask one of its handlers; the request names them.", "可联系请求中列出的经办人。", "可聯絡請求中列出的經辦人。";
    maybe: ": nobody knows whether it was done.", "：无法确认是否已完成。", "：無法確認是否已完成。";
    unsure: "What this browser kept fell back behind what it had sent.", "本浏览器保存的内容落后于已发送的内容。", "本瀏覽器儲存的內容落後於已送出的內容。";
    unsure_out: "Look whether it is there; if it is not, do it again.", "请先查看是否已生效，未生效再重新操作。", "請先查看是否已生效，未生效再重新操作。";
    poisoned: "Weft ended while it was shown again after a restart.", "重新启动后载入此项时，经纬意外中断。", "重新啟動後載入此項時，經緯意外中斷。";
    poisoned_out: "Do it again; if Weft ends once more, tell your admin.", "请重新操作；若再次中断，请告知系统管理员。", "請重新操作；若再次中斷，請告知系統管理員。";
    internal: "Weft met something it did not expect.", "经纬遇到意外情况。", "經緯遇到意外情況。";
    internal_out: "Nothing was changed. Try again, or tell your admin.", "未做任何更改。可重试或告知系统管理员。", "未做任何變更。可重試或告知系統管理員。";
}
