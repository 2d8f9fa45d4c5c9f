//! Finding by words: the API and the pages, what follows a write, and what stays up without the index.

#![expect(clippy::indexing_slicing, reason = "fields of an answer are asked for by name")]

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::{Duration, Instant},
};

use ::search::Texts;
use wire::endpoint::encode;

use super::street::{Street, attributes, texts};

async fn found(street: &Street, q: &str, rest: &str) -> serde_json::Value {
    street.get(&format!("/api/v1/search?q={}{rest}", encode(q))).await.json()
}

fn slugs(answer: &serde_json::Value) -> Vec<&str> {
    answer["products"]["items"].as_array().into_iter().flatten().filter_map(|item| item["slug"].as_str()).collect()
}

#[tokio::test]
async fn words_find_products_and_shops_with_counts_and_marks() {
    let street = Street::new().await;
    let answer = found(&street, "별등", "").await;
    assert_eq!(slugs(&answer), ["star-lamp"], "however it is spaced");
    assert_eq!(answer["products"]["items"][0]["marks"], serde_json::json!([0, 1, 2, 3]));
    assert_eq!(answer["narrowing"]["counted"], true);
    let windows = answer["narrowing"]["facets"].as_array().and_then(|facets| facets.iter().find(|facet| facet["by"] == "window")).cloned();
    let counts: Vec<(String, u64)> = windows.expect("windows")["values"].as_array().into_iter().flatten().map(count).collect();
    assert_eq!(counts, [("living".to_owned(), 1), ("fresh".to_owned(), 1)], "its shop stands in two");
    let answer = found(&street, "별빛상회", "").await;
    assert_eq!(answer["shops"][0]["slug"], "byeolbit");
    assert_eq!(slugs(&answer), ["star-lamp", "다-팔린-것"], "what the shop sells, sold out last");
    assert_eq!(slugs(&found(&street, "별빛상회", "&in_stock=1").await), ["star-lamp"]);
    assert_eq!(slugs(&found(&street, "ahs cup", "").await), ["moon-cup"], "the word that nothing has is left out");
    assert_eq!(found(&street, "mooon cup", "&lang=en").await["instead"], "moon cup");
    let nothing = found(&street, "qqqqqq", "").await;
    assert_eq!((nothing["products"]["total"].as_u64(), nothing["windows"].as_array().map(Vec::len)), (Some(0), Some(7)));
    for hidden in ["숨긴", "초안", "폐업"] {
        assert_eq!(found(&street, hidden, "").await["products"]["total"], 0, "{hidden}");
    }
}

fn count(value: &serde_json::Value) -> (String, u64) {
    (value["value"].as_str().unwrap_or_default().to_owned(), value["count"].as_u64().unwrap_or_default())
}

#[tokio::test]
async fn what_is_typed_is_gone_on() {
    let street = Street::new().await;
    let suggest = async |q: &str| street.get(&format!("/api/v1/suggest?q={}", encode(q))).await.json()["items"].clone();
    let items = suggest("벼").await;
    let kinds: Vec<(&str, &str, &str)> = items
        .as_array()
        .into_iter()
        .flatten()
        .map(|item| {
            (
                item["kind"].as_str().unwrap_or_default(),
                item["text"]["text"].as_str().unwrap_or_default(),
                item["path"].as_str().unwrap_or_default(),
            )
        })
        .collect();
    assert!(kinds.contains(&("words", "별", "/search?q=%EB%B3%84")), "{kinds:?}");
    assert!(kinds.contains(&("shop", "별빛상회", "/shops/byeolbit")), "{kinds:?}");
    assert!(kinds.contains(&("product", "별 등", "/shops/byeolbit/products/star-lamp")), "{kinds:?}");
    assert_eq!(suggest("리빙").await[0]["path"], "/windows/living");
    assert_eq!(suggest(" ").await, serde_json::json!([]));
}

