//! Weft's screens.

use leptos::prelude::*;

/// The language of the page, as a tag; the server provides it, the browser reads `<html lang>`.
#[derive(Clone, Copy, Debug)]
pub struct PageLanguage(pub &'static str);

/// The whole interface.
#[component]
pub fn App() -> impl IntoView {
    leptos_meta::provide_meta_context();
    let tag = use_context::<PageLanguage>().map(|language| language.0.to_owned()).unwrap_or_else(document_language);
    let greeting = match tag.as_str() {
        "zh-Hans" => "欢迎使用经纬",
        "zh-Hant" => "歡迎使用經緯",
        _ => "Welcome to Weft",
    };
    view! {
        <leptos_meta::Title text=greeting/>
        <main>
            <h1>{greeting}</h1>
        </main>
    }
}

/// `<html lang>`; nothing where there is no browser.
fn document_language() -> String {
    web_sys::window()
        .and_then(|window| window.document()?.document_element()?.get_attribute("lang"))
        .unwrap_or_default()
}
