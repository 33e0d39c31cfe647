//! What is shown and where one looks: all of it in the URL, so that a link shows a colleague the
//! same thing.

use std::collections::BTreeSet;

use weft_domain::{Department, DepartmentId, DepartmentKind, DependencyId, DependencyState, World, graph};

/// Which form the map has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Drawn.
    #[default]
    Canvas,
    /// Written: every dependency as a row.
    List,
}

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By who needs.
    #[default]
    Customer,
    /// By who is needed.
    Provider,
    /// What blocks first.
    Severity,
    /// What is disputed or waits for an answer first.
    State,
}

impl Order {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Customer, Self::Provider, Self::Severity, Self::State];

    /// The word for it in URLs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Provider => "provider",
            Self::Severity => "severity",
            Self::State => "state",
        }
    }

    fn of(word: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|order| Some(order.word()) == word).unwrap_or_default()
    }
}

/// What is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only these kinds of department; empty: all.
    pub kinds: BTreeSet<String>,
    /// Only dependencies in these states; empty: all that are not retired.
    pub states: BTreeSet<String>,
    /// Only departments of mine and what they are joined with.
    pub mine: bool,
    /// What is retired is shown too.
    pub retired: bool,
    /// Every customer is drawn, also where they are many that nobody needs.
    pub leaves: bool,
    /// Only what is joined with one department over any number of steps; none: all.
    pub trace: Option<Trace>,
}

/// Which way one looks from a department.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// To everything it rests on.
    Upstream(DepartmentId),
    /// To everything that rests on it.
    Downstream(DepartmentId),
}

impl Trace {
    /// From which department.
    pub fn start(self) -> DepartmentId {
        match self {
            Self::Upstream(start) | Self::Downstream(start) => start,
        }
    }

    /// The departments on the way, with the one it starts from.
    pub fn reached(self, world: &World) -> BTreeSet<DepartmentId> {
        let mut reached = match self {
            Self::Upstream(start) => graph::providers(world, start),
            Self::Downstream(start) => graph::dependents(world, start),
        };
        reached.insert(self.start());
        reached
    }
}

impl Filter {
    /// A filter that leaves nothing out.
    pub fn everything() -> Self {
        Self { retired: true, leaves: true, ..Self::default() }
    }

    /// Whether many customers that nobody needs may be drawn as a number: not where they are what
    /// was asked for.
    pub fn folds(&self) -> bool {
        !self.leaves && !self.mine && self.kinds.is_empty() && self.trace.is_none()
    }

    /// Takes away what was chosen; what is retired or folded stays as it was, shown or not.
    pub fn clear(&mut self) {
        *self = Self { retired: self.retired, leaves: self.leaves, ..Self::default() };
    }
}

/// Everything the URL says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// Which form.
    pub form: Form,
    /// What is left out.
    pub filter: Filter,
    /// The department in the panel.
    pub focus: Option<DepartmentId>,
    /// The dependency in the panel.
    pub dependency: Option<DependencyId>,
    /// What is searched for in the list.
    pub query: String,
    /// The list's order.
    pub order: Order,
    /// Whether the list has a heading wherever what it is ordered by changes.
    pub grouped: bool,
    /// Where one looks: zoom in per cent, and the scene units in the middle of the window.
    pub look: Option<(u32, i32, i32)>,
}

