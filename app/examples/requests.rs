//! Writes the board, a request, Mine, the inbox and search as plain HTML over a made-up
//! organisation, to look at without a server:
//!
//! ```text
//! cargo run -p weft-app --features ssr --example requests -- target/requests
//! ```
//!
//! Every language and both schemes come out as `<page>.<language>.<scheme>.html`, with the
//! stylesheet inside and the fonts linked from `style/`.

#[path = "requests/render.rs"]
mod render;
#[path = "requests/world.rs"]
mod world;

use std::path::Path;

use render::render;
use weft_app::i18n::Locale;
use world::Made;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/requests".to_owned());
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let style = stylesheet(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../style")))?;
    let (small, large, empty) = (Made::new(40), Made::new(3_000), Made::new(0));
    let board = format!("/board/{}", small.it());
    let pages = [
        ("board", &small, board.clone()),
        ("lanes", &small, format!("{board}?lanes=priority")),
        ("filtered", &small, format!("{board}?q=printer&mine=1")),
        ("panel", &small, format!("{board}?request={}", small.open())),
        ("full", &large, board.clone()),
        ("bare", &empty, board),
        ("request", &small, format!("/request/{}", small.done())),
        ("mine", &large, "/mine?ended=1".to_owned()),
        ("inbox", &small, "/inbox".to_owned()),
        ("search", &large, "/search?q=is:open%20printer".to_owned()),
        ("nowhere", &small, "/board/NOPE".to_owned()),
    ];
    for (name, made, url) in &pages {
        for locale in Locale::ALL {
            for scheme in ["light", "dark"] {
                let html = document(&style, locale, scheme, made, url);
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

fn document(style: &str, locale: Locale, scheme: &str, made: &Made, url: &str) -> String {
    let (body, lang) = (render(made, locale, url), locale.tag());
    format!(
        "<!doctype html><html lang=\"{lang}\" data-theme=\"{scheme}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{style}</style></head><body>{body}</body></html>"
    )
}
