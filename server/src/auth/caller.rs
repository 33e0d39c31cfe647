//! Who calls: the session behind a cookie, the person behind an access token, and whether the page
//! that calls is ours.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use weft_domain::Timestamp;

use super::{Auth, SESSION_MS, Token};
use crate::{
    http::{AppError, AppState, cookie},
    hub::{SessionHash, SessionPerson, SignedInBy},
    store::{StoreError, TokenHash},
};

/// How much older a session's last sight may be before it is written again, in milliseconds.
pub(super) const TOUCH_AFTER_MS: i64 = 5 * 60_000;

/// Finds the session behind a request's cookie, if there is one. Doors find its person among the
/// request's extensions: the only source of an actor.
pub async fn session(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let token = cookie(request.headers(), state.session_cookie()).and_then(Token::read);
    if let Some(token) = token {
        match find(&state.auth, token.hash()).await {
            Ok(Some(found)) => {
                request.extensions_mut().insert(found);
            }
            Ok(None) => {}
            Err(cause) => {
                tracing::error!(%cause, "a session could not be read");
                return AppError::Internal.into_response();
            }
        }
    }
    next.run(request).await
}

/// Finds whoever an access token speaks for, at the doors that take one. It is taken only alone: what
/// brings a cookie as well is a browser that somebody else's page may steer. One that opens nothing is
/// as good as none.
pub async fn bearer(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let Some(shown) = request.headers().get(header::AUTHORIZATION) else { return next.run(request).await };
    if request.headers().contains_key(header::COOKIE) {
        return AppError::BadRequest.into_response();
    }
    let token = shown.to_str().ok().and_then(|shown| {
        let (kind, token) = shown.split_once(' ')?;
        kind.eq_ignore_ascii_case("bearer").then(|| token.trim())
    });
    let found = match token {
        Some(token) => state.auth.by_token(token).await,
        None => Ok(None),
    };
    match found {
        Ok(Some(found)) => {
            request.extensions_mut().insert(found);
            next.run(request).await
        }
        Ok(None) => AppError::Unauthorized.into_response(),
        Err(cause) => {
            tracing::error!(%cause, "a token could not be read");
            AppError::Internal.into_response()
        }
    }
}

/// Refuses what another site's page makes a browser send. Reading is allowed; the socket, which
/// reads and writes after a GET, checks its `Origin` itself.
pub async fn guard(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if is_reading(request.method()) || is_from_us(&state, request.headers()) {
        next.run(request).await
    } else {
        AppError::Forbidden.into_response()
    }
}

async fn find(auth: &Auth, hash: TokenHash) -> Result<Option<SessionPerson>, StoreError> {
    let now = auth.now();
    let Some(row) = auth.store().session(hash, now).await? else { return Ok(None) };
    if !auth.knows(row.person).await {
        return Ok(None);
    }
    if row.last_seen.0 + TOUCH_AFTER_MS < now.0 {
        let touched = auth.store().touch_session(hash, now, Timestamp(now.0 + SESSION_MS)).await;
        if let Err(cause) = touched {
            // A full disk must not sign everybody out.
            tracing::warn!(%cause, "a session's last sight could not be written");
        }
    }
    Ok(Some(SessionPerson {
        person: row.person,
        session: SessionHash(hash),
        by: SignedInBy::Cookie,
        expires_at: row.expires_at,
    }))
}

fn is_reading(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// By what browsers themselves say: `Sec-Fetch-Site`, and `Origin` where that is missing. What
/// carries neither is no browser, and brings no cookie of one.
fn is_from_us(state: &AppState, headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match (said("sec-fetch-site"), said(header::ORIGIN.as_str())) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => state.is_own_origin(origin),
        (None, None) => headers.get(header::COOKIE).is_none(),
    }
}
