//! The command's end of the socket file.

use std::io;
use std::os::unix::net::UnixStream as StdStream;
use std::path::Path;

use tokio::net::UnixStream;

use super::{place, wire};
use crate::cli::{CommandError, Report};
use crate::commands::{Done, Files, Task};
use crate::exchange::Step;

/// Gives a task to the server that has the database; none: no server answers there.
///
/// # Errors
/// What the server says, as if it had been said here; [`CommandError::Failed`] where it ended in the
/// middle.
pub async fn ask(
    database: &Path,
    task: &Task,
    files: &Files,
    on_step: impl Fn(Step),
) -> Result<Option<Done>, CommandError> {
    let Some(mut stream) = connect(database)? else { return Ok(None) };
    let ask = wire::Ask { version: wire::VERSION.to_owned(), task, files: wire::heads(files) };
    let asked = async {
        wire::write(&mut stream, &ask).await?;
        wire::write_files(&mut stream, files).await
    };
    // A server that does not want to read says why before it ends: that is what to show.
    let asked = asked.await;
    let answered = listen(&mut stream, on_step).await;
    answered.map_err(|error| asked.err().unwrap_or(error)).map_err(ended)?.map(Some)
}

/// The server, where one is there. A file that a killed one left refuses.
fn connect(database: &Path) -> Result<Option<UnixStream>, CommandError> {
    let Ok(stream) = place::by_name(&place::of(database)?, |path| StdStream::connect(path)) else {
        return Ok(None);
    };
    stream.set_nonblocking(true)?;
    Ok(Some(UnixStream::from_std(stream)?))
}

async fn listen(stream: &mut UnixStream, on_step: impl Fn(Step)) -> io::Result<Result<Done, CommandError>> {
    loop {
        match wire::read(stream, wire::ANSWER_BYTES_MAX).await? {
            wire::Say::Step(step) => on_step(step),
            wire::Say::Done { text, json, files } => {
                let files = wire::read_files(stream, files).await?;
                return Ok(Ok(Done { report: Report { text, json }, files }));
            }
            wire::Say::Failed { code, text } => return Ok(Err(CommandError::of(&code, text))),
        }
    }
}

fn ended(error: io::Error) -> CommandError {
    CommandError::Failed(format!(
        "the server that runs ended in the middle ({error}); see whether it was done before you try again"
    ))
}
