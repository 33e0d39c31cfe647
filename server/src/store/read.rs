//! What is not in the world: feed, histories, feedback, days.

use sqlx::any::AnyRow;
use weft_domain::{Day, Key, Kind, PersonId, RequestId, Row, Timestamp, World, audience::Seen};
use weft_sync::{
    message::{Seq, TimelineEntry, decode},
    server::{FeedEntry, Found, Said, StoreQuery},
};

use super::{
    SEARCH_WAIT, Store, StoreError,
    cells::{Columns, id_text},
    rows,
};

/// Feed rows read at once; a commit is never split, so a page can be longer by one commit.
pub const FEED_PAGE_ROWS: u32 = 10_000;

impl Store {
    /// The feed after `after`, whole commits only, at least `limit` rows of it if there are.
    /// Commits without rows do not appear; the second value is how far the page reaches.
    ///
    /// # Errors
    /// What SQLite says, or an entry of another build's.
    pub async fn feed_since(&self, after: Seq, limit: u32) -> Result<(Vec<FeedEntry>, Seq), StoreError> {
        let found = sqlx::query(
            "SELECT seq, change, before, after FROM feed WHERE seq > $1 AND seq <= COALESCE(
                 (SELECT seq FROM feed WHERE seq > $1 ORDER BY seq, ordinal LIMIT 1 OFFSET $2), $3)
             ORDER BY seq, ordinal",
        )
        .bind(after.0.cast_signed())
        .bind(i64::from(limit))
        .bind(i64::MAX)
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
        let reached = entries.last().map_or(after, |entry| entry.seq);
        Ok((entries, reached))
    }

    /// Everything in the feed after `after` and up to `to`.
    ///
    /// # Errors
    /// As [`Store::feed_since`]; [`StoreError::FeedGone`] where it no longer goes back to `after`.
    pub async fn feed_between(&self, after: Seq, to: Seq) -> Result<Vec<FeedEntry>, StoreError> {
        let mut entries = Vec::new();
        let mut at = after;
        loop {
            let (page, reached) = self.feed_since(at, FEED_PAGE_ROWS).await?;
            let is_done = reached == at || reached >= to;
            entries.extend(page.into_iter().take_while(|entry| entry.seq <= to));
            at = reached;
            if is_done {
                break;
            }
        }
        // Another server may have dropped its old end; it only ever drops more.
        let floor = self.head().await?.floor;
        if floor > after { Err(StoreError::FeedGone { floor: floor.0 }) } else { Ok(entries) }
    }

    /// Runs what an answer needs of the store, asked for in `world`.
    ///
    /// # Errors
    /// What SQLite says, or a value of another build's.
    pub async fn query(&self, query: StoreQuery, world: &World) -> Result<Found, StoreError> {
        match query {
            StoreQuery::Request(request) => {
                Ok(Found { rows: self.request_whole(request).await?, ..Found::default() })
            }
            StoreQuery::Timeline { request, limit } => Ok(Found {
                rows: self.rows_by_keys(&[request.into()]).await?,
                timeline: self.timeline(request.into(), limit).await?,
                ..Found::default()
            }),
            StoreQuery::History { subject, limit } => {
                Ok(Found { timeline: self.timeline(subject, limit).await?, ..Found::default() })
            }
            StoreQuery::Feed { before, limit } => {
                let rows = self.recent_feedback(before, limit).await?;
                // Who may see the request of thanks is told of it, archived or not.
                let thanked = rows.iter().filter_map(|row| match row {
                    Row::Kudos(kudos) => kudos.request.map(Key::from).filter(|key| !world.has(*key)),
                    _ => None,
                });
                let beside = self.rows_by_keys(&thanked.collect::<Vec<Key>>()).await?;
                Ok(Found { rows, beside, ..Found::default() })
            }
            StoreQuery::Archived(archived) => {
                let _turn = self.search_turn(SEARCH_WAIT).await?;
                self.archived(&archived, world, Said::default()).await
            }
            StoreQuery::Search { words, archived } => {
                let _turn = self.search_turn(SEARCH_WAIT).await?;
                let said = self.said(&words).await?;
                match archived {
                    Some(archived) => self.archived(&archived, world, said).await,
                    None => Ok(Found { said, ..Found::default() }),
                }
            }
        }
    }

    /// A row's history, oldest first; where it is longer than `limit`, the newest of it.
    ///
    /// # Errors
    /// What SQLite says, or a value of another build's.
    pub async fn timeline(&self, subject: Key, limit: u32) -> Result<Vec<TimelineEntry>, StoreError> {
        let found = sqlx::query(
            "SELECT occurred_at, actor, is_imported, what FROM journal
             WHERE subject_id = $1 AND subject_kind = $2
             ORDER BY occurred_at DESC, seq DESC, ordinal DESC LIMIT $3",
        )
        .bind(id_text(subject.id))
        .bind(subject.kind.name())
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await?;
        found.iter().rev().map(read_timeline).collect()
    }

    /// The newest ratings (with their comments) and thanks before an instant, newest first, at most
    /// `limit` of each.
    ///
    /// # Errors
    /// What SQLite says, or a value of another build's.
    pub async fn recent_feedback(&self, before: Timestamp, limit: u32) -> Result<Vec<Row>, StoreError> {
        let ratings = self.newest(Kind::Rating, before, limit).await?;
        let kudos = self.newest(Kind::Kudos, before, limit).await?;
        let keys: Vec<Key> =
            ratings.iter().map(|row| Key { kind: Kind::RatingComment, id: row.key().id }).collect();
        let comments = self.rows_by_keys(&keys).await?;
        let mut rows: Vec<Row> = ratings.into_iter().chain(kudos).collect();
        rows.sort_by_key(|row| (std::cmp::Reverse(happened_at(row)), row.key()));
        rows.extend(comments);
        Ok(rows)
    }

    /// Daily traffic and scores of a period, both days included, at most `limit` of each, oldest
    /// first.
    ///
    /// # Errors
    /// What SQLite says, or a value of another build's.
    pub async fn daily(&self, from: Day, to: Day, limit: u32) -> Result<Vec<Row>, StoreError> {
        let mut rows = Vec::new();
        for kind in [Kind::Traffic, Kind::Scores] {
            let rest = "WHERE day >= $1 AND day <= $2 ORDER BY day, customer, provider LIMIT $3";
            let sql = rows::select(kind, rest);
            let found = sqlx::query(sql)
                .bind(i64::from(from.0))
                .bind(i64::from(to.0))
                .bind(i64::from(limit))
                .fetch_all(&self.readers)
                .await?;
            for row in &found {
                rows.push(rows::read(kind, row)?);
            }
        }
        Ok(rows)
    }

    /// All thanks to a person.
    ///
    /// # Errors
    /// What SQLite says, or a value of another build's.
    pub async fn kudos_to(&self, person: PersonId) -> Result<Vec<Row>, StoreError> {
        let sql = rows::select(Kind::Kudos, "WHERE to_person = $1");
        let found = sqlx::query(sql).bind(id_text(person.0)).fetch_all(&self.readers).await?;
        found.iter().map(|row| rows::read(Kind::Kudos, row)).collect()
    }

    /// The comments on a request, oldest first.
    ///
    /// # Errors
    /// What SQLite says, or a value of another build's.
    pub async fn comments(&self, request: RequestId) -> Result<Vec<Row>, StoreError> {
        self.of_request(Kind::Comment, "WHERE request = $1 ORDER BY at, id", request).await
    }

    async fn request_whole(&self, request: RequestId) -> Result<Vec<Row>, StoreError> {
        let mut rows =
            self.rows_by_keys(&[request.into(), Key { kind: Kind::RequestText, id: request.0 }]).await?;
        rows.extend(self.comments(request).await?);
        let ratings = self.of_request(Kind::Rating, "WHERE request = $1", request).await?;
        let keys: Vec<Key> =
            ratings.iter().map(|row| Key { kind: Kind::RatingComment, id: row.key().id }).collect();
        rows.extend(ratings);
        rows.extend(self.rows_by_keys(&keys).await?);
        Ok(rows)
    }

    async fn of_request(
        &self,
        kind: Kind,
        rest: &'static str,
        request: RequestId,
    ) -> Result<Vec<Row>, StoreError> {
        let found =
            sqlx::query(rows::select(kind, rest)).bind(id_text(request.0)).fetch_all(&self.readers).await?;
        found.iter().map(|row| rows::read(kind, row)).collect()
    }

    async fn newest(&self, kind: Kind, before: Timestamp, limit: u32) -> Result<Vec<Row>, StoreError> {
        let found = sqlx::query(rows::select(kind, "WHERE at < $1 ORDER BY at DESC, id LIMIT $2"))
            .bind(before.0)
            .bind(i64::from(limit))
            .fetch_all(&self.readers)
            .await?;
        found.iter().map(|row| rows::read(kind, row)).collect()
    }
}

fn happened_at(row: &Row) -> Timestamp {
    match row {
        Row::Rating(row) => row.at,
        Row::Kudos(row) => row.at,
        _ => Timestamp::default(),
    }
}

pub(super) fn read_feed(row: &AnyRow) -> Result<(Seq, Seen), StoreError> {
    let mut columns = Columns::new(row, "feed", &["seq", "change", "before", "after"]);
    let seq = columns.bits()?;
    let (change, before, after) = (columns.blob()?, columns.blob()?, columns.blob()?);
    let unknown = |_| StoreError::Feed { seq };
    let seen = Seen {
        change: decode(&change).map_err(unknown)?,
        before: decode(&before).map_err(unknown)?,
        after: decode(&after).map_err(unknown)?,
    };
    Ok((Seq(seq), seen))
}

fn read_timeline(row: &AnyRow) -> Result<TimelineEntry, StoreError> {
    let mut columns = Columns::new(row, "journal", &["occurred_at", "actor", "is_imported", "what"]);
    Ok(TimelineEntry {
        at: columns.at()?,
        actor: columns.id_or()?.map(PersonId),
        is_imported: columns.flag()?,
        what: columns.json()?,
    })
}
