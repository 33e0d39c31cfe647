//! Which crate may know which: `ARCHITECTURE.md`'s table as a test.

use std::collections::{BTreeMap, BTreeSet};

use super::sources::root;

/// One row of the table.
struct Layer {
    package: &'static str,
    manifest: &'static str,
    /// Crates of ours that it may depend on.
    may_know: &'static [&'static str],
    /// Crates that it must not name among its dependencies.
    must_not_name: &'static [&'static str],
    /// Crates that must not be reached through anything it depends on.
    must_not_reach: &'static [&'static str],
}

/// What would bring I/O or a screen into a rule.
const OUTER: &[&str] = &["leptos", "axum", "sqlx", "sqlx-core", "tokio", "web-sys", "jiff", "chrono"];

/// The same, and what would bring in randomness. Only by name: the lock file shows the edges of
/// every feature that anybody turned on, and a library's own generator is none of a rule's.
const OUTER_BY_NAME: &[&str] =
    &["leptos", "axum", "sqlx", "tokio", "web-sys", "js-sys", "jiff", "chrono", "getrandom", "rand"];

const LAYERS: &[Layer] = &[
    Layer {
        package: "weft-domain",
        manifest: "app/domain/Cargo.toml",
        may_know: &[],
        must_not_name: OUTER_BY_NAME,
        must_not_reach: OUTER,
    },
    Layer {
        package: "weft-sync",
        manifest: "app/sync/Cargo.toml",
        may_know: &["weft-domain"],
        must_not_name: OUTER_BY_NAME,
        must_not_reach: OUTER,
    },
    Layer {
        package: "weft-app",
        manifest: "app/Cargo.toml",
        may_know: &["weft-domain", "weft-sync"],
        must_not_name: &["axum", "sqlx", "tokio", "tokio-tungstenite"],
        must_not_reach: &["sqlx", "sqlx-core"],
    },
    Layer {
        package: "weft-frontend",
        manifest: "frontend/Cargo.toml",
        may_know: &["weft-app", "weft-domain", "weft-sync"],
        must_not_name: &["axum", "sqlx", "tokio"],
        must_not_reach: &["sqlx", "sqlx-core"],
    },
    Layer {
        package: "weft-bundle",
        manifest: "frontend/bundle/Cargo.toml",
        may_know: &[],
        must_not_name: &["leptos", "axum", "sqlx", "tokio"],
        must_not_reach: &["leptos", "axum", "sqlx", "tokio"],
    },
    Layer {
        package: "weft",
        manifest: "server/Cargo.toml",
        may_know: &["weft-app", "weft-domain", "weft-sync"],
        must_not_name: &["web-sys"],
        must_not_reach: &["openssl", "native-tls", "chrono", "wasm-bindgen-cli-support"],
    },
];

pub(crate) fn findings() -> Vec<String> {
    let graph = lock_graph();
    let mut findings = Vec::new();
    for layer in LAYERS {
        let dependencies = dependencies(layer.manifest);
        for dependency in &dependencies {
            let ours = dependency == "weft" || dependency.starts_with("weft-");
            if ours && !layer.may_know.contains(&dependency.as_str()) {
                findings.push(format!("{} must not depend on {dependency}", layer.package));
            }
            if layer.must_not_name.contains(&dependency.as_str()) {
                findings.push(format!("{} must not depend on {dependency}", layer.manifest));
            }
        }
        for (reached, way) in reach(&graph, &dependencies) {
            if layer.must_not_reach.contains(&reached.as_str()) {
                findings.push(format!("{} reaches {reached} by {way}", layer.package));
            }
        }
    }
    findings
}

fn read(path: &str) -> toml::Table {
    std::fs::read_to_string(root().join(path)).unwrap().parse().unwrap()
}

/// Everything a package is built from; what only its tests use is their business.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let manifest = read(manifest);
    ["dependencies", "build-dependencies"]
        .iter()
        .filter_map(|section| manifest.get(*section)?.as_table())
        .flat_map(|section| section.keys().cloned())
        .collect()
}

/// Crate → the crates it depends on, all versions of one name taken together.
fn lock_graph() -> BTreeMap<String, BTreeSet<String>> {
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in read("Cargo.lock")["package"].as_array().unwrap() {
        let edges = graph.entry(package["name"].as_str().unwrap().to_owned()).or_default();
        for dependency in package.get("dependencies").and_then(|list| list.as_array()).into_iter().flatten() {
            edges.insert(dependency.as_str().unwrap().split(' ').next().unwrap().to_owned());
        }
    }
    graph
}

/// Every crate reached from `start`, with the way to it. Crates of ours stand for themselves: what
/// they bring is checked in their own row, with their tests' dependencies left out.
fn reach(graph: &BTreeMap<String, BTreeSet<String>>, start: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open: Vec<_> = start.iter().map(|name| (name.clone(), name.clone())).collect();
    while let Some((name, way)) = open.pop() {
        if found.insert(name.clone(), way.clone()).is_some() || name.starts_with("weft") {
            continue;
        }
        for next in graph.get(&name).into_iter().flatten() {
            open.push((next.clone(), format!("{way} → {next}")));
        }
    }
    found
}
