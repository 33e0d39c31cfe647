//! IndexedDB, as far as it is needed: requests and transactions as futures.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode,
};

use crate::web;

/// Opens a database, with these stores (their keys are given with each put).
pub(crate) async fn open(
    name: &str,
    version: u32,
    stores: &'static [&'static str],
) -> Result<IdbDatabase, JsValue> {
    let factory = web::window()
        .and_then(|window| window.indexed_db().ok()?)
        .ok_or_else(|| JsValue::from_str("no IndexedDB"))?;
    let request = factory.open_with_u32(name, version)?;
    let opening = request.clone();
    let upgrade = Closure::once_into_js(move || {
        let made = opening.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok());
        if let Some(database) = made {
            for store in stores {
                // One that exists already stays as it is.
                let _ = database.create_object_store(store);
            }
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let database: IdbDatabase = opened(&request).await?.dyn_into()?;
    // A newer tab wants to upgrade, or somebody signs out: let them.
    let closing = database.clone();
    let close = Closure::<dyn FnMut()>::new(move || closing.close());
    database.set_onversionchange(Some(close.as_ref().unchecked_ref()));
    close.forget();
    Ok(database)
}

/// Waits for a database, but not for another tab that does not let go of its older form.
async fn opened(request: &IdbOpenDbRequest) -> Result<JsValue, JsValue> {
    let blocked = Promise::new(&mut |_, reject| {
        let stop = Closure::once_into_js(move || {
            let _ = reject.call0(&JsValue::UNDEFINED);
        });
        request.set_onblocked(Some(stop.unchecked_ref()));
    });
    let first = Promise::race(&js_sys::Array::of2(&settled(request), &blocked));
    JsFuture::from(first).await
}

/// The names of all databases of this origin; none where the browser does not tell.
pub(crate) async fn names() -> Vec<String> {
    asked().await.unwrap_or_default()
}

async fn asked() -> Option<Vec<String>> {
    let factory = web::window()?.indexed_db().ok()??;
    let ask: Function = Reflect::get(&factory, &"databases".into()).ok()?.dyn_into().ok()?;
    let answer: Promise = ask.call0(&factory).ok()?.dyn_into().ok()?;
    let known = JsFuture::from(answer).await.ok()?;
    let name = |database: JsValue| Reflect::get(&database, &"name".into()).ok()?.as_string();
    Some(js_sys::Array::from(&known).iter().filter_map(name).collect())
}

/// Deletes a database; whether there was one does not matter.
pub(crate) async fn delete(name: &str) {
    let request: Option<IdbOpenDbRequest> = web::window()
        .and_then(|window| window.indexed_db().ok()?)
        .and_then(|factory| factory.delete_database(name).ok());
    if let Some(request) = request {
        // Blocked by another tab: that tab deletes it when it goes.
        let _ = done(&request).await;
    }
}

/// Begins a transaction over `stores`.
pub(crate) fn begin(
    database: &IdbDatabase,
    stores: &[&str],
    mode: IdbTransactionMode,
) -> Result<IdbTransaction, JsValue> {
    let names: js_sys::Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
    database.transaction_with_str_sequence_and_mode(&names, mode)
}

/// Everything in a store.
pub(crate) async fn all(store: &IdbObjectStore) -> Result<js_sys::Array, JsValue> {
    let request = store.get_all()?;
    done(&request).await?.dyn_into()
}

/// Every key of a store, in the order of [`all`].
pub(crate) async fn keys(store: &IdbObjectStore) -> Result<js_sys::Array, JsValue> {
    let request = store.get_all_keys()?;
    done(&request).await?.dyn_into()
}

/// Waits for a request.
pub(crate) async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    JsFuture::from(settled(request)).await
}

fn settled(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let asked = request.clone();
        let ok = Closure::once_into_js(move || {
            let result = asked.result().unwrap_or(JsValue::UNDEFINED);
            let _ = resolve.call1(&JsValue::UNDEFINED, &result);
        });
        let failed = Closure::once_into_js(move || {
            let _ = reject.call0(&JsValue::UNDEFINED);
        });
        request.set_onsuccess(Some(ok.unchecked_ref()));
        request.set_onerror(Some(failed.unchecked_ref()));
    })
}

/// Waits until a transaction is durable.
pub(crate) async fn complete(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        let ok = Closure::once_into_js(move || {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        });
        let failed = Closure::once_into_js(move || {
            let _ = reject.call0(&JsValue::UNDEFINED);
        });
        transaction.set_oncomplete(Some(ok.unchecked_ref()));
        transaction.set_onabort(Some(failed.unchecked_ref()));
        transaction.set_onerror(Some(failed.unchecked_ref()));
    });
    JsFuture::from(promise).await.map(|_| ())
}