#[tokio::test]
async fn what_cannot_be_looked_for_is_refused_in_words() {
    let street = Street::new().await;
    let long = "가".repeat(101);
    for path in [format!("/api/v1/search?q={}", encode(&long)), format!("/api/v1/suggest?q={}", encode(&long))] {
        let answer = street.get(&path).await;
        assert_eq!((answer.status.as_u16(), answer.json()["field"].as_str()), (400, Some("q")));
    }
    assert_eq!(street.get("/api/v1/suggest").await.status, 400);
    assert_eq!(street.get("/api/v1/search?q=a&limit=101").await.status, 400);
    assert_eq!(street.get("/api/v1/search?q=a&after=x").await.json()["code"], "bad_cursor");
    assert_eq!(street.get(&format!("/search?q={}", encode(&long))).await.status, 400);
    for hostile in [
        "' or 1=1 --",
        "<script>alert(1)</script>",
        "%00",
        "((((((((",
        "a* b? ~2 \"",
        "ㅏㅏㅏㅏㅏㅏㅏㅏㅏㅏㅏㅏㅏㅏㅏㅏㅏㅏ",
        "\u{202e}사과\u{0301}",
    ] {
        let begun = Instant::now();
        let page = street.get(&format!("/search?q={}", encode(hostile))).await;
        assert_eq!(page.status, 200, "{hostile}");
        assert!(!page.body.contains("<script>alert"), "{hostile}");
        assert!(begun.elapsed() < Duration::from_secs(1), "{hostile}");
    }
}

#[tokio::test]
async fn a_page_says_what_was_found_and_stays_out_of_other_search_engines() {
    let street = Street::new().await;
    let page = street.get(&format!("/search?q={}", encode("별 등"))).await;
    let html = page.html();
    assert_eq!(texts(&html, "h1"), ["‘별 등’ 찾은 것"]);
    assert_eq!(texts(&html, "mark"), ["별", "등"]);
    assert_eq!(attributes(&html, ".product__grid", "data-total"), ["1"]);
    assert_eq!(attributes(&html, ".top__words", "value"), ["별 등"]);
    assert_eq!(attributes(&html, "meta[name=robots]", "content"), ["noindex"]);
    assert!(attributes(&html, ".filter__value[data-value=living]", "href")[0].starts_with("/search?q=%EB%B3%84%20%EB%93%B1&window=living"));
    let html = street.get("/en/search?q=mooon").await.html();
    assert_eq!(texts(&html, ".search__instead"), ["moon"]);
    let html = street.get("/search").await.html();
    assert_eq!((texts(&html, "h1"), texts(&html, ".search__way").len()), (vec!["무엇을 찾으세요?".to_owned()], 7));
    let home = street.get("/en").await.body;
    assert!(home.contains("SearchAction") && home.contains("https://street.example/en/search?q={search_term_string}"));
}

