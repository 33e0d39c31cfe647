//! Access tokens: what programs sign in with in one's stead.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::access::{Problem, Sending};
use crate::api::{self, ApiError, TOKEN_DAYS_MAX, TOKEN_NAME_CHARS_MAX, TokenScope, TokenView};
use crate::directory::CopyField;
use crate::hands::use_hands;
use crate::i18n::{common, date, relative, settings as text, t, use_locale};
use crate::ui::icon::LINK;
use crate::ui::{Button, Choice, LoadingBars, Segmented, Tag, TextField};

/// Days that a token may be made for; the last is the most that the server grants.
const DAYS: [u32; 4] = [7, 30, 90, TOKEN_DAYS_MAX];
/// Days that are chosen until another number is.
const DAYS_PROPOSED: u32 = 90;

/// What is known of the tokens.
#[derive(Clone)]
enum Known {
    Nothing,
    All(Vec<TokenView>),
    Failed(ApiError),
}

/// The list, and the form that makes another one.
#[component]
pub(super) fn Tokens() -> impl IntoView {
    let known = RwSignal::new(Known::Nothing);
    let load = Callback::new(move |()| {
        spawn_local(async move {
            let answer = api::tokens().await.flatten();
            // The page may have been left meanwhile.
            let _ = known.try_set(answer.map_or_else(Known::Failed, Known::All));
        });
    });
    if cfg!(target_arch = "wasm32") {
        load.run(());
    }
    view! {
        {list(known, load)}
        {form(load)}
    }
}

fn list(known: RwSignal<Known>, load: Callback<()>) -> AnyView {
    let hands = use_hands();
    let locale = use_locale();
    let revoke = Callback::new(move |(token,): (TokenView,)| {
        spawn_local(async move {
            match api::revoke_token(token.id).await.flatten() {
                Ok(()) => {
                    hands.say(text::revoked(hands.locale(), &token.name));
                    load.run(());
                }
                Err(error) => {
                    hands.say(crate::access::explain(hands.locale(), &hands.replica().world(), &error))
                }
            }
        });
    });
    let line = move |token: TokenView| {
        let (name, pressed) = (token.name.clone(), token.clone());
        let scope = scope_word(token.scope);
        let now = hands.dispatch().now();
        let used = t(move |locale| {
            let until = date(locale, token.expires_at);
            match token.last_used {
                None => text::token_never_used(locale, &until),
                Some(at) => text::token_used(locale, &relative(locale, at, now), &until),
            }
        });
        view! {
            <li class="setting-line">
                <span class="setting-line-text">
                    <span class="row wrap"><b dir="auto">{name.clone()}</b><Tag>{t(scope)}</Tag></span>
                    <span class="note">{used}</span>
                </span>
                <Button small=true on_press=move || revoke.run((pressed.clone(),))>
                    <span aria-hidden="true">{t(text::revoke)}</span>
                    <span class="sr">{t(move |locale| text::revoke_named(locale, &name))}</span>
                </Button>
            </li>
        }
    };
    let content = move || match known.get() {
        Known::Nothing => view! { <LoadingBars /> }.into_any(),
        Known::All(tokens) if tokens.is_empty() => {
            view! { <p class="note">{t(text::no_tokens)}</p> }.into_any()
        }
        Known::All(tokens) => {
            view! { <ul class="setting-lines">{tokens.into_iter().map(line).collect_view()}</ul> }.into_any()
        }
        Known::Failed(error) => {
            let said = crate::access::explain(locale.get(), &hands.replica().world(), &error);
            view! {
                <p class="problem">{said}</p>
                <Button on_press=move || load.run(())>{t(common::retry)}</Button>
            }
            .into_any()
        }
    };
    content.into_any()
}

fn form(load: Callback<()>) -> AnyView {
    let locale = use_locale();
    let name = RwSignal::new(String::new());
    let is_missing = RwSignal::new(false);
    let scope = RwSignal::new(TokenScope::Read);
    let days = RwSignal::new(DAYS_PROPOSED);
    let made = RwSignal::new(None::<String>);
    let sending = Sending::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let called = name.with_untracked(|name| name.trim().to_owned());
        is_missing.set(called.is_empty());
        if called.is_empty() {
            return crate::access::focus_first_error();
        }
        if !sending.begin() {
            return;
        }
        let (scope, days) = (scope.get_untracked(), days.get_untracked());
        spawn_local(async move {
            match api::make_token(called, scope, days).await.flatten() {
                Ok(token) => {
                    sending.done();
                    let _ = made.try_set(Some(token));
                    let _ = name.try_set(String::new());
                    load.run(());
                }
                Err(error) => sending.failed(error),
            }
        });
    };
    let error = Signal::derive(move || {
        let is_still = is_missing.get() && name.with(|name| name.trim().is_empty());
        is_still.then(|| common::required(locale.get()).to_owned())
    });
    view! {
        <form class="setting-form" novalidate on:submit=submit>
            <TextField
                label=t(text::token_name)
                value=name
                error=error
                max=u32::try_from(TOKEN_NAME_CHARS_MAX).unwrap_or(u32::MAX)
            />
            {scopes(scope)}
            {lives(days)}
            <Problem sending=sending />
            <div>
                <Button submit=true lead=LINK disabled=Signal::derive(move || sending.is_held()) pending=sending.busy>
                    {t(text::make_token)}
                </Button>
            </div>
        </form>
        <div aria-live="polite">
            {move || {
                made.get()
                    .map(|token| {
                        view! { <CopyField label=t(text::new_token) text=token hint=t(text::new_token_note) /> }
                    })
            }}
        </div>
    }
    .into_any()
}

fn scopes(scope: RwSignal<TokenScope>) -> AnyView {
    let choices = [TokenScope::Read, TokenScope::Write];
    let choices: Vec<_> =
        choices.into_iter().map(|own| Choice::new(own.name(), t(scope_word(own)))).collect();
    view! {
        <div class="field">
            <span class="label" aria-hidden="true">{t(text::token_scope)}</span>
            <Segmented
                label=t(text::token_scope)
                options=choices
                value=Signal::derive(move || scope.get().name().to_owned())
                on_change=move |name: String| scope.set(TokenScope::named(&name).unwrap_or(TokenScope::Read))
            />
        </div>
    }
    .into_any()
}

fn lives(days: RwSignal<u32>) -> AnyView {
    let choices: Vec<_> = DAYS
        .into_iter()
        .map(|own| Choice::new(own.to_string(), t(move |locale| text::days(locale, own))))
        .collect();
    view! {
        <div class="field">
            <span class="label" aria-hidden="true">{t(text::token_days)}</span>
            <Segmented
                label=t(text::token_days)
                options=choices
                value=Signal::derive(move || days.get().to_string())
                on_change=move |chosen: String| days.set(chosen.parse().unwrap_or(DAYS_PROPOSED))
            />
        </div>
    }
    .into_any()
}

fn scope_word(scope: TokenScope) -> fn(crate::i18n::Locale) -> &'static str {
    match scope {
        TokenScope::Read => text::token_reads,
        TokenScope::Write => text::token_writes,
    }
}
