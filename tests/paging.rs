//! Walks through lists, piece by piece: while others write, and while the index comes and goes.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use serde_json::Value;
use server::db::Db;
use wire::endpoint::encode;

use super::{
    filter::{many, slugs},
    street::{Street, attributes, texts},
};

const SORTS: [&str; 5] = ["recommended", "newest", "price_up", "price_down", "nearest&near=37.5,126.9"];

/// The products of a piece, and the way to the next.
fn read(piece: &Value) -> (Vec<String>, Option<String>) {
    let list = if piece["products"].is_object() { &piece["products"] } else { piece };
    (slugs(list), list["after"].as_str().map(str::to_owned))
}

/// One piece; a search that waits for the index is asked again.
async fn piece(street: &Street, url: &str, after: Option<&str>) -> (Vec<String>, Option<String>) {
    let url = format!("{url}{}", after.map_or_else(String::new, |after| format!("&after={after}")));
    for _ in 0..100 {
        let answer = street.get(&url).await;
        if answer.status != 503 {
            assert_eq!(answer.status, 200, "{url}: {}", answer.body);
            return read(&answer.json());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{url} had no answer");
}

/// Everything from a place on.
async fn walk(street: &Street, url: &str, mut after: Option<String>) -> Vec<String> {
    let mut seen = Vec::new();
    for _ in 0..500 {
        let (items, next) = piece(street, url, after.as_deref()).await;
        seen.extend(items);
        after = next;
        if after.is_none() {
            return seen;
        }
    }
    panic!("{url} has no end");
}

async fn write(db: &Db, statements: &[String], touched: i64) {
    let mut write = db.write().await.expect("a write");
    for statement in statements {
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement.clone())).execute(&mut *write.tx).await.expect("a statement");
    }
    write.touch(touched);
    write.commit().await.expect("a commit");
}

/// Which of the forty products have a place that changes.
fn is_moved(number: i64) -> bool {
    number % 4 == 1
}

