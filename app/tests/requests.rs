//! What the request screens show, as the server renders them.
#![cfg(feature = "ssr")]

#[path = "../examples/requests/render.rs"]
mod render;
#[path = "../examples/requests/world.rs"]
mod world;

use render::render;
use weft_app::i18n::Locale;
use world::Made;

fn cards(html: &str) -> usize {
    html.matches("data-card=").count()
}

#[test]
fn a_full_board_mounts_what_the_window_shows_and_counts_the_rest() {
    let made = Made::new(10_000);
    let html = render(&made, Locale::En, &format!("/board/{}", made.it()));
    assert!((20..100).contains(&cards(&html)), "{} cards", cards(&html));
    let open = made.world.requests_held_by(Some(made.it())).filter(|request| request.is_open()).count();
    let said = weft_app::i18n::number(Locale::En, i64::try_from(open).unwrap_or(0));
    assert!(open > 5_000 && html.contains(&format!("{said} open")), "the bar counts all");
}

#[test]
fn what_people_write_is_text_and_never_markup() {
    let made = Made::new(40);
    for url in [format!("/board/{}", made.it()), "/mine".to_owned(), "/search?q=alert".to_owned()] {
        let html = render(&made, Locale::En, &url);
        assert!(html.contains("&lt;script&gt;alert"), "{url}");
        assert!(!html.contains("<script>alert") && !html.contains("<b>markup"), "{url}");
    }
}

#[test]
fn a_filter_in_the_address_narrows_the_board_and_says_what_it_hides() {
    let made = Made::new(40);
    let board = format!("/board/{}", made.it());
    let all = render(&made, Locale::En, &board);
    let some = render(&made, Locale::En, &format!("{board}?q=printer%20-state:resolved"));
    assert!(cards(&some) > 0 && cards(&some) < cards(&all));
    assert!(some.contains("hidden by filters"));
    assert!(!all.contains("hidden by filters"));
}

#[test]
fn a_board_is_found_by_its_request_key_and_an_unknown_one_says_so() {
    let made = Made::new(5);
    assert!(render(&made, Locale::En, "/board/it").contains("IT Services"));
    assert!(render(&made, Locale::En, "/board/NOPE").contains("No such board"));
}

#[test]
fn a_link_with_a_public_number_shows_the_request() {
    let made = Made::new(10);
    let html = render(&made, Locale::En, "/request/it-401");
    assert!(html.contains("Label printers on line 3") && html.contains("Pallets wait"));
}

#[test]
fn a_resolved_request_shows_how_it_went() {
    let made = Made::new(10);
    let html = render(&made, Locale::En, &format!("/request/{}", made.done()));
    assert!(html.contains("How it went") && html.contains("The provider's side"));
}

#[test]
fn the_panel_opens_from_the_address_with_its_conversation() {
    let made = Made::new(10);
    let url = format!("/board/{}?request={}", made.it(), made.open());
    let html = render(&made, Locale::ZhHans, &url);
    assert!(html.contains("Yes. 18:40 is best.") && html.contains("复制链接"));
}

#[test]
fn a_colleague_who_moves_a_card_is_named_on_it() {
    let made = Made::new(10);
    let html = render(&made, Locale::En, &format!("/board/{}", made.it()));
    assert!(html.contains("Aisha Rahman is moving this"));
}

#[test]
fn mine_counts_each_list_and_shows_the_chosen_one() {
    let made = Made::new(40);
    let html = render(&made, Locale::En, "/mine?list=working");
    assert!(html.contains("Asked for") && html.contains("Working on") && html.contains("Following"));
    assert!(html.contains("IT-400") || html.contains("IT-405"), "the lead works on some");
}

#[test]
fn an_empty_board_says_how_to_begin() {
    let made = Made::new(0);
    assert!(render(&made, Locale::ZhHant, &format!("/board/{}", made.it())).contains("還沒有請求"));
}
