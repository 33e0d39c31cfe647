//! After a restore of an older backup, whoever was erased since is erased again.

use tracing::{info, warn};
use weft_domain::{CommandId, ErasePerson, Person, PersonId};

use super::Engine;
use crate::store::StoreError;

impl Engine {
    /// Erases again whom the list names and the rows still speak of. Before anybody is served.
    pub(super) async fn erase_again(&self) -> Result<(), StoreError> {
        let listed = self.store.erasures().await?;
        let snapshot = self.current();
        let is_back = |id: &PersonId| {
            let row: Option<&Person> = snapshot.world.person(*id).present();
            row.is_some_and(|row| !row.is_erased())
        };
        for id in listed.into_iter().filter(is_back) {
            let mut random = [0; 16];
            getrandom::fill(&mut random).map_err(|error| StoreError::Other(Box::new(error)))?;
            let command = CommandId::new_v7(self.clock.now().0, random);
            match self.run(None, command, ErasePerson { id }.into()).await {
                Ok(Ok(())) => info!("erased a person again whom an older database brought back"),
                Ok(Err(refusal)) => {
                    warn!(?refusal, "could not erase a person again");
                    return Err(StoreError::NotErased);
                }
                Err(error) => return Err(StoreError::Other(Box::new(error))),
            }
        }
        Ok(())
    }
}
