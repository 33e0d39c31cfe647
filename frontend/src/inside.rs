//! The start for somebody who is signed in: the replica, the sync client and its driver.

use std::pin::Pin;
use std::sync::Arc;

use weft_app::{
    dispatch::{Dispatch, Undoing},
    replica::Replica,
    root::Opening,
    screens::Screens,
};
use weft_domain::{Actor, Command, PersonId, Refusal, World, policy, undo};
use weft_sync::client::{Client, Tab};

use crate::{boot::mount, driver::Driver, web};

/// Mounts the screens once the rows are here, and keeps them in step from then on.
pub(crate) type Start = fn(Opening, PersonId, Screens) -> Pin<Box<dyn Future<Output = ()>>>;

/// The [`Start`] there is.
pub(crate) fn start(
    opening: Opening,
    person: PersonId,
    screens: Screens,
) -> Pin<Box<dyn Future<Output = ()>>> {
    Box::pin(begin(opening, person, screens))
}

async fn begin(opening: Opening, person: PersonId, screens: Screens) {
    let client = Client::new(web::new_client_id(), person, weft_domain::decide);
    let tab = Tab::new(web::new_tab_id(), client);
    let replica = Replica::new(World::replica(), Some(person));
    let mounted = Arc::new(std::sync::OnceLock::<Dispatch>::new());
    let driver = {
        let (replica, mounted) = (replica.clone(), mounted.clone());
        Driver::new(tab, replica.clone(), move || {
            if let Some(dispatch) = mounted.get() {
                mount(opening, replica, dispatch.clone(), screens);
            }
        })
    };
    let undoing = Arc::new(Undo { replica, person });
    let _ = mounted.set(Dispatch::new(Arc::new(driver.engine()), undoing));
    driver.start().await;
}

/// The shared rules' undo, on the replica.
struct Undo {
    replica: Replica,
    person: PersonId,
}

impl Undoing for Undo {
    /// Only what its author would be allowed to do is offered as the way back.
    fn inverse(&self, command: &Command) -> Option<Command> {
        let world = self.replica.world();
        let back = undo::inverse(&world, command)?;
        policy::may(&world, &Actor::of(&world, self.person), &back).is_ok().then_some(back)
    }

    fn left_by(&self, done: &Command) -> Option<Command> {
        undo::left_by(&self.replica.world(), done)
    }

    fn take_back(
        &self,
        done: &Command,
        left: Option<&Command>,
        inverse: &Command,
    ) -> Result<Command, Refusal> {
        undo::take_back(&self.replica.world(), done, left, inverse)
    }
}
