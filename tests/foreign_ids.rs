//! Nobody reaches another's shop: every call of which the path names something beside the shop is made by the owner of one shop,
//! by that shop's own address, with the real ids of another one's things. Each is answered as if there were no such thing, and
//! of the other shop nothing is changed.

use std::collections::BTreeSet;

use axum::http::Method;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use server::{
    db::Kind,
    ids,
    openapi::API,
    ways::{self, Asked},
};
use sqlx::{Row, any::AnyRow};
use wire::account::Role;

use crate::{
    account::{Browser, person, works},
    application::send_photo,
    draft::{BASE, link, owner, photo, put, rename},
    import::{run, tried},
    street::{Answer, Street},
    token::{member, token},
};

const FILM: &[u8] = include_bytes!("../crates/server/src/clip/file/fixtures/h264-aac.mp4");
/// A slug and an id of which nothing is.
const NEVER: &str = "zzzz";
/// Tables with the number of the shop in each row.
const BY_SHOP: &str = "shop_windows shop_pictures collections products clips moved_slugs members records applications uploads drafts
    clip_files clip_uploads openings previews imports links tokens reports tax_answers";
/// The tables that hold nothing of a shop's: what is the street's or a person's, and what the program keeps for itself. Which shop a
/// version of the data touched stands in `shop_changes` for a while, whoever reads it.
const ELSEWHERE: &str = "_sqlx_migrations data_version changes shop_changes throttles mails windows categories category_kinds synonyms
    requirements pictures unfinished_pictures accounts sessions identities flows passkeys ceremonies";
/// The other tables that hold something of the shop, and which rows are its.
const WITHIN: [(&str, &str); 14] = [
    ("shops", "id = 11"),
    ("window_products", "product_id in (select id from products where shop_id = 11)"),
    ("collection_products", "product_id in (select id from products where shop_id = 11)"),
    ("options", "product_id in (select id from products where shop_id = 11)"),
    ("option_values", "option_id in (select o.id from options o join products p on p.id = o.product_id where p.shop_id = 11)"),
    ("variants", "product_id in (select id from products where shop_id = 11)"),
    ("product_pictures", "product_id in (select id from products where shop_id = 11)"),
    ("clip_captions", "clip_id in (select id from clips where shop_id = 11)"),
    ("moments", "clip_id in (select id from clips where shop_id = 11)"),
    ("declarations", "application_id in (select id from applications where shop_id = 11)"),
    ("documents", "application_id in (select id from applications where shop_id = 11)"),
    (
        "document_pieces",
        "document_id in (select d.id from documents d join applications a on a.id = d.application_id where a.shop_id = 11)",
    ),
    ("import_pieces", "import_id in (select id from imports where shop_id = 11)"),
    ("import_things", "import_id in (select id from imports where shop_id = 11)"),
];

/// The tables that the database has, or those of them that have a column of that name.
async fn tables(street: &Street, column: Option<&str>) -> BTreeSet<String> {
    let sql = match street.db.kind {
        Kind::Sqlite => {
            "select m.name from sqlite_master m where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\'
                and ($1 = '' or exists (select 1 from pragma_table_info(m.name) c where c.name = $1))"
        }
        Kind::Postgres => {
            "select t.table_name::text from information_schema.tables t where t.table_schema = current_schema()
                and ($1 = '' or exists (select 1 from information_schema.columns c where c.table_schema = t.table_schema
                    and c.table_name = t.table_name and c.column_name = $1))"
        }
    };
    let found: Vec<String> = sqlx::query_scalar(sql).bind(column.unwrap_or("")).fetch_all(&street.db.pool).await.expect("tables");
    found.into_iter().collect()
}

#[tokio::test]
async fn every_table_is_looked_at_for_what_is_a_shops_or_holds_nothing_of_it() {
    let street = Street::new().await;
    let within = WITHIN.iter().map(|(table, _)| *table);
    let known: Vec<&str> = BY_SHOP.split_whitespace().chain(within).chain(ELSEWHERE.split_whitespace()).collect();
    let set: BTreeSet<String> = known.iter().map(|table| (*table).to_owned()).collect();
    assert_eq!(known.len(), set.len(), "each is named once");
    assert_eq!(tables(&street, None).await, set, "say of a new table whose rows it holds");
    let mut by_shop: BTreeSet<String> = BY_SHOP.split_whitespace().map(str::to_owned).collect();
    by_shop.insert("shop_changes".to_owned());
    assert_eq!(tables(&street, Some("shop_id")).await, by_shop, "its rows have the shop's number, by which they are looked at");
}

