//! Moving a department, and merging it into another.

use leptos::prelude::*;
use weft_domain::{DepartmentId, MergeDepartment};

use super::super::address::Open;
use super::super::form::Refused;
use super::super::{find, names, tree, use_desk};
use super::create::{DepartmentField, footer};
use super::name;
use crate::i18n::{directory as text, t};
use crate::ui::Dialog;

/// Puts a department elsewhere in the tree.
#[component]
pub(super) fn MoveDialog(id: DepartmentId, open: RwSignal<bool>) -> impl IntoView {
    let desk = use_desk();
    let form = crate::ui::fresh_id("move");
    let footer_form = form.clone();
    let title = t(move |locale| text::move_title(locale, &name(desk.hands, locale, id)));
    let body = move || {
        let world = desk.hands.replica().world();
        let parent = world.department(id).present().and_then(|row| row.parent);
        let parent = parent.and_then(|parent| world.department(parent).present());
        let value = RwSignal::new(parent.map(|row| find::department_item(&world, desk.hands.locale(), row)));
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let parent = value.with_untracked(|item| item.as_ref().and_then(|item| item.id.parse().ok()));
            if tree::move_department(desk, id, parent) {
                open.set(false);
            }
        };
        view! {
            <form id=form.clone() class="dialog-form" on:submit=submit>
                <DepartmentField label=t(text::parent) value=value except=id />
                <p class="note">{t(text::move_note)}</p>
            </form>
        }
    };
    view! {
        <Dialog open=open title=title footer=move || footer(open, footer_form.clone(), text::move_action)>
            {body()}
        </Dialog>
    }
}

/// Makes a department part of another.
#[component]
pub(super) fn MergeDialog(id: DepartmentId, open: RwSignal<bool>) -> impl IntoView {
    let desk = use_desk();
    let form = crate::ui::fresh_id("merge");
    let footer_form = form.clone();
    let title = t(move |locale| text::merge_title(locale, &name(desk.hands, locale, id)));
    let refused = Refused::new();
    let value = RwSignal::new(None::<crate::ui::ComboItem>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let into =
            value.with_untracked(|item| item.as_ref().and_then(|item| item.id.parse::<DepartmentId>().ok()));
        let Some(into) = into else { return };
        let (locale, world) = (desk.hands.locale(), desk.hands.replica().world());
        let done = text::merged(
            locale,
            &names::department(&world, locale, id),
            &names::department(&world, locale, into),
        );
        if refused.note(desk.hands.try_send(MergeDepartment { id, into })) {
            open.set(false);
            desk.hands.say(done);
            desk.open(Open::Department(into));
        }
    };
    view! {
        <Dialog open=open title=title footer=move || footer(open, footer_form.clone(), text::merge_action)>
            <form id=form.clone() class="dialog-form" on:submit=submit>
                <DepartmentField label=t(text::merge_into) value=value placeholder=t(text::choose_department) except=id />
                <p class="note">{t(text::merge_note)}</p>
                {refused.rest(&[])}
            </form>
        </Dialog>
    }
}