#[tokio::test]
async fn pieces_of_what_was_found_are_each_seen_once() {
    let street = Street::new().await;
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let piece = found(&street, "별빛상회", &format!("&limit=1{after}")).await;
        seen.extend(slugs(&piece).into_iter().map(str::to_owned));
        let Some(next) = piece["products"]["after"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(seen, ["star-lamp", "다-팔린-것"]);
}

#[tokio::test]
async fn a_product_that_was_saved_is_found_within_a_second() {
    let street = Street::new().await;
    let mut write = street.db.write().await.expect("a write");
    sqlx::query("update products set name_ko = '무지개 촛대' where id = 21").execute(&mut *write.tx).await.expect("an update");
    write.touch(21);
    let begun = Instant::now();
    write.commit().await.expect("a commit");
    assert_eq!(slugs(&found(&street, "촛대", "").await), ["star-lamp"]);
    assert_eq!(found(&street, "별 등", "&lang=ko").await["products"]["items"][0]["name"]["text"], "무지개 촛대", "by its other name still");
    assert!(begun.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn names_of_one_thing_are_data() {
    let street = Street::new().await;
    assert_eq!(slugs(&found(&street, "전등", "").await), [""; 0]);
    let mut write = street.db.write().await.expect("a write");
    server::import::synonyms::replace(&mut write, "words\n별 등|전등\n".as_bytes()).await.expect("names");
    write.commit().await.expect("a commit");
    let end = Instant::now() + Duration::from_secs(5);
    while slugs(&found(&street, "전등", "").await) != ["star-lamp"] {
        assert!(Instant::now() < end, "the names did not come");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn without_the_index_the_pages_stay_up_and_only_the_search_waits() {
    // Nobody reads it: as where reading it never ends.
    let street = Street::empty().await.furnished().await;
    for path in ["/api/v1/search?q=a", "/api/v1/suggest?q=a", "/search?q=a", "/en/search?q=a"] {
        let answer = street.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "5"), "{path}");
    }
    for path in ["/", "/windows/living", "/windows/living?in_stock=1", "/shops/byeolbit", "/search"] {
        assert_eq!(street.get(path).await.status, 200, "{path}");
    }
    let street = street.indexed().await;
    assert_eq!(street.get("/search?q=a").await.status, 200);
}

#[tokio::test]
async fn the_index_killed_leaves_every_list_with_its_things_and_without_a_count() {
    // Nobody brings it back.
    let street = Street::empty().await.furnished().await;
    server::index::keep_up(&street.state).await.expect("an index");
    assert_eq!(street.get("/search?q=a").await.status, 200);
    let lists =
        ["/windows/living", "/windows/living?in_stock=1&sort=price_up", "/shops/byeolbit?on_sale=1", "/shops/byeolbit?collection=lamps"];
    assert!(street.get("/windows/living").await.body.contains("data-count="));
    street.state.index.set(None);
    // What was drawn before is still true until somebody writes.
    street.run("update products set updated_at = 1 where id = 21").await;
    for list in lists {
        for lang in ["", "/en"] {
            let page = street.get(&format!("{lang}{list}")).await;
            assert_eq!(page.status, 200, "{list}");
            assert!(attributes(&page.html(), "a.product__card", "href").iter().any(|path| path.ends_with("/star-lamp")), "{list}");
            assert!(!page.body.contains("data-count") && !page.body.contains("data-total"), "{list} counts what nobody counted");
            assert_eq!(texts(&page.html(), ".filter__uncounted").len(), 1, "{list} says so");
        }
    }
    for list in ["products?window=living", "products?shop=byeolbit", "products", "windows/living", "products?in_stock=1&sort=newest"] {
        let answer = street.get(&format!("/api/v1/{list}")).await;
        assert_eq!(answer.status, 200, "{list}");
        let body = answer.json();
        let list = if body["list"].is_object() { &body["list"] } else { &body };
        assert!(list["items"].as_array().is_some_and(|items| !items.is_empty()) && list["total"].is_null(), "{body}");
        assert_eq!(body["narrowing"]["counted"], false);
    }
    for path in ["/api/v1/search?q=a", "/api/v1/suggest?q=a", "/search?q=a", "/en/search?q=a"] {
        let answer = street.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "5"), "{path}");
    }
}

/// Asks again until it is so.
async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(10);
    while !is_so().await {
        assert!(Instant::now() < end, "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn without_its_words_alone_the_index_counts_lists_and_the_search_comes_back_by_itself() {
    let street = Street::new().await;
    let fails = Arc::new(AtomicBool::new(true));
    let asked = Arc::clone(&fails);
    street.state.index.make_words_by(move || if asked.load(Ordering::Relaxed) { None } else { Texts::new().ok() });
    // What was written by hand may be anything: the street is read whole, and its words cannot be kept.
    street.run("update products set name_ko = '무지개 촛대' where id = 21").await;
    until("the words are still there", async || street.get("/api/v1/search?q=a").await.status == 503).await;
    for path in ["/api/v1/search?q=a", "/api/v1/suggest?q=a", "/search?q=a", "/en/search?q=a"] {
        let answer = street.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "5"), "{path}");
        let words = if path.starts_with("/en") { "The search is getting ready" } else { "찾기를 준비하고 있습니다" };
        assert!(answer.body.contains(words), "{path}: {}", answer.body);
    }
    let page = street.get("/windows/living?in_stock=1").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("무지개 촛대") && page.body.contains("data-count="), "lists are those of the index, and as new as the data");
    for path in ["/", "/shops/byeolbit", "/shops/byeolbit/products/star-lamp", "/search"] {
        assert_eq!(street.get(path).await.status, 200, "{path}");
    }
    // And they follow what is written.
    let total = async || {
        let list = street.get("/api/v1/products?window=living").await.json();
        assert_eq!(list["narrowing"]["counted"], true, "{list}");
        list["total"].as_u64()
    };
    let before = total().await.expect("a total");
    let mut write = street.db.write().await.expect("a write");
    sqlx::query("update products set state = 'hidden' where id = 22").execute(&mut *write.tx).await.expect("an update");
    write.touch(22);
    write.commit().await.expect("a commit");
    assert_eq!(total().await, Some(before - 1));
    assert_eq!(street.get("/api/v1/search?q=a").await.status, 503);
    fails.store(false, Ordering::Relaxed);
    let back = format!("/api/v1/search?q={}", encode("촛대"));
    until("the search does not come back", async || street.get(&back).await.status == 200).await;
    assert_eq!(slugs(&found(&street, "촛대", "").await), ["star-lamp"]);
}

