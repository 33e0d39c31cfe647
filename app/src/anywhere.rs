//! What is at hand on every screen: departments, people and requests in the palette, the keys that
//! work everywhere, and the dialogs that file a request and give thanks.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use weft_domain::{Department, DepartmentId};
use weft_sync::message::{Ask, Scope};

use crate::api::{self, ApiError};
use crate::directory::find;
use crate::feedback::GiveDialog;
use crate::hands::{Hands, use_hands};
use crate::i18n::{Locale, feedback, map, request, settings, shell as text, t};
use crate::request::NewRequest;
use crate::request::words;
use crate::screens::{Over, Screen};
use crate::search::offer_requests;
use crate::settings::preferences::Theme;
use crate::shell::{
    KeyHint, PaletteEntry, PaletteGroup, use_key_settings, use_keys, use_palette, use_palette_search,
};
use crate::ui::icon::{KEYBOARD, MOON, PLUS, SEND, SIGN_OUT, SPLINE, THANKS};
use crate::ui::{ComboItem, IconPath, ItemMark};

/// Departments that the palette offers to ask or to declare a need of.
const ACTS_MAX: usize = 2;
/// My departments for which the palette offers to declare a need.
const MINE_MAX: usize = 2;

/// The dialogs that open over any screen. A copy is the same.
#[derive(Clone, Copy)]
pub(crate) struct Anywhere {
    asking: RwSignal<bool>,
    asked: RwSignal<Option<DepartmentId>>,
    thanking: RwSignal<bool>,
}

impl Anywhere {
    /// Opens the form of a new request; `of` is who is asked, where that is known.
    fn ask(self, of: Option<DepartmentId>) {
        self.asked.set(of);
        self.asking.set(true);
    }
}

/// What is there on every screen. Rendered once, inside the shell.
#[component]
pub(crate) fn AtHand() -> impl IntoView {
    let hands = use_hands();
    let anywhere =
        Anywhere { asking: RwSignal::new(false), asked: RwSignal::new(None), thanking: RwSignal::new(false) };
    provide_context(anywhere);
    keep_intake(hands);
    offer_requests();
    let navigate = use_navigate();
    let go = Callback::new(move |(to,): (String,)| navigate(&to, leptos_router::NavigateOptions::default()));
    offer_directory(hands, go);
    offer_acts_on(hands, anywhere, go);
    offer_acts(hands, anywhere, go);
    let ask = Callback::new(move |()| anywhere.ask(None));
    use_keys(t(text::group_do), vec![KeyHint::run("c", request::new_request, ask)]);
    view! {
        <Over screen=Screen::Ask wanted=anywhere.asking />
        <Over screen=Screen::Thank wanted=anywhere.thanking />
    }
}

/// The form of a new request, over any screen.
#[component]
pub(crate) fn AskAnywhere() -> impl IntoView {
    let anywhere: Anywhere = expect_context();
    view! { <NewRequest open=anywhere.asking provider=anywhere.asked /> }
}

/// The form of thanks, over any screen.
#[component]
pub(crate) fn ThankAnywhere() -> impl IntoView {
    let anywhere: Anywhere = expect_context();
    view! { <GiveDialog open=anywhere.thanking hands=use_hands() /> }
}

/// Asks for the unrouted intake, so that the rail says how much waits there. Its scope stays open.
fn keep_intake(hands: Hands) {
    Effect::new(move |_| hands.dispatch().ask(Ask::Open(Scope::Board(None)), |_| {}));
}

/// Departments and people by name. A screen that shows one in its own way offers it under the same id.
fn offer_directory(hands: Hands, go: Callback<(String,)>) {
    use_palette_search(move |said, locale| {
        if said.is_empty() {
            return Vec::new();
        }
        let world = hands.replica().world();
        let entry = |group: PaletteGroup, name: &str, to: String, item: ComboItem| {
            let run = Callback::new(move |()| go.run((to.clone(),)));
            PaletteEntry::new(format!("{name}:{}", item.id), group, item.title, run)
                .hint(item.hint)
                .mark(item.mark)
        };
        let department = |item: ComboItem| {
            let to = format!("/directory?department={}", item.id);
            entry(PaletteGroup::Departments, "department", to, item)
        };
        let person = |item: ComboItem| {
            let to = format!("/directory?tab=people&person={}", item.id);
            entry(PaletteGroup::People, "person", to, item)
        };
        let departments = find::departments(&world, locale, said).into_iter().take(find::SHOWN_MAX);
        let people = find::people(&world, said).into_iter().take(find::SHOWN_MAX);
        departments.map(department).chain(people.map(person)).collect()
    });
}

