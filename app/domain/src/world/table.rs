//! The rows of one kind, by id.
//!
//! All kinds share one map type, so that its code is in the program once: persistent trees are large
//! code, and a browser loads it.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use imbl::OrdMap;
use uuid::Uuid;

/// A persistent map of rows; a clone is a pointer copy.
pub(super) struct Table<T> {
    rows: OrdMap<Uuid, Arc<dyn Any + Send + Sync>>,
    kind: PhantomData<fn() -> T>,
}

impl<T: Send + Sync + 'static> Table<T> {
    /// The row with this id.
    pub(super) fn get(&self, id: &Uuid) -> Option<&T> {
        self.rows.get(id).and_then(|row| row.downcast_ref())
    }

    /// Whether the row with this id is here.
    pub(super) fn contains_key(&self, id: &Uuid) -> bool {
        self.rows.contains_key(id)
    }

    /// Every row, by id.
    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.rows.values().filter_map(|row| row.downcast_ref())
    }

    /// How many rows are here.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Puts a row; gives back the one it replaces.
    pub(super) fn insert(&mut self, id: Uuid, row: T) -> Option<Arc<T>> {
        self.rows.insert(id, Arc::new(row)).and_then(|row| row.downcast().ok())
    }

    /// Takes a row out.
    pub(super) fn remove(&mut self, id: &Uuid) -> Option<Arc<T>> {
        self.rows.remove(id).and_then(|row| row.downcast().ok())
    }
}

impl<T> Clone for Table<T> {
    fn clone(&self) -> Self {
        Self { rows: self.rows.clone(), kind: PhantomData }
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: OrdMap::new(), kind: PhantomData }
    }
}

impl<T: std::fmt::Debug + Send + Sync + 'static> std::fmt::Debug for Table<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.values()).finish()
    }
}