#[tokio::test]
async fn while_the_street_is_read_whole_the_search_answers_by_what_was_there_before() {
    let street = Street::new().await;
    // The reading stops where its words begin, until this is let go.
    let (held, stopped) = mpsc::channel::<()>();
    let stopped = Mutex::new(stopped);
    street.state.index.make_words_by(move || {
        let _ = stopped.lock().expect("one reading").recv();
        Texts::new().ok()
    });
    let readings = street.state.index.readings();
    street.run("update products set name_ko = '무지개 촛대' where id = 21").await;
    // From the first who asks on: the reading may not have begun then.
    for _ in 0..3 {
        assert_eq!(slugs(&found(&street, "별등", "").await), ["star-lamp"], "by its older name");
        assert_eq!(found(&street, "촛대", "").await["products"]["total"], 0);
        assert_eq!(street.get(&format!("/api/v1/suggest?q={}", encode("벼"))).await.status, 200);
        assert_eq!(street.get(&format!("/search?q={}", encode("별등"))).await.status, 200);
    }
    let list = street.get("/api/v1/products?window=living").await.json();
    assert_eq!(list["narrowing"]["counted"], false, "a list is never older than the data: {list}");
    assert_eq!(street.state.index.readings(), readings, "it is still being read");
    drop(held);
    until("what was written is not found", async || slugs(&found(&street, "촛대", "").await) == ["star-lamp"]).await;
}

#[tokio::test]
async fn what_one_copy_of_the_program_saved_another_finds_within_a_second() {
    let one = Street::new().await;
    let other = one.beside().await.indexed().await;
    assert_eq!(slugs(&found(&other, "무지개", "").await), [""; 0]);
    let mut write = one.db.write().await.expect("a write");
    for statement in [
        "insert into products (id, shop_id, slug, state, name_ko, price, price_varies, in_stock, currency, created_at, updated_at)
         values (91, 11, 'rainbow', 'shown', '무지개 촛대', 100, 0, 1, 'KRW', 1700000090000, 1)",
        "insert into variants (id, product_id, position, price, stock) values (91, 91, 0, 100, 1)",
        "insert into window_products values (2, 91, 1, 1700000090000, 100)",
    ] {
        sqlx::query(statement).execute(&mut *write.tx).await.expect("a statement");
    }
    write.touch(91);
    write.commit().await.expect("a commit");
    let begun = Instant::now();
    let mut pending = true;
    while pending {
        let list = other.get("/api/v1/products?window=living&sort=newest&limit=1").await.json();
        let page = other.get("/windows/living?sort=newest").await;
        pending = slugs(&found(&other, "무지개", "").await) != ["rainbow"]
            || list["items"][0]["slug"] != "rainbow"
            || !page.body.contains("/products/rainbow");
        assert!(begun.elapsed() < Duration::from_secs(1), "the other copy does not know of it: {list}");
    }
}
