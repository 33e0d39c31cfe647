//! Stories: plans that failed once, cut down and kept. They pass now, and those of a planted bug fail
//! with it.

use std::{fs, path::PathBuf};

use serde::{Deserialize, Serialize};
use weft_sync::{
    fault::{self, Fault},
    sim::{self, Plan},
};

#[derive(Serialize, Deserialize)]
struct Story {
    /// The bug it shows; none: one that was real, and is mended.
    planted: Option<Fault>,
    plan: Plan,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/stories")
}

/// Writes a story down. Its path from the package.
pub(crate) fn save(name: &str, planted: Option<Fault>, plan: &Plan) -> String {
    let story = Story { planted, plan: plan.clone() };
    let text = serde_json::to_string_pretty(&story).unwrap();
    fs::write(folder().join(format!("{name}.json")), text + "\n").unwrap();
    format!("tests/stories/{name}.json")
}

#[test]
fn old_stories_end_well() {
    let mut told = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let story: Story = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        assert!(story.plan.is_sound(), "{path:?}");
        sim::run(&story.plan).unwrap_or_else(|violation| panic!("{path:?}: {violation}"));
        if story.planted.is_some() {
            fault::plant(story.planted);
            let outcome = sim::run(&story.plan);
            fault::plant(None);
            assert!(outcome.is_err(), "{path:?} does not show {:?} any more", story.planted);
        }
        told += 1;
    }
    assert!(told > 1, "there are stories");
}
