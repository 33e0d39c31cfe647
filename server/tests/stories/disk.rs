//! A disk that is full and one that cannot be written, for real. Both need the right to mount; where
//! that is missing the tests say so and pass.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::support::{
    Folder,
    program::{Browser, PASSWORD, Served, add_user, run},
    url_of,
};
use serde_json::json;
use weft_domain::RenamePerson;

/// What the small disk holds.
const DISK: &str = "size=8m";

/// A disk of a test's own, gone with it.
struct Disk(PathBuf);

impl Disk {
    fn mount(folder: &Folder) -> Option<Self> {
        let place = folder.file("disk");
        fs::create_dir_all(&place).unwrap();
        let disk = mount(&["-t", "tmpfs", "-o", DISK, "tmpfs"], &place).then_some(Self(place));
        if disk.is_none() {
            // Past the capture of a passing test, so that it is seen.
            let _ =
                writeln!(std::io::stderr(), "SKIPPED stories::disk: this user may not mount a file system");
        }
        disk
    }

    /// Fills it to the last byte.
    fn fill(&self) -> PathBuf {
        let path = self.0.join("ballast");
        let mut ballast = File::create(&path).unwrap();
        for chunk in [64 * 1024, 1024, 1] {
            while ballast.write_all(&vec![0; chunk]).is_ok() {}
        }
        path
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn mount(arguments: &[&str], place: &Path) -> bool {
    let mut command = Command::new("mount");
    command.args(arguments).arg(place).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

#[tokio::test]
async fn a_full_disk_refuses_serves_what_is_there_and_loses_nothing() {
    let folder = Folder::new();
    let Some(disk) = Disk::mount(&folder) else { return };
    let database = url_of(&disk.0.join("weft.db"));
    let served = Served::start(&database);
    assert_eq!(add_user(&database, "mei@weft.test", "admin").0, 0);
    let cookie = served.sign_in("mei@weft.test").await;
    let mut browser = Browser::open(&served, &cookie).await;
    let ballast = disk.fill();

    let (status, said) = add_user(&database, "late@weft.test", "member");
    assert_eq!((status, &said["error"]["code"]), (1, &json!("failed")), "{said}");
    assert!(said["error"]["message"].as_str().unwrap().contains("disk is full"), "{said}");
    let source = folder.file("hr");
    fs::create_dir_all(&source).unwrap();
    fs::write(source.join("departments.csv"), "id,name\nc,compiler\n").unwrap();
    let (status, said) = run(&database, &["import", source.to_str().unwrap()]);
    assert_eq!(status, 1, "{said}");
    assert!(said["error"]["message"].as_str().unwrap().contains("disk is full"), "{said}");
    let sign_in = json!({ "email": "mei@weft.test", "password": PASSWORD }).to_string();
    let (head, said) = served.ask("POST", "/api/sign_in", "", &sign_in).await;
    assert!(head.starts_with("HTTP/1.1 503"), "{head}");
    assert_eq!(said, b"\"NotSaved\"");
    // What is asked for in a browser waits there, and here for as long as the connection lives.
    browser.push(RenamePerson { id: browser.person, over: 0, name: "Mei waits".into() }).await;
    // Reading goes on.
    for path in ["/healthz", "/map", "/sync/bootstrap"] {
        let (head, _) = served.ask("GET", path, &cookie, "").await;
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
    }

    fs::remove_file(ballast).unwrap();
    browser.is_answered().await;
    assert_eq!(add_user(&database, "late@weft.test", "member").0, 0);
    assert_eq!(run(&database, &["import", source.to_str().unwrap()]).0, 0);
    served.kill();
    let served = Served::start(&database);
    let late = served.sign_in("late@weft.test").await;
    let (_, replica) = served.ask("GET", "/sync/bootstrap", &late, "").await;
    let replica = String::from_utf8_lossy(&replica).into_owned();
    assert!(replica.contains("Mei waits") && replica.contains("compiler"));
    assert_eq!(replica.matches("late@weft.test").count(), 1, "what was refused was not half done");
}

#[test]
fn a_folder_or_file_that_cannot_be_written_is_named() {
    let folder = Folder::new();
    let Some(disk) = Disk::mount(&folder) else { return };
    let path = disk.0.join("weft.db");
    let database = url_of(&path);
    assert_eq!(add_user(&database, "mei@weft.test", "admin").0, 0);
    let file = path.to_str().unwrap();
    assert!(mount(&["--bind", file], &path) && mount(&["-o", "remount,bind,ro"], &path));
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let refused = |what: &str| {
        for arguments in [&serve[..], &["user", "reset-link", "mei@weft.test"]] {
            let (status, said) = run(&database, arguments);
            let message = said["error"]["message"].as_str().unwrap();
            assert_eq!(status, 1, "{message}");
            assert!(message.contains(what), "{what}: {message}");
        }
    };
    refused("read-only");
    assert!(Command::new("umount").arg(&path).status().unwrap().success());
    assert!(mount(&["-o", "remount,ro"], &disk.0));
    refused(disk.0.to_str().unwrap());
    assert!(mount(&["-o", "remount,rw"], &disk.0));
    assert_eq!(run(&database, &["user", "reset-link", "mei@weft.test"]).0, 0, "nothing was harmed");
}
