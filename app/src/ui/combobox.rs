//! A field that finds: type, and pick from what matches. For departments and people.

use leptos::html;
use leptos::prelude::*;

use super::dom::{by_id, focus, fresh_id, maybe, place, roving};
use super::icon::{CLOSE, IconPath, icon, icon_small};
use super::mark::{Avatar, MarkSize, WeaveMark};
use crate::i18n::{common as text, t};

/// Matches shown at once; the rest is counted, with the advice to type more.
const MATCHES_MAX: usize = 50;
/// Pixels between the field and its list.
const GAP_PX: f64 = 2.0;

/// What stands before an item's title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ItemMark {
    /// Nothing.
    #[default]
    None,
    /// A department's weave.
    Department([u8; 16]),
    /// A person's initials.
    Person([u8; 16]),
    /// An icon.
    Icon(IconPath),
}

impl ItemMark {
    /// The mark as a view; `name` gives a person's initials.
    pub(crate) fn view(self, name: &str) -> AnyView {
        match self {
            Self::None => ().into_any(),
            Self::Department(id) => view! { <WeaveMark id=id size=MarkSize::Small /> }.into_any(),
            Self::Person(id) => {
                view! { <Avatar name=name.to_owned() id=id size=MarkSize::Small /> }.into_any()
            }
            Self::Icon(path) => icon(path),
        }
    }
}

/// Something a [`Combobox`] can find.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComboItem {
    /// Its id, as the code knows it.
    pub id: String,
    /// Its name.
    pub title: String,
    /// A few words that tell it from others of the same name.
    pub hint: String,
    /// What stands before it.
    pub mark: ItemMark,
}

/// The parts of a combobox that its pieces share.
#[derive(Clone, Copy)]
struct Combo {
    value: RwSignal<Option<ComboItem>>,
    query: RwSignal<String>,
    open: RwSignal<bool>,
    active: RwSignal<usize>,
    matches: Memo<Vec<ComboItem>>,
}

impl Combo {
    fn pick(self, item: ComboItem) {
        self.query.set(item.title.clone());
        self.open.set(false);
        // Last, because whoever waits for it may leave this screen.
        self.value.set(Some(item));
    }

    fn pick_active(self) -> bool {
        let item = self.matches.with_untracked(|matches| matches.get(self.active.get_untracked()).cloned());
        item.map(|item| self.pick(item)).is_some()
    }

    /// What was typed and not picked is no choice: the chosen one's name comes back.
    fn leave(self) {
        let chosen = |value: &Option<ComboItem>| value.as_ref().map(|item| item.title.clone());
        // A field that goes with its screen loses the focus after its signals have gone.
        let Some(chosen) = self.value.try_with_untracked(chosen) else { return };
        self.open.set(false);
        self.query.set(chosen.unwrap_or_default());
    }

    fn typed(self, query: String) {
        if query.is_empty() {
            self.value.set(None);
        }
        self.query.set(query);
        self.active.set(0);
        self.open.set(true);
    }

    fn key(self, event: &leptos::ev::KeyboardEvent) {
        // Enter and the arrows belong to the input method while it composes a Chinese word.
        if event.is_composing() {
            return;
        }
        let key = event.key();
        let count = self.matches.with_untracked(Vec::len).min(MATCHES_MAX);
        match key.as_str() {
            "ArrowDown" | "ArrowUp" => {
                event.prevent_default();
                if !self.open.get_untracked() {
                    self.open.set(true);
                } else if let Some(next) = roving(&key, self.active.get_untracked(), count) {
                    self.active.set(next);
                }
            }
            "Enter" if self.open.get_untracked() => {
                event.prevent_default();
                self.pick_active();
            }
            "Escape" if self.open.get_untracked() => {
                // Only the list closes, not the dialog that the field may stand in.
                event.prevent_default();
                event.stop_propagation();
                self.leave();
            }
            _ => {}
        }
    }
}

/// A field with a list of matches (the ARIA combobox pattern): type, arrows, Enter, Esc.
#[component]
pub fn Combobox(
    /// The label.
    #[prop(into)]
    label: TextProp,
    /// Finds what matches the words typed; with none, what is most likely wanted. Best first.
    #[prop(into)]
    find: Callback<(String,), Vec<ComboItem>>,
    /// The chosen item, both ways.
    value: RwSignal<Option<ComboItem>>,
    /// Shown while it is empty.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
    /// What is wrong with the value.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let query =
        RwSignal::new(value.with_untracked(|v| v.as_ref().map(|i| i.title.clone()).unwrap_or_default()));
    let open = RwSignal::new(false);
    // While the chosen item's own name stands there, the list offers everything.
    let matches = Memo::new(move |_| {
        if !open.get() {
            return Vec::new();
        }
        let typed = query.get();
        let unchanged = value.with(|v| v.as_ref().is_some_and(|item| item.title == typed));
        find.run((if unchanged { String::new() } else { typed },))
    });
    let combo = Combo { value, query, open, active: RwSignal::new(0), matches };
    // A value set from outside shows its name.
    Effect::new(move |_| {
        let title = value.with(|v| v.as_ref().map(|item| item.title.clone()).unwrap_or_default());
        if !open.get_untracked() {
            query.set(title);
        }
    });
    combo_view(label, combo, placeholder, error)
}