/// A row as text, value by value: tables hold whole numbers and text, or nothing.
pub fn written(row: &AnyRow) -> String {
    let value = |at: usize| match row.try_get::<Option<i64>, _>(at) {
        Ok(number) => format!("{number:?}"),
        Err(_) => format!("{:?}", row.try_get::<Option<String>, _>(at).expect("a number or a text")),
    };
    (0..row.len()).map(value).collect::<Vec<_>>().join(" | ")
}

/// All rows of shop 11, and the names of all files that are there.
async fn kept(street: &Street) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut rows = BTreeSet::new();
    for (table, condition) in BY_SHOP.split_whitespace().map(|table| (table, "shop_id = 11")).chain(WITHIN) {
        let sql = format!("select * from {table} where {condition}");
        let found = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&street.db.pool).await.expect("rows");
        rows.extend(found.iter().map(|row| format!("{table}: {}", written(row))));
    }
    (rows, street.state.media.list().await.expect("names").into_iter().collect())
}

/// Refuses that anything of shop 11 is another than it was, or that one of its files is gone.
async fn stays(street: &Street, before: &(BTreeSet<String>, BTreeSet<String>)) {
    let after = kept(street).await;
    let changed: Vec<&String> = before.0.symmetric_difference(&after.0).collect();
    assert!(changed.is_empty(), "{changed:#?}");
    let gone: Vec<&String> = before.1.difference(&after.1).collect();
    assert!(gone.is_empty(), "{gone:?}");
}

