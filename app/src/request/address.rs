//! The page's address: what a view shows is in its query, so that a link shows a colleague the
//! same thing.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use leptos_router::params::ParamsMap;

/// The page's address, to read from and to change. A copy is the same.
#[derive(Clone, Copy)]
pub struct Address {
    path: Memo<String>,
    query: Memo<ParamsMap>,
    go: Callback<(String, bool)>,
}

/// The address of the page in which the caller stands.
pub fn use_address() -> Address {
    let navigate = use_navigate();
    let go = Callback::new(move |(to, replace): (String, bool)| {
        // The view stays where it is: only what is in it changes.
        navigate(&to, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
    });
    Address { path: use_location().pathname, query: use_query_map(), go }
}

impl Address {
    /// A parameter, if it is there and not empty. Wakes the reader.
    pub fn get(self, key: &str) -> Option<String> {
        self.query.with(|query| query.get_str(key).filter(|value| !value.is_empty()).map(str::to_owned))
    }

    /// The path, without the query. Wakes the reader.
    pub fn path(self) -> String {
        self.path.get()
    }

    /// Whether a parameter is there. Wakes the reader.
    pub fn has(self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// This address with one parameter changed; none takes it away. Wakes the reader.
    pub fn with(self, key: &'static str, value: Option<String>) -> String {
        self.query.with(|query| self.path.with(|path| changed(path, query, key, value)))
    }

    /// This address with several parameters changed; none takes one away. Wakes the reader.
    pub fn with_all(self, changes: &[(&'static str, Option<String>)]) -> String {
        let mut query = self.query.get();
        for (key, value) in changes {
            query.remove(key);
            if let Some(value) = value.as_ref().filter(|value| !value.is_empty()) {
                query.insert(*key, value.clone());
            }
        }
        self.path.with(|path| format!("{path}{}", query.to_query_string()))
    }

    /// Changes one parameter. `replace`: without a step in the history.
    pub fn set(self, key: &'static str, value: Option<String>, replace: bool) {
        let to = untrack(|| self.with(key, value));
        self.go.run((to, replace));
    }

    /// Goes elsewhere.
    pub fn go(self, to: String) {
        self.go.run((to, false));
    }
}

fn changed(path: &str, query: &ParamsMap, key: &'static str, value: Option<String>) -> String {
    let mut query = query.clone();
    query.remove(key);
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        query.insert(key, value);
    }
    format!("{path}{}", query.to_query_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_set_changed_and_taken_away_and_the_others_stay() {
        let mut query = ParamsMap::new();
        query.insert("mine", "1".to_owned());
        let with = changed("/board/x", &query, "q", Some("a b".to_owned()));
        assert!(with.starts_with("/board/x?") && with.contains("mine=1") && with.contains("q=a"), "{with}");
        assert_eq!(changed("/board/x", &query, "mine", None), "/board/x");
        assert_eq!(changed("/board/x", &query, "mine", Some(String::new())), "/board/x");
    }
}
