//! The door of the server functions: what a page asks that is not a command.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Extension;
use axum::body::to_bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use leptos::prelude::provide_context;
use leptos::server_fn::axum::get_server_fn_service;
use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;
use weft_app::api::{Access, ApiError};

use super::{AppError, AppState, BODY_BYTES_MAX, Peer};
use crate::auth::{Caller, CameFrom, Door};
use crate::hub::SessionPerson;

/// Calls the server function a path names, for whoever the session belongs to.
pub(super) async fn call(
    State(state): State<AppState>,
    peer: Option<Extension<ConnectInfo<Peer>>>,
    who: Option<Extension<SessionPerson>>,
    request: Request,
) -> Response {
    // Leptos would answer what is not there with a text about its own making.
    if get_server_fn_service(request.uri().path(), request.method().clone()).is_none() {
        return AppError::NotFound.into_response();
    }
    let caller = Caller {
        session: who.map(|Extension(who)| who),
        from: from(&state, request.headers(), peer.map(|Extension(ConnectInfo(peer))| peer)),
        public_url: state.public_urls.first().map(|url| url.origin().to_owned()).unwrap_or_default(),
        cookie: state.session_cookie(),
    };
    let door: Arc<dyn Access> = Arc::new(Door::new(state.auth.clone(), caller));
    let answer = leptos_axum::handle_server_fns_with_context(move || provide_context(door.clone()), request);
    with_status(answer.await.into_response()).await
}

/// Gives an answer that is a failed call the status of its kind; Leptos says 500 of all alike.
async fn with_status(answer: Response) -> Response {
    if !answer.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let body = match to_bytes(body, BODY_BYTES_MAX).await {
        Ok(body) => body,
        Err(cause) => return AppError::internal(&cause).into_response(),
    };
    parts.status = serde_json::from_slice(&body).map_or(StatusCode::INTERNAL_SERVER_ERROR, |it| status(&it));
    Response::from_parts(parts, body.into())
}

fn status(error: &ApiError) -> StatusCode {
    match error {
        ApiError::SignedOut => StatusCode::UNAUTHORIZED,
        ApiError::Forbidden => StatusCode::FORBIDDEN,
        ApiError::NotSaved => StatusCode::SERVICE_UNAVAILABLE,
        // What a page finds when nothing answers: here it means that the call could not be read.
        ApiError::Unreachable => StatusCode::BAD_REQUEST,
        // These are answers, not failed calls.
        ApiError::BadCredentials
        | ApiError::Throttled { .. }
        | ApiError::LinkInvalid
        | ApiError::BadPassword
        | ApiError::BadEmail
        | ApiError::AccountExists
        | ApiError::BadToken
        | ApiError::TooManyTokens
        | ApiError::Refused(_) => StatusCode::OK,
    }
}

fn from(state: &AppState, headers: &HeaderMap, peer: Option<Peer>) -> CameFrom {
    let said = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let peer = peer.map(|peer| peer.0.ip());
    // Behind a proxy every connection is the proxy's: were it the address that has to wait after
    // wrong passwords, one stranger would keep everybody out.
    let forwarded = state.settings.behind_proxy().then(|| forwarded_for(headers)).flatten();
    CameFrom {
        user_agent: said(header::USER_AGENT).unwrap_or_default().to_owned(),
        address: forwarded.or(peer).map(|address| address.to_string()).unwrap_or_default(),
    }
}

/// Whom the proxy in front of us speaks for: the last one named. What stands before it came from
/// outside and may be made up.
fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}