/// What can be done with a department that is named: ask it, or declare a need of it.
fn offer_acts_on(hands: Hands, anywhere: Anywhere, go: Callback<(String,)>) {
    use_palette_search(move |said, locale| {
        if said.is_empty() {
            return Vec::new();
        }
        let replica = hands.replica();
        let world = replica.world();
        let is_active =
            |id: &DepartmentId| world.department(*id).present().is_some_and(Department::is_active);
        let mine: Vec<DepartmentId> = replica
            .actor()
            .map(|actor| actor.memberships.into_keys().filter(is_active).collect())
            .unwrap_or_default();
        let mut acts = Vec::new();
        for item in find::departments(&world, locale, said).into_iter().take(ACTS_MAX) {
            let Ok(id) = item.id.parse::<DepartmentId>() else { continue };
            let run = Callback::new(move |()| anywhere.ask(Some(id)));
            let title = text::ask_department(locale, &item.title);
            acts.push(
                PaletteEntry::new(format!("ask:{id}"), PaletteGroup::Do, title, run)
                    .mark(ItemMark::Icon(SEND)),
            );
            for own in mine.iter().copied().filter(|own| *own != id).take(MINE_MAX) {
                let title = text::declare_that(locale, &words::department(&world, locale, own), &item.title);
                let run = Callback::new(move |()| go.run((format!("/map?declare={own}.{id}"),)));
                let name = format!("declare:{own}.{id}");
                acts.push(PaletteEntry::new(name, PaletteGroup::Do, title, run).mark(ItemMark::Icon(SPLINE)));
            }
        }
        acts
    });
}

/// What can be done from anywhere.
fn offer_acts(hands: Hands, anywhere: Anywhere, go: Callback<(String,)>) {
    let keys = use_key_settings();
    use_palette(move |locale| {
        let act = |id: &str, title: &str, icon: IconPath, run: Callback<()>| {
            PaletteEntry::new(id, PaletteGroup::Do, title, run).mark(ItemMark::Icon(icon))
        };
        let theme = |theme: Theme| {
            let run = Callback::new(move |()| theme.choose());
            act(&format!("theme:{}", theme.name()), theme_name(locale, theme), MOON, run)
                .hint(text::theme_words(locale))
        };
        let declare = Callback::new(move |()| go.run(("/map?declare=1".to_owned(),)));
        let mut acts = vec![
            act("ask", request::new_request(locale), PLUS, Callback::new(move |()| anywhere.ask(None)))
                .key("C"),
            act("declare", map::declare(locale), SPLINE, declare),
            act(
                "thank",
                feedback::give(locale),
                THANKS,
                Callback::new(move |()| anywhere.thanking.set(true)),
            ),
        ];
        acts.extend(Theme::ALL.into_iter().filter(|choice| *choice != Theme::current()).map(theme));
        acts.push(
            act("keys", text::key_help(locale), KEYBOARD, Callback::new(move |()| keys.show())).key("?"),
        );
        let leave = Callback::new(move |()| sign_out(hands, go));
        acts.push(act("sign-out", settings::sign_out(locale), SIGN_OUT, leave));
        acts
    });
}

const fn theme_name(locale: Locale, theme: Theme) -> &'static str {
    match theme {
        Theme::System => settings::theme_system(locale),
        Theme::Light => settings::theme_light(locale),
        Theme::Dark => settings::theme_dark(locale),
    }
}

/// Signs out at once where nothing would be lost by it; else the settings say what would.
fn sign_out(hands: Hands, go: Callback<(String,)>) {
    let replica = hands.replica();
    if replica.unsent().get_untracked() > 0 || replica.refused().with_untracked(|tray| !tray.is_empty()) {
        go.run(("/settings".to_owned(),));
        return;
    }
    spawn_local(async move {
        match api::sign_out().await.flatten() {
            // Somebody ended the session elsewhere: the browser still has to forget.
            Ok(()) | Err(ApiError::SignedOut) => hands.dispatch().leave(),
            Err(error) => hands.say(crate::access::explain(hands.locale(), &hands.replica().world(), &error)),
        }
    });
}
