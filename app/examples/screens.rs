//! Writes screens as plain HTML, over a made-up organisation of 400 departments and 3,000 people,
//! to look at without a server:
//!
//! ```text
//! cargo run -p weft-app --features ssr --example screens -- target/screens
//! ```
//!
//! Every language and both schemes come out as `<screen>.<language>.<scheme>.html`, with the
//! stylesheet inside and the fonts linked from `style/`.

use std::path::Path;
use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::location::RequestUrl;
use weft_app::dispatch::{Dispatch, NoUndoing, RenderOnly};
use weft_app::i18n::Locale;
use weft_app::replica::Replica;
use weft_app::root::{App, Opening};
use weft_app::screens::{AtHand, Screens};
use weft_domain::{
    Change, Department, DepartmentId, DepartmentKind, DepartmentState, LocalText, Membership, MembershipId,
    MembershipRole, Organisation, OrganisationRole, Person, PersonId, RequestKey, Service, ServiceId,
    ServiceState, Timestamp, Uuid, World,
};

/// Departments of the made-up organisation.
const DEPARTMENTS: u32 = 400;
/// People of it.
const PEOPLE: u32 = 3_000;

/// A screen: the file's name, the path, and whether somebody is signed in.
struct Screen {
    name: &'static str,
    path: String,
    world: World,
    is_known: bool,
}

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/screens".to_owned());
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let style = stylesheet(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../style")))?;
    for screen in screens() {
        for locale in Locale::ALL {
            for scheme in ["light", "dark"] {
                let html = document(&style, locale, scheme, &screen);
                std::fs::write(folder.join(format!("{}.{}.{scheme}.html", screen.name, locale.tag())), html)?;
            }
        }
    }
    Ok(())
}

fn screens() -> Vec<Screen> {
    let full = organisation();
    let mut fresh = World::complete();
    fresh.apply(&person(0, OrganisationRole::ALL.iter().copied().collect()));
    let screen =
        |name, path: String, world: &World, is_known| Screen { name, path, world: world.clone(), is_known };
    let inside = |name, path: &str| screen(name, path.to_owned(), &full, true);
    let outside = |name, path: &str| screen(name, path.to_owned(), &fresh, false);
    vec![
        outside("sign-in", "/map"),
        outside("setup", "/setup/abc"),
        outside("invitation", "/invitation/abc"),
        outside("forgot", "/forgot"),
        outside("reset", "/reset/abc"),
        screen("first-run", "/directory".to_owned(), &fresh, true),
        inside("directory", "/directory"),
        screen("department", format!("/directory?department={}", department_id(7)), &full, true),
        inside("people", "/directory?tab=people"),
        screen("person", format!("/directory?tab=people&person={}", person_id(0)), &full, true),
        inside("services", "/directory?tab=services"),
        screen("service", format!("/directory?tab=services&service={}", service_id(3)), &full, true),
        inside("exchange", "/directory?tab=exchange"),
        inside("settings", "/settings"),
        inside("settings-organisation", "/settings?tab=organisation"),
        inside("settings-access", "/settings?tab=access"),
    ]
}

/// The stylesheet in one piece: `main.css` with its imports in place.
fn stylesheet(folder: &Path) -> std::io::Result<String> {
    let mut css = String::new();
    for line in std::fs::read_to_string(folder.join("main.css"))?.lines() {
        match line.strip_prefix("@import \"").and_then(|rest| rest.strip_suffix("\";")) {
            Some(file) => css.push_str(&std::fs::read_to_string(folder.join(file))?),
            None => css.push_str(line),
        }
        css.push('\n');
    }
    let fonts = folder.canonicalize()?.join("fonts");
    Ok(css.replace("/pkg/fonts", &format!("file://{}", fonts.display())))
}

fn document(style: &str, locale: Locale, scheme: &str, screen: &Screen) -> String {
    let owner = Owner::new();
    let body = owner.with(|| {
        provide_context(RequestUrl::new(&screen.path));
        let person = screen.is_known.then(|| person_id(0));
        let replica = Replica::new(screen.world.clone(), person);
        let engine = RenderOnly { now: Timestamp(1_790_000_000_000) };
        let dispatch = Dispatch::new(Arc::new(engine), Arc::new(NoUndoing));
        let opening = Opening { locale, person, needs_setup: screen.name == "setup" };
        let screens = Screens(Arc::new(AtHand));
        view! { <App opening replica dispatch screens /> }.to_html()
    });
    let lang = locale.tag();
    format!(
        "<!doctype html><html lang=\"{lang}\" data-theme=\"{scheme}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{style}</style></head><body>{body}</body></html>"
    )
}

