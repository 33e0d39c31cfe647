//! Writes Feedback and Pulse as plain HTML, to look at without a server:
//!
//! ```text
//! cargo run -p weft-app --features ssr --example feedback -- target/feedback
//! ```
//!
//! Every page comes out as `<page>.<language>.<scheme>.html`, with the stylesheet inside and the
//! fonts linked from `style/`.

mod worlds;

use std::path::Path;
use std::sync::Arc;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::Router;
use leptos_router::location::RequestUrl;
use weft_app::dispatch::{Dispatch, RenderOnly};
use weft_app::feedback::FeedbackPage;
use weft_app::i18n::{Locale, provide_locale};
use weft_app::pulse::PulsePage;
use weft_app::replica::{Connection, Replica};
use weft_app::request::provide_hands;
use weft_app::shell::{ConnectionState, Me, Shell};
use weft_domain::World;
use weft_domain::testing::person;

type View = fn() -> AnyView;

const PAGES: [(&str, &str, View, fn() -> World); 8] = [
    ("feedback", "/feedback", feedback, worlds::small),
    ("feedback-empty", "/feedback", feedback, World::replica),
    ("pulse", "/pulse", pulse, worlds::small),
    ("pulse-loom", "/pulse?view=loom", pulse, worlds::small),
    (
        "pulse-rows",
        "/pulse?view=loom&pair=02000000-0000-0000-0000-000000047000.02000000-0000-0000-0000-000000087000",
        pulse,
        worlds::small,
    ),
    ("pulse-large", "/pulse?view=loom", pulse, worlds::large),
    ("pulse-empty", "/pulse", pulse, World::replica),
    ("feedback-low", "/feedback?show=low", feedback, worlds::small),
];

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/feedback".to_owned());
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let style = stylesheet(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../style")))?;
    for (name, url, view, world) in PAGES {
        for locale in Locale::ALL {
            let body = body(locale, url, view, world());
            for scheme in ["light", "dark"] {
                let html = document(&style, locale, scheme, &body);
                std::fs::write(folder.join(format!("{name}.{}.{scheme}.html", locale.tag())), html)?;
            }
        }
    }
    Ok(())
}

/// The stylesheet in one piece: `main.css` with its imports in place.
fn stylesheet(folder: &Path) -> std::io::Result<String> {
    let mut css = String::new();
    for line in std::fs::read_to_string(folder.join("main.css"))?.lines() {
        match line.strip_prefix("@import \"").and_then(|rest| rest.strip_suffix("\";")) {
            Some(file) => css.push_str(&std::fs::read_to_string(folder.join(file))?),
            None => css.push_str(line),
        }
        css.push('\n');
    }
    let fonts = folder.canonicalize()?.join("fonts");
    Ok(css.replace("/pkg/fonts", &format!("file://{}", fonts.display())))
}

fn body(locale: Locale, url: &str, view: View, world: World) -> String {
    let owner = Owner::new();
    owner.with(|| {
        provide_context(RequestUrl::new(url));
        provide_meta_context();
        provide_locale(locale);
        let is_empty = world.departments().next().is_none();
        let replica = Replica::new(world, Some(person(0)));
        replica.set_connection(if is_empty { Connection::Offline } else { Connection::Live });
        provide_context(replica);
        provide_context(Dispatch::new(Arc::new(RenderOnly { now: worlds::NOW }), Arc::new(|_| None)));
        let me = Me { name: "陈思远".to_owned(), person_id: [7; 16] };
        let connection =
            if is_empty { ConnectionState::Offline { waiting: 0 } } else { ConnectionState::Live };
        view! {
            <Router>
                <Shell connection=Signal::stored(connection) me=Signal::stored(Some(me)) inbox=7_u32>
                    {
                        provide_hands();
                        view()
                    }
                </Shell>
            </Router>
        }
        .to_html()
    })
}

fn document(style: &str, locale: Locale, scheme: &str, body: &str) -> String {
    let lang = locale.tag();
    format!(
        "<!doctype html><html lang=\"{lang}\" data-theme=\"{scheme}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{style}</style></head><body>{body}</body></html>"
    )
}

fn feedback() -> AnyView {
    view! { <FeedbackPage /> }.into_any()
}

fn pulse() -> AnyView {
    view! { <PulsePage /> }.into_any()
}
