//! What the forms at the front door and in the settings share: entries that know their rules, the
//! password field, and the sending of a form.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use weft_domain::World;
use weft_domain::limits::{EMAIL_CHARS_MAX, NAME_CHARS_MAX};

use crate::api::{ApiError, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN};
use crate::i18n::{Locale, access as text, common, t, use_locale};
use crate::ui::icon::{EYE, INFO};
use crate::ui::internal::focus;
use crate::ui::{Field, IconButton, fresh_id, icon_small};

/// What a value must be before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// A name: something, and not too long.
    Name,
    /// An address: something, `@`, something.
    Email,
    /// Anything at all: an existing password is judged by the server.
    Filled,
    /// A new password, within its limits.
    NewPassword,
}

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is missing.
    Missing,
    /// It is too long, in characters.
    TooLong(u32),
    /// The server said so, or would.
    Api(ApiError),
    /// It is not the password that the reader has now.
    NotCurrent,
}

impl Rule {
    /// Whether anything is wrong with `value`.
    pub(crate) fn is_wrong(self, value: &str) -> bool {
        self.fault(value).is_some()
    }

    /// What is wrong with `value`.
    pub(super) fn fault(self, value: &str) -> Option<Fault> {
        let (trimmed, chars) = (value.trim(), value.chars().count());
        match self {
            Self::Name | Self::Email | Self::Filled if trimmed.is_empty() => Some(Fault::Missing),
            Self::Name if trimmed.chars().count() > NAME_CHARS_MAX => Some(too_long(NAME_CHARS_MAX)),
            Self::Email if chars > EMAIL_CHARS_MAX => Some(too_long(EMAIL_CHARS_MAX)),
            Self::Email if !is_address(trimmed) => Some(Fault::Api(ApiError::BadEmail)),
            Self::NewPassword if value.is_empty() => Some(Fault::Missing),
            Self::NewPassword if !(PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&chars) => {
                Some(Fault::Api(ApiError::BadPassword))
            }
            Self::Name | Self::Email | Self::Filled | Self::NewPassword => None,
        }
    }
}

fn too_long(max: usize) -> Fault {
    Fault::TooLong(u32::try_from(max).unwrap_or(u32::MAX))
}

fn is_address(text: &str) -> bool {
    let has_space = text.chars().any(|c| c.is_whitespace() || c.is_control());
    let parts = text.split_once('@');
    !has_space
        && parts.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty() && !host.contains('@'))
}

/// A field of a form: its value, and what was wrong with it when last looked at.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    /// The name in the form, by which the browser knows it.
    pub(crate) name: &'static str,
    /// The text.
    pub(crate) value: RwSignal<String>,
    rule: Rule,
    /// The fault and the value it was found in: another value is innocent until looked at.
    fault: RwSignal<Option<(Fault, String)>>,
}

impl Entry {
    /// An entry with what was typed into it before the page came alive.
    pub(crate) fn new(name: &'static str, rule: Rule) -> Self {
        let value = RwSignal::new(typed_before(name).unwrap_or_default());
        Self { name, value, rule, fault: RwSignal::new(None) }
    }

    /// Whether the value can be sent; if not, the field says why.
    pub(crate) fn is_good(self) -> bool {
        let fault = self.value.with_untracked(|value| self.rule.fault(value));
        let good = fault.is_none();
        self.fault.set(fault.map(|fault| (fault, self.value.get_untracked())));
        good
    }

    /// Shows what the server said about this value.
    pub(crate) fn blame(self, error: ApiError) {
        let _ = self.fault.try_set(Some((Fault::Api(error), self.value.get_untracked())));
    }

    /// Says that this is not the password that the reader has now.
    pub(crate) fn blame_not_current(self) {
        let _ = self.fault.try_set(Some((Fault::NotCurrent, self.value.get_untracked())));
    }

    /// What the field says is wrong, in the reader's language.
    pub(crate) fn error(self) -> Signal<Option<String>> {
        let locale = use_locale();
        Signal::derive(move || {
            let (fault, found_in) = self.fault.get()?;
            (self.value.get() == found_in).then(|| said(locale.get(), &fault))
        })
    }