/// Things of shop 11, as paths name them.
struct Things {
    /// What stands for a part of a path; longer parts come first.
    named: Vec<(&'static str, Vec<String>)>,
    picture: String,
    film: String,
    token: String,
}

/// One thing of each kind, made by the shop's owner.
async fn things(street: &Street, owner: &Browser) -> Things {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let encoded = |value: &Value| wire::endpoint::encode(value.as_str().expect("a slug"));
    // Both live things have a draft too, so that there is something to let go of.
    assert_eq!(rename(street, owner, "star-lamp", "별 등 둘").await.status, 200);
    let film = format!("{BASE}/draft/clips/lamp-film");
    let editing = owner.get(street, &film).await.json();
    let mut draft = editing["draft"].clone();
    draft["title"]["ko"] = json!("등 다시 만들기");
    assert_eq!(put(street, owner, &film, json!({ "seen": editing["seen"], "draft": draft })).await.status, 200);
    let picture = owner.post(street, &format!("{BASE}/pictures"), json!({ "content": photo(33) })).await.json();
    let draft = json!({
        "name": { "ko": "물결 접시" }, "variants": [{ "price": 12_000, "stock": 4 }], "shown": true,
        "pictures": [{ "picture": picture["id"], "alt": { "ko": "물결 무늬 접시" } }]
    });
    let product = owner.post(street, &format!("{BASE}/draft/products"), json!({ "draft": draft })).await.json();
    let product = encoded(&product["product"]);
    let sent = json!({ "content": STANDARD.encode(FILM), "name": "물레.mp4" });
    let clip = owner.post(street, &format!("{BASE}/clips/files"), sent).await.json();
    let clip = encoded(&clip["clip"]);
    let film = text(&owner.get(street, &format!("{BASE}/draft/clips/{clip}")).await.json()["draft"]["file"]);
    let begun = owner.post(street, &format!("{BASE}/clips/uploads"), json!({ "size": 10, "name": "둘째.mp4" })).await.json();
    let upload = text(&begun["upload"]);
    let piece = json!({ "from": 0, "content": STANDARD.encode("1234") });
    assert_eq!(put(street, owner, &format!("{BASE}/clips/uploads/{upload}"), piece).await.status, 200);
    let done = tried(street, owner, "Handle,Title,Variant Price\nsun-bowl,해 사발,12000\n").await;
    let done = text(&run(street, owner, &done).await["id"]);
    let list = text(&tried(street, owner, "Handle,Title,Variant Price\ncup,달 잔,12000\n").await["id"]);
    let (_, preview) = link(street, owner).await;
    let (_, token) = token(street, owner, BASE, Role::Staff).await;
    let (mina, _) = person(street, "mina@golmok.test", false).await;
    works(street, 11, mina, Role::Staff).await;
    let mina = member(street, owner, "mina@golmok.test").await;
    let invited = json!({ "email": "new@golmok.test", "role": "staff" });
    assert_eq!(owner.post(street, &format!("{BASE}/members"), invited).await.status, 200);
    for window in ["kids", "living"] {
        assert_eq!(owner.post(street, &format!("{BASE}/applications"), json!({ "window": window })).await.status, 200);
    }
    let application = format!("{BASE}/applications/kids");
    send_photo(street, owner, &application).await;
    let application = owner.get(street, &application).await.json();
    let document = application["checks"].as_array().into_iter().flatten().find_map(|check| check["documents"][0]["id"].as_str());
    let document = document.expect("a document");
    let file = format!("{}-{}.jpg", text(&picture["id"]), picture["widths"][0]);
    let rest = [
        "shops/byeolbit".to_owned(),
        "shops/byeolbit/products/star-lamp".to_owned(),
        format!("shops/byeolbit/products/{product}"),
        "clips/lamp-film".to_owned(),
        format!("clips/{clip}"),
        "api/v1/shops/byeolbit".to_owned(),
        "api/v1/pages/shops/byeolbit/products/star-lamp".to_owned(),
        format!("api/v1/clips/{clip}"),
        format!("media/{file}"),
        format!("media/{film}"),
    ];
    let named = vec![
        // The other shop has begun an application to this window as well: what is asked of here is the document.
        ("{window}/documents/{document}", vec![format!("kids/documents/{document}")]),
        ("{window}", vec!["living".to_owned()]),
        // What has run is what could be undone; the other one could run.
        ("{import}/undo", vec![format!("{done}/undo")]),
        ("{import}", vec![list, done]),
        ("{product}", vec!["star-lamp".to_owned(), "hidden-thing".to_owned(), product]),
        ("{clip}", vec!["lamp-film".to_owned(), clip]),
        ("{upload}", vec![upload]),
        ("{preview}", vec![preview]),
        ("{token}", vec![token.clone()]),
        ("{member}", vec![mina]),
        ("{email}", vec!["new@golmok.test".to_owned()]),
        ("{name}", vec![file.clone(), format!("hidden-{file}"), film.clone(), format!("hidden-{film}")]),
        ("{*rest}", Vec::from(rest)),
    ];
    Things { named, picture: text(&picture["id"]), film, token }
}

/// The owners of both shops, and how paths name the other one.
async fn both(street: &Street) -> (Browser, Browser, String) {
    let owner = owner(street).await;
    let (account, other) = person(street, "other@golmok.test", false).await;
    works(street, 12, account, Role::Owner).await;
    let slug: String = sqlx::query_scalar("select slug from shops where id = 12").fetch_one(&street.db.pool).await.expect("a slug");
    let there = wire::endpoint::encode(&slug);
    let begun = other.post(street, &format!("/api/v1/shops/{there}/applications"), json!({ "window": "kids" })).await;
    assert_eq!(begun.status, 200, "{}", begun.body);
    (owner, other, there)
}

/// The paths that a pattern stands for, with each of the things that a part of it may be.
fn expand(pattern: &str, things: &Things) -> Vec<String> {
    let mut paths = vec![pattern.to_owned()];
    for (part, values) in &things.named {
        if paths.iter().any(|path| path.contains(*part)) {
            let mut further = Vec::new();
            for path in &paths {
                further.extend(values.iter().map(|value| path.replace(*part, value)));
            }
            paths = further;
        }
    }
    assert!(paths.iter().all(|path| !path.contains('{')), "{pattern}: say what stands for a part of it, in `things`");
    paths
}

/// The same path with what nothing is.
fn never(pattern: &str) -> String {
    pattern.split('/').map(|part| if part.starts_with('{') { NEVER } else { part }).collect::<Vec<_>>().join("/")
}

/// Whether a path names something beside a shop.
fn names_more(pattern: &str) -> bool {
    pattern.contains("{shop}") && pattern.matches('{').count() > 1
}

/// With what one would call it: nothing of it is wrong but whose thing it is.
fn bodies(method: &str, pattern: &str) -> Vec<Value> {
    let is = |verb: &str, end: &str| method == verb && pattern.ends_with(end);
    let seen = 1_700_000_010_000_i64;
    if method == "GET" {
        vec![Value::Null]
    } else if method == "DELETE" || is("POST", "/submit") || is("POST", "/run") || is("POST", "/undo") {
        vec![json!({})]
    } else if is("PUT", "/declared") {
        vec![json!({ "declared": [ids::short(208)] })]
    } else if is("POST", "/documents") {
        vec![json!({ "requirement": ids::short(201), "name": "정면.png", "content": photo(77) })]
    } else if is("PUT", "/clips/uploads/{upload}") {
        vec![json!({ "from": 4, "content": STANDARD.encode("567890") })]
    } else if is("PUT", "/draft/clips/{clip}") {
        let draft = json!({ "title": { "ko": "남의 영상" }, "link": "https://vimeo.com/123", "seconds": 9 });
        vec![json!({ "seen": seen, "draft": draft })]
    } else if is("PUT", "/draft/products/{product}") {
        let draft = json!({ "name": { "ko": "남의 상품" }, "variants": [{ "price": 1_000, "stock": 1 }], "shown": true });
        vec![json!({ "seen": seen, "draft": draft })]
    } else if is("PATCH", "/products/{product}") {
        vec![json!({ "stock_of_each": 0 }), json!({ "shown": false })]
    } else if is("PATCH", "/imports/{import}") {
        vec![json!({ "cells": [{ "line": 2, "column": "Variant Price", "value": "1" }] })]
    } else if is("PATCH", "/members/{member}") {
        ["staff", "manager", "owner"].into_iter().map(|role| json!({ "role": role })).collect()
    } else {
        panic!("{method} {pattern} is new and names something: say here with what it would be called")
    }
}

fn told(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.json()["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn to_every_call_a_thing_of_another_shop_is_one_that_never_was() {
    let street = Street::new().await;
    let (owner, other, there) = both(&street).await;
    let things = things(&street, &owner).await;
    let before = kept(&street).await;
    let mut walked = 0;
    for endpoint in API.0.iter().filter(|endpoint| names_more(endpoint.path)) {
        let pattern = endpoint.path.replace("{shop}", &there);
        let method: Method = endpoint.method.parse().expect("a method");
        // What cannot be undone is told so, be it gone, too old or nobody's.
        let expected = if pattern.ends_with("/undo") { 409 } else { 404 };
        for body in bodies(endpoint.method, endpoint.path) {
            let unknown = other.call(&street, method.clone(), &never(&pattern), &body).await;
            for path in expand(&pattern, &things) {
                let answer = other.call(&street, method.clone(), &path, &body).await;
                let what = format!("{} {} ({path}): {} {}", endpoint.method, endpoint.path, answer.status, answer.body);
                assert_eq!(answer.status, expected, "{what}");
                assert_eq!(told(&answer), told(&unknown), "{what}");
                walked += 1;
            }
        }
    }
    assert!(walked > 0, "the table names nothing");
    stays(&street, &before).await;
}

#[tokio::test]
async fn what_a_body_or_a_query_names_of_another_shop_is_refused() {
    let street = Street::new().await;
    let (owner, other, there) = both(&street).await;
    let things = things(&street, &owner).await;
    let before = kept(&street).await;
    let base = format!("/api/v1/shops/{there}");
    let placed = json!([{ "picture": things.picture, "alt": { "ko": "남의 사진" } }]);
    let page = other.get(&street, &format!("{base}/draft")).await.json();
    let product = other.get(&street, &format!("{base}/draft/products/moon-cup")).await.json();
    let with = |editing: &Value, field: &str, value: &Value| {
        let mut draft = editing["draft"].clone();
        draft[field] = value.clone();
        json!({ "seen": editing["seen"], "draft": draft })
    };
    let mut variants = product["draft"]["variants"].clone();
    variants[0]["id"] = json!(ids::short(61));
    let new = json!({ "name": { "ko": "새것" }, "variants": [{ "price": 1_000, "stock": 1 }], "shown": true, "pictures": placed });
    let clip = |field: &str, value: Value| {
        let mut draft = json!({ "title": { "ko": "새 영상" }, "link": "https://vimeo.com/123", "seconds": 9 });
        draft[field] = value;
        json!({ "draft": draft })
    };
    let film = json!({ "draft": { "title": { "ko": "새 영상" }, "file": things.film } });
    let moment = json!([{ "at": 1, "product": "star-lamp" }]);
    let cases: Vec<(Method, String, Value, u16, Option<&str>)> = vec![
        (Method::PUT, format!("{base}/draft"), with(&page, "pictures", &placed), 400, Some("pictures")),
        (Method::PUT, format!("{base}/draft/products/moon-cup"), with(&product, "pictures", &placed), 400, Some("pictures")),
        (Method::PUT, format!("{base}/draft/products/moon-cup"), with(&product, "variants", &variants), 400, Some("variants")),
        (Method::POST, format!("{base}/draft/products"), json!({ "draft": new }), 400, Some("pictures")),
        (Method::POST, format!("{base}/draft/clips"), film, 400, Some("file")),
        (Method::POST, format!("{base}/draft/clips"), clip("poster", json!(things.picture)), 400, Some("pictures")),
        (Method::POST, format!("{base}/draft/clips"), clip("moments", moment), 400, Some("moments")),
        (Method::POST, format!("{base}/pictures"), json!({ "content": photo(120), "product": "star-lamp" }), 404, None),
        (Method::POST, format!("{base}/pictures"), json!({ "content": photo(121), "clip": "lamp-film" }), 404, None),
        (Method::PATCH, format!("{base}/products"), json!({ "products": ["moon-cup", "star-lamp"], "stock_of_each": 0 }), 404, None),
        // A variant that is none of the product's is passed over.
        (Method::PATCH, format!("{base}/products/moon-cup"), json!({ "stock": [{ "variant": ids::short(61), "stock": 0 }] }), 200, None),
        (Method::GET, format!("/api/v1/pages/shops/{there}?collection=lamps"), Value::Null, 404, None),
        (Method::GET, format!("/api/v1/products?shop={there}&collection=lamps"), Value::Null, 404, None),
        // By one's own address nothing of a shop is ended either.
        (Method::DELETE, format!("/api/v1/me/tokens/{}", things.token), json!({}), 404, None),
        (Method::DELETE, "/api/v1/me/shops/byeolbit".to_owned(), json!({}), 404, None),
    ];
    for (method, path, body, status, field) in cases {
        let answer = other.call(&street, method.clone(), &path, &body).await;
        let said = answer.json();
        assert_eq!((answer.status.as_u16(), said["field"].as_str()), (status, field), "{method} {path} {body}: {said}");
    }
    stays(&street, &before).await;
    let pieces: i64 = sqlx::query_scalar("select stock from variants where id = 66").fetch_one(&street.db.pool).await.expect("a stock");
    assert_eq!(pieces, 9, "all or none");
}

#[tokio::test]
async fn beside_the_api_and_below_a_preview_too_nothing_of_another_shop_is_seen() {
    let street = Street::new().await;
    let (owner, other, there) = both(&street).await;
    let things = things(&street, &owner).await;
    let before = kept(&street).await;
    let mut walked = 0;
    // Forms do what their endpoints do, and a list's format is nobody's.
    let is_asked = |way: &ways::Way| names_more(&way.path) && way.asked != Asked::Act && !way.path.contains("{format}");
    for way in ways::list().iter().filter(|way| is_asked(way) && !way.path.starts_with("/operator/")) {
        for pattern in way.paths() {
            for path in expand(&pattern.replace("{shop}", &there), &things) {
                let answer = other.get(&street, &path).await;
                assert_eq!(answer.status, 404, "{} ({path})", way.call());
                walked += 1;
            }
        }
    }
    assert!(walked > 0, "the table names nothing");
    let made = other.post(&street, &format!("/api/v1/shops/{there}/previews"), json!({})).await.json();
    let root = made["address"].as_str().expect("an address").trim_start_matches(crate::street::PUBLIC_URL).to_owned();
    assert_eq!(street.get(&format!("{root}/shops/{there}")).await.status, 200, "its own shop is there");
    for path in expand(&format!("{root}/{{*rest}}"), &things) {
        assert_eq!(street.get(&path).await.status, 404, "{path}");
    }
    stays(&street, &before).await;
}
