//! Narrowing lists: what the API and the pages say of a choice, with the index and while it is missing.

#![expect(clippy::indexing_slicing, reason = "fields of an answer are asked for by name")]

use std::time::{Duration, Instant};

use serde_json::Value;
use wire::Currency;

use crate::street::{Street, attributes, texts};

/// The values of one group in an answer: each with its count.
fn counts(answer: &Value, by: &str, option: Option<&str>) -> Vec<(String, Option<u64>)> {
    let facets = answer["narrowing"]["facets"].as_array().expect("groups");
    let facet = facets.iter().find(|facet| facet["by"] == by && option.is_none_or(|option| facet["option"] == option));
    let values = facet.map(|facet| facet["values"].as_array().expect("values").clone()).unwrap_or_default();
    values.iter().map(|value| (value["value"].as_str().expect("a value").to_owned(), value["count"].as_u64())).collect()
}

/// What stands in a list, in its order.
pub fn slugs(answer: &Value) -> Vec<String> {
    answer["items"].as_array().expect("items").iter().map(|item| item["slug"].as_str().expect("a slug").to_owned()).collect()
}

#[tokio::test]
async fn one_variant_must_have_everything_and_counts_say_what_a_choice_would_give() {
    let street = Street::new().await;
    let ask = async |query: &str| street.get(&format!("/api/v1/products?window=living{query}")).await.json();
    let whole = ask("").await;
    let sizes = [("size:small", 1), ("size:large", 1), ("size:huge", 1)].map(|(value, count)| (value.to_owned(), Some(count)));
    assert_eq!(counts(&whole, "option", Some("size")), sizes);
    assert_eq!(counts(&whole, "in_stock", None), [("1".to_owned(), Some(2))]);
    assert_eq!(counts(&whole, "clip", None), [("1".to_owned(), Some(1))]);

    // The large one is sold out, the small one is cheap: no variant is small and dear, none is large and there.
    let small = ask("&option=size:small").await;
    assert_eq!((slugs(&small), small["total"].as_u64()), (vec!["star-lamp".to_owned()], Some(1)));
    let dear = ask("&option=size:small&price_min=20000").await;
    assert_eq!(dear["total"], 0);
    let ways: Vec<(&str, u64)> = dear["narrowing"]["ways"]
        .as_array()
        .expect("ways")
        .iter()
        .map(|way| (way["by"].as_str().expect("a name"), way["total"].as_u64().expect("a total")))
        .collect();
    assert_eq!(ways, [("option", 1), ("price_min", 1)]);
    let there = ask("&option=size:large&in_stock=1").await;
    assert_eq!(there["total"], 0);
    // Beside the price, another size would do.
    assert_eq!(
        counts(&dear, "option", Some("size")),
        [("size:small", 0), ("size:large", 0), ("size:huge", 1)].map(|(value, count)| (value.to_owned(), Some(count)))
    );
    // Korean names stand for the same thing.
    assert_eq!(ask("&option=크기:작은").await["total"], 1);
    let both = ask("&option=크기:작은,size:large").await;
    assert_eq!(both["total"], 1, "in either language it is the same option");
    let names: Vec<String> = counts(&both, "option", None).into_iter().map(|(value, _)| value).collect();
    assert_eq!(names, ["크기:작은", "size:large", "size:huge"], "what is chosen is called as it was asked for");
    // Dollars are not won, and are written as people write them.
    assert_eq!(slugs(&ask("&currency=USD&price_min=12.50&price_max=12.5").await), ["moon-cup"]);
    assert_eq!(slugs(&ask("&currency=USD&price_min=12.51").await), [""; 0]);
    assert_eq!(slugs(&ask("&currency=USD&price_max=2000").await), ["moon-cup"]);
    assert_eq!(slugs(&ask("&sort=price_up").await), ["star-lamp", "moon-cup", "다-팔린-것"]);
    assert_eq!(slugs(&ask("&sort=price_up&currency=USD").await), ["moon-cup", "star-lamp", "다-팔린-것"]);
}

