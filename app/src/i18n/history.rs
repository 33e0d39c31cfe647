//! Texts of the history of departments, people, services and dependencies.

super::texts! {
    title: "History", "历史记录", "歷史記錄";
    coming: "It comes from the server, as soon as there is a network.", "由服务器提供，联网后显示。", "由伺服器提供，連線後顯示。";
    nothing: "Nothing is recorded.", "暂无记录。", "尚無記錄。";
    earlier(n: usize): "{n} earlier", "更早的 {n} 条", "更早的 {n} 筆";
    created(who: &str): "{who} created it", "{who}创建", "{who}建立";
    edited(who: &str): "{who} edited it", "{who}编辑", "{who}編輯";
    renamed(who: &str, from: &str): "{who} renamed it; it was called {from}", "{who}更改名称，原名“{from}”", "{who}變更名稱，原名「{from}」";
    moved(who: &str, to: &str): "{who} put it under {to}", "{who}将其移到{to}之下", "{who}將其移到{to}之下";
    moved_to_top(who: &str): "{who} put it at the top level", "{who}将其移到最上层", "{who}將其移到最上層";
    merged(who: &str, into: &str): "{who} merged it into {into}", "{who}将其并入{into}", "{who}將其併入{into}";
    split(who: &str, from: &str): "{who} split it off {from}", "{who}将其从{from}拆出", "{who}將其從{from}拆出";
    retired(who: &str): "{who} retired it", "{who}将其停用", "{who}將其停用";
    erased(who: &str): "{who} erased what was said of them", "{who}清除了此人的信息", "{who}清除了此人的資訊";
    handlers(who: &str): "{who} changed who handles its requests", "{who}更改经办人", "{who}變更經辦人";
    restored(who: &str): "{who} brought it back", "{who}将其恢复", "{who}將其恢復";
    given(who: &str, role: &str): "{who} gave the role {role}", "{who}授予角色：{role}", "{who}授予角色：{role}";
    taken(who: &str, role: &str): "{who} took the role {role}", "{who}收回角色：{role}", "{who}收回角色：{role}";
    joined(who: &str, person: &str): "{who} added {person} or changed their role", "{who}添加{person}或更改其角色", "{who}加入{person}或變更其角色";
    left(who: &str, person: &str): "{who} took {person} out", "{who}将{person}移出", "{who}將{person}移出";
    became(who: &str, state: &str): "{who} set it to: {state}", "{who}改为：{state}", "{who}改為：{state}";
}
