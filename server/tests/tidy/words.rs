//! Words that may stand only in certain places, or nowhere.

use super::sources::{Source, rust, with_extensions};

/// A text that is banned outside of some places.
struct Ban {
    /// In which files it is looked for, by the start of their path.
    within: &'static [&'static str],
    text: &'static str,
    /// Where it may stand all the same, by the start of the path.
    except: &'static [&'static str],
    /// What to do instead.
    instead: &'static str,
}

/// The only files that may ask for a feature: server and browser differ nowhere else, the rules lend
/// their tests' builders to others' tests, and sync carries its simulator and the bugs it must find.
const FEATURE_GATES: &[&str] = &[
    "app/domain/src/lib.rs",
    "app/sync/src/lib.rs",
    "app/sync/src/fault.rs",
    "app/sync/src/client/rebase.rs",
    "app/src/lib.rs",
    "app/tests/",
    "app/src/api.rs",
    "app/src/context.rs",
    "app/src/i18n",
];

const PURE: &[&str] = &["app/domain/", "app/sync/"];

/// Where what is stored or sent is laid down: fields there are as wide on every machine.
const KEPT: &[&str] = &[
    "app/domain/src/row",
    "app/domain/src/command",
    "app/domain/src/actor.rs",
    "app/domain/src/change.rs",
    "app/domain/src/fact.rs",
    "app/domain/src/refusal.rs",
    "app/sync/src/message.rs",
];

const FLOATS: &str = "rules come out alike on every machine: count in whole numbers";
const WIDTH: &str = "a browser's usize is half as wide: name the width, as u32";

const BANS: &[Ban] = &[
    Ban {
        within: &["app/", "frontend/", "server/"],
        text: "sqlx::",
        except: &["server/src/store"],
        instead: "the store is the only module that names sqlx; give it a function",
    },
    Ban {
        within: &["app/", "frontend/", "server/"],
        text: "#[server",
        except: &["app/src/api.rs"],
        instead: "what changes a record is a command; the few exceptions stand in app/src/api.rs",
    },
    Ban {
        within: &["app/", "frontend/", "server/"],
        text: "cfg(feature",
        except: FEATURE_GATES,
        instead: "keep what differs between server and browser in one of the listed files",
    },
    Ban {
        within: &["app/src/", "server/"],
        text: "web_sys::IdbFactory",
        except: &[],
        instead: "IndexedDB belongs to frontend",
    },
    Ban { within: PURE, text: "SystemTime", except: &[], instead: "time comes in as a Timestamp" },
    Ban { within: PURE, text: "Instant::now", except: &[], instead: "time comes in as a Timestamp" },
    Ban {
        within: PURE,
        text: "Uuid::now_v7",
        except: &[],
        instead: "ids come in with the command, or are derived from its id",
    },
    Ban {
        within: PURE,
        text: "HashMap",
        except: &[],
        instead: "hash order differs between runs: use BTreeMap, or imbl's OrdMap",
    },
    Ban {
        within: PURE,
        text: "HashSet",
        except: &[],
        instead: "hash order differs between runs: use BTreeSet, or imbl's OrdSet",
    },
    Ban { within: PURE, text: "f32", except: &[], instead: FLOATS },
    Ban { within: PURE, text: "f64", except: &[], instead: FLOATS },
    Ban { within: KEPT, text: ": usize,", except: &[], instead: WIDTH },
    Ban { within: KEPT, text: "(usize", except: &[], instead: WIDTH },
    Ban { within: KEPT, text: "<usize", except: &[], instead: WIDTH },
    Ban {
        within: &["app/", "frontend/", "server/"],
        text: "thread::sleep",
        except: &[],
        instead: "wait for the event itself, or use the runtime's timer",
    },
    Ban {
        within: &["app/", "frontend/", "server/"],
        text: "unbounded_channel",
        except: &[],
        instead: "every queue has a named limit",
    },
    Ban {
        within: &["app/", "frontend/", "server/"],
        text: "#[allow(",
        except: &[],
        instead: "use #[expect(…, reason = \"…\")], which goes away with its cause",
    },
    Ban {
        within: &["app/", "frontend/", "server/"],
        text: "#[ignore",
        except: &[],
        instead: "a test runs or is not there",
    },
];

/// Left-overs, in every file that people write. Written in halves so that they do not find themselves.
const NOWHERE: &[(&str, &str)] = &[
    (concat!("TO", "DO"), "do it, or open an issue"),
    (concat!("FIX", "ME"), "fix it, or open an issue"),
    (concat!("/", "home/"), "no path of one machine"),
    (concat!("/", "root/"), "no path of one machine"),
    (concat!("/", "work/"), "no path of one machine"),
    (concat!("/", "Users/"), "no path of one machine"),
    (
        concat!("\"resol", "ved\": \"http"),
        "lock files name no registry host (omit-lockfile-registry-resolved)",
    ),
];

const WRITTEN: &[&str] = &[
    ".rs", ".toml", ".md", ".css", ".js", ".mjs", ".json", ".sql", ".sh", ".html", "Makefile", "run", ".yml",
    ".service",
];

pub(crate) fn findings() -> Vec<String> {
    let mut findings = Vec::new();
    for source in rust() {
        let code: Vec<_> = source.text.lines().map(without_comment).collect();
        for ban in BANS {
            let concerns = ban.within.iter().any(|start| source.path.starts_with(start));
            if concerns && !ban.except.iter().any(|start| source.path.starts_with(start)) {
                find(&mut findings, &source, code.iter().copied(), ban.text, ban.instead);
            }
        }
    }
    for source in with_extensions(WRITTEN) {
        for (text, instead) in NOWHERE {
            find(&mut findings, &source, source.text.lines(), text, instead);
        }
    }
    findings
}

fn find<'a>(
    findings: &mut Vec<String>,
    source: &Source,
    lines: impl Iterator<Item = &'a str>,
    text: &str,
    instead: &str,
) {
    for (number, line) in lines.enumerate() {
        if line.contains(text) {
            findings.push(format!("{}:{}: {text}: {instead}", source.path, number + 1));
        }
    }
}

fn without_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") { "" } else { line }
}