#[tokio::test]
async fn what_is_no_value_is_refused_in_words() {
    let street = Street::new().await;
    for (query, field) in [
        ("option=size", "option"),
        ("price_min=-1", "price_min"),
        ("in_stock=yes", "in_stock"),
        ("near=here", "near"),
        ("near=3.7566535e1,126.977969", "near"),
        ("near=%2B37.566535,126.977969", "near"),
        ("price_min=12.5", "price_min"),
        ("price_max=12.505&currency=USD", "price_max"),
        ("district=A!", "district"),
    ] {
        let answer = street.get(&format!("/api/v1/products?{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.json()["field"].as_str()), (400, Some(field)), "{query}");
        let page = street.get(&format!("/windows/living?{query}")).await;
        assert_eq!(page.status, 400, "{query}");
    }
    let answer = street.get("/api/v1/clips?open=1").await;
    assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (400, Some("unknown_field")));
}

#[tokio::test]
async fn a_page_carries_its_counts_and_a_choice_never_disappears() {
    let street = Street::new().await;
    let html = street.get("/windows/living?option=size:small,colour:blue&open=1").await.html();
    assert_eq!(attributes(&html, "[data-total]", "data-total"), ["0"]);
    assert_eq!(attributes(&html, ".filter__value[aria-current]", "data-value"), ["size:small", "colour:blue", "open"]);
    assert_eq!(texts(&html, ".filter__chip"), ["빼기: blue ×", "빼기: 작은 ×", "빼기: 영업 중인 매장 ×"]);
    let way = attributes(&html, ".filter__way[data-count]", "href");
    assert_eq!(way, ["/windows/living?option=size:small&open=1"]);
    let html = street.get("/windows/living").await.html();
    assert_eq!(attributes(&html, "[data-total]", "data-total"), ["3"]);
    assert_eq!(attributes(&html, "a[data-value='size:small']", "href"), ["/windows/living?option=size:small"]);
    assert_eq!(attributes(&html, "a[data-value='size:small']", "data-count"), ["1"]);
    assert_eq!(
        attributes(&street.get("/windows/living?option=size:small").await.html(), "link[rel=canonical]", "href"),
        ["https://street.example/windows/living"]
    );
}

#[tokio::test]
async fn prices_are_asked_for_in_the_street_s_currency_and_others_are_offered() {
    let street = Street::new().await;
    let html = street.get("/windows/living?price_min=5000").await.html();
    let other = "#filter-price a[data-value=USD]";
    assert_eq!(attributes(&html, other, "href"), ["/windows/living?currency=USD"], "an amount in won says nothing of dollars");
    assert_eq!(attributes(&html, other, "data-count"), [""; 0]);
    assert_eq!(attributes(&html, "#price-price_min", "step"), ["1"]);
    let html = street.get("/windows/living?currency=USD&price_min=12.50").await.html();
    assert_eq!(attributes(&html, "#price-price_min", "value"), ["12.50"]);
    assert_eq!(attributes(&html, "#price-price_min", "step"), ["0.01"]);
    assert_eq!(attributes(&html, "#price-price_max", "placeholder"), ["12.50"]);
    assert_eq!(attributes(&html, "input[type=hidden][name=currency]", "value"), ["USD"]);
    assert_eq!(attributes(&html, "#filter-price a[data-value=KRW]", "href"), ["/windows/living?currency=KRW"]);
    // Where all is in one currency, there is none to choose.
    let html = street.get("/windows/fresh").await.html();
    assert_eq!(attributes(&html, "#filter-price .filter__value", "data-value"), [""; 0]);
    // The operator's own comes first where an address names none.
    let street = street.priced_in(Currency::Usd).await.indexed().await;
    assert_eq!(slugs(&street.get("/api/v1/products?window=living&sort=price_up").await.json()), ["moon-cup", "star-lamp", "다-팔린-것"]);
    assert_eq!(slugs(&street.get("/api/v1/products?window=living&price_max=12.50").await.json()), ["moon-cup"]);
}

/// Forty products in two shops of the living window, with two options each.
pub async fn many(street: &Street) {
    let mut rows = Vec::new();
    for number in 0..40_i64 {
        let (id, shop) = (1_000 + number, 11 + number % 2);
        let currency = if shop == 11 { "KRW" } else { "USD" };
        let (price, stock, before) = (1_000 * (number * 7 % 13 + 1), number % 3, if number % 4 == 0 { "99000" } else { "null" });
        rows.push(format!(
            "insert into products (id, shop_id, slug, state, name_ko, price, before, price_varies, in_stock, currency, created_at, updated_at)
             values ({id}, {shop}, 'p{number}', 'shown', '상품 {number}', {price}, {before}, 0, {}, '{currency}', {}, 1)",
            stock.min(1),
            1_700_000_100_000 + number % 9,
        ));
        rows.push(format!("insert into window_products values (2, {id}, {}, {}, {price})", stock.min(1), 1_700_000_100_000 + number % 9));
        for (axis, name, values) in [(0, "Colour", ["Red", "Blue"]), (1, "Size", ["Small", "Large"])] {
            rows.push(format!("insert into options values ({}, {id}, {axis}, null, '{name}')", id * 10 + axis));
            for (place, value) in values.iter().enumerate() {
                rows.push(format!(
                    "insert into option_values values ({}, {}, {place}, null, '{value}')",
                    id * 100 + axis * 10 + place as i64,
                    id * 10 + axis
                ));
            }
        }
        for place in 0..2_i64 {
            rows.push(format!(
                "insert into variants (id, product_id, position, value1, value2, price, before, stock) values ({}, {id}, {place}, {}, {}, {}, {before}, {})",
                id * 10 + place,
                (number + place) % 2,
                number / 2 % 2,
                price + place * 500,
                if place == 0 { stock } else { 0 },
            ));
        }
    }
    for row in rows {
        street.run(&row).await;
    }
}

#[tokio::test]
async fn the_database_alone_lists_the_same_and_says_that_nothing_is_counted() {
    let street = Street::empty().await.furnished().await;
    many(&street).await;
    let queries = [
        "",
        "&option=colour:red",
        "&option=colour:red,size:small&in_stock=1",
        "&price_min=3000&price_max=9000",
        "&on_sale=1&open=1",
        "&district=gasang-gu-seoul&pickup=1",
        "&free_delivery=1",
        "&clip=1",
        "&option=colour:green",
    ];
    let mut without = Vec::new();
    for sort in ["recommended", "newest", "price_up", "price_down", "nearest&near=37.5,126.9"] {
        for query in queries {
            let answer = street.get(&format!("/api/v1/products?window=living&limit=50&sort={sort}{query}")).await.json();
            assert_eq!((&answer["narrowing"]["counted"], &answer["total"]), (&Value::Bool(false), &Value::Null), "nothing is counted");
            without.push((sort, query, slugs(&answer)));
        }
    }
    let page = street.get("/windows/living?option=colour:red").await;
    assert!(!page.body.contains("data-count=") && page.body.contains("개수를 세는 중"), "it counts nothing and says so");
    let street = street.indexed().await;
    for (sort, query, expected) in without {
        let answer = street.get(&format!("/api/v1/products?window=living&limit=50&sort={sort}{query}")).await.json();
        assert_eq!(answer["narrowing"]["counted"], true);
        assert_eq!((slugs(&answer), answer["total"].as_u64()), (expected.clone(), Some(expected.len() as u64)), "{sort} {query}");
    }
    let page = street.get("/windows/living?option=colour:red").await;
    assert!(page.body.contains("data-count="), "the page without counts was not kept");
}

#[tokio::test]
async fn what_another_program_writes_is_listed_within_a_second() {
    let street = Street::new().await;
    let total = async || street.get("/api/v1/products?window=living&option=size:small&in_stock=1").await.json()["total"].as_u64();
    assert_eq!(total().await, Some(1));
    let mut write = street.db.write().await.expect("a write");
    sqlx::query("update variants set stock = 0 where id = 61").execute(&mut *write.tx).await.expect("an update");
    write.touch(21);
    let begun = Instant::now();
    write.commit().await.expect("a commit");
    assert_eq!(total().await, Some(0), "whoever asks after a write is told of it");
    assert!(begun.elapsed() < Duration::from_secs(1));
    street.run("update products set state = 'hidden' where id = 21").await;
    assert_eq!(street.get("/api/v1/products?window=living").await.json()["total"], 2);
}

#[tokio::test]
async fn paging_sees_each_product_once_while_others_come_and_go() {
    let street = Street::new().await;
    many(&street).await;
    let mut seen = Vec::new();
    let mut after = String::new();
    for number in 0.. {
        let piece = street.get(&format!("/api/v1/products?window=living&limit=7&sort=price_up{after}")).await.json();
        seen.extend(slugs(&piece));
        let Some(next) = piece["after"].as_str() else { break };
        after = format!("&after={next}");
        // One comes, one goes, neither of those that are looked for.
        street
            .run(&format!(
                "insert into products (id, shop_id, slug, state, name_ko, price, price_varies, in_stock, currency, created_at, updated_at)
                 values ({}, 11, 'late-{number}', 'shown', '늦은 것', {}, 0, 1, 'KRW', 1, 1)",
                5_000 + number,
                number * 2_500
            ))
            .await;
        street
            .run(&format!("insert into variants (id, product_id, position, price, stock) values ({0}, {0}, 0, 1, 1)", 5_000 + number))
            .await;
        street.run(&format!("update products set name_ko = '다른 이름' where id = {}", 1_000 + number)).await;
    }
    for number in 0..40 {
        assert_eq!(seen.iter().filter(|slug| **slug == format!("p{number}")).count(), 1, "p{number}");
    }
}
