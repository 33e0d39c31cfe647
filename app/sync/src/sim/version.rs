//! Programs of other versions: the same engine, its words changed on their way to what another version
//! would say.

use crate::message::{Up, decode, encode};

/// How a program's forms differ from the server's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) protocol: i8,
    pub(super) schema: i8,
}

/// A message as a program of that version would write it.
pub(super) fn spoken(bytes: Vec<u8>, version: Version) -> Vec<u8> {
    if version == Version::default() {
        return bytes;
    }
    match decode::<Up>(&bytes) {
        Ok(Up::Hello { protocol, schema, client, cursor, rights, open }) => encode(&Up::Hello {
            protocol: protocol.wrapping_add_signed(version.protocol.into()),
            schema: schema.wrapping_add_signed(version.schema.into()),
            client,
            cursor,
            rights,
            open,
        }),
        _ => bytes,
    }
}