    /// The text without blanks around it.
    pub(crate) fn trimmed(self) -> String {
        self.value.with_untracked(|value| value.trim().to_owned())
    }
}

fn said(locale: Locale, fault: &Fault) -> String {
    match fault {
        Fault::Missing => common::required(locale).to_owned(),
        Fault::TooLong(max) => common::too_long(locale, *max),
        Fault::NotCurrent => text::not_current(locale).to_owned(),
        Fault::Api(error) => super::explain(locale, &World::replica(), error),
    }
}

/// Looks at every entry, so that all errors show at once; the first wrong one gets the focus.
pub(crate) fn all_good(entries: &[Entry]) -> bool {
    let wrong = entries.iter().filter(|entry| !entry.is_good()).count();
    let good = wrong == 0;
    if !good {
        focus_first_error();
    }
    good
}

/// Focuses the first field with an error, once it is drawn.
pub(crate) fn focus_first_error() {
    request_animation_frame(|| {
        if let Some(field) = find::<HtmlElement>("[aria-invalid=true]") {
            focus(&field);
        }
    });
}

/// What was typed into the server's rendering of a field; `None` on the server.
fn typed_before(name: &str) -> Option<String> {
    if !cfg!(target_arch = "wasm32") {
        return None;
    }
    find::<HtmlInputElement>(&format!("#server-root [name={name}]")).map(|field| field.value())
}

/// Puts the focus into a form when it appears: where it was in the server's rendering, else into
/// the first field that is empty.
pub(super) fn focus_form() {
    if !cfg!(target_arch = "wasm32") {
        return;
    }
    let before = document().active_element().and_then(|field| field.get_attribute("name"));
    request_animation_frame(move || {
        let was_in = before.and_then(|name| find::<HtmlElement>(&format!(".gate [name={name}]")));
        let empty = || find::<HtmlElement>(".gate input:placeholder-shown");
        if let Some(field) = was_in.or_else(empty) {
            focus(&field);
        }
    });
}

fn find<T: JsCast>(selector: &str) -> Option<T> {
    document().query_selector(selector).ok()??.dyn_into().ok()
}

/// A form on its way to the server.
#[derive(Clone, Copy)]
pub(crate) struct Sending {
    /// Whether an answer is waited for.
    pub(crate) busy: RwSignal<bool>,
    /// What went wrong that is no single field's fault.
    pub(crate) problem: RwSignal<Option<ApiError>>,
}

impl Sending {
    /// Nothing on its way.
    pub(crate) fn new() -> Self {
        Self { busy: RwSignal::new(false), problem: RwSignal::new(None) }
    }

    /// Whether the form cannot be sent now: before the page is alive, while it is on its way, and
    /// while one has to wait.
    pub(crate) fn is_held(self) -> bool {
        let waits = matches!(self.problem.get(), Some(ApiError::Throttled { seconds }) if seconds > 0);
        !cfg!(target_arch = "wasm32") || self.busy.get() || waits
    }

    /// On its way; false if it was already.
    pub(crate) fn begin(self) -> bool {
        let begun = !self.busy.get_untracked();
        self.busy.set(true);
        self.problem.set(None);
        begun
    }

    /// Back, and well.
    pub(crate) fn done(self) {
        // The page may have been left meanwhile.
        let _ = self.busy.try_set(false);
    }

    /// Back, with an error that belongs to no field.
    pub(crate) fn failed(self, error: ApiError) {
        let _ = self.busy.try_set(false);
        let waits = matches!(error, ApiError::Throttled { .. });
        let _ = self.problem.try_set(Some(error));
        if waits {
            self.count_down();
        }
    }

    fn count_down(self) {
        set_timeout(
            move || {
                let left = match self.problem.try_get_untracked().flatten() {
                    Some(ApiError::Throttled { seconds }) => seconds.saturating_sub(1),
                    _ => return,
                };
                let next = (left > 0).then_some(ApiError::Throttled { seconds: left });
                let _ = self.problem.try_set(next);
                if left > 0 {
                    self.count_down();
                }
            },
            Duration::from_secs(1),
        );
    }
}

