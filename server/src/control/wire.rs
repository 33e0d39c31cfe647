//! What goes over the socket file: a length and JSON, then the bytes of the files it announces.
//! Both ends are of one build, which the ask says; nothing here has to be kept for ever.

use std::io;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use crate::commands::{Files, Task};
use crate::exchange::Step;

/// The build that speaks.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Bytes of an ask without its files. A longer one is not read.
pub(super) const ASK_BYTES_MAX: u32 = 256 * 1024;
/// Bytes of an answer without its files: an import's report names lines. A longer one is not read.
pub(super) const ANSWER_BYTES_MAX: u32 = 256 * 1024 * 1024;

/// A file that follows: its name and its bytes' number.
pub(super) type Head = (String, u64);

/// What is asked.
#[derive(Serialize, Deserialize)]
pub(super) struct Ask<T = Task> {
    pub(super) version: String,
    pub(super) task: T,
    pub(super) files: Vec<Head>,
}

/// What is answered: any number of steps, then one of the others.
#[derive(Serialize, Deserialize)]
pub(super) enum Say {
    /// How far it is.
    Step(Step),
    /// It is done.
    Done { text: String, json: serde_json::Value, files: Vec<Head> },
    /// It was not done: the kind of error, and its text.
    Failed { code: String, text: String },
}

/// The files as they are announced.
pub(super) fn heads(files: &Files) -> Vec<Head> {
    files.iter().map(|(name, bytes)| (name.clone(), bytes.len() as u64)).collect()
}

pub(super) async fn write(to: &mut (impl AsyncWrite + Unpin), message: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_vec(message)?;
    let length = u32::try_from(text.len()).map_err(|_| io::ErrorKind::InvalidData)?;
    to.write_all(&length.to_be_bytes()).await?;
    to.write_all(&text).await
}

pub(super) async fn read<T: DeserializeOwned>(
    from: &mut (impl AsyncRead + Unpin),
    max: u32,
) -> io::Result<T> {
    let mut length = [0; 4];
    from.read_exact(&mut length).await?;
    let length = u32::from_be_bytes(length);
    if length > max {
        return Err(io::ErrorKind::InvalidData.into());
    }
    Ok(serde_json::from_slice(&bytes(from, length.into()).await?)?)
}

pub(super) async fn write_files(to: &mut (impl AsyncWrite + Unpin), files: &Files) -> io::Result<()> {
    for bytes in files.values() {
        to.write_all(bytes).await?;
    }
    to.flush().await
}

pub(super) async fn read_files(from: &mut (impl AsyncRead + Unpin), heads: Vec<Head>) -> io::Result<Files> {
    let mut files = Files::new();
    for (name, length) in heads {
        files.insert(name, bytes(from, length).await?);
    }
    Ok(files)
}

/// Reads so many bytes; memory is taken as they come, not as they are announced.
async fn bytes(from: &mut (impl AsyncRead + Unpin), length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(length).read_to_end(&mut bytes).await?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}