const NAMES: [(&str, &str); 10] = [
    ("Operations", "运营中心"),
    ("Production", "生产部"),
    ("Quality", "质量部"),
    ("Logistics", "物流部"),
    ("IT Services", "信息技术部"),
    ("Human Resources", "人力资源部"),
    ("Finance", "财务部"),
    ("Customer Care", "客户服务部"),
    (
        "A department with a name so long that no column of any table will ever hold all of it",
        "名称特别长的一个部门",
    ),
    ("<b>مختبر البصريات</b> 🧵", "光学实验室"),
];

fn organisation() -> World {
    let mut world = World::complete();
    let name = "Lanqiao Instruments 蓝桥仪器".to_owned();
    world.apply(&Change::from(Organisation {
        name,
        locale: Locale::En,
        time_zone: "Asia/Shanghai".to_owned(),
        rev: 1,
    }));
    for at in 0..DEPARTMENTS {
        let (en, zh) = NAMES[at as usize % NAMES.len()];
        let english = if at < 10 { en.to_owned() } else { format!("{en} {at}") };
        let mut name = LocalText::new(english);
        name.by_locale.insert(Locale::ZhHans, if at < 10 { zh.to_owned() } else { format!("{zh} {at}") });
        let kind =
            [DepartmentKind::Division, DepartmentKind::Department, DepartmentKind::Team][at as usize % 3];
        world.apply(&Change::from(Department {
            id: department_id(at),
            name,
            purpose: "Keep everyone at Lanqiao working, on the shop floor first, then in the office."
                .to_owned(),
            kind,
            kind_name: None,
            parent: (at > 3).then(|| department_id(at / 5)),
            key: RequestKey(format!("D{at}")),
            former_keys: Vec::new(),
            channel: "IT desk, ext. 8800".to_owned(),
            state: if at % 50 == 49 { DepartmentState::Retired } else { DepartmentState::Active },
            rev: 0,
        }));
    }
    for at in 0..PEOPLE {
        let roles =
            if at == 0 { OrganisationRole::ALL.iter().copied().collect() } else { Default::default() };
        world.apply(&person(at, roles));
        let role = [MembershipRole::Lead, MembershipRole::Agent, MembershipRole::Member][at as usize % 3];
        world.apply(&Change::from(Membership {
            id: MembershipId(id(4, at)),
            person: person_id(at),
            department: department_id(at * 7 % DEPARTMENTS),
            role,
            title: if at % 2 == 0 { "Network engineer".to_owned() } else { String::new() },
        }));
    }
    for at in 0..60 {
        world.apply(&Change::from(Service {
            id: service_id(at),
            name: LocalText::new(format!("Service {at}: network on the shop floor")),
            description: "Printers, scanners, terminals on the lines".to_owned(),
            providers: vec![department_id(at % 9 + 1)],
            state: [ServiceState::Active, ServiceState::Active, ServiceState::Retired][at as usize % 3],
            is_confidential: at % 7 == 0,
            rev: 0,
        }));
    }
    world
}

fn person(at: u32, roles: weft_domain::Roles) -> Change {
    let family = ["陈思远", "Aisha Rahman", "王海涛", "Zoë Müller", "林晓"][at as usize % 5];
    let name = if at < 5 { family.to_owned() } else { format!("{family} {at}") };
    Change::from(Person { id: person_id(at), name, locale: None, roles, is_retired: at % 97 == 96, rev: 0 })
}

fn id(sort: u8, at: u32) -> Uuid {
    Uuid::from_u128(u128::from(sort) << 120 | u128::from(at) << 16 | 0x7000)
}

fn department_id(at: u32) -> DepartmentId {
    DepartmentId(id(2, at))
}

fn person_id(at: u32) -> PersonId {
    PersonId(id(1, at))
}

fn service_id(at: u32) -> ServiceId {
    ServiceId(id(5, at))
}