/// What went wrong with a form as a whole.
#[component]
pub(crate) fn Problem(
    /// The form's sending.
    sending: Sending,
) -> impl IntoView {
    let locale = use_locale();
    let world = use_context::<crate::replica::Replica>();
    let words = move |error: ApiError| {
        let world = world.as_ref().map_or_else(World::replica, crate::replica::Replica::world);
        super::explain(locale.get(), &world, &error)
    };
    // The live region stands from the start: one that appears with its text is not read out. A
    // countdown would be read out every second, so only its first second is.
    view! {
        <div class="problem-slot" role="alert">
            {move || {
                sending
                    .problem
                    .get()
                    .map(|error| {
                        view! {
                            <p class="problem">
                                {icon_small(INFO)}
                                <span>{words(error)}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
}

/// A password, hidden unless its author wants to see it.
#[component]
pub(crate) fn PasswordField(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// The entry.
    entry: Entry,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
    /// A line that helps to fill it in.
    #[prop(optional, into)]
    hint: Option<TextProp>,
) -> impl IntoView {
    let id = fresh_id("password");
    let shown = RwSignal::new(false);
    let capitals = RwSignal::new(false);
    let locale = use_locale();
    let error = entry.error();
    let described = if hint.is_some() { format!("{id}-hint {id}-error") } else { format!("{id}-error") };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let on = event.get_modifier_state("CapsLock");
        if on != capitals.get_untracked() {
            capitals.set(on);
        }
    };
    let control_id = id.clone();
    let control = view! {
        <span class="secret">
            <input
                class="input"
                id=control_id
                name=entry.name
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck="false"
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                prop:value=move || entry.value.get()
                on:input=move |event| entry.value.set(event_target_value(&event))
                on:keydown=on_key
            />
            <IconButton
                path=EYE
                label=t(text::show_password)
                small=true
                pressed=shown
                on_press=move || shown.update(|shown| *shown = !*shown)
            />
        </span>
        <p class="hint" aria-live="polite">{move || capitals.get().then(|| text::capitals_on(locale.get()))}</p>
    };
    match hint {
        Some(hint) => {
            view! { <Field label=label for_id=id error=error hint=hint>{control}</Field> }.into_any()
        }
        None => view! { <Field label=label for_id=id error=error>{control}</Field> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_judged_as_the_server_judges_it() {
        assert_eq!(Rule::Name.fault("  "), Some(Fault::Missing));
        assert_eq!(Rule::Name.fault("陈思远"), None);
        assert_eq!(Rule::Name.fault(&"名".repeat(NAME_CHARS_MAX)), None);
        assert_eq!(Rule::Name.fault(&"名".repeat(NAME_CHARS_MAX + 1)), Some(Fault::TooLong(200)));
        for good in ["a@b", "chen.siyuan@lanqiao.example", " a@b "] {
            assert_eq!(Rule::Email.fault(good), None, "{good}");
        }
        for bad in ["a", "@b", "a@", "a@b@c", "a b@c"] {
            assert_eq!(Rule::Email.fault(bad), Some(Fault::Api(ApiError::BadEmail)), "{bad}");
        }
    }

    #[test]
    fn a_new_password_is_counted_in_characters_blanks_included() {
        assert_eq!(Rule::NewPassword.fault(""), Some(Fault::Missing));
        assert_eq!(Rule::NewPassword.fault("短密码"), Some(Fault::Api(ApiError::BadPassword)));
        assert_eq!(Rule::NewPassword.fault(&"密".repeat(PASSWORD_CHARS_MIN)), None);
        assert_eq!(Rule::NewPassword.fault(&" ".repeat(PASSWORD_CHARS_MIN)), None);
        assert!(Rule::NewPassword.fault(&"x".repeat(PASSWORD_CHARS_MAX + 1)).is_some());
        assert_eq!(Rule::Filled.fault("short"), None);
    }
}
