//! What a replica missed, from the feed: of a row that changed many times only what it came to.

use weft_sync::{message::Seq, server::FeedEntry};

use super::{Store, StoreError, read::read_feed};

/// `kind || ''` and not `kind`, so that an entry is looked up by its number, and not by its row: a row can have
/// a long history, of which this is the end.
const MISSED: &str = "SELECT last.seq, last.change, first.before, last.after
     FROM (SELECT kind || '' AS kind, id || '' AS id, MIN(seq) AS first_seq, MAX(seq) AS last_seq
           FROM feed WHERE seq > $1 AND seq <= $2 GROUP BY kind || '', id || '') AS span
     JOIN feed AS last
       ON last.seq = span.last_seq AND last.kind || '' = span.kind AND last.id || '' = span.id
     JOIN feed AS first
       ON first.seq = span.first_seq AND first.kind || '' = span.kind AND first.id || '' = span.id
     ORDER BY last.seq, last.ordinal, first.ordinal";

impl Store {
    /// The feed after `after` and up to `to`, each row with who could see it before the first of its changes
    /// and what the last one made of it, in the order of the last ones.
    ///
    /// # Errors
    /// What the database says, or an entry of another build's; [`StoreError::FeedGone`] where the feed no
    /// longer goes back to `after`.
    pub async fn missed(&self, after: Seq, to: Seq) -> Result<Vec<FeedEntry>, StoreError> {
        let found = sqlx::query(MISSED)
            .bind(after.0.cast_signed())
            .bind(to.0.cast_signed())
            .fetch_all(&self.readers)
            .await?;
        let mut entries: Vec<FeedEntry> = Vec::new();
        for row in &found {
            let (seq, seen) = read_feed(row)?;
            match entries.last_mut() {
                Some(last) if last.seq == seq => last.changes.push(seen),
                _ => entries.push(FeedEntry { seq, changes: vec![seen] }),
            }
        }
        // Another server may have dropped its old end; it only ever drops more.
        let floor = self.head().await?.floor;
        if floor > after { Err(StoreError::FeedGone { floor: floor.0 }) } else { Ok(entries) }
    }
}
