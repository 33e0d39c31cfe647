//! Locks of this origin: held by one page at a time, and free at once when that page goes, however it
//! goes. They say which tab leads and which tabs there are.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use crate::web;

/// A lock that is ours until it is given back or the page goes.
pub(crate) struct Held(Function);

impl Held {
    /// Gives it to whoever waits for it.
    pub(crate) fn give_back(self) {
        // It settles a promise, which cannot fail.
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

/// This browser has no locks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoLocks;

/// Takes a lock if nobody holds it.
pub(crate) async fn try_take(name: &str) -> Result<Option<Held>, NoLocks> {
    request(name, true).await
}

/// Takes a lock as soon as it is free, however long that takes.
pub(crate) async fn take(name: &str) -> Result<Option<Held>, NoLocks> {
    request(name, false).await
}

/// The names of all locks that are held or waited for.
pub(crate) async fn names() -> Vec<String> {
    asked().await.unwrap_or_default()
}

async fn asked() -> Option<Vec<String>> {
    let locks = manager().ok()?;
    let query: Function = Reflect::get(&locks, &"query".into()).ok()?.dyn_into().ok()?;
    let answer: Promise = query.call0(&locks).ok()?.dyn_into().ok()?;
    let held = Reflect::get(&JsFuture::from(answer).await.ok()?, &"held".into()).ok()?;
    let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok()?.as_string();
    Some(Array::from(&held).iter().filter_map(name).collect())
}

fn manager() -> Result<JsValue, NoLocks> {
    let navigator = web::window().ok_or(NoLocks)?.navigator();
    let locks = Reflect::get(navigator.as_ref(), &"locks".into()).map_err(|_| NoLocks)?;
    if locks.is_undefined() { Err(NoLocks) } else { Ok(locks) }
}

async fn request(name: &str, only_if_free: bool) -> Result<Option<Held>, NoLocks> {
    let locks = manager()?;
    let request = Reflect::get(&locks, &"request".into()).map_err(|_| NoLocks)?;
    let request: Function = request.dyn_into().map_err(|_| NoLocks)?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &only_if_free.into()).map_err(|_| NoLocks)?;
    let name = JsValue::from_str(name);
    let answer = Promise::new(&mut |resolve, _| {
        let held = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            if lock.is_null() {
                let _ = resolve.call1(&JsValue::UNDEFINED, &JsValue::NULL);
                return JsValue::UNDEFINED;
            }
            // The lock is held until this promise settles.
            Promise::new(&mut |give_back, _| {
                let _ = resolve.call1(&JsValue::UNDEFINED, &give_back);
            })
            .into()
        });
        let _ = Reflect::apply(&request, &locks, &Array::of3(&name, &options, &held));
    });
    let given = JsFuture::from(answer).await.map_err(|_| NoLocks)?;
    Ok(given.dyn_into().ok().map(Held))
}
