//! Opening the database of the settings, for every command alike.

use tokio::task::JoinHandle;

use super::task::{Done, Files, Hands, Task};
use crate::auth::{Auth, AuthError};
use crate::cli::CommandError;
use crate::clock::Clock;
use crate::config::Settings;
use crate::engine::{Engine, Rules};
use crate::exchange::Step;
use crate::hub::{Hub, Limits};
use crate::store::{Store, StoreError};

/// A running engine, and the task that is over once it has stopped.
pub(super) struct Running {
    pub(super) engine: Engine,
    task: JoinHandle<()>,
}

/// Why an engine ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// A newer server has taken the database over.
    Replaced,
    /// It broke: a fault in this program, whose message is in the log already.
    Broke,
}

impl Ended {
    /// What whoever started the server is told.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Replaced => "a newer weft has taken the database over; start that one here as well",
            Self::Broke => {
                "the engine broke, and the log says where; nothing that was acknowledged is lost: start weft again"
            }
        }
    }
}

impl Running {
    /// Returns when the engine ended by itself.
    pub(super) async fn ended(&mut self) -> Ended {
        match (&mut self.task).await {
            Ok(()) => Ended::Replaced,
            Err(_) => Ended::Broke,
        }
    }

    /// Finishes what waits.
    pub(super) async fn stop(self) {
        self.engine.stop().await;
        if !self.task.is_finished() {
            // An error means that it broke; its message is in the log already.
            let _ = self.task.await;
        }
    }

    /// Accounts over this engine, for a command that serves nobody.
    fn auth(&self) -> Result<Auth, CommandError> {
        let (_, stopping) = tokio::sync::watch::channel(false);
        let hub = Hub::new(self.engine.clone(), std::sync::Arc::default(), Limits::default(), stopping);
        Auth::new(self.engine.clone(), hub).map_err(|error| CommandError::Failed(error.to_string()))
    }
}

/// Does a task: in the server that has the file where one runs, else here. PostgreSQL takes several:
/// what is done here reaches the servers as what another server does.
pub(super) async fn perform(
    settings: &Settings,
    task: Task,
    files: Files,
    on_step: impl Fn(Step) + Send + Sync,
) -> Result<Done, CommandError> {
    #[cfg(unix)]
    if let Some(file) = settings.database.file()
        && let Some(done) = crate::control::ask(file, &task, &files, &on_step).await?
    {
        return Ok(done);
    }
    let running = open(settings).await?;
    let urls = settings.public_urls(settings.listen);
    let public_url = urls.first().map(|url| url.origin().to_owned()).unwrap_or_default();
    let done = match running.auth() {
        Ok(auth) => Hands { auth, public_url }.carry_out(task, files, on_step).await,
        Err(error) => Err(error),
    };
    running.stop().await;
    done
}

/// Opens the database and starts its engine.
pub(super) async fn open(settings: &Settings) -> Result<Running, CommandError> {
    let store = Store::open(&settings.database.url()).await?;
    let archive_after_ms = i64::from(settings.archive_after_days) * weft_domain::DAY_MS;
    let rules = Rules { archive_after_ms, ..Rules::default() };
    let (engine, task) = Engine::start_with(store, Clock::system(), rules).await?;
    Ok(Running { engine, task })
}

impl From<StoreError> for CommandError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::InUse { .. } | StoreError::Connected { .. } => Self::Busy(error.to_string()),
            StoreError::Exists { .. }
            | StoreError::Address(_)
            | StoreError::NoFile
            | StoreError::NoBackup
            | StoreError::NoTransfer
            | StoreError::NotEmpty { .. } => Self::Refused(error.to_string()),
            _ => Self::Failed(error.to_string()),
        }
    }
}

impl From<AuthError> for CommandError {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Told(told) => Self::Refused(told.to_string()),
            AuthError::Store(error) => error.into(),
            AuthError::NotSaved(_) | AuthError::Random(_) | AuthError::Hash(_) => {
                Self::Failed(error.to_string())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::Folder;

    #[tokio::test]
    async fn an_engine_that_broke_is_told_from_one_that_was_replaced() {
        let folder = Folder::new("ended");
        let store = Store::open(&folder.url()).await.unwrap();
        let (engine, task) = Engine::start(store, Clock::system()).await.unwrap();
        engine.stop().await;
        let mut running = Running { engine, task };
        assert_eq!(running.ended().await, Ended::Replaced, "nobody asked it to");
        running.task = tokio::spawn(async { panic!("a fault") });
        assert_eq!(running.ended().await, Ended::Broke);
        running.stop().await;
    }
}