impl Place {
    /// What a URL's query says; `get` gives the value of a name. What it says wrongly is as if it
    /// were not there.
    pub fn of(get: impl Fn(&str) -> Option<String>) -> Self {
        let list = |name: &str| -> BTreeSet<String> {
            let text = get(name).unwrap_or_default();
            text.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let number = |name: &str| get(name).and_then(|text| text.parse::<i32>().ok());
        let id = |name: &str| get(name).and_then(|id| id.parse().ok());
        let zoom = get("z").and_then(|text| text.parse::<u32>().ok());
        Self {
            form: if get("view").as_deref() == Some("list") { Form::List } else { Form::Canvas },
            filter: Filter {
                kinds: list("kind"),
                states: list("state"),
                mine: get("mine").is_some(),
                retired: get("retired").is_some(),
                leaves: get("leaves").is_some(),
                trace: id("up").map(Trace::Upstream).or_else(|| id("down").map(Trace::Downstream)),
            },
            focus: id("focus"),
            dependency: get("dep").and_then(|id| id.parse().ok()),
            query: get("q").unwrap_or_default(),
            order: Order::of(get("sort").as_deref()),
            grouped: get("grouped").is_some(),
            look: zoom.zip(number("x").zip(number("y"))).map(|(zoom, (x, y))| (zoom, x, y)),
        }
    }

    /// The URL that says this.
    pub fn href(&self) -> String {
        let mut query = String::new();
        let mut say = |name: &'static str, value: String| {
            if !value.is_empty() {
                query.push(if query.is_empty() { '?' } else { '&' });
                query.push_str(name);
                query.push('=');
                query.push_str(&escaped(&value));
            }
        };
        let join = |set: &BTreeSet<String>| set.iter().map(String::as_str).collect::<Vec<_>>().join(",");
        let flag = |on: bool| if on { "1".to_owned() } else { String::new() };
        say("view", if self.form == Form::List { "list".into() } else { String::new() });
        say("kind", join(&self.filter.kinds));
        say("state", join(&self.filter.states));
        say("mine", flag(self.filter.mine));
        say("retired", flag(self.filter.retired));
        say("leaves", flag(self.filter.leaves));
        match self.filter.trace {
            Some(Trace::Upstream(start)) => say("up", start.to_string()),
            Some(Trace::Downstream(start)) => say("down", start.to_string()),
            None => {}
        }
        say("focus", self.focus.map(|id| id.to_string()).unwrap_or_default());
        say("dep", self.dependency.map(|id| id.to_string()).unwrap_or_default());
        say("q", self.query.clone());
        say("sort", if self.order == Order::default() { String::new() } else { self.order.word().into() });
        say("grouped", flag(self.grouped));
        if let Some((zoom, x, y)) = self.look {
            say("z", zoom.to_string());
            say("x", x.to_string());
            say("y", y.to_string());
        }
        format!("/map{query}")
    }
}

/// Everything but letters, digits and a few signs as percent and two digits.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~,".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

/// The word for a department's kind in URLs. A kind of the source's own is its own word.
pub fn kind_tag(department: &Department) -> String {
    match &department.kind_name {
        Some(name) => name.replace(',', " "),
        None => kind_word(department.kind).to_owned(),
    }
}

/// The word for a known kind in URLs.
pub const fn kind_word(kind: DepartmentKind) -> &'static str {
    match kind {
        DepartmentKind::Division => "division",
        DepartmentKind::Department => "department",
        DepartmentKind::Team => "team",
        DepartmentKind::Committee => "committee",
        DepartmentKind::WorkingGroup => "working-group",
        DepartmentKind::Subsidiary => "subsidiary",
        DepartmentKind::Affiliate => "affiliate",
        DepartmentKind::Partner => "partner",
        DepartmentKind::Supplier => "supplier",
        DepartmentKind::Other => "other",
    }
}

/// The word for a state in URLs.
pub const fn state_word(state: DependencyState) -> &'static str {
    match state {
        DependencyState::Proposed => "proposed",
        DependencyState::Agreed => "agreed",
        DependencyState::Disputed => "disputed",
        DependencyState::Retired => "retired",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(href: &str) -> Place {
        let query = href.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let pairs: Vec<(&str, String)> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name, value.replace("%20", " ")))
            .collect();
        Place::of(|name| pairs.iter().find(|(other, _)| *other == name).map(|(_, value)| value.clone()))
    }

    #[test]
    fn a_link_shows_the_same_thing() {
        let place = Place {
            form: Form::List,
            filter: Filter {
                kinds: ["team".to_owned(), "project goal".to_owned()].into(),
                states: ["agreed".to_owned()].into(),
                mine: true,
                retired: true,
                leaves: true,
                trace: Some(Trace::Downstream(DepartmentId::new_v7(5, [6; 16]))),
            },
            focus: Some(DepartmentId::new_v7(1, [2; 16])),
            dependency: Some(DependencyId::new_v7(3, [4; 16])),
            query: "infra".into(),
            order: Order::Severity,
            grouped: true,
            look: Some((42, -130, 9)),
        };
        assert_eq!(read(&place.href()), place);
        assert_eq!(Place::default().href(), "/map");
        assert_eq!(read("/map"), Place::default());
    }

    #[test]
    fn nonsense_in_a_link_is_as_if_it_were_not_there() {
        assert_eq!(read("/map?view=x&focus=abc&dep=&z=-3&x=1&y=two&kind=,,"), Place::default());
    }
}