fn combo_view(
    label: TextProp,
    combo: Combo,
    placeholder: Option<TextProp>,
    error: Signal<Option<String>>,
) -> AnyView {
    let id = fresh_id("combo");
    let list_id = format!("{id}-list");
    let active_id = {
        let list_id = list_id.clone();
        move || combo.open.get().then(|| format!("{list_id}-{}", combo.active.get()))
    };
    let options_id = list_id.clone();
    let list = NodeRef::<html::Div>::new();
    float_list(list, combo, id.clone());
    let cleared = id.clone();
    let clear = move |_| {
        combo.typed(String::new());
        if let Some(input) = by_id(&cleared) {
            focus(&input);
        }
    };
    let control = view! {
        <span class="combo">
            {move || combo.value.with(|v| v.as_ref().map(|item| item.mark.view(&item.title)))}
            <input
                class="input"
                id=id.clone()
                role="combobox"
                type="text"
                autocomplete="off"
                spellcheck="false"
                aria-autocomplete="list"
                aria-expanded=move || combo.open.get().to_string()
                aria-controls=list_id.clone()
                aria-activedescendant=active_id
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=format!("{id}-error")
                placeholder=maybe(placeholder)
                value=combo.query.get_untracked()
                prop:value=move || combo.query.get()
                on:input=move |event| combo.typed(event_target_value(&event))
                on:click=move |_| combo.open.set(true)
                on:keydown=move |event| combo.key(&event)
                on:blur=move |_| combo.leave()
            />
            {move || {
                let clear = clear.clone();
                combo.value.with(Option::is_some).then(|| {
                    view! {
                        <button type="button" class="clear" tabindex="-1" aria-label=t(text::remove) on:click=clear>
                            {icon_small(CLOSE)}
                        </button>
                    }
                })
            }}
            <div class="menu float" popover="manual" role="listbox" id=list_id.clone() aria-label=label.clone() node_ref=list>
                {move || combo_options(combo, &options_id)}
            </div>
        </span>
    };
    super::field::frame(label, id, None, error, control.into_any())
}

/// Shows and hides the list with the field, and keeps the active item in sight.
fn float_list(list: NodeRef<html::Div>, combo: Combo, input_id: String) {
    Effect::new(move |_| {
        let (open, Some(list)) = (combo.open.get(), list.get()) else {
            return;
        };
        combo.matches.track();
        if !open {
            // Not shown is as good.
            let _ = list.hide_popover();
            return;
        }
        let Some(input) = by_id(&input_id) else {
            return;
        };
        // A plain length: the document accepts it. Shown already is as good.
        let _ = web_sys::HtmlElement::style(&list)
            .set_property("min-width", &format!("{}px", input.offset_width()));
        let _ = list.show_popover();
        place(&list, &input, GAP_PX);
    });
    Effect::new(move |_| {
        let at = combo.active.get();
        if let Some(list) = list.get()
            && let Ok(Some(option)) = list.query_selector(&format!("[data-at='{at}']"))
        {
            option.scroll_into_view_with_bool(false);
        }
    });
}

fn combo_options(combo: Combo, list_id: &str) -> AnyView {
    let matches = combo.matches.get();
    if matches.is_empty() {
        return view! { <p class="note">{t(text::nothing_found)}</p> }.into_any();
    }
    let hidden = matches.len().saturating_sub(MATCHES_MAX);
    let option = |(at, item): (usize, ComboItem)| {
        let picked = item.clone();
        // The press must not take the focus from the field before the click arrives.
        view! {
            <div
                role="option"
                id=format!("{list_id}-{at}")
                data-at=at.to_string()
                aria-selected=move || (combo.active.get() == at).to_string()
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| combo.pick(picked.clone())
            >
                {item.mark.view(&item.title)}
                <span class="clip">{item.title.clone()}</span>
                <span class="faint small clip push">{item.hint.clone()}</span>
            </div>
        }
    };
    view! {
        {matches.into_iter().take(MATCHES_MAX).enumerate().map(option).collect_view()}
        {(hidden > 0).then(|| view! { <p class="note">{t(move |locale| text::more_hidden(locale, hidden))}</p> })}
    }
    .into_any()
}
