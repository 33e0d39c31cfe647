//! The rows of one kind, by id.
//!
//! All kinds share one map type, so that its code is in the program once: persistent trees are large
//! code, and a browser loads it.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use imbl::{OrdMap, ordmap::DiffItem};
use uuid::Uuid;

/// A persistent map of rows; a clone is a pointer copy.
pub(super) struct Table<T> {
    rows: OrdMap<Uuid, Held>,
    kind: PhantomData<fn() -> T>,
}

/// A row in its place. Two are the same where they are one in memory: rows are replaced, never changed.
#[derive(Clone)]
struct Held(Arc<dyn Any + Send + Sync>);

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: Send + Sync + 'static> Table<T> {
    /// The row with this id.
    pub(super) fn get(&self, id: &Uuid) -> Option<&T> {
        self.rows.get(id).and_then(|row| row.0.downcast_ref())
    }

    /// Whether the row with this id is here.
    pub(super) fn contains_key(&self, id: &Uuid) -> bool {
        self.rows.contains_key(id)
    }

    /// Every row, by id.
    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.rows.values().filter_map(|row| row.0.downcast_ref())
    }

    /// The ids of every row, in order.
    pub(super) fn ids(&self) -> impl Iterator<Item = Uuid> {
        self.rows.keys().copied()
    }

    /// The ids of the rows that were put, replaced or taken out since `before`, which this was once a
    /// clone of. What both still share is not looked at.
    pub(super) fn changed_since(&self, before: &Self) -> impl Iterator<Item = Uuid> {
        before.rows.diff(&self.rows).map(|item| match item {
            DiffItem::Add(id, _) | DiffItem::Remove(id, _) | DiffItem::Update { new: (id, _), .. } => *id,
        })
    }

    /// How many rows are here.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Puts a row; gives back the one it replaces.
    pub(super) fn insert(&mut self, id: Uuid, row: T) -> Option<Arc<T>> {
        self.rows.insert(id, Held(Arc::new(row))).and_then(|row| row.0.downcast().ok())
    }

    /// Takes a row out.
    pub(super) fn remove(&mut self, id: &Uuid) -> Option<Arc<T>> {
        self.rows.remove(id).and_then(|row| row.0.downcast().ok())
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
