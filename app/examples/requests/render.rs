//! Renders a page of the request screens as the server would.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::location::RequestUrl;
use leptos_router::path;
use weft_app::board::{BoardHome, BoardPage, InboxPage};
use weft_app::dispatch::{Dispatch, NoUndoing, RenderOnly};
use weft_app::i18n::{Locale, provide_locale};
use weft_app::mine::MinePage;
use weft_app::replica::{Connection, Replica};
use weft_app::request::RequestPage;
use weft_app::search::SearchPage;
use weft_app::shell::{ConnectionState, Me, Shell};

use crate::world::{Made, NOW};

/// The page at `url` in the frame, for the team's lead.
pub(crate) fn render(made: &Made, locale: Locale, url: &str) -> String {
    let owner = Owner::new();
    owner.with(|| {
        provide_context(RequestUrl::new(url));
        provide_meta_context();
        provide_locale(locale);
        let replica = Replica::new(made.world.clone(), Some(made.me()));
        replica.set_connection(Connection::Live);
        replica.show_pending([made.open().into()].into());
        replica.show_others(made.others());
        provide_context(replica);
        provide_context(Dispatch::new(Arc::new(RenderOnly { now: NOW }), Arc::new(NoUndoing)));
        let me = Me { name: "Chen Siyuan".to_owned(), person_id: *made.me().0.as_bytes() };
        view! {
            <Router>
                <Shell connection=Signal::stored(ConnectionState::Live) me=Signal::stored(Some(me)) inbox=3_u32>
                    <Routes fallback=|| "404">
                        <Route path=path!("/board") view=BoardHome />
                        <Route path=path!("/board/:department") view=BoardPage />
                        <Route path=path!("/inbox") view=InboxPage />
                        <Route path=path!("/request/:key") view=RequestPage />
                        <Route path=path!("/mine") view=MinePage />
                        <Route path=path!("/search") view=SearchPage />
                    </Routes>
                </Shell>
            </Router>
        }
        .to_html()
    })
}
