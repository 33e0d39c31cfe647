//! Once a request is resolved: four scores from each side, and thanks.

use leptos::prelude::*;
use weft_domain::{
    MembershipRole, RateRequest, Rating, RatingId, Request, Score, ScoreSet, Side, World,
    limits::FEEDBACK_CHARS_MAX,
};

use super::panel::Open;
use super::prose::cap;
use super::{talk, thanks};
use crate::i18n::{request as text, t};
use crate::replica::Topic;
use crate::ui::icon::THANKS;
use crate::ui::{Button, ButtonKind, Picks, RatingInput, TextArea};

pub(super) fn feedback(open: Open) -> AnyView {
    let replica = open.hands.replica();
    let ratings = Memo::new(move |_| {
        replica.read(&[Topic::Thread(open.id)], |world| {
            [Side::Customer, Side::Provider].map(|side| rating_of(world, open, side))
        })
    });
    let is_done = open.part(|row| talk::is_done(row.state) && !row.is_own_work());
    let thanking = RwSignal::new(false);
    let asked = Memo::new(move |_| {
        let (Some(true), [customer, provider]) = (is_done.get(), ratings.get()) else { return None };
        let row = open.row.get()?;
        let side = my_side(open, &row)?;
        let is_rated = if side == Side::Customer { customer.is_some() } else { provider.is_some() };
        (!is_rated).then_some(side)
    });
    let has_any = move || is_done.get() == Some(true) || ratings.with(|all| all.iter().any(Option::is_some));
    view! {
        {move || {
            has_any().then(|| {
                view! {
                    <section class="block feedback">
                        <h3>{t(text::how_it_went)}</h3>
                        {move || ratings.get().into_iter().flatten().map(|rating| shown(&rating)).collect_view()}
                        {move || asked.get().map(|side| form(open, side))}
                        <div class="row">
                            <Button small=true lead=THANKS on_press=move || thanking.set(true)>
                                {t(text::send_thanks)}
                            </Button>
                        </div>
                    </section>
                }
            })
        }}
        <thanks::ThanksDialog open=thanking about=open />
    }
    .into_any()
}

fn rating_of(world: &World, open: Open, side: Side) -> Option<Rating> {
    world.rating(RatingId::of(open.id, side)).present().cloned()
}

/// For which side the reader would rate: the requester's department, or the holder's. Who is in both
/// would rate their own team.
fn my_side(open: Open, row: &Request) -> Option<Side> {
    let actor = open.hands.replica().actor()?;
    let belongs = |id| actor.memberships.contains_key(&id);
    if row.customer.is_some_and(belongs) && row.provider.is_some_and(belongs) {
        return None;
    }
    if row.requester == actor.person || row.customer.is_some_and(belongs) {
        Some(Side::Customer)
    } else if row.provider.is_some_and(|id| actor.is_at_least(MembershipRole::Agent, id)) {
        Some(Side::Provider)
    } else {
        None
    }
}

fn shown(rating: &Rating) -> AnyView {
    let side = rating.side;
    let score = |name: fn(crate::i18n::Locale) -> &'static str, score: Score| {
        let value = f32::from(u8::from(score));
        view! {
            <span>{t(name)}</span>
            <Picks score=Signal::stored(value) />
            <span class="n">{u8::from(score)}</span>
        }
    };
    let scores = rating.scores;
    view! {
        <p class="note">
            {t(move |locale| if side == Side::Customer { text::by_customer(locale) } else { text::by_provider(locale) })}
        </p>
        <div class="rate">
            {score(text::quality, scores.quality)} {score(text::attitude, scores.attitude)}
            {score(text::efficiency, scores.efficiency)} {score(text::result, scores.result)}
        </div>
    }
    .into_any()
}

fn form(open: Open, side: Side) -> AnyView {
    let scores = [(); 4].map(|()| RwSignal::new(None::<u8>));
    let comment = RwSignal::new(String::new());
    let chosen = move || {
        let [quality, attitude, efficiency, result] =
            scores.map(|score| score.get().and_then(|n| Score::try_from(n).ok()));
        Some(ScoreSet { quality: quality?, attitude: attitude?, efficiency: efficiency?, result: result? })
    };
    let send = move || {
        let Some(scores) = untrack(chosen) else { return };
        let comment = comment.get_untracked().trim().to_owned();
        let rated = RateRequest { request: open.id, side, scores, comment };
        if open.hands.send(rated) {
            open.hands.say(text::rated(open.hands.locale()).to_owned());
        }
    };
    let [quality, attitude, efficiency, result] = scores;
    view! {
        <div class="stack-v">
            <p class="note">{t(text::rate_what)}</p>
            <RatingInput label=t(text::quality) value=quality />
            <RatingInput label=t(text::attitude) value=attitude />
            <RatingInput label=t(text::efficiency) value=efficiency />
            <RatingInput label=t(text::result) value=result />
            <TextArea label=t(text::rating_comment) value=comment rows=2 max=cap(FEEDBACK_CHARS_MAX) />
            <div class="row">
                <Button
                    kind=ButtonKind::Primary
                    disabled=Signal::derive(move || chosen().is_none())
                    on_press=send
                >
                    {t(text::rate)}
                </Button>
            </div>
        </div>
    }
    .into_any()
}
