//! Writes the gallery and a page in the shell as plain HTML, to look at without a server:
//!
//! ```text
//! cargo run -p weft-app --features ssr --example gallery -- target/gallery
//! ```
//!
//! Every language and both schemes come out as `<page>.<language>.<scheme>.html`, with the
//! stylesheet inside and the fonts linked from `style/`.

use std::path::Path;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::Router;
use leptos_router::location::RequestUrl;
use weft_app::gallery::Gallery;
use weft_app::i18n::{Locale, gallery as text, provide_locale, t};
use weft_app::shell::{ConnectionState, Me, Page, Shell, use_palette_control};
use weft_app::ui::icon::{FILTER, PLUS};
use weft_app::ui::{
    Button, ButtonKind, Choice, EmptyState, FilterChip, Health, HealthMark, Segmented, WeaveMark,
};

type View = fn() -> AnyView;

const PAGES: [(&str, View, ConnectionState); 3] = [
    ("gallery", gallery, ConnectionState::Live),
    ("page", page, ConnectionState::Offline { waiting: 3 }),
    ("palette", palette, ConnectionState::Refused { count: 1 }),
];

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned());
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let style = stylesheet(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../style")))?;
    for (name, view, connection) in PAGES {
        for locale in Locale::ALL {
            for scheme in ["light", "dark"] {
                let html = document(&style, locale, scheme, connection, view);
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

fn document(style: &str, locale: Locale, scheme: &str, connection: ConnectionState, view: View) -> String {
    let owner = Owner::new();
    let body = owner.with(|| {
        provide_context(RequestUrl::new("/board"));
        provide_meta_context();
        provide_locale(locale);
        let me = Me { name: "陈思远".to_owned(), person_id: [7; 16] };
        view! {
            <Router>
                <Shell connection=Signal::stored(connection) me=Signal::stored(Some(me)) inbox=7_u32>
                    {view()}
                </Shell>
            </Router>
        }
        .to_html()
    });
    // No other script runs that would open it.
    let script = "for (const d of document.querySelectorAll('dialog.palette:has(input)')) d.showModal()";
    let lang = locale.tag();
    format!(
        "<!doctype html><html lang=\"{lang}\" data-theme=\"{scheme}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{style}</style></head><body>{body}<script>{script}</script></body></html>"
    )
}

fn gallery() -> AnyView {
    view! { <Gallery /> }.into_any()
}

fn palette() -> AnyView {
    use_palette_control().open();
    page()
}

fn page() -> AnyView {
    let view = RwSignal::new("ok".to_owned());
    let choices = move || {
        view! {
            <Segmented
                label=t(text::severity)
                options=vec![Choice::new("ok", t(text::ok)), Choice::new("slowing", t(text::slowing))]
                value=view
                on_change=move |chosen| view.set(chosen)
                small=true
                attr:class="seg small wide"
            />
        }
    };
    let actions = || {
        view! {
            <Button kind=ButtonKind::Primary lead=PLUS collapse=t(text::new_request)>
                {t(text::new_request)}
            </Button>
        }
    };
    let sub = || {
        view! {
            <FilterChip on=true lead=FILTER>{t(text::customer)}</FilterChip>
            <FilterChip on=false>{t(text::severity)}</FilterChip>
        }
    };
    let panel = || {
        view! {
            <header>
                <h2>{t(text::panel_title)}</h2>
            </header>
            <section class="block">
                <HealthMark health=Health::Strained />
                <p class="voice">{t(text::serif)}</p>
            </section>
        }
    };
    view! {
        <Page
            title=t(text::infra)
            lead=|| view! { <WeaveMark id=[5; 16] /> }
            tabs=choices
            actions=actions
            sub=sub
            panel=panel
            panel_open=true
            on_panel_close=|| ()
        >
            <div style="padding:24px">
                <EmptyState title=t(text::no_threads) body=t(text::no_threads_body)>
                    <Button kind=ButtonKind::Primary>{t(text::declare_first)}</Button>
                </EmptyState>
            </div>
        </Page>
    }
    .into_any()
}
