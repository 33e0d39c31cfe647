//! The start for somebody who is signed in: the replica, the sync client and its driver.

use std::pin::Pin;
use std::sync::Arc;

use weft_app::{dispatch::Dispatch, replica::Replica, root::Opening, screens::Screens};
use weft_domain::{Actor, PersonId, World};
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
    let looked = replica.clone();
    // Only what its author would be allowed to do is offered as the way back.
    let inverse = Arc::new(move |command: &_| {
        let world = looked.world();
        let back = weft_domain::undo::inverse(&world, command)?;
        weft_domain::policy::may(&world, &Actor::of(&world, person), &back).is_ok().then_some(back)
    });
    let _ = mounted.set(Dispatch::new(Arc::new(driver.engine()), inverse));
    driver.start().await;
}
