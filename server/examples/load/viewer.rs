//! A socket to Weft that has greeted and has caught up.

use weft_domain::{Change, PersonId, Viewer, World};
use weft_sync::message::{
    Bootstrap, ClientId, Cursor, Down, PROTOCOL, SCHEMA, Start, Up, decode, encode, rights,
};

use crate::{Fallible, socket};

/// Somebody's replica, as it was fetched.
pub(crate) struct Known {
    pub(crate) bootstrap: Bootstrap,
    rights: u64,
}

impl Known {
    /// Fetches the replica of whoever a token stands in for.
    pub(crate) async fn fetch(address: &str, token: &str) -> Fallible<Self> {
        let bootstrap: Bootstrap = decode(&socket::get(address, "/sync/bootstrap", token, false).await?)?;
        let mut world = World::replica();
        bootstrap.rows.iter().for_each(|row| world.apply(&Change::Put(row.clone())));
        let rights = rights(&Viewer::of(&world, bootstrap.person));
        Ok(Self { bootstrap, rights })
    }

    pub(crate) fn person(&self) -> PersonId {
        self.bootstrap.person
    }

    /// Opens a socket and greets.
    pub(crate) async fn connect(&self, address: &str, token: &str) -> Fallible<socket::Stream> {
        let mut stream = open(address, token).await?;
        let hello = Up::Hello {
            protocol: PROTOCOL,
            schema: SCHEMA,
            client: client_id()?,
            cursor: Some(self.bootstrap.cursor),
            rights: self.rights,
            open: Vec::new(),
        };
        socket::send(&mut stream, encode(&hello)).await?;
        let head = match next(&mut stream).await? {
            Down::Welcome { start: Start::Resume, head, .. } => head,
            other => return Err(format!("not welcomed: {other:?}").into()),
        };
        match next(&mut stream).await? {
            Down::Delta { to, changes, .. } if Cursor { seq: to, ..head } == head && changes.is_empty() => {
                Ok(stream)
            }
            other => Err(format!("not at the head: {other:?}").into()),
        }
    }
}

/// The next message but for who is there.
async fn next(stream: &mut socket::Stream) -> Fallible<Down> {
    loop {
        match decode(&socket::next(stream).await?)? {
            Down::Presence(_) => {}
            other => return Ok(other),
        }
    }
}

/// Opens a socket to Weft in the compact form.
pub(crate) async fn open(address: &str, token: &str) -> Fallible<socket::Stream> {
    let headers =
        [("authorization", format!("Bearer {token}")), ("sec-websocket-protocol", "weft.v1".to_owned())];
    socket::open(address, "/sync/socket", &headers).await
}

/// An id that nothing else has.
pub(crate) fn fresh() -> Fallible<uuid::Uuid> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

pub(crate) fn client_id() -> Fallible<ClientId> {
    Ok(ClientId(fresh()?))
}