/// One after the other: a product moves, another comes, a third is touched where it stands.
async fn keep_writing(db: Db, stop: Arc<AtomicBool>, writes: Arc<AtomicI64>) {
    for number in 0.. {
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let (moved, touched, late) = (1_001 + number % 10 * 4, 1_000 + number % 10 * 4, 5_000 + number);
        let (price, created_at) = (number * 1_700 % 15_000 + 500, 1_700_000_100_000 + number % 11);
        let moves = format!(
            "update products set price = {price}, created_at = {created_at}, name_ko = '상품 옮긴 {number}', in_stock = {} where id = {moved}",
            number % 2
        );
        write(&db, &[moves], moved).await;
        if number < 60 {
            let comes = [
                format!(
                    "insert into products (id, shop_id, slug, state, name_ko, price, price_varies, in_stock, currency, created_at, updated_at)
                     values ({late}, 11, 'late-{number}', 'shown', '상품 늦은 {number}', {price}, 0, 1, 'KRW', {created_at}, 1)"
                ),
                format!("insert into variants (id, product_id, position, price, stock) values ({late}, {late}, 0, {price}, 1)"),
                format!("insert into window_products values (2, {late}, 1, {created_at}, {price})"),
            ];
            write(&db, &comes, late).await;
        }
        write(&db, &[format!("update products set updated_at = {number} where id = {touched}")], touched).await;
        writes.fetch_add(3, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_another_writes_what_keeps_its_place_is_seen_exactly_once() {
    let street = Street::empty().await.furnished().await;
    many(&street).await;
    let street = street.indexed().await;
    let (stop, writes) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicI64::new(0)));
    let writer = tokio::spawn(keep_writing(street.db.clone(), Arc::clone(&stop), Arc::clone(&writes)));
    let list = |sort: &str| format!("/api/v1/products?window=living&limit=3&sort={sort}");
    let search = format!("/api/v1/search?q={}&limit=3", encode("상품"));
    for url in [list("price_up"), list("newest"), list("recommended"), search] {
        let mut times: HashMap<String, usize> = HashMap::new();
        let mut after = None;
        loop {
            let (items, next) = piece(&street, &url, after.as_deref()).await;
            for slug in items {
                *times.entry(slug).or_default() += 1;
            }
            after = next;
            if after.is_none() {
                break;
            }
            // However quickly the pieces come, something was written between any two of them.
            let before = writes.load(Ordering::SeqCst);
            let written = async {
                while writes.load(Ordering::SeqCst) == before {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            };
            tokio::time::timeout(Duration::from_secs(30), written).await.expect("nobody writes");
        }
        for number in (0..40).filter(|number| !is_moved(*number)) {
            assert_eq!(times.get(&format!("p{number}")), Some(&1), "p{number} of {url}");
        }
        let twice = times.iter().filter(|(slug, times)| slug.starts_with("late-") && **times > 1);
        assert_eq!(twice.count(), 0, "what came stays where it came: {times:?} of {url}");
    }
    stop.store(true, Ordering::SeqCst);
    writer.await.expect("the writer");
}

#[tokio::test]
async fn a_walk_goes_on_where_the_index_is_lost_and_where_it_comes_back() {
    let street = Street::empty().await.furnished().await;
    many(&street).await;
    for sort in SORTS {
        for query in ["", "&option=colour:red", "&in_stock=1"] {
            let url = format!("/api/v1/products?window=living&limit=7&sort={sort}{query}");
            // Nobody follows the data here: it is read when that is asked for, and lost when that is said.
            server::index::keep_up(&street.state).await.expect("an index");
            let whole = walk(&street, &url, None).await;
            assert!(whole.len() > 14, "{url}");
            let (first, after) = piece(&street, &url, None).await;
            street.state.index.set(None);
            let rest = walk(&street, &url, after).await;
            assert_eq!([first, rest].concat(), whole, "lost on the way: {url}");
            assert_eq!(walk(&street, &url, None).await, whole, "without it: {url}");
            let (first, after) = piece(&street, &url, None).await;
            server::index::keep_up(&street.state).await.expect("an index");
            let rest = walk(&street, &url, after).await;
            assert_eq!([first, rest].concat(), whole, "come back on the way: {url}");
        }
    }
    street.state.index.set(None);
    let answer = street.get("/api/v1/products?window=living&sort=newest&after=u.0.0.1.1").await;
    assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (400, Some("bad_cursor")), "a place in another order");
}

#[tokio::test]
async fn the_nearest_without_the_index_are_in_order_to_the_metre() {
    let street = Street::empty().await.furnished().await;
    for shop in 0..5_i64 {
        let (id, latitude) = (60 + shop, 37_500_000 + 9 * (4 - shop));
        street
            .run(&format!(
                "insert into shops (id, slug, state, name_ko, currency, zone, latitude_e6, longitude_e6, opened_at, created_at, updated_at)
                 values ({id}, 'near-{shop}', 'open', '가까운 {shop}', 'KRW', 'Asia/Seoul', {latitude}, 126900000, 1, 1, 1)"
            ))
            .await;
        street.run(&format!("insert into shop_windows values ({id}, 2, 0)")).await;
        for number in 0..4_i64 {
            let product = 3_000 + number * 5 + shop;
            street
                .run(&format!(
                    "insert into products (id, shop_id, slug, state, name_ko, price, price_varies, in_stock, currency, created_at, updated_at)
                     values ({product}, {id}, 's{shop}-{number}', 'shown', '것', 1, 0, {0}, 'KRW', 1, 1)",
                    i64::from(number != 3)
                ))
                .await;
            street
                .run(&format!(
                    "insert into variants (id, product_id, position, price, stock) values ({product}, {product}, 0, 1, {})",
                    i64::from(number != 3)
                ))
                .await;
            street.run(&format!("insert into window_products values (2, {product}, {}, 1, 1)", i64::from(number != 3))).await;
        }
    }
    let url = "/api/v1/products?window=living&limit=2&sort=nearest&near=37.5,126.9";
    let without = walk(&street, url, None).await;
    server::index::keep_up(&street.state).await.expect("an index");
    let with = walk(&street, url, None).await;
    assert_eq!(without, with);
    let near: Vec<&str> = with.iter().map(String::as_str).filter(|slug| slug.starts_with('s') && *slug != "star-lamp").collect();
    let there = (0..5).rev().flat_map(|shop| (0..3).map(move |number| format!("s{shop}-{number}")));
    let gone = (0..5).rev().map(|shop| format!("s{shop}-3"));
    assert_eq!(near, there.chain(gone).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_list_that_is_given_up_without_the_index_says_so_and_goes_on() {
    let street = Street::empty().await.furnished().await;
    // More than are looked through at once, all newer than the one that is on sale.
    street
        .run(
            "insert into products (id, shop_id, slug, state, name_ko, price, price_varies, in_stock, currency, created_at, updated_at)
             with recursive n(i) as (select 1 union all select i + 1 from n where i < 10600)
             select 100000 + i, 11, 'x' || i, 'shown', '물건', 1000, 0, 1, 'KRW', 1700001000000 + i, 1 from n",
        )
        .await;
    street
        .run("insert into variants (id, product_id, position, price, stock) select id, id, 0, price, 1 from products where id > 100000")
        .await;
    street.run("insert into window_products select 2, id, in_stock, created_at, price from products where id > 100000").await;
    let url = "/api/v1/products?window=living&on_sale=1&sort=newest&limit=5";
    let answer = street.get(url).await.json();
    assert_eq!(slugs(&answer), [""; 0]);
    assert!(answer["after"].is_string() && answer["total"].is_null(), "{answer}");
    assert_eq!(walk(&street, url, None).await, ["star-lamp"], "what is behind is reached");
    let page = street.get("/windows/living?on_sale=1&sort=newest").await;
    let html = page.html();
    assert!(!page.body.contains("data-total") && !page.body.contains("이 조건을 모두 갖춘 상품이 없어요"), "it was not looked through");
    assert_eq!(
        texts(&html, ".filter__nothing p").first().map(String::as_str),
        Some("여기까지 살펴본 상품에는 없어요. 다음 쪽에서 이어서 찾아요.")
    );
    let next = attributes(&html, "a[rel=next]", "href");
    assert_eq!(next.len(), 1);
    // Where nothing is behind either, that is said, and not how many there are.
    let page = street.get("/windows/fresh?on_sale=1&price_min=99999999").await;
    assert!(page.body.contains("이 조건을 모두 갖춘 상품이 없어요"));
    assert_eq!(attributes(&page.html(), "[data-total]", "data-total"), [""; 0]);
}
