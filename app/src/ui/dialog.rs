//! Dialogs on the native element: it traps the focus, closes on Esc, and gives the focus back.

use leptos::html;
use leptos::prelude::*;

use wasm_bindgen::JsCast;

use super::button::{Button, ButtonKind};
use super::dom::{focus, fresh_id};
use crate::i18n::{common, t};

/// The fields of a dialog's body that can be filled in.
const FIELDS: &str =
    ".dialog-body :is(input:not([type=checkbox], [type=radio]), textarea, select):not(:disabled)";

/// A modal dialog. It opens and closes with `open`; Esc, the platform's back gesture and a press
/// beside it set `open` to false. The body exists only while it is open.
#[component]
pub fn Dialog(
    /// Whether it is open, both ways.
    open: RwSignal<bool>,
    /// The title.
    #[prop(into)]
    title: TextProp,
    /// Buttons at the foot; the action stands last.
    #[prop(optional, into)]
    footer: Option<ViewFn>,
    /// A class for one that is not 480 px wide.
    #[prop(optional, into)]
    class: String,
    /// The body.
    children: ChildrenFn,
) -> impl IntoView {
    let title_id = fresh_id("dialog");
    let heading = title_id.clone();
    let body = move || {
        open.get().then(|| {
            let (title, footer) = (title.clone(), footer.clone());
            view! {
                <header>
                    <h2 id=heading.clone()>{move || title.get()}</h2>
                </header>
                <div class="dialog-body">{children()}</div>
                {footer.map(|footer| view! { <footer>{footer.run()}</footer> })}
            }
        })
    };
    view! { <ModalFrame open=open labelled_by=title_id class=format!("dialog {class}")>{body}</ModalFrame> }
}

/// The native element and its opening and closing; what is inside is up to the caller.
#[component]
pub(crate) fn ModalFrame(
    /// Whether it is open, both ways.
    open: RwSignal<bool>,
    /// The id of the element that names it.
    #[prop(into)]
    labelled_by: String,
    /// Its classes.
    #[prop(into)]
    class: String,
    /// What is inside.
    children: Children,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let (open, Some(dialog)) = (open.get(), element.get()) else {
            return;
        };
        if open && !dialog.open() {
            // Refused only for an element outside the document: there is nothing to show then.
            let _ = dialog.show_modal();
            begin_in(dialog);
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    // A press on the backdrop reaches the dialog itself; one inside reaches a child.
    let on_press = move |event: leptos::ev::MouseEvent| {
        let on_backdrop = element.get().is_some_and(|dialog| {
            event.target().as_ref() == Some(AsRef::<web_sys::EventTarget>::as_ref(&dialog))
        });
        if on_backdrop {
            open.set(false);
        }
    };
    view! {
        <dialog
            class=class
            aria-labelledby=labelled_by
            node_ref=element
            on:close=move |_| open.set(false)
            on:mousedown=on_press
        >
            {children()}
        </dialog>
    }
}

/// Gives the keyboard to the first field that the reader fills in; a dialog without one keeps it
/// where the browser put it. After the frame in which the body is mounted.
fn begin_in(dialog: web_sys::HtmlDialogElement) {
    request_animation_frame(move || {
        let Ok(fields) = dialog.query_selector_all(FIELDS) else { return };
        let field = |at: u32| fields.get(at)?.dyn_into::<web_sys::HtmlElement>().ok();
        // What the screen has chosen already is passed over.
        let is_chosen = |field: &web_sys::HtmlElement| match field.dyn_ref::<web_sys::HtmlInputElement>() {
            Some(input) => input.matches("[role=combobox]").unwrap_or(false) && !input.value().is_empty(),
            None => field.tag_name() == "SELECT",
        };
        let first = (0..fields.length()).filter_map(field).find(|field| !is_chosen(field));
        if let Some(first) = first.or_else(|| field(0)) {
            focus(&first);
        }
    });
}

/// A question before something that cannot be undone. Prefer an undo to a question.
#[component]
pub fn Confirm(
    /// Whether it is open, both ways.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: TextProp,
    /// What will happen.
    #[prop(into)]
    body: TextProp,
    /// The verb on the button that does it.
    #[prop(into)]
    action: TextProp,
    /// Whether it takes something away.
    #[prop(optional)]
    danger: bool,
    /// What doing it does; the dialog closes first.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> impl IntoView {
    let kind = if danger { ButtonKind::Danger } else { ButtonKind::Primary };
    let footer = move || {
        let action = action.clone();
        view! {
            <Button on_press=move || open.set(false)>{t(common::cancel)}</Button>
            <Button
                kind=kind
                on_press=move || {
                    open.set(false);
                    on_confirm.run(());
                }
            >
                {move || action.get()}
            </Button>
        }
    };
    view! {
        <Dialog open=open title=title footer=footer>
            <p>
                {
                    let body = body.clone();
                    move || body.get()
                }
            </p>
        </Dialog>
    }
}
