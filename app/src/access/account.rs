//! The fields an account is made of, as set-up and invitation ask for them.

use leptos::prelude::*;

use super::form::{Entry, PasswordField, Rule, Sending, focus_first_error};
use crate::api::{ApiError, NewAccount, PASSWORD_CHARS_MIN};
use crate::i18n::{access as text, t};
use crate::ui::TextField;

/// Name, e-mail and password of a new account.
#[derive(Clone, Copy)]
pub(super) struct AccountForm {
    pub(super) name: Entry,
    pub(super) email: Entry,
    pub(super) password: Entry,
}

impl AccountForm {
    pub(super) fn new() -> Self {
        Self {
            name: Entry::new("name", Rule::Name),
            email: Entry::new("email", Rule::Email),
            password: Entry::new("password", Rule::NewPassword),
        }
    }

    /// What is sent.
    pub(super) fn account(self) -> NewAccount {
        NewAccount {
            name: self.name.trimmed(),
            email: self.email.trimmed(),
            password: self.password.value.get_untracked(),
        }
    }

    /// Shows an error at the field it is about, or else above the button.
    pub(super) fn failed(self, sending: Sending, error: ApiError) {
        match error {
            ApiError::BadEmail | ApiError::AccountExists => self.email.blame(error),
            ApiError::BadPassword => self.password.blame(error),
            other => return sending.failed(other),
        }
        sending.done();
        focus_first_error();
    }
}

/// The field for a name.
pub(super) fn name_field(entry: Entry) -> AnyView {
    view! {
        <TextField
            label=t(text::your_name)
            value=entry.value
            name=entry.name
            autocomplete="name"
            error=entry.error()
            placeholder=" "
        />
    }
    .into_any()
}

/// The field for an e-mail address.
pub(super) fn email_field(entry: Entry, autocomplete: &'static str) -> AnyView {
    view! {
        <TextField
            label=t(text::email)
            value=entry.value
            kind="email"
            name=entry.name
            autocomplete=autocomplete
            error=entry.error()
            placeholder=" "
        />
    }
    .into_any()
}

/// The field for a password that is being chosen.
pub(super) fn new_password_field(entry: Entry) -> AnyView {
    view! {
        <PasswordField
            label=t(text::new_password)
            entry=entry
            autocomplete="new-password"
            hint=t(|locale| text::password_hint(locale, PASSWORD_CHARS_MIN))
        />
    }
    .into_any()
}
