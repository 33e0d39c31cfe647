//! What the leading tab keeps in IndexedDB: confirmed rows, the outbox, and where both stand. Rows are stored
//! in the compact form, the outbox as text that every later version can read.

use std::collections::BTreeMap;

use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbTransactionMode};
use weft_domain::{Key, Row, Timestamp};
use weft_sync::client::{Over, SaveBatch, Saved};
use weft_sync::message::{ClientId, Cursor, SCHEMA, decode, encode};
use weft_sync::sight::is_leased;

use crate::{idb, web};

const ROWS: &str = "rows";
const OUTBOX: &str = "outbox";
const META: &str = "meta";
const STORES: &[&str] = &[ROWS, OUTBOX, META];
/// The entry of the meta store that says where the others stand.
const STATE: &str = "state";
/// Entries of the tray stand in the meta store too, under this and their number: a store of their own
/// would be another layout, which a program of an earlier version could not open.
const TRAY: &str = "tray:";
/// The version of the stores' layout. Row forms have a version of their own.
const LAYOUT: u32 = 1;

/// The database.
pub(crate) struct Database {
    database: IdbDatabase,
    state: State,
    /// There is room for rows; else only for the outbox, which matters more.
    keeps_rows: bool,
}

/// Where rows and outbox stand.
#[derive(Clone, Serialize, Deserialize)]
struct State {
    client: Option<ClientId>,
    schema: u32,
    cursor: Option<Cursor>,
    last_number: u64,
    #[serde(default)]
    scopes: Option<String>,
    #[serde(default)]
    over: Vec<Over>,
    /// When the server was last heard of, in this browser's time.
    #[serde(default)]
    contact: Option<Timestamp>,
}

impl Database {
    /// Opens it and reads everything.
    pub(crate) async fn open(name: &str) -> Result<(Self, Saved), JsValue> {
        let database = idb::open(name, LAYOUT, STORES).await?;
        let transaction = idb::begin(&database, STORES, IdbTransactionMode::Readonly)?;
        let rows = idb::all(&transaction.object_store(ROWS)?).await?;
        let outbox_store = transaction.object_store(OUTBOX)?;
        let numbers = idb::keys(&outbox_store).await?;
        let texts = idb::all(&outbox_store).await?;
        let meta_store = transaction.object_store(META)?;
        let names = idb::keys(&meta_store).await?;
        let notes = idb::all(&meta_store).await?;
        let meta: BTreeMap<String, String> = names
            .iter()
            .zip(notes.iter())
            .filter_map(|(name, note)| Some((name.as_string()?, note.as_string()?)))
            .collect();
        let known = meta.get(STATE).and_then(|text| serde_json::from_str::<State>(text).ok());
        let state = known.unwrap_or_else(|| State {
            client: None,
            schema: SCHEMA,
            cursor: None,
            last_number: 0,
            scopes: None,
            over: Vec::new(),
            contact: None,
        });
        let total = rows.length();
        let rows: Vec<Row> =
            rows.iter().filter_map(|bytes| decode(&Uint8Array::new(&bytes).to_vec()).ok()).collect();
        // A row that cannot be read makes the rest untrue, and nobody may look at what they were let see
        // long ago: everything is fetched again.
        let is_whole = u32::try_from(rows.len()) == Ok(total)
            && state.contact.is_none_or(|contact| is_leased(contact, web::now()));
        let outbox = numbers
            .iter()
            .zip(texts.iter())
            .filter_map(|(number, text)| Some((number.as_f64()? as u64, text.as_string()?)))
            .collect();
        let tray = meta
            .into_iter()
            .filter_map(|(name, text)| Some((name.strip_prefix(TRAY)?.parse().ok()?, text)))
            .collect();
        let saved = Saved {
            schema: state.schema,
            cursor: state.cursor.filter(|_| is_whole),
            rows: if is_whole { rows } else { Vec::new() },
            outbox,
            last_number: state.last_number,
            scopes: state.scopes.clone(),
            client: state.client,
            over: state.over.clone(),
            tray,
        };
        Ok((Self { database, state, keeps_rows: true }, saved))
    }

    /// Stores a batch. `contact` is when the server was last heard of. Where there is no room, the
    /// rows go, which can be fetched again, and what was meant stays.
    pub(crate) async fn save(
        &mut self,
        batch: &SaveBatch,
        contact: Option<Timestamp>,
    ) -> Result<(), JsValue> {
        self.state.contact = contact.or(self.state.contact);
        if self.keeps_rows && self.write(batch).await.is_ok() {
            return Ok(());
        }
        self.keeps_rows = false;
        let (put, remove) = (Vec::new(), Vec::new());
        self.write(&SaveBatch { clear: true, put, remove, cursor: None, ..batch.clone() }).await
    }

    /// Deletes all rows; the outbox stays.
    pub(crate) async fn forget_rows(&mut self) -> Result<(), JsValue> {
        self.write(&SaveBatch { clear: true, schema: SCHEMA, ..SaveBatch::default() }).await
    }

    /// One transaction: all requests are issued at once, and only its completion is waited for.
    async fn write(&mut self, batch: &SaveBatch) -> Result<(), JsValue> {
        let mut state = self.state.clone();
        state.schema = batch.schema;
        state.cursor = if batch.clear { batch.cursor } else { batch.cursor.or(state.cursor) };
        state.last_number = batch.last_number.unwrap_or(state.last_number);
        state.client = batch.client.or(state.client);
        if let Some(over) = &batch.over {
            state.over.clone_from(over);
        }
        if batch.scopes.is_some() {
            state.scopes.clone_from(&batch.scopes);
        }
        let transaction = idb::begin(&self.database, STORES, IdbTransactionMode::Readwrite)?;
        let rows = transaction.object_store(ROWS)?;
        if batch.clear {
            rows.clear()?;
        }
        for key in &batch.remove {
            rows.delete(&row_key(*key))?;
        }
        for row in &batch.put {
            rows.put_with_key(&Uint8Array::from(encode(row).as_slice()), &row_key(row.key()))?;
        }
        let outbox = transaction.object_store(OUTBOX)?;
        for (number, text) in &batch.outbox_put {
            outbox.put_with_key(&JsValue::from_str(text), &number_key(*number))?;
        }
        for number in &batch.outbox_remove {
            outbox.delete(&number_key(*number))?;
        }
        let meta = transaction.object_store(META)?;
        for number in &batch.tray_remove {
            meta.delete(&tray_key(*number))?;
        }
        for (number, text) in &batch.tray_put {
            meta.put_with_key(&JsValue::from_str(text), &tray_key(*number))?;
        }
        let text = serde_json::to_string(&state).unwrap_or_default();
        meta.put_with_key(&text.into(), &STATE.into())?;
        idb::complete(&transaction).await?;
        self.state = state;
        Ok(())
    }

    /// When the server was last heard of.
    pub(crate) fn contact(&self) -> Option<Timestamp> {
        self.state.contact
    }

    /// Closes it, so that it can be deleted.
    pub(crate) fn close(&self) {
        self.database.close();
    }
}

fn row_key(key: Key) -> JsValue {
    format!("{}:{}", key.kind as u8, key.id.simple()).into()
}

fn tray_key(number: u64) -> JsValue {
    format!("{TRAY}{number}").into()
}

fn number_key(number: u64) -> JsValue {
    // Numbers count single gestures of one person: far below 2^53.
    JsValue::from_f64(number as f64)
}
