//! What the server's errors say to people: what happened, why, and the way out.

use weft_domain::World;

use crate::api::{
    ApiError, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, TOKEN_DAYS_MAX, TOKEN_NAME_CHARS_MAX, TOKENS_MAX,
};
use crate::i18n::{Locale, access as text, refusal};

/// The words for an error. `world` gives the names in a rule's refusal; outside, an empty one does.
pub fn explain(locale: Locale, world: &World, error: &ApiError) -> String {
    match error {
        ApiError::BadCredentials => text::bad_credentials(locale).to_owned(),
        ApiError::Throttled { seconds } => text::throttled(locale, *seconds),
        ApiError::LinkInvalid => text::link_invalid(locale).to_owned(),
        ApiError::BadPassword => text::password_length(locale, PASSWORD_CHARS_MIN, PASSWORD_CHARS_MAX),
        ApiError::BadEmail => text::bad_email(locale).to_owned(),
        ApiError::AccountExists => text::account_exists(locale).to_owned(),
        ApiError::Forbidden => text::forbidden(locale).to_owned(),
        ApiError::SignedOut => text::signed_out(locale).to_owned(),
        ApiError::BadToken => text::bad_token(locale, TOKEN_NAME_CHARS_MAX, TOKEN_DAYS_MAX),
        ApiError::TooManyTokens => text::too_many_tokens(locale, TOKENS_MAX),
        ApiError::Refused(refused) => refusal::sentence(locale, world, refused),
        ApiError::NotSaved => text::not_saved(locale).to_owned(),
        ApiError::Unreachable => text::unreachable(locale).to_owned(),
    }
}
