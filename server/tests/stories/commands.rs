//! `weft` commands beside a server that runs, after one that was killed, and without one.

use std::{
    fs,
    os::unix::fs::{FileTypeExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use crate::support::{
    Folder, Place,
    program::{Browser, Served, add_user, run, weft},
    url_of,
};
use serde_json::json;

crate::on_each_database! { refusals_are_the_same_beside_a_server_and_without_one }

/// A folder to import, made of two teams, one of which depends on the other.
fn source(path: PathBuf) -> PathBuf {
    fs::create_dir_all(&path).unwrap();
    fs::write(path.join("departments.csv"), "id,name\nc,compiler\ni,infra\n").unwrap();
    let edges = "customer_department_id,provider_department_id,count\nc,i,3\n";
    fs::write(path.join("dependencies.csv"), edges).unwrap();
    path
}

#[tokio::test]
async fn every_command_works_beside_a_server_and_is_seen_at_once() {
    let folder = Folder::new();
    let database = folder.url();
    let served = Served::start(&database);
    let (status, made) = add_user(&database, "mei@weft.test", "admin");
    assert_eq!((status, &made["ok"], &made["email"]), (0, &json!(true), &json!("mei@weft.test")), "{made}");
    let cookie = served.sign_in("mei@weft.test").await;
    let mut browser = Browser::open(&served, &cookie).await;

    let from = source(folder.file("hr"));
    let from = from.to_str().unwrap();
    let (status, preview) = run(&database, &["import", from, "--preview"]);
    assert_eq!((status, &preview["preview"]), (0, &json!(true)), "{preview}");
    let (status, done) = run(&database, &["import", from]);
    assert_eq!((status, &done["report"]["source"]), (0, &json!("hr")), "{done}");
    browser.sees("infra").await;
    let told = weft(&database, &["import", from]).output().unwrap();
    let (said, steps) = (String::from_utf8(told.stdout).unwrap(), String::from_utf8(told.stderr).unwrap());
    assert!(said.contains("departments.csv"), "{said}");
    assert!(steps.contains("reading the files") && steps.contains("100 % done"), "{steps}");

    let out = folder.file("out");
    let (status, exported) = run(&database, &["export", out.to_str().unwrap()]);
    assert_eq!((status, &exported["files"]["departments.csv"]), (0, &json!(2)), "{exported}");
    assert_eq!(exported["folder"], json!(out));
    assert!(fs::read_to_string(out.join("departments.csv")).unwrap().contains("compiler"));

    let (status, other) = add_user(&database, "other@weft.test", "member");
    assert_eq!(status, 0, "{other}");
    browser.sees("Mei Lin").await;
    let (status, link) = run(&database, &["user", "reset-link", "mei@weft.test"]);
    let link = link["link"].as_str().unwrap().to_owned();
    assert!(status == 0 && link.starts_with(&format!("http://{}/reset/", served.address)), "{link}");
    served.stop();
}

#[tokio::test]
async fn tokens_are_made_listed_and_revoked_beside_a_server_and_without_one() {
    let folder = Folder::new();
    let database = folder.url();
    add_user(&database, "mei@weft.test", "member");
    let through = || {
        let email = "mei@weft.test";
        let create = ["token", "create", email, "--name", "nightly report", "--scope", "read", "--days", "7"];
        let (status, made) = run(&database, &create);
        assert_eq!((status, &made["scope"], &made["last_used"]), (0, &json!("read"), &json!(null)), "{made}");
        assert!(made["token"].as_str().unwrap().starts_with("weft_pat_"), "{made}");
        let (_, listed) = run(&database, &["token", "list", email]);
        assert_eq!(listed["tokens"][0]["id"], made["id"], "{listed}");
        assert_eq!(listed["tokens"][0]["token"], json!(null), "it is shown once");
        let told = weft(&database, &["token", "list", email]).output().unwrap();
        assert!(String::from_utf8(told.stdout).unwrap().contains("never used  nightly report"));
        let id = made["id"].as_str().unwrap().to_owned();
        let revoke = ["token", "revoke", email, &id];
        assert_eq!(run(&database, &revoke).0, 0);
        let (again, gone) = run(&database, &revoke);
        assert_eq!((again, &gone["error"]["code"]), (3, &json!("refused")), "{gone}");
        let (_, listed) = run(&database, &["token", "list", email]);
        assert_eq!(listed["tokens"], json!([]));
    };
    through();
    let served = Served::start(&database);
    through();
    served.stop();
}

async fn refusals_are_the_same_beside_a_server_and_without_one(folder: Place) {
    let database = folder.url();
    let empty = folder.file("empty");
    fs::create_dir_all(&empty).unwrap();
    let full = source(folder.file("hr"));
    let refused = || {
        let (again, twice) = add_user(&database, "mei@weft.test", "admin");
        let (no_address, bad) = add_user(&database, "mei", "member");
        let (nothing, import) = run(&database, &["import", empty.to_str().unwrap()]);
        let (unknown, link) = run(&database, &["user", "reset-link", "nobody@weft.test"]);
        let (not_empty, export) = run(&database, &["export", full.to_str().unwrap()]);
        assert_eq!([again, no_address, nothing, unknown, not_empty], [3; 5], "{twice} {import} {export}");
        [twice, bad, import, link, export].map(|said| said["error"].clone())
    };
    assert_eq!(add_user(&database, "mei@weft.test", "admin").0, 0);
    let alone = refused();
    let served = Served::start(&database);
    assert_eq!(refused(), alone);
    assert!(alone.iter().all(|error| error["code"] == "refused"), "{alone:?}");
    served.stop();
}

#[tokio::test]
async fn what_a_killed_server_leaves_is_in_nobody_s_way() {
    let folder = Folder::new();
    let database = folder.url();
    let socket = folder.file("weft.db.sock");
    let served = Served::start(&database);
    let found = fs::symlink_metadata(&socket).unwrap();
    assert!(found.file_type().is_socket());
    assert_eq!(found.permissions().mode() & 0o777, 0o600, "only its owner may open it");
    served.kill();
    assert!(socket.exists());
    assert_eq!(add_user(&database, "one@weft.test", "admin").0, 0, "without a server");
    let served = Served::start(&database);
    assert_eq!(add_user(&database, "two@weft.test", "member").0, 0, "beside the next one");
    served.sign_in("one@weft.test").await;
    served.sign_in("two@weft.test").await;
    served.stop();
    assert!(!socket.exists(), "a graceful stop leaves none");
}

#[test]
fn a_second_server_on_the_same_file_says_so_and_leaves_the_first_alone() {
    let folder = Folder::new();
    let database = folder.url();
    let served = Served::start(&database);
    let (status, said) = run(&database, &["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!((status, &said["error"]["code"]), (4, &json!("busy")), "{said}");
    assert!(said["error"]["message"].as_str().unwrap().contains("in use by another weft"), "{said}");
    assert_eq!(add_user(&database, "mei@weft.test", "admin").0, 0, "the first one still takes commands");
    served.stop();
}

/// A socket's address holds about a hundred bytes, a path thousands.
#[test]
#[cfg(target_os = "linux")]
fn a_data_folder_with_a_long_path_is_no_hindrance() {
    let folder = Folder::new();
    let deep: PathBuf = (0..4).fold(folder.file("deep"), |path, _| path.join("文件夹".repeat(10)));
    fs::create_dir_all(&deep).unwrap();
    let database = url_of(&deep.join("weft.db"));
    assert!(database.len() > 300);
    let served = Served::start(&database);
    assert_eq!(add_user(&database, "mei@weft.test", "admin").0, 0);
    served.stop();
    assert!(leftovers(&deep).is_empty(), "{:?}", leftovers(&deep));
}

#[cfg(target_os = "linux")]
fn leftovers(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".sock")).collect()
}
