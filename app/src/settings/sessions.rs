//! Where one is signed in, and ending it there.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, ApiError, SessionView};
use crate::hands::use_hands;
use crate::i18n::{common, relative, settings as text, t, use_locale};
use crate::ui::{Button, LoadingBars, Tag};

/// What is known of the sessions.
#[derive(Clone)]
enum Known {
    Nothing,
    All(Vec<SessionView>),
    Failed(ApiError),
}

/// The list.
#[component]
pub(super) fn Sessions() -> impl IntoView {
    let hands = use_hands();
    let locale = use_locale();
    let known = RwSignal::new(Known::Nothing);
    let load = Callback::new(move |()| {
        spawn_local(async move {
            let answer = api::sessions().await.flatten();
            // The page may have been left meanwhile.
            let _ = known.try_set(answer.map_or_else(Known::Failed, Known::All));
        });
    });
    if cfg!(target_arch = "wasm32") {
        load.run(());
    }
    let end = Callback::new(move |(id,): (String,)| {
        spawn_local(async move {
            match api::end_session(id).await.flatten() {
                Ok(()) => load.run(()),
                Err(error) => {
                    hands.say(crate::access::explain(hands.locale(), &hands.replica().world(), &error))
                }
            }
        });
    });
    let line = move |session: SessionView| {
        let id = session.id.clone();
        let device = device_of(&session.user_agent);
        let seen = session.last_seen;
        let now = hands.dispatch().now();
        let address = session.address;
        view! {
            <li class="setting-line">
                <span class="setting-line-text">
                    <span class="row wrap">
                        <b title=session.user_agent>{device.unwrap_or_else(|| text::unknown_device(locale.get()).to_owned())}</b>
                        {session.is_this.then(|| view! { <Tag>{t(text::this_one)}</Tag> })}
                    </span>
                    <span class="note">{t(move |locale| text::last_seen(locale, &relative(locale, seen, now), &address))}</span>
                </span>
                {(!session.is_this)
                    .then(|| {
                        view! { <Button small=true on_press=move || end.run((id.clone(),))>{t(text::end)}</Button> }
                    })}
            </li>
        }
    };
    move || match known.get() {
        Known::Nothing => view! { <LoadingBars /> }.into_any(),
        Known::All(sessions) => {
            view! { <ul class="setting-lines">{sessions.into_iter().map(line).collect_view()}</ul> }
                .into_any()
        }
        Known::Failed(error) => {
            let said = crate::access::explain(locale.get(), &hands.replica().world(), &error);
            view! {
                <p class="problem">{said}</p>
                <Button on_press=move || load.run(())>{t(common::retry)}</Button>
            }
            .into_any()
        }
    }
}

/// Browser and system in two words, out of what the browser calls itself; `None` where it says
/// nothing known. Order matters: most browsers also name those they descend from.
fn device_of(user_agent: &str) -> Option<String> {
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg", "Edge"),
        ("MicroMessenger", "WeChat"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
        ("curl", "curl"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let named = |of: &[(&str, &'static str)]| {
        of.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => Some(format!("{browser} · {system}")),
        (Some(only), None) | (None, Some(only)) => Some(only.to_owned()),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::device_of;

    #[test]
    fn a_session_is_told_by_browser_and_system() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/124.0 Safari/537.36 Edg/124.0";
        assert_eq!(device_of(edge).as_deref(), Some("Edge · Windows"));
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1";
        assert_eq!(device_of(phone).as_deref(), Some("Safari · iPhone"));
        assert_eq!(device_of("<script>"), None);
    }
}
