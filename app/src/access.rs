//! The front door: what somebody sees who is not signed in. One calm page each: sign in, set up,
//! accept an invitation, set another password.
//!
//! The server renders these pages too. What was typed (or filled in by the browser) before the
//! WASM was there is carried over, and nothing can be submitted until then.

mod account;
mod cloth;
mod form;
mod gate;
mod invitation;
mod reset;
mod set_up;
mod sign_in;
mod words;

pub use words::explain;

pub(crate) use form::{Entry, PasswordField, Problem, Rule, Sending, all_good, focus_first_error};

use leptos::prelude::*;
use leptos_router::components::{Route, Routes};
use leptos_router::path;

use invitation::Invitation;
use reset::{Forgot, Reset};
use set_up::SetUp;
use sign_in::SignIn;

/// Whether a path is a link that was given to somebody: it opens the front door even where
/// somebody is signed in, for it may have been given to another person.
pub fn is_given_link(path: &str) -> bool {
    ["/setup/", "/invitation/", "/reset/"].iter().any(|start| path.starts_with(start))
}

/// The screens of somebody who is not signed in. Every other path asks to sign in first, and leads
/// there afterwards.
#[component]
pub fn Outside() -> impl IntoView {
    view! {
        <Routes fallback=SignIn>
            <Route path=path!("/setup/:token") view=SetUp />
            <Route path=path!("/invitation/:token") view=Invitation />
            <Route path=path!("/forgot") view=Forgot />
            <Route path=path!("/reset/:token") view=Reset />
        </Routes>
    }
}
