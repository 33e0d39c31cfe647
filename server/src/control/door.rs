//! The server's end of the socket file.

use std::fs;
use std::io;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
use std::os::unix::net::UnixListener as StdListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tracing::{info, warn};

use super::{place, wire};
use crate::cli::CommandError;
use crate::commands::{Done, Files, Hands, Task};
use crate::exchange::{IMPORT_BYTES_MAX, IMPORT_FILES_MAX, Step};

/// Commands served at once. Further ones wait in the system's queue.
const GUESTS_MAX: usize = 4;
/// Steps of an import that wait to be told. Beyond it steps are left out.
const STEPS_MAX: usize = 16;
/// How long an ask may take to arrive with its files.
const ASK_WAIT: Duration = Duration::from_secs(60);
/// How long to wait after the system could not give a connection (too many open files).
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);
/// The system's own administrator.
const ROOT: u32 = 0;

/// A bound socket file. It goes with this value.
#[derive(Debug)]
pub struct Door {
    listener: UnixListener,
    path: PathBuf,
    owner: u32,
}

impl Door {
    /// Binds the socket file of a database that this process holds the lock of. What a server that was
    /// killed left there is put aside. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// What the system says; [`InvalidInput`](io::ErrorKind::InvalidInput) where the path is too long.
    pub fn open(database: &Path) -> io::Result<Self> {
        let path = place::of(database)?;
        match fs::symlink_metadata(&path) {
            Ok(found) if found.file_type().is_socket() => fs::remove_file(&path)?,
            Ok(_) => return Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => {}
        }
        let listener = place::by_name(&path, |path| StdListener::bind(path))?;
        // Between the two lines others may connect where the folder lets them; they are not heard.
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        let owner = fs::metadata(&path)?.uid();
        listener.set_nonblocking(true)?;
        Ok(Self { listener: UnixListener::from_std(listener)?, path, owner })
    }

    /// Serves commands until the server stops, and lets those under way finish.
    pub async fn serve(self, hands: Hands, mut stopping: watch::Receiver<bool>) {
        let hands = Arc::new(hands);
        let mut guests = JoinSet::new();
        let stop = async {
            // An error means that the sender is gone, which is a stop as well.
            drop(stopping.wait_for(|stop| *stop).await);
        };
        tokio::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => break,
                Some(_) = guests.join_next() => {}
                accepted = self.listener.accept(), if guests.len() < GUESTS_MAX => match accepted {
                    Ok((stream, _)) if self.is_owner(&stream) => {
                        guests.spawn(attend(stream, hands.clone()));
                    }
                    Ok(_) => warn!("somebody else than the owner of the data folder was turned away"),
                    Err(error) => {
                        warn!(%error, "a command could not be let in");
                        tokio::time::sleep(ACCEPT_PAUSE).await;
                    }
                },
            }
        }
        drop(self);
        while guests.join_next().await.is_some() {}
    }

    fn is_owner(&self, stream: &UnixStream) -> bool {
        stream.peer_cred().is_ok_and(|peer| peer.uid() == self.owner || peer.uid() == ROOT)
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        // One that stays is put aside by the next server.
        let _ = fs::remove_file(&self.path);
    }
}

/// Does one task. A guest that has gone is noticed when it is told something; what was handed to the
/// engine by then is done all the same.
async fn attend(mut stream: UnixStream, hands: Arc<Hands>) {
    let told = match listen_for(&mut stream, ASK_WAIT).await {
        Ok((task, files)) => {
            info!(task = task.name(), "a command of this machine asks");
            work(&mut stream, &hands, task, files).await
        }
        Err(error) => answer(&mut stream, Err(error)).await,
    };
    if let Err(error) = told {
        warn!(%error, "a command went before it was answered");
    }
}

/// Listens for an ask with its files, but no longer than `wait`.
async fn listen_for(stream: &mut UnixStream, wait: Duration) -> Result<(Task, Files), CommandError> {
    tokio::time::timeout(wait, listen(stream)).await.unwrap_or_else(|_| {
        let seconds = wait.as_secs();
        let text = format!("the files did not arrive at the server that runs within {seconds} s");
        Err(CommandError::Failed(format!("{text}; nothing was changed")))
    })
}

async fn listen(stream: &mut UnixStream) -> Result<(Task, Files), CommandError> {
    let ask: wire::Ask<serde_json::Value> = wire::read(stream, wire::ASK_BYTES_MAX).await?;
    let bytes = ask.files.iter().fold(0_u64, |sum, (_, bytes)| sum.saturating_add(*bytes));
    if bytes > IMPORT_BYTES_MAX || ask.files.len() > IMPORT_FILES_MAX {
        return Err(CommandError::Refused("the files are more than an import may be".to_owned()));
    }
    // Whoever is refused must have said everything, or the refusal does not reach them.
    let files = wire::read_files(stream, ask.files).await?;
    if ask.version != wire::VERSION {
        let text = format!("the server that runs is weft {}, this is {}", wire::VERSION, ask.version);
        return Err(CommandError::Failed(text));
    }
    Ok((serde_json::from_value(ask.task).map_err(io::Error::from)?, files))
}

async fn work(stream: &mut UnixStream, hands: &Hands, task: Task, files: Files) -> io::Result<()> {
    let (tell, mut steps) = mpsc::channel::<Step>(STEPS_MAX);
    let work = hands.carry_out(task, files, move |step| {
        // Whoever reads too slowly misses a step, not the end.
        let _ = tell.try_send(step);
    });
    tokio::pin!(work);
    let done = loop {
        tokio::select! {
            biased;
            Some(step) = steps.recv() => wire::write(stream, &wire::Say::Step(step)).await?,
            done = &mut work => break done,
        }
    };
    while let Ok(step) = steps.try_recv() {
        wire::write(stream, &wire::Say::Step(step)).await?;
    }
    answer(stream, done).await
}

async fn answer(stream: &mut UnixStream, done: Result<Done, CommandError>) -> io::Result<()> {
    match done {
        Ok(Done { report, files }) => {
            let (text, json) = (report.text, report.json);
            wire::write(stream, &wire::Say::Done { text, json, files: wire::heads(&files) }).await?;
            wire::write_files(stream, &files).await
        }
        Err(error) => {
            let (code, text) = (error.code().to_owned(), error.to_string());
            wire::write(stream, &wire::Say::Failed { code, text }).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_command_whose_files_do_not_arrive_is_told_so() {
        let (mut guest, mut host) = UnixStream::pair().unwrap();
        let files = vec![("people.csv".to_owned(), 3)];
        let ask = wire::Ask { version: wire::VERSION.to_owned(), task: serde_json::Value::Null, files };
        wire::write(&mut guest, &ask).await.unwrap();
        let asked = listen_for(&mut host, Duration::ZERO).await;
        answer(&mut host, Err(asked.err().unwrap())).await.unwrap();
        drop(host);
        let said: wire::Say = wire::read(&mut guest, wire::ANSWER_BYTES_MAX).await.unwrap();
        let wire::Say::Failed { text, .. } = said else {
            panic!("it is no answer to files that are missing")
        };
        assert!(text.starts_with("the files did not arrive"), "{text}");
    }
}
